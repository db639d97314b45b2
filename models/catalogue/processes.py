"""The edition of internal processes: units, steps of each procedure, and what stops a clock. Dated data.

Shipped as ``processes.toml``; an office keeps its own copy in the data folder.
"""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.calendar.pauses import ClockRule, PauseKind
from models.files.named_file import read_named
from models.process import Holder, ProcessStep
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable

SHIPPED_PROCESSES = Path(__file__).parent / "processes.toml"


class ProcessUnit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit of the office.

    Attributes:
        id, name: the id is short and stays; the name is printed.
        fields: fields of procedures (lĩnh vực) it is responsible for.
        leads: the office's leaders, who sign.
        receiver: who takes dossiers over there, as the hand-over list names them; empty = whoever is there.
    """

    id: str
    name: str
    fields: tuple[str, ...] = ()
    leads: bool = False
    receiver: str = ""

    @property
    def holder(self) -> Holder:
        """This unit, before somebody in it has accepted."""
        return Holder(unit=self.id, unit_name=self.name)


class Process(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The steps of some procedures within a time.

    Attributes:
        steps: in order; at least one.
        procedures: codes; empty = of all procedures that no other process names.
        on_the_spot: taken in, signed and returned in one flow; no appointment slip unless asked for.
        source: who decided it.
    """

    steps: tuple[ProcessStep, ...]
    procedures: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    on_the_spot: bool = False
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class DatedClockRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of pause does, within a time; for some procedures or, where none is named, for all.

    Attributes:
        after_due: what one does that begins when the due date has passed already; None = as ``rule``.
    """

    pause: PauseKind
    rule: ClockRule
    after_due: ClockRule | None = None
    procedures: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class Processes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition."""

    units: tuple[ProcessUnit, ...] = ()
    processes: tuple[Process, ...]
    clocks: tuple[DatedClockRule, ...] = ()
    source: str = ""

    def unit(self, id_: str) -> ProcessUnit | None:
        """The unit of this id; None = not in this edition."""
        return next((unit for unit in self.units if unit.id == id_), None)

    def unit_of_field(self, field: str) -> ProcessUnit | None:
        """The unit responsible for a field of procedures; None = nobody has said."""
        return next((unit for unit in self.units if field in unit.fields), None)

    def process(self, procedure: str, day: date) -> Process:
        """The process of a procedure taken in on this day: its own, else the usual one.

        The latest that holds wins, so that a new decision is one more entry.
        """
        held = [one for one in self.processes if one.holds_on(day) and (procedure in one.procedures)]
        held = held or [one for one in self.processes if one.holds_on(day) and not one.procedures]
        return max(held, key=lambda one: one.valid_from or date.min) if held else _USUAL

    def clock_rule(self, pause: PauseKind, procedure: str, day: date) -> DatedClockRule:
        """What this kind of pause does to a dossier on this day; what nobody has decided lets the clock run."""
        held = [one for one in self.clocks if one.pause is pause and one.holds_on(day)]
        own = [one for one in held if procedure in one.procedures] or [one for one in held if not one.procedures]
        nothing = DatedClockRule(pause=pause, rule=ClockRule.RUN)
        return max(own, key=lambda one: one.valid_from or date.min, default=nothing)


_USUAL = Process(steps=(ProcessStep(id="examine", name="Thẩm định", share=1.0),))
"""Where an edition names no process for a day, nobody signs and nothing is lost."""


def load_processes(path: Path | None = None) -> Processes:
    """The edition that ships with the program, or the office's own copy.

    Raises:
        CatalogueUnreadable: no such file, not TOML, or a wrong entry; the detail says which.
    """
    return _shipped() if path is None else _read(path)


@cache
def _shipped() -> Processes:
    return _read(SHIPPED_PROCESSES)


def _read(path: Path) -> Processes:
    try:
        found = msgspec.toml.decode(read_named(path), type=prepared(Processes))
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise CatalogueUnreadable(str(path), str(error)) from error
    if problem := _problem(found):
        raise CatalogueUnreadable(str(path), problem)
    return found


def _problem(edition: Processes) -> str:
    units = [unit.id for unit in edition.units]
    if len(set(units)) != len(units):
        return "a unit is entered twice"
    for process in edition.processes:
        steps = [step.id for step in process.steps]
        if not steps or len(set(steps)) != len(steps):
            return f"process of {process.procedures or 'all'}: no step, or one entered twice"
        unknown = next((step.unit for step in process.steps if step.unit and step.unit not in units), "")
        if unknown:
            return f"unit {unknown!r} is not in the list"
        if not all(0 <= step.share <= 1 and 0 <= step.hours <= 10_000 for step in process.steps):
            return "a step's share is 0 to 1, its hours 0 to 10000"
    return ""

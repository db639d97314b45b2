"""The internal process of a procedure: its steps, who holds a dossier, and in which unit.

Processes are dated data (``catalogue/processes.toml`` or the office's own copy). A dossier keeps in its
events what held when each step began, so that a later edition moves nothing that has happened.
"""

from msgspec import Struct

from models.ids import ClerkId


class Holder(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who has a dossier in hand: a unit of the office, and in it one person, or nobody yet.

    Attributes:
        unit, unit_name: id and name of the unit; both empty = the reception desk itself.
        clerk, name: id and name of the person; empty = sent to the unit, not accepted yet.
    """

    unit: str = ""
    unit_name: str = ""
    clerk: ClerkId = ClerkId("")
    name: str = ""


class ProcessStep(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a process.

    Attributes:
        id: unique in its process, for instance "examine".
        name: as clerks read it, for instance "Thẩm định".
        unit: id of the unit that does it; empty = the unit responsible for the procedure's field.
        role: who in the unit, in words.
        share: part of the procedure's whole limit, 0 to 1.
        hours: working hours, where a text gives them; 0 = by ``share``.
        signs: a leader signs here.
    """

    id: str
    name: str
    unit: str = ""
    role: str = ""
    share: float = 0.0
    hours: float = 0.0
    signs: bool = False


class Had(Struct, frozen=True):
    """Who had a dossier in hand, at which step of the process, and that step's place from 1."""

    holder: Holder
    step: ProcessStep | None = None
    number: int = 0

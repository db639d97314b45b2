"""Which events the hub sets aside, and why. Pure: depends on the event and the office's rules alone.

The hub checks what would harm others: a dossier code of another office, an impossible amount, an unknown procedure, a
missing file. It never checks the clerk's work; an unusual history is delivered as it is.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct

from models.events import (
    AnyEvent,
    DossierCorrected,
    DossierReceived,
    DossierRefused,
    FeeReturned,
    FeeTaken,
    FileAttached,
    ObligationTold,
    SupplementAsked,
    UnknownEvent,
)
from models.history import CLOCK_STEP, FAR_AHEAD, MOST_EVENT_BYTES, Recorded
from models.ids import FileDigest
from sync.messages import AsideReason

HIGHEST_AMOUNT = 100_000_000_000
"""đồng that one payment at a counter may be: far beyond any fee of the field, within what sums can hold."""

LONGEST_NAME = 200
"""Characters of an id, a subject, a clerk, a dossier code."""

HIGHEST_CLOCK = 1 << 61
"""Whatever an office has: half of what the desks' tables can hold. An office whose desks took over a clock of up to 2⁶⁰
when that was still allowed has as much room again above it."""

_SHA256 = re.compile("[0-9a-f]{64}")
_EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)

HasFile = Callable[[FileDigest], bool]


class OfficeRules(Struct, frozen=True):
    """The office's data that events are validated against.

    Attributes:
        office: the unit whose identifier its dossier codes begin with.
        procedures: codes that are or were in its catalogue; None = none was ever published, any will do.
        has_file: whether a scanned file has arrived.
    """

    office: str
    procedures: frozenset[str] | None
    has_file: HasFile


class Verdict(Struct, frozen=True):
    """Why an event is set aside, and the value the sentence names."""

    why: AsideReason
    facts: dict[str, str]


def clock_too_far(recorded: Recorded, clock: int, events: int) -> Verdict | None:
    """Whether an event's Lamport clock is impossibly high. Merged elsewhere, it would leave no room after it.

    An honest clock is at most the number of events that the office ever had. What the hub does not know of (recorded
    offline, lost by a restore, leaps of the province's own clock) is far below ``FAR_AHEAD``.

    Args:
        recorded: the event.
        clock: the highest in the office's stream.
        events: how many the stream has.
    """
    if 0 <= recorded.clock <= min(max(events + FAR_AHEAD, clock + CLOCK_STEP), HIGHEST_CLOCK):
        return None
    return Verdict(AsideReason.CLOCK, {"clock": str(recorded.clock), "highest": str(clock)})


def validate(recorded: Recorded, rules: OfficeRules, *, corrected_to: str = "", withheld: int = 0) -> Verdict | None:
    """Why this event is set aside; None = it is valid.

    Args:
        recorded: the event.
        rules: of its office.
        corrected_to: code of the procedure that its dossier has after all corrections known; empty = not looked up.
        withheld: bytes of its body that stayed at its desk; 0 = it is whole.
    """
    if not _has_a_place(recorded):
        return Verdict(AsideReason.NO_PLACE, {"at": recorded.at.isoformat()})
    if withheld or len(recorded.body) > MOST_EVENT_BYTES:
        return Verdict(AsideReason.TOO_LARGE, {"bytes": str(withheld or len(recorded.body))})
    event = recorded.event
    match event:
        case DossierReceived(code=code):
            if code.rpartition("-")[0].rpartition("-")[0] != rules.office or len(code) > LONGEST_NAME or "\0" in code:
                return Verdict(AsideReason.FOREIGN_CODE, {"code": code[:LONGEST_NAME]})
        case ObligationTold(amount=amount) if not 0 <= amount <= HIGHEST_AMOUNT:
            return Verdict(AsideReason.AMOUNT_IMPOSSIBLE, {"amount": str(amount)})
        case FeeTaken(amount=amount) | FeeReturned(amount=amount):
            if not 0 < amount <= HIGHEST_AMOUNT:
                return Verdict(AsideReason.AMOUNT_IMPOSSIBLE, {"amount": str(amount)})
        case FileAttached(digest=digest, name=name):
            if not _SHA256.fullmatch(digest) or not rules.has_file(digest):
                return Verdict(AsideReason.FILE_MISSING, {"name": name[:LONGEST_NAME], "digest": digest[:LONGEST_NAME]})
        case UnknownEvent(type=""):
            return Verdict(AsideReason.UNREADABLE, {})
        case _:
            pass
    procedure = procedure_of(event)
    if procedure and rules.procedures is not None and procedure not in rules.procedures:
        if corrected_to in rules.procedures:
            return None
        return Verdict(AsideReason.PROCEDURE_UNKNOWN, {"procedure": procedure[:LONGEST_NAME]})
    return None


def procedure_of(event: AnyEvent | UnknownEvent) -> str:
    """Code of the procedure an event names; empty = none."""
    match event:
        case DossierReceived(intake=intake):
            return intake.procedure.code
        case SupplementAsked(intake=intake) | DossierRefused(intake=intake) if intake is not None:
            return intake.procedure.code
        case DossierCorrected(procedure=procedure) if procedure is not None:
            return procedure.code
        case _:
            return ""


def _has_a_place(recorded: Recorded) -> bool:
    """Whether both ends' tables can store it: time in range, names of sane length, no zero bytes."""
    if not _EARLIEST <= recorded.at <= _LATEST:
        return False
    id_, subject, clerk = recorded.id, recorded.subject, recorded.clerk
    return (
        0 < len(id_) <= LONGEST_NAME
        and 0 < len(subject) <= LONGEST_NAME
        and len(clerk) <= LONGEST_NAME
        and "\0" not in id_
        and "\0" not in subject
        and "\0" not in clerk
    )

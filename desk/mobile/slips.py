"""Slips printed before the trip (phiếu in sẵn): made with numbers kept for them, and what became of each.

At the door a slip is written by hand and given to the citizen, and the intake takes exactly its number
(``IntakeForm.slip``). What is not used is torn up when it is back; what nobody finds keeps its number for ever, so that
a slip found by a stranger is never a dossier's.
"""

from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from desk import limits, numbers
from desk.away import PreprintedSlipUnknown
from desk.desk import Desk
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.codes.preprinted_number import preprinted_digits
from models.codes.signed_paper import code_of
from models.events import PREPRINTED_SLIP, AnyEvent, PreprintedSlipClosed, PreprintedSlipMade, SlipEnd
from models.ids import SubjectId, new_subject
from models.not_allowed import OfOneVerb, ReasonMissing
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS, PreprintedSlips
from models.subjects.mobile.preprinted_slip import PreprintedSlip, PreprintedState
from models.text import clean
from printing.forms.table import PREPRINTED_SLIP as SLIP_FORM
from printing.forms.versions import forms_in_force

MOST = 50
"""Slips made at once: more than a day's trip gives out."""

_ENDED_DAYS = 7
"""So long what was used or ended is listed."""


class SlipsCountImpossible(OfOneVerb):
    """Not so many at once."""

    sentence = f"Mỗi lần in từ 1 đến {MOST} phiếu."


class NumbersTooFew(OfOneVerb):
    """Not so many numbers are left of this machine's block."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.sentence = f"Dải số của máy hôm nay chỉ còn giữ được {left} số cho phiếu in sẵn."


class Slips(Struct, frozen=True, kw_only=True):
    """What became of slips: out, lost, and what was used or ended in the last days."""

    out: tuple[PreprintedSlip, ...]
    lost: tuple[PreprintedSlip, ...]
    ended: tuple[PreprintedSlip, ...]


def make(desk: Desk, count: int) -> tuple[PreprintedSlip, ...]:
    """Keep numbers for so many slips, in one transaction; they can be printed then.

    Raises:
        SlipsCountImpossible, NumbersTooFew, WorkStopped, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    limits.check(desk)
    if not 1 <= count <= MOST:
        raise SlipsCountImpossible
    kept = numbers.numbers_for_slips(desk, count)
    if len(kept) < count:
        raise NumbersTooFew(len(kept))
    agency = desk.settings.office.unit.id
    made = [(new_subject(PREPRINTED_SLIP), PreprintedSlipMade(number=one, agency=agency)) for one in kept]
    desk.store.log.record_all(desk.by, made)
    return tuple(desk.store.log.subject(PREPRINTED_SLIPS, id_) for id_, _ in made)


def close(desk: Desk, typed: Iterable[str], how: SlipEnd, reason: str = "") -> tuple[PreprintedSlip, ...]:
    """These will not be used: torn up, or lost.

    Args:
        desk: open.
        typed: their four digits, or what their codes say.
        how: what became of them.
        reason: must be given of what is lost.

    Raises:
        PreprintedSlipUnknown: one is not out, or lost and to be closed otherwise; then nothing is recorded.
        ReasonMissing, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    if how is SlipEnd.LOST and not clean(reason):
        raise ReasonMissing
    found = [_still_out(desk, one) for one in dict.fromkeys(typed)]
    event = PreprintedSlipClosed(how=how, reason=clean(reason))
    facts: list[tuple[SubjectId, AnyEvent]] = [(one.id, event) for one in found]
    if facts:
        desk.store.log.record_all(desk.by, facts)
    return tuple(desk.store.log.subject(PREPRINTED_SLIPS, one.id) for one in found)


def listed(desk: Desk) -> Slips:
    """What became of slips, by number.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_IN)
    lists = desk.store.lists(PreprintedSlips)
    return Slips(
        out=tuple(lists.of_state(PreprintedState.OPEN.value)),
        lost=tuple(lists.of_state(PreprintedState.LOST.value)),
        ended=tuple(lists.ended_since(desk.today - timedelta(days=_ENDED_DAYS))),
    )


def slip_job(desk: Desk, slip_id: SubjectId) -> PrintJob:
    """The print job of one slip.

    Raises:
        PreprintedSlipUnknown: it has ended. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    slip = desk.store.log.subject(PREPRINTED_SLIPS, slip_id)
    if slip.state is not PreprintedState.OPEN or not slip.number:
        raise PreprintedSlipUnknown(f"{slip.number:04d}")
    return form_jobs.job_of(desk, SLIP_FORM, slip, slip_id, forms_in_force(desk.today), slip.copies)


def _still_out(desk: Desk, typed: str) -> PreprintedSlip:
    """One that is out, or lost and found again; of whichever machine: it may be closed at any desk."""
    digits = preprinted_digits(code_of(typed))
    lists = desk.store.lists(PreprintedSlips)
    states = (PreprintedState.OPEN, PreprintedState.LOST)
    found = [one for state in states for one in lists.with_number(state.value, digits or 0)]
    agency = desk.settings.office.unit.id
    known = next((one for one in found if one.agency == agency), None)
    if known is None:
        raise PreprintedSlipUnknown(typed.strip()[:60])
    return known

"""Dossier codes, numbers of slips and of lists, issued offline: each machine counts in its own block, per day.

``<agency id>-yyMMdd-NNNN`` (TT 01/2018 Đ19 read left to right as since QĐ 20/2020), NNNN from the block leased to
this machine, so no two desks ever print the same code and no code ever changes after printing.
"""

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from desk import limits
from desk.desk import Desk
from desk.machine_state import Restored, Wiped, recall, remember
from models.calendar.clock import local_day
from models.codes.consignment_number import CONSIGNMENT_PREFIX
from models.codes.list_number import LIST_PREFIX
from models.codes.parcel_number import PARCEL_PREFIX
from models.codes.slip_number import SLIP_PREFIX
from models.ids import DossierCode, SubjectId
from models.not_allowed import BlockExhausted
from models.store import Store
from models.store.projections.hand_over_lists import HandOverLists
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS, PreprintedSlips
from models.store.projections.money.receipt_lists import ReceiptLists
from models.store.projections.post.consignment_lists import Consignments
from models.store.projections.post.parcel_lists import Parcels
from models.subjects.mobile.preprinted_slip import PreprintedSlip, PreprintedState

_TICKETS_ON = 200
"""How far the line's numbers go on after a copy was brought back: more than a morning calls."""


class _Series(NamedTuple):
    """Numbers of papers that are no dossiers.

    Attributes:
        prefix: before office, day and number.
        last: the highest given out, of these with this beginning between these two numbers.
        passed_over: how far they go on after a copy was brought back: more than a day makes.
    """

    prefix: str
    last: Callable[[Store, str, int, int], int | None]
    passed_over: int


_LISTS = _Series(LIST_PREFIX, lambda store, *asked: store.lists(HandOverLists).last_number(*asked), 50)
_SLIPS = _Series(SLIP_PREFIX, lambda store, *asked: store.lists(ReceiptLists).last_slip(*asked), 200)
_PARCELS = _Series(PARCEL_PREFIX, lambda store, *asked: store.lists(Parcels).last_number(*asked), 100)
_CONSIGNMENTS = _Series(CONSIGNMENT_PREFIX, lambda store, *asked: store.lists(Consignments).last_number(*asked), 100)


def next_code(desk: Desk) -> DossierCode:
    """The next unused number of today. Slips draw from the same series, so a scan finds exactly one dossier.

    Raises:
        WorkStopped: a number would be wrong or might not be kept.
        BlockExhausted: today's block is used up.
    """
    return next_codes(desk, 1)[0]


def next_codes(desk: Desk, count: int) -> list[DossierCode]:
    """So many unused numbers of today, one after the other: of dossiers taken in together; see ``next_code``.

    Raises:
        WorkStopped, BlockExhausted: not so many are left; none is given.
    """
    limits.check(desk)
    last = last_given_in_turn(desk)
    first = _unless_on_paper(desk, _after_the_last(desk))
    if first + count - 1 > last:
        raise BlockExhausted(desk.today, desk.settings.device.block_first, last)
    return [DossierCode(f"{_stem(desk)}-{number:04d}") for number in range(first, first + count)]


def code_of_slip(desk: Desk, slip: PreprintedSlip) -> DossierCode:
    """The code of a dossier taken in now under the number of a slip printed before: the day written in is today's.

    Raises:
        WorkStopped.
    """
    limits.check(desk)
    return DossierCode(f"{_stem(desk)}-{slip.number:04d}")


def last_given_in_turn(desk: Desk) -> int:
    """The last number of the block that may be given out one after the other: those of slips lie behind it."""
    return min(_kept_for_slips(desk), default=desk.settings.device.block_last + 1) - 1


def numbers_for_slips(desk: Desk, count: int) -> list[int]:
    """Numbers for so many slips, from the end of the block, the lowest first; fewer where not so many are free.

    Half of what is left of the block today stays for numbers given in turn.
    """
    device = desk.settings.device
    following = _unless_on_paper(desk, _after_the_last(desk))
    kept = _kept_for_slips(desk)
    lowest = following + max(0, device.block_last - following + 1) // 2
    free = [one for one in range(device.block_last, lowest - 1, -1) if one not in kept]
    return sorted(free[:count])


def _kept_for_slips(desk: Desk) -> set[int]:
    """Numbers of this block that are given out in turn to nobody today."""
    device, wiped = desk.settings.device, recall(desk.store, Wiped)
    first, last = device.block_first, device.block_last
    kept = desk.store.lists(PreprintedSlips).kept(first, last, desk.today)
    today = _wiped_today(desk)
    before = {*(wiped.slips if wiped else ()), *(today.slips_used if today else ())}
    return kept | {number for number in before if first <= number <= last}


def slips_before_wipe(desk: Desk) -> tuple[dict[int, SubjectId], tuple[int, ...]]:
    """``Wiped.slips`` and ``Wiped.slips_used`` of a wipe now."""
    lists, wiped, today = desk.store.lists(PreprintedSlips), recall(desk.store, Wiped), _wiped_today(desk)
    kept = dict(wiped.slips) if wiped else {}
    used = set(today.slips_used) if today else set()
    for number, id_ in tuple(kept.items()):
        if id_ and desk.store.log.subject(PREPRINTED_SLIPS, id_).state is PreprintedState.USED:
            del kept[number]
            used.add(number)
    device = desk.settings.device
    kept |= {one.number: one.id for one in lists.of_state(PreprintedState.OPEN.value) if one.device == device.number}
    kept |= {
        one.number: SubjectId("") for one in lists.of_state(PreprintedState.LOST.value) if one.device == device.number
    }
    return kept, tuple(sorted(used | (lists.kept(device.block_first, device.block_last, desk.today) - kept.keys())))


def next_list_number(desk: Desk, *, behind: int = 0) -> str:
    """The next unused number of a hand-over list of today, or the one so many behind it; see ``next_code``.

    Raises:
        WorkStopped, BlockExhausted.
    """
    return _numbered(desk, _LISTS, behind)


def next_slip_number(desk: Desk, *, behind: int = 0) -> str:
    """The next unused number of a payment slip (phiếu thu) of today, or the one so many behind it.

    Raises:
        WorkStopped, BlockExhausted.
    """
    return _numbered(desk, _SLIPS, behind)


def next_parcel_number(desk: Desk, *, behind: int = 0) -> str:
    """The next unused number of a parcel (phiếu gửi) of today, or the one so many behind it.

    Raises:
        WorkStopped, BlockExhausted.
    """
    return _numbered(desk, _PARCELS, behind)


def next_consignment_number(desk: Desk) -> str:
    """The next unused number of a consignment (phiếu gửi hồ sơ) of today.

    Raises:
        WorkStopped, BlockExhausted.
    """
    return _numbered(desk, _CONSIGNMENTS, 0)


def jump(desk: Desk, ticket: int) -> None:
    """After ``machine_state.note_gap``: settle at once where the numbers of today go on, should that be lost too.

    Args:
        desk: this machine.
        ticket: number of the line that would come next.
    """
    _unless_on_paper(desk, _after_the_last(desk))
    next_ticket(desk, ticket)
    for series in (_LISTS, _SLIPS, _PARCELS, _CONSIGNMENTS):
        _next(desk, series)


def next_ticket(desk: Desk, number: int) -> int:
    """The number of the line to be given out, after the highest one known here; see ``next_code``."""
    wiped = _wiped_today(desk)
    number = max(number, wiped.tickets_from) if wiped else number
    restored = _restored_today(desk)
    if restored is None:
        return number
    if not restored.tickets_from:
        first = max(number, restored.tickets_above)
        restored = replace(restored, tickets_from=first + max(_TICKETS_ON, restored.lost))
        remember(desk.store, restored)
    return max(number, restored.tickets_from)


def _stem(desk: Desk) -> str:
    return f"{desk.settings.office.unit.id}-{desk.today:%y%m%d}"


def _after_the_last(desk: Desk) -> int:
    first = desk.settings.device.block_first
    last = desk.store.dossiers.last_number(_stem(desk), first, last_given_in_turn(desk))
    number, wiped = first if last is None else last + 1, _wiped_today(desk)
    return max(number, wiped.codes_from) if wiped else number


def _unless_on_paper(desk: Desk, number: int) -> int:
    """After a loss half of what is left that day is passed over, or more: nobody knows which codes are on paper."""
    restored = _restored_today(desk)
    if restored is None:
        return number
    if not restored.codes_from:
        first = max(number, restored.codes_above)
        left = max(last_given_in_turn(desk) - first, 0)
        restored = replace(restored, codes_from=first + max(left // 2, restored.lost))
        remember(desk.store, restored)
    return max(number, restored.codes_from)


def _numbered(desk: Desk, series: _Series, behind: int) -> str:
    limits.check(desk)
    device, number = desk.settings.device, _next(desk, series) + behind
    if number > device.block_last:
        raise BlockExhausted(desk.today, device.block_first, device.block_last)
    return f"{series.prefix}{_stem(desk)}-{number:04d}"


def _next(desk: Desk, series: _Series) -> int:
    """The next unused one of this machine's block; after a loss so many are passed over, once a day."""
    device = desk.settings.device
    last = series.last(desk.store, f"{series.prefix}{_stem(desk)}", device.block_first, device.block_last)
    number, wiped = device.block_first if last is None else last + 1, _wiped_today(desk)
    number = max(number, wiped.series_from.get(series.prefix, 0)) if wiped else number
    restored = _restored_today(desk)
    if restored is None:
        return number
    if series.prefix not in restored.series_from:
        first = max(number, restored.series_above.get(series.prefix, 0)) + series.passed_over
        restored = replace(restored, series_from={**restored.series_from, series.prefix: first})
        remember(desk.store, restored)
    return max(number, restored.series_from[series.prefix])


def before_wipe(desk: Desk, ticket: int) -> tuple[int, int, dict[str, int]]:
    """Where the numbers of today go on: of dossiers, of the line, of the other series by prefix.

    Args:
        desk: this machine.
        ticket: number of the line that would come next.
    """
    codes = _unless_on_paper(desk, _after_the_last(desk))
    return codes, next_ticket(desk, ticket), {one.prefix: _next(desk, one) for one in (_LISTS, _SLIPS, _PARCELS)}


def codes_left(desk: Desk) -> tuple[int, int]:
    """The dossier codes that this machine may still give out today, first and last; the first is higher if none."""
    return _unless_on_paper(desk, _after_the_last(desk)), last_given_in_turn(desk)


def _wiped_today(desk: Desk) -> Wiped | None:
    wiped = recall(desk.store, Wiped)
    return wiped if wiped is not None and local_day(wiped.at) == desk.today else None


def _restored_today(desk: Desk) -> Restored | None:
    restored = recall(desk.store, Restored)
    return restored if restored is not None and local_day(restored.at) == desk.today else None

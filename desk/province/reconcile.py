"""Reconciles desk and province: counts per device on both sides, each difference named."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from desk.desk import Desk
from desk.rights import Permission, require
from models.calendar.calendar_days import WorkingHours
from models.calendar.clock import Clock, from_local, local, micros
from models.events import PaidBy
from models.ids import DeviceId, is_province
from models.store import Log
from models.words.money_words import in_figures
from sync.client import hub_answer
from sync.client.https import HubClient
from sync.client.membership import Ask, joined
from sync.messages import Counts, DeviceCount, DrawerTotal

COMPARED = "compared"
"""Name of the province value that tells when both sides were last compared."""


class DifferenceKind(StrEnum):
    """What differs of a device."""

    MISSING_THERE = "missing_there"
    """The province has fewer of its events."""
    MISSING_HERE = "missing_here"
    """This desk has fewer of its events."""
    OTHER_EVENTS = "other_events"
    """As many, and yet not the same ones."""
    MONEY = "money"
    """The same events, and another sum taken: one side counts wrongly."""
    RETURNED = "returned"
    """The same events, and another sum given back."""


class Difference(Struct, frozen=True, kw_only=True):
    """One difference.

    Attributes:
        own: it is about this very machine.
        here, there: events of that device on each side.
        paid_by: of which way of paying (models.events.PaidBy); empty = not about money.
        amount_here, amount_there: in đồng.
        from_seq: first event in doubt.
    """

    device: DeviceId
    what: DifferenceKind
    own: bool = False
    here: int = 0
    there: int = 0
    paid_by: str = ""
    amount_here: int = 0
    amount_there: int = 0
    from_seq: int = 1


def compare(desk: Desk) -> list[Difference]:
    """``compare_through``, for a person who is in the store's thread and may wait."""
    require(desk, Permission.CARRY)
    return compare_through(lambda work: work(desk.store), desk.clock)


def compare_through(ask: Ask, clock: Clock) -> list[Difference]:
    """What differs between this desk and the province; empty = both have the same. Send and read first.

    The province counts first: what comes in between is then more here, never less. Only the counting here needs the
    store's thread; the province is asked from whichever thread this runs in.

    Raises:
        NotJoined, NetworkTrouble.
    """
    hub = HubClient(ask(joined), clock)
    try:
        there = hub.counts()
    finally:
        hub.abort()
    here, own, own_only = ask(lambda store: (counts_of(store.log), store.log.device, store.log.load_file is not None))
    now = clock()
    ask(lambda store: store.province.put(COMPARED, str(micros(now)).encode()))
    return differences(here, there, own, own_only=own_only)


def is_due(desk: Desk) -> bool:
    """Whether the office has closed since the last comparison: once a day, that evening or the next morning."""
    compared = desk.store.province.get(COMPARED)
    closed = _last_closing(desk.settings.hours, local(desk.clock()))
    return closed is not None and (compared is None or int(compared) < micros(closed))


def _last_closing(hours: WorkingHours, now: datetime) -> datetime | None:
    """The latest end of a working day before now; None = an office that is never open."""
    for back in range(8):
        day = now.date() - timedelta(days=back)
        sessions = hours.week[day.weekday()]
        if sessions and (closed := from_local(datetime.combine(day, sessions[-1].closes))) <= now:
            return closed
    return None


def differences(here: Counts, there: Counts, own: DeviceId, *, own_only: bool = False) -> list[Difference]:
    """The differences between two counts, device by device.

    Args:
        here: the counts of this machine.
        there: those of the hub.
        own: this machine.
        own_only: of others a visit laptop has what was named, which is no count of anything.
    """
    known = {count.device: count for count in here.devices}
    at_hub = {count.device: count for count in there.devices}
    found: list[Difference] = []
    for device in [own] if own_only else sorted(known.keys() | at_hub.keys()):
        empty = DeviceCount(device=device, events=0, head=0, digest="")
        found += _of_device(known.get(device, empty), at_hub.get(device, empty), own=device == own)
    return found


def mend(desk: Desk, difference: Difference) -> None:
    """Set right what can be: what is missing there is sent again, what is missing here is read again.

    The next exchange does it; afterwards ``compare`` tells whether it helped.

    Raises:
        RoleForbids, NobodySignedIn, NotJoined.
    """
    require(desk, Permission.CARRY)
    joined(desk.store)
    if difference.own and difference.what is not DifferenceKind.MISSING_HERE:
        desk.store.log.send_again_from(difference.from_seq)
    if not difference.own or difference.what is not DifferenceKind.MISSING_THERE:
        hub_answer.reset_cursor(desk.store)  # once all is read, what the hub has lost of others is brought back, too


def _of_device(here: DeviceCount, there: DeviceCount, *, own: bool) -> list[Difference]:
    # What the hub keeps apart of other desks is told to nobody, so that it cannot be missing here. It may be here all
    # the same: told before a restore, and brought back under another number.
    told = there.events if own else there.events - there.aside
    device, whole = here.device, own or there.aside == 0
    if here.events < told:
        return [Difference(device=device, own=own, what=DifferenceKind.MISSING_HERE, here=here.events, there=told)]
    if here.events > (told if own else there.events):
        from_seq = there.head + 1 if here.head > there.head else 1
        return [
            Difference(
                device=device,
                own=own,
                what=DifferenceKind.MISSING_THERE,
                here=here.events,
                there=told,
                from_seq=from_seq,
            )
        ]
    end = (there.head, there.digest) if whole else (there.told, there.told_digest)
    if end not in ((0, ""), (here.head, here.digest)):
        return [Difference(device=device, own=own, what=DifferenceKind.OTHER_EVENTS, here=here.events, there=told)]
    if not whole:
        return []  # the money of what is kept apart is counted there, and nobody has it here
    sums = [(DifferenceKind.MONEY, *found) for found in _money(here.drawer, there.drawer)]
    if here.returned is not None and there.returned is not None:  # a hub of before tells of none
        sums += [(DifferenceKind.RETURNED, *found) for found in _money(here.returned, there.returned)]
    return [
        Difference(
            device=device,
            own=own,
            what=what,
            here=here.events,
            there=told,
            paid_by=paid_by,
            amount_here=amount,
            amount_there=other,
        )
        for what, paid_by, amount, other in sums
    ]


def _money(here: tuple[DrawerTotal, ...], there: tuple[DrawerTotal, ...]) -> list[tuple[str, int, int]]:
    """Ways of paying whose sums or numbers of payments differ."""
    known = {total.paid_by: total for total in here}
    at_hub = {total.paid_by: total for total in there}
    found = []
    for paid_by in sorted(known.keys() | at_hub.keys()):
        empty = DrawerTotal(paid_by=paid_by, amount=0, count=0)
        ours, theirs = known.get(paid_by, empty), at_hub.get(paid_by, empty)
        if ours != theirs:
            found.append((paid_by, ours.amount, theirs.amount))
    return found


_PAID = {"cash": "tiền mặt", "transfer": "chuyển khoản", "card": "thẻ", "online": "trực tuyến"}


def difference_words(difference: Difference) -> str:
    """One sentence that says what differs, and what mending it does."""
    who = "máy này" if difference.own else f"máy số {difference.device}"
    if is_province(difference.device):
        who = "tỉnh"
    counts = f"ở đây {difference.here}, ở tỉnh {difference.there}"
    match difference.what:
        case DifferenceKind.MISSING_THERE:
            return f"Tỉnh còn thiếu sự việc của {who} ({counts}); sửa là gửi lại phần thiếu."
        case DifferenceKind.MISSING_HERE:
            return f"Máy này còn thiếu sự việc của {who} ({counts}); sửa là đọc lại từ tỉnh."
        case DifferenceKind.OTHER_EVENTS:
            return f"Sự việc của {who} không giống nhau giữa hai bên ({counts}); sửa là gửi và đọc lại từ đầu."
        case DifferenceKind.MONEY | DifferenceKind.RETURNED:
            paid = _PAID.get(difference.paid_by, difference.paid_by)
            back = " đã hoàn lại" if difference.what is DifferenceKind.RETURNED else ""
            return (
                f"Tổng tiền {paid}{back} của {who} lệch: ở đây {in_figures(difference.amount_here)} đồng, "
                f"ở tỉnh {in_figures(difference.amount_there)} đồng; báo quản trị tỉnh kiểm tra."
            )
        case _:
            assert_never(difference.what)


def counts_of(log: Log) -> Counts:
    """Events, end of the chain and money of each device that is known here. Reads through the whole log."""
    return Counts(
        devices=tuple(
            DeviceCount(
                device=found.device,
                events=found.events,
                head=found.head,
                digest=found.digest.hex(),
                drawer=_totals(found.money),
                returned=_totals(found.returned),
            )
            for found in log.tally()
        )
    )


def _totals(money: Mapping[PaidBy, tuple[int, int]]) -> tuple[DrawerTotal, ...]:
    return tuple(
        DrawerTotal(paid_by=paid_by.value, amount=amount, count=count)
        for paid_by, (amount, count) in sorted(money.items())
    )

"""The office's side of its visit laptops: what each takes along, and that one is to be wiped, is lost or found."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from desk.desk import Desk
from desk.rights import Permission, require
from models.events import (
    AnyEvent,
    LaptopFound,
    LaptopLoaded,
    LaptopLost,
    LaptopWipeOrdered,
    ReceiptLeaseClosed,
    laptop_subject,
)
from models.ids import DOSSIER, DeviceId, DossierId, SubjectId
from models.not_allowed import OfOneVerb, ReasonMissing
from models.receipt_leases import ReceiptPool
from models.store.projections.laptop import LAPTOPS, Laptops
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.laptop import Laptop
from models.text import clean
from sync.client.editions import leased_receipts
from sync.client.membership import read_membership

MOST_DAYS = 60
"""A load is kept for so many days at most."""


class LaptopUnknown(OfOneVerb):
    """No machine of this number is known as a visit laptop."""

    sentence = "Chưa biết máy đi tận nhà nào mang số này; trong Thiết lập của máy đó chọn là máy đi tận nhà rồi gửi."


class NothingToLoad(OfOneVerb):
    """A load names at least one subject; to take everything off a laptop it is wiped."""

    sentence = "Chưa chọn hồ sơ, lượt nào để nạp; muốn lấy hết dữ liệu khỏi máy thì yêu cầu xóa."


class KeepDaysWrong(OfOneVerb):
    """The days are out of range."""

    sentence = f"Số ngày giữ dữ liệu trên máy từ 1 đến {MOST_DAYS}."


class LaptopIsLost(OfOneVerb):
    """Nothing is loaded onto a laptop that is reported lost."""

    sentence = "Máy này đang báo mất; tìm lại được thì ghi là đã tìm lại trước."


class LaptopNotLost(OfOneVerb):
    """Only a lost one is found."""

    sentence = "Máy này không báo mất."


def laptops(desk: Desk) -> list[Laptop]:
    """The office's visit laptops, by number.

    Raises:
        NobodySignedIn, RoleForbids.
    """
    require(desk, Permission.LOAD_LAPTOP)
    return desk.store.lists(Laptops).all()


def laptop(desk: Desk, device: DeviceId) -> Laptop:
    """One of them.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown.
    """
    require(desk, Permission.LOAD_LAPTOP)
    found = desk.store.log.subject(LAPTOPS, laptop_subject(device))
    if not found.events:
        raise LaptopUnknown
    return found


def load(desk: Desk, device: DeviceId, subjects: Iterable[SubjectId], *, days: int | None = None) -> Laptop:
    """Put together what a laptop takes along: from now on the hub gives it these histories, whole, and no others.

    With a dossier go its payments and their receipts. A later load takes the place of this one at the hub; what is
    aboard stays there until the laptop is wiped.

    Args:
        desk: open.
        device: the laptop.
        subjects: visits, dossiers and the like.
        days: for so many days; None = as the settings say.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown, LaptopIsLost, NothingToLoad, KeepDaysWrong.
    """
    require(desk, Permission.LOAD_LAPTOP)
    known = laptop(desk, device)
    kept = desk.settings.laptop.keep_days if days is None else days
    if known.is_lost:
        raise LaptopIsLost
    if not 1 <= kept <= MOST_DAYS:
        raise KeepDaysWrong
    named = tuple(dict.fromkeys(_with_money(desk, subjects)))
    if not named:
        raise NothingToLoad
    until = desk.today + timedelta(days=kept - 1)
    return _recorded(desk, device, LaptopLoaded(laptop=device, subjects=named, days=kept, until=until))


def order_wipe(desk: Desk, device: DeviceId, reason: str) -> Laptop:
    """Have a laptop wiped at its next contact, as soon as what it recorded is acknowledged.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown, ReasonMissing.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    laptop(desk, device)
    return _recorded(desk, device, LaptopWipeOrdered(reason=_reason(reason)))


def report_lost(desk: Desk, device: DeviceId, reason: str, since: date | None = None) -> Laptop:
    """Report a laptop lost: the hub revokes it, its unused receipt numbers are closed as unknown.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown, LaptopIsLost, ReasonMissing.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    if laptop(desk, device).is_lost:
        raise LaptopIsLost
    why = _reason(reason)
    lost = LaptopLost(reason=why, since=since)
    desk.store.log.record_all(desk.by, [(laptop_subject(device), lost), *_closed_ranges(desk, device, why)])
    return laptop(desk, device)


def report_found(desk: Desk, device: DeviceId, note: str = "") -> Laptop:
    """It came back. At the hub it stays revoked: its unsent work goes into quarantine, and it joins anew.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown, LaptopNotLost.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    if not laptop(desk, device).is_lost:
        raise LaptopNotLost
    return _recorded(desk, device, LaptopFound(note=clean(note)))


def leased_to(desk: Desk, device: DeviceId) -> list[tuple[ReceiptPool, bool]]:
    """The ranges of receipt numbers leased to a machine, each with whether it is closed."""
    leased = leased_receipts(desk.folder, read_membership(desk.store))
    lists = desk.store.lists(ReceiptLists)
    return [(one, lists.lease(one.lease) is not None) for one in leased if one.device == device]


def _closed_ranges(desk: Desk, device: DeviceId, why: str) -> Iterator[tuple[SubjectId, AnyEvent]]:
    """Nobody knows here which numbers the laptop has put on paper beyond those that arrived."""
    for pool, closed in leased_to(desk, device):
        if closed:
            continue
        issued = desk.store.lists(ReceiptLists).between(pool.form, pool.series, pool.first, pool.last)
        last = desk.store.lists(ReceiptLists).last_number(pool.form, pool.series, pool.first, pool.last)
        behind = pool.first if last is None else last + 1
        yield (
            pool.lease,
            ReceiptLeaseClosed(
                form=pool.form,
                series=pool.series,
                first=pool.first,
                last=pool.last,
                reason=f"Máy đi tận nhà số {device} bị mất: {why}",
                issued=len({one.number for one in issued}),
                unknown=((behind, pool.last),) if behind <= pool.last else (),
            ),
        )


def _with_money(desk: Desk, subjects: Iterable[SubjectId]) -> Iterator[SubjectId]:
    receipts = desk.store.lists(ReceiptLists)
    for subject in subjects:
        yield subject
        if subject.startswith(DOSSIER):
            for payment in desk.store.log.dossier(DossierId(subject)).payments:
                yield payment
                yield from (one.id for one in receipts.of_payment(payment))


def _recorded(desk: Desk, device: DeviceId, event: AnyEvent) -> Laptop:
    desk.store.log.record(laptop_subject(device), desk.by, event)
    return laptop(desk, device)


def _reason(reason: str) -> str:
    told = clean(reason)
    if not told:
        raise ReasonMissing
    return told

"""This machine as a visit laptop: its load as the office knows it, and the days without contact.

What puts loads together, counts what is aboard and wipes is in ``desk.laptop``; this is what the opening of a desk and
every reading ask.
"""

import secrets
from datetime import date, timedelta

import msgspec
from msgspec import Struct

from desk.desk import Desk
from models.calendar.clock import instant, micros
from models.events import LaptopSetUp, laptop_subject
from models.not_allowed import OfOneVerb
from models.store import Store
from models.store.projections.laptop import LAPTOPS
from models.subjects.laptop import Laptop
from models.system.decoding import prepared
from sync.client.hub_answer import CONTACT, contact_of
from sync.client.membership import read_membership

CODE_KEY = "laptop code key"
"""Name of the province value with the 32 bytes from which this laptop's one-time codes are made."""

_TOLD, _CODES = "laptop told", "laptop codes"
KEPT = (CODE_KEY, _TOLD, _CODES, CONTACT)
"""Names of the province values that outlive a wipe: they tell of the laptop itself."""

WARN_DAYS = 2
"""So many days before the limit it is warned of."""


class NoCopiesHere(OfOneVerb):
    """A visit laptop has no copies and no recovery sheet: destroying its key is what wipes it."""

    sentence = (
        "Máy đi tận nhà không có bản sao lưu, không có tờ khóa khôi phục: dữ liệu nạp từ cơ quan, việc đã ghi nộp về "
        "cơ quan."
    )


class ContactTooOld(OfOneVerb):
    """The office was not heard of for too long."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.sentence = (
            f"Đã {days} ngày máy không liên lạc với cơ quan: xem dữ liệu đã nạp cần mã một lần của lãnh đạo "
            "(trang Trên máy này). Tiếp nhận hồ sơ mới vẫn làm bình thường."
        )


class CodesUsed(Struct, frozen=True, kw_only=True):
    """The one-time codes that were typed at this laptop.

    Attributes:
        number: of the last code that was used.
        until: the last day that may be read by it.
        wrong, at: wrong codes since the last good one, and when the last was typed, in microseconds.
    """

    number: int = 0
    until: date | None = None
    wrong: int = 0
    at: int = 0


class Contact(Struct, frozen=True, kw_only=True):
    """How it stands with the days without contact.

    Attributes:
        days: since the office was last heard of; ``limit``: so many are allowed.
        until: a code lets what was loaded be read to the end of this day; None = none does.
        closed: what was loaded is not read now.
        soon: it will not be, before long.
    """

    days: int
    limit: int
    until: date | None = None
    closed: bool = False
    soon: bool = False


def own_laptop(desk: Desk) -> Laptop:
    """This machine as the office knows it, as far as it has heard."""
    return desk.store.log.subject(LAPTOPS, laptop_subject(desk.store.log.device))


def is_last_day_over(desk: Desk) -> bool:
    """Whether the load's days have passed, or the office wants the laptop wiped."""
    known = own_laptop(desk)
    return bool(known.load) and (known.wipe_ordered or (known.until is not None and desk.today > known.until))


def days_without_contact(desk: Desk) -> int:
    """Whole days since the office was last heard of; a clock that was set back does not count.

    A laptop that never heard of it counts from its enrolment.
    """
    member, latest, now = read_membership(desk.store), desk.store.log.latest, desk.clock()
    since = instant(contact_of(desk.store)) if contact_of(desk.store) else member.enrolled_at if member else now
    return max((max(now, latest or now) - since) // timedelta(days=1), 0)


def contact(desk: Desk) -> Contact:
    """How it stands with the days without contact of this laptop."""
    days, limit, until = days_without_contact(desk), desk.settings.laptop.contact_days, codes_used(desk).until
    by_code = until is not None and desk.today <= until
    over = days > limit
    return Contact(
        days=days,
        limit=limit,
        until=until if by_code else None,
        closed=over and not by_code,
        soon=not over and days > limit - WARN_DAYS,
    )


def is_open(desk: Desk) -> bool:
    """Whether what was loaded may be read here now."""
    return desk.training or not own_laptop(desk).load or not contact(desk).closed


def check_contact(desk: Desk) -> None:
    """Go on only if what was loaded may be read at this machine now.

    Raises:
        ContactTooOld
    """
    if desk.is_visit_laptop and not is_open(desk):
        raise ContactTooOld(contact(desk).days)


def prepare(desk: Desk) -> None:
    """At opening: mark a fresh file as a load file, and tell the office that this is a visit laptop.

    A file that has the office's data from before stays what it is until it is wiped.
    """
    if not desk.is_visit_laptop or desk.training:
        return
    desk.store.log.mark_load_file()
    member = read_membership(desk.store)
    if member is None:
        return
    from sync.stick.sealing import answer_key  # noqa: PLC0415 - at a visit laptop only

    seal_key = answer_key(member.private_key).public_key().public_bytes_raw().hex()
    made = LaptopSetUp(name=desk.settings.device.counter, seal_key=seal_key, code_key=_code_key(desk.store).hex())
    told = desk.store.province.get(_TOLD)
    now = f"{member.device} {made.name} {seal_key}".encode()
    if told != now:
        desk.store.log.record(laptop_subject(member.device), desk.by, made)
        desk.store.province.put(_TOLD, now)
    if not contact_of(desk.store):
        desk.store.province.put(CONTACT, b"%d" % micros(member.enrolled_at))


def _code_key(store: Store) -> bytes:
    key = store.province.get(CODE_KEY)
    if key is None:
        key = secrets.token_bytes(32)
        store.province.put(CODE_KEY, key)
    return key


def codes_used(desk: Desk) -> CodesUsed:
    """Which one-time codes were typed here."""
    body = desk.store.province.get(_CODES)
    return CodesUsed() if body is None else msgspec.msgpack.decode(body, type=prepared(CodesUsed))


def remember_codes(desk: Desk, used: CodesUsed) -> None:
    """Remember them; it outlives a wipe, so that no code is good twice."""
    desk.store.province.put(_CODES, msgspec.msgpack.encode(used))

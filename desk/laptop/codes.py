"""Days without contact: after so many what was loaded is read only with a leader's one-time code; recording goes on.

The code is an HOTP (RFC 4226) from a key that the laptop made and its office knows: any desk makes one with no network
between, reads it out over the telephone, and each is good once.
"""

from datetime import timedelta

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from msgspec import Struct

from desk.desk import Desk
from desk.laptop.laptops import LaptopUnknown, laptop
from desk.rights import Permission, require
from desk.visit_laptop import CODE_KEY, CodesUsed, Contact, codes_used, contact, remember_codes
from models.calendar.clock import instant, micros
from models.events import LaptopCodeGiven, LaptopCodeUsed, laptop_subject
from models.ids import DeviceId
from models.not_allowed import OfOneVerb
from models.text import clean

DIGITS = 8
AHEAD = 20
"""So many codes may have been given and not used: a leader who mistyped the machine, a call that broke off."""

TRIES, PAUSE = 5, timedelta(minutes=15)
"""After so many wrong codes the next one is looked at only after a while: 160 of 10^8 would fit in an hour else."""


class CodeWrong(OfOneVerb):
    """No code that was not used yet."""

    sentence = "Mã không đúng, hoặc đã dùng rồi; gọi lãnh đạo xin mã mới."


class CodesPaused(OfOneVerb):
    """Too many wrong ones."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.sentence = f"Nhập sai nhiều lần; {minutes} phút nữa mới nhập tiếp được."


class OneTimeCode(Struct, frozen=True, kw_only=True):
    """A code to be read out: ``number`` of it, and for how many days it lets what was loaded be read."""

    code: str
    number: int
    days: int


def give_code(desk: Desk, device: DeviceId) -> OneTimeCode:
    """At a desk: the next one-time code for a laptop. That it was given is recorded, the code itself is not.

    Raises:
        NobodySignedIn, RoleForbids, LaptopUnknown: its key has not come here.
    """
    require(desk, Permission.MANAGE_LAPTOPS)
    known = laptop(desk, device)
    if not known.code_key:
        raise LaptopUnknown
    number, days = max(known.codes, known.codes_used) + 1, desk.settings.laptop.contact_days
    code = _code(bytes.fromhex(known.code_key), number)
    desk.store.log.record(laptop_subject(device), desk.by, LaptopCodeGiven(number=number, days=days))
    return OneTimeCode(code=code, number=number, days=days)


def use_code(desk: Desk, typed: str) -> Contact:
    """At the laptop: go on reading what was loaded.

    Raises:
        NobodySignedIn, RoleForbids, CodeWrong, CodesPaused.
    """
    require(desk, Permission.LOAD_LAPTOP)
    used, now = codes_used(desk), desk.clock()
    until = instant(used.at) + PAUSE
    if used.wrong >= TRIES and instant(used.at) <= now < until:
        raise CodesPaused(int((until - now) / timedelta(minutes=1)) + 1)
    key = desk.store.province.get(CODE_KEY)
    number = _number_of(key, clean(typed).replace(" ", ""), used.number) if key else 0
    if not number:
        remember_codes(desk, msgspec.structs.replace(used, wrong=used.wrong + 1, at=micros(now)))
        raise CodeWrong
    days = desk.settings.laptop.contact_days
    remember_codes(desk, CodesUsed(number=number, until=desk.today + timedelta(days=days)))
    subject = laptop_subject(desk.store.log.device)
    desk.store.log.record(subject, desk.by, LaptopCodeUsed(number=number, days=days))
    return contact(desk)


def _code(key: bytes, number: int) -> str:
    return HOTP(key, DIGITS, SHA256()).generate(number).decode("ascii")


def _number_of(key: bytes, typed: str, used: int) -> int:
    """The number of this code; 0 = it is none, or was used."""
    made = HOTP(key, DIGITS, SHA256())
    for number in range(used + 1, used + AHEAD + 1):
        try:
            made.verify(typed.encode(), number)
        except InvalidToken:
            continue
        return number
    return 0

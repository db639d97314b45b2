"""PINs and passwords: quality rules, hashing (Argon2id), and one-time PINs.

Touches no database: to look at a secret takes a while on purpose, so the window has it done beside the desk's work.
"""

import re
import secrets
import unicodedata
from datetime import date

from models.not_allowed import SecretSame, SecretTooEasy, SecretTooShort

LEAST_DIGITS = 6
LEAST_CHARACTERS = 10
MOST_CHARACTERS = 200

MEMORY_KIB = 64 * 1024
PASSES = 2
LANES = 1
"""Argon2id with 64 MiB, twice over: above what OWASP asks for (46 MiB once), a third of a second on an old PC, and
memory that a PC of 4 GB has to spare for that long. One lane: the other core is the desk's."""

_RUN = re.compile(r"(.+?)\1+")
_DIGITS = "01234567890"


def judge(secret: str) -> None:
    """Go on only with a secret that is not tried first: digits make a PIN, anything else a password.

    Raises:
        SecretTooShort, SecretTooEasy.
    """
    text = _composed(secret)
    is_pin = text.isascii() and text.isdigit()
    if len(text) < (LEAST_DIGITS if is_pin else LEAST_CHARACTERS) or len(text) > MOST_CHARACTERS:
        raise SecretTooShort(LEAST_DIGITS, LEAST_CHARACTERS)
    if _RUN.fullmatch(text) or (is_pin and (_is_run(text) or _is_date(text))):
        raise SecretTooEasy


def hashed(secret: str) -> str:
    """What is kept of a secret: one Argon2id line with its parameters and salt. Takes a tenth of a second or more.

    Raises:
        SecretTooShort, SecretTooEasy.
    """
    judge(secret)
    from argon2 import PasswordHasher  # noqa: PLC0415 - only where somebody signs in

    hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    return hasher.hash(_composed(secret))


def anew(old: str, fresh: str) -> str:
    """What is kept of a secret that takes the place of another, both as they were typed; takes as long as ``hashed``.

    Whether ``old`` is the one that was kept is for ``fits`` to say.

    Raises:
        SecretSame: it is the same, however its letters were composed; a one-time PIN would go on for ever.
        SecretTooShort, SecretTooEasy.
    """
    if _composed(old) == _composed(fresh):
        raise SecretSame
    return hashed(fresh)


def fits(proof: str, secret: str) -> bool:
    """Whether this is the secret of which ``proof`` is kept. Takes as long as ``hashed``."""
    from argon2 import PasswordHasher  # noqa: PLC0415 - likewise
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415 - likewise

    try:
        return PasswordHasher().verify(proof, _composed(secret))
    except VerifyMismatchError:
        return False


def one_time() -> str:
    """A PIN that an administrator reads out, once: eight digits that ``judge`` has nothing against."""
    while True:
        digits = f"{secrets.randbelow(10**8):08d}"
        try:
            judge(digits)
        except SecretTooEasy:
            continue
        return digits


def _composed(secret: str) -> str:
    """NFC: Windows types combining marks."""
    return unicodedata.normalize("NFC", secret)


def _is_run(digits: str) -> bool:
    """``123456``, ``987654``, ``567890``: up or down by one all along."""
    return digits in _DIGITS or digits in _DIGITS[::-1]


def _is_date(digits: str) -> bool:
    """A birthday: day, month, year or year, month, day, the year with two or four digits."""
    if len(digits) == 6:
        day, month, year = digits[:2], digits[2:4], digits[4:]
        return any(_is_day(century + year, month, day) for century in ("19", "20")) or any(
            _is_day(century + day, month, year) for century in ("19", "20")
        )
    if len(digits) == 8:
        return _is_likely(digits[4:], digits[2:4], digits[:2]) or _is_likely(digits[:4], digits[4:6], digits[6:])
    return False


def _is_likely(year: str, month: str, day: str) -> bool:
    return 1900 <= int(year) <= 2099 and _is_day(year, month, day)


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True

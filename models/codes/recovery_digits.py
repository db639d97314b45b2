"""The printed form of a recovery key: eight groups of six digits, each 16 bits times eleven.

So a group typed wrong is known by itself. The QR code holds the same digits.
"""

import re
import secrets

from models.not_allowed import RecoveryKeyMistyped

PREFIX = "MOTCUA-KP1:"
"""What the QR code begins with."""

GROUPS, DIGITS = 8, 6
_TIMES = 11
_MOST = 0xFFFF * _TIMES
_KEY_BYTES = 16
_SPOKEN = re.compile(r"[\s\-–.,:;/|_]+")
_GROUP = re.compile(r"[0-9]{6}")


def make_key() -> bytes:
    """A fresh recovery key, 16 bytes. It is kept on paper only."""
    return secrets.token_bytes(_KEY_BYTES)


def groups_of(key: bytes) -> tuple[str, ...]:
    """The key as it is printed: eight groups of six digits."""
    return tuple(
        f"{int.from_bytes(key[at : at + 2]) * _TIMES:0{DIGITS}d}" for at in range(0, _KEY_BYTES, _KEY_BYTES // GROUPS)
    )


def qr_text(key: bytes) -> str:
    """The key as the QR code holds it."""
    return PREFIX + "-".join(groups_of(key))


def read_key(text: str) -> bytes:
    """The key that was typed or scanned; blanks, dashes and the prefix of the QR code do not count.

    Raises:
        RecoveryKeyMistyped: with the groups that cannot be right, or how many digits there were.
    """
    digits = _SPOKEN.sub("", text.strip().upper().removeprefix(PREFIX))
    groups = [digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS)]
    wrong = tuple(number for number, group in enumerate(groups, 1) if not is_group(group))
    if len(digits) != GROUPS * DIGITS:
        raise RecoveryKeyMistyped((), len(digits))
    if wrong:
        raise RecoveryKeyMistyped(wrong, len(digits))
    return b"".join((int(group) // _TIMES).to_bytes(2) for group in groups)


def is_group(text: str) -> bool:
    """Whether these six digits can be a group."""
    return _GROUP.fullmatch(text) is not None and int(text) <= _MOST and int(text) % _TIMES == 0

"""Codes of appointments: ``LH`` and eight characters, ``LH-7K3M-9QPT``: 35 random bits and a check character.

Random, so that nobody guesses another's; without letters that are misread (I, L, O, U and the digits 0, 1).
"""

import re

APPOINTMENT_CODE = "LH"
"""Begins the code of an appointment (lịch hẹn)."""

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"0": "", "1": "", "-": "", " ": "", ".": ""})
_RANDOM = 7
_SCANNED = re.compile(r"(?:\][A-Z][0-9A-Z])?[A-Z]?(LH-[0-9A-Z]{4}-[0-9A-Z]{4})")


def new_appointment_code() -> str:
    """A fresh code."""
    import secrets  # noqa: PLC0415 - loads OpenSSL; the window, which only reads codes, starts without

    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_RANDOM))
    return _spelt(drawn + _check(drawn))


def appointment_code_in(text: str) -> str:
    """The code that was scanned, whatever letters the scanner puts in front; empty = it is none."""
    found = _SCANNED.fullmatch(text.strip().upper())
    return appointment_code(found[1]) if found is not None else ""


def appointment_code(text: str) -> str:
    """The code as it is stored, however it was typed; empty = it is none."""
    bare = text.strip().upper().translate(_MISREAD)
    if not bare.startswith(APPOINTMENT_CODE):
        return ""
    drawn = bare[len(APPOINTMENT_CODE) :]
    if len(drawn) != _RANDOM + 1 or set(drawn) - set(_LETTERS) or drawn[-1] != _check(drawn[:-1]):
        return ""
    return _spelt(drawn)


def _spelt(drawn: str) -> str:
    return f"{APPOINTMENT_CODE}-{drawn[:4]}-{drawn[4:]}"


def _check(drawn: str) -> str:
    """Differs when one character is another, and when two neighbours change places: the weights are no multiples."""
    return _LETTERS[sum(weight * _LETTERS.index(one) for weight, one in enumerate(drawn, start=1)) % len(_LETTERS)]

"""The reference of a payment: what a transfer says, so that it is known which payment it is.

``MC`` and eleven signs of Crockford's Base32: ten of a hash of the payment's id (50 bits; among a million payments two
alike are one chance in 2,000, and the amount is compared as well), and a check character (ISO 7064, hybrid system MOD
33,32), which finds every single wrong sign. Capital letters and digits only, since banks drop all else.
"""

import hashlib
import re
from base64 import b32encode

from models.ids import SubjectId

PREFIX = "MC"
"""Begins a reference (một cửa)."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of Crockford's Base32: without I, L, O and U."""

_HASHED, _BYTES = 10, 7
_RFC_4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_RFC_4648, _SIGNS)
_CONFUSED = str.maketrans("OIL", "011")

_BETWEEN = r"[\W_]{0,4}"
"""What banks and forms put between the signs: blanks, line breaks, dots, dashes."""

_WRITTEN = re.compile(
    _BETWEEN.join([*PREFIX, *["([0-9A-TV-Z])"] * (_HASHED + 1)]),
    re.ASCII | re.IGNORECASE,
)


def payment_reference(payment_id: SubjectId) -> str:
    """The reference of this payment: ``MC`` and eleven letters and digits; always the same one for the same payment."""
    digest = hashlib.sha256(payment_id.encode()).digest()
    body = b32encode(digest[:_BYTES])[:_HASHED].decode().translate(_TO_CROCKFORD)
    return PREFIX + body + _check_character(body)


def references_in(text: str) -> tuple[str, ...]:
    """The references with a right check character in what a bank has left of a transfer's words, as they stand there.

    Small letters, blanks and punctuation within, O for 0 and I or L for 1 do not matter, nor what stands before and
    behind. One in 32 words that merely begin like a reference passes the check as well: a reference is sure only when
    a payment of it was asked for. So that a word in front never hides the right one, places may overlap.
    """
    found: dict[str, None] = {}
    at = 0
    while written := _WRITTEN.search(text, at):
        signs = "".join(written.groups()).upper().translate(_CONFUSED)
        if _check_character(signs[:-1]) == signs[-1]:
            found[PREFIX + signs] = None
        at = written.start() + 1
    return tuple(found)


def _check_character(body: str) -> str:
    """By ISO 7064, hybrid system, for 32 signs. ``stdnum`` has it too and takes 0.1 s to load; the tests compare."""
    count = len(_SIGNS)
    product = count
    for sign in body:
        total = (product + _SIGNS.index(sign)) % count or count
        product = 2 * total % (count + 1)
    return _SIGNS[(1 - product) % count]

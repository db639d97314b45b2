"""What the QR code of an official paper says: its code, and the facts that matter, signed by the desk that printed it.

The text is ``<code>-<digits>``. The digits hold a packed body: 4 bytes that name the key, the facts (msgpack), and the
Ed25519 signature over code and facts. Digits, because a QR code packs them as densely as bytes, and a scanner that
poses as a keyboard types them right whatever input method is on. In front the code stands as the bars have it.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec import Meta, Struct

from models.system.decoding import prepared

SIGNED = b"motcua-paper-1\0"
"""Before what is signed: a desk's key signs its requests as well."""

KEY_NAME = 4
"""Bytes of a key's name on a paper; two keys of one name are both tried."""

_SIGNATURE = 64
_BEFORE = 1
"""A byte that keeps the zeros behind it, once bytes are a number."""

LEAST_DIGITS, MOST_DIGITS = 180, 900
_TEXT = re.compile(rf"(?P<code>[!-~]{{1,80}})-(?P<digits>[0-9]{{{LEAST_DIGITS},{MOST_DIGITS}}})")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)

_Minutes = Annotated[int, Meta(ge=0, le=2**32)]


class PaperFacts(Struct, frozen=True, array_like=True):
    """The facts on a paper that it is worth while to change; array-like, since each byte makes the code larger.

    Attributes:
        form: as events name it: "01", "02"…
        copy: which print it is.
        printed: minutes since 1970 by the clock of the desk that printed it.
        owner: initials of whose matter it is.
        procedure: its code.
        due: minutes since 1970 of the appointment; 0 = none.
        price: fees and charges in đồng; None = not known.
        taken: money taken, in đồng.
        ended: what had become of the dossier: "voided", "withdrawn"; empty = nothing of that kind.
    """

    form: str
    copy: int
    printed: _Minutes
    owner: str = ""
    procedure: str = ""
    due: _Minutes = 0
    price: int | None = None
    taken: int = 0
    ended: str = ""

    @property
    def printed_at(self) -> datetime:
        """When it was printed, by the clock of that desk."""
        return _START + self.printed * _MINUTE

    @property
    def due_at(self) -> datetime | None:
        """The appointment, to the minute."""
        return _START + self.due * _MINUTE if self.due else None


class SignedPaper(Struct, frozen=True, kw_only=True):
    """A paper's QR code, read; whether its signature is right is not known before ``is_by``.

    Attributes:
        key_name: the first bytes of the key's name.
        signed: the bytes the signature is over.
    """

    code: str
    facts: PaperFacts
    key_name: bytes
    signed: bytes
    signature: bytes

    def is_by(self, public: bytes) -> bool:
        """Whether the holder of this key (Ed25519, 32 bytes) signed exactly this."""
        if name_of(public) != self.key_name:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.signature, self.signed)
        except (InvalidSignature, ValueError):
            return False
        return True


def minutes(at: datetime | None) -> int:
    """An instant as the facts keep it; 0 = there is none."""
    return 0 if at is None else max(0, (at - _START) // _MINUTE)


def name_of(public: bytes) -> bytes:
    """The short name of a key."""
    return hashlib.sha256(public).digest()[:KEY_NAME]


def signed_text(code: str, facts: PaperFacts, key: Ed25519PrivateKey) -> str:
    """What the QR code of this paper says."""
    packed = msgspec.msgpack.encode(facts)
    signature = key.sign(_to_sign(code, packed))
    body = bytes((_BEFORE,)) + name_of(key.public_key().public_bytes_raw()) + packed + signature
    return f"{code}-{int.from_bytes(body)}"


def read_signed(text: str) -> SignedPaper | None:
    """The paper of this text; None = the text is none, or says what cannot be.

    A text that looks like a paper's and gives none was changed: see ``looks_signed``.
    """
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        return None
    number = int(found["digits"])
    body = number.to_bytes((number.bit_length() + 7) // 8)
    packed = body[1 + KEY_NAME : -_SIGNATURE]
    if body[:1] != bytes((_BEFORE,)) or not packed:
        return None
    try:
        facts = msgspec.msgpack.decode(packed, type=prepared(PaperFacts))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return SignedPaper(
        code=found["code"],
        facts=facts,
        key_name=body[1 : 1 + KEY_NAME],
        signed=_to_sign(found["code"], packed),
        signature=body[-_SIGNATURE:],
    )


def looks_signed(text: str) -> bool:
    """Whether a text has the shape of a signed paper's."""
    return _TEXT.fullmatch(text.strip()) is not None


def code_of(text: str) -> str:
    """The code in front of the digits, or the whole text where there are none."""
    found = _TEXT.fullmatch(text.strip())
    return text.strip() if found is None else found["code"]


def _to_sign(code: str, packed: bytes) -> bytes:
    return SIGNED + code.encode() + b"\0" + packed

"""Reads VietQR, a bank transfer in EMVCo's form of tag, length, value; ``models.codes.vietqr`` writes it."""

import re

from msgspec import Struct
from msgspec.structs import replace

from models.codes.vietqr import crc

_NAPAS = "A000000727"
_START = re.compile(r"[A-Za-z]?(?=000201)")
_AMOUNT = re.compile(r"[0-9]{1,13}(?:\.0{1,2})?")


class TransferCode(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom to pay and what for.

    Attributes:
        bank: BIN, 6 digits.
        account: account or card number.
        amount: dong; None when the payer types it.
        purpose: the words of the transfer (tag 62-08); here a dossier code belongs.
        bill: bill number (tag 62-01).
    """

    bank: str
    account: str
    amount: int | None = None
    purpose: str = ""
    bill: str = ""


def looks_like(text: str) -> bool:
    """Whether the text begins as every EMVCo code does, whatever its checksum."""
    return _START.match(text) is not None


def transfer_at_start(text: str) -> tuple[TransferCode, int] | None:
    """The transfer at the start of the text and how many characters it took, or None.

    None for a wrong checksum, a wrong length anywhere, or a code of another network.
    """
    start = _START.match(text)
    if start is None:
        return None
    body = text[start.end() :]
    found = _read(body) or _read_bytes(body) or _read(body.swapcase()) or _read(body.upper())
    return (found[0], start.end() + found[1]) if found else None


def _read_bytes(body: str) -> tuple[TransferCode, int] | None:
    """As ``_read``, where lengths count the bytes of UTF-8 instead of its characters."""
    if body.isascii():
        return None
    found = _read(body.encode("utf-8", "surrogatepass").decode("latin-1"), "latin-1")
    if found is None:
        return None
    transfer, length = found
    try:
        purpose, bill = (text.encode("latin-1").decode("utf-8") for text in (transfer.purpose, transfer.bill))
        read = len(body.encode("utf-8")[:length].decode("utf-8"))
    except UnicodeError:  # a length ends within a letter
        return None
    return replace(transfer, purpose=purpose, bill=bill), read


def _read(body: str, encoding: str = "utf-8") -> tuple[TransferCode, int] | None:
    """The transfer and the characters it took; the checksum proves also a text turned back from Caps Lock."""
    tags, length = _tags(body, last="63")
    if tags is None or crc(body[: length - 4], encoding) != tags["63"].upper():
        return None
    payee, _ = _tags(tags.get("38", ""))
    if payee is None or payee.get("00") != _NAPAS:
        return None
    account, _ = _tags(payee.get("01", ""))
    more, _ = _tags(tags.get("62", ""))
    if account is None or more is None or not account.get("00", "").isdigit() or not account.get("01"):
        return None
    amount = tags.get("54", "")
    if amount and _AMOUNT.fullmatch(amount) is None:
        return None
    transfer = TransferCode(
        bank=account["00"],
        account=account["01"],
        amount=int(amount.split(".")[0]) if amount else None,
        purpose=more.get("08", ""),
        bill=more.get("01", ""),
    )
    return transfer, length


def _tags(text: str, last: str = "") -> tuple[dict[str, str] | None, int]:
    """The tags of one level up to ``last`` (or the end), and the characters they took; None when lengths lie."""
    tags: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, size = text[at : at + 2], text[at + 2 : at + 4]
        if not (size.isascii() and size.isdigit() and tag.isascii() and tag.isdigit() and len(size) == 2):
            return None, at
        value = text[at + 4 : at + 4 + int(size)]
        if len(value) != int(size) or tag in tags:
            return None, at
        tags[tag] = value
        at += 4 + int(size)
        if tag == last:
            break
    return (tags, at) if not last or last in tags else (None, at)

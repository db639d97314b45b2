"""The payment platform of the national portal (Cổng DVCQG): tells that a dossier was paid online.

Its confirming message bears ``MaXacThuc``, SHA-256 of its fields and the secret agreed, in the order of ``_SIGNED``. It
names the dossier in ``ThongTinGiaoDich`` ("THANH TOAN HO SO <mã>"); whose dossier it is, the code's beginning says, so
that ``accounts`` of the settings has the offices' identifiers in place of account numbers. It cannot be asked.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from models.calendar.clock import from_local
from models.system.decoding import prepared
from sync.hub.payments.provider import (
    HIGHEST_AMOUNT,
    BankTransaction,
    ProviderAnswer,
    ProviderTrouble,
    ProviderUnanswered,
    WebhookForged,
    WebhookUnreadable,
)
from sync.hub.payments.settings import ProviderKind

_SIGNED = (
    "LoaiBanTin",
    "MaLoi",
    "MaDoiTac",
    "MaThamChieu",
    "SoTien",
    "MaTienTe",
    "MaGiaoDich",
    "MaNganHang",
    "ThoiGianGD",
    "ThongTinGiaoDich",
)
_DONE = frozenset({"0", "00"})
"""``MaLoi`` of a payment that went through; every other one is none."""
_DOSSIER = re.compile(r"\b((?:[0-9A-Z]+\.)+[0-9A-Z]+)-[0-9]{6}-[0-9]{4,6}\b")
_TIME = "%Y%m%d%H%M%S"


class _Message(Struct, kw_only=True):
    """What of the message is read; every value is a text."""

    MaLoi: str
    SoTien: str
    MaTienTe: str
    MaGiaoDich: str
    ThoiGianGD: str
    ThongTinGiaoDich: str


class PaymentPlatform:
    """The platform under one agreement. ``key``: the secret."""

    name = ProviderKind.DVCQG.value
    can_ask = False

    def __init__(self, key: str) -> None:
        self._key = key

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[BankTransaction, ...]:
        """The one payment that a message confirms; one that failed is none."""
        del headers, now  # the proof stands in the message
        try:
            told = msgspec.json.decode(body, type=prepared(dict[str, str]))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise WebhookForged from wrong  # nothing in it proves anything
        if not hmac.compare_digest(told.get("MaXacThuc", "").lower().encode(), proof_of(told, self._key).encode()):
            raise WebhookForged
        try:
            message = msgspec.convert(told, prepared(_Message))
            if message.MaLoi not in _DONE:
                return ()
            return (_paid(message),)
        except (msgspec.MsgspecError, ValueError) as wrong:
            raise WebhookUnreadable from wrong

    def ask(self, since: datetime, until: datetime) -> ProviderAnswer:
        """Nothing: there is no such question."""
        del since, until
        raise ProviderUnanswered(ProviderTrouble.NOT_REACHED)

    def close(self) -> None:
        """Nothing is open."""


def proof_of(told: Mapping[str, str], key: str) -> str:
    """``MaXacThuc`` of a message."""
    text = "|".join((*(told.get(name, "") for name in _SIGNED), key))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _paid(message: _Message) -> BankTransaction:
    """Raises ValueError: no amount, no id, another currency, no dossier, no time."""
    dossier = _DOSSIER.search(message.ThongTinGiaoDich.upper())
    amount = int(message.SoTien) if message.SoTien.isascii() and message.SoTien.isdigit() else 0
    if not 0 < amount <= HIGHEST_AMOUNT or message.MaTienTe.upper() != "VND" or not message.MaGiaoDich or not dossier:
        raise ValueError(message.MaGiaoDich)
    return BankTransaction(
        id=message.MaGiaoDich,
        amount=amount,
        incoming=True,
        account=dossier[1],
        content=message.ThongTinGiaoDich,
        dossier=dossier[0],
        happened_at=from_local(datetime.strptime(message.ThoiGianGD, _TIME)),  # noqa: DTZ007 - Vietnam's, as all of it
    )

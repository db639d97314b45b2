"""payOS (payos.vn): webhooks with a signature in the message. It cannot be asked for an account's transactions.

Source: "Kiểm tra dữ liệu với signature": HMAC-SHA256 over ``key=value`` of ``data``, sorted by key and joined by "&";
null and the words "null" and "undefined" count as empty; lists are JSON whose objects are sorted likewise.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

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

_EMPTY = (None, "null", "undefined")
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z")


class _Webhook(Struct, kw_only=True):
    data: dict[str, Any]
    signature: str


class _Data(Struct, kw_only=True, rename="camel"):
    """What of the data is read."""

    amount: Annotated[int, Meta(ge=0, le=HIGHEST_AMOUNT)]
    description: str
    account_number: str
    reference: Annotated[str, Meta(min_length=1)]
    transaction_date_time: str
    code: str = "00"
    virtual_account_number: str | None = None


class PayOS:
    """payOS under one agreement. ``key``: its checksum key."""

    name = ProviderKind.PAYOS.value
    can_ask = False

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[BankTransaction, ...]:
        """The one transaction of a webhook; a payment that failed is none."""
        del headers, now  # the signature stands in the message, and has no time
        try:
            told = msgspec.json.decode(body, type=prepared(_Webhook))
            text = signed_text(told.data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise WebhookForged from wrong  # nothing in it proves anything
        signed = hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256)
        if not hmac.compare_digest(told.signature.lower().encode("utf-8", "replace"), signed.hexdigest().encode()):
            raise WebhookForged
        try:
            data = msgspec.convert(told.data, prepared(_Data))
            if data.code != "00":
                return ()
            happened_at = _instant(data.transaction_date_time)
        except (msgspec.MsgspecError, ValueError) as wrong:
            raise WebhookUnreadable from wrong
        return (
            BankTransaction(
                # The bank's reference is the bank's alone: two banks may use the same.
                id=f"{data.account_number}/{data.reference}",
                amount=data.amount,
                incoming=True,
                account=data.account_number,
                sub_account=data.virtual_account_number or "",
                content=data.description,
                happened_at=happened_at,
            ),
        )

    def ask(self, since: datetime, until: datetime) -> ProviderAnswer:
        """Nothing: there is no such question."""
        del since, until
        raise ProviderUnanswered(ProviderTrouble.NOT_REACHED)

    def close(self) -> None:
        """Nothing is open."""


def signed_text(data: Mapping[str, Any]) -> str:
    """The text that is signed."""
    return "&".join(f"{key}={_signed_value(data[key])}" for key in sorted(data))


def _signed_value(value: Any) -> str:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, list):
        ordered = [dict(sorted(one.items())) if isinstance(one, dict) else one for one in value]
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "" if value in _EMPTY else str(value)


def _instant(told: str) -> datetime:
    """Raises ValueError: no time."""
    for form in _TIMES:
        try:
            return from_local(datetime.strptime(told, form))  # noqa: DTZ007 - without a zone it is Vietnam's
        except ValueError:
            continue
    raise ValueError("time")

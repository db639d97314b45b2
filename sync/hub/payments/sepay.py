"""SePay (developer.sepay.vn): webhooks with a signature or a key, and a list of transactions to ask for.

Source: "Tích hợp WebHooks", "Xác thực", "Xử lý lỗi" and "API giao dịch" (v1, whose ids are those of the webhooks; the
ids of v2 are others). Its 8 tries of a webhook are over after 33 minutes; what it answered 2xx is not sent again.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

import msgspec
from msgspec import Struct

from models.calendar.clock import from_local, local
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
from sync.hub.payments.settings import ProviderKind, WebhookProof
from sync.hub.payments.wire import ProviderWire

OFF_BY = timedelta(minutes=5)
"""How old a signature may be, as SePay's page on security says."""

PAGE = 5000
"""Transactions in one answer at most."""

PAUSE = 0.6
"""Seconds between two questions: it answers two in a second."""

PATH = "/userapi/transactions/list"
RETRY = "x-sepay-userapi-retry-after"

_SECOND = timedelta(seconds=1)
_WALL = "%Y-%m-%d %H:%M:%S"


class _Webhook(Struct, kw_only=True, rename="camel"):
    """What of a webhook is read. Numbers come as numbers or as texts."""

    id: int | str
    transaction_date: str
    account_number: str | None
    transfer_type: str
    transfer_amount: int | float | str
    sub_account: str | None = None
    code: str | None = None
    content: str | None = None
    description: str | None = None


class _Listed(Struct, kw_only=True):
    """What of a transaction in a list is read."""

    id: int | str
    account_number: str | None
    transaction_date: str
    amount_in: int | float | str
    amount_out: int | float | str
    transaction_content: str | None = None
    sub_account: str | None = None
    code: str | None = None


class _List(Struct, kw_only=True):
    transactions: list[msgspec.Raw]
    status: int = 200


class SePay:
    """SePay under one agreement.

    Args:
        key: of the webhook; empty = every webhook is refused.
        proof: how it bears that key.
        wire: to ask on, with its token; None = it is not asked.
        pause: called with the seconds to let pass between two questions.
    """

    name = ProviderKind.SEPAY.value

    def __init__(
        self,
        key: str,
        proof: WebhookProof,
        wire: tuple[ProviderWire, str] | None = None,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._key = key.encode()
        self._proof = proof
        self._wire = wire
        self._pause = pause
        self.can_ask = wire is not None

    # ---- webhooks ------------------------------------------------------------------------------------------

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[BankTransaction, ...]:
        """The one transaction of a webhook."""
        if not self._key or not self._is_genuine(headers, body, now):
            raise WebhookForged
        try:
            told = msgspec.json.decode(body, type=prepared(_Webhook))
            incoming = {"in": True, "out": False}[told.transfer_type]
            return (
                BankTransaction(
                    id=_id(told.id),
                    amount=_amount(told.transfer_amount),
                    incoming=incoming,
                    account=told.account_number or "",
                    sub_account=told.sub_account or "",
                    content=told.content or "",
                    further=(told.code or "", told.description or ""),
                    happened_at=_instant(told.transaction_date),
                ),
            )
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError, KeyError) as wrong:
            raise WebhookUnreadable from wrong

    def _is_genuine(self, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
        if self._proof is WebhookProof.APIKEY:
            scheme, _, key = headers.get("authorization", "").partition(" ")
            return hmac.compare_digest(key.strip().encode(), self._key) and scheme.lower() == "apikey"
        stamp = headers.get("x-sepay-timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
            return False
        signed = hmac.new(self._key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        told = headers.get("x-sepay-signature", "").removeprefix("sha256=").lower()
        return hmac.compare_digest(told.encode(), signed.encode()) and abs(now.timestamp() - int(stamp)) <= (
            OFF_BY.total_seconds()
        )

    # ---- questions -----------------------------------------------------------------------------------------

    def ask(self, since: datetime, until: datetime) -> ProviderAnswer:
        """All transactions between two times.

        Of more than a page it tells the newest only, in an order that is not promised: so a time with as many as a page
        holds is asked for in halves, down to one second.
        """
        spans = [(_whole(since), _whole(until) + _SECOND)]
        found: dict[str, BankTransaction] = {}
        unreadable = 0
        while spans:
            first, last = spans.pop()
            rows = self._list(first, last)
            if len(rows) >= PAGE and last - first > _SECOND:
                middle = _whole(first + (last - first) / 2)
                spans += [(first, middle), (middle, last)]
                self._pause(PAUSE)
                continue
            for row in rows:
                try:
                    one = _listed(row)
                except (msgspec.MsgspecError, ValueError):
                    unreadable += 1
                else:
                    found[one.id] = one
            if spans:
                self._pause(PAUSE)
        order = sorted(found.values(), key=lambda one: (one.happened_at or since, len(one.id), one.id))
        return ProviderAnswer(tuple(order), unreadable)

    def close(self) -> None:
        """Close the connections."""
        if self._wire is not None:
            self._wire[0].close()

    def _list(self, first: datetime, last: datetime) -> list[msgspec.Raw]:
        if self._wire is None:
            raise ProviderUnanswered(ProviderTrouble.NOT_REACHED)
        wire, token = self._wire
        asked = {
            "transaction_date_min": local(first).strftime(_WALL),
            "transaction_date_max": local(last).strftime(_WALL),
            "limit": str(PAGE),
        }
        body = wire.get(PATH, asked, {"Authorization": f"Bearer {token}"})
        if not body.strip():  # its way to say that it does not know the token
            raise ProviderUnanswered(ProviderTrouble.TOKEN)
        try:
            answer = msgspec.json.decode(body, type=prepared(_List))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise ProviderUnanswered(ProviderTrouble.NO_ANSWER) from wrong
        if answer.status != 200:
            raise ProviderUnanswered(ProviderTrouble.TOKEN if answer.status in (401, 403) else ProviderTrouble.FAILING)
        return answer.transactions


def _listed(row: msgspec.Raw) -> BankTransaction:
    told = msgspec.json.decode(row, type=prepared(_Listed))
    came, went = _amount(told.amount_in), _amount(told.amount_out)
    return BankTransaction(
        id=_id(told.id),
        amount=came or went,
        incoming=came > 0,
        account=told.account_number or "",
        sub_account=told.sub_account or "",
        content=told.transaction_content or "",
        further=(told.code or "",),
        happened_at=_instant(told.transaction_date),
    )


def _id(told: int | str) -> str:
    """Raises ValueError: no id of SePay."""
    number = int(told)
    if number <= 0 or str(number) != str(told):
        raise ValueError("id")
    return str(number)


def _amount(told: float | str) -> int:
    """Whole đồng, which a list writes as "2277000.00". Raises ValueError: no sum of money."""
    try:
        amount = Decimal(str(told))
    except InvalidOperation as wrong:
        raise ValueError("amount") from wrong
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= HIGHEST_AMOUNT:
        raise ValueError("amount")
    return int(amount)


def _instant(told: str) -> datetime:
    """Raises ValueError: no local time."""
    return from_local(datetime.strptime(told, _WALL))  # noqa: DTZ007 - the wall clock of Vietnam


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)

"""SePay as its pages describe it, strict: webhooks in eight tries, then silence; a list of transactions to ask for.

Sources: developer.sepay.vn, "Xử lý lỗi" (tries), "Xác thực" (signature), "API giao dịch" (list).
"""

import hashlib
import hmac
import json
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from msgspec import Struct

from models.calendar.clock import Clock, local
from tests.fakes.answering import Answering, Asked, Says
from tests.patience import PATIENCE

WAITS = (1, 1, 2, 3, 5, 8, 13)
"""Minutes between its eight tries."""

KEY, TOKEN = "khoa-webhook-mau", "ma-truy-cap-mau"
PATH = "/userapi/transactions/list"
WALL = "%Y-%m-%d %H:%M:%S"


class Mischief(StrEnum):
    """What goes wrong with one webhook."""

    TWICE = auto()
    """Sent a second time, although it was taken."""
    LOST = auto()
    """Taken, and the answer does not reach SePay."""
    NOT_SENT = auto()
    """It does not reach the hub."""


class Paid(Struct, kw_only=True):
    """A transaction as the bank booked it.

    Attributes:
        booked_at: from then on SePay knows it.
        happened: local time as SePay tells it.
    """

    id: int
    amount: int
    incoming: bool
    account: str
    sub_account: str | None
    content: str
    happened: str
    booked_at: datetime


class _Due(Struct):
    paid: Paid
    tries: int
    at: datetime


class SePayServer:
    """SePay under one agreement, on loopback.

    Args:
        clock: by which it books, and by which its tries fall due.
        hub: address of the hub's webhook; empty = it sends none.
        by_key: the key itself stands in each webhook, instead of a signature.

    Attributes:
        paid: all transactions.
        given_up: ids whose eight tries are over.
        answers: status of each webhook that was answered, by id.
        mischief: what goes wrong with the next webhooks; None = nothing.
        says: what the next questions are answered with instead; None = nothing instead.
        asked: the questions, each with its period.
        backwards: what is due at once is sent in the wrong order.
    """

    def __init__(self, clock: Clock, hub: str = "", *, by_key: bool = False) -> None:
        self._clock = clock
        self.hub = hub
        self._by_key = by_key
        self._due: list[_Due] = []
        self.paid: list[Paid] = []
        self.given_up: list[int] = []
        self.answers: dict[int, list[int]] = {}
        self.mischief: deque[Mischief | None] = deque()
        self.says: deque[Says | None] = deque()
        self.asked: list[dict[str, str]] = []
        self.backwards = False
        self._server = Answering(self._answer)
        self.url = self._server.url

    def start(self) -> None:
        """Answer questions from now on."""
        self._server.start()

    def stop(self) -> None:
        """Answer no more."""
        self._server.stop()

    # ---- the bank ------------------------------------------------------------------------------------------

    def pays(
        self,
        amount: int,
        content: str = "",
        *,
        account: str = "0071000888888",
        sub_account: str | None = None,
        incoming: bool = True,
        booked_in: timedelta = timedelta(0),
    ) -> Paid:
        """Somebody pays now; the bank books it after a while."""
        now = self._clock()
        paid = Paid(
            id=92704 + len(self.paid),
            amount=amount,
            incoming=incoming,
            account=account,
            sub_account=sub_account,
            content=content,
            happened=local(now).strftime(WALL),
            booked_at=now + booked_in,
        )
        self.paid.append(paid)
        self._due.append(_Due(paid, 0, paid.booked_at))
        return paid

    # ---- webhooks ------------------------------------------------------------------------------------------

    def deliver(self) -> None:
        """Send every webhook that is due."""
        now = self._clock()
        due = [one for one in self._due if one.at <= now]
        for one in reversed(due) if self.backwards else due:
            wrong = self.mischief.popleft() if self.mischief else None
            taken = False if wrong is Mischief.NOT_SENT else self._send(one.paid)
            if wrong is Mischief.TWICE:
                self._send(one.paid)
            if taken and wrong is not Mischief.LOST:
                self._due.remove(one)
            elif one.tries == len(WAITS):
                self._due.remove(one)
                self.given_up.append(one.paid.id)
            else:
                one.at = now + timedelta(minutes=WAITS[one.tries])
                one.tries += 1

    def delivers_until_silent(self, turn: Callable[..., None]) -> None:
        """Send, and turn the clock on, until all is taken or given up."""
        while self._due:
            self.deliver()
            if self._due:
                turn(minutes=1)

    def webhook(self, paid: Paid, **changed: object) -> bytes:
        """The body of a webhook."""
        told: dict[str, object] = {
            "id": paid.id,
            "gateway": "Vietcombank",
            "transactionDate": paid.happened,
            "accountNumber": paid.account,
            "code": None,
            "content": paid.content,
            "transferType": "in" if paid.incoming else "out",
            "transferAmount": paid.amount,
            "accumulated": 19_077_000,
            "subAccount": paid.sub_account,
            "referenceCode": f"MBVCB.{paid.id}",
            "description": f"BankAPINotify {paid.content}",
        }
        return json.dumps(told | changed, ensure_ascii=False).encode()

    def headers(self, body: bytes, *, key: str = KEY, at: datetime | None = None) -> dict[str, str]:
        """What proves a webhook."""
        if self._by_key:
            return {"Content-Type": "application/json", "Authorization": f"Apikey {key}"}
        stamp = str(int((at or self._clock()).timestamp()))
        signed = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/json",
            "X-SePay-Timestamp": stamp,
            "X-SePay-Signature": f"sha256={signed}",
        }

    def post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """A webhook as given."""
        return httpx.post(self.hub, content=body, headers=headers, timeout=PATIENCE, trust_env=False)

    def _send(self, paid: Paid) -> bool:
        """Whether SePay takes it for delivered: any status of 200 to 299."""
        body = self.webhook(paid)
        if not self.hub:
            return False
        try:
            answer = self.post(body, self.headers(body))
        except httpx.TransportError:
            return False
        self.answers.setdefault(paid.id, []).append(answer.status_code)
        return answer.is_success

    # ---- questions -----------------------------------------------------------------------------------------

    def _answer(self, asked: Asked) -> Says:
        said = self.says.popleft() if self.says else None
        if said is not None:
            return said
        address = urlsplit(asked.path)
        if (asked.method, address.path) != ("GET", PATH):
            return Says(404, "text/html", b"<html>404</html>")
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Says(200, "text/html", b"")  # its way to say so
        fields = {name: values[0] for name, values in parse_qs(address.query, strict_parsing=True).items()}
        self.asked.append(fields)
        first, last = (datetime.strptime(fields[f"transaction_date_{end}"], WALL) for end in ("min", "max"))  # noqa: DTZ007
        now = self._clock()
        found = [
            paid
            for paid in self.paid
            if paid.booked_at <= now and first <= datetime.strptime(paid.happened, WALL) <= last  # noqa: DTZ007
        ]
        newest = sorted(found, key=lambda paid: (paid.happened, paid.id), reverse=True)[: int(fields["limit"])]
        told = {
            "status": 200,
            "error": None,
            "messages": {"success": True},
            "transactions": [self._listed(paid) for paid in newest],
        }
        return Says(200, "application/json", json.dumps(told, ensure_ascii=False).encode())

    def _listed(self, paid: Paid) -> dict[str, Any]:
        amount = f"{paid.amount}.00"
        return {
            "id": str(paid.id),
            "bank_brand_name": "Vietcombank",
            "account_number": paid.account,
            "transaction_date": paid.happened,
            "amount_out": "0.00" if paid.incoming else amount,
            "amount_in": amount if paid.incoming else "0.00",
            "accumulated": "19077000.00",
            "transaction_content": paid.content,
            "reference_number": f"MBVCB.{paid.id}",
            "code": None,
            "sub_account": paid.sub_account,
            "bank_account_id": "19",
        }

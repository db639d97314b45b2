"""A provider of electronic receipts: it checks what it is told, issues each request once, and misbehaves."""

from typing import Any

from tests.fakes.national_server import Json, NationalServer, told

FORMAT: dict[str, Any] = {
    "issue": "/issue",
    "query": "/query",
    "cancel": "/cancel",
    "cancellation": {"id": "{reference}", "number": "{number}", "reason": "{reason}"},
    "request": {
        "id": "{reference}",
        "info": {"form": "{form}", "series": "{series}", "number": "{number}", "date": "{day}T00:00:00"},
        "payer": {"name": "{payer}", "address": "{payer_address}"},
        "seller": {"name": "{body_name}", "taxCode": "{body_tax_code}"},
        "total": "{amount}",
        "words": "{amount_words}",
        "original": "{replaces}",
        "lines": "{lines}",
    },
    "line": {"no": "{position}", "item": "{name}", "amount": "{amount}", "kind": "{kind}"},
    "question": {"id": "{reference}"},
    "answer": {
        "reference": "id",
        "code": "code",
        "words": "message",
        "form": "result.form",
        "series": "result.series",
        "number": "result.number",
        "lookup": "result.lookup",
        "lookup_at": "result.site",
        "state": "result.state",
        "known": ["DUPLICATE"],
        "absent": ["NOT_FOUND"],
        "busy": ["BUSY"],
        "delivered": ["SENT_TO_PAYER"],
        "refused": ["REJECTED"],
        "cancelled": ["CANCELLED"],
    },
}
"""Settings of a client to it."""


class EReceiptProvider(NationalServer):
    """It issues.

    Attributes:
        issued: by our reference, what it says of each.
        times: how often it was asked to issue each.
        lies: how many of the next questions it answers with "no such request", whatever it has.
        delivers: whether it has told the citizen by the time it is asked.
        slow_work: requests it has and has not numbered yet.
        another: it repeats the answer to the request before.
        cancelled: how often it was asked to cancel each; strict: once is enough.
        keeps: how many of the next orders to cancel it takes and forgets.
        refuses: code with which it refuses what it is asked to issue.
        faults: what was wrong with what it was told.
    """

    def __init__(self) -> None:
        self.issued: dict[str, Json] = {}
        self.times: dict[str, int] = {}
        self.lies = 0
        self.delivers = True
        self.slow_work = 0
        self.another = False
        self.cancelled: dict[str, int] = {}
        self.keeps = 0
        self.refuses = ""
        self.faults: list[str] = []
        self._last: tuple[int, str, bytes] | None = None
        super().__init__()

    def name(self, path: str, message: Json) -> str:
        del message
        return path.strip("/")

    def serve(self, path: str, headers: dict[str, str], message: Json) -> tuple[int, str, bytes]:
        del headers
        asked = {"/issue": self._issue, "/cancel": self._cancel}.get(path, lambda one: self._say(one["id"]))
        answer = asked(message)
        if self.another and self._last is not None:
            self.another = False
            return self._last
        self._last = answer
        return answer

    def _issue(self, message: Json) -> tuple[int, str, bytes]:
        reference = message.get("id", "")
        self._check(message)
        if self.refuses:
            return told({"code": self.refuses, "message": "Mã số thuế không đúng", "id": reference})
        self.times[reference] = self.times.get(reference, 0) + 1
        if reference in self.issued:
            return told({"code": "DUPLICATE", "message": "Đã nhận", "id": reference})
        info = message["info"]
        # Numbers of its own come in no order that anybody could count on.
        number = info["number"] or 900 - 7 * len(self.issued)
        self.issued[reference] = {
            "form": info["form"] or "EBL01",
            "series": info["series"] or "26TEB",
            "number": str(number),
            "lookup": f"TC{len(self.issued) + 1:04d}",
            "site": "https://tracuu.mau.example",
        }
        return self._say(reference)

    def _cancel(self, message: Json) -> tuple[int, str, bytes]:
        reference = message.get("id", "")
        known = self.issued.get(reference)
        if known is None or str(message.get("number")) != known["number"] or not message.get("reason"):
            self.faults.append(f"cancels {message}")
        if self.refuses:
            return told({"code": self.refuses, "message": "Đã quyết toán", "id": reference})
        if reference in self.cancelled and self.issued[reference].get("state") == "CANCELLED":
            self.faults.append(f"{reference} cancelled twice")
        self.cancelled[reference] = self.cancelled.get(reference, 0) + 1
        if self.keeps:
            self.keeps -= 1
        elif known is not None:
            known["state"] = "CANCELLED"
        return told({"code": "0", "id": reference})

    def _say(self, reference: str) -> tuple[int, str, bytes]:
        if self.lies:
            self.lies -= 1
            return told({"code": "NOT_FOUND", "id": reference})
        if reference not in self.issued:
            return told({"code": "NOT_FOUND", "id": reference})
        if self.slow_work:
            self.slow_work -= 1
            return told({"code": "0", "id": reference, "result": {"state": "PENDING"}})
        state = "SENT_TO_PAYER" if self.delivers else "SIGNED"
        return told({"code": "0", "id": reference, "result": {"state": state} | self.issued[reference]})

    def _check(self, message: Json) -> None:
        lines = message.get("lines") or []
        if not message.get("id") or not lines:
            self.faults.append("no id or no lines")
        if not isinstance(message.get("total"), int) or sum(line["amount"] for line in lines) != message["total"]:
            self.faults.append(f"total {message.get('total')!r}")
        if not message.get("words", "").endswith("đồng") or len(message["info"]["date"]) != 19:
            self.faults.append("words or date")
        if [line["no"] for line in lines] != list(range(1, len(lines) + 1)):
            self.faults.append("order of lines")

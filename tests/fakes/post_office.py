"""The post's system as far as it is known: strict about orders, takes each once, tells of parcels, and misbehaves.

Fields: OpenCPS' VNPostInputModel; the states 0 to 4 of its VnpostCollectionTerm.
"""

from typing import Any

from tests.fakes.national_server import Json, NationalServer, told

KEY = "khoa-buu-dien-mau"

FORMAT: dict[str, Any] = {
    "since": "2026-01-01",
    "order": "/order",
    "query": "/query",
    "request": {
        "customerCode": "MAU",
        "orderNumber": "{reference}",
        "codAmount": "{cod}",
        "senderProvince": "{sender_post_province}",
        "senderDistrict": "{sender_post_district}",
        "senderAddress": "{sender_address}",
        "senderName": "{sender_name}",
        "senderTel": "{sender_phone}",
        "senderDesc": "{contents}",
        "description": "{codes}",
        "receiverName": "{receiver_name}",
        "receiverAddress": "{receiver_address}",
        "receiverTel": "{receiver_phone}",
        "receiverProvince": "{receiver_post_province}",
        "receiverProvinceNew": "{receiver_province}",
        "receiverWardNew": "{receiver_commune}",
        "govAgencyCode": "{office}",
        "govAgencyName": "{office_name}",
    },
    "question": {"orderNumber": "{reference}"},
    "answer": {
        "reference": "orderNumber",
        "code": "code",
        "words": "message",
        "number": "data.itemCode",
        "known": ["DUPLICATE"],
        "absent": ["NOT_FOUND"],
        "busy": ["BUSY"],
    },
    "status": {
        "many": "items",
        "reference": "orderNumber",
        "code": "status",
        "id": "statusId",
        "at": "statusDate",
        "receiver": "receivedBy",
    },
    "states": {"70": "first_call_failed", "91": "back"},
    "places": {"01": {"province": "10", "district": "1000"}},
}
"""Settings of a client to it."""

NEEDED = (
    "customerCode",
    "orderNumber",
    "senderAddress",
    "senderName",
    "senderTel",
    "receiverName",
    "receiverAddress",
    "receiverTel",
)
"""What an order must have (fields marked * there), provinces aside, which not every place has."""


class PostOffice(NationalServer):
    """It carries.

    Attributes:
        taken: by our reference, the order as it came.
        times: how often each was sent.
        lies: how many of the next questions it answers with "no such order", whatever it has.
        refuses: code with which it refuses orders.
        faults: what was wrong with what it was told.
    """

    def __init__(self) -> None:
        self.taken: dict[str, Json] = {}
        self.times: dict[str, int] = {}
        self.lies = 0
        self.refuses = ""
        self.faults: list[str] = []
        super().__init__()

    def name(self, path: str, message: Json) -> str:
        del message
        return path.strip("/")

    def serve(self, path: str, headers: dict[str, str], message: Json) -> tuple[int, str, bytes]:
        del headers
        reference = message.get("orderNumber", "")
        if path == "/query":
            return self._say(reference)
        self.faults += [f"{name} is missing" for name in NEEDED if not message.get(name)]
        if not isinstance(message.get("codAmount"), int) or any("{" in str(one) for one in message.values()):
            self.faults.append(str(message))
        if self.refuses:
            return told({"code": self.refuses, "message": "Sai mã khách hàng", "orderNumber": reference})
        self.times[reference] = self.times.get(reference, 0) + 1
        if reference in self.taken:
            return told({"code": "DUPLICATE", "orderNumber": reference, "data": {"itemCode": self.number(reference)}})
        self.taken[reference] = message
        return self._say(reference)

    def number(self, reference: str) -> str:
        """By which it follows the parcel."""
        return f"EA{list(self.taken).index(reference) + 1:09d}VN"

    def _say(self, reference: str) -> tuple[int, str, bytes]:
        if self.lies or reference not in self.taken:
            self.lies = max(0, self.lies - 1)
            return told({"code": "NOT_FOUND", "orderNumber": reference})
        return told({"code": "0", "orderNumber": reference, "data": {"itemCode": self.number(reference)}})

"""payOS' signature as its page shows it, with the example of that page."""

import hashlib
import hmac
import json
import sys
from datetime import UTC, datetime

import pytest

from sync.hub.payments.payos import PayOS, signed_text
from sync.hub.payments.provider import WebhookForged, WebhookUnreadable

KEY = "1a54716c8f0efb2744fb28b6e38b25da7f67a925d98bc1c18bd8faaecadd7675"
SIGNATURE = "412e915d2871504ed31be63c8f62a149a4410d34c4c42affc9006ef9917eaa03"
DATA: dict[str, object] = {
    "orderCode": 123,
    "amount": 3000,
    "description": "VQRIO123",
    "accountNumber": "12345678",
    "reference": "TF230204212323",
    "transactionDateTime": "2023-02-04 18:25:00",
    "currency": "VND",
    "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18",
    "code": "00",
    "desc": "Thành công",
    "counterAccountBankId": "",
    "counterAccountBankName": "",
    "counterAccountName": "",
    "counterAccountNumber": "",
    "virtualAccountName": "",
    "virtualAccountNumber": "",
}
"""payos.vn, "Kiểm tra dữ liệu với signature"; so are key and signature."""

NO_TIME = {"transactionDateTime": "0001-01-01 00:00:00"}
"""What some systems write where they have none: no instant in UTC."""
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def signed(data: object, signature: str = "") -> bytes:
    text = signed_text(data) if isinstance(data, dict) else ""
    own = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    return json.dumps({"code": "00", "success": True, "data": data, "signature": signature or own}).encode()


def test_the_example_of_its_page_is_genuine() -> None:
    (found,) = PayOS(KEY).read({}, signed(DATA, SIGNATURE), NOW)
    assert (found.id, found.amount, found.incoming) == ("12345678/TF230204212323", 3000, True)
    assert (found.account, found.content) == ("12345678", "VQRIO123")
    assert found.happened_at == datetime(2023, 2, 4, 11, 25, tzinfo=UTC)


def test_null_counts_as_empty_and_lists_as_json() -> None:
    data = {"b": None, "a": "null", "d": [{"z": 1, "y": "ữ"}], "c": "undefined", "e": True}
    assert signed_text(data) == 'a=&b=&c=&d=[{"y":"ữ","z":1}]&e=true'


@pytest.mark.parametrize(
    ("data", "signature"),
    [(DATA | {"amount": 300_000}, SIGNATURE), (DATA, "0" * 64), (DATA, "ữ"), (DATA | {"amount": "3000 "}, SIGNATURE)],
)
def test_what_was_changed_is_refused(data: dict[str, object], signature: str) -> None:
    with pytest.raises(WebhookForged):
        PayOS(KEY).read({}, signed(data, signature), NOW)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"data": {}, "signature": null}', b"\xff"])
def test_what_has_no_signature_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookForged):
        PayOS(KEY).read({}, body, NOW)


@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"a":', "}")])
def test_however_deep_it_is_nested_what_is_not_signed_is_refused(begin: str, end: str) -> None:
    for depth in range(1, sys.getrecursionlimit() + 100):
        with pytest.raises(WebhookForged):
            PayOS(KEY).read({}, f'{{"data":{{"a":{begin * depth}1{end * depth}}},"signature":"x"}}'.encode(), NOW)


def test_what_failed_is_no_money_and_what_nobody_can_read_is_said() -> None:
    assert PayOS(KEY).read({}, signed(DATA | {"code": "01"}), NOW) == ()
    for wrong in ({"amount": -1}, {"amount": 1.5}, {"transactionDateTime": "yesterday"}, NO_TIME, {"reference": ""}):
        with pytest.raises(WebhookUnreadable):
            PayOS(KEY).read({}, signed(DATA | wrong), NOW)

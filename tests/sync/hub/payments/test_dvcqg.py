"""The confirming message of the portal's payment platform: its proof, and what it says of a dossier."""

import json
from datetime import UTC, datetime

import pytest

from sync.hub.payments.arrivals import Arrivals, TransferOutcome
from sync.hub.payments.dvcqg import PaymentPlatform, proof_of
from sync.hub.payments.provider import WebhookForged, WebhookUnreadable
from sync.hub.store import HubStore
from tests.sync.hub.conftest import NOW, OFFICE

KEY = "khoa-nen-tang-mau"
CODE = f"{OFFICE}-261123-3009"
CONFIRMED = {
    "LoaiBanTin": "CONFIRM",
    "MaLoi": "00",
    "MaDoiTac": "H99",
    "MaThamChieu": "dvcH99990126112330092026112308150100",
    "SoTien": "8000",
    "MaTienTe": "VND",
    "MaGiaoDich": "GD0001",
    "MaNganHang": "VCB",
    "ThoiGianGD": "20261123151501",
    "ThongTinGiaoDich": f"THANH TOAN HO SO {CODE}",
}


def message(key: str = KEY, proof: str = "", **changed: str) -> bytes:
    told = CONFIRMED | changed
    return json.dumps(told | {"MaXacThuc": proof or proof_of(told, key)}).encode()


def test_a_payment_names_its_dossier_and_whose_it_is() -> None:
    (found,) = PaymentPlatform(KEY).read({}, message(), NOW)
    assert (found.id, found.amount, found.dossier, found.account) == ("GD0001", 8_000, CODE, OFFICE)
    assert found.happened_at == datetime(2026, 11, 23, 8, 15, 1, tzinfo=UTC)
    assert PaymentPlatform(KEY).read({}, message(MaLoi="01"), NOW) == ()


@pytest.mark.parametrize("body", [message("guessed"), message(proof="ữ"), b"[]", b"{}", b"\xff", b'{"MaXacThuc": 1}'])
def test_what_bears_no_proof_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookForged):
        PaymentPlatform(KEY).read({}, body, NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"SoTien": "0"},
        {"SoTien": "8.000"},
        {"MaTienTe": "USD"},
        {"MaGiaoDich": ""},
        {"ThoiGianGD": "hôm qua"},
        {"ThongTinGiaoDich": "UNG HO BAO LU"},
    ],
)
def test_what_is_no_payment_of_a_dossier_is_said_to_be_unreadable(changed: dict[str, str]) -> None:
    with pytest.raises(WebhookUnreadable):
        PaymentPlatform(KEY).read({}, message(**changed), NOW)


def test_the_office_hears_of_it_once_however_often_it_is_told(hub_store: HubStore) -> None:
    arrivals = Arrivals(hub_store, "dvcqg", "dvcqg", {OFFICE.replace(".", ""): OFFICE})
    paid = PaymentPlatform(KEY).read({}, message(), NOW)
    other = PaymentPlatform(KEY).read({}, message(SoTien="9000"), NOW)
    outcomes = [arrivals.take(one, NOW, heard_by="webhook")[0] for one in (paid, paid, other)]
    assert outcomes == [TransferOutcome.ARRIVED, TransferOutcome.KNOWN, TransferOutcome.CONTRADICTED]

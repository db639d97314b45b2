"""SePay's two ways to prove itself, and its sums as numbers and as texts."""

from collections.abc import Iterator

import pytest

from sync.hub.payments.provider import WebhookForged, WebhookUnreadable
from sync.hub.payments.sepay import SePay
from sync.hub.payments.settings import WebhookProof
from tests.conftest import TurnedClock
from tests.fakes.sepay import KEY, SePayServer


@pytest.fixture
def fake(clock: TurnedClock) -> Iterator[SePayServer]:
    made = SePayServer(clock, by_key=True)
    made.start()
    yield made
    made.stop()


def test_a_key_in_the_header_is_compared_whole(fake: SePayServer, clock: TurnedClock) -> None:
    provider = SePay(KEY, WebhookProof.APIKEY)
    body = fake.webhook(fake.pays(8_000, "MC"))
    good = {name.lower(): value for name, value in fake.headers(body).items()}
    assert provider.read(good, body, clock())[0].amount == 8_000
    for wrong in ("", KEY, f"Bearer {KEY}", f"Apikey {KEY[:-1]}", f"Apikey {KEY}x", "Apikey ", "Apikey ữ"):
        with pytest.raises(WebhookForged):
            provider.read({"authorization": wrong}, body, clock())
    with pytest.raises(WebhookForged):
        SePay("", WebhookProof.APIKEY).read({"authorization": "Apikey "}, body, clock())


@pytest.mark.parametrize(("told", "amount"), [(8_000, 8_000), ("8000.00", 8_000), (8e3, 8_000), ("0", 0)])
def test_sums_are_whole_dong_however_they_are_written(
    fake: SePayServer, clock: TurnedClock, told: object, amount: int
) -> None:
    body = fake.webhook(fake.pays(1), transferAmount=told)
    (found,) = SePay(KEY, WebhookProof.APIKEY).read({"authorization": f"Apikey {KEY}"}, body, clock())
    assert found.amount == amount


@pytest.mark.parametrize(
    "changed",
    [
        {"transferAmount": 0.5},
        {"transferAmount": -1},
        {"transferAmount": "NaN"},
        {"transferAmount": "1" * 20},
        {"transferAmount": None},
        {"id": 0},
        {"id": "012"},
        {"id": "abc"},
        {"transactionDate": "23/11/2026"},
        {"transferType": "IN"},
        {"content": 5},
    ],
)
def test_what_is_no_transaction_is_said(fake: SePayServer, clock: TurnedClock, changed: dict[str, object]) -> None:
    body = fake.webhook(fake.pays(1), **changed)
    with pytest.raises(WebhookUnreadable):
        SePay(KEY, WebhookProof.APIKEY).read({"authorization": f"Apikey {KEY}"}, body, clock())

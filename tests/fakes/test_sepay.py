"""The fake is as strict as the real one: eight tries in 33 minutes, signatures over the bytes, the newest of a page."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from tests.conftest import TurnedClock
from tests.fakes.answering import Says, answering
from tests.fakes.sepay import KEY, PATH, TOKEN, Mischief, SePayServer
from tests.patience import PATIENCE


@pytest.fixture
def fake(clock: TurnedClock) -> Iterator[SePayServer]:
    made = SePayServer(clock)
    made.start()
    yield made
    made.stop()


def test_what_is_never_taken_is_told_eight_times_in_33_minutes_and_then_given_up(
    fake: SePayServer, clock: TurnedClock
) -> None:
    begun = clock()
    with answering(lambda _: Says(503)) as hub:
        fake.hub = hub.url
        one, late = fake.pays(8_000), fake.pays(9_000, booked_in=timedelta(hours=1))
        fake.delivers_until_silent(clock.turn)
        assert [len(fake.answers[paid.id]) for paid in (one, late)] == [8, 8]
        assert fake.given_up == [one.id, late.id]
        assert clock() - begun == timedelta(minutes=60 + 33)
        asked = hub.asked[0]
    stamp = asked.headers["x-sepay-timestamp"]
    signed = hmac.new(KEY.encode(), f"{stamp}.".encode() + asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["x-sepay-signature"] == f"sha256={signed}"


def test_what_is_taken_is_told_once_unless_mischief_says_otherwise(fake: SePayServer, clock: TurnedClock) -> None:
    with answering(lambda _: Says(201)) as hub:
        fake.hub = hub.url
        fake.mischief.extend([None, Mischief.TWICE, Mischief.LOST, Mischief.NOT_SENT])
        paid = [fake.pays(amount) for amount in (1, 2, 3, 4)]
        fake.delivers_until_silent(clock.turn)
    assert [len(fake.answers[one.id]) for one in paid] == [1, 2, 2, 1]


def ask(fake: SePayServer, first: str, last: str, limit: int = 5000, token: str = TOKEN) -> httpx.Response:
    fields = {"transaction_date_min": first, "transaction_date_max": last, "limit": str(limit)}
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(fake.url + PATH, params=fields, headers=headers, timeout=PATIENCE, trust_env=False)


def test_a_list_tells_the_newest_of_a_period_that_are_booked(fake: SePayServer, clock: TurnedClock) -> None:
    for amount in (1, 2, 3):
        fake.pays(amount)
        clock.turn(minutes=1)
    fake.pays(4, booked_in=timedelta(minutes=1))
    day = ("2026-11-23 00:00:00", "2026-11-23 23:59:59")
    found = ask(fake, *day).json()["transactions"]
    assert [row["amount_in"] for row in found] == ["3.00", "2.00", "1.00"]
    assert [row["id"] for row in ask(fake, *day, limit=2).json()["transactions"]] == ["92706", "92705"]
    assert len(ask(fake, "2026-11-23 08:01:00", "2026-11-23 08:01:00").json()["transactions"]) == 1
    clock.turn(minutes=1)
    assert len(ask(fake, *day).json()["transactions"]) == 4
    assert ask(fake, *day, token="guessed").content == b""  # noqa: S106 - invented

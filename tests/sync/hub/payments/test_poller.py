"""What webhooks gave up on, or never told, is asked for: every transfer once, none lost."""

import threading
from datetime import timedelta

import pytest

from models.calendar.clock import instant, micros
from sync.hub.payments import poller, sepay
from sync.hub.payments.overview import overview
from sync.hub.payments.provider import ProviderTrouble
from tests.conftest import TurnedClock
from tests.fakes.answering import Says
from tests.sync.hub.payments.conftest import Town


def test_after_an_outage_what_sepay_gave_up_on_arrives_once(town: Town) -> None:
    town.sepay.pays(1)
    town.sepay.deliver()
    town.poller.turn()
    hub, town.sepay.hub = town.sepay.hub, ""
    for amount in (2, 3):
        town.sepay.pays(amount)
        town.clock.turn(hours=3)
        town.sepay.delivers_until_silent(town.clock.turn)
    assert len(town.sepay.given_up) == 2
    town.sepay.hub = hub
    town.sepay.pays(4)
    town.sepay.deliver()
    assert town.amounts() == [1, 4]
    town.another().turn()
    assert town.amounts() == [1, 2, 3, 4]
    town.poller.turn()
    assert town.amounts() == [1, 2, 3, 4]


def test_without_any_webhook_all_arrives_however_many_and_however_late(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sepay, "PAGE", 4)
    for amount in range(1, 24):
        town.sepay.pays(amount, booked_in=timedelta(days=3) if amount % 5 == 0 else timedelta(0))
        town.clock.turn(seconds=amount % 3 * 40)
    town.poller.turn()
    assert town.amounts() == [amount for amount in range(1, 24) if amount % 5]
    assert all(int(fields["limit"]) == 4 for fields in town.sepay.asked)
    town.clock.turn(days=3)
    town.poller.turn()
    assert town.amounts() == list(range(1, 24))


BAD = b'{"status":200,"transactions":[{"id":"x"}]}'
WRONG = [
    (Says(500, "application/json", b"{}"), ProviderTrouble.FAILING),
    (Says(200, "text/html", b"<html>Wi-Fi</html>"), ProviderTrouble.NO_ANSWER),
    (Says(200, "application/json", b" <!doctype html>"), ProviderTrouble.NO_ANSWER),
    (Says(302, "application/json", b"{}"), ProviderTrouble.NO_ANSWER),
    (Says(200, "application/json", b'{"transactions": [', cut=9), ProviderTrouble.NO_ANSWER),
    (Says(200, "application/json", b"[]"), ProviderTrouble.NO_ANSWER),
    (Says(200, "application/json", b""), ProviderTrouble.TOKEN),
    (Says(401, "application/json", b"{}"), ProviderTrouble.TOKEN),
    (Says(200, "application/json", b'{"status":500,"transactions":[]}'), ProviderTrouble.FAILING),
    (Says(200, "application/json", BAD), ProviderTrouble.UNREADABLE),
]


def test_whatever_it_answers_it_is_asked_again_and_since_when_is_told(town: Town) -> None:
    town.sepay.pays(1)
    town.poller.turn()
    reached = town.asked_upto().asked_upto
    town.clock.turn(minutes=10)
    begun = town.clock()
    for says, why in WRONG:
        town.sepay.says.append(says)
        town.sepay.pays(1)
        town.poller.turn()
        row = town.asked_upto()
        assert (row.failing_why, row.failing_since) == (why, micros(begun))
        assert row.asked_upto == reached
        town.clock.turn(hours=1)
    (shown,) = overview(town.store, town.hub.settings, town.clock()).sources
    assert (shown.failing_since, shown.failing_why) == (begun, ProviderTrouble.UNREADABLE)
    assert town.poller.turn() == 30.0
    assert town.asked_upto().failing_why == ""
    assert town.amounts() == [1] * (1 + len(WRONG))


def test_pauses_grow_and_what_the_provider_asks_for_is_kept(town: Town) -> None:
    busy = Says(429, "application/json", b"{}", headers=(("x-sepay-userapi-retry-after", "40"),))
    town.sepay.says.extend([busy] * 4)
    pauses = []
    for _ in range(4):
        pauses.append(town.poller.turn())
        assert town.poller.turn() == pauses[-1], "not before its time"
        town.clock.turn(seconds=pauses[-1])
    assert pauses == [40.0, 40.0, 60.0, 120.0]
    assert town.poller.turn() == 30.0


def test_each_question_reaches_back_beyond_the_last_one_and_a_few_times_a_day_by_days(town: Town) -> None:
    for minutes in (1, 1, 6 * 60):
        town.poller.turn()
        town.clock.turn(minutes=minutes)
    town.poller.turn()
    assert [fields["transaction_date_min"] for fields in town.sepay.asked] == [
        "2026-11-20 00:00:00",  # since when it was set up
        "2026-11-23 06:00:00",
        "2026-11-23 06:01:00",
        "2026-11-20 00:00:00",
    ]


def test_it_runs_until_it_is_stopped(town: Town, monkeypatch: pytest.MonkeyPatch, clock: TurnedClock) -> None:
    monkeypatch.setattr(poller, "wall_clock", clock)
    monkeypatch.setattr(poller.Poller.__init__, "__kwdefaults__", {"clock": clock, "chance": lambda: 1.0})
    town.sepay.pays(1)
    stop = threading.Event()
    heard = threading.Event()
    unlisten = town.store.listen(lambda _: heard.set())
    thread = threading.Thread(target=poller.run, args=(town.hub.settings, town.store, stop))
    thread.start()
    assert heard.wait(60)
    stop.set()
    thread.join(60)
    unlisten()
    assert not thread.is_alive()
    assert town.amounts() == [1]
    assert instant(town.asked_upto().asked_upto) == clock()

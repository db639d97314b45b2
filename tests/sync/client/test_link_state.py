"""The state that follows from what is known, told in order."""

import threading
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from models.trouble import ProvinceBusy, ProvinceNotReached, ProvinceRefused
from sync.client.link_state import LinkFacts, LinkState, Phase, StateNotifier, Waits

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AWAY = Waits(ProvinceNotReached("hub"), AT)
NO = Waits(ProvinceRefused("hub", "device_revoked"), AT)


def facts(**state: object) -> LinkFacts:
    return LinkFacts(answered=True, state=LinkState(phase=Phase.SENDING, **state))  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("known", "phase"),
    [
        (LinkFacts(), Phase.SENDING),
        (facts(), Phase.UP_TO_DATE),
        (facts(unsent=1), Phase.SENDING),
        (facts(remaining=1), Phase.SENDING),
        (replace(facts(), up=AWAY), Phase.OFFLINE),
        (replace(facts(), down=AWAY), Phase.OFFLINE),
        (replace(facts(), down=Waits(ProvinceBusy("hub"), AT)), Phase.OFFLINE),
        (replace(facts(), up=NO), Phase.REFUSED),
        (replace(facts(), up=AWAY, forked=True), Phase.FORKED),
        (replace(facts(), aside=ProvinceBusy("hub")), Phase.UP_TO_DATE),
    ],
)
def test_the_phase_follows_from_what_is_known(known: LinkFacts, phase: Phase) -> None:
    assert known.derived_state().phase is phase


def test_while_it_waits_the_state_says_why_and_until_when() -> None:
    told = replace(facts(unsent=3), up=AWAY).derived_state()
    assert (told.trouble, told.retry_at, told.unsent) == (AWAY.trouble, AT, 3)
    assert facts().derived_state().retry_at is None


def test_each_state_is_told_once_and_in_order_from_many_threads() -> None:
    told: list[int] = []
    notifier = StateNotifier(lambda state: told.append(state.unsent))

    def count() -> None:
        for _ in range(200):
            notifier.change(lambda known: replace(known, state=replace(known.state, unsent=known.state.unsent + 1)))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == sorted(set(told))
    assert told[-1] == 800


def test_whoever_is_told_may_change_the_facts_again() -> None:
    told: list[int] = []

    def on_state(state: LinkState) -> None:
        told.append(state.unsent)
        if state.unsent < 3:
            notifier.change(lambda known: replace(known, state=replace(known.state, unsent=state.unsent + 1)))

    notifier = StateNotifier(on_state)
    notifier.change(lambda known: replace(known, state=replace(known.state, unsent=1)))
    assert told == [1, 2, 3]


def test_after_the_end_nothing_is_told() -> None:
    told: list[LinkState] = []
    notifier = StateNotifier(told.append)
    notifier.end()
    notifier.change(lambda known: replace(known, answered=True))
    assert told == []

"""Those who are turned away are counted by day and reason; the sums reach the database and stay ninety days."""

from collections import Counter
from datetime import timedelta

from models.calendar.clock import day_number
from sync.hub.store import HubStore, rejected_rows
from sync.hub.store.rejected_rows import RejectReason
from sync.hub.web.addresses import Addresses
from sync.hub.web.rejected_requests import KEPT, RejectedRequests
from tests.conftest import TurnedClock


def test_sums_are_added_up_day_by_day_and_forgotten_after_ninety(hub_store: HubStore, clock: TurnedClock) -> None:
    figures: list[str] = []
    turned = RejectedRequests(hub_store, clock, Addresses(("127.0.0.0/8",)), figures.append)
    first = clock()
    for _ in range(2):  # two workers, or one a moment later
        turned.write(Counter({RejectReason.CODE: 3, RejectReason.UNSIGNED: 1}), {RejectReason.CODE: "10.0.0.1"})
    clock.turn(hours=24)
    turned.write(Counter({RejectReason.CODE: 5}), {RejectReason.CODE: "10.0.0.2"})

    def told() -> list[tuple[int, str, int, str]]:
        with hub_store.reading() as reading:
            return [
                (row.day, row.why, row.count, row.address)
                for row in rejected_rows.since(reading, day_number(first) - 9)
            ]

    day = day_number(first)
    assert told() == [(day, "code", 6, "10.0.0.1"), (day + 1, "code", 5, "10.0.0.2"), (day, "unsigned", 2, "")]
    clock.turn(hours=timedelta(days=KEPT) / timedelta(hours=1))
    turned.write(Counter({RejectReason.CODE: 1}), {})
    assert told() == [(day + 1, "code", 5, "10.0.0.2"), (day + 1 + KEPT, "code", 1, "")]


def test_each_is_a_figure_and_a_proxy_is_nobodys_address(hub_store: HubStore, clock: TurnedClock) -> None:
    figures: list[str] = []
    turned = RejectedRequests(hub_store, clock, Addresses(("127.0.0.0/8",)), figures.append)
    turned.note_at(RejectReason.SENSELESS, "127.0.0.1")
    turned.note_at(RejectReason.SENSELESS, "10.0.0.1")
    turned.note_at(RejectReason.SENSELESS, "127.0.0.1")
    assert figures == ["senseless"] * 3
    assert turned.flush() == (Counter({RejectReason.SENSELESS: 3}), {RejectReason.SENSELESS: "10.0.0.1"})
    assert turned.flush()[0] == Counter()

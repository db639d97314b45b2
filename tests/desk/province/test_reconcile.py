"""A difference between desk and province has a name, and one key mends it."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.desk import Desk
from desk.opening import close_desk
from desk.province import province, reconcile
from desk.province.reconcile import Difference, DifferenceKind, counts_of, difference_words, differences
from models.calendar.clock import from_local
from models.events import FeeReturned, FeeTaken, PaidBy
from models.ids import ClerkId, DeviceId, SubjectId, new_dossier_id
from models.not_allowed import NotJoined
from sync.client import hub_answer
from sync.messages import Counts, DeviceCount, DrawerTotal
from tests.conftest import TurnedClock
from tests.desk.joining import code, opened, take_in
from tests.fakes.hub import RunningHub, running, settings_for

OWN = DeviceId(3)


def count(device: int = 3, events: int = 5, digest: str = "aa", aside: int = 0, **money: int) -> DeviceCount:
    drawer = tuple(DrawerTotal(paid_by=name, amount=amount, count=1) for name, amount in sorted(money.items()))
    return DeviceCount(device=DeviceId(device), events=events, head=events, digest=digest, drawer=drawer, aside=aside)


def found(here: list[DeviceCount], there: list[DeviceCount]) -> list[Difference]:
    return differences(Counts(devices=tuple(here)), Counts(devices=tuple(there)), OWN)


def test_the_same_on_both_sides_is_no_difference() -> None:
    both = [count(cash=5_000), count(4, 9)]
    assert found(both, both) == []
    assert found([], []) == []


@pytest.mark.parametrize(
    ("here", "there", "what", "from_seq"),
    [
        ([count(events=5)], [count(events=3)], DifferenceKind.MISSING_THERE, 4),
        ([count(events=3)], [count(events=5)], DifferenceKind.MISSING_HERE, 1),
        ([count()], [], DifferenceKind.MISSING_THERE, 1),
        ([], [count()], DifferenceKind.MISSING_HERE, 1),
        ([count(digest="aa")], [count(digest="bb")], DifferenceKind.OTHER_EVENTS, 1),
        ([count(cash=5_000)], [count(cash=4_000)], DifferenceKind.MONEY, 1),
        ([count(cash=5_000)], [count(cash=5_000, card=1_000)], DifferenceKind.MONEY, 1),
    ],
)
def test_each_difference_has_its_name(
    here: list[DeviceCount], there: list[DeviceCount], what: DifferenceKind, from_seq: int
) -> None:
    (difference,) = found(here, there)
    assert (difference.what, difference.from_seq, difference.own) == (what, from_seq, True)
    told = difference_words(difference)
    assert told.startswith(("Tỉnh", "Máy", "Sự việc", "Tổng"))
    assert told.endswith(".")


def test_money_given_back_is_compared_apart_and_not_with_a_hub_that_does_not_count_it() -> None:
    def back(amount: int) -> DeviceCount:
        total = DrawerTotal(paid_by="cash", amount=amount, count=1)
        return msgspec.structs.replace(count(cash=5_000), returned=(total,))

    (difference,) = found([back(2_000)], [back(1_000)])
    assert (difference.what, difference.amount_here, difference.amount_there) == (DifferenceKind.RETURNED, 2_000, 1_000)
    assert "tiền mặt đã hoàn lại" in difference_words(difference)
    assert found([back(2_000)], [back(2_000)]) == []
    assert found([back(2_000)], [count(cash=5_000)]) == [], "a hub of before"
    assert found([back(2_000)], [msgspec.structs.replace(count(cash=5_000), returned=())])[0].amount_there == 0
    written = msgspec.json.encode(Counts(devices=(back(2_000), count(4))))
    assert msgspec.json.decode(written, type=Counts).devices[1].returned is None
    assert b"returned" not in msgspec.json.encode(count(4))


def test_what_the_hub_keeps_apart_of_other_desks_is_not_missed() -> None:
    assert found([count(4, 7)], [count(4, 9, aside=2)]) == []
    assert found([count(4, 9)], [count(4, 9, aside=2)]) == []  # told before a restore, brought back elsewhere
    assert found([count(4, 10)], [count(4, 9, aside=2)])[0].what is DifferenceKind.MISSING_THERE
    assert found([count(4, 6)], [count(4, 9, aside=2)])[0].what is DifferenceKind.MISSING_HERE
    assert found([count(3, 7)], [count(3, 9, aside=2)])[0].what is DifferenceKind.MISSING_HERE


def test_other_events_of_another_desk_are_seen_although_the_hub_keeps_some_of_it_apart() -> None:
    there = msgspec.structs.replace(count(4, 9, digest="ff", aside=2), told=7, told_digest="aa")
    assert found([count(4, 7, digest="aa")], [there]) == []
    (difference,) = found([count(4, 7, digest="bb")], [there])
    assert (difference.what, difference.own) == (DifferenceKind.OTHER_EVENTS, False)
    assert "đọc lại" in difference_words(difference)


def test_a_device_that_only_one_side_knows_is_seen() -> None:
    assert [one.what for one in found([count(9, 4)], [])] == [DifferenceKind.MISSING_THERE]
    assert [one.what for one in found([], [count(9, 4)])] == [DifferenceKind.MISSING_HERE]


@given(here=st.integers(0, 50), there=st.integers(0, 50), own=st.booleans())
def test_counts_differ_when_and_only_when_they_are_not_equal(here: int, there: int, own: bool) -> None:  # noqa: FBT001 - drawn
    device = 3 if own else 8
    result = found([count(device, here)] if here else [], [count(device, there)] if there else [])
    assert bool(result) == (here != there)


def pay(desk: Desk, amount: int) -> None:
    desk.store.log.record(new_dossier_id(), ClerkId("mau"), FeeTaken(amount=amount, paid_by=PaidBy.CASH))


def test_after_an_exchange_both_sides_have_the_same(hub: RunningHub, held: list[Desk]) -> None:
    with pytest.raises(NotJoined):
        reconcile.compare(held[0])
    held[0] = province.join(held[0], hub.url, code(hub))
    take_in(held[0])
    pay(held[0], 8_000)
    pay(held[0], 2_000)
    before = reconcile.compare(held[0])
    assert [(one.what, one.from_seq) for one in before] == [(DifferenceKind.MISSING_THERE, 1)]
    held[0], _ = province.synchronise(held[0])
    assert reconcile.compare(held[0]) == []
    pay(held[0], 1_000)
    back = FeeReturned(amount=3_000, payment=SubjectId("payment/1"))
    held[0].store.log.record(new_dossier_id(), ClerkId("mau"), back)
    held[0], _ = province.synchronise(held[0])
    assert reconcile.compare(held[0]) == []
    (own,) = counts_of(held[0].store.log).devices
    assert own.drawer == (DrawerTotal(paid_by="cash", amount=11_000, count=3),)
    assert own.returned == (DrawerTotal(paid_by="cash", amount=3_000, count=1),)


def test_what_a_desk_believes_sent_and_is_not_there_is_sent_again(
    hub: RunningHub,
    held: list[Desk],
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    take_in(held[0])
    held[0].store.log.acknowledge(1)
    (difference,) = reconcile.compare(held[0])
    reconcile.mend(held[0], difference)
    held[0], _ = province.synchronise(held[0])
    assert reconcile.compare(held[0]) == []


def test_what_another_desk_recorded_and_is_not_here_is_read_again(
    hub: RunningHub,
    held: list[Desk],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    held[0] = province.join(held[0], hub.url, code(hub))
    other = province.join(opened(tmp_path_factory.mktemp("o") / "other", hub, 5), hub.url, code(hub))
    take_in(other)
    other, _ = province.synchronise(other)
    held[0], _ = province.synchronise(held[0])
    take_in(other)
    other, _ = province.synchronise(other)
    cursor = other.store.province.get(hub_answer.CURSOR)
    other.store.close()
    assert cursor is not None
    held[0].store.province.put(hub_answer.CURSOR, cursor)  # believes to have read what it has not
    (difference,) = reconcile.compare(held[0])
    assert (difference.what, difference.own) == (DifferenceKind.MISSING_HERE, False)
    reconcile.mend(held[0], difference)
    held[0], _ = province.synchronise(held[0])
    assert reconcile.compare(held[0]) == []


def test_both_sides_are_compared_once_after_each_closing_time(tmp_path: Path) -> None:
    """In a week of no holiday, at a hub of that week."""
    thursday = date(2026, 11, 26)

    def moment(day: int, hour: int) -> datetime:
        return from_local(datetime.combine(thursday + timedelta(days=day), time(hour, 30)))

    clock = TurnedClock(moment(0, 9))
    (tmp_path / "hub").mkdir()
    with running(settings_for(tmp_path / "hub", f"sqlite:///{tmp_path / 'hub' / 'hub.db'}"), clock=clock) as hub:
        desk = province.join(opened(tmp_path / "desk", hub, clock=clock), hub.url, code(hub))
        take_in(desk)
        desk, _ = province.synchronise(desk)

        def due(day: int, hour: int) -> bool:
            clock.now = moment(day, hour)
            return reconcile.is_due(desk)

        assert due(0, 9), "never compared so far"
        assert reconcile.compare(desk) == []
        assert not due(0, 16), "Thursday, still open"
        assert due(0, 17), "the office has closed since"
        assert due(1, 7), "the machine was off in the evening: the next morning will do"
        assert due(1, 17)
        assert reconcile.compare(desk) == []
        assert not due(3, 12), "nothing closed on Saturday and Sunday"
        close_desk(desk)

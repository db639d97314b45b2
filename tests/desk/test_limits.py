"""Work stops before a wrong or unkept number is given out, with a warning before; and goes on when it is mended."""

import shutil
import sys
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.limits import (
    DISK_STOP,
    LimitState,
    check,
    clock_lead,
    clock_limit,
    limit_states,
    note_province_clock,
    recall_trust,
    trust_clock,
)
from desk.line.waiting import call_next, issue, serve
from desk.numbers import next_code
from desk.observations import Observations
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from desk.words.backup import limit_words
from desk.words.reasons import sentence
from models.not_allowed import NobodySignedIn, WorkStopped
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import fill
from tests.models.store.test_plans import statements_of

Usage = namedtuple("Usage", "total used free")  # noqa: PYI024  # as shutil has it


@pytest.fixture
def real(desk: Desk) -> Desk:
    """A desk for real work, with one dossier."""
    fill(desk, 1)
    return replace(desk, training=False)


def disk_with(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 0, free))


def test_on_a_nearly_full_disk_no_number_is_given_out(real: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_with(monkeypatch, DISK_STOP - 1)
    for asks in (lambda: next_code(real), lambda: issue(real, ["ho-tich"])):
        with pytest.raises(WorkStopped) as stopped:
            asks()
        assert (stopped.value.why, stopped.value.number) == ("disk", DISK_STOP - 1)
        assert "199 MB" in sentence(stopped.value)
    disk_with(monkeypatch, DISK_STOP)
    next_code(real)
    issue(real, ["ho-tich"])


def test_before_that_it_is_warned_of(real: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = real.settings
    for megabytes, visit_laptop in ((1_000, False), (400, True)):
        device = with_(settings.device, disk_warn_mb=megabytes, visit_laptop=visit_laptop)
        machine = replace(real, settings=with_(settings, device=device))
        disk_with(monkeypatch, megabytes * 1_000_000 - 1)
        disk = limit_states(machine)[0]
        assert disk.state is LimitState.WARN
        assert "200 MB" in limit_words(disk)
        disk_with(monkeypatch, megabytes * 1_000_000)
        assert limit_states(machine)[0].state is LimitState.OK


def test_a_clock_before_the_last_event_stops_numbers_and_seconds_do_not(real: Desk, clock: TurnedClock) -> None:
    clock.turn(minutes=-4)
    next_code(real)
    clock.turn(minutes=-2)
    with pytest.raises(WorkStopped) as stopped:
        next_code(real)
    assert stopped.value.why == "clock_back"
    assert sentence(stopped.value).startswith("Dừng cấp số: đồng hồ máy chậm hơn việc đã ghi 6 phút")
    clock.turn(minutes=6)
    next_code(real)


def test_work_that_goes_on_under_a_clock_set_back_does_not_lift_the_stop(real: Desk, clock: TurnedClock) -> None:
    clock.turn(days=-400)
    fill(real, 20)
    with pytest.raises(WorkStopped):
        next_code(real)


def test_events_that_a_wrong_clock_has_dated_do_not_stop_work_once_a_person_has_looked(
    real: Desk, clock: TurnedClock
) -> None:
    clock.turn(days=3650)
    fill(real, 2)
    clock.turn(days=-3650)
    with pytest.raises(WorkStopped):
        next_code(real)
    with pytest.raises(NobodySignedIn):
        trust_clock(replace(real, clerk=None))
    trust_clock(real)
    next_code(real)
    close_desk(real)
    again = replace(open_desk(real.folder, settings=real.settings, clock=clock, training=True), training=False)
    try:
        next_code(again)
        fill(again, 1)
        clock.turn(hours=-1)
        with pytest.raises(WorkStopped):
            next_code(again)
        recall_trust(again.store)
    finally:
        close_desk(again)


def test_a_clock_set_forward_by_more_than_a_day_while_the_desk_is_open_stops_numbers(
    real: Desk, clock: TurnedClock
) -> None:
    steady = [1000.0]
    desk = replace(real, observations=Observations(clock, lambda: steady[0]))
    clock.turn(days=3)
    steady[0] += 3 * 86_400  # three days have really passed: the PC slept over Tết
    next_code(desk)
    clock.turn(days=2)
    with pytest.raises(WorkStopped) as stopped:
        next_code(desk)
    assert stopped.value.why == "clock_forward"
    assert "2 ngày" in sentence(stopped.value)
    trust_clock(desk)
    next_code(desk)


def test_the_provinces_clock_decides_where_it_is_known(real: Desk, clock: TurnedClock) -> None:
    clock.turn(days=-2)
    real.observations.province_off = timedelta(seconds=20)
    next_code(real)
    real.observations.province_off = timedelta(minutes=7)
    assert clock_limit(real).state is LimitState.WARN
    assert limit_words(clock_limit(real)).startswith("Đồng hồ máy lệch 7 phút")
    next_code(real)
    real.observations.province_off = timedelta(hours=-13)
    with pytest.raises(WorkStopped) as stopped:
        next_code(real)
    assert "13 giờ" in sentence(stopped.value)


def test_a_damaged_file_gives_out_no_number(real: Desk) -> None:
    real.observations.file_damaged = True
    with pytest.raises(WorkStopped) as stopped:
        next_code(real)
    assert stopped.value.why == "file"


def test_what_was_begun_can_be_ended_under_any_limit(real: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(real, ["ho-tich"])
    disk_with(monkeypatch, 0)
    fill(real, 1)
    ticket = call_next(real)
    serve(real, ticket.id)


def test_asking_reads_nothing_from_the_database(real: Desk) -> None:
    assert statements_of(real.store, lambda: check(real)) == []


def reopened(desk: Desk, clock: TurnedClock) -> Desk:
    """Closed and opened again as a desk for real work, whose key lies in no keyring."""
    close_desk(desk)
    again = open_desk(desk.folder, settings=desk.settings, clock=clock, training=True)
    again.observations.ahead = clock_lead(again.store, clock())
    return replace(again, training=False)


def test_a_clock_years_ahead_at_opening_stops_numbers_until_a_person_has_looked(real: Desk, clock: TurnedClock) -> None:
    clock.turn(days=3653)
    desk = reopened(real, clock)
    with pytest.raises(WorkStopped) as stopped:
        next_code(desk)
    assert stopped.value.why == "clock_ahead"
    assert "3653 ngày" in sentence(stopped.value)
    assert limit_words(clock_limit(desk)) == sentence(stopped.value)
    fill(desk, 2)  # what was begun is ended, and says nothing of the clock
    clock.turn(hours=1)
    desk = reopened(desk, clock)
    assert clock_limit(desk).why == "clock_ahead"
    trust_clock(desk)
    next_code(desk)
    desk = reopened(desk, clock)
    next_code(desk)
    close_desk(desk)


def test_a_clock_that_is_set_right_needs_nobody(real: Desk, clock: TurnedClock) -> None:
    clock.turn(days=3653)
    desk = reopened(real, clock)
    assert clock_limit(desk).state is LimitState.STOP
    clock.turn(days=-3652)
    desk = reopened(desk, clock)
    assert clock_limit(desk).state is LimitState.OK
    clock.turn(days=44)
    desk = reopened(desk, clock)
    assert clock_limit(desk).state is LimitState.OK
    close_desk(desk)


def test_the_province_may_say_that_it_is_right(real: Desk, clock: TurnedClock) -> None:
    clock.turn(days=100)
    desk = reopened(real, clock)
    note_province_clock(desk, timedelta(hours=13))
    assert clock_limit(desk).state is LimitState.STOP
    note_province_clock(desk, timedelta(seconds=4))
    assert clock_limit(desk).state is LimitState.OK
    note_province_clock(desk, None)
    desk = reopened(desk, clock)
    assert clock_limit(desk).why == "clock_ahead"  # still nothing was recorded since
    note_province_clock(desk, timedelta(seconds=4))
    fill(desk, 1)
    desk = reopened(desk, clock)
    assert clock_limit(desk).state is LimitState.OK
    close_desk(desk)


def test_under_a_doubted_clock_no_ticket_of_yesterday_is_closed(
    tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    folder = tmp_path / "real"
    folder.mkdir()
    write_settings(folder, training_settings())
    desk = open_desk(folder, clock=clock)
    issue(desk, ["ho-tich"])
    events = desk.store.log.head().seq
    close_desk(desk)
    clock.turn(days=400)
    desk = open_desk(folder, clock=clock)
    assert desk.store.log.head().seq == events
    assert clock_limit(desk).why == "clock_ahead"
    trust_clock(desk)
    close_desk(desk)
    desk = open_desk(folder, clock=clock)
    assert desk.store.log.head().seq == events + 1
    close_desk(desk)

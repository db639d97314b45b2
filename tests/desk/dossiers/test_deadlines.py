"""Lists by due date: asked of the moment, so a dossier becomes overdue without anybody recording anything."""

from dataclasses import replace as with_
from datetime import datetime

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import lookup, results
from desk.dossiers.deadlines import Deadline, Nearness, nearness, span
from desk.settings import DeadlineSettings
from models.calendar.clock import from_local
from models.events import DueDate, SupplementAsked
from models.ids import DossierCode, DossierId, new_dossier_id
from models.not_allowed import NobodySignedIn
from models.subjects.dossier import DossierStatus
from tests.conftest import TurnedClock
from tests.desk.test_people_shown import shown_events
from tests.models.store.test_log import received


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def due(desk: Desk, code: str, when: str) -> DossierId:
    """A dossier that is due then."""
    id_ = new_dossier_id()
    event = replace(received(), code=DossierCode(code), due=DueDate(at=at(when)))
    desk.store.log.record(id_, desk.by, event)
    return id_


def codes(desk: Desk, only: Deadline | DossierStatus | None) -> list[str]:
    found: list[str] = [row.code for row in lookup.listed(desk, only=only, order="due", limit=50)]
    assert lookup.count(desk, only) == len(found)
    return found


@pytest.fixture
def friday(desk: Desk, clock: TurnedClock) -> Desk:
    """Friday 27/11/2026, 10:00; one dossier for each time."""
    clock.now = at("2026-11-27 10:00")
    for code, when in (
        ("tuesday", "2026-12-01 17:00"),
        ("noon", "2026-11-27 11:30"),
        ("yesterday", "2026-11-26 17:00"),
        ("wednesday", "2026-12-02 07:00"),
        ("early", "2026-11-27 09:30"),
        ("monday", "2026-11-30 11:30"),
    ):
        due(desk, code, when)
    return desk


def test_the_lists_by_due_date_hold_what_is_at_work_and_due_then(friday: Desk) -> None:
    assert codes(friday, Deadline.OVERDUE) == ["yesterday", "early"]
    assert codes(friday, Deadline.TODAY) == ["early", "noon"]  # its hour has passed, its day has not
    assert codes(friday, Deadline.SOON) == ["noon", "monday", "tuesday"]  # over a weekend: two working days more
    assert codes(friday, None) == ["yesterday", "early", "noon", "monday", "tuesday", "wednesday"]


def test_what_is_soon_is_set_in_working_days(friday: Desk) -> None:
    set_ = with_(friday, settings=replace(friday.settings, deadlines=DeadlineSettings(soon_days=1)))
    assert codes(set_, Deadline.SOON) == ["noon", "monday"]
    assert span(set_, Deadline.SOON).before == at("2026-12-01 00:00")


def test_a_dossier_becomes_overdue_by_the_clock_alone(friday: Desk, clock: TurnedClock) -> None:
    clock.now = at("2026-11-27 11:30")
    assert "noon" not in codes(friday, Deadline.OVERDUE)  # the moment itself is in time
    clock.now = at("2026-11-27 11:31")
    assert codes(friday, Deadline.OVERDUE) == ["yesterday", "early", "noon"]


def test_what_waits_for_the_citizen_or_has_ended_is_in_no_list_by_due_date(friday: Desk) -> None:
    rows = {row.code: row.id for row in lookup.listed(friday, only=None, order="due", limit=50)}
    friday.store.log.record(
        rows[DossierCode("early")], friday.by, SupplementAsked(number="S", missing=(), reason="thiếu")
    )
    results.hand_over(
        friday, rows[DossierCode("yesterday")], "người nhận", authority="Giấy ủy quyền", signed_by="Lý Thị Mẫu"
    )
    assert codes(friday, Deadline.OVERDUE) == []
    assert codes(friday, Deadline.TODAY) == ["noon"]
    assert codes(friday, None)[-2:] == ["early", "yesterday"]
    for row in lookup.listed(friday, only=None, order="due", limit=50)[-2:]:
        assert nearness(friday, row, friday.clock()) is Nearness.FAR


@pytest.mark.parametrize(
    ("now", "when", "near"),
    [
        ("2026-11-27 10:00", "2026-11-27 16:00", Nearness.FAR),  # 1.5 + 2.5 hours: four are not less than four
        ("2026-11-27 10:01", "2026-11-27 16:00", Nearness.URGENT),
        ("2026-11-27 15:00", "2026-11-30 08:59", Nearness.URGENT),  # two on Friday, less than two on Monday
        ("2026-11-27 15:00", "2026-11-30 09:00", Nearness.FAR),
        ("2026-11-28 10:00", "2026-11-30 07:30", Nearness.URGENT),
        ("2026-11-27 10:00", "2026-11-27 10:00", Nearness.URGENT),
        ("2026-11-27 10:01", "2026-11-27 10:00", Nearness.OVERDUE),
    ],
)
def test_less_than_four_working_hours_are_pressing(
    desk: Desk, clock: TurnedClock, now: str, when: str, near: Nearness
) -> None:
    clock.now = at(now)
    due(desk, "1", when)
    (row,) = desk.store.dossiers.page()
    assert nearness(desk, row, clock.now) is near


def test_whom_a_list_by_due_date_shows_is_recorded_by_the_dossiers_it_shows(friday: Desk) -> None:
    overdue = lookup.listed(friday, only=Deadline.OVERDUE, order="due", limit=50)
    lookup.count(friday, Deadline.SOON)  # a number shows nobody
    assert [event.dossiers for event in shown_events(friday)] == [tuple(sorted(row.id for row in overdue))]
    lookup.listed(friday, only=Deadline.TODAY, order="due", limit=50)
    assert [event.count for event in shown_events(friday)] == [2, 1]


def test_nobody_sees_a_list_by_due_date_without_the_right_to_read(friday: Desk) -> None:
    locked = with_(friday, clerk=None)
    for ask in (
        lambda: lookup.listed(locked, only=Deadline.OVERDUE, order="due", limit=5),
        lambda: lookup.count(locked, Deadline.OVERDUE),
    ):
        with pytest.raises(NobodySignedIn):
            ask()

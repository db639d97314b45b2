"""The hub's thread of seats looks at the office that has news; what that asks does not grow with the province."""

from datetime import timedelta
from pathlib import Path

from models.appointment_slots import slots_subject
from models.events import SeatsAsked, SlotHoursSet, WeeklyRange
from models.ids import CounterId, new_subject
from sync.hub.log import intake
from sync.hub.offices import offices
from sync.hub.seats.lease_files import SeatFiles
from sync.hub.seats.sender import Leasing
from sync.hub.store import HubStore
from sync.hub.store.seats import seat_rows
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.log.test_quarantine import statements

EVERY_DAY = tuple(WeeklyRange(weekday, 450, 570) for weekday in range(7))


def test_a_turn_serves_the_office_that_has_news_and_asks_as_much_in_a_province_of_any_size(
    hub_store: HubStore, enrolled: Enrol, tmp_path: Path
) -> None:
    device, desk, _ = enrolled()
    for number in range(30):
        offices.create_office(hub_store, f"H99.98.{number:02d}", "Xã Mẫu")
    desk.record(
        slots_subject("a", CounterId("")),
        SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60),
    )

    def ask() -> None:
        before = len(desk.log)
        desk.record(new_subject("seat-lease/"), SeatsAsked(installation="one", day=NOW.date() + timedelta(days=1)))
        intake.take_in(hub_store, device, desk.up(before + 1 if before > 1 else 1), NOW)

    def unread() -> list[str]:
        with hub_store.reading() as reading:
            return seat_rows.offices_behind(reading)

    leasing = Leasing(hub_store, SeatFiles(tmp_path / "given"), lambda: NOW)
    ask()
    assert unread() == [OFFICE]
    leasing.turn()  # the first looks at all
    assert unread() == []
    ask()
    leasing.told("H99.98.01")
    with statements(hub_store) as asked:
        assert leasing.turn() > 0
    assert len(asked) == 1
    assert unread() == [OFFICE]
    leasing.told(OFFICE)
    leasing.turn()
    assert unread() == []

"""The hub's thread of seats looks at the office that has news; what that asks does not grow with the province."""

from datetime import timedelta
from pathlib import Path

from models.appointment_slots import slots_subject
from models.events import Seat, SeatsAsked, SeatsReturned, SlotHoursSet, WeeklyRange
from models.ids import CounterId, new_subject
from sync.hub.log import intake
from sync.hub.offices import offices
from sync.hub.seats.lease_files import GivenSeats, SeatFiles
from sync.hub.seats.sender import Leasing
from sync.hub.store import HubStore
from sync.hub.store.seats import seat_rows
from sync.hub.store.seats.seat_tables import lease, taken
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


def test_what_a_turn_reads_and_asks_does_not_grow_with_the_years(
    hub_store: HubStore, enrolled: Enrol, tmp_path: Path
) -> None:
    device, desk, _ = enrolled()
    rules = SlotHoursSet(service="a", valid_from=NOW.date(), weekly=EVERY_DAY, minutes=60)
    desk.record(slots_subject("a", CounterId("")), rules)
    files = SeatFiles(tmp_path / "given")
    seats = tuple(Seat("a", CounterId(""), NOW.date(), 450, number) for number in range(1, 3))
    for number in range(200):
        files.record(OFFICE, GivenSeats(f"seat-lease/{number}", device.number, "one", 1, seats))

    def turn() -> int:
        """How many statements it takes."""
        desk.record(new_subject("seat-lease/"), SeatsReturned())
        intake.take_in(hub_store, device, desk.up(len(desk.log) if len(desk.log) > 2 else 1), NOW)
        leasing.told(OFFICE)
        with statements(hub_store) as asked:
            leasing.turn()
        return len(asked)

    leasing = Leasing(hub_store, files, lambda: NOW)
    turn()  # puts all of it back: this database lacks it
    looked_up = turn()  # asks once which of them are there
    usual = turn()
    assert usual == looked_up  # now for the last one alone
    files.record(OFFICE, GivenSeats("seat-lease/later", device.number, "one", 2, seats))
    turn()
    assert turn() == usual + 1
    assert turn() == usual


def test_a_database_set_back_under_a_hub_at_work_gets_back_what_it_lacks(
    hub_store: HubStore, enrolled: Enrol, tmp_path: Path
) -> None:
    device, _, _ = enrolled()
    files = SeatFiles(tmp_path / "given")
    named = [f"seat-lease/{number}" for number in range(5)]
    for minute, name in enumerate(named, 450):
        seat = Seat("a", CounterId(""), NOW.date(), minute, 1)
        files.record(OFFICE, GivenSeats(name, device.number, "one", 1, (seat,)))

    def restored() -> list[str]:
        with hub_store.writing() as writing:
            files.restore(writing, OFFICE)
            return sorted(row.lease for row in seat_rows.taken_between(writing, OFFICE, NOW.date(), NOW.date()))

    assert [restored(), restored()] == [named, named]
    with hub_store.writing() as writing:
        for name in named[2:]:
            writing.execute(lease.delete().where(lease.c.id == name))
            writing.execute(taken.delete().where(taken.c.lease == name))
    assert restored() == named


def test_a_line_with_a_damaged_byte_hides_no_other(tmp_path: Path) -> None:
    files = SeatFiles(tmp_path / "given")
    for minute, name in enumerate(("seat-lease/0", "seat-lease/1"), 450):
        seat = Seat("a", CounterId(""), NOW.date(), minute, 1)
        files.record(OFFICE, GivenSeats(name, 1, "one", 1, (seat,)))
    (file,) = (tmp_path / "given").iterdir()
    file.write_bytes(file.read_bytes().replace(b"seat-lease/0", b"seat-lease\xdb0"))
    assert [one.id for one in SeatFiles(tmp_path / "given").given(OFFICE)] == ["seat-lease/1"]

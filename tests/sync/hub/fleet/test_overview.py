"""The province's machines as the administrator sees them, on either database."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from models.calendar.clock import micros
from models.ids import DeviceId
from sync.hub.fleet.overview import PAGE, FleetQuestion, HealthAsked, all_machines, as_csv, fleet_page
from sync.hub.fleet.reports import note_report
from sync.hub.fleet.settings import FleetSettings
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore, office_rows
from sync.hub.store.fleet.report_rows import ReportRow, put_report
from sync.messages import DeviceReport, ReportedState, pack_report
from sync.messages.fleet import LATEST_SECOND
from tests.sync.hub.conftest import NOW, OFFICE, Enrol

SAID = FleetSettings()
DAY = timedelta(days=1)
WELL = DeviceReport("0.2.0", ReportedState.OK, 52_300, int((NOW - DAY).timestamp()), "connected")
ILL = DeviceReport("0.1.0", ReportedState.STOP, 300, 0, "lost", ("backup:never", "disk"))


def tell(store: HubStore, device: Device, report: DeviceReport, at: datetime = NOW) -> None:
    assert note_report(store, device, pack_report(report), at)


def listed(store: HubStore, now: datetime = NOW, **asked: object) -> list[int]:
    return [one.device for one in fleet_page(store, FleetQuestion(**asked), SAID, now).machines]  # type: ignore[arg-type]


def test_what_a_machine_told_last_stands_and_one_that_told_nothing_is_listed_with_what_is_known(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    (first, _, _), _ = enrolled(), enrolled()
    tell(hub_store, first, WELL, NOW - 3 * DAY)
    tell(hub_store, first, WELL)
    one, other = fleet_page(hub_store, FleetQuestion(), SAID, NOW + DAY).machines
    assert (one.program, one.health, one.disk_free, one.scanner) == ("0.2.0", "ok", 52_300_000_000, "connected")
    assert (one.contact, one.program_since, one.backup_days) == (NOW, NOW - 3 * DAY, 2)
    assert (one.silent, one.disk_low, one.backup_old) == (False, False, False)
    assert (other.program, other.health, other.contact, other.disk_free) == (None, None, None, None)

    tell(hub_store, first, ILL, NOW + DAY)
    one = fleet_page(hub_store, FleetQuestion(), SAID, NOW + 9 * DAY).machines[0]
    assert (one.program, one.program_since, one.troubles) == ("0.1.0", NOW + DAY, ("backup:never", "disk"))
    assert (one.silent, one.disk_low, one.backup_old, one.backup_days) == (True, True, True, None)


def test_machines_are_found_by_old_version_silence_health_and_office(hub_store: HubStore, enrolled: Enrol) -> None:
    machines = [enrolled()[0] for _ in range(3)]
    well, ill, untold = (one.number for one in machines)
    tell(hub_store, machines[0], WELL, NOW + 8 * DAY)
    tell(hub_store, machines[1], ILL, NOW + 2 * DAY)
    now = NOW + 9 * DAY
    assert listed(hub_store, now) == [well, ill, untold]
    assert listed(hub_store, now, older_than="0.2.0") == [ill, untold]
    assert listed(hub_store, now, older_than="0.1.0") == [untold]
    assert listed(hub_store, now, silent_days=8) == [untold]
    assert listed(hub_store, now, silent_days=7) == [ill, untold]
    assert listed(hub_store, now, health=HealthAsked.ILL) == listed(hub_store, now, health=HealthAsked.STOP) == [ill]
    assert listed(hub_store, now, health=HealthAsked.UNTOLD) == [untold]
    assert listed(hub_store, now, office=OFFICE[:3], health=HealthAsked.OK) == [well]
    assert listed(hub_store, now, office="Mẫu Sơn") == [well, ill, untold]
    assert listed(hub_store, now, office="%") == []
    assert fleet_page(hub_store, FleetQuestion(), SAID, now).programs == {"0.2.0": 1, "0.1.0": 1, "": 1}
    offices.revoke(hub_store, OFFICE, untold, NOW)
    assert listed(hub_store, now) == [well, ill]


def test_a_number_that_was_given_up_for_another_is_not_listed(hub_store: HubStore, enrolled: Enrol) -> None:
    (old, _, _), (new, _, _) = enrolled(), enrolled()
    with hub_store.writing() as writing:
        row = office_rows.find_device(writing, OFFICE, new.number)
        assert row is not None
        office_rows.change_device(writing, row, instead_of=old.number)
    assert listed(hub_store) == [new.number]


@pytest.mark.parametrize("packed", [b"", b"\xff", b"x" * 3000, pack_report(WELL)[:-3]])
def test_a_report_that_is_none_is_dropped(hub_store: HubStore, enrolled: Enrol, packed: bytes) -> None:
    device, _, _ = enrolled()
    assert not note_report(hub_store, device, packed, NOW)
    assert [one.reported_at for one in all_machines(hub_store, FleetQuestion(), SAID, NOW)] == [None]


def test_words_that_a_machine_makes_up_are_shown_and_calculated_nowhere(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    tell(hub_store, device, replace(WELL, program="=1+1\0\n", scanner="<b>"))
    table = as_csv(all_machines(hub_store, FleetQuestion(), SAID, NOW)).decode("utf-8-sig")
    head, line = table.splitlines()
    assert head.startswith("office,office_name,device")
    assert ",'=1+1," in line


@pytest.mark.parametrize("backup_at", [LATEST_SECOND + 1, 1 << 53])
def test_a_day_of_no_calendar_that_one_machine_told_hides_no_other(
    hub_store: HubStore, enrolled: Enrol, backup_at: int
) -> None:
    device, _, _ = enrolled()
    assert not note_report(hub_store, device, pack_report(replace(WELL, backup_at=backup_at)), NOW)
    kept = ReportRow(  # by a hub of before
        office=OFFICE,
        number=device.number,
        at=micros(NOW),
        program="0.1.0",
        state="ok",
        disk_free=1,
        backup_at=backup_at,
        scanner="",
        troubles="",
    )
    with hub_store.non_durable() as writing:
        put_report(writing, kept)
    assert listed(hub_store, NOW) == [device.number]
    assert fleet_page(hub_store, FleetQuestion(), SAID, NOW).machines[0].backup_days == 0


def test_the_pages_of_a_thousand_offices_are_of_one_size_and_miss_nobody(hub_store: HubStore) -> None:
    with hub_store.writing() as writing:
        for number in range(PAGE + 1):
            office_rows.put_office(writing, office_rows.OfficeRow(f"H98.{number:04}", "Xã", bytes(8), 0, 0, 0, 0))
            row = office_rows.fresh_device(f"H98.{number:04}", DeviceId(1), micros(NOW))
            office_rows.put_device(writing, replace(row, key_id=f"{number}", public_key=bytes(32)))
    found = [fleet_page(hub_store, FleetQuestion(page=page), SAID, NOW) for page in (1, 2, 99)]
    assert [(one.page, one.pages, one.count, len(one.machines)) for one in found] == [
        (1, 2, PAGE + 1, PAGE),
        (2, 2, PAGE + 1, 1),
        (2, 2, PAGE + 1, 1),
    ]
    assert len({one.office for page in found for one in page.machines}) == PAGE + 1

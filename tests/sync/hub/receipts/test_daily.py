"""The day's table of an office, as XML and as JSON, with the names of the settings."""

import json
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from models.calendar.clock import local_day
from models.events import ReceiptVoided
from models.ids import ClerkId
from models.receipt_day import STATES, DayRowState
from sync.hub.receipts.daily import day_table, message, write
from sync.hub.receipts.settings import DailyFormat
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.receipts.conftest import LINE, Office

VIETNAMESE = DailyFormat(
    root="BangKe", row="BL", names={"number": "So", "rows": "DS"}, states={"new": "1"}, date="%d/%m/%Y"
)


def test_the_table_of_a_day_is_made_of_the_stream(office: Office, tmp_path: Path) -> None:
    device = office.desk()
    office.series()
    office.lease()
    first, second, _ = office.issue(device, 1, 2, 3)
    office.record(device, second, ReceiptVoided(reason="in hỏng \x0b", confirmed_by=ClerkId("hai")))
    office.send(device)
    today = local_day(office.now)
    before = message(day_table(office.store, OFFICE, today), DailyFormat())
    assert (before["table"], before["count"], before["total"]) == ("01/TH-BLĐT", 3, 2 * LINE.amount)
    office.now += timedelta(days=1)
    office.record(device, first, ReceiptVoided(reason="nhầm", confirmed_by=ClerkId("hai")))
    office.send(device)
    # What was told of the first day stays; the next day's table changes it.
    assert message(day_table(office.store, OFFICE, today), DailyFormat()) == before
    rows = message(day_table(office.store, OFFICE, today + timedelta(days=1)), DailyFormat())["rows"]
    assert isinstance(rows, list)
    (row,) = rows
    assert (row["state"], row["period"]) == (STATES[DayRowState.VOID], today.isoformat())
    assert len(row) == 13
    table = day_table(office.store, OFFICE, today)
    write(table, VIETNAMESE, tmp_path / "day.xml")
    root = ET.parse(tmp_path / "day.xml").getroot()  # noqa: S314 - our own
    assert (root.tag, [one.findtext("So") for one in root.iter("BL")]) == ("BangKe", ["1", "2", "3"])
    assert [one.findtext("state") for one in root.iter("BL")] == ["1", STATES[DayRowState.VOID], "1"]
    write(table, VIETNAMESE, tmp_path / "day.json")
    told = json.loads((tmp_path / "day.json").read_text("utf-8"))
    assert told["DS"][0]["issued_on"] == today.strftime("%d/%m/%Y")

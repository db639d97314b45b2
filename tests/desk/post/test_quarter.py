"""The quarter's figures: counted by procedure, what is not known said, whole in a spreadsheet and on paper."""

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desk.desk import Desk
from desk.post import consignments, parcels
from desk.post.quarter import QuarterUnknown, quarter, write_quarter
from models.clerk import Role
from models.events import ParcelStage
from models.not_allowed import RoleForbids
from models.post_quarter import Quarter, quarter_of
from printing.forms.post.quarter import UNKNOWN
from tests.conftest import TurnedClock
from tests.desk.post.test_consignments import as_, counted, sent, signed
from tests.desk.post.test_parcels import ready


def test_a_quarter_has_its_days_and_the_day_before_which_it_is_reported() -> None:
    found = quarter_of("2026-q4")
    assert found == Quarter(2026, 4)
    assert (found.first, found.last, found.reported_before) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
        date(2027, 1, 10),
    )
    assert (Quarter(2026, 1).last, Quarter(2026, 2).reported_before) == (date(2026, 3, 31), date(2026, 7, 10))
    assert [quarter_of(text) for text in ("2026Q5", "Q4", "0000Q1", "")] == [None] * 4


def test_what_went_in_and_out_is_counted_and_what_nobody_knows_is_said(
    desk: Desk, clock: TurnedClock, tmp_path: Path
) -> None:
    clerk = as_(desk, "can-bo")
    full, short, late = sent(clerk), sent(clerk, fee=8_000), sent(clerk)
    signed(clerk, counted(clerk, full))
    signed(clerk, consignments.count(clerk, short.number, []))
    for _ in range(2):
        ready(clerk)
    first = parcels.hand_over(clerk).parcels[0]
    parcels.scan(clerk, first.number, ParcelStage.DELIVERED, receiver="Mẫu")
    clock.turn(days=30)
    assert consignments.is_late(clerk, late)
    told = quarter(clerk, "2026Q4")
    whole = told.figures[0]
    assert (whole.sent_in, whole.handed_in, whole.incomplete, whole.in_late) == (3, 2, 1, 1)
    assert (whole.in_fees, whole.in_paid) == (8_000, 0)
    assert (whole.sent_out, whole.delivered, whole.under_way, whole.out_late) == (2, 2, 0, 0)
    assert (whole.lost, whole.complaints, whole.postage) == (None, None, None)
    assert sum(row.sent_in for row in told.figures[1:]) == 3
    assert quarter(clerk, "2026Q3").figures[0].sent_in == 0
    with pytest.raises(QuarterUnknown):
        quarter(clerk, "2027Q1")
    with pytest.raises(RoleForbids):
        quarter(as_(desk, "di-nha", Role.VISITOR), "2026Q4")
    assert write_quarter(clerk, told, tmp_path / "quy.xlsx") == 0
    rows = CalamineWorkbook.from_path(tmp_path / "quy.xlsx").get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if row[0] == "Thủ tục")
    total = next(row for row in rows if row[0] == "Tổng cộng")
    assert (total[heads.index("Hồ sơ gửi đến")], total[heads.index("Khiếu nại")]) == (3, UNKNOWN)
    assert write_quarter(clerk, told, tmp_path / "quy.pdf") == 1

"""The day's table of receipts at a desk: rows, sums, whose they are; read back from the PDF and the spreadsheet."""

import json
from dataclasses import replace as with_
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from desk.__main__ import cli
from desk.desk import Desk
from desk.money import payments, receipts
from desk.money.day_table import day_table, write_day_table
from desk.money.receipts import Payer
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.table_file import TableNameUnfit
from desk.training.training import training_settings
from models.clerk import Clerk, Role
from models.events import FeeLine, ReceiptIssued, ReceiptVoided
from models.ids import ClerkId, SubjectId, new_subject
from models.money import ReceiptNumber
from models.receipt_day import HEADS, DayRowState, total_of
from tests.conftest import TurnedClock
from tests.desk.money.test_payments import leased, pool, receipts_of, taken_in
from tests.printing.reading import texts


def issue(desk: Desk, number: int, amount: int = 4_000) -> SubjectId:
    id_ = new_subject("receipt/")
    told = ReceiptNumber(form="EBL01", series="26TAB", number=number)
    desk.store.log.record(id_, desk.by, ReceiptIssued(number=told, lines=(FeeLine(name="Bản sao", amount=amount),)))
    return id_


def void(desk: Desk, id_: SubjectId, reason: str) -> None:
    desk.store.log.record(id_, desk.by, ReceiptVoided(reason=reason, confirmed_by=ClerkId("hai")))


@pytest.fixture
def day(desk: Desk, clock: TurnedClock) -> Desk:
    """Of three receipts 11 stands, 12 is void and 13 is replaced by 14; number 9 of yesterday became void today."""
    earlier = issue(desk, 9)
    clock.turn(days=1)
    desk = leased(desk, pool(desk, 11, 60))
    _, second, third = (receipts_of(desk, payments.take(desk, [taken_in(desk).id]))[0] for _ in range(3))
    void(desk, second.id, "in hỏng")
    receipts.replace_receipt(desk, third.id, Payer(name="Trần Thị Mẫu"), "sai tên")
    void(desk, earlier, "nhầm")
    return desk


def test_void_receipts_keep_their_row_and_number_and_are_not_in_the_sum(day: Desk) -> None:
    yesterday = day.today - timedelta(days=1)
    rows = day_table(day, day.today).rows
    assert [(row.number, row.state, row.period, row.explanation) for row in rows] == [
        (9, DayRowState.VOID, yesterday, "nhầm"),
        (11, DayRowState.NEW, None, ""),
        (12, DayRowState.VOID, None, "in hỏng"),
        (13, DayRowState.NEW, None, ""),
        (14, DayRowState.REPLACING, None, "sai tên"),
    ]
    assert total_of(rows) == 3 * 4_000
    (before,) = day_table(day, yesterday).rows
    assert (before.number, before.state) == (9, DayRowState.NEW)


def test_the_spreadsheet_has_the_13_columns_and_the_rows_of_the_paper(day: Desk, tmp_path: Path) -> None:
    table = day_table(day, day.today)
    assert write_day_table(day, table, tmp_path / "bang.XLSX") == 0
    (sheet,) = CalamineWorkbook.from_path(tmp_path / "bang.XLSX").sheet_names
    lines = CalamineWorkbook.from_path(tmp_path / "bang.XLSX").get_sheet_by_name(sheet).to_python()
    head = next(place for place, line in enumerate(lines) if line[0] == "STT")
    assert lines[head] == list(HEADS.values())
    assert len(HEADS) == 13
    rows = lines[head + 1 :]
    assert [(row[0], row[3], row[6], row[8]) for row in rows] == [
        (1, "00000009", 4_000, "Hủy"),
        (2, "00000011", 4_000, "Mới"),
        (3, "00000012", 4_000, "Hủy"),
        (4, "00000013", 4_000, "Mới"),
        (5, "00000014", 4_000, "Thay thế"),
    ]
    assert rows[4][10] == "26TAB-00000013"
    assert write_day_table(day, table, tmp_path / "bang.pdf") == 1
    said = " ".join(" ".join(texts((tmp_path / "bang.pdf").read_bytes())).split())
    assert all(str(row[3]) in said for row in rows)
    assert all(word in said for head in HEADS.values() for word in head.split())
    assert "Cộng 5 dòng, trong đó hủy 2." in said
    assert "12.000 đồng (Mười hai nghìn đồng)" in said
    with pytest.raises(TableNameUnfit):
        write_day_table(day, table, tmp_path / "bang.doc")


def test_a_clerk_gets_the_own_receipts_and_the_paper_says_so(desk: Desk, tmp_path: Path) -> None:
    clerk = Clerk(id=ClerkId("mot"), name="Người Một", roles=frozenset({Role.CLERK}))
    leader = Clerk(id=ClerkId("ld"), name="Lãnh Đạo", roles=frozenset({Role.LEADER}))
    own, all_ = with_(desk, clerk=clerk), with_(desk, clerk=leader)
    issue(own, 1)
    issue(all_, 2)
    mine, office = (day_table(who, desk.today) for who in (own, all_))
    assert [[row.number for row in table.rows] for table in (mine, office)] == [[1], [1, 2]]
    for table, says in ((mine, "Chỉ gồm biên lai do Người Một thu"), (office, "Gồm mọi biên lai của cơ quan")):
        write_day_table(desk, table, tmp_path / "bang.pdf")
        assert says in " ".join(texts((tmp_path / "bang.pdf").read_bytes())[0].split())


def test_the_command_tells_the_rows_and_writes_the_file(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "bang.xlsx"
    write_settings(data, training_settings())
    desk = open_desk(data, training=True)
    issue(desk, 1)
    void(desk, issue(desk, 2), "in hỏng")
    today = desk.today.isoformat()
    close_desk(desk)
    typed = ["--data", str(data), "receipts", "--day", today]
    told = json.loads(CliRunner().invoke(cli, [*typed, "--out", str(out), "--json"]).stdout)
    assert (told["table"], told["count"], told["total"], told["only_of"]) == ("01/TH-BLĐT", 2, 4_000, None)
    assert [list(row) for row in told["rows"]] == [list(HEADS)] * 2
    assert [row["number"] for row in told["rows"]] == [1, 2]
    assert out.exists()
    said = CliRunner().invoke(cli, typed).stdout.splitlines()
    assert said[1] == "EBL01 26TAB 00000002: 4.000 đồng, hủy."
    assert said[-1].endswith("2 dòng, 4.000 đồng không kể biên lai hủy.")

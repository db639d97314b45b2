"""Lists of people: each line checked, each a dossier of its own, nobody twice whatever happens."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import bulk
from desk.intake.intake import IntakeForm
from desk.intake.name_list import Fault, Row, bad_row_words, read_file, read_list
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.training.training import training_settings
from models.events import Form, PaidBy
from models.not_allowed import BlockExhausted, FileNotReadable, NothingListed, PapersMissing
from models.person import Authority, Person, Sex, Standing
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete

TABLE = """STT\tHọ và tên\tNgày sinh\tGiới tính\tSố định danh\tĐịa chỉ
1\tNguyễn Văn Mẫu\t02/03/2019\tNam\t001219000001\tThôn Mẫu, Xã Mẫu Sơn
2\tTrần Thị Thử\t2018\tNữ\t\t

3\tLê Văn Thí\t31/02/2019\tNam\t001219000003\tThôn Mẫu
4\tPhạm Văn Dụ\t01/01/2019\tNam\t00121900000\tThôn Mẫu
5\tNguyễn Văn Mẫu\t02/03/2019\tNam\t001219000001\tThôn Mẫu
"""


def names(count: int) -> str:
    return "\n".join(
        f"{n}. Nguyễn Văn Mẫu {'ABCDEFGHIKLMNOPQRSTUVXY'[n % 23]}{n}; 2018; Thôn {n}" for n in range(1, count + 1)
    )


def test_a_pasted_table_is_read_by_its_heads_and_bad_lines_are_named() -> None:
    listed = read_list(TABLE, address="Xã Mẫu Sơn")
    assert [row.person for row in listed.rows] == [
        Person(
            full_name="Nguyễn Văn Mẫu",
            born_on=date(2019, 3, 2),
            sex=Sex.MALE,
            personal_number="001219000001",
            address="Thôn Mẫu, Xã Mẫu Sơn",
        ),
        Person(full_name="Trần Thị Thử", born_year=2018, sex=Sex.FEMALE, address="Xã Mẫu Sơn"),
    ]
    assert [(bad.line, bad.fault) for bad in listed.bad] == [
        (5, Fault.DATE_IMPOSSIBLE),
        (6, Fault.NUMBER_MALFORMED),
        (7, Fault.TWICE),
    ]
    assert all(bad_row_words(bad).startswith(f"Dòng {bad.line}: ") for bad in listed.bad)
    assert next(bad.fault for bad in read_list(TABLE).bad) is Fault.ADDRESS_MISSING


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Nguyễn Văn Mẫu", Person(full_name="Nguyễn Văn Mẫu", address="Xã")),
        ("1. Nguyễn Văn Mẫu", Person(full_name="Nguyễn Văn Mẫu", address="Xã")),
        (
            "7,Nguyễn Văn Mẫu,5/6/1990,0912 345 678,Thôn Đông",
            Person(full_name="Nguyễn Văn Mẫu", born_on=date(1990, 6, 5), phone="0912 345 678", address="Thôn Đông"),
        ),
        (
            "012345678; Nguyễn Văn Mẫu; 1950",
            Person(full_name="Nguyễn Văn Mẫu", born_year=1950, old_number="012345678", address="Xã"),
        ),
        (
            'Nguyễn Văn Mẫu,"Số 1, Thôn Đông, Xã Mẫu Sơn"',
            Person(full_name="Nguyễn Văn Mẫu", address="Số 1, Thôn Đông, Xã Mẫu Sơn"),
        ),
        ("Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u", Person(full_name="Nguyễn Văn Mẫu", address="Xã")),
    ],
)
def test_lines_without_heads_are_known_by_the_shape_of_their_cells(line: str, person: Person) -> None:
    assert read_list(line, address="Xã").rows == (Row(1, person),)


@given(st.text())
def test_no_list_is_too_odd_and_no_line_is_lost(text: str) -> None:
    listed = read_list(text, address="Xã")
    lines = [row.line for row in listed.rows] + [bad.line for bad in listed.bad]
    assert len(lines) == len(set(lines))
    assert len(lines) <= len(text.splitlines())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_of_excel_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "danh sách.csv"
    path.write_bytes(TABLE.replace("\t", ";").encode(encoding))
    assert len(read_list(read_file(path), address="Xã").rows) == 2
    path.write_bytes(b"\xff\xfa\x00\x81")
    with pytest.raises(FileNotReadable):
        read_file(path)
    with pytest.raises(FileNotReadable):
        read_file(tmp_path / "none.csv")


def own(desk: Desk) -> IntakeForm:
    """What all have in common; nobody is named: each comes in the own matter."""
    return replace(complete(desk, RESIDENCE), submitter=Person(), paid_by=PaidBy.CASH)


def take_all(desk: Desk, batch: bulk.Batch) -> bulk.Standing:
    """One after the other, as the screen does it."""
    for at in range(len(batch.entries)):
        bulk.take_one(desk, batch, at)
    return bulk.standing(desk, batch)


def test_each_of_a_list_gets_a_dossier_a_code_and_a_receipt(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), read_list(names(5)).rows)
    standing = take_all(desk, batch)
    assert standing.is_whole
    dossiers = [desk.store.log.dossier(id_) for id_ in standing.taken]
    assert [dossier.code[-4:] for dossier in dossiers] == ["3001", "3002", "3003", "3004", "3005"]
    assert all(dossier.due and dossier.fee and dossier.taken == dossier.fee.total for dossier in dossiers)
    assert standing.paid == standing.fee
    papers = bulk.slip_jobs(desk, batch)
    assert [paper.subject for paper in papers] == list(standing.taken)
    assert bulk.slip_jobs(desk, batch) == ()
    bulk.finish(desk)
    assert bulk.waiting(desk) is None


def test_a_list_brought_by_one_person_is_theirs_to_bring_and_each_ones_own(desk: Desk) -> None:
    brought = replace(
        complete(desk, RESIDENCE), authority=Authority(relation="Hiệu trưởng", standing=Standing.AUTHORISED)
    )
    batch = bulk.begin(desk, brought, read_list(names(2)).rows)
    for id_ in take_all(desk, batch).taken:
        found = desk.store.log.dossier(id_).intake
        assert found is not None
        assert found.submitter.full_name == "Nguyễn Văn Mẫu"
        assert isinstance(found.owner, Person)
        assert found.owner.born_year == 2018


def test_after_a_power_cut_the_list_goes_on_and_nobody_is_twice(tmp_path: Path, clock: TurnedClock) -> None:
    first = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    batch = bulk.begin(first, own(first), read_list(names(6)).rows)
    for at in range(3):
        bulk.take_one(first, batch, at)
    close_desk(first)
    again = open_desk(tmp_path, settings=training_settings(), clock=clock, training=True)
    kept = bulk.waiting(again)
    assert kept == batch
    assert len(bulk.standing(again, kept).taken) == 3
    take_all(again, kept)
    take_all(again, kept)
    count = again.store.log.counts().dossiers
    standing = bulk.standing(again, kept)
    close_desk(again)
    assert (count, len(set(standing.taken)), standing.is_whole) == (6, 6, True)


def test_when_the_numbers_of_the_day_end_the_list_stays(desk: Desk) -> None:
    few = replace(desk.settings, device=replace(desk.settings.device, block_last=3003))
    short = Desk(**{name: getattr(desk, name) for name in desk.__slots__} | {"settings": few})
    batch = bulk.begin(short, own(short), read_list(names(5)).rows)
    with pytest.raises(BlockExhausted):
        take_all(short, batch)
    assert len(bulk.standing(short, batch).taken) == 3
    assert take_all(desk, batch).is_whole


def test_nothing_is_begun_where_the_form_is_not_whole_or_nobody_is_named(desk: Desk) -> None:
    with pytest.raises(NothingListed):
        bulk.begin(desk, own(desk), ())
    with pytest.raises(PapersMissing):
        bulk.begin(desk, replace(own(desk), papers=()), read_list(names(2)).rows)
    assert bulk.waiting(desk) is None


def test_one_paper_lists_them_all(desk: Desk) -> None:
    batch = bulk.begin(desk, own(desk), read_list(names(40)).rows)
    with pytest.raises(NothingListed):
        bulk.list_job(desk, batch)
    standing = take_all(desk, batch)
    paper = bulk.list_job(desk, batch)
    assert (paper.form, paper.copy, paper.subject) == (Form.LIST, 1, standing.taken[0])
    printed = print_jobs.deliver(paper, lambda verb: verb(desk))
    pages = pypdfium2.PdfDocument(printed.where)
    words = " ".join(page.get_textpage().get_text_range() for page in pages)
    for id_ in standing.taken:
        assert desk.store.log.dossier(id_).code in words.replace("\r\n", "")
    assert "DANH SÁCH HỒ SƠ ĐÃ TIẾP NHẬN" in words
    assert len(pages) > 1

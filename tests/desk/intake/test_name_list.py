"""Lists of people as schools and hamlets write them: each person as written, no line lost, nothing guessed."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from desk.intake.columns import Means
from desk.intake.list_result import MOST_ROWS, BadRow, Change, Listed, ListedPerson, ListFault, Remark
from desk.intake.list_words import bad_row_words, fault_words, warning_words
from desk.intake.name_list import read_list
from desk.intake.table import read_file, table_of
from models.person import Person, Sex
from models.person_doubts import Doubt
from tests.fakes.workbooks import workbook

TODAY = date(2026, 11, 29)


def read(text: str, address: str = "", chosen: dict[int, Means] | None = None) -> Listed:
    return read_list(table_of(text), today=TODAY, address=address, chosen=chosen)


def only(text: str, address: str = "") -> Person:
    """The one person of a list that has no bad line."""
    listed = read(text, address)
    assert listed.bad == ()
    (row,) = listed.rows
    return row.person


def fault(text: str, address: str = "") -> BadRow:
    """The one bad line of a list that has no person."""
    listed = read(text, address)
    assert listed.rows == ()
    (bad,) = listed.bad
    return bad


TABLE = """STT\tHọ và tên\tNgày sinh\tGiới tính\tSố định danh\tĐịa chỉ
1\tNguyễn Văn Mẫu\t02/03/2019\tNam\t001219000001\tThôn Mẫu, Xã Mẫu Sơn
2\tTrần Thị Thử\t2018\tNữ\t\t

3\tLê Văn Thí\t31/02/2019\tNam\t001219000003\tThôn Mẫu
4\tPhạm Văn Dụ\t01/01/2019\tNam\t00121900\tThôn Mẫu
5\tNguyễn Văn Mẫu\t02/03/2019\tNam\t001219000001\tThôn Mẫu
"""


def test_a_pasted_table_is_read_by_its_heads_and_bad_lines_are_named() -> None:
    listed = read(TABLE, "Xã Mẫu Sơn")
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
    assert [(bad.line, bad.fault, bad.further) for bad in listed.bad] == [
        (5, ListFault.DATE_IMPOSSIBLE, 0),
        (6, ListFault.NUMBER_MALFORMED, 0),
        (7, ListFault.TWICE, 2),
    ]
    assert all(bad_row_words(bad).startswith(f"Dòng {bad.line}: ") for bad in listed.bad)
    assert read(TABLE).bad[0].fault is ListFault.ADDRESS_MISSING
    assert [(one.line, one.is_head) for one in listed.passed] == [(1, True)]


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
        (
            "Nguyễn Văn Mẫu, 001090000001, Số 1, Thôn Đông, Xã Mẫu Sơn",
            Person(full_name="Nguyễn Văn Mẫu", personal_number="001090000001", address="Số 1, Thôn Đông, Xã Mẫu Sơn"),
        ),
        (
            "Nguyễn Văn Mẫu\t012345678\t001090000001\tThôn 1",
            Person(
                full_name="Nguyễn Văn Mẫu", personal_number="001090000001", old_number="012345678", address="Thôn 1"
            ),
        ),
        (
            "Nguyễn Văn\tMẫu\t15/03/1990\tThôn 1",
            Person(full_name="Nguyễn Văn Mẫu", born_on=date(1990, 3, 15), address="Thôn 1"),
        ),
        (
            "Nguyễn Văn Mẫu\t15\t3\t1990\tThôn 1",
            Person(full_name="Nguyễn Văn Mẫu", born_on=date(1990, 3, 15), address="Thôn 1"),
        ),
        ("Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u", Person(full_name="Nguyễn Văn Mẫu", address="Xã")),
        ("Ngu\u00adyễn Văn Mẫu", Person(full_name="Nguyễn Văn Mẫu", address="Xã")),
    ],
)
def test_lines_without_heads_are_known_by_the_shape_of_their_cells(line: str, person: Person) -> None:
    assert only(line, "Xã") == person


def test_a_name_in_two_columns_or_under_one_merged_head_is_one_name() -> None:
    for heads in ("Họ và tên;;Địa chỉ", "Họ và đệm;Tên;Địa chỉ", "Họ;Tên;Địa chỉ"):
        assert only(f"{heads}\nNguyễn Văn;Mẫu;Thôn 1").full_name == "Nguyễn Văn Mẫu", heads


def test_titles_heads_sums_and_signatures_are_nobody_and_are_told() -> None:
    listed = read(
        "ỦY BAN NHÂN DÂN XÃ MẪU\nDANH SÁCH HỌC SINH LỚP 5A\n"
        "STT;Họ tên học sinh;Ngày, tháng, năm sinh;Mã định danh cá nhân;Nơi ở hiện nay\n"
        "1;Nguyễn Văn Mẫu;15/03/2015;001215000001;Thôn 1\n"
        "Tổng cộng: 1 người\n;;;;Mẫu, ngày 1 tháng 9 năm 2026\n;;;;NGƯỜI LẬP BIỂU\n"
    )
    assert [row.person.full_name for row in listed.rows] == ["Nguyễn Văn Mẫu"]
    assert listed.bad == ()
    assert [one.line for one in listed.passed] == [1, 2, 3, 5, 6, 7]


def test_heads_that_come_again_and_numbers_of_pages_are_nobody() -> None:
    listed = read("STT;Họ và tên;Địa chỉ\n1;Nguyễn Văn Mẫu;Thôn 1\nTrang 1/2\nSTT;Họ và tên;Địa chỉ\n2;Lê Thử;Thôn 1")
    assert [row.line for row in listed.rows] == [2, 5]
    assert [one.line for one in listed.passed] == [1, 3, 4]


def test_a_heading_among_the_people_is_asked_about() -> None:
    listed = read("STT;Họ và tên;Năm sinh\nI;THÔN MỘT;\n1;Tô Văn Mẫu;1990\n2;Nguyễn Thị Phương;1991", "Xã")
    assert [row.person.full_name for row in listed.rows] == ["Tô Văn Mẫu", "Nguyễn Thị Phương"]
    assert [(bad.line, bad.fault) for bad in listed.bad] == [(2, ListFault.NOT_A_PERSON)]


def test_a_list_written_in_words_is_read_by_its_labels() -> None:
    person = only("1. Nguyễn Văn Mẫu, sinh năm 1990, CCCD 001090000001, SĐT: 0912345678, trú tại Thôn 1, Xã Mẫu")
    assert person == Person(
        full_name="Nguyễn Văn Mẫu",
        born_year=1990,
        personal_number="001090000001",
        phone="0912345678",
        address="Thôn 1, Xã Mẫu",
    )


def test_the_capitals_of_a_passport_are_not_proposed_anew() -> None:
    (row,) = read("Họ và tên;Số hộ chiếu\nANNA TEST;K0000001", "Thôn 1").rows
    assert (row.changes, row.warnings) == ((), ())


def test_a_name_alone_below_a_list_of_numbers_is_asked_about() -> None:
    listed = read("Họ và tên;Số CCCD\nNguyễn Văn Mẫu;001090000001\nTrần Thị Thử;001190000002\nLê Văn Ký;", "Thôn 1")
    assert len(listed.rows) == 2
    assert [(bad.line, bad.fault) for bad in listed.bad] == [(4, ListFault.NOT_A_PERSON)]


def test_a_person_above_the_heads_is_not_lost() -> None:
    listed = read("Nguyễn Văn Mẫu;15/03/1990;001090000001\nHọ và tên;Ngày sinh;CCCD\nTrần Thị Thử;1990;", "Thôn")
    assert [(bad.line, bad.fault) for bad in listed.bad] == [(1, ListFault.ABOVE_HEADS)]


@pytest.mark.parametrize(
    ("born", "on", "year"),
    [
        ("15/03/1990", date(1990, 3, 15), None),
        ("15-3-1990", date(1990, 3, 15), None),
        ("15.3.1990", date(1990, 3, 15), None),
        ("1990-03-15", date(1990, 3, 15), None),
        ("1990-03-15 00:00:00", date(1990, 3, 15), None),
        ("15 tháng 3 năm 1990", date(1990, 3, 15), None),
        ("15031990", date(1990, 3, 15), None),
        ("5031990", date(1990, 3, 5), None),
        ("15/3/90", date(1990, 3, 15), None),
        ("32947", date(1990, 3, 15), None),
        ("1990", None, 1990),
        ("03/1990", None, 1990),
        ("00/00/1990", None, 1990),
        ("__/__/1990", None, 1990),
    ],
)
def test_a_birth_is_read_in_all_its_spellings(born: str, on: date | None, year: int | None) -> None:
    person = only(f"Họ và tên;Ngày sinh\nNguyễn Văn Mẫu;{born}", "Thôn 1")
    assert (person.born_on, person.born_year) == (on, year)


@pytest.mark.parametrize(
    ("born", "what"),
    [
        ("31/02/1990", ListFault.DATE_IMPOSSIBLE),
        ("1990-02-31", ListFault.DATE_IMPOSSIBLE),
        ("không rõ", ListFault.DATE_IMPOSSIBLE),
        ("15/3/15", ListFault.CENTURY_OPEN),
        ("15/03/3026", ListFault.JUDGED),
        ("01/01/0001", ListFault.JUDGED),
        ("0000", ListFault.JUDGED),
        ("30/11/2026", ListFault.JUDGED),
        ("03/15/1990", ListFault.DATE_ORDER),
    ],
)
def test_a_birth_that_cannot_be_keeps_its_line(born: str, what: ListFault) -> None:
    assert fault(f"Họ và tên;Ngày sinh\nNguyễn Văn Mẫu;{born}", "Thôn 1").fault is what


def test_two_digits_of_a_year_are_settled_by_the_personal_number() -> None:
    assert only("Họ tên;Ngày sinh;CCCD\nMẫu Văn;15/3/15;001215000001", "Thôn").born_on == date(2015, 3, 15)


def test_one_day_with_the_month_first_makes_the_whole_column_doubtful() -> None:
    listed = read("Họ và tên;Ngày sinh\nNguyễn Văn Mẫu;03/15/1990\nTrần Thị Thử;03/04/1990", "Thôn")
    assert [bad.fault for bad in listed.bad] == [ListFault.DATE_ORDER, ListFault.DATE_ORDER]


def test_day_month_and_year_in_columns_of_their_own_are_one_day() -> None:
    heads = "Họ và tên\tNgày\tTháng\tNăm sinh\tĐịa chỉ"
    assert only(f"{heads}\nNguyễn Văn Mẫu\t15\t3\t2015\tThôn 1").born_on == date(2015, 3, 15)
    assert only(f"{heads}\nNguyễn Văn Mẫu\t\t\t2015\tThôn 1").born_year == 2015
    assert fault(f"{heads}\nNguyễn Văn Mẫu\t31\t2\t2015\tThôn 1").fault is ListFault.DATE_IMPOSSIBLE
    assert fault(f"{heads}\nNguyễn Văn Mẫu\t15\t3\t\tThôn 1").fault is ListFault.DATE_IMPOSSIBLE


def test_years_in_columns_of_men_and_women_tell_the_sex() -> None:
    text = "Họ và tên\tNăm sinh\t\n\tNam\tNữ\nNguyễn Văn Mẫu\t1990\t\nTrần Thị Thử\t\t1991"
    listed = read(text, "Thôn 1")
    assert [(row.person.born_year, row.person.sex) for row in listed.rows] == [(1990, Sex.MALE), (1991, Sex.FEMALE)]


@pytest.mark.parametrize(
    ("cell", "new"),
    [
        ("84090000001", "084090000001"),
        ("1090000001", "001090000001"),
        ("79090000001", "079090000001"),
    ],
)
@pytest.mark.parametrize("heads", ["", "Họ và tên\tSố CCCD\tĐịa chỉ\n"])
def test_zeros_that_excel_took_from_a_number_are_proposed_and_not_put_in(heads: str, cell: str, new: str) -> None:
    bad = fault(f"{heads}Nguyễn Văn Mẫu\t{cell}\tThôn 1")
    assert (bad.fault, bad.changes) == (ListFault.ZEROS_LOST, (Change(cell, new),))
    assert new in bad_row_words(bad)


def test_an_old_number_that_lost_its_zero_is_proposed_under_its_head() -> None:
    assert fault("Họ và tên\tCMND\nNguyễn Văn Mẫu\t12345678", "Thôn").changes == (Change("12345678", "012345678"),)


@pytest.mark.parametrize("heads", ["", "Họ và tên\tSĐT\tĐịa chỉ\n"])
def test_a_phone_that_lost_its_zero_has_it_again_and_says_so(heads: str) -> None:
    (row,) = read(f"{heads}Nguyễn Văn Mẫu\t912345678\tThôn 1").rows
    assert (row.person.phone, row.person.old_number) == ("0912345678", "")
    assert Remark.ZERO_OF_PHONE.value in row.warnings


def test_nine_digits_that_may_be_either_are_asked_about() -> None:
    assert fault("Nguyễn Văn Mẫu\t312345678\tThôn 1").fault is ListFault.NUMBER_EITHER
    assert only("Họ và tên\tCMND\tĐịa chỉ\nNguyễn Văn Mẫu\t312345678\tThôn 1").old_number == "312345678"
    assert only("Họ và tên\tSĐT\tĐịa chỉ\nNguyễn Văn Mẫu\t312345678\tThôn 1").phone == "0312345678"


@pytest.mark.parametrize("cell", ["1.09E+09", "1,09E+09", "1.0900E+11", "8.4E10"])
@pytest.mark.parametrize("heads", ["", "Họ và tên\tSố CCCD\tĐịa chỉ\n", "Họ và tên\tSĐT\tĐịa chỉ\n"])
def test_a_number_in_powers_of_ten_has_lost_its_digits(heads: str, cell: str) -> None:
    assert fault(f"{heads}Nguyễn Văn Mẫu\t{cell}\tThôn 1").fault is ListFault.DIGITS_LOST


@pytest.mark.parametrize("cell", ["'001090000001", '="001090000001"', "001 090 000 001", "CCCD: 001090000001"])
def test_what_stands_around_a_number_is_taken_off(cell: str) -> None:
    assert only(f"Họ và tên\tSố CCCD\nNguyễn Văn Mẫu\t{cell}", "Thôn").personal_number == "001090000001"


@pytest.mark.parametrize("cell", ["012345678 / 001090000001", "CMND 012345678; CCCD 001090000001"])
def test_both_numbers_of_one_cell_are_kept(cell: str) -> None:
    person = only(f"Họ và tên\tCMND/CCCD\nNguyễn Văn Mẫu\t{cell}", "Thôn")
    assert (person.personal_number, person.old_number) == ("001090000001", "012345678")


@pytest.mark.parametrize(
    "text",
    [
        "Họ và tên;CCCD\nNguyễn Văn Mẫu và Trần Thị Thử;001090000001",
        "Họ và tên;CCCD\nNguyễn Văn Mẫu, Trần Thị Thử;",
        "Họ và tên;CCCD\nNguyễn Văn Mẫu Trần Thị Thử;",
        'Họ và tên;CCCD\n"Nguyễn Văn Mẫu\nTrần Thị Thử";',
        "Họ và tên;CCCD\nNguyễn Văn Mẫu;001090000001, 001190000002",
        "Nguyễn Văn Mẫu;001090000001;Trần Thị Thử;001190000002",
    ],
)
def test_people_who_run_together_on_a_line_are_never_counted_as_one(text: str) -> None:
    assert fault(text, "Thôn 1").fault is ListFault.SEVERAL_PEOPLE


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn Mẫu, 15/03/1990; Trần Thị Thử, 16/04/1991",
        "Nguyễn Văn Mẫu, Trần Thị Thử, Thôn 1",
        "Nguyễn Văn Mẫu\t15/03/1990\t16/04/1991\tThôn 1",
    ],
)
def test_a_line_that_cannot_be_told_apart_stays(text: str) -> None:
    assert fault(text, "Thôn 1")


def test_two_family_names_are_one_person() -> None:
    assert only("Lê Nguyễn Trần Thị Mẫu; 1990; Thôn 1").full_name == "Lê Nguyễn Trần Thị Mẫu"


def test_an_address_with_breaks_or_commas_in_its_cell_is_whole() -> None:
    assert only('Họ và tên;Địa chỉ\n"Nguyễn Văn Mẫu";"Thôn 1\nXã Mẫu"').address == "Thôn 1, Xã Mẫu"
    text = "Họ và tên,Ngày sinh,Địa chỉ\nNguyễn Văn Mẫu,15/03/1990,Số 3,Thôn 1,Xã Mẫu"
    assert only(text).address == "Số 3, Thôn 1, Xã Mẫu"


def test_more_cells_than_heads_in_the_middle_cannot_be_told_apart() -> None:
    assert fault("Họ và tên,Địa chỉ,SĐT\nNguyễn Văn Mẫu,Thôn 1,Xã Mẫu,0912345678").fault is ListFault.CELLS_TOO_MANY


def test_an_address_in_columns_of_its_parts_is_put_together() -> None:
    text = "Họ và tên;Thôn;Xã;Tỉnh\nNguyễn Văn Mẫu;1;Mẫu Sơn;Tỉnh Thử\nTrần Thị Thử;Thôn 2;Xã Mẫu Sơn;Tỉnh Thử"
    assert [row.person.address for row in read(text).rows] == [
        "Thôn 1, Xã Mẫu Sơn, Tỉnh Thử",
        "Thôn 2, Xã Mẫu Sơn, Tỉnh Thử",
    ]


def test_what_is_a_parents_is_not_the_childs() -> None:
    person = only(
        "Họ tên học sinh;Họ tên mẹ;CCCD của mẹ;SĐT phụ huynh;Ngày sinh\n"
        "Nguyễn Văn Mẫu;Trần Thị Thử;001190000002;0912345678;15/03/2015",
        "Thôn 1",
    )
    assert person == Person(full_name="Nguyễn Văn Mẫu", born_on=date(2015, 3, 15), address="Thôn 1")


def test_people_of_one_name_and_other_births_are_two() -> None:
    listed = read("Nguyễn Văn Mẫu; 1980; Thôn 1\nNguyễn Văn Mẫu; 1981; Thôn 1\nNguyen van mau; 1981; Thôn 2")
    assert [row.line for row in listed.rows] == [1, 2]
    assert [(bad.line, bad.fault, bad.further) for bad in listed.bad] == [(3, ListFault.TWICE, 2)]


def test_names_that_differ_by_a_mark_are_two_people_in_a_class_of_one_year() -> None:
    listed = read("Lê Thị Hoa; 2015; Thôn 1\nLê Thị Hoà; 2015; Thôn 1\nLê Thị Hòa; 2015; Thôn 1")
    assert [row.line for row in listed.rows] == [1, 2]
    assert [bad.line for bad in listed.bad] == [3]


def test_one_number_of_two_names_is_asked_about() -> None:
    listed = read("Nguyễn Văn Mẫu; 001090000001\nTrần Văn Thử; 001090000001", "Thôn")
    assert [(bad.line, bad.fault, bad.further) for bad in listed.bad] == [(2, ListFault.NUMBER_TWICE, 1)]


@pytest.mark.parametrize(
    ("line", "remark"),
    [("NguyÔn V¨n MÉu\t15/03/1990\tTh«n 1", Remark.TCVN3), ("Nguyeãn Vaên Maãu\t15/03/1990\tThoân 1", Remark.VNI)],
)
def test_text_of_before_unicode_is_read_and_said(line: str, remark: Remark) -> None:
    (row,) = read(line).rows
    assert (row.person.full_name, row.person.address) == ("Nguyễn Văn Mẫu", "Thôn 1")
    assert remark.value in row.warnings


def test_small_letters_are_kept_and_capitals_proposed() -> None:
    (row,) = read("nguyễn thị thuý kiều; 1990; Thôn 1").rows
    assert row.person.full_name == "nguyễn thị thuý kiều"
    assert row.changes == (Change("nguyễn thị thuý kiều", "Nguyễn Thị Thuý Kiều"),)
    assert Doubt.NAME_CASE.value in row.warnings


def test_what_a_person_says_of_columns_counts_with_and_without_heads() -> None:
    (row,) = read("312345678\tThôn 1\tNguyễn Văn Mẫu", chosen={0: Means.PHONE, 1: Means.ADDRESS, 2: Means.NAME}).rows
    assert row.person == Person(full_name="Nguyễn Văn Mẫu", phone="0312345678", address="Thôn 1")
    (row,) = read("Họ và tên\tMức\nNguyễn Văn Mẫu\t0912345678", "Thôn", {1: Means.PHONE}).rows
    assert row.person.phone == "0912345678"


def test_a_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    rows: list[list[object]] = [
        ["DANH SÁCH"],
        ["Họ và tên", "Ngày sinh", "Số CCCD", "SĐT", "Địa chỉ"],
        ["Nguyễn Văn Mẫu", 32947, "001090000001", 912345678, "Thôn 1"],
        ["Trần Thị Thử", "16/04/1991", 1191000002, None, "Thôn 2"],
    ]
    path.write_bytes(workbook({"Danh sách": rows}))
    listed = read_list(read_file(path), today=TODAY)
    (row,) = listed.rows
    assert (row.line, row.person.born_on, row.person.phone) == (3, date(1990, 3, 15), "0912345678")
    assert [(bad.line, bad.fault) for bad in listed.bad] == [(4, ListFault.ZEROS_LOST)]


def test_beyond_the_most_that_are_taken_at_once_lines_stay() -> None:
    names = [f"Nguyễn {a}{b}{c} Mẫu" for a in "BCDGHKLMNPQRST" for b in "aeiou" for c in "bcdghklm"]
    listed = read("\n".join(f"{name}; 1990; Thôn 1" for name in names[: MOST_ROWS + 3]))
    assert len(listed.rows) == MOST_ROWS
    assert [bad.fault for bad in listed.bad] == [ListFault.TOO_MANY] * 3


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('\n\t;,"12/ăN')), st.booleans())
def test_no_list_is_too_odd_and_no_line_is_lost(text: str, headed: bool) -> None:  # noqa: FBT001 - drawn
    table = table_of(("Họ và tên;Địa chỉ;Ngày sinh\n" if headed else "") + text)
    listed = read_list(table, today=TODAY, address="Xã")
    told = [row.line for row in listed.rows] + [bad.line for bad in listed.bad] + [one.line for one in listed.passed]
    assert sorted(told) == [line.number for line in table.lines]
    assert all(fault_words(bad) for bad in listed.bad)
    assert all(warning_words(warning) for row in listed.rows for warning in row.warnings)


def test_every_fault_has_its_words() -> None:
    for what in ListFault:
        if what is not ListFault.JUDGED:
            assert fault_words(BadRow(1, "x", what, "abc", further=2))
    assert "sau hôm nay" in fault_words(BadRow(1, "x", ListFault.JUDGED, "3026", doubt=Doubt.BORN_AFTER_TODAY))
    assert ListedPerson(1, Person()).warnings == ()


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn Mẫu 15/03/1990 001090000001 Thôn 1, Xã Mẫu",
        "1. Nguyễn Văn Mẫu   15/03/1990   001090000001   Thôn 1, Xã Mẫu",
        "Nguyễn Văn Mẫu - 15/03/1990 - 001090000001 - Thôn 1, Xã Mẫu",
        "1 Nguyễn Văn Mẫu sinh ngày 15/03/1990 CCCD 001090000001 trú tại Thôn 1, Xã Mẫu",
    ],
)
def test_a_line_that_only_blanks_or_dashes_part_is_a_person_to_look_at(line: str) -> None:
    (row,) = read(line).rows
    assert row.person == Person(
        full_name="Nguyễn Văn Mẫu",
        born_on=date(1990, 3, 15),
        personal_number="001090000001",
        address="Thôn 1, Xã Mẫu",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn Mẫu 1990 Trần Thị Thử 1991 Thôn 1",
        "Nguyễn Văn Mẫu 1990 Trần Thị Thử",
        "Nguyễn Văn Mẫu 1990 vợ là Trần Thị Thử 001191000002",
        "Nguyễn Văn Mẫu 12 Lê Lợi",
        "Nguyễn Văn Mẫu 15/03/1990 16/03/1991 Thôn 1",
        "Mẫu 1990 Thôn 1",
    ],
)
def test_what_blanks_do_not_part_for_certain_stays_a_bad_line(line: str) -> None:
    assert fault(line, "Xã Mẫu").text


def test_two_numbers_beside_each_other_are_two() -> None:
    person = only("Trần Thị Thử 1991 001191000002 0912345679", "Xã Mẫu")
    assert (person.born_year, person.personal_number, person.phone) == (1991, "001191000002", "0912345679")


def test_a_number_that_a_program_took_for_an_amount_gets_its_own_zeros_proposed() -> None:
    bad = fault("Họ tên\tCCCD\nNguyễn Văn Mẫu\t1090000001.0", "Xã Mẫu")
    assert (bad.fault, bad.changes) == (ListFault.ZEROS_LOST, (Change("1090000001.0", "001090000001"),))
    assert only("Họ tên\tSĐT\nNguyễn Văn Mẫu\t912345678.0", "Xã Mẫu").phone == "0912345678"


def test_what_one_calls_somebody_is_proposed_to_go() -> None:
    (row,) = read("Họ tên\tNăm sinh\nÔng Lê Văn Thử\t1950", "Xã Mẫu").rows
    assert Remark.TITLE.value in row.warnings
    assert row.changes == (Change("Ông Lê Văn Thử", "Lê Văn Thử"),)
    (other,) = read("Họ tên\tNăm sinh\nAnh Thư\t1950", "Xã Mẫu").rows
    assert Remark.TITLE.value not in other.warnings


def test_a_day_written_as_iso_has_four_digits_of_the_year() -> None:
    (row,) = read("Full Name,Date of Birth,ID No.\nNguyen Van Mau,1990-03-15,001090000001", "Xã Mẫu").rows
    assert row.person.personal_number == "001090000001"
    assert row.warnings == ()


def test_the_signature_below_a_short_list_is_asked_about() -> None:
    text = (
        'Họ tên,Năm sinh\nNguyễn Văn Mẫu,1990\n"Mẫu, ngày 29 tháng 11 năm 2026",\nTRƯỞNG THÔN,\n(Đã ký),\nPhạm Văn Thử,'
    )
    listed = read(text, "Xã Mẫu")
    assert [row.person.full_name for row in listed.rows] == ["Nguyễn Văn Mẫu"]
    assert [(bad.fault, bad.about) for bad in listed.bad] == [(ListFault.NOT_A_PERSON, "Phạm Văn Thử")]


def test_a_person_written_as_labels_is_no_line_of_heads() -> None:
    listed = read("Họ tên: Nguyễn Văn Mẫu\nNgày sinh: 15/03/1990", "Xã Mẫu")
    assert listed.columns == ()
    assert [bad.line for bad in listed.bad] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("x", Sex.FEMALE), ("✓", Sex.FEMALE), ("1", Sex.FEMALE), ("Nữ", Sex.FEMALE)]
    + [(cell, None) for cell in ("", "-", "0", "không")],
)
def test_a_column_of_women_is_ticked_or_not(cell: str, sex: Sex | None) -> None:
    person = only(f"Họ và tên\tNgày sinh\tNữ\nNguyễn Kim Mẫu\t15/03/1990\t{cell}", "Thôn 1")
    assert person.sex is sex


def test_what_is_no_tick_in_the_column_of_a_sex_is_asked_about() -> None:
    for cell in ("Nam", "36", "Thôn 1"):
        bad = fault(f"Họ và tên\tNgày sinh\tNữ\nNguyễn Kim Mẫu\t15/03/1990\t{cell}", "Thôn 1")
        assert (bad.fault, bad.about) == (ListFault.SEX_UNKNOWN, cell)


def test_a_year_in_the_columns_of_men_and_women_is_the_birth() -> None:
    listed = read("Họ và tên\tNam\tNữ\nNguyễn Văn Mẫu\t1990\t\nTrần Thị Thử\t\t16/03/1991", "Thôn 1")
    assert [(row.person.sex, row.person.born_year, row.person.born_on) for row in listed.rows] == [
        (Sex.MALE, 1990, None),
        (Sex.FEMALE, None, date(1991, 3, 16)),
    ]


@pytest.mark.parametrize("number", ["00109000001", "03809000001", "O01090000001", "001O90000001", "1E+09"])
def test_a_number_that_lost_a_digit_is_neither_a_phone_nor_an_address(number: str) -> None:
    bad = fault(f"Nguyễn Văn Mẫu\t{number}\tThôn 1")
    assert bad.fault in {ListFault.NUMBER_MALFORMED, ListFault.DIGITS_LOST}
    assert bad.about == number


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0912345678 / 0987654321", "0912345678, 0987654321"),
        ("0868.123.456 - 0912.345.678", "0868.123.456, 0912.345.678"),
        ("(024) 3825 1234 máy lẻ 12", "(024) 3825 1234 máy lẻ 12"),
        ("02053812345", "02053812345"),
        ("01234567890", "01234567890"),
    ],
)
def test_phones_are_known_by_their_shape(cell: str, phone: str) -> None:
    person = only(f"Nguyễn Văn Mẫu\t{cell}\tThôn 1")
    assert (person.phone, person.address) == (phone, "Thôn 1")


@pytest.mark.parametrize("nothing", ["-", "--", "…", "......", "___"])
def test_a_dash_is_nothing(nothing: str) -> None:
    person = only(f"Họ và tên\tNăm sinh\tSố CCCD\tSĐT\nNguyễn Văn Mẫu\t1990\t{nothing}\t{nothing}", "Thôn 1")
    assert person == Person(full_name="Nguyễn Văn Mẫu", born_year=1990, address="Thôn 1")


@pytest.mark.parametrize("birth", ["Năm 1990", "sinh năm 1990", "SN: 1990"])
def test_a_birth_may_say_that_it_is_one(birth: str) -> None:
    assert only(f"Họ và tên\tNgày sinh\nNguyễn Văn Mẫu\t{birth}", "Thôn 1").born_year == 1990


def test_an_unreadable_day_of_issue_is_told() -> None:
    listed = read("Họ và tên\tSố CCCD\tNgày cấp\nNguyễn Văn Mẫu\t001090000001\t32/01/2022", "Thôn 1")
    assert Remark.ISSUED_UNREADABLE.value in listed.rows[0].warnings
    assert listed.rows[0].person.card_issued_on is None


def test_days_that_an_american_excel_has_turned_are_asked_about(tmp_path: Path) -> None:
    def listed(*births: date | str) -> Listed:
        with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
            sheet = book.add_worksheet("Lớp 1A")
            sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh"])
            shown = book.add_format({"num_format": "dd/mm/yyyy"})
            for at, birth in enumerate(births, start=1):
                sheet.write(at, 0, f"Nguyễn Văn Mẫu {'ABCDEF'[at]}")
                if isinstance(birth, str):
                    sheet.write(at, 1, birth)
                else:
                    sheet.write_datetime(at, 1, birth, shown)
        return read_list(read_file(tmp_path / "list.xlsx"), today=TODAY, address="Thôn 1")

    turned = listed("15/03/1990", date(1990, 4, 3), date(1990, 5, 5))
    assert [row.person.born_on for row in turned.rows] == [date(1990, 3, 15), date(1990, 5, 5)]
    (bad,) = turned.bad
    assert (bad.fault, bad.about) == (ListFault.DATE_EITHER, "03/04/1990 hay 04/03/1990")
    assert "đổi chỗ ngày và tháng" in fault_words(bad)
    assert not listed("15/03/1990", date(1990, 4, 3), date(1990, 5, 31)).bad  # a day above twelve was not turned
    assert not listed(date(1990, 4, 3), date(1990, 5, 5)).bad


@pytest.mark.parametrize(
    "cell", ["001090000001, 01/02/2022, Cục Mẫu", "001090000001 cấp ngày 01/02/2022", "CCCD 001090000001 (01/02/2022)"]
)
def test_a_cell_of_a_card_may_hold_its_day_of_issue_too(cell: str) -> None:
    person = only(f"Họ và tên\tSố CCCD, ngày cấp, nơi cấp\nNguyễn Văn Mẫu\t{cell}", "Thôn 1")
    assert (person.personal_number, person.card_issued_on) == ("001090000001", date(2022, 2, 1))


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("Cụ bà Trần Thị Mẫu", "Trần Thị Mẫu"),
        ("Hộ ông Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu"),
        ("Bé nguyễn thị mẫu", "Nguyễn Thị Mẫu"),
        ("Liệt sĩ Trần Văn Mẫu", "Trần Văn Mẫu"),
    ],
)
def test_all_that_stands_before_a_name_is_proposed_to_go(written: str, better: str) -> None:
    (row,) = read(f"Họ và tên\tNăm sinh\n{written}\t1950", "Thôn 1").rows
    assert Remark.TITLE.value in row.warnings
    assert row.changes == (Change(written, better),)


def test_a_couple_is_two_people_and_somebodys_child_has_no_name() -> None:
    couple = fault("Vợ chồng ông Mẫu bà Thử\t1990\tThôn 1")
    assert (couple.fault, couple.about) == (ListFault.SEVERAL_PEOPLE, "Vợ chồng ông Mẫu bà Thử")
    child = fault("Con ông Nguyễn Văn Mẫu\t2015\tThôn 1")
    assert (child.fault, child.about) == (ListFault.NAME_ODD, "Con ông Nguyễn Văn Mẫu")


def test_heads_that_come_again_in_small_letters_are_heads() -> None:
    listed = read("Họ tên\tNăm sinh\nNguyễn Văn Mẫu\t1990\nhọ tên\tnăm sinh\nTrần Thị Thử\t1991", "Thôn 1")
    assert [row.person.full_name for row in listed.rows] == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]
    assert not listed.bad


def test_a_day_with_a_time_behind_a_t_is_a_day() -> None:
    assert only("Họ tên\tNgày sinh\nNguyễn Văn Mẫu\t1990-03-15T00:00:00", "Thôn 1").born_on == date(1990, 3, 15)


def test_labels_of_a_table_that_goes_across_are_no_people() -> None:
    listed = read("Họ và tên\tNguyễn Văn Mẫu\nNgày sinh\t15/03/1990\nSố CCCD\t001090000001\nĐịa chỉ\tThôn 1", "Thôn 1")
    assert listed.rows == ()
    assert [bad.fault for bad in listed.bad] == [ListFault.NAME_ODD] * 3
    assert only("Nguyễn Sinh Nam\t1990\tThôn 1").full_name == "Nguyễn Sinh Nam"

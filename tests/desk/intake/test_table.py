"""Cells of texts and files: each line that holds anything is there, whatever wrote it."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.intake.table import Line, read_file, replace_cells, table_of, table_text
from models.not_allowed import FileNotReadable, SheetUnknown
from models.text import clean
from tests.fakes.workbooks import workbook

ROWS = [("Họ và tên", "Địa chỉ"), ("Nguyễn Văn Mẫu", "Thôn 1, Xã Mẫu"), ("Trần Thị Thử", "Thôn 2")]


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in table_of(text).lines]


@pytest.mark.parametrize("mark", "\t;|")
def test_cells_are_apart_by_what_most_lines_have(mark: str) -> None:
    assert cells("\n".join(mark.join(row) for row in ROWS)) == ROWS


def test_commas_part_cells_where_nothing_else_does_and_quotes_keep_them() -> None:
    assert cells('Nguyễn Văn Mẫu,"Thôn 1, Xã Mẫu"') == [("Nguyễn Văn Mẫu", "Thôn 1, Xã Mẫu")]
    assert cells("Nguyễn Văn Mẫu;Thôn 1, Xã Mẫu") == [("Nguyễn Văn Mẫu", "Thôn 1, Xã Mẫu")]


def test_the_mark_that_excel_names_in_the_first_line_counts() -> None:
    lines = table_of("sep=;\nHọ và tên;Địa chỉ\nNguyễn Văn Mẫu;Thôn 1, Xã Mẫu").lines
    assert [(line.number, line.cells) for line in lines] == [(2, ROWS[0]), (3, ROWS[1])]


def test_a_break_inside_quotes_belongs_to_its_cell_and_the_next_line_keeps_its_number() -> None:
    lines = table_of('a;"Thôn 1\nXã ""Mẫu"""\n\nb;c').lines
    assert [(line.number, line.cells) for line in lines] == [(1, ("a", 'Thôn 1\nXã "Mẫu"')), (4, ("b", "c"))]


@pytest.mark.parametrize("mark", ["\x0b", "\u2028", "\x85"])
def test_a_break_that_word_puts_inside_a_cell_makes_no_line_of_its_own(mark: str) -> None:
    (line,) = table_of(f"Nguyễn{mark}Văn Mẫu\tThôn 1").lines
    assert clean(line.cells[0]) == "Nguyễn Văn Mẫu"
    assert cells("Nguyễn Văn Mẫu\tThôn 1\u2029Trần Thị Thử\tThôn 2\rLê Văn Thí\tThôn 3")[1:] == [
        ("Trần Thị Thử", "Thôn 2"),
        ("Lê Văn Thí", "Thôn 3"),
    ]


def test_a_quote_that_never_closes_swallows_nobody() -> None:
    text = '"Nguyễn Văn Mẫu;Thôn 1\n' + "\n".join(f"Trần Thị Thử;Thôn {n}" for n in range(20))
    assert len(cells(text)) == 21


@pytest.mark.parametrize("cell", ["'001090000001", '="001090000001"', "=001090000001", "’001090000001"])
def test_what_excel_puts_around_a_number_is_taken_off(cell: str) -> None:
    assert cells(f"Mẫu\t{cell}") == [("Mẫu", "001090000001")]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=2, max_size=4), max_size=5))
def test_a_text_made_of_lines_is_read_as_they_were(rows: list[list[str]]) -> None:
    lines = [Line(at, tuple(row), "") for at, row in enumerate(rows, start=1) if any(row)]
    kept = [line for line in lines if not any(cell[:1] in "='’`\"" for cell in line.cells)]
    read = {line.number: line.cells for line in table_of(table_text(kept)).lines}
    assert all(read[line.number] == line.cells for line in kept) or not kept


def test_a_change_is_put_into_its_cell_alone() -> None:
    lines = table_of("a\tb\na\tc").lines
    assert [line.cells for line in replace_cells(lines, 2, {"a": "x"})] == [("a", "b"), ("x", "c")]


TEXT = "Họ và tên;Địa chỉ\r\nNguyễn Văn Mẫu;Thôn 1, Xã Mẫu\r\nTrần Thị Thử;Thôn 2\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_files_of_unicode_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "danh sách.csv"
    path.write_bytes(TEXT.encode(encoding))
    table = read_file(path)
    assert [line.cells for line in table.lines] == ROWS
    assert table.encoding == ""


def in_windows_1258(text: str) -> bytes:
    """As Windows writes it: a letter it has no sign for is written as another one and its tone."""
    told = b""
    for letter in text:
        try:
            told += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            told += unicodedata.normalize("NFC", apart[:-1]).encode("cp1258") + apart[-1].encode("cp1258")
    return told


def test_a_file_of_windows_1258_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(in_windows_1258(TEXT))
    table = read_file(path)
    assert [tuple(map(clean, line.cells)) for line in table.lines] == ROWS
    assert table.encoding == "windows-1258"


def test_a_file_of_tcvn3_bytes_comes_as_it_is_written_for_each_line_to_be_recognised(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("NguyÔn V¨n MÉu;Th«n 1\n".encode("latin-1"))
    assert read_file(path).lines[0].cells == ("NguyÔn V¨n MÉu", "Th«n 1")


def test_a_workbook_is_read_with_all_digits_and_days(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    rows: list[list[object]] = [
        ["Họ và tên", "Số", "Ngày sinh", "Điện thoại"],
        [],
        ["Nguyễn Văn Mẫu", "001090000001", 1090000001, 912345678],
    ]
    path.write_bytes(workbook({"Lớp 5A": rows, "Lớp 5B": [["x"]]}))
    table = read_file(path)
    assert table.sheets == ("Lớp 5A", "Lớp 5B")
    other = read_file(path, "Lớp 5B")
    assert (other.sheets, [line.cells for line in other.lines]) == (("Lớp 5B", "Lớp 5A"), [("x",)])
    with pytest.raises(SheetUnknown) as unknown:
        read_file(path, "Lớp 5C")
    assert unknown.value.sheets == ("Lớp 5A", "Lớp 5B")
    assert [(line.number, line.cells) for line in table.lines] == [
        (1, ("Họ và tên", "Số", "Ngày sinh", "Điện thoại")),
        (3, ("Nguyễn Văn Mẫu", "001090000001", "1090000001", "912345678")),
    ]


def test_a_cell_merged_over_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    rows: list[list[object]] = [["Họ và tên", "Địa chỉ"], ["Nguyễn Văn Mẫu", "Thôn 1"], ["Nguyễn Thị Mẫu", None]]
    path.write_bytes(workbook({"A": rows}, merged=["B2:B3"]))
    assert [line.cells for line in read_file(path).lines][1:] == [
        ("Nguyễn Văn Mẫu", "Thôn 1"),
        ("Nguyễn Thị Mẫu", "Thôn 1"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfa\x00\x81",
        b"PK\x03\x04 no workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook",
        b"\x00\x01\x02",
        b"%PDF-1.7 \xe2\xe3",
        b"\xef\xbb\xbf <html><table>",
        b"{\\rtf1 Nguy",
        b"\xff\xd8\xff\xe0 picture",
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileNotReadable):
        read_file(path)


def test_a_workbook_that_unpacks_to_more_than_a_pc_holds_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b"0" * 201_000_000)
    path = tmp_path / "list.xlsx"
    path.write_bytes(packed.getvalue())
    with pytest.raises(FileNotReadable):
        read_file(path)


def test_a_text_that_is_called_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xls"
    path.write_text("Họ và tên\tĐịa chỉ\nNguyễn Văn Mẫu\tThôn 1, Xã Mẫu\nTrần Thị Thử\tThôn 2\n", "utf-8")
    assert [line.cells for line in read_file(path).lines] == ROWS


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(FileNotReadable):
            read_file(path)

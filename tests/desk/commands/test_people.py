"""``motcua people``: what is understood of a list, taking nothing."""

import json
from pathlib import Path

from click.testing import CliRunner

from desk.__main__ import cli
from tests.fakes.workbooks import workbook

LIST = """DANH SÁCH
STT;Họ tên học sinh;;Ngày sinh;Mã định danh;Nơi ở;Lớp
1;Nguyễn Văn;Mẫu;15/03/2015;001215000001;Thôn 1;5A
2;Trần Thị;Thử;31/02/2015;001315000002;Thôn 2;5A
"""


def test_columns_people_and_bad_lines_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    done = CliRunner().invoke(cli, ["people", str(path), "--json"])
    assert done.exit_code == 0
    told = json.loads(done.output)
    (person,) = told["people"]
    assert {name: person[name] for name in ("full_name", "born_on", "personal_number", "address", "warnings")} == {
        "full_name": "Nguyễn Văn Mẫu",
        "born_on": "2015-03-15",
        "personal_number": "001215000001",
        "address": "Thôn 1",
        "warnings": [],
    }
    assert told["bad"] == [
        {
            "line": 4,
            "text": "2;Trần Thị;Thử;31/02/2015;001315000002;Thôn 2;5A",
            "why": "không có ngày sinh “31/02/2015”",
        }
    ]
    assert told["columns"]["full_name"] == ["Họ tên học sinh"]
    assert told["columns"]["given_name"] == ["cột 3"]
    assert [one["line"] for one in told["passed"]] == [1, 2]


def test_people_are_told_in_sentences(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    lines = CliRunner().invoke(cli, ["people", str(path)]).output.splitlines()
    assert "Dòng 3: Nguyễn Văn Mẫu; 15/03/2015; 001215000001; Thôn 1" in lines
    assert lines[-1] == "1 người đúng, 1 dòng chưa đúng, 2 dòng bỏ qua."


def test_a_file_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["people", str(tmp_path / "none.csv")])
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1


def test_the_sheets_that_were_not_read_are_said_and_one_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    sheets = {"5A": [["Họ tên", "Địa chỉ"], ["Nguyễn Văn Mẫu", "Thôn 1"]], "5B": [["Họ tên"], ["Trần Thị Thử"]]}
    path.write_bytes(workbook(sheets))
    told = json.loads(CliRunner().invoke(cli, ["people", str(path), "--json"]).output)
    assert (told["sheet"], told["sheets_left"]) == ("5A", ["5B"])
    said = CliRunner().invoke(cli, ["people", str(path)]).output
    assert "Đã đọc trang “5A”; chưa đọc “5B”" in said
    other = json.loads(
        CliRunner().invoke(cli, ["people", str(path), "--sheet", "5B", "--address", "Thôn 2", "--json"]).output
    )
    assert [one["full_name"] for one in other["people"]] == ["Trần Thị Thử"]
    wrong = CliRunner().invoke(cli, ["people", str(path), "--sheet", "5C"])
    assert wrong.exit_code != 0
    assert "không có trang “5C”" in wrong.output

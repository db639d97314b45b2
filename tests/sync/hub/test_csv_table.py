"""Cells of tables for spreadsheets are text or numbers, and nothing that is calculated."""

import csv
import io

import pytest

from sync.hub.csv_table import csv_table


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＠x"])
def test_a_name_that_a_spreadsheet_would_calculate_has_an_apostrophe_before_it(name: str) -> None:
    table = csv_table(["name"], [[name]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table, newline=""))) == [["name"], [f"'{name}"]]


def test_everything_else_stands_as_it_is() -> None:
    table = csv_table(["name", "left", "none"], [['UBND xã Mẫu Sơn, "a-b"', -5, None]]).decode("utf-8-sig")
    assert table == 'name,left,none\r\n"UBND xã Mẫu Sơn, ""a-b""",-5,\r\n'

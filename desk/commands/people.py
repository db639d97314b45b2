"""Command that shows how a list of people is understood; nothing is recorded."""

from pathlib import Path

import click

from desk.commands.command import DeskCommand
from desk.commands.output import answer, as_json
from desk.intake.columns import Means
from desk.intake.list_result import Listed, ListedPerson
from desk.intake.list_words import MEANS, bad_row_words, column_words, fault_words, warning_words
from desk.intake.name_list import read_list
from desk.intake.table import read_file
from models.calendar.clock import local_day, wall_clock
from models.person import Person
from models.system.command_line import PathType

_FIELDS = ("full_name", "born_on", "personal_number", "old_number", "phone", "address")


@click.command("people", cls=DeskCommand)
@click.argument("file", metavar="TỆP", type=PathType(path_type=Path))
@click.option("--address", default="", help="Địa chỉ của những dòng không ghi địa chỉ.")
@click.option("--sheet", default="", metavar="TÊN", help="Trang nào của tệp Excel (mặc định: trang đầu có chữ).")
@as_json
def people(*, file: Path, address: str, sheet: str, as_json: bool) -> None:
    """Đọc một danh sách người (CSV, Excel) và nói hiểu gì từng cột, từng dòng; không nhận hồ sơ nào."""
    listed = read_list(read_file(file, sheet), today=local_day(wall_clock()), address=address)
    answer(
        {
            "people": [_plain(row) for row in listed.rows],
            "bad": [{"line": one.line, "text": one.text, "why": fault_words(one)} for one in listed.bad],
            "columns": _columns(listed),
            "passed": [{"line": one.line, "text": one.text} for one in listed.passed],
            "sheet": listed.sheets[0] if listed.sheets else "",
            "sheets_left": list(listed.sheets[1:]),
        },
        as_json=as_json,
        lines=lambda: [
            *_sheets(listed),
            *(f"{column_words(one)}: {MEANS[one.means]}" for one in listed.columns),
            *(f"Dòng {row.line}: {_told(row)}" for row in listed.rows),
            *map(bad_row_words, listed.bad),
            f"{len(listed.rows)} người đúng, {len(listed.bad)} dòng chưa đúng, {len(listed.passed)} dòng bỏ qua.",
        ],
    )


def _sheets(listed: Listed) -> list[str]:
    """Which sheets of a workbook were not read."""
    if len(listed.sheets) < 2:
        return []
    left = ", ".join(f"“{name}”" for name in listed.sheets[1:])
    return [f"Đã đọc trang “{listed.sheets[0]}”; chưa đọc {left} (chọn bằng --sheet)."]


def _plain(row: ListedPerson) -> dict[str, object]:
    person = row.person
    return {
        "line": row.line,
        **{name: getattr(person, name) for name in _FIELDS},
        "born_on": _born(person),
        "sex": person.sex.value if person.sex else None,
        "document_number": person.document.number if person.document else "",
        "warnings": [*row.warnings],
    }


def _born(person: Person) -> str | None:
    """The day as ISO writes it, or the year alone."""
    return person.born_on.isoformat() if person.born_on else str(person.born_year) if person.born_year else None


def _columns(listed: Listed) -> dict[str, list[str]]:
    """Heads by what they mean."""
    return {
        means.value: [column_words(one) for one in listed.columns if one.means is means]
        for means in Means
        if any(one.means is means for one in listed.columns)
    }


def _told(row: ListedPerson) -> str:
    person = row.person
    born = f"{person.born_on:%d/%m/%Y}" if person.born_on else str(person.born_year or "")
    known = (person.full_name, born, person.personal_number, person.old_number, person.phone, person.address)
    return "; ".join(filter(None, known)) + "".join(f" · {warning_words(one)}" for one in row.warnings)

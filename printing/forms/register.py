"""The register of dossiers (sổ theo dõi hồ sơ), in volumes of so many rows: on paper and as a table for a spreadsheet.

Numbers go on through the year and its volumes; a volume ends, and a year is closed, with a page that is signed and
stamped (TT 01/2018 Đ10.2). What never became a dossier, or is none any more, stays in its row and is marked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby

from msgspec import Struct

from models.calendar.clock import local
from models.events import ReturnBy
from models.subjects.dossier import DossierStatus
from models.subjects.register import NO_RESULT, RegisterLine
from printing.forms.body import Given, foot
from printing.forms.facts import dated, day_in_words, in_figures
from printing.forms.versions import ColumnHead, FormsSet, FormWords
from printing.layout.long_table import Volume
from printing.layout.sheet import (
    Block,
    Column,
    FieldLine,
    Footnote,
    FormField,
    Heading,
    Paragraph,
    Signature,
    Signatures,
    Title,
)
from printing.layout.spreadsheet import Cell, SheetColumn, SheetTable

_RETURN_BY = {ReturnBy.COUNTER: "Trực tiếp", ReturnBy.POST: "Bưu chính", ReturnBy.ONLINE: "Trực tuyến"}
_TOLD = (
    (DossierStatus.HANDED_OVER, "đã trả kết quả {count}"),
    (DossierStatus.REFUSED, "từ chối {count}"),
    (DossierStatus.WITHDRAWN, "đã rút {count}"),
    (DossierStatus.STOPPED, "đã dừng {count}"),
    (DossierStatus.VOIDED, "đã hủy {count}"),
)
_SIGNATURES = (("NGƯỜI LẬP SỔ", "(Ký và ghi rõ họ tên)"), ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên, đóng dấu)"))


class RegisterScope(Struct, frozen=True, kw_only=True):
    """What is written out of the register.

    Attributes:
        first, last: days of receipt, both included.
        field: of the procedures; empty = all.
        unit: name of the unit that resolves, where only its dossiers are written out; empty = all.
        per_volume: rows of a volume.
    """

    first: date
    last: date
    field: str = ""
    unit: str = ""
    per_volume: int = 2_000

    def volume_of(self, line: RegisterLine) -> tuple[int, int]:
        """Year and number of the volume in which a line stands."""
        return line.year, (line.number - 1) // self.per_volume + 1


def register_columns(words: FormsSet) -> tuple[ColumnHead, ...]:
    """The columns of the circular's register."""
    return next(row.columns for row in words.register.rows if row.table)


def cells_of(line: RegisterLine) -> Mapping[str, Cell]:
    """What each column may show of a line; a moment as the clock on the office wall has it."""
    row = line.row
    mark = NO_RESULT.get(DossierStatus(row.status), "")
    ended = _wall(row.ended_at)
    returned = f"{mark}\n{ended:%d/%m/%Y}" if mark and isinstance(ended, datetime) else mark or ended
    return {
        "place": line.number,
        "code": row.code,
        "request": row.procedure_name,
        "sets": row.sets,
        "owner": row.owner,
        "contact": "\n".join(part for part in (row.address, row.phone) if part),
        "resolver": row.resolver_name,
        "received_at": _wall(row.received_at),
        "due_at": _wall(row.due_at),
        "returned_at": returned,
        "return_by": _RETURN_BY[ReturnBy(row.return_by)] if row.return_by else "",
        "hand": "",
        "note": mark,
    }


def said_of(line: RegisterLine, columns: Iterable[ColumnHead]) -> tuple[str, ...]:
    """The row as the paper shows it."""
    cells = cells_of(line)
    return tuple(_said(cells[column.what]) for column in columns)


def register_foot(given: Given) -> str:
    """Which wording it is, and when it was made."""
    return foot(given.words.register.form, given.words, given.printed_at)


def register_scope_words(scope: RegisterScope) -> tuple[str, ...]:
    """Period, field and unit as sentences."""
    return (
        f"Hồ sơ tiếp nhận: từ ngày {scope.first:%d/%m/%Y} đến ngày {scope.last:%d/%m/%Y}",
        f"Lĩnh vực: {scope.field or 'tất cả'}",
        *((f"Cơ quan giải quyết: {scope.unit}",) if scope.unit else ()),
    )


def register_sheets(
    lines: Iterable[RegisterLine], scope: RegisterScope, given: Given, count: int
) -> Iterator[SheetTable]:
    """The sheets of a spreadsheet, one for each year, since numbers begin anew; nothing found: one without rows.

    Each must be written before the next is taken. ``count``: lines in all.
    """
    columns = register_columns(given.words)
    none = True

    def sheet(year: int, within: Iterable[RegisterLine]) -> SheetTable:
        return SheetTable(
            name=f"Năm {year}",
            title=f"{given.words.register.title} NĂM {year}",
            notes=(
                f"{given.office.parent} – {given.office.name}",
                *register_scope_words(scope),
                f"{register_foot(given)} · {in_figures(count)} hồ sơ",
            ),
            columns=tuple(SheetColumn(head.title, head.weight) for head in columns),
            rows=(tuple(cells[head.what] for head in columns) for cells in map(cells_of, within)),
        )

    for year, within in groupby(lines, lambda line: line.year):
        none = False
        yield sheet(year, within)
    if none:
        yield sheet(scope.first.year, ())


def volumes(lines: Iterable[RegisterLine], scope: RegisterScope, given: Given) -> Iterator[Volume]:
    """The volumes, in order; each must be laid out before the next is taken. Nothing found: one that says so."""
    ahead = _Ahead(lines)
    for (year, number), within in groupby(ahead, scope.volume_of):
        yield _Book(year, number, scope, given, ahead).volume(within)
    if ahead.latest is None:
        yield _Book(scope.first.year, 1, scope, given, ahead).volume(())


class _Ahead:
    """Lines, and the latest that was taken: at the end of a volume, the first of the next one."""

    def __init__(self, lines: Iterable[RegisterLine]) -> None:
        self.latest: RegisterLine | None = None
        self._lines = lines

    def __iter__(self) -> Iterator[RegisterLine]:
        for line in self._lines:
            self.latest = line
            yield line


class _Book:
    """One volume, and what was counted while its rows went by."""

    def __init__(self, year: int, number: int, scope: RegisterScope, given: Given, ahead: _Ahead) -> None:
        self._year = year
        self._number = number
        self._scope = scope
        self._given = given
        self._ahead = ahead
        self._columns = register_columns(given.words)
        self._statuses: Counter[str] = Counter()
        self._first = self._last = 0

    def volume(self, lines: Iterable[RegisterLine]) -> Volume:
        return Volume(
            before=self._before(),
            columns=tuple(Column(head.title, head.weight, head.centred, head.group) for head in self._columns),
            rows=self._rows(lines),
            name=f"Quyển {self._number:02d}/{self._year}",
            closing=self._closing,
            after=self._after,
        )

    def _rows(self, lines: Iterable[RegisterLine]) -> Iterator[tuple[str, ...]]:
        for line in lines:
            self._first = self._first or line.number
            self._last = line.number
            self._statuses[line.row.status] += 1
            yield said_of(line, self._columns)

    def _before(self) -> tuple[Block, ...]:
        office, words, form = self._given.office, self._given.words, self._form
        return (
            Heading(
                parent=office.parent,
                body=office.name,
                number=form.number,
                country=words.country,
                motto=words.motto,
                dated=dated(self._given.printed_at, office.place, words.facts),
            ),
            Title(form.title, f"Năm {self._year} · Quyển số {self._number:02d}"),
            FieldLine(tuple(_field(sentence) for sentence in register_scope_words(self._scope))),
        )

    def _after(self) -> tuple[Block, ...]:
        """Below the last row: what was counted, unless the closing page says it; the form's own notes."""
        notes = tuple(note.text for note in self._form.notes)
        counted = () if self._is_whole else (Paragraph(self._counted("Phần trích này"), strong=True),)
        return (*counted, *((Footnote(self._form.notes_label, notes),) if notes else ()))

    def _closing(self, pages: int) -> tuple[Block, ...]:
        if not self._is_whole:
            return ()
        words, number, year = self._given.words, f"{self._number:02d}", self._year
        volume = (
            f"Quyển số {number} năm {year} gồm {pages:02d} trang kể cả trang này, "
            f"từ số thứ tự {self._first:02d} đến số thứ tự {self._last:02d}."
        )
        ends = self._ends_year
        closed = (
            f"Sổ theo dõi hồ sơ năm {year} khóa {day_in_words(date(year, 12, 31), words.facts)} "
            f"ở số thứ tự {self._last:02d}. Sổ năm sau bắt đầu lại từ số 01."
            if ends
            else f"Sổ năm {year} tiếp ở Quyển số {self._number + 1:02d}, từ số thứ tự {self._last + 1:02d}."
        )
        clerk = (self._given.clerk, "")
        return (
            Title("TRANG KHÓA SỔ" if ends else "TRANG CUỐI QUYỂN", f"Năm {year} · Quyển số {number}"),
            Paragraph(volume),
            Paragraph(self._counted("Quyển này")),
            Paragraph(closed),
            Signatures(
                tuple(Signature(role, hint, name) for (role, hint), name in zip(_SIGNATURES, clerk, strict=True))
            ),
        )

    @property
    def _form(self) -> FormWords:
        return self._given.words.register

    @property
    def _ends_year(self) -> bool:
        """The year is over, asked for to its end, and this is its last volume."""
        end, today, latest = date(self._year, 12, 31), local(self._given.printed_at).date(), self._ahead.latest
        follows = latest is not None and latest.year == self._year and latest.number > self._last
        return self._scope.last >= end and today >= end and not follows

    @property
    def _is_whole(self) -> bool:
        """From its first row to its last, or to the end of the year: not an extract."""
        if self._scope.unit or not self._last:
            return False
        begins = self._first == (self._number - 1) * self._scope.per_volume + 1
        return begins and (self._last == self._number * self._scope.per_volume or self._ends_year)

    def _counted(self, what: str) -> str:
        count = self._statuses.total()
        parts = [
            told.format(count=in_figures(self._statuses[status])) for status, told in _TOLD if self._statuses[status]
        ]
        open_ = count - sum(self._statuses[status] for status, _ in _TOLD)
        parts += [f"đang giải quyết {in_figures(open_)}"] if open_ else []
        return f"{what} có {in_figures(count)} hồ sơ{': ' if parts else ''}{', '.join(parts)}."


def _field(sentence: str) -> FormField:
    label, _, value = sentence.partition(": ")
    return FormField(label, value)


def _wall(at: datetime | None) -> datetime | str:
    return "" if at is None else local(at).replace(tzinfo=None, microsecond=0)


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%H:%M}\n{cell:%d/%m/%Y}"
    return f"{cell:02d}" if isinstance(cell, int) else cell

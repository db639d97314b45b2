"""The register of dossiers (sổ theo dõi hồ sơ), in volumes of so many rows: on paper and as a table for a spreadsheet.

Numbers go on through the year and its volumes; a volume ends, and a year is closed, with a page that is signed and
stamped (TT 01/2018 Đ10.2). What never became a dossier, or is none any more, stays in its row and is marked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

import msgspec
from msgspec import Struct

from models.calendar.clock import local
from models.events import ReturnBy
from models.files.spreadsheet import Cell, SheetColumn, SheetTable
from models.subjects.dossier import DossierStatus
from models.subjects.register import NO_RESULT, RegisterLine
from models.subjects.register_closing import RegisterClosing
from models.words.money_words import in_figures
from printing.forms.body import Given, foot
from printing.forms.facts import dated, moment
from printing.forms.versions import ColumnHead, FactWords, FormsSet, FormWords
from printing.layout.long_table import Volume
from printing.layout.sheet import (
    Block,
    CodeBlock,
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

_RETURN_BY = {ReturnBy.COUNTER: "Trực tiếp", ReturnBy.POST: "Bưu chính", ReturnBy.ONLINE: "Trực tuyến"}
_TOLD = (
    (DossierStatus.HANDED_OVER, "đã trả kết quả {count}"),
    (DossierStatus.REFUSED, "từ chối {count}"),
    (DossierStatus.WITHDRAWN, "đã rút {count}"),
    (DossierStatus.STOPPED, "đã dừng {count}"),
    (DossierStatus.VOIDED, "đã hủy {count}"),
)
_SIGNATURES = (("NGƯỜI LẬP SỔ", "(Ký và ghi rõ họ tên)"), ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên, đóng dấu)"))


class ClosedRegister(Struct, frozen=True, kw_only=True):
    """The register of a year that was closed.

    Attributes:
        closings: the first one first.
        sizes: lines of each part: what the first closing closed, the next …, and what came after the last.
    """

    closings: tuple[RegisterClosing, ...]
    sizes: tuple[int, ...]

    @property
    def rows_per_volume(self) -> int:
        """As when it was closed."""
        return self.closings[0].rows_per_volume

    def sentence(self, part: int, words: FactWords) -> str:
        """How a part stands."""
        what = "Phần bổ sung sau khóa sổ" if part else "Sổ theo dõi hồ sơ"
        year = self.closings[0].year
        if part >= len(self.closings):
            return f"{what} năm {year}: hồ sơ đến máy này sau khi sổ đã khóa; chưa khóa."
        closing, last = self.closings[part], sum(self.sizes[: part + 1])
        volumes = -(-self.sizes[part] // self.rows_per_volume)
        when = f" {moment(closing.at, words)}" if closing.at else ""
        by = f", {closing.name} khóa sổ" if closing.name else ""
        return f"{what} năm {year} đã khóa{when} ở số thứ tự {last:02d}, gồm {volumes} quyển{by}."


class RegisterScope(Struct, frozen=True, kw_only=True):
    """What is written out of the register.

    Attributes:
        first, last: days of receipt, both included.
        field: of the procedures; empty = all.
        unit: name of the unit that resolves, where only its dossiers are written out; empty = all.
        per_volume: rows of a volume.
        closed: what was closed, by year.
    """

    first: date
    last: date
    field: str = ""
    unit: str = ""
    per_volume: int = 2_000
    closed: Mapping[int, ClosedRegister] = msgspec.field(default_factory=dict)

    def volume_of(self, line: RegisterLine) -> "VolumeSpan":
        """The volume in which a line stands."""
        closed, before, volumes, last = self.closed.get(line.year), 0, 0, None
        rows = closed.rows_per_volume if closed else self.per_volume
        if closed:
            before = sum(closed.sizes[: line.part])
            volumes = sum(-(-size // rows) for size in closed.sizes[: line.part])
            last = before + closed.sizes[line.part]
        place = (line.number - before - 1) // rows
        first, most = before + place * rows + 1, before + (place + 1) * rows
        most = most if last is None else min(last, most)
        return VolumeSpan(line.year, line.part, volumes + place + 1, first, most, last)


class VolumeSpan(NamedTuple):
    """A volume of a year's register: which part it belongs to, its number, and the numbers of its first and last row.

    Attributes:
        ends: number of the last row of its part; None = the register is open.
    """

    year: int
    part: int
    number: int
    first: int
    last: int
    ends: int | None


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

    def sheet(year: int, part: int, within: Iterable[RegisterLine]) -> SheetTable:
        closed = scope.closed.get(year)
        supplement = f" bổ sung {part}" if part else ""
        return SheetTable(
            name=f"Năm {year}{supplement}",
            title=f"{given.words.register.title} NĂM {year}{supplement.upper()}",
            notes=(
                f"{given.office.parent} – {given.office.name}",
                *register_scope_words(scope),
                *((closed.sentence(part, given.words.facts),) if closed else ()),
                f"{register_foot(given)} · {in_figures(count)} hồ sơ",
            ),
            columns=tuple(SheetColumn(head.title, head.weight) for head in columns),
            rows=(tuple(cells[head.what] for head in columns) for cells in map(cells_of, within)),
        )

    for (year, part), within in groupby(lines, lambda line: (line.year, line.part)):
        none = False
        yield sheet(year, part, within)
    if none:
        yield sheet(scope.first.year, 0, ())


def volumes(
    lines: Iterable[RegisterLine], scope: RegisterScope, given: Given, code: Callable[[VolumeSpan], CodeBlock]
) -> Iterator[Volume]:
    """The volumes, in order; each must be laid out before the next is taken. Nothing found: one that says so.

    Args:
        lines: of the register.
        scope: what is written out.
        given: what all forms are given.
        code: the code of a volume, signed.
    """
    ahead = _Ahead(lines)
    for span, within in groupby(ahead, scope.volume_of):
        yield _Book(span, scope, given, code(span), ahead).volume(within)
    if ahead.latest is None:
        none = VolumeSpan(scope.first.year, 0, 1, 1, scope.per_volume, None)
        yield _Book(none, scope, given, code(none), ahead).volume(())


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

    def __init__(self, span: VolumeSpan, scope: RegisterScope, given: Given, code: CodeBlock, ahead: _Ahead) -> None:
        self._span = span
        self._scope = scope
        self._given = given
        self._code = code
        self._closed = scope.closed.get(span.year)
        self._ahead = ahead
        self._columns = register_columns(given.words)
        self._statuses: Counter[str] = Counter()
        self._first = self._last = 0

    def volume(self, lines: Iterable[RegisterLine]) -> Volume:
        return Volume(
            before=self._before(),
            columns=tuple(Column(head.title, head.weight, head.centred, head.group) for head in self._columns),
            rows=self._rows(lines),
            name=f"Quyển {self._span.number:02d}/{self._span.year}",
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
            Title(form.title, self._named),
            self._code,
            FieldLine(tuple(_field(sentence) for sentence in register_scope_words(self._scope))),
            *((Paragraph(self._closed.sentence(self._span.part, words.facts), strong=True),) if self._closed else ()),
        )

    @property
    def _named(self) -> str:
        supplement = " · Phần bổ sung sau khóa sổ" if self._span.part else ""
        return f"Năm {self._span.year} · Quyển số {self._span.number:02d}{supplement}"

    def _after(self) -> tuple[Block, ...]:
        """Below the last row: what was counted, unless the closing page says it; the form's own notes."""
        notes = tuple(note.text for note in self._form.notes)
        counted = () if self._is_whole else (Paragraph(self._counted("Phần trích này"), strong=True),)
        return (*counted, *((Footnote(self._form.notes_label, notes),) if notes else ()))

    def _closing(self, pages: int) -> tuple[Block, ...]:
        if not self._is_whole:
            return ()
        words, span = self._given.words, self._span
        volume = (
            f"Quyển số {span.number:02d} năm {span.year} gồm {pages:02d} trang kể cả trang này, "
            f"từ số thứ tự {self._first:02d} đến số thứ tự {self._last:02d}."
        )
        ends = self._ends_part
        if not ends:
            stands = f"Sổ năm {span.year} tiếp ở Quyển số {span.number + 1:02d}, từ số thứ tự {self._last + 1:02d}."
        elif self._closed is None:
            stands = f"Sổ theo dõi hồ sơ năm {span.year} chưa khóa: khóa sổ rồi in lại để ký tên, đóng dấu."
        else:
            stands = self._closed.sentence(span.part, words.facts)
        closed = ends and self._closed is not None and span.part < len(self._closed.closings)
        later = f"Số đã cấp không thay đổi; hồ sơ đến muộn ghi ở phần bổ sung, từ số {self._last + 1:02d}."
        clerk = (self._given.clerk, "")
        return (
            Title("TRANG KHÓA SỔ" if closed else "TRANG CUỐI QUYỂN", self._named),
            Paragraph(volume),
            Paragraph(self._counted("Quyển này")),
            Paragraph(stands),
            *((Paragraph(later),) if closed else ()),
            Signatures(
                tuple(Signature(role, hint, name) for (role, hint), name in zip(_SIGNATURES, clerk, strict=True))
            ),
        )

    @property
    def _form(self) -> FormWords:
        return self._given.words.register

    @property
    def _ends_part(self) -> bool:
        """Its last row is the last one of a closed part; or the year is over, asked for to its end, none follows."""
        if self._span.ends is not None:
            return self._last == self._span.ends
        year = self._span.year
        end, today, latest = date(year, 12, 31), local(self._given.printed_at).date(), self._ahead.latest
        follows = latest is not None and latest.year == year and latest.number > self._last
        return self._scope.last >= end and today >= end and not follows

    @property
    def _is_whole(self) -> bool:
        """From its first row to its last, or to the end of its part: not an extract."""
        if self._scope.unit or not self._last or self._first != self._span.first:
            return False
        return self._last == self._span.last or self._ends_part

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

"""Writes the register out as PDF or spreadsheet, in any thread.

The desk is asked for a page of lines at a time, so that a counter that shares its worker does not wait.
"""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from desk.access_log import record_register
from desk.desk import Desk
from desk.prints.paper_signing import code_signer
from desk.rights import Permission, require
from desk.table_file import TableKind, kind_of
from models.calendar.clock import local
from models.codes.register_number import REGISTER_FORM, volume_code
from models.files.disk import writing_named
from models.files.spreadsheet import write_spreadsheet
from models.not_allowed import OfOneVerb
from models.store.projections.register_lists import Register
from models.subjects.register import RegisterLine, RegisterQuery
from printing.forms.body import Given
from printing.forms.register import (
    ClosedRegister,
    RegisterScope,
    VolumeSpan,
    register_foot,
    register_sheets,
    volumes,
)
from printing.forms.versions import forms_in_force, forms_set
from printing.layout.design import A4_LANDSCAPE
from printing.layout.long_table import long_pages
from printing.layout.pdf import measure_in, write_pages
from printing.layout.sheet import CodeBlock, Typeface

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

T = TypeVar("T")

TOGETHER = 500
"""Lines asked of the desk at once."""


class RegisterPeriodBackwards(OfOneVerb):
    """The last day is before the first."""

    sentence = "Ngày cuối phải bằng hoặc sau ngày đầu."


class AskRegister(Protocol):
    """Runs a function with the desk, in the thread that has it; gives its result, or raises what it raises."""

    def __call__(self, work: Callable[[Desk], T], /) -> T:
        """The result of ``work``."""


class RegisterWritten(Struct, frozen=True, kw_only=True):
    """What was written: dossiers, and pages of a PDF (0 = a spreadsheet)."""

    file: Path
    dossiers: int
    pages: int


class _Begun(Struct, frozen=True):
    """What is known before the first line."""

    given: Given
    scope: RegisterScope
    count: int
    folder: Path
    typeface: Typeface
    code: Callable[[VolumeSpan], CodeBlock]


class _Stopped(Exception):  # noqa: N818 - somebody wanted it so
    """It was given up by the person who asked."""


class _Watched(io.BufferedIOBase):
    """A file that takes no more once it was given up: packing a long table takes longer than anybody waits.

    What a library writes afterwards, while it cleans up, goes nowhere: the file is closed by then.
    """

    def __init__(self, file: BinaryIO, stopped: Callable[[], bool]) -> None:
        self._file = file
        self._stopped = stopped
        self._nowhere: int | None = None
        """Once it was given up: where the file would stand."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or give up.

        Raises:
            _Stopped
        """
        if self._nowhere is not None:
            size = memoryview(data).nbytes
            self._nowhere += size
            return size
        if self._stopped():
            self._nowhere = self._file.tell()
            raise _Stopped
        return self._file.write(data)

    def seekable(self) -> bool:
        """As the file."""
        return True

    def tell(self) -> int:
        """As the file."""
        return self._file.tell() if self._nowhere is None else self._nowhere

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """As the file."""
        if self._nowhere is None:
            return self._file.seek(offset, whence)
        self._nowhere = offset if whence == io.SEEK_SET else self._nowhere + offset
        return self._nowhere

    def flush(self) -> None:
        """As the file. From Python 3.13 on this is asked once more when nobody holds it: the file is closed by then."""
        if self._nowhere is None and not self._file.closed:
            self._file.flush()


def write_register(
    ask: AskRegister,
    asked: RegisterQuery,
    out: Path,
    *,
    on_progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> RegisterWritten | None:
    """Write the register of a period to a file, which is whole or not there; None = it was given up.

    Args:
        ask: reaches the desk.
        asked: which lines; its words count for nothing here: a register is not cut by a search.
        out: ``.pdf`` or ``.xlsx``.
        on_progress: told ``(lines done, lines in all)``.
        stopped: asked at each line whether to give up.

    Raises:
        RoleForbids, NobodySignedIn: before anything is written.
        TableNameUnfit, RegisterPeriodBackwards.
        TargetUnfit, DiskFull, DiskFailing, FolderReadOnly: what lay there before is untouched.
    """
    kind = kind_of(out)
    if asked.last < asked.first:
        raise RegisterPeriodBackwards
    asked = replace(asked, words="")
    begun = ask(lambda desk: _begin(desk, asked))
    lines = _lines(ask, asked, begun.count, on_progress or (lambda _done, _all: None), stopped)
    pages = 0
    try:
        with writing_named(out, apart_from=begun.folder) as file:
            if kind is TableKind.PDF:
                pages = _write_pdf(file, lines, begun, stopped)
            else:
                _write_xlsx(cast("BinaryIO", _Watched(file, stopped)), lines, begun, out.parent)
            if stopped():
                raise _Stopped  # noqa: TRY301 - inside, so that the file goes too
    except _Stopped:
        return None
    return RegisterWritten(file=out, dossiers=begun.count, pages=pages)


def _begin(desk: Desk, asked: RegisterQuery) -> _Begun:
    """Who may, is asked; that it is written out, recorded."""
    require(desk, Permission.REGISTER)
    register = desk.store.lists(Register)
    count = register.count(asked)
    record_register(desk, asked.first, asked.last, count)
    circular = desk.settings.forms
    closed = {}
    for year in range(asked.first.year, asked.last.year + 1):
        if closings := register.closings(year):
            closed[year] = ClosedRegister(closings=tuple(closings), sizes=tuple(register.sizes(year, asked.field)))
    signer, agency = code_signer(desk, REGISTER_FORM), desk.settings.office.unit.id
    units = {one.id: one.name for one in register.units(asked.first, asked.last)} if asked.unit else {}
    return _Begun(
        given=Given(
            office=desk.settings.office,
            words=forms_set(circular) if circular else forms_in_force(asked.last),
            printed_at=desk.clock(),
            clerk=desk.clerk.name if desk.clerk else "",
        ),
        scope=RegisterScope(
            first=asked.first,
            last=asked.last,
            field=asked.field,
            unit=units.get(asked.unit, asked.unit),
            per_volume=desk.settings.register.rows_per_volume,
            closed=closed,
        ),
        count=count,
        folder=desk.folder,
        typeface=desk.settings.printers.typeface,
        code=lambda span: signer(volume_code(agency, span.year, span.number)),
    )


def _lines(
    ask: AskRegister,
    asked: RegisterQuery,
    count: int,
    on_progress: Callable[[int, int], None],
    stopped: Callable[[], bool],
) -> Iterator[RegisterLine]:
    """Each line, read a page at a time.

    Raises:
        _Stopped
    """
    last: RegisterLine | None = None
    done = 0

    def following(desk: Desk) -> list[RegisterLine]:
        return desk.store.lists(Register).page(asked, limit=TOGETHER, after=last)

    while page := ask(following):
        for line in page:
            if stopped():
                raise _Stopped
            yield line
        last, done = page[-1], done + len(page)
        on_progress(min(done, count), count)
    if stopped():
        raise _Stopped


def _write_pdf(file: BinaryIO, lines: Iterator[RegisterLine], begun: _Begun, stopped: Callable[[], bool]) -> int:
    def go_on() -> None:
        if stopped():
            raise _Stopped

    given = begun.given
    version = register_foot(given)
    laid = volumes(lines, begun.scope, given, begun.code)
    pages = long_pages(laid, version, A4_LANDSCAPE, measure_in(begun.typeface))
    title = given.words.register.title
    return write_pages(file, pages, A4_LANDSCAPE, title=title, subject=version, typeface=begun.typeface, go_on=go_on)


def _write_xlsx(file: BinaryIO, lines: Iterator[RegisterLine], begun: _Begun, beside: Path) -> None:
    made_at = local(begun.given.printed_at).replace(tzinfo=None)
    write_spreadsheet(
        file, register_sheets(lines, begun.scope, begun.given, begun.count), beside=beside, made_at=made_at
    )

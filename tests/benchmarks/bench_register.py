"""The register of a year as PDF and spreadsheet, beside reading and telling the same lines; and giving it up."""

import statistics
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.register.writing import TOGETHER, write_register
from desk.training.training import training_settings
from models.store.projections.register_lists import Register
from models.subjects.register import RegisterLine, RegisterQuery
from printing.forms.body import Given
from printing.forms.register import RegisterScope, register_columns, register_foot, said_of, volumes
from printing.forms.versions import forms_in_force
from printing.layout.design import A4_LANDSCAPE
from printing.layout.long_table import long_pages
from printing.layout.marks import Text
from printing.layout.pdf import name_of, width_of
from printing.layout.sheet import CodeBlock
from tests.benchmarks.figures import Figure
from tests.benchmarks.large_office import large_office

DOSSIERS = 20_834
"""Of which 20,000 were received; the others were refused or sent back before."""

YEAR = RegisterQuery(first=date(2020, 1, 1), last=date(2020, 12, 31))
RUNS = 3
GIVEN_UP_AT = (0.02, 0.3, 0.6, 0.9, 0.99)
"""Shares of the lines after which somebody gives up."""


def figures() -> Iterator[Figure]:
    """Each as PDF and as spreadsheet, by the clock on the wall and by the processor; giving up; a page on screen."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        office = large_office(folder / "year.db", DOSSIERS)
        trained = open_desk(folder / "desk", settings=training_settings(), training=True)
        try:
            yield from _figures(replace(trained, store=office.store), folder)
        finally:
            office.store.close()
            close_desk(trained)


def _figures(desk: Desk, folder: Path) -> Iterator[Figure]:
    count = desk.store.lists(Register).count(YEAR)
    told = [_timed(lambda: _told(desk)) for _ in range(RUNS)]
    for suffix, target in ((".pdf", "≤ 10 s"), (".xlsx", "≤ 5 s")):
        out = folder / f"so{suffix}"
        runs = [_timed(lambda out=out: _written(desk, out)) for _ in range(RUNS)]  # type: ignore[misc]  # bound at once
        what = f"register of {count:,} rows as {suffix[1:].upper()}"
        limit = "the same lines read, told and deflated, nothing laid out"
        for place, how, aim in ((0, "median", target), (1, "of it on the processor", "")):
            value, best = (statistics.median(run[place] for run in those) for those in (runs, told))
            yield Figure(f"{what}, {how}", value, "s", best, limit, aim)
    bare = _timed(lambda: _bare(desk))
    yield Figure("the same PDF by a bare reportlab canvas, laid out already", bare[0], "s", 0, "", "")
    for suffix in (".pdf", ".xlsx"):
        out = folder / f"so{suffix}"
        slowest = max(_given_up(desk, out, int(share * count)) for share in GIVEN_UP_AT)
        unasked = _longest_unasked(desk, out)
        what = f"{suffix[1:].upper()} given up, from being asked until nothing is left"
        yield Figure(f"{what}, slowest of {len(GIVEN_UP_AT)}", slowest, "ms", 0, "", "")
        yield Figure(f"{what}, at the worst moment", slowest + unasked, "ms", 0, "", "≤ 200 ms")
    yield from _on_screen(desk, count)


def _on_screen(desk: Desk, count: int) -> Iterator[Figure]:
    register = desk.store.lists(Register)
    middle = register.page(YEAR, limit=count // 2)[-1]
    for what, asked, after in (
        ("first page of the register", YEAR, None),
        ("a page behind its middle", YEAR, middle),
        (
            "a page of an extract by a common word",
            RegisterQuery(first=YEAR.first, last=YEAR.last, words="nguyen"),
            None,
        ),
        ("a page of an extract by a rare word", RegisterQuery(first=YEAR.first, last=YEAR.last, words="khongai"), None),
    ):
        taken = [_timed(lambda a=asked, b=after: register.page(a, after=b))[0] for _ in range(RUNS)]  # type: ignore[misc]
        yield Figure(what, statistics.median(taken) * 1e3, "ms", 0, "", "≤ 30 ms")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and on the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def _written(desk: Desk, out: Path) -> None:
    assert write_register(lambda work: work(desk), YEAR, out) is not None


def _lines(desk: Desk) -> Iterator[RegisterLine]:
    register, last = desk.store.lists(Register), None
    while page := register.page(YEAR, limit=TOGETHER, after=last):
        yield from page
        last = page[-1]


def _told(desk: Desk) -> None:
    columns, packed = register_columns(forms_in_force(YEAR.last)), zlib.compressobj()
    for line in _lines(desk):
        packed.compress("\t".join(said_of(line, columns)).encode())
    packed.flush()


def _bare(desk: Desk) -> None:
    given = Given(office=desk.settings.office, words=forms_in_force(YEAR.last), printed_at=desk.clock())
    scope = RegisterScope(first=YEAR.first, last=YEAR.last)
    height = A4_LANDSCAPE.height or 0.0
    canvas = Canvas(str(desk.folder / "bare.pdf"), pagesize=(A4_LANDSCAPE.width, height), invariant=1)
    laid = volumes(_lines(desk), scope, given, lambda span: CodeBlock(code=f"SO.{span.year}-{span.number}"))
    for page in long_pages(laid, register_foot(given), A4_LANDSCAPE, width_of):
        for mark in page.marks:
            if isinstance(mark, Text):
                canvas.setFont(name_of(mark.face), mark.size)
                canvas.drawString(mark.x, height - mark.y, mark.text)
        canvas.showPage()
    canvas.save()


def _given_up(desk: Desk, out: Path, after: int) -> float:
    """Milliseconds from giving up after so many lines until nothing is left of it."""
    asked, at = 0, 0.0

    def stopped() -> bool:
        nonlocal asked, at
        asked += 1
        if asked <= after:
            return False
        at = at or time.perf_counter()
        return True

    assert write_register(lambda work: work(desk), YEAR, out, stopped=stopped) is None
    return (time.perf_counter() - at) * 1e3


def _longest_unasked(desk: Desk, out: Path) -> float:
    """Milliseconds for which nobody asks whether to go on, at worst: so long giving up may have to wait."""
    asked = [time.perf_counter()]

    def stopped() -> bool:
        asked.append(time.perf_counter())
        return False

    assert write_register(lambda work: work(desk), YEAR, out, stopped=stopped) is not None
    return max(later - before for before, later in pairwise(asked)) * 1e3

"""Writes posters to one PDF file, in any thread: one after the other for the boards, or bound as a booklet."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.posters.posters import PosterChoice, chosen, record_written
from desk.rights import Permission, require
from models.calendar.clock import local
from models.files.disk import writing_named
from models.not_allowed import OfOneVerb
from printing.forms.poster import FORM, PosterFacts, contents, poster
from printing.layout.design import POSTER, Design, enlarged, smaller_type
from printing.layout.lines import FontFace, Measure
from printing.layout.marks import Text
from printing.layout.pages import SheetPage, pages
from printing.layout.pdf import measure_in, write_pages
from printing.layout.sheet import Sheet, Typeface

_A3 = 2**0.5
_STEPS = (1.0, 0.88, 0.76)
"""Sizes of type that are tried until a poster fits on one page; the last one is still read at arm's length."""


class PosterSize(StrEnum):
    """Of the paper."""

    A4 = "a4"
    A3 = "a3"


class PosterFileUnfit(OfOneVerb):
    """Posters are written as PDF alone."""

    sentence = "Tên tệp phải kết thúc bằng .pdf."


class NoPosters(OfOneVerb):
    """All posters that were asked for hang there as they should."""

    sentence = "Không có tờ niêm yết nào cần in."


class PosterJob(Struct, frozen=True, kw_only=True):
    """What is to be written.

    Attributes:
        posters: in the order of the file.
        catalogue: version, said at the foot.
        booklet: with a list of all at the front, and pages numbered through.
        folder: of the data, where nothing may be put.
    """

    posters: tuple[PosterFacts, ...]
    catalogue: str
    printed_at: datetime
    folder: Path
    size: PosterSize = PosterSize.A4
    booklet: bool = False
    typeface: Typeface = Typeface.SANS

    @property
    def version(self) -> str:
        """What stands at the foot."""
        return f"Danh mục {self.catalogue}, in {local(self.printed_at):%d/%m/%Y}"


class PosterFile(Struct, frozen=True, kw_only=True):
    """What was written."""

    file: Path
    posters: int
    pages: int


class _Stopped(Exception):  # noqa: N818 - somebody wanted it so
    """It was given up by the person who asked."""


def poster_job(desk: Desk, choice: PosterChoice) -> PosterJob:
    """The posters that are meant, with what each says today.

    Raises:
        RoleForbids, NobodySignedIn, ProcedureUnknown, HamletUnknown.
    """
    require(desk, Permission.POSTERS)
    return PosterJob(
        posters=tuple(chosen(desk, choice)),
        catalogue=desk.catalogue.version,
        printed_at=desk.clock(),
        folder=desk.folder,
        typeface=desk.settings.printers.typeface,
    )


def page_job(desk: Desk, marked: Collection[tuple[str, str]], size: PosterSize, *, booklet: bool) -> PosterJob:
    """As ``poster_job``: these procedures and hamlets, with none all that is due; a booklet has every procedure once.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POSTERS)
    choice = PosterChoice() if booklet else PosterChoice(all_hamlets=True, only_due=not marked)
    job = replace(poster_job(desk, choice), size=size, booklet=booklet)
    if booklet or not marked:
        return job
    return replace(job, posters=tuple(one for one in job.posters if (one.code, one.hamlet) in marked))


def record_posters(desk: Desk, job: PosterJob) -> None:
    """Record what was written to be put up; a booklet lies on a table and is recorded by nobody.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POSTERS)
    if not job.booklet:
        record_written(desk, job.posters)


def write_posters(
    job: PosterJob,
    out: Path,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> PosterFile | None:
    """Write them to a file, which is whole or not there; None = it was given up.

    Args:
        job: what.
        out: ``.pdf``.
        on_progress: told ``(posters done, posters in all)``.
        stopped: asked at each poster whether to give up.

    Raises:
        PosterFileUnfit, NoPosters.
        TargetUnfit, DiskFull, DiskFailing, FolderReadOnly: what lay there before is untouched.
    """
    if out.suffix.lower() != ".pdf":
        raise PosterFileUnfit
    if not job.posters:
        raise NoPosters
    design = POSTER if job.size is PosterSize.A4 else enlarged(POSTER, _A3)

    def go_on() -> None:
        if stopped():
            raise _Stopped

    def laid() -> Iterator[list[SheetPage]]:
        for done, facts in enumerate(job.posters):
            on_progress(done, len(job.posters))
            go_on()
            yield _fitted(poster(facts, version=job.version), design, measure_in(job.typeface))

    try:
        with writing_named(out, apart_from=job.folder) as file:
            of_all = _booklet(job, list(laid()), design) if job.booklet else laid()
            count = write_pages(
                file,
                (page for part in of_all for page in part),
                design,
                title=f"{FORM}-{len(job.posters)}",
                subject=job.version,
                typeface=job.typeface,
                go_on=go_on,
            )
    except _Stopped:
        return None
    on_progress(len(job.posters), len(job.posters))
    return PosterFile(file=out, posters=len(job.posters), pages=count)


def _fitted(sheet: Sheet, design: Design, measure: Measure) -> list[SheetPage]:
    """On one page, with smaller type if need be; on several where even that does not help."""
    for by in _STEPS:
        laid = pages(sheet, smaller_type(design, by), measure)
        if len(laid) == 1:
            return laid
    return laid


def _booklet(job: PosterJob, made: Sequence[list[SheetPage]], design: Design) -> list[list[SheetPage]]:
    """The list at the front and the posters, numbered through. How long the list is, does not depend on its numbers."""
    measure, office = measure_in(job.typeface), job.posters[0].office
    small = smaller_type(design, _STEPS[-1])

    def front(offset: int) -> list[SheetPage]:
        page, listed = offset + 1, []
        for facts, laid in zip(job.posters, made, strict=True):
            listed.append((facts, page))
            page += len(laid)
        return pages(contents(office, "", listed, version=job.version), small, measure)

    first = front(len(front(0)))
    numbered, page = [], 0
    for part in (first, *made):
        numbered.append([_numbered(one, page + place, design, measure) for place, one in enumerate(part, start=1)])
        page += len(part)
    return numbered


def _numbered(page: SheetPage, number: int, design: Design, measure: Measure) -> SheetPage:
    text, size = str(number), design.small
    x = (design.width - measure(text, FontFace.BOLD, size)) / 2
    mark = Text(x, page.height - design.bottom + 3.5 * design.step, text, FontFace.BOLD, size)
    return replace(page, marks=(*page.marks, mark))

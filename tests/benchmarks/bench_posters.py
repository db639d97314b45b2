"""Posters of procedures: 500 to one file, beside as many empty pages by the same library."""

import io
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from msgspec.structs import replace
from reportlab.pdfgen.canvas import Canvas

from desk.opening import close_desk, open_desk
from desk.posters.posters import PosterChoice
from desk.posters.writing import poster_job, write_posters
from desk.training.training import training_settings
from tests.benchmarks.figures import Figure

POSTERS = 500


def figures() -> Iterator[Figure]:
    """Every procedure of the catalogue for as many hamlets as it takes."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        desk = open_desk(folder / "desk", settings=training_settings(), training=True)
        try:
            job = poster_job(desk, PosterChoice())
            job = replace(job, posters=tuple(islice(cycle(job.posters), POSTERS)))
            started = time.perf_counter()
            written = write_posters(job, folder / "to.pdf")
            took = time.perf_counter() - started
        finally:
            close_desk(desk)
    if written is None or written.posters != POSTERS:
        raise AssertionError(written)
    started = time.perf_counter()
    canvas = Canvas(io.BytesIO())
    for number in range(written.pages):
        canvas.drawString(72, 72, str(number))
        canvas.showPage()
    canvas.save()
    bare = time.perf_counter() - started
    what = f"{POSTERS} posters written, {written.pages} pages"
    yield Figure(what, took, "s", bare, "as many pages with one word each", "≤ 60 s")

"""Results put on the shelf in the real window, in a process of its own: a scan and F9 for each.

``returns_child.py FOLDER LYING ROUNDS``: so many results lie there already, and so many come.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

import random

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.cards.formats.kinds import Scan, ScanKind
from desk.dossiers.shelf import places
from desk.settings import ShelfSettings
from desk.training.training import training_settings
from models.events import AnyEvent, ResultCheckedIn, ResultDecided
from models.ids import DossierId, SubjectId
from tests.benchmarks.clerk_child import Clerk
from tests.benchmarks.large_office import CLERKS
from tests.benchmarks.window_child import say
from tests.fakes.citizens import citizen, reception, subject_at
from tests.fakes.events import START
from ui.program.app import App
from ui.returns.returns_page import ReturnsPage

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk

_SHELF = ShelfSettings(boxes="ABCDEFGHIJKLMNOPQRSTUVWXYZ", places=100)


def _code(number: int) -> str:
    return f"H99.99.99-261120-{number + 1:04d}"


def _fill(lying: int, coming: int) -> "Callable[[OpenDesk], None]":
    """Signed results, the first ``lying`` of them on the shelf."""
    chance, shelf = random.Random(5), list(islice(places(_SHELF), lying))  # noqa: S311  # no secret, the same each run

    def fill(work: "OpenDesk") -> None:
        facts: list[tuple[SubjectId, AnyEvent]] = []
        for number in range(lying + coming):
            at = START - timedelta(days=3) + number * timedelta(seconds=20)
            id_ = DossierId(subject_at("dossier/", at, chance))
            happened: list[AnyEvent] = [
                reception(citizen(chance), _code(number), at, chance),
                ResultDecided(signed_by="Lý Thị Mẫu"),
            ]
            if number < lying:
                happened.append(ResultCheckedIn(place=shelf[number]))
            facts += ((id_, event) for event in happened)
        work.desk.store.log.record_all(CLERKS[0], facts)
        work.desk.store.log.rebuild()

    return fill


def _synced(folder: Path) -> float:
    """Milliseconds that a page on the disk takes: who opened a dossier is recorded before it is shown."""
    began = time.perf_counter()
    with (folder / "synced").open("wb") as file:
        file.write(bytes(4096))
        file.flush()
        os.fsync(file.fileno())
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Scan, look at the place, put it there."""
    folder, lying, coming = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    settings = replace(training_settings(), shelf=_SHELF)
    qt = QApplication([])
    qt.setStyle("Fusion")
    opened = time.monotonic()

    def clock() -> datetime:
        return START + timedelta(seconds=time.monotonic() - opened)

    app = App(qt, folder, settings=settings, training=True, clock=clock)
    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    clerk = Clerk(qt, app)
    clerk.until(lambda: app.window.is_open and app.bridge.can_simulate, "the desk to open")
    clerk.rests()
    clerk.asks(_fill(lying, coming))
    app.window.go("returns")
    clerk.rests()
    page = app.window.page("returns")
    if not isinstance(page, ReturnsPage):
        raise SystemExit("the page of results is another one")
    scans, puts, proposed = [], [], set()
    for number in range(lying, lying + coming):
        code = _code(number)
        began = time.perf_counter()
        app.scans.scanned(Scan(kind=ScanKind.DOSSIER_CODE, text=code, code=code))
        clerk.until(lambda code=code: page.arrived is not None and page.arrived.code == code, "the place")  # type: ignore[misc]
        qt.processEvents()
        scans.append((time.perf_counter() - began) * 1000)
        proposed.add(page.place.text)
        began = time.perf_counter()
        clerk.press("F9", Qt.Key.Key_F9)
        clerk.until(lambda: page.arrived is None, "the result to be put away")
        qt.processEvents()
        puts.append((time.perf_counter() - began) * 1000)
    bare = [clerk.repaint() + _synced(folder) for _ in range(100)]
    app.window.close()
    say(scans=scans, puts=puts, bare=bare, places=len(proposed))


if __name__ == "__main__":
    main()

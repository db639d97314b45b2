"""One start of a window, in a process of its own: ``bare``, ``first FOLDER``, ``start FOLDER``, ``day N SCANS``."""

# ruff: noqa: PLC0415 - what is imported when is what is measured here

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk.settings import Settings


def since_start() -> float:
    """Milliseconds since the system made this process (interpreter start included)."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    began = ticks / 100  # USER_HZ
    return (time.clock_gettime(time.CLOCK_BOOTTIME) - began) * 1000


def rss() -> float:
    """Resident memory of this process, MB."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def say(**measured: object) -> None:
    """Answer as one line of JSON."""
    sys.stdout.write(json.dumps(measured) + "\n")


def bare() -> None:
    """The least a PySide6 program with a table can be."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget, QTableWidgetItem

    app = QApplication([])

    class Main(QMainWindow):
        done = False

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            super().paintEvent(event)
            if not self.done:
                self.done = True
                QTimer.singleShot(0, self.painted)

        def painted(self) -> None:
            say(painted=since_start(), rss=rss())
            app.quit()

    table = QTableWidget(30, 6)
    for row in range(30):
        for column in range(6):
            table.setItem(row, column, QTableWidgetItem(f"{row} {column}"))
    window = Main()
    window.setCentralWidget(table)
    window.resize(1366, 728)
    window.show()
    app.exec()


def start(folder: str) -> None:
    """``motcua run --training --data FOLDER``, ended as soon as it can be worked with."""
    # both as the program does itself before it loads what is loaded here only to be watched
    gc.disable()
    from ui.core.display import load_qt

    load_qt()
    from PySide6.QtCore import QTimer

    import ui.program.app
    from ui import __main__ as program

    measured: dict[str, float] = {}

    class Watched(ui.program.app.App):
        """Notes when the scanner listens and when the desk is open."""

        def __init__(
            self, qt: "QApplication", folder: Path, *, settings: "Settings | None", training: bool, hub: bool
        ) -> None:
            del hub  # a training hub is no part of a counter's morning
            super().__init__(qt, folder, settings=settings, training=training)
            self.window.painted.connect(self.was_painted)
            self.bridge.state_changed.connect(self.heard)
            self.timer = QTimer(self)
            self.timer.setInterval(2)
            self.timer.timeout.connect(self.look)
            self.timer.start()

        def was_painted(self) -> None:
            measured["painted"] = since_start()

        def heard(self, state: object) -> None:
            if str(state) == "connected":
                measured.setdefault("ready", since_start())

        def look(self) -> None:
            if self.window.is_open and "ready" in measured:
                measured["open"] = since_start()
                say(**measured)
                self.timer.stop()
                self.window.close()

    vars(ui.program.app)["App"] = Watched
    program.main(["--data", folder, "run", "--training"])


def day(dossiers: str, scans: str) -> None:
    """Take dossiers in through the window, then time scans into its fields; papers are printed as PDF."""
    import tempfile

    from ui.core.display import load_qt

    load_qt()  # as the program does itself
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from desk.cards.samples import citizen
    from desk.training.training import training_settings
    from ui.program.app import App

    qt = QApplication([])
    qt.setStyle("Fusion")
    folder = Path(tempfile.mkdtemp())
    app = App(qt, folder, settings=training_settings(), training=True)
    intake = app.counter.intake

    class Day(QObject):
        """One step, then the next as soon as everything asked is answered."""

        def __init__(self) -> None:
            super().__init__()
            self.steps = self.work()
            self.filled: list[float] = []
            self.sent = 0.0
            self.number = ""
            self.timer = QTimer(self)
            self.timer.timeout.connect(self.step)
            self.timer.start(0)
            intake.changed.connect(self.changed)

        def changed(self) -> None:
            if self.sent and intake.submitter.number.text == self.number:
                self.filled.append((time.perf_counter() - self.sent) * 1000)
                self.sent = 0.0

        def step(self) -> None:
            if not app.window.is_open or app.jobs.busy or intake.is_resting or self.sent:
                return
            if next(self.steps, "end") == "end":
                self.timer.stop()
                qt.quit()

        def scan(self, n: int) -> None:
            person = citizen(n)
            self.number = person.personal_number
            self.sent = time.perf_counter()
            app.bridge.simulate(person)

        def work(self) -> Iterator[None]:
            app.window.banners.clear()
            for n in range(int(dossiers)):
                self.scan(n)
                yield
                intake.matter.asked.emit("tinh trang hon nhan")
                yield
                intake.matter.search.setFocus()
                intake.matter.asked.emit("tinh trang hon nhan")
                yield
                intake.matter.take_first()
                yield
                if intake.matter.case.count() > 1:
                    intake.matter.case.setCurrentIndex(1)
                yield
                intake.papers.tick_required()
                yield
                app.counter.take_in()
                yield
                yield
            app.window.go("dossiers")
            yield
            app.window.page("dossiers").open_first()  # type: ignore[attr-defined] # the list
            yield
            app.window.go("counter")
            yield
            self.taken = len(list((folder / "papers").glob("receipt-*.pdf")))
            self.rss = rss()
            self.filled.clear()
            for n in range(int(scans)):
                self.scan(n)
                yield

    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    work = Day()
    qt.exec()
    app.window.close()
    if work.taken != int(dossiers):
        raise SystemExit(f"{work.taken} receipts for {dossiers} dossiers")
    say(rss=work.rss, scans=work.filled)


def main() -> None:
    """Do as asked."""
    what, *rest = sys.argv[1:]
    sys.path.insert(0, str(Path(__file__).parents[2]))
    doings: dict[str, Callable[..., None]] = {"bare": bare, "first": start, "start": start, "day": day}
    doings[what](*rest)


if __name__ == "__main__":
    main()

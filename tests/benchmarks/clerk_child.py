"""A scripted clerk before the real window, in a process of its own: keys only, as fast as the window answers.

``clerk_child.py FOLDER PRINTER ROUNDS``: the ten commonest procedures, ``ROUNDS`` times each.
"""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk.cards.samples import citizen
from desk.settings import Printers
from desk.training.training import training_settings
from models.catalogue.procedure_index import COMMONEST
from models.procedure import Procedure
from models.text import search_key
from tests.benchmarks.window_child import rss, say
from ui.program.app import App

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk

PATIENCE = 30.0
"""Seconds after which a script that waits has found a bug."""


@dataclass
class Minute:
    """What one citizen's dossier cost the clerk.

    Attributes:
        keys: keystrokes from the scanned card to the outcome; a chord is one.
        answers: for each key, milliseconds until its answer was painted.
        mouse: how often the mouse was needed.
    """

    code: str
    name: str
    typed: str = ""
    keys: int = 0
    mouse: int = 0
    receipt: bool = False
    answers: list[tuple[str, float]] = field(default_factory=list)
    steps: list[tuple[str, float]] = field(default_factory=list)


class Mouse(QObject):
    """Counts mouse buttons pressed anywhere in the window."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.pressed += event.type() is QEvent.Type.MouseButtonPress
        return False


class Clerk(QObject):
    """Hands on the keys, eyes on the window, a watch beside it."""

    def __init__(self, qt: QApplication, app: App) -> None:
        super().__init__()
        self.qt = qt
        self.app = app
        self.mouse = Mouse()
        app.window.windowHandle().installEventFilter(self.mouse)  # each button comes here first, and few other events
        self._tick = QTimer(self)  # what comes about without an event is seen all the same
        self._tick.start(50)
        self._answered = False
        self.minute = Minute("", "")

    def asks(self, work: "Callable[[OpenDesk], Any]") -> Any:  # noqa: ANN401 - whatever the worker gives
        """Ask the worker and wait for it."""
        got: list[Any] = []
        self._got = got
        self.app.jobs.ask(self, work, self._take)
        self.until(lambda: bool(got), "an answer of the worker")
        return got[0]

    def _take(self, answer: object) -> None:
        self._got.append(answer)

    def until(self, true: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
        """Let the window work until something is so. Between two events it sleeps, as a running event loop does."""
        end = time.perf_counter() + patience
        while not true():
            if time.perf_counter() > end:
                said = [banner.label.text() for banner in self.app.window.banners.shown]
                seen = self.app.counter.intake.seen
                raise SystemExit(f"waited in vain: {what}; {self.app.window.front}; {said}; {seen and seen.problems}")
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # which a running event loop does by itself

    def answered(self) -> None:
        """Until the worker has nothing of ours in hand and the window has painted what it said."""
        for _ in range(2):  # an answer may ask once more (a preview after a choice)
            self.asks(lambda _: True)
        self.qt.processEvents()

    def rests(self) -> None:
        """Until the form, too, has followed what was typed."""
        intake = self.app.counter.intake
        self.until(lambda: not intake.is_resting and intake.is_kept, "the form to rest")
        self.answered()

    def press(self, what: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One keystroke, timed until its answer is painted."""
        focus = self.qt.focusWidget()
        if focus is None:
            raise SystemExit(f"nothing has the keys before {what}")
        began = time.perf_counter()
        QTest.keyClick(focus, key, modifier)
        self.answered()
        self.minute.answers.append((what, (time.perf_counter() - began) * 1000))
        self.minute.keys += 1

    def repaint(self) -> float:
        """Milliseconds that a whole repaint takes: what any answer costs at least when all of it is new."""
        began = time.perf_counter()
        self.app.window.repaint()
        return (time.perf_counter() - began) * 1000

    def types(self, text: str) -> None:
        """Letters, one keystroke each."""
        for letter in text:
            key = Qt.Key.Key_Space if letter == " " else Qt.Key(ord(letter.upper()))
            self.press("a letter of the search", key)

    def step(self, what: str, *doings: Callable[[], None]) -> None:
        """A step of the intake: until the window has come to rest again."""
        began = time.perf_counter()
        for do in doings:
            do()
        self.rests()
        self.minute.steps.append((what, (time.perf_counter() - began) * 1000))

    # ---- the minute --------------------------------------------------------------------------------------

    def scan(self, n: int) -> None:
        """The citizen lays the card on."""
        person = citizen(n)
        number = self.app.counter.intake.submitter.number
        self.app.bridge.simulate(person)
        self.until(lambda: number.text == person.personal_number, "the card in the fields")

    def takes_in(self, n: int, procedure: Procedure, typed: str) -> Minute:
        """One dossier, from the card to its receipt."""
        intake = self.app.counter.intake
        self.minute = minute = Minute(procedure.code, procedure.name, typed)
        clicks = self.mouse.pressed
        self.step("card", lambda: self.scan(n))
        self.step("procedure", lambda: self.press("F6", Qt.Key.Key_F6), lambda: self.types(typed))
        self.step("choice", lambda: self.press("Enter", Qt.Key.Key_Return))
        if intake.matter.code != procedure.code:
            raise SystemExit(f"“{typed}” chose {intake.matter.code}, not {procedure.code}")
        if len(procedure.cases) > 1:
            self.step("case", lambda: self.press("Down", Qt.Key.Key_Down))
        self.step("papers", lambda: self.press("F7", Qt.Key.Key_F7))
        if intake.seen is None or intake.seen.problems:
            raise SystemExit(f"{procedure.code}: {intake.seen and intake.seen.problems}")
        minute.receipt = intake.seen.receipt_wanted
        self.step("receipt", lambda: self.press("F9", Qt.Key.Key_F9), self._until_taken)
        minute.mouse = self.mouse.pressed - clicks
        return minute

    def _until_taken(self) -> None:
        self.until(lambda: not self.app.counter.intake.begun, "the dossier to be taken in")


def spellings(procedure: Procedure) -> Iterator[str]:
    """What a clerk would type for a procedure, shortest first: first letters of its words, then its words."""
    words = search_key(procedure.name).split()
    initials = "".join(word[0] for word in words if word[0].isalnum())
    yield from (initials[:length] for length in range(1, len(initials) + 1))
    yield from (" ".join(word[:2] for word in words[:count]) for count in range(1, len(words) + 1))
    yield procedure.code.rpartition(".")[2]


def shortest(work: "OpenDesk", code: str) -> tuple[Procedure, str]:
    """The procedure and the least that brings it to the top."""
    procedure = work.desk.catalogue.get(code)
    for typed in sorted(set(spellings(procedure)), key=len):
        found = work.intake.procedures(typed)
        if found and found[0].code == code:
            return procedure, typed
    raise SystemExit(f"no way to {code}")


def main() -> None:
    """Take them in and say what it cost."""
    folder, printer, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    settings = training_settings()
    if printer:
        settings = replace(settings, printers=Printers(papers=printer))
    qt = QApplication([])
    qt.setStyle("Fusion")
    opened_at, opened = datetime(2026, 11, 23, 1, 0, tzinfo=UTC), time.monotonic()

    def clock() -> datetime:
        """A Monday morning, going on: what is ready the same day does not hang on when it is measured."""
        return opened_at + timedelta(seconds=time.monotonic() - opened)

    app = App(qt, folder, settings=settings, training=True, clock=clock)
    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    clerk = Clerk(qt, app)
    clerk.until(lambda: app.window.is_open and app.bridge.can_simulate, "the desk to open")
    clerk.rests()
    minutes: list[Minute] = []
    for number in range(rounds):
        for place, code in enumerate(COMMONEST[:10]):
            procedure, typed = clerk.asks(partial(shortest, code=code))
            minutes.append(clerk.takes_in(1000 + number * 10 + place, procedure, typed))
    bare = [clerk.repaint() for _ in range(100)]
    taken = clerk.asks(lambda work: work.desk.store.log.counts().dossiers)
    app.window.close()
    say(minutes=[vars(minute) for minute in minutes], dossiers=taken, rss=rss(), bare=bare)


if __name__ == "__main__":
    main()

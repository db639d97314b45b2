"""A day of eight hours before the real window, in a process of its own: ``soak_child.py FOLDER PRINTER CITIZENS SEED``.

Four clerks in turn take in one citizen after the other by keys, while scanners and printers fail at random. What is to
happen to the printer is said on standard output, one word a line, for whoever holds it in another process; the last
line is the day as JSON.
"""

import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from msgspec.structs import replace
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desk.cards.samples import citizen
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import Printers
from desk.staff import accounts, pins
from desk.training.training import training_settings
from models.catalogue.procedure_index import COMMONEST
from models.clerk import ALL_ROLES, Role
from models.events import FormPrinted
from models.procedure import Procedure
from tests.benchmarks.clerk_child import Clerk, shortest
from tests.benchmarks.window_child import rss, say
from ui.hall.hall_service import HallService
from ui.program.app import App

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk

CLERKS = (("a", "Trần Thị Thử"), ("b", "Lê Văn Tập"), ("c", "Phạm Thị Mẫu"), ("d", "Vũ Văn Ví"))
PINS = ("739164", "826473", "915382", "604719")
WARM = 50
"""Citizens after whom everything that is ever loaded has been."""

SCANNER = ("pulled", "busy", "wrong_speed", "half", "mangled", "foreign", "glued")
PRINTER = ("paper_low", "paper_out", "cover_open", "power_off", "cuts_off", "slow", "garbage", "silent", "knife_stuck")
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class DayClock:
    """Monday from 07:30 on; moved by the script, so that eight hours are over in minutes."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Day:
    """What the day came to."""

    taken: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    bugs: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    warm: float = 0.0


class Loud(logging.Handler):
    """Keeps warnings of any log."""

    def __init__(self, day: Day) -> None:
        super().__init__(logging.WARNING)
        self.day = day

    def emit(self, record: logging.LogRecord) -> None:
        self.day.warnings.append(record.getMessage())


class Shift(Clerk):
    """A clerk's hands, and all that goes wrong around them."""

    def __init__(self, qt: QApplication, app: App, clock: DayClock, day: Day, chance: random.Random) -> None:
        super().__init__(qt, app)
        self.clock = clock
        self.day = day
        self.chance = chance
        self.who = 0
        self.printer_fails = False
        self.known: list[tuple[Procedure, str]] = []

    # ---- the printer -------------------------------------------------------------------------------------

    def tell_printer(self, word: str) -> None:
        """Whoever holds the printer reads it; the answer says that it is so."""
        sys.stdout.write(f"{word}\n")
        sys.stdout.flush()
        sys.stdin.readline()

    def break_printer(self) -> None:
        """Something is wrong with it from now on."""
        failure = self.chance.choice(PRINTER)
        self.day.happened[failure] += 1
        self.printer_fails = True
        self.tell_printer(failure)

    def mend_printer(self) -> None:
        """Well again; what waits is sent by one key."""
        self.tell_printer("mend")
        self.printer_fails = False
        self.print_waiting()

    def print_waiting(self) -> None:
        """One key; what may have come out already is shown first, and the same key says that it is wanted."""
        self.rests()
        self.press("Ctrl+Shift+P", Qt.Key.Key_P, CONTROL | SHIFT)
        if self.app.window.front == "papers":
            self.rests()
            self.press("Ctrl+Shift+P", Qt.Key.Key_P, CONTROL | SHIFT)
            self.press("Ctrl+1", Qt.Key.Key_1, CONTROL)

    def empties_the_shelf(self) -> int:
        """At the day's end nothing is left to print; gives how many were."""
        left = len(self.asks(_jobs))
        for _ in range(12):
            if not self.asks(_jobs):
                return left
            self.print_waiting()
            self.until(partial(self._is_out, time.perf_counter() + 10), "the printer", patience=20)
        raise SystemExit(f"papers that never came out: {self.asks(_jobs)}")

    def _is_out(self, ends: float) -> bool:
        return time.perf_counter() > ends or not self.asks(_jobs)

    # ---- people ------------------------------------------------------------------------------------------

    def signs_in(self, who: int, *, wrongly: bool = False) -> None:
        """Number of the name, PIN, Enter."""
        locking = self.app.window.locking
        self.until(lambda: locking.is_covered, "the lock")
        self.answered()
        cover = locking.cover
        if cover is None:
            raise SystemExit("covered by nothing")
        cover.names.setFocus()
        self.press("name", Qt.Key(ord(str(who + 1))))
        for pin in (["111112"] if wrongly else []) + [PINS[who]]:
            for digit in pin:
                self.press("digit", Qt.Key(ord(digit)))
            self.press("Enter", Qt.Key.Key_Return)
            if wrongly and pin != PINS[who]:
                self.until(lambda: cover.note.isVisible() and cover.ok.isEnabled(), "the refusal")
        self.until(lambda: not locking.is_covered, "the open desk")
        self.who = who
        self.answered()

    def changes(self) -> None:
        """A colleague takes over; now and then one mistypes, or the desk is locked for a while."""
        self.day.changes += 1
        if self.chance.random() < 0.3:
            self.press("F10", Qt.Key.Key_F10)
            self.until(lambda: self.app.window.locking.is_covered, "the lock")
            self.app.bridge.simulate(citizen(self.chance.randrange(10_000)))  # heard by nobody
            self.signs_in(self.who)
        self.press("Ctrl+F10", Qt.Key.Key_F10, CONTROL)
        self.signs_in((self.who + 1) % len(CLERKS))

    # ---- a citizen ---------------------------------------------------------------------------------------

    def misreads(self, n: int) -> None:
        """The scanner does something else first; then it is well again."""
        fault = self.chance.choice(SCANNER)
        self.day.happened[fault] += 1
        self.app.bridge.inject_fault(fault, citizen(n), citizen(n + 1))
        self.rests()
        self.app.bridge.inject_fault("", citizen(n), citizen(n))
        self.until(lambda: str(self.app.bridge.state) == "connected", "the scanner")
        self.rests()
        if self.app.counter.intake.begun:
            self.press("Ctrl+N", Qt.Key.Key_N, CONTROL)
            self.rests()

    def scan_until_read(self, n: int) -> None:
        """As a clerk does: laid on again until the fields hold this citizen."""
        fields, person = self.app.counter.intake.submitter, citizen(n)
        for _ in range(6):
            self.app.bridge.simulate(person)
            try:
                self.until(
                    lambda: (fields.number.text, fields.full_name.text) == (person.personal_number, person.full_name),
                    "the card",
                    patience=1.5,
                )
            except SystemExit:
                continue
            self.rests()
            return
        raise SystemExit(f"citizen {n} was never read: {self.app.bridge.state}")

    def serves(self, n: int) -> None:
        """Number, call, card, procedure, papers, receipt."""
        self.press("F12", Qt.Key.Key_F12)
        self.press("Space", Qt.Key.Key_Space)
        name = self.app.counter.line.issue_part.name.edit
        for _ in range(30):
            if self.qt.focusWidget() is name:
                break
            self.press("Tab", Qt.Key.Key_Tab)
        self.press("Enter", Qt.Key.Key_Return)
        self.rests()
        self.press("F2", Qt.Key.Key_F2)
        self.rests()
        self.press("F4", Qt.Key.Key_F4)
        self.rests()
        if self.chance.random() < 0.15:
            self.misreads(n)
        if not self.printer_fails and self.chance.random() < 0.06:
            self.break_printer()
        self.scan_until_read(n)
        _, typed = self.chance.choice(self.known)
        intake = self.app.counter.intake
        self.press("F6", Qt.Key.Key_F6)
        intake.matter.search.setText(typed)
        intake.matter.asked.emit(typed)
        self.rests()
        self.until(lambda: bool(intake.matter.offered), "an offer")
        self.press("Enter", Qt.Key.Key_Return)
        self.rests()
        if intake.seen is not None and len(intake.seen.cases) > 1:  # what is often taken in has come to the top
            self.press("Down", Qt.Key.Key_Down)
            self.rests()
        if self.chance.random() < 0.1:
            self.changes()  # in the middle of the form: it is this clerk's and waits
            self.until(lambda: not intake.begun, "an empty form for the colleague")
            for _ in range(len(CLERKS) - 1):
                self.press("Ctrl+F10", Qt.Key.Key_F10, CONTROL)
                self.signs_in((self.who + 1) % len(CLERKS))
            self.until(lambda: intake.begun, "the draft to be back")
            self.rests()
        self.press("F7", Qt.Key.Key_F7)
        self.rests()
        self.press("F9", Qt.Key.Key_F9)
        self.until(lambda: not intake.begun, "the dossier to be taken in")
        self.rests()
        self.day.taken.append(self._newest())
        self.press("F5", Qt.Key.Key_F5)
        self.rests()
        if self.printer_fails and self.chance.random() < 0.3:
            self.mend_printer()
        self.clock.now += timedelta(seconds=30 + self.chance.random() * 50)

    def _newest(self) -> str:
        """The dossier just taken in, as the window has it."""
        done = self.app.counter._done
        if done is None or done in self.day.taken:
            raise SystemExit(f"nothing said which dossier was taken in after {len(self.day.taken)}")
        return done

    def works(self, citizens: int) -> None:
        """The whole day."""
        self.known = [self.asks(_spelled(code)) for code in COMMONEST[:10]]
        for n in range(citizens):
            if n == WARM:
                self.day.warm = rss()
            if n % 12 == 11:
                self.changes()
            self.serves(n * 2)
            self.app.window.banners.clear()
        self.mend_printer()


def _spelled(code: str) -> "Callable[[OpenDesk], tuple[Procedure, str]]":
    return lambda work: shortest(work, code)


def _desk_with_clerks(folder: Path, printer: str, clock: DayClock) -> None:
    """The data folder, with four accounts."""
    settings = replace(training_settings(), printers=Printers(papers=printer, tickets=printer))
    desk: Desk = open_desk(folder, settings=settings, training=True, clock=clock)
    for (id_, name), pin in zip(CLERKS, PINS, strict=True):
        roles = ALL_ROLES if id_ == "a" else frozenset({Role.CLERK})
        desk = accounts.create_account(desk, id_, name=name, roles=roles, proof=pins.hashed(pin))
    close_desk(desk)


def main() -> None:
    """Work the day and say how it went."""
    folder, printer, citizens, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    clock, day = DayClock(), Day()
    _desk_with_clerks(folder, printer, clock)
    logging.getLogger().addHandler(Loud(day))

    def qt_says(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "propagateSizeHints" not in words:
            day.warnings.append(words)

    qInstallMessageHandler(qt_says)
    qt = QApplication([])
    qt.setStyle("Fusion")
    settings = replace(training_settings(), printers=Printers(papers=printer, tickets=printer))
    app = App(qt, folder, settings=settings, training=True, clock=clock)
    for source in (app.crash.happened, app.jobs.crashed, app.bridge.crashed):
        source.connect(lambda bug: day.bugs.append(repr(bug)))
    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    shift = Shift(qt, app, clock, day, random.Random(seed))  # noqa: S311 - the same day each time
    shift.until(lambda: app.window.is_open and app.bridge.can_simulate, "the desk to open")
    shift.until(lambda: app.alongside is not None, "what works beside the window")
    shift.signs_in(0)
    shift.rests()
    shift.works(citizens)
    left = shift.empties_the_shelf()
    grown = rss() - day.warm
    found = shift.asks(_told)
    voice = sum(isinstance(beside, HallService) for beside in app.alongside or [])
    app.window.close()
    say(
        citizens=citizens, taken=day.taken, happened=dict(day.happened), changes=day.changes, bugs=day.bugs,
        warnings=day.warnings, warm=day.warm, grown=grown, left=left, voice=voice, **found,
    )  # fmt: skip


def _jobs(work: "OpenDesk") -> list[str]:
    return work.desk.store.print_jobs.keys()


def _told(work: "OpenDesk") -> dict[str, object]:
    """What the file says of the day."""
    desk = work.desk
    rows = desk.store.dossiers.page(limit=10_000)
    papers = [
        (one.subject, one.event.form.value)  # a copy that says it is the second stands for a first that was torn
        for one in desk.store.log.events()
        if isinstance(one.event, FormPrinted)
    ]
    return {
        "kept": [row.id for row in rows if row.code],
        "papers": len(set(papers)),
        "findings": [str(finding) for finding in desk.store.log.verify()],
    }


if __name__ == "__main__":
    main()

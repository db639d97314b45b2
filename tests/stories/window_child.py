"""The program as ``python -m ui`` starts it, which says besides what it has heard and when it has answered.

A line on standard input, ``KEYS SCANS REST``, is a question; the answer, the number of the window, comes when so many
keys were pressed and so many cards were scanned since the start, and, if REST is 1, nothing is in work any more. So who
drives it from outside waits for the window, not for a while.
"""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

import ui.program.app
from ui.__main__ import main
from ui.cards.scanning import ScannerSettings

HELD = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
"""Keys that are held while others are pressed."""

LOOKS = 5
"""Milliseconds from one look at the program to the next, while somebody waits for an answer."""


class Listener(QObject):
    """Counts what came, and answers."""

    def __init__(self, app: ui.program.app.App) -> None:
        super().__init__()
        self._app = app
        self._keys = self._scans = 0
        self._asked: tuple[int, int, bool] | None = None
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOKS)
        self._timer.timeout.connect(self._look)
        app.bridge.scanned.connect(self._scanned)
        instance = QGuiApplication.instance()
        assert instance is not None
        instance.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Every key begins as a possible shortcut of the window it was pressed in."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(watched, QWindow)
            and isinstance(event, QKeyEvent)
            and event.key() not in HELD
        ):
            self._keys += 1
        return False

    @Slot(object)
    def _scanned(self, _scan: object) -> None:
        self._scans += 1

    @Slot()
    def _read(self) -> None:
        line = os.read(0, 100)
        if not line:
            self._notifier.setEnabled(False)
            return
        keys, scans, rest = map(int, line.split())
        self._asked = keys, scans, bool(rest)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if self._asked is None:
            return
        keys, scans, rest = self._asked
        if self._keys >= keys and self._scans >= scans and (not rest or self._is_at_rest()):
            self._asked = None
            self._timer.stop()
            os.write(1, b"%d\n" % int(self._app.window.winId()))

    def _is_at_rest(self) -> bool:
        app = self._app
        wedges = [beside.wedge for beside in app.alongside or [] if isinstance(beside, ScannerSettings)]
        return (
            app.window.is_open
            and bool(wedges)
            and not any(wedge._watch.is_waiting for wedge in wedges)
            and not app.jobs.busy
            and not app.counter.intake.is_resting
            and app.counter.intake.is_kept
        )


class Watched(ui.program.app.App):
    """The program, with an ear at its door."""

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]  # whatever the program gives itself
        self.ear = Listener(self)


if __name__ == "__main__":
    ui.program.app.App = Watched  # type: ignore[misc]
    main(sys.argv[1:])

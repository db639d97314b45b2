"""Pictures of kiosk and board for the guide: on the data of a folder that nobody has open, as citizens see them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from models.calendar.clock import Clock, wall_clock
from ui.hall.board import BoardWindow
from ui.hall.kiosk import Kiosk
from ui.hall.running import Screen
from ui.hall.watch import Wants
from ui.style.theme import dress, load_fonts, look_for

_WITHIN = 20_000
"""Milliseconds in which each thing awaited has to be seen."""


def take_hall_pictures(folder: Path, out: Path, *, clock: Clock = wall_clock) -> list[Path]:
    """``kiosk.png``, ``kiosk-priority.png``, ``kiosk-number.png`` and ``board.png``; draws one number in the folder.

    Args:
        folder: a training desk's, closed.
        out: where the pictures go.
        clock: tells the time.
    """
    out.mkdir(parents=True, exist_ok=True)
    present = QApplication.instance()
    qt = present if isinstance(present, QApplication) else QApplication(["motcua", "-style", "Fusion"])
    dress(qt, look_for("light", 1.0), load_fonts())
    taken: list[Path] = []

    def take(window: QWidget, name: str) -> None:
        taken.append(out / f"{name}.png")
        window.grab().save(str(taken[-1]))

    shown = Screen(folder, Wants.OFFER, training=True, clock=clock)
    kiosk = shown.window
    if isinstance(kiosk, Kiosk):
        _show(shown, kiosk)
        _until(lambda: bool(kiosk.start.tiles) and kiosk.start.isVisible())
        take(kiosk, "kiosk")
        kiosk.start.tiles[0].click()
        take(kiosk, "kiosk-priority")
        kiosk.priority.none.click()
        _until(lambda: kiosk.words.take_slip in kiosk.number.slip.text())
        take(kiosk, "kiosk-number")
        kiosk.leave()
    shown = Screen(folder, Wants.BOARD, training=True, clock=clock)
    board = shown.window
    if isinstance(board, BoardWindow):
        _show(shown, board)
        _until(lambda: board.board is not None and not board.reconnecting)
        take(board, "board")
        board.close()
    return taken


def _show(shown: Screen, window: QWidget) -> None:
    window.resize(1366, 768)
    window.show()
    shown.start()


def _until(seen: Callable[[], bool]) -> None:
    """Let the window live until something is seen.

    Raises:
        TimeoutError: it is not.
    """
    loop, look, late = QEventLoop(), QTimer(), QTimer()
    look.timeout.connect(lambda: loop.quit() if seen() else None)
    late.setSingleShot(True)
    late.timeout.connect(loop.quit)
    look.start(20)
    late.start(_WITHIN)
    loop.exec()
    if not seen():
        raise TimeoutError

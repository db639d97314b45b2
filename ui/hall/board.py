"""The board: tickets and counters on a wall screen; it runs for weeks and keeps no growing state."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, Qt, QTimer, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.hall import words
from ui.hall.board_paint import BoardContext, BoardPainter, waiting_room
from ui.hall.hall_polling import HallWatch

if TYPE_CHECKING:
    from desk.hall.hall import Board

_GLOWS = 9_000
"""Milliseconds a new call stands out: filled and calm again three times, each slower than a breath."""

_NOTICE = 12_000
"""Milliseconds of each notice, and until the next services come in sight: read aloud slowly, a long line takes 8 s."""


class BoardWindow(QWidget):
    """The board, for a television.

    Args:
        watch: asks the hall; started and stopped by who made it.

    Attributes:
        closing: it was closed.
    """

    closing = Signal()

    def __init__(self, watch: HallWatch) -> None:
        super().__init__()
        self.setWindowTitle("Một Cửa · bảng gọi số")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.board: Board | None = None
        self.reconnecting = True
        self._turn = 0
        self._first = 0
        self._newest: tuple[str, str, int] | None = None
        self._glow = QVariantAnimation(self)
        self._glow.setDuration(_GLOWS)
        self._glow.setKeyValues(
            [(0.0, 1.0), (0.2, 1.0), (0.34, 0.25), (0.5, 1.0), (0.66, 0.25), (0.8, 1.0), (1.0, 0.0)]
        )
        self._glow.setEasingCurve(QEasingCurve.Type.Linear)
        self._glow.valueChanged.connect(self._glowed)
        self._next = QTimer(self)
        self._next.setInterval(_NOTICE)
        self._next.timeout.connect(self._turned)
        self._next.start()
        watch.board_came.connect(self.show_board)
        watch.lost.connect(self._lost)
        watch.found.connect(self._found)
        self._name()

    @Slot(object)
    def show_board(self, board: "Board") -> None:
        """What the desk says now; a call it did not know stands out."""
        before, self.board = self.board, board
        newest = (board.calls[0].number, board.calls[0].counter, board.calls[0].n) if board.calls else None
        if newest is not None and newest != self._newest and before is not None:
            self._glow.stop()
            self._glow.start()
        self._newest = newest
        if before is None or _unlike(before, board):
            self._name()
            self.update()

    @property
    def context(self) -> BoardContext:
        """What is drawn besides the board."""
        glow = self._glow.currentValue() if self._glow.state() is QVariantAnimation.State.Running else 0.0
        notices = self.board.notices if self.board else ()
        return BoardContext(
            glow=float(glow or 0.0),
            notice=notices[self._turn % len(notices)] if notices else "",
            reconnecting=self.reconnecting,
            first_waiting=self._first,
        )

    @Slot()
    def _lost(self) -> None:
        self.reconnecting = True
        self._name()
        self.update()

    @Slot()
    def _found(self) -> None:
        self.reconnecting = False
        self._name()
        self.update()

    @Slot()
    def _turned(self) -> None:
        """The next notice, the next services."""
        self._turn = (self._turn + 1) % 10_000
        services = len(self.board.waiting) if self.board else 0
        room = waiting_room(self.width(), self.height())
        if services > room:
            self._first = (self._first + room) % services
        self.update()

    @Slot()
    def _glowed(self) -> None:
        self.update()

    def _name(self) -> None:
        """The board in words, for a screen reader."""
        said = [words.RECONNECTING] if self.reconnecting else []
        if self.board is not None:
            said += [f"{call.number}: {words.COUNTER.format(counter=call.counter)}" for call in self.board.calls[:4]]
        self.setAccessibleName(". ".join([self.windowTitle(), *said]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it, each time: it changes a few times a minute."""
        del event
        from desk.hall.hall import Board  # noqa: PLC0415 - loaded already by whoever answers
        from models.calendar.clock import wall_clock  # noqa: PLC0415 - until the desk has answered once

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        board = self.board or Board(office="", now=wall_clock())
        BoardPainter(painter, self.rect(), self.font()).draw(board, self.context)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves full screen, where somebody has to move the window to the television; again makes it full."""
        if event.key() == Qt.Key.Key_Escape:
            if self.isFullScreen():
                self.showNormal()
            else:
                self.showFullScreen()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing moves any more."""
        self._glow.stop()
        self._next.stop()
        self.closing.emit()
        super().closeEvent(event)


def _unlike(before: "Board", now: "Board") -> bool:
    """Whether anything that is drawn has changed."""
    same_minute = before.now.replace(second=0, microsecond=0) == now.now.replace(second=0, microsecond=0)
    return not same_minute or (
        (before.office, before.calls, before.waiting, before.notices, before.opens_at)
        != (now.office, now.calls, now.waiting, now.notices, now.opens_at)
    )

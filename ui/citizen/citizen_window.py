"""The window on the citizen's screen: shows one view, takes no keys, keeps nothing."""

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desk.citizen.citizen_view import CitizenState, CitizenView
from desk.citizen.qr import qr_rows
from models.calendar.clock import Clock, local
from models.words.money_words import in_figures
from ui.citizen import words
from ui.citizen.citizen_paint import CitizenPainter

_LOOK_AGAIN = 1_000
"""Milliseconds between two looks at the clock."""


class CitizenWindow(QWidget):
    """Paints the view it was given last.

    Args:
        office: the name shown at its head.
        clock: tells the time.
    """

    def __init__(self, office: str, clock: Clock) -> None:
        super().__init__()
        self.setWindowTitle("Một Cửa · màn hình của công dân")
        self.setWindowFlags(
            Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._office = office
        self._clock = clock
        self._code: tuple[str, ...] = ()
        self._minute = ""
        self.view = CitizenView()
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_AGAIN)
        self._tick.timeout.connect(self._look_at_clock)
        self._tick.start()
        self.show_view(self.view)

    @Slot(object)
    def show_view(self, view: CitizenView) -> None:
        """This and nothing else."""
        self.view = view
        self._code = qr_rows(view.qr) if view.qr else ()
        self.setAccessibleName(_said(view) or self._office)
        self.update()

    def show_office(self, office: str) -> None:
        """The office has another name."""
        self._office = office
        self.show_view(self.view)

    @Slot()
    def _look_at_clock(self) -> None:
        minute = f"{local(self._clock()):%H:%M}"
        if minute != self._minute:
            self._minute = minute
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it, each time: it changes a few times a minute."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        CitizenPainter(painter, self.rect(), self.font(), self._code).draw(self.view, self._office, self._clock())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme is worn."""
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self.update()
        super().changeEvent(event)


def _said(view: CitizenView) -> str:
    """The view in words, for a screen reader."""
    amount = in_figures(view.amount)
    match view.state:
        case CitizenState.TAKEN:
            said = [words.TAKEN.format(amount=amount)]
        case CitizenState.PAYMENT:
            said = [f"{words.TO_PAY}: {words.AMOUNT.format(amount=amount)}", view.reference]
        case CitizenState.CONFIRM:
            person = [view.name, view.number, view.born, view.phone, view.address]
            said = [words.CONFIRM, *person, view.procedure, view.due]
        case _:
            owed = f"{words.TO_PAY}: {words.AMOUNT.format(amount=amount)}" if view.amount else ""
            said = [view.name, view.procedure, view.due, owed]
    return ". ".join(one for one in said if one)

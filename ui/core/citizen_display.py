"""What the screen turned to the citizen shows now, for every page to say; ``ui.citizen`` has the window."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.citizen.citizen_view import CitizenState, CitizenView

READ = 20_000
"""Milliseconds a citizen has to read what needs no answer, unless the settings say otherwise; then nothing is left."""

CONFIRMED = 3
"""Times as long what is typed is shown: the clerk waits for an answer, and shows it again with each letter."""

WAITED = 300_000
"""Milliseconds a code is shown at most: a transfer takes one minute, and a page that forgot it is forgotten."""

IDLE = CitizenView()


class CitizenDisplay(QObject):
    """One view at a time, for a time. Nothing of the view before is kept.

    Attributes:
        changed: carries the ``CitizenView`` shown from now on.
        view: the one shown now.
        is_open: whether there is a screen that shows it.
        read_for: milliseconds after which what needs no answer goes.
        confirms: whether the citizen sees what is typed.
        over: runs while a view is shown; at its end the screen is idle again.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = IDLE
        self.is_open = False
        self.read_for = READ
        self.confirms = True
        self.over = QTimer(self)
        self.over.setSingleShot(True)
        self.over.timeout.connect(self.clear)

    def show(self, view: CitizenView) -> None:
        """Show this and nothing else."""
        self.over.stop()
        match view.state:
            case CitizenState.IDLE:
                pass
            case CitizenState.PAYMENT:
                self.over.start(WAITED)
            case CitizenState.CONFIRM:
                self.over.start(CONFIRMED * self.read_for)
            case _:
                self.over.start(self.read_for)
        self.view = view
        self.changed.emit(view)

    def confirm(self, view: CitizenView | None) -> None:
        """Show what is typed, where there is a screen for it; None = nothing is. A code to be paid stays in sight."""
        if view is None:
            if self.view.state is CitizenState.CONFIRM:
                self.clear()
        elif self.is_open and self.confirms and self.view.state is not CitizenState.PAYMENT:
            self.show(view)

    @Slot()
    def clear(self) -> None:
        """The citizen has left: the office's name and the time."""
        if self.view != IDLE:
            self.show(IDLE)

"""What the screen turned to the citizen shows now, for every page to say; ``ui.citizen`` has the window."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk.citizen.citizen_view import CitizenState, CitizenView

READ = 20_000
"""Milliseconds a citizen has to read what needs no answer; then nothing of it is left."""

WAITED = 300_000
"""Milliseconds a code is shown at most: a transfer takes one minute, and a page that forgot it is forgotten."""

_SHOWN = {CitizenState.DOSSIER: READ, CitizenState.PAYMENT: WAITED, CitizenState.TAKEN: READ}

IDLE = CitizenView()


class CitizenDisplay(QObject):
    """One view at a time, for a time. Nothing of the view before is kept.

    Attributes:
        changed: carries the ``CitizenView`` shown from now on.
        view: the one shown now.
        is_open: whether there is a screen that shows it.
        over: runs while a view is shown; at its end the screen is idle again.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = IDLE
        self.is_open = False
        self.over = QTimer(self)
        self.over.setSingleShot(True)
        self.over.timeout.connect(self.clear)

    def show(self, view: CitizenView) -> None:
        """Show this and nothing else."""
        self.over.stop()
        if view.state in _SHOWN:
            self.over.start(_SHOWN[view.state])
        self.view = view
        self.changed.emit(view)

    @Slot()
    def clear(self) -> None:
        """The citizen has left: the office's name and the time."""
        if self.view != IDLE:
            self.show(IDLE)

"""How far a file is that is being written beside the clerk's work, and the button that gives it up."""

import threading

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from ui.widgets.basic import row


class FileProgress(QWidget):
    """Hidden while nothing is written.

    Attributes:
        progressed: may be told in the thread that writes: parts done, parts in all.
    """

    progressed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Đã ghi được bao nhiêu")
        self.button = QPushButton("Dừng ghi (Esc)")
        self._stopped: threading.Event | None = None
        """Of what is being written; None = nothing."""
        self.setLayout(row(self.bar, self.button))
        self.hide()
        self.progressed.connect(self._progressed)
        self.button.clicked.connect(self.stop)

    @property
    def is_writing(self) -> bool:
        """Whether something is."""
        return self._stopped is not None

    def begin(self) -> threading.Event:
        """Show that writing begins; returns what is set once it is given up."""
        self._stopped = threading.Event()
        self.bar.setRange(0, 0)
        self.show()
        return self._stopped

    @Slot()
    def stop(self) -> None:
        """Give up what is being written; whoever writes it says when that has happened."""
        if self._stopped is not None:
            self._stopped.set()

    def end(self) -> None:
        """It is written or given up."""
        self._stopped = None
        self.hide()

    @Slot(int, int)
    def _progressed(self, done: int, in_all: int) -> None:
        self.bar.setRange(0, max(1, in_all))
        self.bar.setValue(done)

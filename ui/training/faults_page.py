"""The training page: a trainer injects faults of scanners and printers."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import Act
from ui.core.jobs import Jobs
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.training.faults_part import FaultsPart
from ui.widgets.basic import column, label, scrolled


class FaultsPage(Page):
    """All failures, each by one key.

    Attributes:
        fault_wanted: carries the id of what is to happen; empty = all is well again.
    """

    fault_wanted = Signal(str)

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.part = FaultsPart()
        self.part.wanted.connect(self.fault_wanted)
        inside = QWidget()
        within = QVBoxLayout(inside)
        within.setContentsMargins(24, 4, 24, 24)
        within.addWidget(self.part)
        say = "Bấm phím ghi bên trái để sự cố xảy ra, rồi làm việc ở quầy như thường (Ctrl+1)."
        head = column(label("Tập xử lý sự cố", "page"), label(say, "muted", wrap=True), gap=4)
        head.setContentsMargins(24, 0, 24, 0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 16, 0, 0)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(scrolled(inside), 1)

    def page_shown(self, what: object) -> None:
        """The first failure has the keys."""
        del what
        next(iter(self.part.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of the list plays it."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.part.press(event.text()):
            super().keyPressEvent(event)

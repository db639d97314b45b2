"""A folder field: typed, or chosen in the system's dialog."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.basic import row
from ui.widgets.dialogs import ask_folder
from ui.widgets.field import Field


class FolderField(QWidget):
    """The field and its button.

    Attributes:
        changed: another folder stands there.
    """

    changed = Signal()

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__()
        self.field = Field(words, hint=hint)
        self._words = words
        self._told = ""
        self.choose = QPushButton("Chọn…")
        self.choose.setAccessibleName(f"{words}: chọn")
        self.choose.clicked.connect(self._ask)
        line = row(self.field)
        line.setStretch(0, 1)
        beside = row(self.choose)
        beside.setContentsMargins(0, 16, 0, 0)  # level with the line edit, below its label
        line.addLayout(beside)
        self.setLayout(line)
        self.field.left.connect(self._left)
        self.setFocusProxy(self.field)

    @property
    def text(self) -> str:
        """The folder."""
        return self.field.text

    def put(self, folder: str) -> None:
        """Show this one."""
        self._told = folder
        self.field.put(folder)

    @Slot()
    def _left(self) -> None:
        if self.field.text != self._told:
            self._told = self.field.text
            self.changed.emit()

    @Slot()
    def _ask(self) -> None:
        ask_folder(self, self._words, self._chosen, self.text)

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        self.field.put(folder)
        self._left()

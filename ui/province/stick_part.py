"""The USB stick: the folder is chosen in the system's own dialog, beside the window; nothing of ours waits for it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class StickPart(QObject):
    """Which folder.

    Attributes:
        out_to, in_from: carry the ``Path`` chosen.
    """

    out_to = Signal(object)
    in_from = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._dialog: QFileDialog | None = None

    def ask_out(self) -> None:
        """Where shall the letter to the province be written?"""
        self._ask("Chọn USB để ghi việc gửi tỉnh").fileSelected.connect(self._out)

    def ask_in(self) -> None:
        """Where does the province's answer lie?"""
        self._ask("Chọn USB có trả lời của tỉnh").fileSelected.connect(self._in)

    def _ask(self, words: str) -> QFileDialog:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = QFileDialog(self._over, words)
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.open()
        return self._dialog

    @Slot(str)
    def _out(self, folder: str) -> None:
        self.out_to.emit(Path(folder))

    @Slot(str)
    def _in(self, folder: str) -> None:
        self.in_from.emit(Path(folder))

"""Chooses the USB folder for export or import, in the system's own dialog without blocking the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.widgets.dialogs import ask_folder


class StickPart(QObject):
    """Chooses the USB folder for export or import.

    Attributes:
        out_to, in_from: carry the ``Path`` chosen.
    """

    out_to = Signal(object)
    in_from = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over

    def ask_out(self) -> None:
        """Where shall the letter to the province be written?"""
        ask_folder(self._over, "Chọn USB để ghi việc gửi tỉnh", self._out)

    def ask_in(self) -> None:
        """Where does the province's answer lie?"""
        ask_folder(self._over, "Chọn USB có trả lời của tỉnh", self._in)

    @Slot(str)
    def _out(self, folder: str) -> None:
        self.out_to.emit(Path(folder))

    @Slot(str)
    def _in(self, folder: str) -> None:
        self.in_from.emit(Path(folder))

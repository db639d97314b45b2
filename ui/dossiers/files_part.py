"""Scanned files of a dossier: a list, opened by Enter or click; and the sheet that adds files."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QStyleOptionButton, QVBoxLayout, QWidget

from models.events import FileAttached
from models.subjects.dossier import Dossier
from ui.dossiers.act_part import ActPart
from ui.style.look import look
from ui.widgets.basic import label, set_icon
from ui.widgets.buttons import PickList
from ui.widgets.dialogs import ask_files

KINDS = "Bản quét, ảnh, PDF (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
NO_PAPER = "Không gắn với giấy tờ nào"


class FileLine(QPushButton):
    """One file; pressed, it opens.

    Attributes:
        opened: carries the ``FileAttached``.
    """

    opened = Signal(object)

    def __init__(self, file: FileAttached) -> None:
        paper = f" · {file.paper}" if file.paper else ""
        super().__init__(f"{file.name}{paper} · {size_words(file.size)}".replace("&", "&&"))
        self._file = file
        self.setProperty("kind", "file")
        set_icon(self, "attach")
        self.setAccessibleName(f"Mở bản quét {file.name}{paper}")
        self.setToolTip(self.text().replace("&&", "&"))
        self.setMinimumWidth(1)
        self.clicked.connect(self._open)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """A name longer than its line ends in dots; the tool tip has all of it."""
        super().initStyleOption(option)
        room = self.width() - self.iconSize().width() - look().px(24)
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._file)


class FilesPart(QWidget):
    """All files of the dossier shown; nothing at all while there are none.

    Attributes:
        opened: carries the ``FileAttached`` to be shown.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(2)
        self.lines: list[FileLine] = []
        self._column.addWidget(label("Bản quét", "section"))
        self.hide()

    def show_files(self, files: Iterable[FileAttached]) -> None:
        """Show these; the line that has the keys keeps them when its file is still there."""
        known = [line.property("digest") for line in self.lines]
        wanted = list(files)
        if known == [file.digest for file in wanted]:
            return
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        for file in wanted:
            line = FileLine(file)
            line.setProperty("digest", file.digest)
            line.opened.connect(self.opened)
            self._column.addWidget(line)
            self.lines.append(line)
        self.setVisible(bool(wanted))


class AttachPart(ActPart):
    """Which paper the files show, then the files."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: tuple[Path, ...] = ()
        self.paper = PickList("Giấy tờ trong bản quét")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("Giấy tờ trong bản quét", "label"))
        column.addWidget(self.paper)

    def fill(self, dossier: Dossier) -> None:
        """Offer the papers of this dossier."""
        papers = [paper.name for paper in dossier.intake.papers] if dossier.intake else []
        every: list[tuple[object, str]] = [("", NO_PAPER)]
        self.paper.offer([*every, *((name, name) for name in papers)])
        self.paper.choose("")

    def focus_first(self) -> None:
        """The paper."""
        self.paper.setFocus()

    def given(self) -> tuple[object, ...] | None:
        """The files and the name of the paper; none chosen yet = they are asked for."""
        paths, self._paths = self._paths, ()
        if paths:
            return paths, str(self.paper.value or "")
        self._choose()
        return None

    def _choose(self) -> None:
        """Beside the window: no loop of ours waits for it."""
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_files(self, "Chọn bản quét", self.take, KINDS, start)

    @Slot("QStringList")
    def take(self, names: list[str]) -> None:
        """These files were chosen."""
        if names:
            self._paths = tuple(Path(name) for name in names)
            self.done.emit()


def size_words(size: int) -> str:
    """``"1,2 MB"``, ``"340 KB"``."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(1, round(size / 1_000))} KB"

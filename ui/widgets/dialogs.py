"""The one dialog for a folder or a file, non-blocking.

Always Qt's own, never the system's: it speaks Vietnamese whatever language the system was installed in
(``ui.core.qt_words``), has the window's look, size of type and keys, and closes when the desk is locked.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from ui.style.icon import icon
from ui.style.look import look

_PICTURES = {"backButton": "back", "forwardButton": "right", "toParentButton": "up", "newFolderButton": "plus"}
"""Qt's own arrows are black, on dark ground too."""


def ask_folder(over: QWidget, words: str, then: Callable[[str], None], at: str = "") -> None:
    """Ask for a folder; ``then``, a bound method, is given it.

    Args:
        over: the window or part that asks.
        words: head of the dialog.
        then: called when one was chosen.
        at: where it begins; empty = where the system says.
    """
    dialog = _dialog(over, words, then, at)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def ask_pdf(over: QWidget, words: str, then: Callable[[str], None], name: str = "") -> None:
    """Ask for the name of a PDF that is to be written; as ``ask_folder``. ``name``: what is proposed."""
    _ask_name(over, words, then, name, "PDF (*.pdf)", "pdf")


def ask_spreadsheet(over: QWidget, words: str, then: Callable[[str], None], name: str = "") -> None:
    """Ask for the name of a spreadsheet that is to be written; as ``ask_pdf``."""
    _ask_name(over, words, then, name, "Excel (*.xlsx)", "xlsx")


def _ask_name(over: QWidget, words: str, then: Callable[[str], None], name: str, kind: str, suffix: str) -> None:
    dialog = _dialog(over, words, then, name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(kind)
    dialog.setDefaultSuffix(suffix)
    dialog.open()


def _dialog(over: QWidget, words: str, then: Callable[[str], None], at: str) -> QFileDialog:
    dialog = _bare(over, words, at)
    dialog.fileSelected.connect(then)
    return dialog


def _bare(over: QWidget, words: str, at: str) -> QFileDialog:
    dialog = QFileDialog(over, words, at)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    around = over.window()
    dialog.resize(min(look().px(760), around.width()), min(look().px(480), around.height()))
    for name, picture in _PICTURES.items():
        button = dialog.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            button.setIcon(icon(picture, look().colour("text"), look().colour("off")))
    return dialog


def ask_file(over: QWidget, words: str, then: Callable[[str], None], kinds: str) -> None:
    """Ask for a file that is there; as ``ask_folder``. ``kinds``: as Qt writes them, ``"Danh sách (*.xlsx *.csv)"``."""
    dialog = _dialog(over, words, then, "")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(kinds)
    dialog.open()


def ask_files(over: QWidget, words: str, then: Callable[[list[str]], None], kinds: str, at: str = "") -> None:
    """Ask for one or several files that are there; as ``ask_file``. ``then`` is given all of them."""
    dialog = _bare(over, words, at)
    dialog.filesSelected.connect(then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(kinds)
    dialog.open()

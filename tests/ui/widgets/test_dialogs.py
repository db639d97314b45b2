"""Dialogs for files tell what was chosen, wait in no loop, leave nothing behind, and speak Vietnamese."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

import ui
from ui.core.qt_words import WORDS, QtWords, say_in_vietnamese
from ui.widgets.dialogs import ask_file, ask_files, ask_folder, ask_pdf


class Asker(QWidget):
    """A part that asks, and what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    @Slot(str)
    def chosen(self, path: str) -> None:
        self.told.append(path)


@pytest.mark.parametrize(("ask", "name"), [(ask_folder, "usb"), (ask_pdf, "sheet.pdf")])
def test_what_was_chosen_is_told_once_and_the_dialog_goes(
    qtbot: QtBot, tmp_path: Path, ask: Callable[..., None], name: str
) -> None:
    (tmp_path / "usb").mkdir()
    asker = Asker()
    qtbot.addWidget(asker)
    ask(asker, "Chọn USB", asker.chosen, str(tmp_path / name))
    (dialog,) = asker.findChildren(QFileDialog)
    assert dialog.windowTitle() == "Chọn USB"
    dialog.accept()
    assert [Path(path).name for path in asker.told] == [name]
    qtbot.waitUntil(lambda: not asker.findChildren(QFileDialog))


def test_of_a_dialog_that_is_closed_nothing_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    asker = Asker()
    qtbot.addWidget(asker)
    ask_folder(asker, "Chọn USB", asker.chosen, str(tmp_path))
    asker.findChildren(QFileDialog)[0].reject()
    qtbot.waitUntil(lambda: not asker.findChildren(QFileDialog))
    assert asker.told == []


ENGLISH = re.compile(
    r"\b(look|in|file|files|folder|directory|type|types|name|size|date|modified|open|save|cancel|choose|back|forward|"
    r"parent|create|new|list|detail|view|computer|show|hidden|rename|delete|undo|redo|cut|copy|paste|select|all|of)\b",
    re.IGNORECASE,
)


def words_of(dialog: QFileDialog) -> Iterator[str]:
    """All that Qt itself has written in it; not names of files."""
    for widget in (dialog, *dialog.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        yield from (action.text() for action in widget.actions())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
    tree = dialog.findChild(QTreeView, "treeView")
    side = dialog.findChild(QListView, "sidebar")
    assert isinstance(tree, QTreeView)
    assert isinstance(side, QListView)
    heads = tree.model()
    for column in range(heads.columnCount()):
        yield str(heads.headerData(column, Qt.Orientation.Horizontal))
    yield str(side.model().index(0, 0).data())
    for row in range(heads.rowCount(tree.rootIndex())):
        yield str(heads.index(row, 2, tree.rootIndex()).data())


def _to_file(asker: Asker, at: str) -> None:
    ask_file(asker, "Danh sách", asker.chosen, "Danh sách (*.xlsx *.csv)")
    del at


def _to_files(asker: Asker, at: str) -> None:
    ask_files(asker, "Bản quét", asker.told.extend, "Bản quét (*.pdf)", at)


@pytest.mark.parametrize(
    "ask",
    [
        lambda asker, at: ask_folder(asker, "Chọn USB", asker.chosen, at),
        lambda asker, at: ask_pdf(asker, "Lưu tờ khóa", asker.chosen, at),
        _to_file,
        _to_files,
    ],
    ids=["folder", "save", "file", "files"],
)
def test_no_dialog_for_files_has_an_english_word(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, ask: Callable[[Asker, str], None]
) -> None:
    say_in_vietnamese(qapp)
    (tmp_path / "usb").mkdir()
    asker = Asker()
    qtbot.addWidget(asker)
    ask(asker, str(tmp_path))
    (dialog,) = asker.findChildren(QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    tree = dialog.findChild(QTreeView, "treeView")
    assert isinstance(tree, QTreeView)
    said = [words.replace("&", "") for words in words_of(dialog) if words]
    assert {"Xem trong:", "Thôi", "Tên", "Cỡ", "Ngày sửa", "Máy này"} <= set(said)
    assert [words for words in said if ENGLISH.search(words)] == []
    dialog.reject()


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_is_vietnamese(
    qtbot: QtBot, qapp: QApplication, field: Callable[[str], QLineEdit | QPlainTextEdit]
) -> None:
    say_in_vietnamese(qapp)
    made = field("x")
    qtbot.addWidget(made)
    said = [action.text().replace("&", "").partition("\t")[0] for action in made.createStandardContextMenu().actions()]
    assert [words for words in said if words] == ["Hoàn tác", "Làm lại", "Cắt", "Chép", "Dán", "Xóa", "Chọn hết"]


def test_words_are_installed_once_and_what_is_not_in_the_table_stays(qapp: QApplication) -> None:
    say_in_vietnamese(qapp)
    say_in_vietnamese(qapp)
    assert len(qapp.findChildren(QtWords)) == 1
    assert qapp.translate("QFileDialog", "No such words") == "No such words"
    assert all(words for context in WORDS.values() for words in context.values())


def test_nothing_else_in_the_window_makes_a_dialog_for_files() -> None:
    made = [
        path.name
        for path in Path(ui.__file__).parent.rglob("*.py")
        if "QFileDialog" in path.read_text(encoding="utf-8")
    ]
    assert sorted(made) == ["dialogs.py", "qt_words.py"]

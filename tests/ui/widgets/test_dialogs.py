"""The system's dialogs tell what was chosen, wait in no loop, and leave nothing behind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.dialogs import ask_folder, ask_pdf


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

"""What would end the process with the pinned Qt and this Python."""

import ast
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import ui

UI = Path(ui.__file__).parent
ITEMS = {"itemAt", "itemAtPosition"}


def test_thousands_of_calls_that_return_nothing_do_not_end_the_process(qtbot: QtBot) -> None:
    """PySide6 6.12.0 ends it on Python 3.11 within 6,000 such calls."""
    label = QLabel()
    qtbot.addWidget(label)
    for _ in range(6000):
        label.setText("x")
        label.setEnabled(True)
    assert label.text() == "x"


def test_no_layout_is_asked_for_its_items() -> None:
    """Qt deletes an item of its own accord, and PySide may take its wrapper for that of a later one.

    The error, raised where Qt itself asked for the next field of Tab, ended the process; no sequence of calls brings it
    about each time.
    """
    asked = [
        f"{path.relative_to(UI)}:{node.lineno}"
        for path in UI.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ITEMS
    ]
    assert asked == []

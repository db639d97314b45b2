"""The pinned Qt and this Python together: PySide6 6.12.0 ends the process on Python 3.11 within 6,000 such calls."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_thousands_of_calls_that_return_nothing_do_not_end_the_process(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for _ in range(6000):
        label.setText("x")
        label.setEnabled(True)
    assert label.text() == "x"

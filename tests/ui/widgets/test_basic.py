"""Basic widgets: what is shown together is laid out together."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.basic import laid_out_once


@pytest.fixture
def whole(qtbot: QtBot) -> QWidget:
    whole = QWidget()
    whole.resize(300, 300)
    qtbot.addWidget(whole)
    box = QVBoxLayout(whole)
    for n in range(5):
        line = QLabel(f"Dòng {n}")
        box.addWidget(line)
        line.hide()
    whole.show()
    QCoreApplication.processEvents()
    return whole


def test_what_is_shown_meanwhile_is_laid_out_together_afterwards(whole: QWidget) -> None:
    first, second, *others = whole.findChildren(QLabel)
    first.show()
    alone = first.height()
    second.show()
    assert first.height() < alone, "each is laid out at once"
    with laid_out_once(whole):
        with laid_out_once(whole):
            for line in others:
                line.show()
        assert len({line.y() for line in others}) == 1, "nor when the inner one ends"
    QCoreApplication.processEvents()
    tops = [line.y() for line in (first, second, *others)]
    assert tops == sorted(set(tops))


def test_a_part_is_laid_out_again_also_when_showing_it_fails(whole: QWidget) -> None:
    box = whole.layout()
    assert box is not None
    with pytest.raises(ZeroDivisionError), laid_out_once(whole):
        whole.resize(1 // 0, 1)
    assert box.isEnabled()

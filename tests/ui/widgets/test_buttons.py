"""Choices side by side: what is offered anew, and what is left of what was offered before. Room for words and keys."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import Act
from ui.program.pages import ACTIONS
from ui.widgets.buttons import KeyButton, Segments, Tick


def test_nothing_is_kept_of_choices_that_are_no_longer_offered(qtbot: QtBot) -> None:
    """A form offers them anew for each dossier, all day."""
    shown = Segments("Hình thức nộp", [(n, f"Cách {n}") for n in range(3)])
    qtbot.addWidget(shown)
    shown.show()
    before = [weakref.ref(button) for button in shown.buttons()]
    shown.offer([("else", "Cách khác")])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert [one() for one in before] == [None] * 3
    assert [button.text() for button in shown.buttons()] == ["Cách khác"]


def test_other_words_for_the_same_choices_leave_the_keys_where_they_are(qtbot: QtBot) -> None:
    """Counts beside the names change while somebody stands on them."""
    shown = Segments("Danh sách", [("today", "Hôm nay"), ("owed", "Còn nợ")])
    qtbot.addWidget(shown)
    shown.show()
    shown.activateWindow()
    shown.buttons()[1].setFocus()
    shown.offer([("today", "Hôm nay 2"), ("owed", "Còn nợ 1")])
    assert shown.window().focusWidget() is shown.buttons()[1]
    assert [button.text() for button in shown.buttons()] == ["Hôm nay 2", "Còn nợ 1"]
    assert shown.buttons()[1].accessibleName() == "Danh sách: Còn nợ 1"


def test_the_same_choices_offered_again_keep_their_buttons_and_what_is_chosen(qtbot: QtBot) -> None:
    offered = [("direct", "Trực tiếp"), ("online", "Trực tuyến")]
    shown = Segments("Hình thức nộp", offered)
    qtbot.addWidget(shown)
    shown.choose("online")
    buttons = shown.buttons()
    shown.offer(offered)
    assert shown.buttons() == buttons
    seen = [shown.value]
    shown.choose("none of them")
    shown.offer(offered)
    assert [*seen, shown.value] == ["online", "direct"]


def test_in_larger_type_words_and_key_have_more_room_also_where_they_were_measured_before(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    tick, button = Tick("Đã đối chiếu", parent=around), KeyButton(Act(ACTIONS[0], around))
    plain = QPushButton(button.text(), around)
    button.setParent(around)
    before = tick.sizeHint().width(), button.sizeHint().width() - plain.sizeHint().width()
    larger = around.font()
    larger.setPixelSize(4 * around.fontInfo().pixelSize())
    around.setFont(larger)
    after = tick.sizeHint().width(), button.sizeHint().width() - plain.sizeHint().width()
    assert after[0] > before[0] * 1.5
    assert after[1] > before[1] * 1.5


def test_a_tick_with_other_words_has_other_room(qtbot: QtBot) -> None:
    tick = Tick("Có")
    qtbot.addWidget(tick)
    before = tick.sizeHint().width()
    tick.setText("Có, và nhiều chữ hơn hẳn lúc trước")
    assert tick.sizeHint().width() > 2 * before

"""Banners: good news goes by itself, what a person must mend stays."""

import pytest
from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import runs_out
from ui.shell import banner as banner_module
from ui.shell.banner import Banners

STAYS = dict(banner_module._STAYS)


@pytest.fixture
def banners(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Banners:
    monkeypatch.setattr(banner_module, "_STAYS", STAYS)
    shown = Banners()
    qtbot.addWidget(shown)
    return shown


@pytest.mark.parametrize(("tone", "words"), sorted(STAYS))
def test_news_goes_after_a_while_that_is_long_enough_to_read_it(banners: Banners, tone: str, words: bool) -> None:  # noqa: FBT001
    one = banners.show_banner(tone, "Đã lưu.", "Xem" if words else "")
    assert one.leaving is not None
    assert STAYS[tone, words] >= 10_000
    runs_out(one.leaving, STAYS[tone, words])
    assert banners.shown == ()


@pytest.mark.parametrize(("tone", "words"), [("warn", "Thử lại"), ("bad", ""), ("bad", "Thử lại")])
def test_what_a_person_must_mend_stays(banners: Banners, tone: str, words: str) -> None:
    one = banners.show_banner(tone, "Máy in hết giấy.", words)
    assert one.leaving is None
    assert one in banners.shown
    one.dismiss()
    assert banners.shown == ()


def test_what_is_said_of_a_cause_goes_with_it_said_or_still_waiting(banners: Banners) -> None:
    banners.show_to_everyone("warn", "Máy in sắp hết giấy.", about="paper low")
    banners.show_banner("warn", "Ổ đĩa sắp đầy.", about="limit disk")
    banners.show_banner("bad", "Ổ đĩa đầy.", about="limit disk")
    assert [one.label.text() for one in banners.shown] == ["Máy in sắp hết giấy.", "Ổ đĩa đầy."]
    banners.clear_cause("limit disk")
    assert [one.label.text() for one in banners.shown] == ["Máy in sắp hết giấy."]
    banners.set_covered(on=True)
    banners.show_to_everyone("warn", "Máy này không phát được tiếng.", about="sound")
    assert banners.open_causes() == {"paper low", "sound"}
    banners.clear_cause("sound")
    banners.set_covered(on=False)
    assert banners.open_causes() == {"paper low"}


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    page.resize(600, 600)
    qtbot.addWidget(page)
    page.show()
    return page


def put(part: QWidget, page: QWidget, top: int, height: int) -> None:
    part.setParent(page)
    part.setGeometry(0, top, 600, height)
    part.show()


def test_banners_lie_as_low_as_nothing_is_shown(page: QWidget) -> None:
    box = QFrame()  # shows what is in it, and nothing below that
    put(box, page, 0, 600)
    put(QLabel("Giấy tờ"), box, 0, 40)
    put(QLineEdit(), box, 560, 40)
    banners = Banners(page)
    banners.show_banner("bad", "Máy in hết giấy.")
    assert banners.geometry().bottom() == 559 - banner_module._GAP
    assert banners.y() > 40


def test_a_list_is_covered_only_below_its_last_line(page: QWidget) -> None:
    lines = QListView()
    lines.setModel(QStringListModel([f"Dòng {n}" for n in range(3)]))
    put(lines, page, 0, 600)
    banners = Banners(page)
    banners.show_banner("bad", "Máy in hết giấy.")
    assert banners.geometry().bottom() == 599 - banner_module._GAP
    lines.setModel(QStringListModel([f"Dòng {n}" for n in range(300)]))
    banners.place()
    assert banners.y() == 0, "nothing is free: at the top, where it is seen"


def test_what_gets_the_keys_is_not_covered(page: QWidget, qtbot: QtBot) -> None:
    put(QFrame(), page, 0, 600)
    high, low = QLineEdit(), QLineEdit()
    put(high, page, 10, 30)
    put(low, page, 500, 30)
    with qtbot.waitActive(page):
        page.activateWindow()
    low.setFocus()
    banners = Banners(page)
    banners.show_banner("bad", "Máy in hết giấy.")
    assert banners.y() == 0
    high.setFocus()
    assert not banners.geometry().intersects(high.geometry())

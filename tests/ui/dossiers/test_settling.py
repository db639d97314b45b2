"""Settling by keys what two machines decided differently."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk.dossiers import outcome, process
from desk.dossiers.disputes import Settlement
from desk.views.open_desk import OpenDesk
from desk.words.terms import STATUS
from models.events import PAYMENT, FeeReturned, StopCause
from models.ids import new_subject
from models.subjects.dossier import DossierStatus
from tests.desk.dossiers.test_process import replace_recorded
from tests.ui.conftest import Clerk
from tests.ui.dossiers.sheets import part_of
from tests.ui.dossiers.test_acts import lines, press
from tests.ui.dossiers.test_list_page import opens_dossier, received
from tests.ui.everywhere import settle
from tests.ui.test_looks import cut_off
from ui.dossiers.dossier_page import DossierPage
from ui.dossiers.settle_part import SettlePart
from ui.style.look import look

__all__ = ["received"]
KEY = "Ctrl+Shift+1"


def disputed(clerk: Clerk, *, stopped: bool = False) -> DossierPage:
    """The page of a dossier that this machine passed on to one unit, or then stopped, and another to another unit."""
    page = opens_dossier(clerk)
    assert page.view is not None
    id_ = page.view.dossier.id

    def disagree(work: OpenDesk) -> None:
        log = work.desk.store.log
        process.forward(work.desk, [id_], to="kt")
        mine = log.history(id_)[-1]
        if stopped:
            outcome.stop(work.desk, id_, StopCause.REQUEST, "công dân đề nghị")
        log.merge([replace_recorded(mine, device=9, clock=mine.clock + 5, unit="vp")])

    clerk.app.jobs.ask(clerk.window, disagree)
    clerk.waits()
    clerk.window.go("dossier", id_)
    clerk.waits()
    return page


def shown_words(part: SettlePart) -> str:
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415

    return "\n".join(one.text() for one in part.table.findChildren(QLabel))


def test_without_a_dispute_there_is_nothing_to_settle(received: Clerk) -> None:
    page = opens_dossier(received)
    assert not received.window.acts["settle"].isEnabled()
    assert not any(line.text().startswith("Giải quyết mâu thuẫn") for line in lines(page))


def test_both_ways_stand_beside_each_other_and_one_is_picked_by_keys_with_a_reason(received: Clerk) -> None:
    page = disputed(received)
    view = page.view
    assert view is not None
    banner = next(one for one in received.window.banners.shown if "Cần người xem lại" in one.label.text())
    assert banner.button is not None
    assert banner.button.text().startswith("Giải quyết mâu thuẫn")
    press(received, KEY)
    part = part_of(page, "settle", SettlePart)
    assert part.isVisible()
    assert part.way.values == (Settlement.HERE, Settlement.THERE, Settlement.AS_IT_STANDS)
    assert not any(button.isChecked() for button in part.way.buttons())
    words = shown_words(part)
    assert "Người giữ ≠" in words
    assert "Phòng Kinh tế" in words
    assert "máy 9" in words
    assert "Hẹn trả ≠" not in words
    press(received, "F9")
    assert view.dossier.disputes  # nothing was picked yet
    assert page.view is view
    mine = next(
        way for way, button in zip(part.way.values, part.way.buttons(), strict=True) if "máy 3" in button.text()
    )
    QTest.keyClick(received.focus, Qt.Key.Key_Space)
    if part.way.value is not mine:
        QTest.keyClick(received.focus, Qt.Key.Key_Right)
    assert part.way.value is mine
    QTest.keyClick(received.focus, Qt.Key.Key_Tab)
    received.types("da hoi hai phong")
    press(received, "F9")
    received.waits()
    assert page.view is not None
    assert page.view.dossier.disputes == ()
    assert page.view.dossier.processing.holder.unit == "kt"
    assert page.view.told[-1].sentence.startswith("Giải quyết mâu thuẫn: ")
    assert not any("Cần người xem lại" in one.label.text() for one in received.window.banners.shown)
    assert not received.window.acts["settle"].isEnabled()


@pytest.mark.parametrize("way", [Settlement.HERE, Settlement.THERE])
def test_a_dossier_that_has_ended_is_settled_too(received: Clerk, way: Settlement) -> None:
    page = disputed(received, stopped=True)
    assert page.view is not None
    assert page.view.dossier.status is DossierStatus.STOPPED
    press(received, KEY)
    part = part_of(page, "settle", SettlePart)
    assert "Trạng thái ≠" in shown_words(part)
    assert STATUS[DossierStatus.STOPPED] in shown_words(part)
    ways = page.view.ways
    assert ways is not None
    wanted = next(field for field in ways.fields if field.words == "Trạng thái")
    part.way.choose(way)
    part.reason.edit.setPlainText("đã hỏi hai nơi")
    press(received, "F9")
    received.waits()
    after = page.view.dossier
    assert after.disputes == ()
    assert STATUS[after.status] == (wanted.here if way is Settlement.HERE else wanted.there)


def test_money_that_two_places_gave_back_needs_only_a_reason(received: Clerk) -> None:
    page = opens_dossier(received)
    assert page.view is not None
    id_ = page.view.dossier.id

    def returned_elsewhere(work: OpenDesk) -> None:
        work.desk.store.log.record(id_, work.desk.by, FeeReturned(amount=8_000, payment=new_subject(PAYMENT)))

    received.app.jobs.ask(received.window, returned_elsewhere)
    received.waits()
    received.window.go("dossier", id_)
    received.waits()
    banner = next(one for one in received.window.banners.shown if "Cần người xem lại" in one.label.text())
    assert "hoàn tiền, quá số đã thu 8.000 đồng, phải thu lại" in banner.label.text()
    press(received, KEY)
    part = part_of(page, "settle", SettlePart)
    assert not part.way.isVisible()
    assert received.focus is part.reason.edit
    received.types("da thu lai cua ba Lan")
    press(received, "F9")
    received.waits()
    assert page.view is not None
    assert (page.view.dossier.disputes, page.view.dossier.status) == ((), DossierStatus.RECEIVED)


def test_the_sheet_has_its_room(received: Clerk) -> None:
    received.window.resize(look().px(1366), look().px(768))
    page = disputed(received)
    press(received, KEY)
    settle()
    assert cut_off(page) == []

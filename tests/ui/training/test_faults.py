"""A trainer plays every failure by one key; the window shows what is promised, and all is well again by another."""

import pytest
from PySide6.QtCore import Qt

from desk.cards.simulated import ScannerFault
from desk.training import practice
from tests.ui.cards.test_wedge import begun
from tests.ui.conftest import Clerk
from ui.training.faults_page import FaultsPage
from ui.training.faults_part import KEYS, PRINTER, SCANNER


@pytest.fixture
def page(clerk: Clerk) -> FaultsPage:
    begun(clerk)
    clerk.window.acts["page_faults"].trigger()
    clerk.waits()
    page = clerk.window.page("faults")
    assert isinstance(page, FaultsPage)
    return page


def rail(clerk: Clerk) -> str:
    return clerk.window.rail.reader.accessibleName()


def said(clerk: Clerk, words: str) -> bool:
    return any(words in banner.label.text() for banner in clerk.window.banners.shown)


def test_every_failure_there_is_can_be_played() -> None:
    assert {one.id for one in SCANNER} == {fault.value for fault in ScannerFault} | {"keyboard"}
    assert {one.id for one in PRINTER} == set(practice.failures())
    assert len(KEYS) == len(SCANNER) + len(PRINTER) + 1


@pytest.mark.parametrize(("key", "shown"), [(Qt.Key.Key_1, "Mất nối"), (Qt.Key.Key_2, "Bị bận")])
def test_a_pulled_cable_and_a_busy_port_are_shown_until_they_are_mended(
    clerk: Clerk, page: FaultsPage, key: Qt.Key, shown: str
) -> None:
    clerk.until(lambda: rail(clerk) == "Sẵn sàng")
    clerk.press(key)
    clerk.until(lambda: rail(clerk) == shown)
    assert shown in page.part.note.text()
    clerk.press(Qt.Key.Key_0)
    clerk.until(lambda: rail(clerk) == "Sẵn sàng")


def test_a_wrong_speed_is_found_out_by_scanning_again(clerk: Clerk, page: FaultsPage) -> None:
    clerk.press(Qt.Key.Key_3)
    clerk.until(lambda: rail(clerk) == "Sai tốc độ")
    for _ in range(12):
        if clerk.app.bridge.readers[0].state != "wrong_speed":
            break
        before = clerk.app.bridge.readers[0]
        clerk.window.do("try_card")
        clerk.until(lambda before=before: clerk.app.bridge.readers[0] != before)  # type: ignore[misc]
    clerk.until(lambda: said(clerk, "115.200"))
    assert rail(clerk) == "Sẵn sàng"
    clerk.until(lambda: clerk.counter.intake.begun)
    assert page.part.note.text()


def test_the_keyboard_kind_fills_numbers_and_says_what_is_wrong(clerk: Clerk, page: FaultsPage) -> None:
    clerk.press(Qt.Key.Key_4)
    clerk.until(lambda: said(clerk, "chế độ bàn phím"))
    part = clerk.counter.intake.submitter
    clerk.until(lambda: part.number.text != "")
    assert part.value.full_name == ""
    assert part.value.born_on is not None
    assert "Chế độ bàn phím" in page.part.note.text()


@pytest.mark.parametrize(
    ("key", "words"), [(Qt.Key.Key_5, "Không hiểu"), (Qt.Key.Key_7, "Không hiểu"), (Qt.Key.Key_6, "Có chữ bị hỏng")]
)
def test_bad_scans_are_said(clerk: Clerk, page: FaultsPage, key: Qt.Key, words: str) -> None:
    clerk.press(key)
    clerk.until(lambda: said(clerk, words))
    assert page.part.note.text()


def test_two_cards_glued_are_two(clerk: Clerk, page: FaultsPage) -> None:
    clerk.press(Qt.Key.Key_8)
    clerk.until(lambda: said(clerk, "Đã thay"))
    assert page.part.note.text()


def test_the_printer_without_paper_keeps_what_it_did_not_print(clerk: Clerk, page: FaultsPage) -> None:
    clerk.press(Qt.Key.Key_B)
    clerk.until(lambda: said(clerk, "Máy in tập"))
    clerk.waits()
    assert "Hết giấy" in page.part.note.text()
    assert clerk.app.settings is not None
    assert not clerk.app.settings.printers.tickets

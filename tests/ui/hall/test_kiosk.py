"""A citizen at the kiosk: by finger, by key, with a card, in two languages; nobody leaves a trace."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.samples import citizen
from desk.hall.hall import OfferedService, SlipState
from models.events import Priority
from models.person import Person
from models.text import masked_name
from tests.conftest import TurnedClock
from tests.ui.conftest import runs_out
from tests.ui.hall.conftest import SERVICES, PlayedHall
from ui.hall import kiosk as kiosk_module
from ui.hall.big_button import LEAST, BigButton
from ui.hall.kiosk import Kiosk
from ui.hall.words import ENGLISH, VIETNAMESE, Language

NAME = "Nguyễn Văn Mẫu"


def scan_of(person: Person) -> Scan:
    return Scan(kind=ScanKind.ID_CARD, text="", person=person)


def words_on(kiosk: Kiosk) -> str:
    """Everything that stands on the screen now."""
    parts = [label.text() for label in kiosk.findChildren(QLabel) if label.isVisibleTo(kiosk)]
    parts += [f"{b.text()} {b.under}" for b in kiosk.findChildren(BigButton) if b.isVisibleTo(kiosk)]
    return " | ".join(parts)


def draw(kiosk: Kiosk, qtbot: QtBot) -> None:
    """Two touches: the first service, no priority."""
    QTest.mouseClick(kiosk.start.tiles[0], Qt.MouseButton.LeftButton)
    assert kiosk.front is kiosk.priority
    QTest.mouseClick(kiosk.priority.none, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "A001" in words_on(kiosk))


def test_two_touches_give_a_number_and_say_where_the_slip_is(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    draw(kiosk, qtbot)
    qtbot.waitUntil(lambda: VIETNAMESE.take_slip in words_on(kiosk))
    assert VIETNAMESE.first in words_on(kiosk)
    assert [(wish.services, wish.priority, wish.name) for wish in hall.wishes] == [(("ho-tich",), None, "")]


def test_the_same_by_number_keys_and_enter(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    QTest.keyClick(kiosk, Qt.Key.Key_2)
    assert kiosk.front is kiosk.priority
    QTest.keyClick(kiosk.priority.none, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(hall.wishes) and "A001" in words_on(kiosk))
    assert hall.wishes[0].services == ("chung-thuc",)
    QTest.keyClick(kiosk, Qt.Key.Key_Escape)
    assert words_on(kiosk).count(VIETNAMESE.choose) == 1


def test_who_goes_first_by_law_is_believed(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    said = words_on(kiosk)
    assert all(words in said for words in VIETNAMESE.priority.values())
    QTest.keyClick(kiosk, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: bool(hall.wishes))
    assert hall.wishes[0].priority is Priority.DISABLED


def test_a_card_puts_the_name_on_the_slip_and_only_initials_on_the_screen(
    kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot
) -> None:
    person = replace(citizen(7), full_name=NAME)
    kiosk.scanned(scan_of(person))
    said = words_on(kiosk)
    assert "N. V. Mẫu" in said
    assert NAME not in said
    assert person.personal_number not in said
    draw(kiosk, qtbot)
    assert hall.wishes[0].name == NAME
    assert "Mẫu" not in words_on(kiosk)


def test_a_card_that_is_none_is_said_kindly(kiosk: Kiosk) -> None:
    kiosk.scanned(Scan(kind=ScanKind.UNKNOWN, text="?"))
    assert VIETNAMESE.no_card in words_on(kiosk)


def test_who_goes_away_leaves_nothing_behind(kiosk: Kiosk) -> None:
    kiosk.switch.click()
    kiosk.scanned(scan_of(replace(citizen(7), full_name=NAME)))
    QTest.mouseClick(kiosk.start.tiles[0], Qt.MouseButton.LeftButton)
    runs_out(kiosk._idle, kiosk_module.IDLE)
    assert kiosk.front is kiosk.start
    assert kiosk.language is Language.VIETNAMESE
    assert "Mẫu" not in words_on(kiosk)
    assert kiosk._name == ""


def test_the_number_of_the_last_one_goes_with_him(kiosk: Kiosk, qtbot: QtBot) -> None:
    draw(kiosk, qtbot)
    qtbot.waitUntil(lambda: VIETNAMESE.take_slip in words_on(kiosk))
    runs_out(kiosk._idle, kiosk_module._SHOWN)
    assert kiosk.front is kiosk.start
    texts = [label.text() for label in kiosk.findChildren(QLabel)]
    assert not any("A001" in text for text in texts), "not on any face, shown or hidden"


def test_without_paper_the_number_is_to_be_remembered_and_stays_longer(
    kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot
) -> None:
    hall.slip_state = SlipState.OUT_OF_PAPER
    draw(kiosk, qtbot)
    wanted = "Máy in phiếu hết giấy. Số của ông/bà là A001, xin ghi nhớ"
    qtbot.waitUntil(lambda: wanted in words_on(kiosk))
    assert kiosk._idle.interval() > kiosk_module._SHOWN


def test_a_broken_printer_is_said_too(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    hall.slip_state = SlipState.TROUBLE
    draw(kiosk, qtbot)
    qtbot.waitUntil(lambda: VIETNAMESE.printer_trouble.format(number="A001") in words_on(kiosk))


def test_a_no_of_the_desk_sends_nobody_away_without_a_word(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    hall.no = "Đĩa đầy."
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: VIETNAMESE.not_drawn in words_on(kiosk))
    assert kiosk.front is kiosk.start
    assert "Đĩa" not in words_on(kiosk)


def test_impatient_fingers_draw_one_number(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    hall.hold.clear()
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Escape, Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(kiosk, key)
    assert VIETNAMESE.drawing in words_on(kiosk)
    hall.hold.set()
    qtbot.waitUntil(lambda: "A001" in words_on(kiosk))
    assert len(hall.wishes) == 1


def test_english_speaks_everywhere(kiosk: Kiosk, qtbot: QtBot) -> None:
    QTest.mouseClick(kiosk.switch, Qt.MouseButton.LeftButton)
    assert "Civil status" in words_on(kiosk)
    assert ENGLISH.choose in words_on(kiosk)
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    assert ENGLISH.ask_priority in words_on(kiosk)
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: ENGLISH.take_slip in words_on(kiosk))
    assert kiosk.switch.text() == "Tiếng Việt"


def test_outside_the_hours_it_says_when(kiosk: Kiosk, hall: PlayedHall, clock: TurnedClock, qtbot: QtBot) -> None:
    hall.offered = replace(hall.offered, opens_at=clock() + timedelta(days=1))
    qtbot.waitUntil(lambda: kiosk.front is kiosk.message)
    assert "Lấy số lại từ 08:00 thứ Ba 24/11" in words_on(kiosk)
    QTest.keyClick(kiosk, Qt.Key.Key_1)
    assert kiosk.front is kiosk.message
    hall.offered = replace(hall.offered, opens_at=None)
    qtbot.waitUntil(lambda: kiosk.front is kiosk.start)


def test_while_the_desk_is_away_it_says_so_and_comes_back_by_itself(
    kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot
) -> None:
    hall.there = False
    qtbot.waitUntil(lambda: VIETNAMESE.reconnecting in words_on(kiosk))
    hall.there = True
    qtbot.waitUntil(lambda: kiosk.front is kiosk.start)


def test_a_citizen_cannot_close_it_staff_can(kiosk: Kiosk) -> None:
    kiosk.close()
    assert kiosk.isVisible()
    QTest.keyClick(kiosk, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert kiosk.front is kiosk.staff
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return):
        QTest.keyClick(kiosk, key)
    assert kiosk.isVisible()
    assert VIETNAMESE.staff_wrong in words_on(kiosk)
    for key in (Qt.Key.Key_2, Qt.Key.Key_5, Qt.Key.Key_8, Qt.Key.Key_0, Qt.Key.Key_Return):
        QTest.keyClick(kiosk, key)
    assert not kiosk.isVisible()


def test_five_touches_of_the_clock_ask_for_the_staffs_code(kiosk: Kiosk) -> None:
    for _ in range(5):
        assert kiosk.front is kiosk.start
        QTest.mouseClick(kiosk.clock_face, Qt.MouseButton.LeftButton)
    assert kiosk.front is kiosk.staff
    for digit in "2580":
        QTest.mouseClick(kiosk.staff.pads[digit], Qt.MouseButton.LeftButton)
    QTest.mouseClick(kiosk.staff.ok, Qt.MouseButton.LeftButton)
    assert not kiosk.isVisible()


def test_more_services_than_a_screen_holds_come_page_by_page(kiosk: Kiosk, hall: PlayedHall, qtbot: QtBot) -> None:
    many = tuple(OfferedService(id=f"s{n}", name=f"Việc {n}", english=f"Matter {n}") for n in range(11))
    hall.offered = replace(hall.offered, services=many)
    qtbot.waitUntil(lambda: len(kiosk.start.tiles) == 8)
    QTest.mouseClick(kiosk.start.more, Qt.MouseButton.LeftButton)
    assert [tile.text() for tile in kiosk.start.tiles] == ["Việc 8", "Việc 9", "Việc 10"]
    QTest.keyClick(kiosk, Qt.Key.Key_3)
    assert kiosk._service == "s10"


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (1080, 1920), (1024, 768)])
def test_whatever_is_touched_is_as_large_as_a_finger_and_nothing_lies_on_something_else(
    kiosk: Kiosk, width: int, height: int, qtbot: QtBot
) -> None:
    kiosk.resize(width, height)
    layouts = [kiosk.layout()]
    for face in (kiosk.start, kiosk.priority, kiosk.number, kiosk.staff):
        kiosk.faces.setCurrentWidget(face)
        kiosk.number.close_.show()
        qtbot.waitUntil(lambda: kiosk.width() == width)
        for layout in (*layouts, face.layout()):
            assert layout is not None
            layout.activate()
        buttons = [b for b in (*face.findChildren(BigButton), kiosk.switch) if b.isVisibleTo(kiosk)]
        for button in buttons:
            assert min(button.width(), button.height()) >= LEAST - 6, (type(face).__name__, button.text())
            assert button.accessibleName(), type(face).__name__
        places = [b.rect().translated(b.mapTo(kiosk, b.rect().topLeft())) for b in buttons]
        for n, one in enumerate(places):
            assert kiosk.rect().contains(one), (type(face).__name__, buttons[n].text())
            assert not any(one.intersects(other) for other in places[n + 1 :]), buttons[n].text()


def test_the_first_screen_offers_what_the_office_does(kiosk: Kiosk) -> None:
    said = words_on(kiosk)
    assert all(service.name in said for service in SERVICES)
    assert "Hộ tịch, Nuôi con nuôi" in said
    assert "Đang chờ: 4" in said


@pytest.mark.parametrize(
    ("name", "seen"),
    [(NAME, "N. V. Mẫu"), ("MẪU", "Mẫu"), ("  ĐẶNG   THỊ ÁNH ", "Đ. T. Ánh"), ("KPĂ H’BƠ̆IH", "K. H’Bơ̆ih"), ("", "")],
)
def test_names_are_known_by_their_owner_alone(name: str, seen: str) -> None:
    assert masked_name(name) == seen

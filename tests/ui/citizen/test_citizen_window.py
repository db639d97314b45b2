"""The citizen's screen: read back by another library, nothing cut, nothing left of whoever stood there before."""

from collections.abc import Iterator

import pytest
import zxingcpp
from msgspec.structs import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.citizen.citizen_view import CitizenState, CitizenView, payment_view
from desk.settings import MoneySettings
from models.codes.vietqr import vietqr_text
from tests.conftest import TurnedClock
from tests.ui.looking import gray
from ui.citizen.citizen_paint import REST, CitizenPainter
from ui.citizen.citizen_window import CitizenWindow
from ui.style.look import look, use_look
from ui.style.theme import load_fonts, look_for

OFFICE = "Trung tâm Phục vụ hành chính công phường Hoàn Kiếm"
MONEY = MoneySettings(
    bank_bin="970405",
    bank_name="Ngân hàng Nông nghiệp và Phát triển Nông thôn",
    account="ABCDEFGHJKM12345678",
    account_holder="TRUNG TAM PHUC VU HANH CHINH CONG PHUONG HOAN KIEM",
)
PAYMENT = payment_view(MONEY, 123_456_000, "MCEYRQ1QJ1DTQ", name="Lý Thị Ví Dụ", procedure="Đăng ký khai sinh")
DOSSIER = CitizenView(
    state=CitizenState.DOSSIER,
    name="Công Tằng Tôn Nữ Hoàng Thị Quỳnh Phương Khánh",
    procedure=(
        "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con có yếu tố nước ngoài; cấp thẻ bảo hiểm y tế cho trẻ em "
        "dưới 6 tuổi và đăng ký thường trú"
    ),
    due="17:00 thứ Sáu 27/11/2026",
    note="Mã hồ sơ H26.12.34-261123-3009",
)
TAKEN = CitizenView(state=CitizenState.TAKEN, amount=123_456_000, note="Biên lai 26TAB-00000042")
CONFIRM = CitizenView(
    state=CitizenState.CONFIRM,
    name=DOSSIER.name,
    number="048 208 000 007",
    born="07/02/2008",
    phone="0901 234 567",
    address="Số 80, tổ dân phố Giả Định số 12, phường Hoàn Kiếm, thành phố Hà Nội",
    owner="Công Tằng Tôn Nữ Hoàng Thị Quỳnh Phương An",
    procedure=DOSSIER.procedure,
    due=DOSSIER.due,
    amount=8_000,
)
VIEWS = (CitizenView(), CONFIRM, DOSSIER, PAYMENT, replace(PAYMENT, qr=""), TAKEN)
SIZES = ((1024, 600), (1280, 800), (1366, 768), (1920, 1080), (1280, 1024), (768, 1366))


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, clock: TurnedClock) -> Iterator[CitizenWindow]:
    before = look()
    qapp.setFont(QFont(load_fonts()))
    made = CitizenWindow(OFFICE, clock)
    qtbot.addWidget(made)
    yield made
    use_look(before)


def picture(window: CitizenWindow, size: tuple[int, int]) -> QImage:
    window.resize(*size)
    return window.grab().toImage()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("size", SIZES)
def test_the_code_is_read_from_the_screen_in_every_theme(
    window: CitizenWindow, size: tuple[int, int], theme: str
) -> None:
    use_look(look_for(theme, 1.0))
    window.show_view(PAYMENT)
    (code,) = zxingcpp.read_barcodes(gray(picture(window, size)))
    assert code.text == vietqr_text("970405", "ABCDEFGHJKM12345678", 123_456_000, "MCEYRQ1QJ1DTQ")
    corners = code.position
    assert corners.top_right.x - corners.top_left.x > min(size) * 0.45, "large"


def test_it_is_black_on_white_whatever_theme_the_clerk_has(window: CitizenWindow) -> None:
    window.show_view(CONFIRM)
    seen = []
    picture(window, (1280, 800))  # with the first one the window is polished
    for theme in ("light", "dark", "contrast"):
        use_look(look_for(theme, 1.0))
        seen.append(picture(window, (1280, 800)))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0].pixelColor(2, 790).name() == "#ffffff"


def test_nothing_of_a_former_citizen_is_left(window: CitizenWindow, clock: TurnedClock, qtbot: QtBot) -> None:
    for before in VIEWS:
        for view in VIEWS:
            window.show_view(before)
            picture(window, (1024, 600))
            window.show_view(view)
            fresh = CitizenWindow(OFFICE, clock)
            qtbot.addWidget(fresh)
            fresh.show_view(view)
            assert picture(window, (1024, 600)) == picture(fresh, (1024, 600))
            assert window.accessibleName() == fresh.accessibleName()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_nothing_lies_on_anything_else(
    window: CitizenWindow, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list[tuple[QRect, str, int]]()
    plain = QPainter.drawText

    def noted(painter: QPainter, where: QRect, flags: int, text: str) -> None:
        drawn.append((painter.fontMetrics().boundingRect(where, flags, text), text, painter.font().pixelSize()))
        plain(painter, where, flags, text)

    monkeypatch.setattr(QPainter, "drawText", noted)
    for view in VIEWS:
        drawn.clear()
        window.show_view(view)
        picture(window, size)
        assert drawn
        for n, (box, text, pixels) in enumerate(drawn):
            assert window.rect().contains(box), (view.state, text)
            assert "…" not in text
            assert pixels >= CitizenPainter.unit(*size) * REST * 0.5, (view.state, text)
            assert not [other for other, _, _ in drawn[n + 1 :] if other.intersects(box)], (view.state, text)


def test_it_takes_no_keys_and_does_not_keep_the_program_open(window: CitizenWindow) -> None:
    assert window.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_what_matters_is_read_from_a_metre_and_a_half(window: CitizenWindow) -> None:
    """Of a 10-inch screen of 1024×600, 0.217 mm a pixel: 20 minutes of arc, as ISO 9241-303 prefers."""
    font = window.font()
    font.setPixelSize(600 // 10)
    assert QFontMetrics(font).capHeight() * 0.217 / 1500 > 20 / 3438


def test_who_cannot_see_it_is_told(window: CitizenWindow) -> None:
    window.show_view(TAKEN)
    assert window.accessibleName() == "Đã nhận 123.456.000 đồng"
    window.show_view(CitizenView())
    assert window.accessibleName() == OFFICE

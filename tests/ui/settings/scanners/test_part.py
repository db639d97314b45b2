"""The settings of the scanners: what is chosen comes out as it was put in; two at one port are no answer."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.cards.formats.kinds import Caution, Scan, ScanKind
from desk.cards.ports import Port, PortChoice, choice_of
from desk.cards.reader import ReaderState
from desk.cards.samples import citizen
from desk.settings import Scanner
from ui.core.card_bridge import ReaderSeen
from ui.core.jobs import Jobs
from ui.settings.scanners.part import ScannersPart, ScannersSet

ONE = Port(path="COM3", name="Máy Mẫu", vendor_id=1, product_id=2)
TWO = Port(path="COM4", name="Máy Mẫu", vendor_id=1, product_id=2)
CHOSEN = ScannersSet(
    scanner=Scanner(port=choice_of(ONE)),
    more_scanners=(Scanner(port=PortChoice(path="COM7"), baud=115200),),
    keyboard_scanner=False,
    camera=1,
)


@pytest.fixture
def part(qtbot: QtBot, qapp: QApplication) -> Iterator[ScannersPart]:
    del qapp
    jobs = Jobs()
    made = ScannersPart(jobs)
    qtbot.addWidget(made)
    made.show()
    yield made
    jobs.close(lambda _: None)


def test_what_was_put_in_comes_out(part: ScannersPart) -> None:
    assert part.value == ScannersSet()
    part.put(CHOSEN)
    assert part.value == CHOSEN
    part._show_ports([ONE, TWO])
    assert part.value == CHOSEN
    assert not part.problems


def test_a_port_named_twice_is_said(part: ScannersPart) -> None:
    part.put(ScannersSet(scanner=Scanner(port=choice_of(ONE)), more_scanners=(Scanner(port=choice_of(ONE)),)))
    assert " ".join(part.problems) == "Cổng COM3 được chọn cho hai đầu đọc."
    part._drop(part.rows[1])
    assert " ".join(part.problems) == ""
    assert part.value.more_scanners == ()


def test_a_scanner_is_added_and_only_counts_once_it_has_a_port(part: ScannersPart) -> None:
    part.add.click()
    assert part.value == ScannersSet()
    assert part.rows[0].port.hasFocus() or not part.isActiveWindow()
    part._show_ports([ONE])
    part.rows[0].port.choose(choice_of(ONE))
    assert part.value.scanner == Scanner(port=choice_of(ONE))


def test_each_row_shows_the_reader_at_its_port(part: ScannersPart) -> None:
    part.put(CHOSEN)
    part.show_state(
        [
            ReaderSeen(scanner=CHOSEN.scanner, state=ReaderState.LOST),
            ReaderSeen(scanner=CHOSEN.more_scanners[0], state=ReaderState.WRONG_SPEED, baud=9600),
        ]
    )
    assert part.rows[0]._state.text() == "Mất nối"
    assert part.rows[1]._state.text() == "Sai tốc độ"
    assert "9.600" in part.heard_words


@pytest.mark.parametrize(
    ("scan", "words"),
    [
        (Scan(kind=ScanKind.ID_CARD, text="", person=citizen(1)), citizen(1).full_name),
        (Scan(kind=ScanKind.ID_CARD, text="", person=citizen(1), cautions=(Caution.MARKS_LOST,)), "Mất dấu"),
        (Scan(kind=ScanKind.ID_CARD, text="", person=citizen(1), cautions=(Caution.TEXT_UNCERTAIN,)), "UTF-8"),
        (Scan(kind=ScanKind.ID_CARD, text="", person=citizen(1), cautions=(Caution.TEXT_REPAIRED,)), "khôi phục"),
        (Scan(kind=ScanKind.UNKNOWN, text="001099000001|1234"), "bị cụt"),
        (Scan(kind=ScanKind.UNKNOWN, text="a", cautions=(Caution.TEXT_UNCERTAIN,)), "sai bảng mã"),
        (Scan(kind=ScanKind.UNKNOWN, text="https://example.org"), "không phải thẻ"),
        (Scan(kind=ScanKind.DOSSIER_CODE, text="x", code="H00-261122-3001"), "H00-261122-3001"),
    ],
)
def test_the_live_test_says_what_was_read_and_what_a_wrong_setting_looks_like(
    part: ScannersPart, scan: Scan, words: str
) -> None:
    part.use_scan(scan)
    assert words in part.heard_words
    assert citizen(1).personal_number not in part.heard_words


def test_a_search_for_cameras_says_what_it_found(part: ScannersPart, qtbot: QtBot) -> None:
    part._show_cameras([])
    assert "Không thấy máy ảnh" in part._camera_note.text()
    part._show_cameras([0, 1])
    part.camera.choose(1)
    part._follow()
    assert part.value.camera == 1
    assert part.try_camera.isEnabled()
    part.find_cameras.click()
    qtbot.waitUntil(lambda: "Đang tìm" not in part._camera_note.text())

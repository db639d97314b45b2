"""What comes in by post, by keys: made out at the counter, scanned, counted, and handed in with F9."""

import pytest
from PySide6.QtCore import QObject, Qt

from desk.cards.formats.kinds import Scan, ScanKind
from desk.desk import Desk
from desk.post import consignments
from tests.desk.intake.test_intake import complete
from tests.ui.conftest import Clerk
from ui.counter.counter_page import CounterPage
from ui.post.consignments_page import ConsignmentsPage

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def sent(desk: Desk) -> None:
    """Two consignments on their way."""
    for number in ("EA123456785VN", ""):
        consignments.make_out(desk, complete(desk, "1.010833"), postman="Lê Văn Bưu", post_number=number)


@pytest.fixture
def page(clerk: Clerk) -> ConsignmentsPage:
    clerk.app.jobs.ask(QObject(), lambda work: sent(work.desk))
    clerk.waits()
    clerk.press(Qt.Key.Key_S, ALT)
    clerk.until(lambda: clerk.window.front == "consignments")
    clerk.waits()
    page = clerk.window.page("consignments")
    assert isinstance(page, ConsignmentsPage)
    return page


def test_a_scan_brings_one_here_its_papers_are_counted_and_both_sign(clerk: Clerk, page: ConsignmentsPage) -> None:
    first, second = page.waiting.rows
    assert page.use_scan(Scan(kind=ScanKind.UNKNOWN, text="EA123456785VN"))
    clerk.until(lambda: page.waiting.rows[0].state == "Chờ kiểm đếm")
    assert not page.acts["consign_hand_in"].isEnabled()
    clerk.press(Qt.Key.Key_F9, SHIFT)  # nothing was counted yet
    assert page.counts.lines[0].originals.hasFocus()
    clerk.press(Qt.Key.Key_F7)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: page.waiting.rows[0].counted)
    assert page.waiting.rows[0].state == "Đủ theo phiếu gửi"
    clerk.press(Qt.Key.Key_F9)  # without the postman's name the field is pointed at
    assert page.postman.edit.hasFocus()
    page.postman.put("Lê Văn Bưu")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: [one.number for one in page.ended.rows] == [first.number])
    assert [one.number for one in page.waiting.rows] == [second.number]
    assert page.ended.rows[0].dossier
    assert not page.use_scan(Scan(kind=ScanKind.DOSSIER_CODE, text="H00", code="H00.99.01-261123-0001"))


def test_what_the_post_has_taken_is_read_as_an_amount_or_not_at_all(clerk: Clerk, page: ConsignmentsPage) -> None:
    page.counts.fill()
    for typed, is_wrong in (("12.5", True), ("1.5.0", True), ("1tr", True), ("12.500", False)):
        page.fee.put(typed)
        assert page.fee.is_wrong is is_wrong
        clerk.press(Qt.Key.Key_F9, SHIFT)
        clerk.waits()
        assert page.waiting.rows[0].counted is not is_wrong
    assert page.waiting.rows[0].fee == 12_500


def test_another_count_is_named_and_what_is_wrong_is_corrected_at_the_counter(
    clerk: Clerk, page: ConsignmentsPage
) -> None:
    page.counts.fill()
    page.counts.lines[0].originals.setText("x")
    assert page.counts.counted is None
    page.counts.lines[0].originals.setText("0")
    page.counts.lines[0].copies.setText("0")
    page.counts.lines[-1].edits[0].setText("Ảnh 3x4")
    page.counts.lines[-1].copies.setText("2")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: page.waiting.rows[0].state == "Khác phiếu gửi 2 loại")
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until(lambda: clerk.window.front == "counter")
    counter = clerk.window.page("counter")
    assert isinstance(counter, CounterPage)
    clerk.until(lambda: counter.intake.form is not None and bool(counter.intake.form.consignment))
    counter.intake.submitter.full_name.put("Lý Thị Ví Dụ")
    counter.intake.refresh()
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.until(lambda: not counter.intake.begun)
    clerk.press(Qt.Key.Key_S, ALT)
    clerk.until(lambda: page.waiting.rows[0].sender == "Lý Thị Ví Dụ")

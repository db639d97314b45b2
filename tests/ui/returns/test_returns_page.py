"""The page of results by keys: a slip or card shows what is a person's, F9 returns it; a new result gets its place."""

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desk.cards.formats.kinds import Scan, ScanKind
from desk.desk import Desk
from desk.dossiers import outcome
from desk.intake import intake
from models.events import CollectorRelation, Form, IdentityCheck, PaidBy, ResultCopy
from models.ids import DossierId
from models.person import Authority, Document, DocumentKind, Person
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.fakes.signed_pdf import signed_pdf
from tests.patience import PATIENCE
from tests.ui.conftest import Clerk
from ui.returns.returns_page import ReturnsPage

T = TypeVar("T")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
OWNER = Person(full_name="Lý Thị Chủ", personal_number="001188000002", address="Thôn Mẫu")
STRANGER = Person(full_name="Trần Văn Khác", personal_number="001077000003", address="Thôn Xa")


def at_desk(clerk: Clerk, do: Callable[[Desk], T]) -> T:
    """Something done at the window's own desk."""
    return clerk.app.jobs.call(lambda work: do(work.desk))


def ready(clerk: Clerk, procedure: str = RESIDENCE, place: str = "A-1", **more: object) -> Dossier:
    def make(desk: Desk) -> Dossier:
        taken = intake.take_in(desk, complete(desk, procedure, **more))
        return outcome.check_in(desk, taken.id, place, signed_by="Lý Thị Mẫu")

    return at_desk(clerk, make)


def now(clerk: Clerk, dossier: DossierId) -> Dossier:
    return at_desk(clerk, lambda desk: desk.store.log.dossier(dossier))


def slip(code: str) -> Scan:
    return Scan(kind=ScanKind.DOSSIER_CODE, text=code, code=code)


def card(person: Person) -> Scan:
    return Scan(kind=ScanKind.ID_CARD, text="", person=person)


def told(clerk: Clerk, words: str) -> bool:
    return any(words in banner.label.text() for banner in clerk.window.banners.shown)


@pytest.fixture
def page(clerk: Clerk) -> ReturnsPage:
    clerk.press(Qt.Key.Key_0, CTRL)
    clerk.until(lambda: clerk.window.front == "returns")
    clerk.waits()
    page = clerk.window.page("returns")
    assert isinstance(page, ReturnsPage)
    return page


def scans(clerk: Clerk, page: ReturnsPage, scan: Scan) -> None:
    assert page.use_scan(scan)
    clerk.waits()


def held(clerk: Clerk) -> Event:
    """The worker is busy until it is set."""
    hold = Event()
    clerk.app.jobs.ask(clerk.window, lambda _work: hold.wait(PATIENCE))
    return hold


def test_f9_while_the_next_slip_is_looked_for_gives_nothing_of_the_one_before(clerk: Clerk, page: ReturnsPage) -> None:
    first, second = ready(clerk), ready(clerk, submitter=STRANGER)
    scans(clerk, page, slip(first.code))
    hold = held(clerk)
    assert page.use_scan(slip(second.code))
    clerk.press(Qt.Key.Key_F9)
    hold.set()
    clerk.until(lambda: [one.result.dossier for one in page.cards] == [second.id])
    clerk.waits()
    assert [now(clerk, one.id).status for one in (first, second)] == [DossierStatus.RECEIVED] * 2


def types_code(clerk: Clerk, page: ReturnsPage, code: str) -> None:
    clerk.press(Qt.Key.Key_F6)
    assert page.code.hasFocus()
    clerk.types(code)
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()


def test_a_slip_shows_everything_ready_of_its_person_and_f9_returns_it(clerk: Clerk, page: ReturnsPage) -> None:
    first = ready(clerk, paid_by=PaidBy.CASH)
    second = ready(clerk, place="B-12", paid_by=PaidBy.CASH)
    ready(clerk, place="C-1", submitter=STRANGER, paid_by=PaidBy.CASH)
    at_work = at_desk(clerk, lambda desk: intake.take_in(desk, complete(desk, RESIDENCE)))
    types_code(clerk, page, second.code)
    assert [card.place.text() for card in page.cards] == ["B-12", "A-1"]
    assert page.collector.collector == MAU
    assert page._elsewhere.text().startswith("1 hồ sơ khác")
    page.cards[0].originals[0].setChecked(True)
    original = page.cards[0].originals[0].text()
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert told(clerk, "Đã trả 2 kết quả cho Nguyễn Văn Mẫu.")
    after = now(clerk, second.id)
    assert after.returned is not None
    assert (after.status, after.returned.originals) == (DossierStatus.HANDED_OVER, (original,))
    assert after.printed(Form.RETURN_SHEET) == 1
    assert now(clerk, first.id).status is DossierStatus.HANDED_OVER
    assert now(clerk, at_work.id).status is DossierStatus.RECEIVED
    assert page.cards == []
    assert page.code.hasFocus()


def test_what_is_unticked_stays(clerk: Clerk, page: ReturnsPage) -> None:
    one, other = (ready(clerk, place=place, paid_by=PaidBy.CASH) for place in ("A-1", "A-2"))
    scans(clerk, page, slip(one.code))
    page.cards[1].give.setChecked(False)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert now(clerk, one.id).status is DossierStatus.HANDED_OVER
    assert now(clerk, other.id).status is DossierStatus.RECEIVED
    assert [card.place.text() for card in page.cards] == ["A-2"]


def test_a_card_shows_what_is_its_persons_and_counts_as_compared(clerk: Clerk, page: ReturnsPage) -> None:
    dossier = ready(clerk, owner=OWNER, authority=Authority(relation="con đẻ"), paid_by=PaidBy.CASH)
    scans(clerk, page, card(OWNER))
    assert [card.result.dossier for card in page.cards] == [dossier.id]
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    returned = now(clerk, dossier.id).returned
    assert returned is not None
    assert (returned.relation, returned.identity) == (CollectorRelation.OWNER, IdentityCheck.MATCH)
    scans(clerk, page, card(OWNER))
    assert page.cards == []
    assert page._none.text() == "Lý Thị Chủ không có kết quả nào ở quầy."


def test_of_a_person_without_a_number_others_are_offered_and_ticked_by_a_person_alone(
    clerk: Clerk, page: ReturnsPage
) -> None:
    nameless = replace(MAU, personal_number="")
    passport = Document(kind=DocumentKind.PASSPORT, number="C1234567")
    first = ready(clerk, submitter=replace(nameless, document=passport), paid_by=PaidBy.CASH)
    ready(clerk, place="A-2", submitter=nameless, paid_by=PaidBy.CASH)
    other_name = replace(nameless, full_name="Nguyễn Văn Mẫu Em", document=passport, born_on=None)
    ready(clerk, place="A-3", submitter=other_name, paid_by=PaidBy.CASH)
    ready(clerk, place="A-4", submitter=replace(nameless, born_on=date(1961, 1, 1)), paid_by=PaidBy.CASH)
    scans(clerk, page, slip(first.code))
    assert page.cards[0].place.text() == "A-1"
    assert {card.place.text(): card.chosen for card in page.cards} == {"A-1": True, "A-2": False, "A-3": False}
    assert [card.doubt.isVisibleTo(card) for card in page.cards] == [False, True, True]
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert told(clerk, "Đã trả 1 kết quả cho Nguyễn Văn Mẫu.")


def test_a_strangers_card_after_a_slip_needs_an_authority(clerk: Clerk, page: ReturnsPage) -> None:
    dossier = ready(clerk, paid_by=PaidBy.CASH)
    scans(clerk, page, slip(dossier.code))
    scans(clerk, page, card(STRANGER))
    assert (page.collector.name.text, page.collector.number.text) == ("Trần Văn Khác", "001077000003")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert "ghi giấy ủy quyền" in page.cards[0].refusal.text()
    assert now(clerk, dossier.id).status is DossierStatus.RECEIVED
    page.collector.authority.edit.setFocus()
    clerk.types("GUQ 15")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    returned = now(clerk, dossier.id).returned
    assert returned is not None
    assert returned.authority == Authority(relation="", paper="GUQ 15")


def test_a_fee_stands_in_the_way_and_one_key_takes_it(clerk: Clerk, page: ReturnsPage) -> None:
    dossier = ready(clerk, COPIES, pages=3, copies=1)
    scans(clerk, page, slip(dossier.code))
    assert page.cards[0].owed.text() == "Còn phải thu 5.000 đồng"
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert "thu tiền rồi trả kết quả" in page.cards[0].refusal.text()
    clerk.press(Qt.Key.Key_F11)
    clerk.waits()
    assert told(clerk, "Đã thu 5.000 đồng (tiền mặt).")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert now(clerk, dossier.id).status is DossierStatus.HANDED_OVER


def test_a_second_return_is_told_with_the_first(clerk: Clerk, page: ReturnsPage) -> None:
    dossier = ready(clerk, paid_by=PaidBy.CASH)
    scans(clerk, page, slip(dossier.code))
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    scans(clerk, page, slip(dossier.code))
    assert told(clerk, "không trả lần thứ hai")
    assert page.cards == []


def test_a_result_that_has_come_gets_the_first_free_place_and_a_label(clerk: Clerk, page: ReturnsPage) -> None:
    ready(clerk, paid_by=PaidBy.CASH)
    new = at_desk(clerk, lambda desk: intake.take_in(desk, complete(desk, RESIDENCE)))
    scans(clerk, page, slip(new.code))
    assert page.place.text == "A-2"
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert told(clerk, "nhập tên người ký")
    page.signer.edit.setFocus()
    clerk.types("Ly Thi Mau")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert told(clerk, "Đã cất vào ngăn A-2")
    after = now(clerk, new.id)
    assert (after.processing.stage, after.processing.place) == (ProcessStage.READY, "A-2")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.waits()
    clerk.until(lambda: now(clerk, new.id).printed(Form.PLACE_LABEL) == 1)


def test_esc_puts_away_what_is_shown_and_an_unknown_code_is_told(clerk: Clerk, page: ReturnsPage) -> None:
    dossier = ready(clerk, paid_by=PaidBy.CASH)
    scans(clerk, page, slip(dossier.code))
    clerk.press(Qt.Key.Key_Escape)
    assert page.cards == []
    assert clerk.window.front == "returns"
    types_code(clerk, page, "H00.00-000000-0000")
    assert clerk.window.banners.shown
    assert not page.acts["return_give"].isEnabled()


def test_an_electronic_result_is_attached_by_key_to_what_lies_here_and_given_as_chosen(
    clerk: Clerk, page: ReturnsPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("signed") / "quyet-dinh.pdf"
    file.write_bytes(signed_pdf())
    first, second = (ready(clerk, place=place, paid_by=PaidBy.CASH) for place in ("A-1", "A-2"))
    scans(clerk, page, slip(first.code))
    clerk.press(Qt.Key.Key_K, CTRL | SHIFT)
    assert told(clerk, "Mỗi kết quả có tệp riêng")
    page.cards[1].give.setChecked(False)
    clerk.press(Qt.Key.Key_K, CTRL | SHIFT)
    clerk.until(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    dialog.close()
    clerk.window.activateWindow()
    clerk.until(lambda: QApplication.focusWidget() is not None)
    assert not page.cards[0].copies.isVisible()
    page.attach(file)
    clerk.waits()
    assert "quyet-dinh.pdf" in page.cards[0].file.text()
    assert (page.cards[0].copy, page.cards[1].copy) == (ResultCopy.BOTH, ResultCopy.PAPER)
    page.cards[0].copies.choose(ResultCopy.ELECTRONIC)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    after = now(clerk, first.id)
    assert after.returned is not None
    assert (after.returned.copy, after.returned.electronic) == (ResultCopy.ELECTRONIC, after.files[0].digest)
    assert now(clerk, second.id).status is DossierStatus.RECEIVED


def test_a_result_that_comes_as_a_file_alone_needs_no_place(
    clerk: Clerk, page: ReturnsPage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("signed") / "quyet-dinh.pdf"
    file.write_bytes(signed_pdf())
    dossier = at_desk(clerk, lambda desk: intake.take_in(desk, complete(desk, RESIDENCE)))
    scans(clerk, page, slip(dossier.code))
    page.place.put("")
    page.signer.put("Lý Thị Mẫu")
    page.attach(file)
    assert page._file.text() == "Bản điện tử: quyet-dinh.pdf"
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    work = now(clerk, dossier.id).processing
    assert (work.stage, work.place) == (ProcessStage.READY, "")
    assert work.electronic is not None

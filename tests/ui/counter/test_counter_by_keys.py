"""The day's main job with nothing but keys: number, card, procedure, papers, receipt."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject, QRect, Qt

from desk.citizen.citizen_view import CitizenState, CitizenView
from desk.intake import intake
from models.person import Person
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.ticket_state import TicketState
from tests.ui.conftest import Clerk
from ui.core.words import OUR_BUG
from ui.shell.banner import Banner

SHIFT = Qt.KeyboardModifier.ShiftModifier


def issues(clerk: Clerk) -> None:
    """Draw a number for the first service."""
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Space)
    name = clerk.counter.line.issue_part.name.edit
    while clerk.focus is not name:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()


def chooses_procedure(clerk: Clerk, words: str) -> None:
    clerk.press(Qt.Key.Key_F6)
    matter = clerk.counter.intake.matter
    clerk.types(words)
    clerk.until(lambda: bool(matter.offered))
    clerk.waits()
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()


def dossiers(clerk: Clerk) -> list[Dossier]:
    """All dossiers, newest first, as the worker sees them."""
    found: list[Dossier] = []

    class Asker(QObject):
        def take(self, dossiers: list[Dossier]) -> None:
            found.extend(dossiers)

    asker = Asker()
    clerk.app.jobs.ask(
        asker,
        lambda work: [
            work.dossiers.one(line.row.id).dossier for line in work.dossiers.listed("", None, "newest", None)
        ],
        asker.take,
    )
    clerk.waits()
    return found


def test_a_whole_intake_by_keys_ends_in_a_receipt_on_paper(clerk: Clerk, person: Person, tmp_path: Path) -> None:
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.press(Qt.Key.Key_F4)
    clerk.waits()
    here = clerk.counter.line.here
    assert here is not None
    assert here.state is TicketState.SERVING
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    intake = clerk.counter.intake
    assert intake.matter.code == "1.001193"
    clerk.press(Qt.Key.Key_Down)  # from "Chọn…" to the first case
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    assert intake.seen is not None
    assert intake.seen.problems == ()
    intake.promise.slip.click()  # a same-day matter needs no slip unless asked
    clerk.waits()
    if not intake.promise.slip.isChecked():
        intake.promise.slip.click()
        clerk.waits()
    shown: list[CitizenView] = []
    clerk.app.services.citizen.changed.connect(shown.append)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    receipts = sorted((tmp_path / "papers").glob("receipt-*.pdf"))
    assert len(receipts) == 1
    words = pypdfium2.PdfDocument(receipts[0])[0].get_textpage().get_text_range()
    assert person.full_name in words
    assert "H00.99.01-261123-3001" in words
    assert any("H00.99.01-261123-3001" in banner.label.text() for banner in clerk.window.banners.shown)
    told = next(view for view in shown if view.state is CitizenState.DOSSIER)  # it may be over by now
    assert (told.state, told.name, told.note) == (
        CitizenState.DOSSIER,
        person.full_name,
        "Mã hồ sơ H00.99.01-261123-3001",
    )


def test_the_ticket_being_served_belongs_to_the_dossier(clerk: Clerk, person: Person) -> None:
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.press(Qt.Key.Key_F4)
    clerk.waits()
    here = clerk.counter.line.here
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    found = dossiers(clerk)
    assert here is not None
    assert found[0].intake is not None
    assert found[0].intake.ticket == here.id


def test_nobody_waiting_means_f2_does_nothing_and_the_key_is_grey(clerk: Clerk) -> None:
    assert not clerk.window.acts["call_next"].isEnabled()
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    assert clerk.counter.line.here is None


@pytest.mark.parametrize(
    ("key", "where"),
    [
        (Qt.Key.Key_F2, "skipped"),
        (Qt.Key.Key_F4, "waiting"),
        (Qt.Key.Key_F6, ""),
    ],
)
def test_a_called_number_is_put_aside_by_one_key(clerk: Clerk, key: Qt.Key, where: str) -> None:
    line = clerk.counter.line
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    called = line.here
    assert called is not None
    clerk.press(key, SHIFT)
    clerk.waits()
    assert line.line is not None
    assert line.line.view.here is None
    for name in ("skipped", "held", "waiting"):
        numbers = [ticket.number for ticket in getattr(line.line.view, name)]
        assert numbers == ([called.number] if name == where else [])


def test_a_ticket_moves_to_another_counter_by_keys(clerk: Clerk) -> None:
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.press(Qt.Key.Key_F5, SHIFT)
    clerk.press(Qt.Key.Key_Tab)
    clerk.types("2")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    line = clerk.counter.line
    assert line.here is None
    assert line.line is not None
    assert line.line.view.waiting == ()  # kept for counter 2


def test_f9_belongs_to_the_sheet_of_the_line_while_it_is_open(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    acts = clerk.window.acts
    assert acts["take_in"].isEnabled()
    clerk.press(Qt.Key.Key_F12)
    assert not acts["take_in"].isEnabled()
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    line = clerk.counter.line
    assert line.line is not None
    assert [ticket.number for ticket in line.line.view.waiting] == ["A001"]
    assert dossiers(clerk) == []
    assert clerk.counter.intake.begun
    clerk.press(Qt.Key.Key_F12)
    clerk.press(Qt.Key.Key_Escape)
    assert acts["take_in"].isEnabled()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    assert len(dossiers(clerk)) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_F3, Qt.Key.Key_F5])
def test_f9_holds_and_moves_the_number_here(clerk: Clerk, key: Qt.Key) -> None:
    issues(clerk)
    clerk.press(Qt.Key.Key_F2)
    clerk.waits()
    clerk.press(key, SHIFT)
    if key is Qt.Key.Key_F5:
        clerk.counter.line.move_part.counter.put("2")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert clerk.counter.line.here is None
    assert not clerk.counter.line.has_sheet


def test_a_supplement_slip_by_keys(clerk: Clerk, person: Person, tmp_path: Path) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F8)
    slip = clerk.counter.intake.slip
    assert [one.name[:12] for one in slip.missing] == ["Giấy chứng s", "Tờ khai đăng"]
    assert slip.reason.text
    assert slip.whose.text() == f"{person.full_name} · Đăng ký khai sinh"
    clerk.press(Qt.Key.Key_F7)  # all papers are there now: without the sheet, F9 would take it in
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    assert dossiers(clerk)[0].status is DossierStatus.SUPPLEMENT
    assert list((tmp_path / "papers").glob("supplement-*.pdf"))


def test_each_slip_keeps_the_reason_typed_for_it(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    slip = clerk.counter.intake.slip
    clerk.window.do("supplement")
    slip.reason.edit.setPlainText("Thiếu bản chính.")
    clerk.window.do("refuse")
    assert slip.reason.text == ""
    slip.reason.edit.setPlainText("Không thuộc thẩm quyền.")
    clerk.counter.escape()
    clerk.window.do("supplement")
    assert slip.reason.text == "Thiếu bản chính."
    clerk.window.do("refuse")
    assert slip.reason.text == "Không thuộc thẩm quyền."
    clerk.window.do("clear")
    clerk.waits()
    clerk.window.do("refuse")
    assert slip.reason.text == ""


def test_a_refusal_needs_a_reason_and_gets_its_slip(clerk: Clerk, person: Person, tmp_path: Path) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_F8, SHIFT)
    slip = clerk.counter.intake.slip
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert any("lý do" in banner.label.text() for banner in clerk.window.banners.shown)
    assert clerk.counter.intake.begun
    slip.reason.edit.setFocus()
    clerk.types_vietnamese("Không thuộc thẩm quyền")
    slip.ok.click()
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    assert dossiers(clerk)[0].reason == "Không thuộc thẩm quyền"
    assert list((tmp_path / "papers").glob("refusal-*.pdf"))


def test_a_key_held_down_takes_one_dossier_in_not_two(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    for _ in range(5):
        clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    assert len(dossiers(clerk)) == 1


def test_news_of_the_dossier_lie_at_once_where_nothing_is(
    clerk: Clerk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.window.resize(1366, 728)
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    banners = clerk.window.banners
    for before in banners.shown:
        before.dismiss()
    lies: list[QRect] = []
    show = banners.show_banner

    def look(*said: Any, **about: str) -> Banner:  # noqa: ANN401 - handed on
        banner = show(*said, **about)  # type: ignore[arg-type]
        lies.append(banners.geometry())
        return banner

    monkeypatch.setattr(banners, "show_banner", look)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: bool(lies))
    assert lies[0].top() > clerk.window.height() // 2, "low, and not over the heads until the next look"
    clerk.waits()
    banners.place()
    assert banners.geometry() == lies[0]


def test_a_dossier_that_waits_for_papers_is_completed_from_its_page(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F8)
    clerk.counter.intake.slip.ok.click()
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    clerk.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    clerk.waits()
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert clerk.window.front == "dossier"
    clerk.press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    clerk.waits()
    assert clerk.window.front == "counter"
    assert clerk.counter.intake.submitter.full_name.text == person.full_name
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    found = dossiers(clerk)
    assert [dossier.status for dossier in found] == [DossierStatus.RECEIVED]


def test_tab_goes_from_person_to_matter_to_papers_to_promise_to_the_outcomes(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    intake = clerk.counter.intake
    intake.submitter.number.edit.setFocus()
    stops = [clerk.focus.accessibleName()]
    for _ in range(20):
        clerk.press(Qt.Key.Key_Tab)
        stops.append(clerk.focus.accessibleName())
    parts = [
        intake.submitter.number.edit,
        intake.submitter.full_name.edit,
        intake.submitter.born.edit,
        intake.submitter.phone.edit,
        intake.submitter.address.edit,
        intake.owner.tick,
        intake.matter.search,
        intake.matter.case,
        intake.papers.lines[0].tick,
        intake.papers.further,
        intake.promise.slip,
    ]
    wanted = [part.accessibleName() for part in parts]
    assert [stop for stop in stops if stop in wanted][: len(wanted)] == wanted


def test_enter_moves_on_through_everything(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    intake.submitter.number.edit.setFocus()
    for _ in range(12):
        if clerk.focus is intake.matter.search:
            break
        clerk.press(Qt.Key.Key_Return)
    assert clerk.focus is intake.matter.search


def test_after_an_error_of_ours_the_form_stands_there_and_is_taken_in_by_the_next_key(
    clerk: Clerk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    form = clerk.counter.intake.form

    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as ours:
        ours.setattr(intake, "take_in", stumble)
        clerk.press(Qt.Key.Key_F9)
        clerk.waits()
    assert any(banner.label.text() == OUR_BUG for banner in clerk.window.banners.shown)
    assert clerk.counter.intake.form == form
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    assert len(dossiers(clerk)) == 1

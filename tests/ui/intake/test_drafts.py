"""A half-filled form is never lost: not to Esc, not to a restart, not to a power cut."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk.intake.drafts import Draft
from desk.intake.intake import IntakeForm
from desk.settings import OtherUnit, Settings
from models.events import Intake, ReturnBy
from models.not_allowed import CaseMissing
from models.person import Person, Unit
from models.procedure import Channel, LimitUnit, TimeLimit
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure
from ui.dossiers.dossier_page import DossierPage
from ui.dossiers.list_page import DossiersPage

CTRL = Qt.KeyboardModifier.ControlModifier

PROVINCE = OtherUnit(
    unit=Unit(id="H00.11", name="Sở Mẫu", address="1 phố Mẫu"),
    transfer=TimeLimit(unit=LimitUnit.WORKING_DAYS, amount=2),
)


def power_cut(clerk: Clerk) -> None:
    """The window vanishes; nothing that a closing window would still do is done."""
    clerk.app.bridge.stop_readers()
    clerk.window.blockSignals(True)  # noqa: FBT003 - Qt's signature
    clerk.app.jobs.close(lambda work: work.close())


def test_esc_never_loses_what_was_typed(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    before = clerk.counter.intake.form
    for _ in range(6):
        clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_F8)
    clerk.press(Qt.Key.Key_Escape)
    clerk.waits()
    assert clerk.counter.intake.form == before


def test_a_form_comes_back_after_a_power_cut_to_the_last_field(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    intake = clerk.counter.intake
    intake.submitter.phone.edit.setFocus()
    clerk.types("0900000123")
    clerk.waits()
    before, seen = intake.form, intake.seen
    power_cut(clerk)
    again = opened()
    assert again.counter.intake.form == before
    assert again.counter.intake.seen == seen
    assert again.counter.intake.submitter.phone.edit.hasFocus()
    assert any("khôi phục" in banner.label.text() for banner in again.window.banners.shown)


def test_even_what_is_not_yet_anything_comes_back_letter_by_letter(opened: Callable[[], Clerk]) -> None:
    clerk = opened()
    intake = clerk.counter.intake
    intake.submitter.full_name.edit.setFocus()
    clerk.types_vietnamese("Trần Thị Mẫu")
    intake.submitter.born.edit.setFocus()
    clerk.types("31/02/1990")
    clerk.press(Qt.Key.Key_Tab)
    clerk.waits()
    assert intake.submitter.born.note.text() == "Không có ngày này."
    power_cut(clerk)
    again = opened().counter.intake
    assert again.submitter.born.text == "31/02/1990"
    assert again.submitter.full_name.text == "Trần Thị Mẫu"


def test_the_reason_of_a_slip_comes_back_too(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    clerk.types_vietnamese("Thiếu chữ ký")
    clerk.waits()
    power_cut(clerk)
    again = opened().counter.intake
    assert again.slip_is_open
    assert again.slip.kind == "refuse"
    assert again.slip.reason.text == "Thiếu chữ ký"


def test_a_new_form_can_be_taken_back(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    before = clerk.counter.intake.form
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.waits()
    assert not clerk.counter.intake.begun
    clerk.press(Qt.Key.Key_L, CTRL)
    clerk.waits()
    assert clerk.counter.intake.form == before


def test_after_a_receipt_there_is_no_draft_left(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    power_cut(clerk)
    again = opened()
    assert not again.counter.intake.begun


def test_a_form_taken_in_before_its_draft_was_kept_leaves_none(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    intake = clerk.counter.intake
    clerk.press(Qt.Key.Key_F7)
    clerk.until(lambda: intake.seen is not None and not intake.seen.problems)
    waits = [intake.is_kept]
    clerk.press(Qt.Key.Key_F9)
    waits.append(intake.is_kept)
    assert waits == [False, True], "nothing more is kept of it"
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    power_cut(clerk)
    assert not opened().counter.intake.begun


def test_a_form_that_is_refused_is_kept_all_the_same(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.counter.intake.more.fold_out()
    clerk.counter.intake.submitter.phone.edit.setFocus()
    clerk.types("0900000123")
    clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    before = clerk.counter.intake.form
    assert before is not None
    assert before.submitter.phone == "0900000123"
    power_cut(clerk)
    assert opened().counter.intake.form == before


def test_a_window_that_closes_at_once_has_kept_the_last_change(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    assert not clerk.counter.intake.is_kept
    before = clerk.counter.intake.form
    clerk.window.close()
    assert opened().counter.intake.form == before


def ready(clerk: Clerk, person: Person) -> None:
    """A form that can be taken in."""
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()


def test_a_window_that_closes_while_a_form_is_taken_in_leaves_no_draft_of_it(
    opened: Callable[[], Clerk], person: Person
) -> None:
    clerk = opened()
    ready(clerk, person)
    clerk.counter.intake.submitter.phone.edit.setFocus()
    clerk.types("0900000123")
    clerk.press(Qt.Key.Key_F9)
    clerk.window.close()
    again = opened()
    assert not again.counter.intake.begun
    page = again.page("dossiers")
    assert isinstance(page, DossiersPage)
    assert len(page.rows.rows) == 1


def test_a_window_that_is_covered_while_a_form_is_taken_in_leaves_no_draft_of_it(
    opened: Callable[[], Clerk], person: Person
) -> None:
    clerk = opened()
    ready(clerk, person)
    clerk.press(Qt.Key.Key_F9)
    clerk.window.save_unfinished()
    clerk.until(lambda: not clerk.counter.intake.begun)
    clerk.waits()
    power_cut(clerk)
    assert not opened().counter.intake.begun


def test_a_window_that_closes_while_a_form_is_refused_keeps_it(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    before = clerk.counter.intake.form
    clerk.press(Qt.Key.Key_F9)
    clerk.window.close()
    assert opened().counter.intake.form == before


def test_a_form_that_came_back_and_is_cleared_at_once_is_gone(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    ready(clerk, person)
    before = clerk.counter.intake.form
    assert before is not None
    clerk.counter.change_clerk(IntakeForm(), Draft(form=before))
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.window.close()
    assert not opened().counter.intake.begun


def test_what_is_typed_while_the_desk_still_opens_stays(opened: Callable[[], Clerk], person: Person) -> None:
    clerk = opened()
    clerk.scans(person)
    clerk.waits()
    form = clerk.counter.intake.form
    assert form is not None
    clerk.counter.intake.open(form, None)
    clerk.waits()
    assert clerk.counter.intake.submitter.full_name.text == person.full_name


def shown_intake(clerk: Clerk) -> Intake:
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    assert page.view is not None
    assert page.view.dossier.intake is not None
    return page.view.dossier.intake


def test_sets_units_and_note_come_back_and_reach_the_dossier(
    opened: Callable[[], Clerk], person: Person, settings: Settings
) -> None:
    clerk = opened()
    clerk.app.jobs.ask(clerk.window, lambda work: work.setup.apply(replace(settings, other_units=(PROVINCE,))))
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    intake = clerk.counter.intake
    intake.more.fold.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.waits()
    clerk.press(Qt.Key.Key_A, CTRL)
    clerk.types("2\r")
    clerk.types("mau@example.vn\r")
    before = intake.promise.due.text()
    clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    assert intake.promise.due.text() != before
    intake.promise.at_unit.click()
    intake.more.inside.helper.edit.setFocus()
    clerk.types_vietnamese("Thôn Mẫu\r")
    clerk.types_vietnamese("Gọi trước khi trả\r")
    clerk.waits()
    form = intake.form
    assert form is not None
    assert (form.sets, form.submitter.email, form.note) == (2, "mau@example.vn", "Gọi trước khi trả")
    assert form.resolved_by == PROVINCE.unit
    assert form.helped_by == Unit(id="", name="Thôn Mẫu")
    assert form.return_to == "Sở Mẫu, 1 phố Mẫu"
    power_cut(clerk)
    again = opened()
    intake = again.counter.intake
    assert intake.form == form
    assert intake.more.fold.isChecked()
    intake.more.fold.setFocus()
    again.press(Qt.Key.Key_Space)
    assert "giải quyết: Sở Mẫu" in "".join(one.text() for one in intake.more.findChildren(QLabel) if one.isVisible())
    again.press(Qt.Key.Key_F9)
    again.until(lambda: not intake.begun)
    again.waits()
    assert not intake.more.fold.isChecked()
    again.page("dossiers")
    again.open_first_dossier()
    again.waits()
    taken = shown_intake(again)
    assert (taken.sets, taken.resolved_by, taken.note) == (2, PROVINCE.unit, "Gọi trước khi trả")
    assert taken.submitter.email == "mau@example.vn"


def test_a_dossier_continued_from_its_supplement_is_still_resolved_elsewhere(
    opened: Callable[[], Clerk], person: Person
) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.waits()
    intake = clerk.counter.intake
    form = intake.form
    assert form is not None
    intake.put(replace(form, resolved_by=PROVINCE.unit, note="x"))
    clerk.waits()
    clerk.window.do("supplement")
    intake.slip.reason.edit.setPlainText("Thiếu giấy tờ")
    intake.slip.further.setFocus()
    clerk.types("To khai\r")
    intake.slip.done.emit()
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    clerk.page("dossiers")
    clerk.open_first_dossier()
    clerk.waits()
    clerk.window.do("continue")
    clerk.until(lambda: intake.begun)
    clerk.waits()
    again = intake.form
    assert again is not None
    assert again.resolved_by == PROVINCE.unit
    assert again.continues is not None


WHOLE = IntakeForm(
    submitter=Person(
        full_name="Trần Thị Mẫu", personal_number="048190000003", phone="0900000123", email="mau@example.vn"
    ),
    owner=Person(full_name="Lê Văn Thử", born_on=date(1950, 1, 2)),
    channel=Channel.POST,
    procedure="1.001193",
    case="co-chung-sinh",
    sets=2,
    pages=3,
    copies=4,
    persons=5,
    resolved_by=PROVINCE.unit,
    helped_by=Unit(id="", name="Thôn Mẫu"),
    return_by=ReturnBy.POST,
    return_to="1 phố Mẫu",
    agreed_at=datetime(2026, 8, 20, 9, 30, tzinfo=UTC),
    agreed_why="Nhà ở xa",
    receipt_wanted=True,
    note="Gọi trước khi trả",
    exempt="ho-ngheo",
    exempt_proof="Sổ hộ nghèo",
)


def test_what_is_put_into_the_form_stands_there_before_the_desk_has_answered(clerk: Clerk) -> None:
    chooses_procedure(clerk, "2.000815")
    clerk.counter.intake.put(WHOLE)
    assert clerk.counter.intake.form == WHOLE


def test_a_case_that_is_no_longer_known_is_asked_for_anew(clerk: Clerk, person: Person) -> None:
    intake = clerk.counter.intake
    intake.put(IntakeForm(submitter=person, procedure="1.001193", case="khong-con"))
    clerk.waits()
    assert intake.matter.lacks_case
    assert intake.matter.case.currentText() == "Chọn…"
    assert intake.seen is not None
    assert any(isinstance(one, CaseMissing) for one in intake.seen.problems)


def test_a_channel_that_is_not_offered_gives_way_and_what_is_shown_follows(clerk: Clerk, person: Person) -> None:
    intake = clerk.counter.intake
    intake.put(IntakeForm(submitter=person, procedure="2.000815", channel=Channel.POST))
    clerk.waits()
    form, seen = intake.form, intake.seen
    assert form is not None
    assert seen is not None
    assert form.channel is not Channel.POST
    assert seen.offer is not None
    assert seen.offer.channel is form.channel

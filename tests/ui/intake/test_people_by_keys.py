"""Bodies, guests, what is known already, old addresses, the same matter twice, lists: by keys alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from desk.cards.formats.kinds import Scan, ScanKind
from desk.intake.columns import Means
from models.events import DocumentCopied, DossierRead, PaperReceived
from models.history import Recorded
from models.person import Authority, Document, DocumentKind, Organisation, Person, Standing
from models.subjects.dossier import Dossier
from tests.fakes.passports import SPECIMEN
from tests.fakes.workbooks import workbook
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import dossiers
from tests.ui.dossiers.sheets import sheet_of
from ui.dossiers.correct_part import CorrectPart
from ui.dossiers.dossier_page import DossierPage
from ui.intake.copies_part import read_document
from ui.widgets.buttons import PickList

SHIFT = Qt.KeyboardModifier.ShiftModifier
RESIDENCE = "1.004222"
OLD = "Tổ 5, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội"
NEW = "Tổ 5, Phường Hồng Hà, Thành phố Hà Nội"


def scans(clerk: Clerk, person: Person) -> None:
    clerk.app.scans.scanned(Scan(kind=ScanKind.ID_CARD, text="", person=person))
    clerk.waits()


def complete(clerk: Clerk, person: Person | None = None, **more: object) -> None:
    """The whole form of a residence matter, with all papers, as if it had been typed."""
    intake = clerk.counter.intake
    assert intake.form is not None
    intake.put(replace(intake.form, submitter=person or intake.form.submitter, procedure=RESIDENCE, **more))
    clerk.waits()
    if intake.matter.case.count() > 1:
        intake.matter.case.setCurrentIndex(1)
        clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()


def takes_in(clerk: Clerk) -> Dossier:
    intake = clerk.counter.intake
    assert intake.seen is not None
    assert intake.seen.problems == ()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    return dossiers(clerk)[0]


def hints(clerk: Clerk) -> str:
    return " ".join(hint.words for hint in clerk.counter.intake.hints.shown)


def test_a_known_person_brings_phone_and_mail_by_one_key_and_they_are_marked(clerk: Clerk, person: Person) -> None:
    complete(clerk, replace(person, phone="0900000001", email="mau@mau.vn"))
    first = takes_in(clerk)
    scans(clerk, replace(person, phone="", email=""))
    intake = clerk.counter.intake
    clerk.until(lambda: "0900000001" in hints(clerk))
    assert intake.submitter.phone.text == ""
    clerk.press(Qt.Key.Key_F7, SHIFT)
    clerk.waits()
    phone = intake.submitter.phone
    assert (phone.text, intake.more.email) == ("0900000001", "mau@mau.vn")
    assert "kiểm tra lại" in phone.note.text()
    assert (phone.is_marked, bool(phone.note.text())) == (True, True)
    phone.edit.setFocus()
    clerk.press(Qt.Key.Key_Return)
    assert (phone.is_marked, phone.note.text()) == (False, "")
    told: list[Recorded] = []
    clerk.app.jobs.ask(clerk.window, lambda work: work.desk.store.log.history(first.id), told.extend)
    clerk.waits()
    assert any(isinstance(one.event, DossierRead) for one in told)


@pytest.mark.parametrize("looked_at", [False, True])
def test_another_number_typed_over_takes_back_what_was_known_of_the_one_before(
    clerk: Clerk,
    person: Person,
    looked_at: bool,  # noqa: FBT001 - a table
) -> None:
    complete(clerk, replace(person, phone="0900000001", email="mau@mau.vn"))
    takes_in(clerk)
    scans(clerk, replace(person, old_number="123456789", phone="", email=""))
    intake = clerk.counter.intake
    clerk.until(lambda: "0900000001" in hints(clerk))
    clerk.press(Qt.Key.Key_F7, SHIFT)
    clerk.waits()
    assert intake.submitter.value.old_number == "123456789"
    if looked_at:
        intake.submitter.phone.edit.setFocus()
        clerk.press(Qt.Key.Key_Return)
    intake.submitter.number.edit.setFocus()
    intake.submitter.number.edit.selectAll()
    clerk.types("001099000017")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert intake.submitter.phone.text == ("0900000001" if looked_at else "")
    assert intake.submitter.phone.is_marked is looked_at
    assert (intake.more.email, intake.submitter.value.old_number) == ("", "")


def test_what_was_taken_over_is_still_marked_after_a_restart(opened: Callable[[], Clerk], person: Person) -> None:
    first = opened()
    complete(first, replace(person, phone="0900000001"))
    takes_in(first)
    scans(first, replace(person, phone=""))
    first.until(lambda: "0900000001" in hints(first))
    first.press(Qt.Key.Key_F7, SHIFT)
    first.waits()
    first.window.close()
    again = opened()
    phone = again.counter.intake.submitter.phone
    assert (phone.text, phone.is_marked) == ("0900000001", True)


def test_what_is_left_stays_away_until_another_form(clerk: Clerk, person: Person) -> None:
    complete(clerk, replace(person, phone="0900000001"))
    takes_in(clerk)
    scans(clerk, replace(person, phone=""))
    clerk.until(lambda: "0900000001" in hints(clerk))
    clerk.press(Qt.Key.Key_F11, SHIFT)
    clerk.waits()
    assert hints(clerk) == ""
    assert clerk.counter.intake.submitter.phone.text == ""
    assert not clerk.window.acts["take_hint"].isEnabled()


def test_an_old_address_is_taken_by_one_key_and_the_card_keeps_its_words(clerk: Clerk, person: Person) -> None:
    scans(clerk, replace(person, address=OLD))
    clerk.until(lambda: "đã đổi thành" in hints(clerk))
    clerk.press(Qt.Key.Key_F7, SHIFT)
    clerk.waits()
    complete(clerk)
    dossier = takes_in(clerk)
    assert dossier.intake is not None
    submitter = dossier.intake.submitter
    assert (submitter.address, submitter.address_before, submitter.commune_code) == (NEW, OLD, "00097")


def test_a_divided_commune_is_told_and_nothing_is_offered(clerk: Clerk, person: Person) -> None:
    scans(clerk, replace(person, address="Xã Hải Lạng, Huyện Tiên Yên, Tỉnh Quảng Ninh"))
    clerk.until(lambda: "đã chia về" in hints(clerk))
    assert not clerk.window.acts["take_hint"].isEnabled()


def test_the_same_matter_is_told_and_one_key_opens_it(clerk: Clerk, person: Person) -> None:
    complete(clerk, person)
    first = takes_in(clerk)
    complete(clerk, person)
    clerk.until(lambda: first.code in hints(clerk))
    assert clerk.window.acts["take_in"].isEnabled()
    clerk.press(Qt.Key.Key_F7, SHIFT)
    clerk.waits()
    assert clerk.window.front == "dossier"


def test_without_anything_to_notice_enter_goes_the_same_way_as_before(clerk: Clerk, person: Person) -> None:
    scans(clerk, person)
    intake = clerk.counter.intake
    assert clerk.focus.objectName() == "procedure"
    assert hints(clerk) == ""
    assert not intake.submitter.document.fold.isVisible()
    intake.submitter.address.edit.setFocus()
    clerk.press(Qt.Key.Key_Return)
    assert clerk.focus is intake.owner.tick


def test_a_passport_laid_on_the_scanner_fills_the_form(clerk: Clerk) -> None:
    clerk.until(lambda: clerk.app.bridge.can_simulate)
    clerk.app.bridge.simulate("\r".join(SPECIMEN).encode())
    intake = clerk.counter.intake
    clerk.until(lambda: intake.submitter.number.text == "L898902C3")
    clerk.waits()
    value = intake.submitter.value
    assert (value.full_name, value.personal_number, value.nationality) == ("ERIKSSON ANNA MARIA", "", "UTO")
    assert value.document is not None
    assert value.document.kind is DocumentKind.PASSPORT
    assert any("hết hạn" in banner.label.text() for banner in clerk.window.banners.shown)


def test_a_passport_number_typed_into_the_one_field_is_one(clerk: Clerk) -> None:
    clerk.types("c1234567")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    person = clerk.counter.intake.submitter
    assert person.value.document == Document(kind=DocumentKind.PASSPORT, number="C1234567")
    assert "hộ chiếu" in person.number.note.text()
    assert person.document.inside.isVisible()


def test_somebody_without_papers_is_known_by_words(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    part = intake.submitter.document
    part.fold.setFocus()
    clerk.press(Qt.Key.Key_Space)
    part.inside.kind.setCurrentIndex(part.inside.kind.count() - 1)
    part.inside.kind.activated.emit(part.inside.kind.count() - 1)
    part.inside.known_by.edit.setFocus()
    clerk.types("truong thon")
    assert intake.submitter.value.document == Document(kind=DocumentKind.NONE, known_by="truong thon")


def test_a_known_body_fills_its_name_marked_and_an_odd_code_only_warns(clerk: Clerk, person: Person) -> None:
    firm = Organisation(name="Công ty TNHH Mẫu", tax_code="0100112438", address="Xã Mẫu Sơn")
    complete(clerk, person, owner=firm, authority=Authority(relation="Giám đốc", standing=Standing.REPRESENTATIVE))
    assert "không khớp số kiểm tra" in hints(clerk)
    dossier = takes_in(clerk)
    assert dossier.owner == firm
    scans(clerk, person)
    owner = clerk.counter.intake.owner
    owner.tick.setChecked(True)
    owner.inside.kind.choose("body")
    owner.inside.kind.chosen.emit("body")
    owner.inside.body_tax.edit.setFocus()
    clerk.types("0100112438")
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: owner.inside.body_name.text == firm.name)
    assert owner.inside.body_name.is_marked
    assert owner.inside.authority_part.standing.values == (Standing.REPRESENTATIVE, Standing.AUTHORISED)


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("Bằng tốt nghiệp 2 3", DocumentCopied(name="Bằng tốt nghiệp", pages=2, copies=3)),
        ("Sổ hộ khẩu, 12, 1", DocumentCopied(name="Sổ hộ khẩu", pages=12, copies=1)),
        ("Bằng lái 2", DocumentCopied(name="Bằng lái", pages=2, copies=1)),
        ("Giấy 1 x 4", DocumentCopied(name="Giấy", pages=1, copies=4)),
        ("Bằng", None),
        ("Bằng 0 1", None),
        ("", None),
    ],
)
def test_a_document_is_typed_with_its_pages_and_copies(typed: str, document: DocumentCopied | None) -> None:
    assert read_document(typed) == document


def test_several_documents_are_one_dossier_priced_one_by_one(clerk: Clerk, person: Person) -> None:
    intake = clerk.counter.intake
    assert intake.form is not None
    intake.put(replace(intake.form, submitter=person, procedure="2.000815"))
    clerk.waits()
    further = intake.matter.several.further
    further.setFocus()
    for line in ("Bang 1 3", "Hoc ba 4 2"):
        clerk.types(line)
        clerk.press(Qt.Key.Key_Return)
        clerk.waits()
    assert intake.seen is not None
    assert intake.seen.fee is not None
    assert intake.seen.fee.total == 3 * 2_000 + 2 * 6_000
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    dossier = takes_in(clerk)
    assert dossier.intake is not None
    assert [one.name for one in dossier.intake.documents] == ["Bang", "Hoc ba"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("submitter.born", "31/02/1985"),
        ("submitter.born", "15/03/3026"),
        ("submitter.born", "01/01/0001"),
        ("submitter.number", "000000000000"),
        ("submitter.number", "12345"),
    ],
)
def test_red_stands_in_the_way_of_green_and_f9_goes_to_it(clerk: Clerk, person: Person, name: str, wrong: str) -> None:
    complete(clerk, person)
    intake = clerk.counter.intake
    field = next(one for one in intake.fields() if one.name == name)
    field.edit.setFocus()
    field.edit.setText(wrong)
    field.edit.textEdited.emit(wrong)
    intake.refresh()
    clerk.waits()
    assert intake.seen is not None
    assert intake.seen.problems
    intake.papers.focus_first()
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert dossiers(clerk) == []
    assert field.edit.hasFocus()
    assert field.edit.property("tone") == "bad"


def test_a_name_in_small_letters_is_proposed_anew_and_taken_by_a_key(clerk: Clerk, person: Person) -> None:
    complete(clerk, replace(person, full_name="nguyễn thị thuý kiều"))
    clerk.until(lambda: "Nguyễn Thị Thuý Kiều" in hints(clerk))
    assert clerk.counter.intake.submitter.full_name.text == "nguyễn thị thuý kiều"
    clerk.press(Qt.Key.Key_F7, SHIFT)
    clerk.waits()
    assert clerk.counter.intake.submitter.full_name.text == "Nguyễn Thị Thuý Kiều"


def list_of(count: int) -> str:
    return "\n".join(f"Người Mẫu {chr(65 + n)}; 2018; Thôn {n}" for n in range(count))


def test_a_list_is_taken_in_and_printed_by_three_keys(clerk: Clerk, tmp_path: Path) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    intake = clerk.counter.intake
    part = intake.bulk.part
    part.put_text(list_of(4))
    clerk.until(lambda: not intake.bulk.is_resting and part.ok.isEnabled())
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: part.is_done)
    clerk.waits()
    assert len(dossiers(clerk)) == 4
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(list((tmp_path / "papers").glob("receipt-*.pdf"))) == 4)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: len(list((tmp_path / "papers").glob("list-*.pdf"))) == 1)
    part.drop.click()
    clerk.waits()
    assert not intake.bulk_is_open
    assert not part.is_begun


def test_a_list_cut_off_comes_back_where_it_stood(opened: Callable[[], Clerk]) -> None:
    first = opened()
    complete(first)
    first.window.do("bulk")
    bulk = first.counter.intake.bulk
    bulk.part.put_text(list_of(3))
    first.until(lambda: not bulk.is_resting and bulk.part.ok.isEnabled())
    first.press(Qt.Key.Key_F9)
    first.until(lambda: bulk.part.is_done)
    first.waits()
    first.window.close()
    again = opened()
    again.waits()
    intake = again.counter.intake
    assert intake.bulk_is_open
    assert intake.bulk.part.is_done
    assert len(dossiers(again)) == 3


def shown(clerk: Clerk) -> list[tuple[int, str]]:
    """The lines of the table: number and sign."""
    return [(one.line, one.sign[0]) for one in clerk.counter.intake.bulk.part.people.rows.rows]


def test_wrong_lines_keep_the_list_from_being_taken_in_and_f9_goes_to_the_first(clerk: Clerk) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    intake = clerk.counter.intake
    part = intake.bulk.part
    part.put_text("Họ và tên;Ngày sinh;Địa chỉ\nNgười Mẫu;31/02/2018;Thôn 1")
    clerk.until(lambda: shown(clerk) == [(2, "bad")])
    assert "31/02/2018" in part.bad.text()
    assert not part.ok.isEnabled()
    clerk.press(Qt.Key.Key_F9)
    assert part.names.edit.hasFocus()
    assert part.names.edit.textCursor().selectedText() == "Người Mẫu;31/02/2018;Thôn 1"
    assert dossiers(clerk) == []
    clerk.press(Qt.Key.Key_Escape)
    assert not intake.bulk_is_open


def test_a_line_that_is_not_right_stays_until_somebody_settles_it(opened: Callable[[], Clerk]) -> None:
    first = opened()
    complete(first)
    first.window.do("bulk")
    part = first.counter.intake.bulk.part
    part.put_text(f"{list_of(3)}\nNgười Mẫu Sai; 31/02/2018; Thôn 1")
    first.until(lambda: part.ok.isEnabled() and len(shown(first)) == 4)
    assert shown(first)[0] == (4, "bad")
    first.press(Qt.Key.Key_F9)
    first.until(lambda: part.is_done)
    first.waits()
    assert len(dossiers(first)) == 3
    assert "Còn 1 dòng chưa đúng" in part.said.text()
    first.window.close()
    again = opened()
    again.waits()
    part = again.counter.intake.bulk.part
    assert part.is_done
    part.drop.click()
    again.until(lambda: shown(again) == [(1, "bad")])
    assert "Người Mẫu Sai" in part.text
    part.put_text(part.text.replace("31/02", "28/02"))
    again.until(part.ok.isEnabled)
    again.press(Qt.Key.Key_F9)
    again.until(lambda: part.is_done)
    again.waits()
    assert len(dossiers(again)) == 4


def test_f9_says_what_the_form_lacks_for_a_list_that_is_right(clerk: Clerk) -> None:
    clerk.window.do("bulk")
    part = clerk.counter.intake.bulk.part
    part.put_text(list_of(2))
    clerk.until(lambda: bool(part.problem.text()))
    clerk.press(Qt.Key.Key_F9)
    assert part.problem.text() in [banner.label.text() for banner in clerk.window.banners.shown]
    assert not part.is_begun


def test_the_procedure_is_chosen_beside_the_list(clerk: Clerk) -> None:
    clerk.window.do("bulk")
    intake = clerk.counter.intake
    intake.bulk.part.put_text(list_of(2))
    clerk.press(Qt.Key.Key_F6)
    assert intake.matter.search.hasFocus()
    assert intake.bulk_is_open
    assert intake.bulk.part.text == list_of(2)


def test_what_is_proposed_is_put_in_by_one_key_and_taken_back_by_another(clerk: Clerk) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    part = clerk.counter.intake.bulk.part
    part.put_text("người mẫu một; 1090000001; Thôn 1")
    clerk.until(lambda: shown(clerk) == [(1, "bad")])
    part.better.click()
    clerk.until(lambda: shown(clerk) == [(1, "warn")])
    assert "001090000001" in part.text
    part.better.click()
    clerk.until(lambda: shown(clerk) == [(1, "good")])
    assert part.text == "Người Mẫu Một\t001090000001\tThôn 1\n"
    part.names.edit.undo()
    part.names.edit.undo()
    assert part.text == "người mẫu một; 1090000001; Thôn 1"


def test_a_column_that_is_not_understood_is_named_by_a_person(clerk: Clerk) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    part = clerk.counter.intake.bulk.part
    part.put_text("Họ và tên;Mức;Địa chỉ\nNgười Mẫu Một;0912345678;Thôn 1")
    clerk.until(lambda: len(shown(clerk)) == 1)
    assert "“Mức”" in part.columns.fold.text()
    assert part.columns.fold.isChecked()
    pick = part.columns.findChild(PickList, "column 1")
    assert pick is not None
    pick.setCurrentText("Điện thoại")
    clerk.until(lambda: "0912345678" in part.bad.text())
    assert "“Mức”" not in part.columns.fold.text()


def test_a_list_that_is_typed_comes_back_with_its_address_and_its_columns(opened: Callable[[], Clerk]) -> None:
    first = opened()
    complete(first)
    first.window.do("bulk")
    part = first.counter.intake.bulk.part
    part.put_text("Họ và tên;Mức\nNgười Mẫu Một;0912345678")
    part.address.put("Thôn Chung")
    part.columns.chosen[1] = Means.PHONE
    part.edited.emit()
    first.until(lambda: "0912345678" in part.bad.text())
    first.counter.intake.refresh()
    first.waits()
    first.window.close()
    again = opened()
    again.waits()
    part = again.counter.intake.bulk.part
    again.until(lambda: "0912345678" in part.bad.text())
    assert (part.address.text, part.columns.chosen) == ("Thôn Chung", {1: Means.PHONE})


def test_a_line_is_corrected_or_left_out_from_the_table(clerk: Clerk) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    part = clerk.counter.intake.bulk.part
    part.put_text('Họ và tên;Địa chỉ\n"Người Mẫu Một";"Thôn 1\nXã Mẫu"\nNgười Mẫu Hai;Thôn 2')
    clerk.until(lambda: len(shown(clerk)) == 2)
    part.people.setFocus()
    part.people.selectRow(0)
    clerk.press(Qt.Key.Key_Return)
    assert part.names.edit.hasFocus()
    assert part.names.edit.textCursor().selectedText().replace("\u2029", "\n") == '"Người Mẫu Một";"Thôn 1\nXã Mẫu"'
    part.people.setFocus()
    clerk.press(Qt.Key.Key_Delete)
    assert part.text == "Họ và tên;Địa chỉ\nNgười Mẫu Hai;Thôn 2"


def test_a_workbook_is_opened_and_its_sheet_named(clerk: Clerk, tmp_path: Path) -> None:
    complete(clerk)
    clerk.window.do("bulk")
    part = clerk.counter.intake.bulk.part
    rows: list[list[object]] = [["Họ và tên", "SĐT", "Địa chỉ"], ["Người Mẫu Một", 912345678, "Thôn 1"]]
    (tmp_path / "list.xlsx").write_bytes(workbook({"Lớp 5A": rows, "Lớp 5B": [["x"]]}))
    part.file_chosen.emit(str(tmp_path / "list.xlsx"))
    clerk.until(lambda: shown(clerk) == [(2, "warn")])
    assert "“Lớp 5A”" in part.said.text()
    assert "0912345678" in part.bad.text()


def test_a_correction_is_not_made_while_a_field_is_red(clerk: Clerk, person: Person) -> None:
    complete(clerk, person)
    clerk.window.go("dossier", takes_in(clerk).id)
    clerk.waits()
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    clerk.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(page, "correct")
    part = sheet.part
    assert isinstance(part, CorrectPart)
    part.person.born.edit.setText("31/02/1985")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert sheet.isVisible()
    assert clerk.focus is part.person.born.edit
    assert sheet.note.text() == "Ngày sinh ghi chưa đúng; sửa ô này rồi làm lại."


def test_a_correction_reaches_the_authority_and_the_papers(clerk: Clerk, person: Person) -> None:
    child = Person(full_name="Nguyễn Thị Mẫu Nhí", address="Thôn Mẫu")
    complete(clerk, person, owner=child, authority=Authority(relation="Mẹ", standing=Standing.PARENT))
    dossier = takes_in(clerk)
    assert dossier.intake is not None
    part = CorrectPart()
    clerk.qtbot.addWidget(part)
    part.fill(dossier)
    assert part.correction.authority is None
    assert part.correction.papers is None
    part.authority.put(Authority(relation="Bà nội", standing=Standing.GUARDIAN, paper="Quyết định", number="12"))
    part.papers.put(
        [
            replace(dossier.intake.papers[0], originals=2),
            *dossier.intake.papers[1:],
            PaperReceived(name="Khác", originals=1),
        ]
    )
    correction = part.correction
    assert correction.authority == Authority(
        relation="Bà nội", standing=Standing.GUARDIAN, paper="Quyết định", number="12"
    )
    assert correction.papers is not None
    assert (correction.papers[0].originals, correction.papers[-1].name) == (2, "Khác")
    assert (correction.submitter, correction.owner) == (None, None)


def test_a_phone_short_of_a_digit_is_said_and_an_extension_is_not(clerk: Clerk) -> None:
    phone = clerk.counter.intake.submitter.phone
    for typed, said in (
        ("091234567", "Số điện thoại thiếu hoặc thừa chữ số."),
        ("(024) 3825-1234, 0912.345.678", ""),
    ):
        phone.edit.setFocus()
        phone.edit.selectAll()
        clerk.types(typed)
        clerk.press(Qt.Key.Key_Tab)
        assert phone.note.text() == said

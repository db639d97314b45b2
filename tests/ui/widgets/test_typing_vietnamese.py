"""Unikey sends Backspace and a composed letter; no field may lose, double or hold back a letter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from models.person import Person
from models.places.places import communes, provinces
from tests.ui.conftest import Clerk


def test_a_name_typed_with_unikey_arrives_letter_by_letter(clerk: Clerk) -> None:
    name = clerk.counter.intake.submitter.full_name
    name.edit.setFocus()
    clerk.types_vietnamese("Trần Thị Đặng Mẫu")
    assert name.edit.text() == "Trần Thị Đặng Mẫu"


def test_a_name_typed_while_people_are_offered_is_not_touched_by_the_offer(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    intake.submitter.full_name.edit.setFocus()
    clerk.types_vietnamese("Nguyễn Văn Mẫu")
    clerk.waits()
    clerk.press(Qt.Key.Key_Tab)
    assert intake.submitter.full_name.text == "Nguyễn Văn Mẫu"


def test_combining_marks_become_composed_letters_when_the_field_is_left(clerk: Clerk) -> None:
    name = clerk.counter.intake.submitter.full_name
    name.edit.setFocus()
    clerk.commits("Trâ\u0300n Thi\u0323 ")
    clerk.press(Qt.Key.Key_Tab)
    assert name.edit.text() == "Trần Thị"


@pytest.mark.parametrize("words", ["khai sinh", "khái sính"])
def test_a_procedure_is_found_with_and_without_marks(clerk: Clerk, words: str) -> None:
    matter = clerk.counter.intake.matter
    clerk.press(Qt.Key.Key_F6)
    clerk.types_vietnamese(words)
    clerk.until(lambda: bool(matter.offered) and matter.offered[0].words == "Đăng ký khai sinh")


def test_a_commune_is_offered_for_the_end_of_the_address_and_taken_whole(clerk: Clerk) -> None:
    address = clerk.counter.intake.submitter.address
    address.edit.setFocus()
    clerk.types_vietnamese("Thôn 3, đan phượng")
    part = clerk.counter.intake.submitter
    clerk.until(lambda: bool(part._communes.lines))
    clerk.press(Qt.Key.Key_Return)
    assert address.text == "Thôn 3, Xã Đan Phượng, Thành phố Hà Nội"
    assert len(part.value.commune_code) == 5


def test_a_commune_code_goes_when_its_commune_is_typed_over(clerk: Clerk) -> None:
    part = clerk.counter.intake.submitter
    part.address.edit.setFocus()
    clerk.types("Thon 3, dan phuong")
    clerk.until(lambda: bool(part._communes.lines))
    clerk.press(Qt.Key.Key_Return)
    assert part.value.commune_code
    clerk.press(Qt.Key.Key_End)
    clerk.types(" X")
    assert part.value.commune_code == ""


def test_nothing_that_breaks_vietnamese_typing_is_in_the_window(clerk: Clerk) -> None:
    for name in ("counter", "dossiers", "dossier", "province", "settings", "keys"):
        page = clerk.page(name)
        assert not any(box.isEditable() for box in page.findChildren(QComboBox))
        assert not page.findChildren(QCompleter)
        for edit in page.findChildren(QLineEdit):
            assert not edit.inputMask()
            assert edit.validator() is None
            assert edit.completer() is None


def test_an_address_typed_in_full_shows_the_code_of_its_commune(clerk: Clerk) -> None:
    part = clerk.counter.intake.submitter
    commune = communes(provinces()[0].code)[0]
    part.address.edit.setFocus()
    clerk.types_vietnamese(f"1 Mẫu, {commune.full_name}")
    clerk.press(Qt.Key.Key_Tab)
    clerk.waits()
    assert commune.code in part.address.note.text()
    part.address.edit.setFocus()
    clerk.types("x")
    clerk.press(Qt.Key.Key_Tab)
    clerk.waits()
    assert part.address.note.text() == ""


def test_a_known_person_whose_address_is_changed_keeps_no_old_code(clerk: Clerk) -> None:
    part = clerk.counter.intake.submitter
    part.put(Person(full_name="Nguyễn Văn Mẫu", address="1 Mẫu, Xã Mẫu", commune_code="00004"))
    part.address.edit.setFocus()
    clerk.press(Qt.Key.Key_End)
    clerk.types(" 2")
    assert part.value.commune_code == ""

"""Several matters at the counter, by keys: one card, one sheet, one slip."""

import os

from PySide6.QtCore import Qt

from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers

ALT = Qt.KeyboardModifier.AltModifier
PORTAL_CODE = "000.00.00.G22-261123-0001"


def shot(clerk: Clerk, name: str) -> None:
    if folder := os.environ.get("BUNDLE_SHOTS"):
        clerk.window.resize(1366, 768)
        clerk.waits()
        clerk.window.grab().save(f"{folder}/{name}.png")


def test_a_linked_bundle_is_taken_in_by_keys_with_the_people_asked_once(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "3.000722")
    clerk.press(Qt.Key.Key_A, ALT)
    clerk.waits()
    part = clerk.counter.intake.bundle.part
    assert [tick.text() for tick in part.ticks.values()] == [
        "Đăng ký khai sinh",
        "Đăng ký thường trú",
        "Cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi",
    ]
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    shot(clerk, "bundle")
    part.portal.edit.setFocus()
    clerk.types(PORTAL_CODE)
    clerk.waits()
    assert not part.problem.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    taken = dossiers(clerk)
    assert [one.intake.procedure.code for one in taken if one.intake] == ["3.000722", "1.004222", "1.001193"]
    assert {one.intake.submitter.full_name for one in taken if one.intake} == {person.full_name}
    shot(clerk, "taken")
    clerk.window.go("dossier", taken[1].id)
    clerk.waits()
    shot(clerk, "dossier")


def test_unrelated_matters_of_one_person_are_added_one_by_one(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "2.000884")
    clerk.press(Qt.Key.Key_A, ALT)
    clerk.waits()
    chooses_procedure(clerk, "1.001699")
    clerk.press(Qt.Key.Key_Insert)
    clerk.waits()
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    shot(clerk, "several")
    part = clerk.counter.intake.bundle.part
    assert len(part.ticks) == 2
    assert not part.problem.text(), part.problem.text()
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert len({one.bundle.id for one in dossiers(clerk) if one.bundle}) == 1

"""Several matters at the counter, by keys: one card, one sheet, one slip."""

import os
from collections.abc import Callable

from PySide6.QtCore import Qt

from models.events import PaidBy
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers
from tests.ui.intake.test_drafts import power_cut

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


def test_several_matters_come_back_after_a_power_cut_and_belong_to_no_other_citizen(
    opened: Callable[[], Clerk], person: Person
) -> None:
    clerk = opened()
    clerk.scans(person)
    chooses_procedure(clerk, "3.000722")
    clerk.press(Qt.Key.Key_A, ALT)
    clerk.waits()
    bundle = clerk.counter.intake.bundle
    clerk.press(Qt.Key.Key_F7)
    bundle.part.ticks["the-bhyt"].click()
    bundle.part.portal.edit.setFocus()
    clerk.types(PORTAL_CODE)
    bundle.part.paid.choose(PaidBy.CASH)
    bundle.part.one_slip.click()
    clerk.until(lambda: not clerk.counter.intake.is_resting)
    clerk.waits()
    before = bundle.form
    power_cut(clerk)
    again = opened()
    again.waits()
    intake = again.counter.intake
    assert intake.bundle_is_open
    assert intake.bundle.form == before
    assert before is not None
    assert [tick.isChecked() for tick in intake.bundle.part.ticks.values()] == [one.chosen for one in before.parts]
    assert len([tick for tick, _ in intake.bundle.part.paper_ticks if tick.isChecked()]) == len(before.papers) > 0
    assert any("khôi phục" in banner.label.text() for banner in again.window.banners.shown)
    shot(again, "restored")
    again.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    again.waits()
    assert intake.bundle.form is None
    assert not [tick for tick, _ in intake.bundle.part.paper_ticks if tick.isChecked()]
    again.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    again.waits()
    assert intake.bundle.form == before

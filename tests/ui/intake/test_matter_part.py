"""What a dossier is about: who pays nothing is picked where the procedure knows such people."""

from PySide6.QtCore import Qt

from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure


def test_who_is_exempt_is_picked_by_keys_and_the_price_follows(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.004222")
    assert intake.matter.exempt.isVisible()
    assert intake.seen is not None
    while clerk.focus is not intake.matter.exempt:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Down)
    while intake.matter.exempt_id != "ho-ngheo":
        clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    form = intake.form
    assert form is not None
    assert form.exempt == "ho-ngheo"
    clerk.press(Qt.Key.Key_F6)
    intake.matter.case.choose("nha-minh")
    intake.refresh()
    clerk.waits()
    assert intake.seen.fee is not None
    assert intake.seen.fee.free
    assert "TT 71/2025" in intake.seen.fee.source


def test_another_procedure_forgets_it_and_one_without_exemptions_asks_nothing(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.010038")
    intake.matter.exempt.choose("ho-ngheo")
    chooses_procedure(clerk, "1.004222")
    assert intake.matter.exempt_id == ""
    chooses_procedure(clerk, "2.000815")
    assert not intake.matter.exempt.isVisible()


def test_a_price_for_each_says_what_is_counted(clerk: Clerk) -> None:
    matter = clerk.counter.intake.matter
    chooses_procedure(clerk, "2.000884")
    assert matter.copies.isVisible()
    assert matter.copies.label.text() == "Số bản, giấy tờ, người"
    chooses_procedure(clerk, "2.000815")
    assert matter.copies.label.text() == "Số bản"


def test_a_draft_brings_it_back(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.010038")
    intake.matter.exempt.choose("dac-khu")
    form = intake.form
    assert form is not None
    intake.put(form)
    assert intake.form is not None
    assert intake.form.exempt == "dac-khu"
    intake.refresh()
    clerk.waits()
    assert intake.matter.exempt_id == "dac-khu"

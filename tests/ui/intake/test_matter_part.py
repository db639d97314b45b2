"""What a dossier is about: who pays nothing is picked where the procedure knows such people."""

from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import Qt

from models.not_allowed import ExemptionProofMissing
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure


def test_who_is_exempt_is_picked_by_keys_and_the_price_follows(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.004222")
    assert intake.matter.exempt.isVisible()
    assert intake.seen is not None
    while clerk.focus is not intake.matter.exempt.pick:
        clerk.press(Qt.Key.Key_Tab)
    clerk.press(Qt.Key.Key_Down)
    while intake.matter.exempt_id != "ho-ngheo":
        clerk.press(Qt.Key.Key_Down)
    clerk.waits()
    form = intake.form
    assert form is not None
    assert form.exempt == "ho-ngheo"
    assert any(isinstance(one, ExemptionProofMissing) for one in intake.seen.problems) or intake.matter.lacks_case
    clerk.press(Qt.Key.Key_Tab)
    assert intake.matter.exempt.proof.edit.hasFocus()
    clerk.types("so ho ngheo")
    clerk.press(Qt.Key.Key_F6)
    intake.matter.case.choose("nha-minh")
    intake.refresh()
    clerk.waits()
    assert intake.seen.fee is not None
    assert intake.seen.fee.free
    assert "TT 71/2025" in intake.seen.fee.source
    assert intake.seen.fee.ground is not None
    assert (intake.seen.fee.ground.proof, intake.seen.fee.ground.let_off) == ("so ho ngheo", 20_000)
    assert not any(isinstance(one, ExemptionProofMissing) for one in intake.seen.problems)


def test_a_birth_date_proposes_a_group_and_chooses_none(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.004222")
    exempt = intake.matter.exempt
    assert not exempt.proposal.isVisible()
    intake.submitter.put(replace(intake.submitter.value, born_on=date(2014, 5, 6)))
    intake.refresh()
    clerk.waits()
    assert exempt.proposal.text() == "Theo ngày sinh: Trẻ em (dưới 16 tuổi)"
    assert intake.matter.exempt_id == ""
    exempt.proposal.click()
    exempt.usual[0].click()
    clerk.waits()
    assert (intake.matter.exempt_id, intake.matter.exempt_proof) == ("tre-em", "Giấy khai sinh")
    assert not exempt.proposal.isVisible()


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
    assert matter.copies.label.text() == "Số bản, giấy tờ"
    chooses_procedure(clerk, "2.000815")
    assert matter.copies.label.text() == "Số bản"
    chooses_procedure(clerk, "1.004194")
    matter.case.choose("danh-sach")
    clerk.counter.intake.refresh()
    clerk.waits()
    assert [field.isVisible() for field in (matter.pages, matter.copies, matter.persons)] == [False, False, True]
    matter.persons.put("12")
    clerk.counter.intake.refresh()
    clerk.waits()
    assert clerk.counter.intake.promise.fee.text() == "120.000 đ"


def test_a_draft_brings_it_back(clerk: Clerk) -> None:
    intake = clerk.counter.intake
    chooses_procedure(clerk, "1.010038")
    intake.matter.exempt.choose("dac-khu")
    intake.matter.exempt.proof.put("Căn cước")
    form = intake.form
    assert form is not None
    intake.put(form)
    assert intake.form is not None
    assert (intake.form.exempt, intake.form.exempt_proof) == ("dac-khu", "Căn cước")
    intake.refresh()
    clerk.waits()
    assert intake.matter.exempt_id == "dac-khu"

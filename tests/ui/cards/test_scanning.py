"""What comes from the scanner goes to the right place, at once, and nothing is overwritten for good."""

from msgspec.structs import replace
from PySide6.QtCore import QObject

from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.samples import citizen
from desk.desk import Desk
from desk.prints import form_jobs
from models.events import Form
from models.ids import DossierId
from models.person import Person
from printing.layout.pdf import pdf
from printing.layout.sheet import Sheet
from tests.printing.reading import codes, pictures
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure, dossiers


def test_a_card_fills_every_field_at_once(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    part = clerk.counter.intake.submitter
    assert part.value == person
    assert clerk.counter.intake.qr_line.isVisible()
    assert clerk.counter.intake.matter.search.hasFocus()


def test_a_second_card_replaces_the_first_and_can_be_taken_back(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    other = citizen(8)
    clerk.scans(other)
    banner = next(b for b in clerk.window.banners.shown if b.button is not None and "Lấy lại" in b.button.text())
    assert banner.button is not None
    banner.button.click()
    clerk.waits()
    assert clerk.counter.intake.submitter.value == person


def test_the_same_card_again_keeps_the_telephone_number(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    phone = clerk.counter.intake.submitter.phone
    phone.edit.setFocus()
    clerk.types("0900000123")
    clerk.app.scans.scanned(scan_of(person))
    assert phone.text == "0900000123"


def scan_of(person: Person) -> Scan:
    return Scan(kind=ScanKind.ID_CARD, text="", person=person)


def test_a_card_for_the_owner_while_the_keys_are_there(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    intake = clerk.counter.intake
    intake.owner.tick.setChecked(True)
    assert intake.owner.person.number.edit.hasFocus()
    owner = citizen(9)
    clerk.app.bridge.simulate(owner)
    clerk.until(lambda: intake.owner.person.number.text == owner.personal_number)
    assert intake.submitter.value == person


def test_the_code_on_a_receipt_opens_its_dossier(clerk: Clerk, person: Person) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.counter.intake.matter.case.setCurrentIndex(1)
    clerk.waits()
    clerk.counter.intake.papers.tick_required()
    clerk.waits()
    clerk.window.do("take_in")
    clerk.until(lambda: not clerk.counter.intake.begun)
    code = dossiers(clerk)[0].code
    clerk.app.bridge.simulate(code.encode())
    clerk.until(lambda: clerk.window.front == "dossier")


def test_the_square_on_a_receipt_opens_its_dossier_and_says_whether_the_paper_is_genuine(
    clerk: Clerk, person: Person
) -> None:
    clerk.scans(person)
    chooses_procedure(clerk, "kh s")
    clerk.counter.intake.matter.case.setCurrentIndex(1)
    clerk.waits()
    clerk.counter.intake.papers.tick_required()
    clerk.waits()
    clerk.window.do("take_in")
    clerk.until(lambda: not clerk.counter.intake.begun)
    text = receipt_code(clerk, dossiers(clerk)[0].id)
    clerk.app.bridge.simulate(text.encode())
    clerk.until(lambda: clerk.window.front == "dossier" and said(clerk, "Giấy thật"))
    changed = f"{text[:-1]}{'1' if text[-1] != '1' else '2'}"
    clerk.app.bridge.simulate(changed.encode())
    clerk.until(lambda: said(clerk, "Giấy bị sửa"))


def receipt_code(clerk: Clerk, dossier: DossierId) -> str:
    """What a scanner reads of the receipt that comes out now."""
    found: list[Sheet] = []

    class Asker(QObject):
        def take(self, sheet: Sheet) -> None:
            found.append(sheet)

    def printed(desk: Desk) -> Sheet:
        return form_jobs.form_job(desk, dossier, Form.RECEIPT).sheet

    asker = Asker()
    clerk.app.jobs.ask(asker, lambda work: work.prints.with_desk(printed), asker.take)
    clerk.until(lambda: bool(found))
    return codes(pictures(pdf(found[0]), 300)[0])["QRCode"]


def said(clerk: Clerk, words: str) -> bool:
    return any(words in banner.label.text() for banner in clerk.window.banners.shown)


def test_what_is_not_understood_is_said_and_fills_nothing(clerk: Clerk) -> None:
    clerk.app.bridge.simulate(b"https://example.org/")
    clerk.until(lambda: any("Không hiểu" in banner.label.text() for banner in clerk.window.banners.shown))
    assert not clerk.counter.intake.begun


def test_doubts_about_a_card_are_said(clerk: Clerk, person: Person) -> None:
    wrong = replace(person, personal_number=person.personal_number[:3] + "9" + person.personal_number[4:])
    clerk.scans(wrong)
    assert any("không khớp" in banner.label.text() for banner in clerk.window.banners.shown)

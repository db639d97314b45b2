"""What a person handed in earlier is offered in the list of papers, taken by one key, and stays for nobody else."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt

from desk.desk import Desk
from desk.dossiers import attachments
from models.events import FileAttached
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import dossiers
from tests.ui.intake.test_people_by_keys import complete, hints, scans, takes_in
from ui.intake.checklist import PaperLine


def offers(clerk: Clerk) -> list[PaperLine]:
    return [line for line in clerk.counter.intake.papers.lines if line.earlier is not None]


def test_one_key_takes_what_was_handed_in_earlier_and_another_card_puts_it_away(clerk: Clerk, person: Person) -> None:
    complete(clerk, person)
    first = takes_in(clerk)
    assert first.intake is not None
    paper = first.intake.papers[0].name

    def attach(desk: Desk) -> None:
        attachments.attach_content(desk, first.id, "giay.pdf", b"%PDF-1.4 giay", paper=paper)

    clerk.app.jobs.ask(QObject(), lambda work: attach(work.desk))
    clerk.waits()
    scans(clerk, person)
    complete(clerk)
    clerk.until(lambda: len(offers(clerk)) == 1)
    (line,) = offers(clerk)
    assert "R để dùng lại" in line._offer.text()
    assert "bản quét" not in hints(clerk)  # not offered twice
    line.tick.setFocus()
    clerk.press(Qt.Key.Key_R)
    clerk.waits()
    intake = clerk.counter.intake
    assert intake.form is not None
    assert [one.reused for one in intake.form.papers if one.name == paper] == [True]
    assert [one.paper for one in intake.form.files] == [paper]
    scans(clerk, replace(person, personal_number="001190000017", full_name="Trần Văn Khác"))
    clerk.until(lambda: not offers(clerk))
    clerk.waits()
    assert intake.form.files == ()
    assert not any(one.reused for one in intake.form.papers)
    scans(clerk, person)
    clerk.until(lambda: len(offers(clerk)) == 1)
    offers(clerk)[0].tick.setFocus()
    clerk.press(Qt.Key.Key_R)
    clerk.waits()
    again = takes_in(clerk)
    assert again.id != first.id
    assert [one.reused for one in again.files] == [True]
    assert isinstance(again.files[0], FileAttached)
    assert again.intake is not None
    assert [one.reused_from for one in again.intake.papers if one.reused] == [first.code]
    assert len(dossiers(clerk)) == 2

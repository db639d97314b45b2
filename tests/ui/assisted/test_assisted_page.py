"""The counter hands a citizen over to the page of help; steps, code, then how far it got."""

from PySide6.QtCore import Qt

from models.events import NationalState
from models.person import Person
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import dossiers
from ui.assisted.assisted_page import AssistedPage
from ui.work.work_page import WorkPageOfDay

CODE = "H99.11.22-261123-0007"


def test_a_citizen_is_helped_from_the_counter_to_what_the_portal_says(clerk: Clerk, person: Person) -> None:
    clerk.waits()
    clerk.scans(person)
    clerk.press(Qt.Key.Key_F6)
    clerk.types("3.000722")
    clerk.waits()
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)  # it is filed online only: nothing is taken in here
    page = clerk.window.page("assisted")
    assert isinstance(page, AssistedPage)
    clerk.until(lambda: bool(page.steps))
    assert person.full_name in page.who.text()
    assert not clerk.counter.intake.begun
    assert dossiers(clerk) == []
    page.code.edit.setText(CODE)
    clerk.window.do("assisted_filed")
    clerk.until(lambda: any("Chưa đánh dấu bước" in one.label.text() for one in clerk.window.banners.shown))
    for tick in page.steps:
        tick.click()
    clerk.window.do("assisted_filed")
    clerk.until(lambda: [one.code for one in page.rows.rows] == [CODE])
    assert (page.steps, page.code.text) == ([], "")
    work = clerk.page("work")
    assert isinstance(work, WorkPageOfDay)
    clerk.until(work.online.isVisible)
    work.online.click()
    assert clerk.window.page("assisted").isVisible()
    page.state.choose(NationalState.SUPPLEMENT)
    page.note.edit.setText("Chụp lại giấy chứng sinh")
    clerk.window.do("assisted_tell")
    clerk.until(lambda: page.rows.rows[0].state is NationalState.SUPPLEMENT)
    clerk.window.do("assisted_open")
    clerk.until(lambda: person.personal_number in page.opened.text())
    assert page.escape()
    assert page.opened.text() == ""

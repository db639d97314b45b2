"""The page of citizens' files by keys: by name with a reason, by card without one; a double merged, taken back."""

from dataclasses import replace as with_clerk

import pytest
from PySide6.QtCore import QObject, Qt

from desk.desk import Desk
from desk.intake import intake
from models.clerk import ALL_ROLES
from models.clerk import Clerk as Person
from models.ids import ClerkId
from models.subjects.citizen_decision import CitizenVerdict
from tests.desk.citizen_file.test_citizen_file import ANH, BY_CMND
from tests.desk.intake.test_intake import COPIES, RESIDENCE, complete
from tests.ui.cards.test_scanning import scan_of
from tests.ui.conftest import Clerk
from ui.citizen_file.citizen_file_page import CitizenFilePage

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def came(desk: Desk) -> None:
    at_work = with_clerk(desk, clerk=Person(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))
    intake.take_in(at_work, complete(desk, RESIDENCE, submitter=BY_CMND))
    intake.take_in(at_work, complete(desk, COPIES, submitter=ANH))


@pytest.fixture
def page(clerk: Clerk) -> CitizenFilePage:
    clerk.app.jobs.ask(QObject(), lambda work: came(work.desk))
    clerk.waits()
    clerk.press(Qt.Key.Key_Z, ALT)
    page = clerk.page("citizen_file")
    assert isinstance(page, CitizenFilePage)
    clerk.waits()
    return page


def test_from_the_counter_whose_card_was_read_is_asked_nothing_and_whose_number_was_typed_for_a_reason(
    clerk: Clerk, page: CitizenFilePage
) -> None:
    clerk.page("counter")
    clerk.scans(ANH)
    clerk.press(Qt.Key.Key_Z, CTRL_ALT)
    clerk.until(lambda: page.isVisible() and page.view is not None)
    assert page._name.text() == ANH.full_name
    clerk.page("counter")
    assert clerk.counter.intake.submitter.full_name.text == ANH.full_name
    clerk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    clerk.counter.intake.submitter.number.edit.setFocus()
    clerk.types(ANH.personal_number)
    clerk.waits()
    clerk.press(Qt.Key.Key_Z, CTRL_ALT)
    clerk.until(lambda: page.isVisible() and bool(page.people.rows))
    assert not page.dossiers.rows
    assert page.reason.edit.hasFocus()
    clerk.commits("Xác minh theo đơn")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.view is not None)


def test_a_file_is_found_by_name_read_for_a_reason_and_its_double_merged_and_taken_apart_by_keys(
    clerk: Clerk, page: CitizenFilePage
) -> None:
    clerk.types("ly thi vi du")
    clerk.until(lambda: len(page.people.rows) == 2)
    at = next(n for n, one in enumerate(page.people.rows) if one.number == ANH.personal_number)
    page.people_table.setCurrentIndex(page.people.index(at, 0))
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert not page.dossiers.rows  # a reason is wanted, and the keys stand there
    clerk.commits("Xác minh theo đơn")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.view is not None)
    assert page.view is not None
    assert (page.view.name, len(page.view.dossiers)) == (ANH.full_name, 1)
    assert [one.proposed for one in page.entries.rows] == [True]
    page.entries_table.setCurrentIndex(page.entries.index(0, 0))
    page.entries_table.setFocus()
    clerk.press(Qt.Key.Key_F9, SHIFT)
    assert page.deciding.isVisibleTo(page)
    clerk.commits("Thẻ ghi số CMND cũ")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.view is not None and len(page.view.dossiers) == 2)
    at = next(n for n, one in enumerate(page.entries.rows) if one.verdict is CitizenVerdict.MERGED)
    page.entries_table.setCurrentIndex(page.entries.index(at, 0))
    page.entries_table.setFocus()
    clerk.press(Qt.Key.Key_F8, SHIFT)
    clerk.commits("Hai chị em")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.view is not None and len(page.view.dossiers) == 1)


def test_a_card_opens_the_file_of_its_bearer_and_nothing_stays_for_another_person(
    clerk: Clerk, page: CitizenFilePage
) -> None:
    clerk.app.scans.scanned(scan_of(ANH))
    clerk.until(lambda: page.view is not None)
    assert clerk.window.front == "citizen_file"
    page.show_clerk(None)
    assert page.view is None
    assert not page.dossiers.rows

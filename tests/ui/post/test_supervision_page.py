"""What postal staff did, by keys: accepted with F9, given back with a reason, done anew by who did it."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Qt

from desk.desk import Desk
from desk.intake import intake
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Clerk as Person
from models.clerk import Role
from models.ids import ClerkId
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.ui.conftest import Clerk
from tests.ui.shell.test_locking import works_as
from ui.post.supervision_page import SupervisionPage

SHIFT = Qt.KeyboardModifier.ShiftModifier
GIVEN = ApprovedList(approved=(Approval(procedures=(RESIDENCE,), valid_from=date(2026, 1, 1), source="QĐ 1"),))


def takes_in(desk: Desk, by: ClerkId) -> None:
    postal = Person(id=by, name="Lê Văn Bưu", roles=frozenset({Role.POSTAL}))
    at_work = replace(desk, approved=GIVEN, clerk=postal)
    for _ in range(2):
        intake.take_in(at_work, complete(at_work, RESIDENCE))


def opens(clerk: Clerk, *, by: ClerkId) -> SupervisionPage:
    clerk.app.jobs.ask(QObject(), lambda work: takes_in(work.desk, by))
    clerk.waits()
    clerk.press(Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: clerk.window.front == "supervision")
    clerk.waits()
    page = clerk.window.page("supervision")
    assert isinstance(page, SupervisionPage)
    return page


def test_a_clerk_accepts_one_and_gives_the_other_back_with_a_reason(clerk: Clerk) -> None:
    page = opens(clerk, by=ClerkId("buu-ta"))
    assert [(one.clerk, one.act, one.state) for one in page.rows.rows] == [("buu-ta", "Tiếp nhận", "Chờ xem")] * 2
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.rows.rows[0].tone == "good")
    page.table.setCurrentIndex(page.rows.index(1, 0))
    clerk.press(Qt.Key.Key_F9, SHIFT)  # without a reason the field is pointed at
    assert page.said.edit.hasFocus()
    page.said.put("thiếu chữ ký")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: page.rows.rows[1].state == "Trả lại: thiếu chữ ký")
    assert page.said.text == ""


def test_who_did_it_sees_what_was_given_back_and_does_it_anew(clerk: Clerk) -> None:
    works_as(clerk, Role.POSTAL)
    clerk.app.jobs.ask(QObject(), lambda work: takes_in(work.desk, work.desk.by))
    clerk.waits()
    page = opens(clerk, by=ClerkId("nguoi-khac"))
    assert len(page.rows.rows) == 2  # their own alone
    assert page.acts["act_redo"].isEnabled() is False
    first = page.rows.rows[0].id

    def gives_back(desk: Desk) -> None:
        from desk.post import supervision  # noqa: PLC0415 - beside the deed

        boss = Person(id=ClerkId("can-bo"), name="Cán bộ", roles=frozenset({Role.CLERK}))
        supervision.give_back(replace(desk, clerk=boss), first, "đếm lại")

    clerk.app.jobs.ask(QObject(), lambda work: gives_back(work.desk))
    clerk.waits()
    page.page_shown(None)
    clerk.until(lambda: page.rows.rows[0].state == "Trả lại: đếm lại")
    page.said.put("đã đếm lại, đủ")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.rows.rows[0].state == "Làm lại, chờ xem: đã đếm lại, đủ")

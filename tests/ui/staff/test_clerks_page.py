"""Accounts made by keys and clicks, the own PIN, two people for an exception, looks that fold, an idle window."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk.access_log import reads
from desk.intake import intake
from desk.money import payments
from desk.permissions import Permission
from desk.staff import accounts, pins
from desk.views.view_models import DossierLine
from models.clerk import Role
from models.ids import ClerkId, DossierId
from models.subjects.dossier import DossierStatus
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.ui.conftest import Clerk
from tests.ui.dossiers.sheets import part_of, put_in, second_of, sheet_of
from tests.ui.shell.test_locking import PIN, TWO, _offered, staffed, takes_over, who
from ui.dossiers.dossier_page import DossierPage
from ui.dossiers.price_part import LetOffPart, PricePart
from ui.shell.page import Opening
from ui.staff.clerks_page import ClerksPage
from ui.staff.sessions import IdleWatch
from ui.widgets.fold import FoldOut

__all__ = ["staffed"]


def clerks_page(clerk: Clerk) -> ClerksPage:
    page = clerk.page("clerks")
    assert isinstance(page, ClerksPage)
    clerk.waits()
    return page


def dossier_page(clerk: Clerk) -> DossierPage:
    page = clerk.window.page("dossier")
    assert isinstance(page, DossierPage)
    return page


def verbs_now(clerk: Clerk) -> frozenset[Permission]:
    """What whoever works here may do."""
    state = clerk.window.locking.state
    assert state is not None
    return state.permissions


def account(clerk: Clerk, id_: str) -> accounts.Account:
    found: list[accounts.Account] = []
    clerk.app.jobs.ask(clerk.window, lambda work: found.append(accounts.account(work.desk, ClerkId(id_))))
    clerk.waits()
    return found[0]


@pytest.fixture
def taken(staffed: Clerk) -> tuple[Clerk, DossierId]:
    """A dossier of another day, opened."""
    made: list[DossierId] = []
    staffed.app.jobs.ask(
        staffed.window, lambda work: made.append(intake.take_in(work.desk, complete(work.desk, RESIDENCE)).id)
    )
    staffed.waits()
    return staffed, made[0]


def test_the_first_account_is_administrator_and_works_on(clerk: Clerk) -> None:
    page = clerks_page(clerk)
    part = page.part
    assert "luôn là quản trị" in part.say.text()
    part.id.put("lan")
    part.name.put("Vũ Thị Lan Mẫu")
    part.roles[Role.ADMIN].setChecked(False)
    part.fresh.edit.setText("918273")
    part.again.edit.setText("918273")
    part.again.edit.setFocus()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: who(clerk) == "lan")
    clerk.waits()
    made = account(clerk, "lan")
    assert made.roles == {Role.CLERK, Role.ADMIN}
    assert "918273" not in made.proof
    assert clerk.window.acts["take_in"].action.permission in verbs_now(clerk)


def test_a_bad_first_pin_is_refused_with_its_reason(clerk: Clerk) -> None:
    part = clerks_page(clerk).part
    part.id.put("lan")
    part.name.put("Vũ Thị Lan Mẫu")
    part.fresh.edit.setText("123456")
    part.again.edit.setText("123456")
    part.ok.click()
    clerk.until(lambda: "dễ đoán" in part.note.text())


def test_an_administrator_makes_resets_and_switches_off(staffed: Clerk) -> None:
    page = clerks_page(staffed)
    staffed.press(Qt.Key.Key_Insert)
    assert staffed.focus is page.part.id.edit
    page.part.id.put("hoa")
    page.part.name.put("Đỗ Thị Hoa Mẫu")
    page.part.unit.choose("vhxh")
    staffed.press(Qt.Key.Key_F9)
    staffed.until(lambda: "Mã dùng một lần" in page.part.pin.text())
    told = page.part.pin.text().rpartition(": ")[2].replace(" ", "")
    made = account(staffed, "hoa")
    assert made.one_time
    assert made.unit == "vhxh"
    assert pins.fits(made.proof, told)
    page.part.switch.click()
    staffed.waits()
    assert account(staffed, "hoa").off
    assert page.part.switch.text() == "Mở lại tài khoản"


def test_the_last_administrator_cannot_be_switched_off(staffed: Clerk) -> None:
    page = clerks_page(staffed)
    page.list.setCurrentRow(next(n for n, one in enumerate(page.rows) if one.id == "mau"))
    page.part.switch.click()
    staffed.until(lambda: "quản trị cuối cùng" in page.part.note.text())


def test_everybody_changes_the_own_pin_and_sees_no_other_account(staffed: Clerk) -> None:
    people = [one.id for one in _offered(staffed)]
    takes_over(staffed, people.index(TWO) + 1)
    page = clerks_page(staffed)
    assert not page.part.isVisible()
    for field, secret in ((page.old, PIN), (page.fresh, "918273"), (page.again, "918273")):
        field.edit.setText(secret)
    page.again.edit.setFocus()
    staffed.press(Qt.Key.Key_F9)
    staffed.until(lambda: page.own_note.text() == "Đã đổi mã.")
    assert pins.fits(account(staffed, TWO).proof, "918273")


def test_a_price_is_corrected_alone_while_no_money_goes_back_and_by_two_when_it_does(
    taken: tuple[Clerk, DossierId],
) -> None:
    clerk, dossier = taken
    clerk.window.go("dossier", Opening(dossier=dossier))
    clerk.waits()
    page = dossier_page(clerk)
    clerk.window.do("price_correct")
    clerk.waits()
    sheet, part = sheet_of(page, "price_correct"), part_of(page, "price_correct", PricePart)
    part.amounts[0].put("10.000")
    part.follow()
    assert part.outcome.text() == "Mức thu: 20.000 đồng → 10.000 đồng."
    part.reason.edit.setPlainText("nộp trực tuyến")
    assert not second_of(sheet).isVisible()
    sheet.ok.click()
    clerk.until(lambda: page.view is not None and page.view.told[-1].what == "PriceChanged")
    pay = partial(payments.take, dossiers=[dossier], amounts={dossier: 10_000})
    clerk.app.jobs.ask(clerk.window, lambda work: pay(work.desk))
    clerk.waits()
    clerk.window.go("dossier", Opening(dossier=dossier))
    clerk.waits()
    clerk.window.do("price_exempt")
    clerk.waits()
    sheet, less = sheet_of(page, "price_exempt"), part_of(page, "price_exempt", LetOffPart)
    assert "Hộ nghèo" in [less.group.itemText(n) for n in range(less.group.count())]
    assert less.group.value is None
    less.group.setCurrentIndex(less.group.findText("Hộ nghèo"))
    less.proof.put("Giấy chứng nhận hộ nghèo")
    less.reason.edit.setPlainText("xuất trình sau")
    assert less.outcome.text().endswith("Đã thu 10.000 đồng, phải trả lại 10.000 đồng.")
    assert second_of(sheet).isVisible()
    clerk.until(lambda: second_of(sheet).person is not None)
    second_of(sheet).secret.edit.setText(PIN)
    sheet.ok.click()
    clerk.until(lambda: page.view is not None and page.view.dossier.surplus == 10_000)
    assert "Phải trả lại 10.000 đ" in page.head.owed.text()


def test_a_leader_confirms_a_later_appointment_at_the_same_screen(
    taken: tuple[Clerk, DossierId],
) -> None:
    clerk, dossier = taken
    clerk.window.go("dossier", Opening(dossier=dossier))
    clerk.waits()
    page = dossier_page(clerk)
    clerk.window.do("postpone")
    clerk.waits()
    sheet = sheet_of(page, "postpone")
    put_in(page, "postpone", "Hẹn trả lúc", "25/12/2026 10:30")
    put_in(page, "postpone", "Lý do", "Chờ xác minh")
    second_of(sheet).secret.edit.setText("111111")
    sheet.ok.click()
    clerk.until(lambda: "không đúng" in sheet.note.text())
    second_of(sheet).secret.edit.setText(PIN)
    sheet.ok.click()
    clerk.until(lambda: page.view is not None and page.view.dossier.postponed == 1)
    clerk.waits()
    assert page.view is not None
    clerk.until(lambda: page.view is not None and page.view.told[-1].what == "FormPrinted")
    extended, printed = page.view.told[-2:]
    assert "Phạm Thị Mẫu cùng xác nhận" in extended.sentence
    assert printed.sentence == "In văn bản xin lỗi và đề nghị gia hạn."
    assert not sheet.isVisible()
    clerk.window.do("void")
    clerk.waits()
    put_in(page, "void", "Lý do", "Nhập hai lần")
    second_of(sheet_of(page, "void")).secret.edit.setText(PIN)
    sheet_of(page, "void").ok.click()
    clerk.until(lambda: page.view is not None and page.view.dossier.status is DossierStatus.VOIDED)


def test_without_a_leader_it_says_what_to_set_up(clerk: Clerk) -> None:
    made: list[DossierId] = []
    clerk.app.jobs.ask(
        clerk.window, lambda work: made.append(intake.take_in(work.desk, complete(work.desk, RESIDENCE)).id)
    )
    clerk.waits()
    clerk.window.go("dossier", Opening(dossier=made[0]))
    clerk.waits()
    clerk.window.do("void")
    clerk.until(lambda: "vai trò lãnh đạo" in sheet_of(dossier_page(clerk), "void").note.text())
    assert not sheet_of(dossier_page(clerk), "void").ok.isEnabled()


def test_looking_is_recorded_once_per_opening_and_folded_in_the_history(
    taken: tuple[Clerk, DossierId], clock: TurnedClock
) -> None:
    clerk, dossier = taken
    clock.turn(hours=1)
    clerk.page("dossiers")
    clerk.types("nguyen")
    clerk.waits()
    rows = clerk.window.page("dossiers").rows.rows  # type: ignore[attr-defined]
    assert isinstance(rows[0], DossierLine)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.window.front == "dossier")
    clerk.waits()
    clerk.window.events_merged(frozenset({dossier}))
    clerk.waits()
    found: list[object] = []
    clerk.app.jobs.ask(clerk.window, lambda work: found.extend(reads(work.desk, dossier)))
    clerk.waits()
    told = [(one.clerk, one.by.value, one.words) for one in found]  # type: ignore[attr-defined]
    assert told == [("mau", "search", "nguyen"), ("mau", "shown", "")]
    fold = next(one for one in dossier_page(clerk).findChildren(FoldOut) if "lượt xem" in one.text())
    assert fold.text().startswith("1 lượt xem")
    said = [one for one in dossier_page(clerk).findChildren(QLabel) if "“nguyen”" in one.text()]
    assert not said[0].isVisible()
    fold.click()
    assert said[0].isVisible()


def test_a_window_that_nobody_uses_warns_then_locks_and_any_key_takes_it_back(
    staffed: Clerk,
) -> None:
    now = [0.0]
    watch = IdleWatch(staffed.app, staffed.window.locking, staffed.window.banners, lambda: now[0])
    now[0] = 9 * 60.0 + 31
    watch.look()
    assert any("tự khóa" in banner.label.text() for banner in staffed.window.banners.shown)
    staffed.types("1")
    assert not any("tự khóa" in banner.label.text() for banner in staffed.window.banners.shown)
    watch.look()
    still_open = not staffed.window.locking.is_covered
    now[0] += 10 * 60.0
    watch.look()
    assert (still_open, staffed.window.locking.is_covered) == (True, True)
    staffed.waits()
    assert "tự khóa" in "".join(one.text() for one in staffed.window.findChildren(QLabel) if one.isVisible())
    watch.stop()


def test_a_pc_that_slept_is_locked_before_the_first_key_of_whoever_wakes_it(staffed: Clerk) -> None:
    now = [0.0]
    watch = IdleWatch(staffed.app, staffed.window.locking, staffed.window.banners, lambda: now[0])
    now[0] = 3 * 3600.0
    staffed.types("1")
    assert staffed.window.locking.is_covered
    watch.stop()


def test_without_accounts_an_idle_window_stays_open(clerk: Clerk) -> None:
    now = [0.0]
    watch = IdleWatch(clerk.app, clerk.window.locking, clerk.window.banners, lambda: now[0])
    now[0] = 100_000.0
    watch.look()
    assert not clerk.window.locking.is_covered
    watch.stop()

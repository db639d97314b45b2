"""What holds on everything that folds out over a page, now and later: docs/phong-cach.md."""

import importlib
import pkgutil
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

import ui
from desk.appointments import booking, offering
from desk.appointments.booking import AppointmentWish
from desk.appointments.offering import SlotChange
from desk.dossiers import process, work_lists
from desk.intake import intake
from desk.money import payments, shifts
from desk.settings import LookSettings, Theme
from desk.views.open_desk import OpenDesk
from desk.visits import planning, requests
from desk.visits.requests import VisitWish
from models.appointment_hours import weekly_typed
from models.codes.appointment_code import new_appointment_code
from models.events import APPOINTMENT, AppointmentBooked, Seat, SlotHoursSet
from models.ids import CounterId, DossierCode
from models.person import Person
from models.store.projections.money.payment_lists import PaymentLists
from models.subjects.work_lists import WorkList
from tests.desk.citizen_file.test_citizen_file import ANH
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from tests.desk.money.test_payments import leased, pool, taken_in
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.ui.cards.test_scanning import scan_of
from tests.ui.citizen_file.test_citizen_file_page import came
from tests.ui.conftest import Clerk
from tests.ui.dossiers.test_acts import press
from tests.ui.everywhere import at_work, is_tab_stop, said_by, settle, shows
from ui.appointments.appointments_page import AppointmentsPage
from ui.citizen_file.citizen_file_page import CitizenFilePage
from ui.dossiers.acts import ACTS
from ui.money.money_lists import MoneyTab
from ui.money.money_page import MoneyPage
from ui.register.register_page import RegisterPage
from ui.visits.visits_page import VisitsPage
from ui.widgets.field import Field
from ui.widgets.sheet import FoldOutSheet, order_tabs

MOST_STOPS = 120
"""More tab stops than any sheet has."""

AT_THE_COUNTER = {
    "Lấy số mới": "F12",
    "Tạm giữ số này": "Shift+F3",
    "Chuyển số này": "Shift+F5",
    "Phiếu yêu cầu bổ sung": "F8",
    "Phiếu từ chối": "Shift+F8",
    "Nhận theo danh sách": "Ctrl+Shift+N",
}
"""Sheets of the counter and their keys; those of a dossier are rows of the table of acts."""


def sheets(clerk: Clerk) -> Iterator[tuple[str, Callable[[], FoldOutSheet]]]:
    """Every sheet by its name, and how it is opened."""
    shows(clerk, "counter")
    for name, key in AT_THE_COUNTER.items():
        yield name, lambda key=key: opened(clerk, key)  # type: ignore[misc]  # one for each row
    yield "Nhận nhiều việc một lần", lambda: opened(clerk, "Alt+A")
    shows(clerk, "dossier")
    for act in ACTS:
        if act.sheet is not None and clerk.window.acts[act.action.id].isEnabled():  # at this stage
            yield act.action.words, lambda key=act.action.key: opened(clerk, key)  # type: ignore[misc]  # likewise
    clerk.app.jobs.ask(clerk.window, _lays_before_the_leader)
    clerk.waits()
    clerk.window.do("page_signing")
    clerk.waits()
    yield "Trả lại, chưa ký", lambda: opened(clerk, "Shift+F9")
    clerk.app.jobs.ask(clerk.window, _takes_money)
    page = shows(clerk, "money")
    assert isinstance(page, MoneyPage)
    yield "Đếm tiền đầu ca", lambda: opened(clerk, "Alt+D")
    page.page_shown(MoneyTab.TAKEN)
    clerk.waits()
    yield "Hủy, thay biên lai", lambda: opened(clerk, "Alt+B")
    page.page_shown(MoneyTab.SHIFTS)
    clerk.waits()
    yield "Nộp tiền ca này", lambda: opened(clerk, "F9")
    clerk.app.jobs.ask(clerk.window, _hears_of_last_year)
    register = shows(clerk, "register")
    assert isinstance(register, RegisterPage)
    register.first.put("01/01/2025")
    register.last.put("31/12/2025")
    yield "Khóa sổ năm", lambda: opened(clerk, "Ctrl+Shift+L")
    clerk.app.jobs.ask(clerk.window, _asks_for_visits)
    shows(clerk, "visit_planning")
    yield "Ghi yêu cầu đến nhà", lambda: opened(clerk, "Ctrl+N")
    yield "Hủy lượt", lambda: opened(clerk, "Shift+F8")
    page = shows(clerk, "visits")
    assert isinstance(page, VisitsPage)
    for row, (name, key) in enumerate({"Không gặp": "F8", "Chụp giấy tờ": "F7"}.items()):
        page.table.setCurrentIndex(page.rows.index(row, 0))
        clerk.waits()
        yield name, lambda key=key: opened(clerk, key)  # type: ignore[misc]  # likewise
    yield from _of_appointments(clerk)
    yield from _of_citizens(clerk)


def _of_appointments(clerk: Clerk) -> Iterator[tuple[str, Callable[[], FoldOutSheet]]]:
    """A day with hours and one booking; the day before it with somebody who did not come."""
    clerk.app.jobs.ask(clerk.window, _gives_appointments)
    page = shows(clerk, "appointments")
    assert isinstance(page, AppointmentsPage)
    page.slot_table.setCurrentIndex(page.slots.index(len(page.slots.rows) - 1, 0))
    for name, key in {"Giờ nhận hẹn": "F7", "Đặt lịch ở giờ này": "F9", "Dời lịch": "F5", "Hủy lịch": "F8"}.items():
        yield name, lambda key=key: opened(clerk, key)  # type: ignore[misc]  # likewise
    left = next(n for n, line in enumerate(page.lines.rows) if line.unresolved)
    page.line_table.setCurrentIndex(page.lines.index(left, 0))
    yield "Vì sao không đến", lambda: opened(clerk, "Shift+F8")


def _of_citizens(clerk: Clerk) -> Iterator[tuple[str, Callable[[], FoldOutSheet]]]:
    """The file of somebody of whom there may be a second one."""
    clerk.app.jobs.ask(clerk.window, _takes_in_of_doubles)
    page = shows(clerk, "citizen_file")
    assert isinstance(page, CitizenFilePage)
    clerk.app.scans.scanned(scan_of(ANH))
    clerk.until(lambda: any(one.proposed for one in page.entries.rows))
    clerk.waits()
    page.entries_table.setCurrentIndex(page.entries.index(0, 0))
    for name, key in {"Gộp: là một người": "Shift+F9", "Không phải một người": "F8"}.items():
        yield name, lambda key=key: opened(clerk, key)  # type: ignore[misc]  # likewise


def _gives_appointments(work: OpenDesk) -> None:
    """Hours of a service every day, a booking of today, one of yesterday left open; unless they are there already."""
    today = work.desk.today
    if work.appointments.day(today, None).lines:
        return
    service = next(iter(work.appointments.day(today, None).services))
    weekly = SlotHoursSet(
        service=service, weekly=weekly_typed("2-7,CN", "07:30-11:30"), seats=2, valid_from=today, on_holidays=True
    )
    offering.set_(work.desk, SlotChange(event=weekly, service=service), confirmed=True)
    booking.book(work.desk, AppointmentWish(service=service, day=today, minute=11 * 60, person=MAU))
    chance, chain = random.Random(4), Chain(8)  # noqa: S311  # no secret, the same each run
    at = work.desk.clock() - timedelta(days=1)
    seat = Seat(service, CounterId(""), today - timedelta(days=1), 480, 1)
    left = AppointmentBooked(seat=seat, code=new_appointment_code(), name="Lý Thị Ví Dụ")
    work.desk.store.log.merge([chain.add(subject_at(APPOINTMENT, at, chance), at, left)])


def _takes_in_of_doubles(work: OpenDesk) -> None:
    """One person with two numbers, unless that is done already."""
    if not work.citizen_file.find(ANH.full_name):
        came(work.desk)


def _lays_before_the_leader(work: OpenDesk) -> None:
    """The dossiers taken in, unless they lie there already."""
    ids = [row.id for row in work_lists.listed(work.desk, WorkList.TO_HAND_OVER)]
    process.submit(work.desk, ids)


def _asks_for_visits(work: OpenDesk) -> None:
    """A visit that waits and two of today, in one of which something was taken in; unless they are there already."""
    if not planning.waiting(work.desk):
        wish = VisitWish(person=MAU, hamlet="Thôn Mẫu", procedures=(RESIDENCE,), again=True)
        _, *today = (requests.request(work.desk, wish).id for _ in range(3))
        planning.plan(work.desk, today, work.desk.today)
        intake.take_in(work.desk, complete(work.desk, RESIDENCE, visit=today[1]))


def _takes_money(work: OpenDesk) -> None:
    """A payment with a receipt in force, its shift closed, unless that was done already."""
    if work.desk.store.lists(PaymentLists).shifts_of_day(work.desk.today):
        return
    desk = leased(work.desk, pool(work.desk))
    paid = payments.take(desk, [taken_in(desk).id])
    shifts.close(desk, paid.shift, total=paid.amount)


def _hears_of_last_year(work: OpenDesk) -> None:
    """A dossier of a year that has ended, so that its register can be closed."""
    chance, chain = random.Random(3), Chain(7)  # noqa: S311  # no secret, the same each run
    at = datetime(2025, 12, 30, 1, tzinfo=UTC)
    event = reception(citizen(chance), DossierCode("H99.99.99-251230-0001"), at, chance)
    work.desk.store.log.merge([chain.add(subject_at("dossier/", at, chance), at, event)])


def opened(clerk: Clerk, key: str) -> FoldOutSheet:
    """The sheet this key folds out."""
    press(clerk, key)
    clerk.waits()
    (sheet,) = [one for one in clerk.window.findChildren(FoldOutSheet) if one.isVisible()]
    return sheet


def closed(clerk: Clerk, sheet: FoldOutSheet) -> None:
    """By Esc, from wherever the keys are."""
    clerk.press(Qt.Key.Key_Escape)
    clerk.waits()
    assert not sheet.isVisible()


@pytest.fixture
def busy(clerk: Clerk, person: Person) -> Clerk:
    made = at_work(clerk, person)
    made.press(Qt.Key.Key_F4)  # somebody is here, so that a number can be held and moved
    made.waits()
    return made


def order_of(clerk: Clerk, sheet: FoldOutSheet) -> list[QWidget]:
    """What Tab goes through within it, from its first field."""
    order_tabs(sheet)
    first = sheet.nextInFocusChain()
    while first is not None and not (sheet.isAncestorOf(first) and is_tab_stop(first)):
        first = first.nextInFocusChain()
    assert first is not None
    first.setFocus(Qt.FocusReason.TabFocusReason)
    found = [first]
    for _ in range(MOST_STOPS):
        clerk.press(Qt.Key.Key_Tab)
        if clerk.focus in found or not sheet.isAncestorOf(clerk.focus):
            break
        found.append(clerk.focus)
    return found


# ---- what is looked at in one walk -------------------------------------------------------------------------


def too_low(_: Clerk, sheet: FoldOutSheet) -> Iterator[str]:
    """Fields with less height than they need, of a sheet just folded out."""
    settle()
    for field in sheet.findChildren(QLineEdit):
        if field.isVisible() and field.height() < field.minimumSizeHint().height():
            yield said_by(field)


def without_f9(_: Clerk, sheet: FoldOutSheet) -> Iterator[str]:
    """What its doing button says, when that is not F9."""
    words = f"{sheet.do_it.text()} {sheet.do_it.accessibleName()}"
    if "F9" not in words:
        yield words


def out_of_order(clerk: Clerk, sheet: FoldOutSheet) -> Iterator[str]:
    """Where Tab goes, when it misses a part or does not end with the doing button and what closes."""
    order = order_of(clerk, sheet)
    said = [said_by(one) for one in order]
    stops = {said_by(one) for one in sheet.findChildren(QWidget) if is_tab_stop(one)}
    if stops != set(said):
        yield f"{said} of {stops}"
    if order[-1] is not sheet.back:
        yield f"{said} does not end with what closes"
    if "F9" in said_by(sheet.do_it) and sheet.do_it.isEnabled() and order[-2] is not sheet.do_it:
        yield f"{said} has the doing button elsewhere"
    sheet.back.setFocus()


def passed_by(clerk: Clerk, sheet: FoldOutSheet) -> Iterator[str]:
    """Fields that are red and that F9 does not go to."""
    if not sheet.do_it.isEnabled():  # nobody is there to confirm
        return
    fields = [one for one in sheet.findChildren(Field) if one.isVisibleTo(sheet) and is_tab_stop(one.edit)]
    for field in fields:
        sheet.back.setFocus()
        field.say("bad", "Sai.")
        press(clerk, "F9")
        clerk.waits()
        if not sheet.isVisible():
            yield f"closed with {said_by(field.edit)} red"
            return
        if clerk.focus is not field.edit:
            yield f"{said_by(field.edit)}, not {said_by(clerk.focus)}"
        field.say("", "")


class Walk:
    """Every sheet of the window opened once.

    Attributes:
        sheets: their classes.
        found: by the name of what is looked for, what was found on which sheet.
    """

    def __init__(self, clerk: Clerk) -> None:
        self.sheets: set[type[FoldOutSheet]] = set()
        self.found: dict[str, list[str]] = {}
        for name, open_ in sheets(clerk):
            sheet = open_()
            self.sheets.add(type(sheet))
            for look_for in (too_low, without_f9, out_of_order, passed_by):
                found = self.found.setdefault(look_for.__name__, [])
                found += [f"{name}: {what}" for what in look_for(clerk, sheet)]
            if sheet.isVisible():
                closed(clerk, sheet)


@pytest.fixture(scope="module")
def walks() -> list[Walk]:
    """The walk of this file, once it was done."""
    return []


@pytest.fixture
def walk(walks: list[Walk], request: pytest.FixtureRequest) -> Walk:
    """Done by the test that asks first, in its window."""
    if not walks:
        walks.append(Walk(request.getfixturevalue("busy")))
    return walks[0]


def test_every_sheet_of_the_window_is_walked(walk: Walk) -> None:
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert walk.sheets == set(FoldOutSheet.__subclasses__())


def test_tab_goes_from_the_first_field_through_all_to_the_doing_button_and_then_to_what_closes(walk: Walk) -> None:
    assert walk.found["out_of_order"] == []


def test_f9_is_on_the_doing_button_of_every_sheet(walk: Walk) -> None:
    assert walk.found["without_f9"] == []


def test_a_sheet_just_folded_out_gives_every_field_its_height(walk: Walk) -> None:
    assert walk.found["too_low"] == []


def test_what_is_red_anywhere_on_a_sheet_stands_in_the_way_of_f9_which_goes_there(walk: Walk) -> None:
    assert walk.found["passed_by"] == []


# ---- what needs a walk of its own --------------------------------------------------------------------------


def test_at_double_type_too_a_sheet_just_folded_out_gives_every_field_its_height(busy: Clerk) -> None:
    busy.app.signals.look_chosen.emit(LookSettings(theme=Theme.LIGHT, type_scale=2.0))
    for name, open_ in sheets(busy):
        sheet = open_()
        assert list(too_low(busy, sheet)) == [], name
        closed(busy, sheet)


def typed_fields(sheet: FoldOutSheet) -> list[QLineEdit | QPlainTextEdit]:
    """What is typed into; not secrets, which are forgotten at once."""
    lines = [one for one in sheet.findChildren(QLineEdit) if one.echoMode() is QLineEdit.EchoMode.Normal]
    found: list[QLineEdit | QPlainTextEdit] = [*lines, *sheet.findChildren(QPlainTextEdit)]
    return [one for one in found if is_tab_stop(one) and not one.isReadOnly()]


def text_of(edit: QLineEdit | QPlainTextEdit) -> str:
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


def test_esc_closes_every_sheet_and_no_letter_is_lost(busy: Clerk) -> None:
    for name, open_ in sheets(busy):
        sheet = open_()
        fields = typed_fields(sheet)
        for field in fields:
            field.setFocus(Qt.FocusReason.TabFocusReason)
            busy.types("abc")
        before = [text_of(field) for field in fields]
        assert all("abc" in text for text in before), name
        closed(busy, sheet)
        again = open_()
        assert again is sheet, name
        assert [text_of(field) for field in fields] == before, name
        closed(busy, sheet)

"""The day's work by keys: lists and counts, marks, one act on many, what is said of an empty day."""

import random
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel

from desk.dossiers import process
from desk.dossiers.deadlines import Nearness
from desk.staff import accounts
from models.catalogue.processes import load_processes
from models.clerk import Role
from models.events import AnyEvent, DossierForwarded, DossierSubmitted, DossierWithdrawn, DueDate
from models.ids import DossierId
from models.process import Holder, ProcessStep
from models.subjects.work_lists import WorkList
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.fakes.events import START
from tests.ui.conftest import Clerk
from tests.ui.shell.test_locking import TWO, _offered, staff, takes_over, works_as
from ui.dossiers.list_page import DossiersPage
from ui.program.rail_signs import RailSigns
from ui.work.work_page import WorkPageOfDay

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
AT_LEADER = DossierSubmitted(
    to=Holder(unit="lanhdao", unit_name="Lãnh đạo UBND"), step=ProcessStep(id="sign", name="Ký", signs=True), number=2
)
HOURS = (-1, 3, 8, 30, 80)
"""From 08:00 on a Monday to the due date of each dossier, the most pressing first."""


def heard(clerk: Clerk, *more: tuple[int, AnyEvent]) -> list[DossierId]:
    """A dossier for each of ``HOURS``, of another desk; and what happened to them later, by their place."""
    chance, chain = random.Random(3), Chain(9)  # noqa: S311  # no secret, the same each run
    ids, events = [], []
    for number, hours in enumerate(HOURS):
        at = START - timedelta(days=9) + number * timedelta(seconds=1)
        event = reception(citizen(chance), f"H-{number}", at, chance)
        ids.append(DossierId(subject_at("dossier/", at, chance)))
        events.append(chain.add(ids[-1], at, replace(event, due=DueDate(at=START + timedelta(hours=hours)))))
    events += [chain.add(ids[place], START, event) for place, event in more]
    clerk.app.jobs.ask(QObject(), lambda work: work.desk.store.log.merge(events))
    clerk.waits()
    return ids


def opens(clerk: Clerk) -> WorkPageOfDay:
    clerk.press(Qt.Key.Key_8, CTRL)
    clerk.until(lambda: clerk.window.front == "work")
    clerk.waits()
    page = clerk.window.page("work")
    assert isinstance(page, WorkPageOfDay)
    return page


def goes_to(clerk: Clerk, page: WorkPageOfDay, of: WorkList) -> None:
    page.nav.rows[of].setFocus()
    page.nav.rows[of].click()
    clerk.waits()
    page.table.setFocus()


def shown(page: WorkPageOfDay, head: str) -> list[str]:
    at = next(n for n, column in enumerate(page.rows.columns) if column.head == head)
    return [str(page.rows.index(n, at).data()) for n in range(page.rows.rowCount())]


def counted(page: WorkPageOfDay) -> dict[WorkList, str]:
    """Lists that have something, with their number as a screen reader says it."""
    said = {of: nav_row.accessibleName().rpartition(", ")[2] for of, nav_row in page.nav.rows.items()}
    return {of: words for of, words in said.items() if isinstance(of, WorkList) and words != "0 hồ sơ"}


def said_on(page: WorkPageOfDay) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def monday(clerk: Clerk, clock: TurnedClock) -> Clerk:
    clock.now = START
    return clerk


def test_its_own_key_shows_what_must_be_done_before_going_home_the_most_pressing_first(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    assert page.of is WorkList.TODAY
    assert shown(page, "Mã hồ sơ") == ["H-0", "H-1", "H-2", "H-3", "H-4"]
    assert [line.nearness for line in page.rows.rows[:3]] == [Nearness.OVERDUE, Nearness.URGENT, Nearness.FAR]
    assert shown(page, "Hẹn trả")[0].startswith("07:00 23/11 · quá")
    assert shown(page, "Bước · đang giữ")[0] == "Quầy tiếp nhận"
    assert shown(page, "Tình trạng")[0] == "Ở quầy, chờ bàn giao"
    assert counted(page) == {
        WorkList.TODAY: "5 hồ sơ",
        WorkList.TO_HAND_OVER: "5 hồ sơ",
        WorkList.DUE_TODAY: "3 hồ sơ",
        WorkList.DUE_NEXT: "1 hồ sơ",
        WorkList.OVERDUE: "1 hồ sơ",
        WorkList.MONEY: "5 hồ sơ",
    }
    assert "Tôi phải làm gì trước khi về?" in said_on(page)


def test_space_marks_a_row_shift_space_a_range_and_f9_passes_them_on_and_says_how_many(monday: Clerk) -> None:
    ids = heard(monday)
    page = opens(monday)
    goes_to(monday, page, WorkList.TO_HAND_OVER)
    monday.press(Qt.Key.Key_Space)
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space, SHIFT)
    assert [line.row.id for line in page.marks.chosen()] == ids[:3]
    assert "Đã đánh dấu 3 hồ sơ." in said_on(page)
    monday.press(Qt.Key.Key_Up)
    monday.press(Qt.Key.Key_Space)  # a second time takes the mark away
    assert [line.row.id for line in page.marks.chosen()] == [ids[0], ids[2]]
    monday.press(Qt.Key.Key_F9)
    monday.until(
        lambda: "Đã bàn giao 2 hồ sơ, 1 danh sách." in {one.label.text() for one in monday.window.banners.shown}
    )
    monday.waits()
    assert shown(page, "Mã hồ sơ") == ["H-1", "H-3", "H-4"]
    assert counted(page)[WorkList.TO_ACCEPT] == "2 hồ sơ"
    assert page.marks.count == 0


def test_f9_without_a_mark_works_on_the_row_under_the_cursor(monday: Clerk) -> None:
    heard(monday, (0, DossierForwarded(to=Holder(unit="vp", unit_name="VP"), step=ProcessStep(id="x", name="Xem"))))
    page = opens(monday)
    goes_to(monday, page, WorkList.TO_ACCEPT)
    assert shown(page, "Bước · đang giữ") == ["Xem · VP"]
    monday.press(Qt.Key.Key_F9)
    monday.until(lambda: not page.rows.rows)
    assert "Đã nhận 1 hồ sơ." in [one.label.text() for one in monday.window.banners.shown]
    assert "Không có hồ sơ nào chờ nhận xử lý." in said_on(page)


def test_what_is_refused_for_one_is_told_with_its_code_and_the_others_go_on(monday: Clerk) -> None:
    ids = heard(monday)
    page = opens(monday)
    goes_to(monday, page, WorkList.TO_HAND_OVER)
    for _ in range(2):
        monday.press(Qt.Key.Key_Space)
        monday.press(Qt.Key.Key_Down)
    monday.app.jobs.ask(
        QObject(), lambda work: work.desk.store.log.record(ids[0], work.desk.by, DossierWithdrawn(reason="đổi ý"))
    )
    monday.press(Qt.Key.Key_F9)
    begins = "Đã bàn giao 1 hồ sơ, 1 danh sách. Không bàn giao được 1 hồ sơ: H-0: "
    monday.until(
        lambda: (
            ("warn", True) in {(one.tone, one.label.text().startswith(begins)) for one in monday.window.banners.shown}
        )
    )


def test_enter_opens_the_dossier_and_f9_does_so_where_a_list_has_no_act_of_its_own(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    page.table.setFocus()
    monday.press(Qt.Key.Key_Return)
    monday.until(lambda: monday.window.front == "dossier")
    opens(monday)
    goes_to(monday, page, WorkList.OVERDUE)
    monday.press(Qt.Key.Key_F9)
    monday.until(lambda: monday.window.front == "dossier")


def test_an_empty_day_says_so_with_the_first_three_of_the_next(monday: Clerk, clock: TurnedClock) -> None:
    ids = heard(monday)
    clock.now = START - timedelta(days=3)  # the Friday before
    monday.app.jobs.ask(QObject(), lambda work: process.forward(work.desk, ids))
    monday.waits()
    page = opens(monday)
    assert not page.table.isVisible()
    assert "Hết việc của hôm nay." in said_on(page)
    coming = said_on(page).partition("Ngày làm việc tới:\n")[2].split("\n")
    assert [line[:11] for line in coming[:3]] == ["07:00 23/11", "11:00 23/11", "16:00 23/11"]
    assert monday.focus is page.nav.rows[WorkList.TODAY]


def test_lists_are_narrowed_and_their_counts_with_them(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    fields = {line.row.field for line in page.rows.rows}
    one = min(fields)
    many = sum(line.row.field == one for line in page.rows.rows)
    page.field_filter.choose(one)
    page.field_filter.chosen.emit(one)
    monday.waits()
    assert {line.row.field for line in page.rows.rows} == {one}
    assert counted(page)[WorkList.TODAY] == f"{many} hồ sơ"
    unit = load_processes().units[0].id
    page.unit_filter.choose(unit)
    page.unit_filter.chosen.emit(unit)
    monday.waits()
    assert not page.rows.rows
    assert not counted(page)


def works_in(clerk: Clerk, unit: str) -> None:
    """A colleague of this unit takes over."""
    staff(clerk)
    clerk.app.jobs.ask(
        clerk.window,
        lambda work: accounts.change(work.desk, TWO, name="Lê Văn Tập", phone="", roles=[Role.CLERK], unit=unit),
    )
    takes_over(clerk, [one.id for one in _offered(clerk)].index(TWO) + 1)


def test_who_works_in_a_unit_begins_with_what_it_holds_on_both_lists_and_sees_all_by_one_choice(monday: Clerk) -> None:
    sent = DossierForwarded(to=Holder(unit="vp", unit_name="VP"), step=ProcessStep(id="x", name="Xem"))
    ids = heard(monday, (1, sent), (4, sent))
    works_in(monday, "vp")
    page = opens(monday)
    assert page.unit_filter.currentText() == "Đơn vị tôi: Văn phòng HĐND và UBND"
    assert [line.row.id for line in page.rows.rows] == [ids[1]]  # the other is due later
    monday.until(lambda: monday.window.rail.pages["work"]._count == 1)
    page.unit_filter.choose("any")
    page.unit_filter.chosen.emit("any")
    monday.waits()
    assert len(page.rows.rows) == 4
    listed = monday.page("dossiers")
    monday.waits()
    assert isinstance(listed, DossiersPage)
    assert [line.row.id for line in listed.rows.rows] == [ids[1], ids[4]]
    assert "2 hồ sơ" in {one.text() for one in listed.findChildren(QLabel)}
    monday.types("h")  # what is typed searches everything
    assert listed.unit_filter.value == ""
    listed.search.clear()
    listed.rows.refresh()
    monday.until(lambda: len(listed.rows.rows) == len(ids))


def test_the_rail_tells_the_number_on_every_page_and_follows_an_act(monday: Clerk) -> None:
    ids = heard(monday)
    monday.page("dossiers")
    button = monday.window.rail.pages["work"]
    monday.until(lambda: button._count == len(HOURS))
    assert "5 hồ sơ phải làm trước khi về" in button.toolTip()
    page = opens(monday)
    goes_to(monday, page, WorkList.TO_HAND_OVER)
    for _ in ids:
        monday.press(Qt.Key.Key_Space)
        monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_F9)
    monday.until(lambda: button._count == 3)  # those still due today
    assert any(isinstance(one, RailSigns) for one in monday.app.alongside or [])


def test_in_a_narrow_window_the_lists_are_a_choice_above_the_table(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    assert page.nav.isVisible()
    monday.window.resize(1024, 700)
    monday.until(lambda: not page.nav.isVisible())
    assert page.lists.isVisible()
    assert page.lists.currentText() == "Trước khi về (5)"


def test_marks_are_said_to_a_screen_reader(monday: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard(monday)
    page = opens(monday)
    said: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        said.append(getattr(event, "message", str)())

    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    page.table.setFocus()
    monday.press(Qt.Key.Key_Space)
    assert "Đã đánh dấu 1 hồ sơ." in said


def folded_out(page: WorkPageOfDay) -> bool:
    return page.many.sheet is not None


# ---- the leader ------------------------------------------------------------------------------------------


def said_in_banners(clerk: Clerk) -> list[str]:
    return [one.label.text() for one in clerk.window.banners.shown]


def signing(clerk: Clerk) -> WorkPageOfDay:
    """The leader's place at the rail is pressed."""
    clerk.window.rail.pages["signing"].click()
    clerk.until(lambda: clerk.window.front == "work")
    clerk.waits()
    page = clerk.window.page("work")
    assert isinstance(page, WorkPageOfDay)
    return page


def test_a_leader_signs_all_that_are_marked_with_one_key_and_hears_how_many(monday: Clerk) -> None:
    ids = heard(monday, *((place, AT_LEADER) for place in range(4)))
    works_as(monday, Role.LEADER)
    place = monday.window.rail.pages["signing"]
    monday.until(lambda: place._count == 4)
    assert "4 kết quả chờ ký" in place.toolTip()
    page = signing(monday)
    assert page.of is WorkList.AT_LEADER
    assert shown(page, "Mã hồ sơ") == ["H-0", "H-1", "H-2", "H-3"]
    for _ in range(3):
        monday.press(Qt.Key.Key_Space)
        monday.press(Qt.Key.Key_Down)
    monday.app.jobs.ask(
        QObject(), lambda work: work.desk.store.log.record(ids[1], work.desk.by, DossierWithdrawn(reason="đổi ý"))
    )
    monday.press(Qt.Key.Key_F9)
    begins = "Đã ký 2 hồ sơ. Không làm được 1 hồ sơ: H-1: "
    monday.until(lambda: any(words.startswith(begins) for words in said_in_banners(monday)))
    monday.waits()
    assert shown(page, "Mã hồ sơ") == ["H-3"]
    assert counted(page)[WorkList.DECIDED] == "2 hồ sơ"
    monday.until(lambda: place._count == 1)
    monday.press(Qt.Key.Key_F9)  # without a mark: the one under the cursor
    monday.until(lambda: not page.rows.rows)
    signed: list[str] = []
    monday.app.jobs.ask(
        QObject(),
        lambda work: [work.desk.store.log.dossier(one).processing.decided for one in ids[:1]],
        lambda found: signed.extend(one.signed_by for one in found if one is not None),
    )
    monday.waits()
    assert signed == ["Lê Văn Tập"]
    assert "Không có hồ sơ nào đang trình ký." in said_on(page)


def test_a_leader_gives_back_what_is_marked_for_one_reason(monday: Clerk) -> None:
    heard(monday, (0, AT_LEADER), (1, AT_LEADER), (2, AT_LEADER))
    works_as(monday, Role.LEADER)
    page = signing(monday)
    monday.press(Qt.Key.Key_Space)
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space)
    monday.press(Qt.Key.Key_F9, SHIFT)
    assert folded_out(page)
    assert "Trả lại bước trước: 2 hồ sơ" in said_on(page)
    monday.press(Qt.Key.Key_F9)
    assert "Chưa ghi lý do." in said_on(page)
    monday.types("thieu y kien")
    monday.press(Qt.Key.Key_Escape)
    assert not folded_out(page)
    assert page.marks.count == 2
    monday.press(Qt.Key.Key_F9, SHIFT)
    monday.press(Qt.Key.Key_F9)
    monday.until(lambda: "Đã trả lại 2 hồ sơ." in said_in_banners(monday))
    monday.waits()
    assert shown(page, "Mã hồ sơ") == ["H-2"]
    assert counted(page)[WorkList.TO_HAND_OVER] == "4 hồ sơ"
    assert not folded_out(page)
    assert monday.focus is page.table


def test_for_who_signs_nothing_f9_opens_the_dossier_that_lies_before_the_leader(monday: Clerk) -> None:
    heard(monday, (0, AT_LEADER))
    works_as(monday, Role.CLERK)
    assert not monday.window.rail.pages["signing"].isVisible()
    page = opens(monday)
    goes_to(monday, page, WorkList.AT_LEADER)
    assert not monday.window.acts["work_give_back"].isEnabled()
    monday.press(Qt.Key.Key_F9)
    monday.until(lambda: monday.window.front == "dossier")

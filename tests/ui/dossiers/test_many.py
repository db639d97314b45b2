"""Acts on many dossiers of the list, by keys: what folds out, to how many it was done, which were refused and why."""

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from desk.permissions import Permission
from desk.words.work_lists import DONE
from models.events import DossierWithdrawn
from models.ids import DossierId
from models.subjects.processing import ProcessStage
from tests.conftest import TurnedClock
from tests.fakes.events import START
from tests.ui.conftest import Clerk
from tests.ui.work.test_work_page import AT_LEADER, CTRL, SHIFT, heard, said_in_banners
from ui.actions import ActContext
from ui.dossiers.act_part import FieldsPart
from ui.dossiers.acts import ACTS
from ui.dossiers.list_page import DossiersPage


@pytest.fixture
def monday(clerk: Clerk, clock: TurnedClock) -> Clerk:
    clock.now = START
    return clerk


def opens(clerk: Clerk) -> DossiersPage:
    page = clerk.page("dossiers")
    clerk.waits()
    assert isinstance(page, DossiersPage)
    return page


def folded_out(page: DossiersPage) -> bool:
    return page.many.sheet is not None


def stages(clerk: Clerk, ids: list[DossierId]) -> list[ProcessStage]:
    found: list[ProcessStage] = []
    clerk.app.jobs.ask(
        QObject(), lambda work: [work.desk.store.log.dossier(one).processing.stage for one in ids], found.extend
    )
    clerk.waits()
    return found


def test_an_act_is_done_to_many_where_the_desk_knows_how_and_to_no_other() -> None:
    over_a_list = ActContext(page="dossiers", open=True, chosen=True)
    many = {act.action.id for act in ACTS if act.many is not None}
    assert {act.action.id for act in ACTS if act.action.allowed(over_a_list)} == many
    assert many == {*DONE, "forward_to"}
    assert all(act.many.sheet is None or not act.many.sheet.by_two for act in ACTS if act.many is not None)


def test_space_marks_in_the_list_a_range_with_shift_and_one_key_forwards_all_of_them(monday: Clerk) -> None:
    ids = heard(monday)
    page = opens(monday)
    assert monday.focus is page.search
    monday.press(Qt.Key.Key_Space)  # nothing is typed: the keys go to the list
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space, SHIFT)
    assert [line.row.id for line in page.marks.chosen()] == ids[:3]
    monday.press(Qt.Key.Key_J, CTRL)
    monday.until(lambda: "Đã chuyển 3 hồ sơ." in said_in_banners(monday))
    monday.waits()
    assert page.marks.count == 0
    assert stages(monday, ids) == [ProcessStage.FORWARDED] * 3 + [ProcessStage.AT_DESK] * 2


def test_what_is_refused_is_told_with_its_code_and_why_and_stays_marked(monday: Clerk) -> None:
    ids = heard(monday, (0, AT_LEADER), (1, AT_LEADER))
    page = opens(monday)
    monday.press(Qt.Key.Key_Space)
    for _ in range(2):
        monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space, SHIFT)
    monday.press(Qt.Key.Key_B, CTRL | SHIFT)
    assert page.many.sheet is not None
    heads = {one.text() for one in page.many.sheet.findChildren(QLabel)}
    assert "Trả lại bước trước: 3 hồ sơ" in heads
    monday.types("thieu y kien")
    monday.press(Qt.Key.Key_F9)
    begins = "Đã trả lại 2 hồ sơ. Không làm được 1 hồ sơ: H-2: Hồ sơ còn ở quầy tiếp nhận"
    monday.until(lambda: any(words.startswith(begins) for words in said_in_banners(monday)))
    monday.waits()
    assert [line.row.id for line in page.marks.chosen()] == [ids[2]]
    assert monday.focus is page.table


def test_a_sheet_of_many_is_as_it_was_left_for_the_same_and_fresh_for_others(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    monday.press(Qt.Key.Key_Space)
    monday.press(Qt.Key.Key_Q, CTRL | SHIFT)
    assert page.many.sheet is not None
    part = page.many.sheet.part
    assert isinstance(part, FieldsPart)
    monday.types("so tu phap")
    monday.press(Qt.Key.Key_Escape)
    assert not folded_out(page)
    assert page.marks.count == 1
    monday.press(Qt.Key.Key_Q, CTRL | SHIFT)
    assert folded_out(page)
    assert part.fields[0].text == "so tu phap"
    monday.press(Qt.Key.Key_Escape)
    monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space)
    monday.press(Qt.Key.Key_Q, CTRL | SHIFT)
    assert part.fields[0].text == ""


def test_nothing_is_done_to_lines_that_answer_older_words_than_those_typed(monday: Clerk) -> None:
    heard(monday)
    page = opens(monday)
    act = monday.window.acts["forward"]
    monday.until(act.isEnabled)
    monday.press(Qt.Key.Key_Space)
    page.search.setFocus()
    monday.types("nguyen")
    assert page.marks.count == 0
    assert not act.isEnabled()
    monday.waits()
    monday.until(lambda: act.isEnabled() == bool(page.rows.rows))


def test_on_the_day_s_work_the_same_keys_work_on_what_is_marked_there(monday: Clerk) -> None:
    ids = heard(monday)
    monday.press(Qt.Key.Key_8, CTRL)
    monday.until(lambda: monday.window.front == "work")
    monday.waits()
    monday.app.jobs.ask(
        QObject(), lambda work: work.desk.store.log.record(ids[4], work.desk.by, DossierWithdrawn(reason="đổi ý"))
    )
    monday.press(Qt.Key.Key_Space)
    for _ in range(4):
        monday.press(Qt.Key.Key_Down)
    monday.press(Qt.Key.Key_Space, SHIFT)
    monday.press(Qt.Key.Key_S, CTRL)
    monday.press(Qt.Key.Key_F9)
    begins = "Đã trình ký 4 hồ sơ. Không làm được 1 hồ sơ: H-4: "
    monday.until(lambda: any(words.startswith(begins) for words in said_in_banners(monday)))
    assert stages(monday, ids[:4]) == [ProcessStage.AT_LEADER] * 4


def test_who_may_not_is_told_who_may(monday: Clerk) -> None:
    heard(monday)
    opens(monday)
    act = monday.window.acts["sign"]
    context = ActContext(page="dossiers", open=True, chosen=True)
    act.allow(context, frozenset(Permission) - {Permission.SIGN})
    assert not act.isEnabled()
    assert act.statusTip() == "Việc này dành cho: lãnh đạo."

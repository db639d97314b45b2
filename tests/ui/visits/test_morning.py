"""A morning of visits in the real window: planned by keys, then taken in, given, not met and done at the door."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt

from desk.desk import Desk
from desk.dossiers import outcome
from desk.dossiers.returns import SIGNED_SHEET
from desk.intake import intake
from desk.visits import requests
from desk.visits.requests import VisitWish
from models.clerk import ALL_ROLES
from models.clerk import Clerk as Person
from models.events import PaidBy, VisitGround
from models.ids import ClerkId
from models.person import Person as Citizen
from models.subjects.dossier import Dossier
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.ui.conftest import Clerk
from ui.counter.counter_page import CounterPage
from ui.returns.returns_page import ReturnsPage
from ui.visits.planning_page import VisitPlanningPage
from ui.visits.visits_page import VisitsPage

_MOD = Qt.KeyboardModifier
CTRL, SHIFT, ALT = _MOD.ControlModifier, _MOD.ShiftModifier, _MOD.AltModifier


def asked(desk: Desk) -> None:
    """Two homes: one wants something taken in and has a result to be brought, nobody will be at the other."""
    at_work = replace(desk, clerk=Person(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))
    result = intake.take_in(at_work, complete(at_work, COPIES, paid_by=PaidBy.CASH)).id
    outcome.check_in(at_work, result, "B-12", signed_by="Lê Thị Mẫu")
    both = VisitWish(person=MAU, ground=VisitGround.AGE, procedures=(COPIES,), results=(result,), note="Sau đình")
    requests.request(at_work, both)
    other = Citizen(full_name="Lý Thị Ví Dụ", phone="0912000002", address="Thôn Đông, xã Thử Nghiệm")
    requests.request(at_work, VisitWish(person=other, procedures=(RESIDENCE,)))


@pytest.fixture
def planned(clerk: Clerk) -> VisitsPage:
    """Both are marked and put on today by keys, and the day is in front."""
    clerk.app.jobs.ask(QObject(), lambda work: asked(work.desk))
    clerk.waits()
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.until(lambda: clerk.window.front == "visit_planning")
    clerk.waits()
    page = clerk.window.page("visit_planning")
    assert isinstance(page, VisitPlanningPage)
    assert [one.hamlet for one in page.waiting.rows] == ["Thôn Đông", "Thôn Mẫu"]
    page.day.put("23/11/2026")
    page.waiting_table.setFocus()
    page.marks.mark(0, 2)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(page.route.rows) == 2)
    assert page.waiting.rows == []
    page.route_table.setCurrentIndex(page.route.index(1, 0))
    page.route_table.setFocus()
    clerk.press(Qt.Key.Key_Up, CTRL)
    clerk.until(lambda: [one.name for one in page.route.rows] == ["Nguyễn Văn Mẫu", "Lý Thị Ví Dụ"])
    clerk.press(Qt.Key.Key_N, ALT)
    clerk.until(lambda: clerk.window.front == "visits")
    clerk.waits()
    day = clerk.window.page("visits")
    assert isinstance(day, VisitsPage)
    return day


def photographs(clerk: Clerk, page: VisitsPage, folder: Path, number: int, of: str = "") -> None:
    """One key opens, the picture is looked at, two more keep it and go on."""
    clerk.until(lambda: page.chosen is not None and bool(page.chosen.photographs))
    clerk.press(Qt.Key.Key_F7)
    part = page.photographing
    assert part is not None
    clerk.until(part.isVisible)
    assert not of or part.of.currentText() == of
    path = folder / f"{number}.jpg"
    Image.effect_noise((400, 300), 40 + number).save(path, "JPEG")
    clerk.waits()
    part.photograph.take([str(path)])
    clerk.until(lambda: bool(part.photograph.jpeg))
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not part.isVisible())
    clerk.waits()


def test_a_morning_from_the_counters_plan_to_the_last_door(clerk: Clerk, planned: VisitsPage, tmp_path: Path) -> None:
    first = planned.chosen
    assert first is not None
    assert (first.line.name, first.line.bring) == ("Nguyễn Văn Mẫu", "1 kết quả")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "counter")
    counter = clerk.window.page("counter")
    assert isinstance(counter, CounterPage)
    clerk.until(lambda: counter.intake.seen is not None and counter.intake.seen.procedure is not None)
    assert counter.intake.submitter.full_name.text == "Nguyễn Văn Mẫu"
    assert counter.intake.form is not None
    assert counter.intake.form.visit == first.line.id
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "visits" and planned.chosen is not None and bool(planned.chosen.taken))
    photographs(clerk, planned, tmp_path, 1)
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: clerk.window.front == "returns")
    returns = clerk.window.page("returns")
    assert isinstance(returns, ReturnsPage)
    clerk.until(lambda: len(returns.cards) == 1)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: clerk.window.front == "visits" and bool(planned.rows.rows[0].results[0].returned))
    photographs(clerk, planned, tmp_path, 2, SIGNED_SHEET)
    shown: list[Dossier] = []
    clerk.app.jobs.ask(planned, lambda work: work.desk.store.log.dossier(first.results[0].dossier), shown.append)
    clerk.until(lambda: bool(shown))
    assert [file.paper for file in shown[0].files] == [SIGNED_SHEET]
    planned.table.setCurrentIndex(planned.rows.index(0, 0))
    clerk.press(Qt.Key.Key_F5)
    clerk.until(lambda: planned.rows.rows[0].line.state.endswith("nhận 1 hồ sơ, trả 1 kết quả"))
    clerk.until(lambda: planned.chosen is not None and planned.chosen.line.name == "Lý Thị Ví Dụ")
    clerk.press(Qt.Key.Key_F8)
    assert planned.missed.next_on.text == "25/11/2026"
    planned.missed.next_at.put("buổi sáng")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: [one.line.name for one in planned.rows.rows] == ["Nguyễn Văn Mẫu"])


def test_a_request_is_written_down_by_keys_with_the_person_offered_from_the_list(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.until(lambda: clerk.window.front == "visit_planning")
    clerk.waits()
    page = clerk.window.page("visit_planning")
    assert isinstance(page, VisitPlanningPage)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert page.request.isVisible()
    page.request.name.put("Trần Văn Thử")
    page.request.phone.put("0912000003")
    page.request.hamlet.put("Thôn Tây")
    clerk.press(Qt.Key.Key_F9)
    clerk.waits()
    assert page.request.isVisible()  # nothing to do there was named: the refusal is told, and the fields stay
    clerk.app.jobs.ask(
        page, lambda work: work.intake.procedures(RESIDENCE), lambda found: page.request._take_procedure(found[0])
    )
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: [one.name for one in page.waiting.rows] == ["Trần Văn Thử"])
    assert not page.request.isVisible()
    clerk.press(Qt.Key.Key_F4)
    clerk.until(page.request.isVisible)
    assert (page.request.phone.text, page.request.chosen.text() != "") == ("0912000003", True)
    page.request.wished.put("sáng thứ Năm")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: [one.wished for one in page.waiting.rows] == ["sáng thứ Năm"])
    clerk.until(lambda: not page.request.isVisible())
    clerk.press(Qt.Key.Key_F8, SHIFT)
    page.cancel.reason.put("đã tự đến quầy")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.waiting.rows == [])

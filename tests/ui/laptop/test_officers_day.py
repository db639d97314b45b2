"""A day of a home-visit officer in the real window of a laptop without a line, and what the counter did meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as with_
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk.dossiers import outcome
from desk.dossiers.returns import SIGNED_SHEET
from desk.intake import intake
from desk.laptop import laptops
from desk.visits import planning, requests
from desk.visits.needed import needed
from desk.visits.requests import VisitCorrection, VisitWish
from models.clerk import ALL_ROLES
from models.clerk import Clerk as Account
from models.events import PaidBy
from models.ids import ClerkId, SubjectId
from models.person import Person
from models.store.projections.visits.visit import VISITS
from models.subjects.visits.visit import Visit, VisitState
from sync.client.membership import MEMBERSHIP, joined, written
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete
from tests.desk.laptop.office import LAPTOP, Machine, Office
from tests.ui.conftest import Clerk
from ui.counter.counter_page import CounterPage
from ui.program.app import App
from ui.returns.returns_page import ReturnsPage
from ui.visits.visits_page import VisitsPage

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
AWAY = Person(full_name="Lý Thị Ví Dụ", phone="0912000002", address="Thôn Đông, xã Thử Nghiệm")


class Planned:
    """The office in the morning: two homes on the laptop's route, its load aboard, and the line cut."""

    def __init__(self, folder: Path, clock: TurnedClock) -> None:
        self.office = Office(folder, clock)
        desk = replace(self.office.desk.desk, clerk=Account(id=ClerkId("quay"), name="Cán bộ quầy", roles=ALL_ROLES))
        self.counter = desk
        self.result = intake.take_in(desk, complete(desk, COPIES, paid_by=PaidBy.CASH)).id
        outcome.check_in(desk, self.result, "B-12", signed_by="Lê Thị Mẫu")
        self.home = requests.request(desk, VisitWish(person=MAU, procedures=(COPIES,), results=(self.result,))).id
        self.away = requests.request(desk, VisitWish(person=AWAY, procedures=(RESIDENCE,))).id
        planning.plan(desk, [self.away, self.home], desk.today, laptop=LAPTOP)
        self.exchange(self.office.laptop, self.office.desk)
        laptops.load(desk, LAPTOP, needed(desk, [desk.today], LAPTOP).subjects)
        self.exchange(self.office.desk, self.office.laptop)
        self._reached = joined(self.office.laptop.desk.store)
        self._reach("http://127.0.0.1:9")

    @staticmethod
    def exchange(*machines: Machine) -> None:
        """One after the other."""
        for machine in machines:
            machine.exchange()

    def _reach(self, url: str) -> None:
        self.office.laptop.desk.store.province.put(MEMBERSHIP, written(with_(self._reached, url=url)))

    def comes_home(self) -> None:
        """In the evening: the line is there again."""
        self.office.laptop.reopen()
        self._reach(self._reached.url)
        self.exchange(self.office.laptop, self.office.desk, self.office.laptop)

    def visit(self, id_: SubjectId) -> Visit:
        """As the counter knows it."""
        return self.counter.store.log.subject(VISITS, id_)


@pytest.fixture
def planned(tmp_path: Path, clock: TurnedClock) -> Iterator[Planned]:
    made = Planned(tmp_path, clock)
    yield made
    made.office.close()


@pytest.fixture
def officer(planned: Planned, qtbot: QtBot, qapp: QApplication) -> Iterator[Clerk]:
    """Before the laptop's window."""
    qapp.setStyle("Fusion")
    laptop = planned.office.laptop
    laptop.close()
    app = App(qapp, laptop.folder, settings=laptop.desk.settings, training=False, clock=planned.office.clock)
    qtbot.addWidget(app.window)
    app.window.resize(1366, 728)
    app.window.show()
    app.window.activateWindow()
    clerk = Clerk(app, qtbot)
    clerk.until(lambda: app.window.is_open and app.window.isActiveWindow())
    clerk.waits()
    yield clerk
    app.window.close()


def photographs(officer: Clerk, page: VisitsPage, path: Path, shade: int) -> str:
    """F7, a picture is looked at, F9; says what it was of."""
    officer.until(lambda: page.chosen is not None and bool(page.chosen.photographs))
    officer.press(Qt.Key.Key_F7)
    part = page.photographing
    assert part is not None
    officer.until(part.isVisible)
    Image.effect_noise((400, 300), shade).save(path, "JPEG")
    officer.waits()
    part.photograph.take([str(path)])
    officer.until(lambda: bool(part.photograph.jpeg))
    officer.press(Qt.Key.Key_F9)
    officer.until(lambda: not part.isVisible())
    officer.waits()
    return part.of.currentText()


def test_from_the_morning_route_to_the_evening_at_the_office_while_the_counter_changes_the_same_visits(
    officer: Clerk, planned: Planned, tmp_path: Path
) -> None:
    officer.press(Qt.Key.Key_N, ALT)
    page = officer.window.page("visits")
    assert isinstance(page, VisitsPage)
    officer.until(lambda: [one.line.name for one in page.rows.rows] == [AWAY.full_name, MAU.full_name])
    officer.waits()
    page.table.setFocus()

    # Nobody is at the first door; at the counter somebody has just said that she comes herself.
    requests.cancel(planned.counter, planned.away, "tự đến quầy")
    officer.press(Qt.Key.Key_F8)
    officer.press(Qt.Key.Key_F9)
    officer.until(lambda: page.chosen is not None and page.chosen.line.name == MAU.full_name)
    officer.waits()

    # At the second home: taken in, photographed, given, signed for; the counter writes down another telephone.
    requests.change(planned.counter, planned.home, VisitCorrection(phone="0912000009"))
    officer.press(Qt.Key.Key_F9)
    counter = officer.window.page("counter")
    assert isinstance(counter, CounterPage)
    officer.until(lambda: counter.intake.seen is not None and counter.intake.seen.procedure is not None)
    officer.press(Qt.Key.Key_F7)
    officer.waits()
    officer.press(Qt.Key.Key_F9)
    officer.until(lambda: officer.window.front == "visits" and page.chosen is not None and bool(page.chosen.taken))
    assert photographs(officer, page, tmp_path / "giay.jpg", 40).startswith("H00.99.01")
    officer.press(Qt.Key.Key_F9, SHIFT)
    returns = officer.window.page("returns")
    assert isinstance(returns, ReturnsPage)
    officer.until(lambda: len(returns.cards) == 1)
    officer.press(Qt.Key.Key_F9)
    officer.until(lambda: officer.window.front == "visits" and any(one.results for one in page.rows.rows))
    officer.until(lambda: page.chosen is not None and page.chosen.results[0].returned)
    assert photographs(officer, page, tmp_path / "phieu.jpg", 60) == SIGNED_SHEET
    officer.press(Qt.Key.Key_F5)
    officer.until(lambda: all(not one.line.is_open for one in page.rows.rows))
    officer.until(lambda: "chưa nộp" in officer.window.province_line.aside)
    officer.window.close()

    planned.comes_home()
    home, away = planned.visit(planned.home), planned.visit(planned.away)
    assert (home.state, home.person.phone) == (VisitState.DONE, "0912000009")
    assert (home.delivered, home.signed, len(home.taken)) == ((planned.result,), (planned.result,), 1)
    assert (away.state, len(away.tries), away.contradictory) == (VisitState.CANCELLED, 1, False)
    log = planned.counter.store.log
    assert [file.paper for file in log.dossier(planned.result).files] == [SIGNED_SHEET]
    (photograph,) = log.dossier(home.taken[0]).files
    assert planned.office.hub.files.of(planned.office.laptop.member.office).has(photograph.digest)
    assert planned.office.laptop.desk.store.log.unsent_count() == 0
    assert planned.office.laptop.desk.store.log.subject(VISITS, planned.home) == home

"""Parcels by keys and scans: handed over and printed with F9, moved by a scan, their money taken with F11."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt

from desk.cards.formats.kinds import Scan, ScanKind
from desk.desk import Desk
from desk.dossiers import outcome
from desk.intake import intake
from models.clerk import ALL_ROLES
from models.clerk import Clerk as Person
from models.events import ParcelStage, ReturnBy
from models.ids import ClerkId
from tests.desk.intake.test_intake import COPIES, complete
from tests.ui.conftest import Clerk
from ui.post.parcels_page import ParcelsPage


def ready(desk: Desk) -> None:
    """Two results that are wanted by post, one of them sent to another place; their fees are not paid."""
    at_work = replace(desk, clerk=Person(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))
    for place in ("Số 5 phố Mẫu, xã Thử Nghiệm", "Số 7 phố Mẫu, Phường Ba Đình, Thành phố Hà Nội"):
        form = complete(at_work, COPIES, return_by=ReturnBy.POST, return_to=place)
        outcome.check_in(at_work, intake.take_in(at_work, form).id, "A-1", signed_by="Lê Thị Mẫu")


@pytest.fixture
def page(clerk: Clerk) -> ParcelsPage:
    clerk.app.jobs.ask(QObject(), lambda work: ready(work.desk))
    clerk.waits()
    clerk.press(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    clerk.until(lambda: clerk.window.front == "parcels")
    clerk.waits()
    page = clerk.window.page("parcels")
    assert isinstance(page, ParcelsPage)
    return page


def test_f9_hands_over_a_scan_moves_one_and_f11_takes_its_money(clerk: Clerk, page: ParcelsPage) -> None:
    assert len(page.to_go.rows.rows) == 2
    page.postman.put("Lê Văn Bưu")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(page.under_way.rows.rows) == 2)
    assert page.to_go.rows.rows == []
    number = page.under_way.rows.rows[0].number
    page.stage.choose(ParcelStage.DELIVERED)
    assert page.use_scan(Scan(kind=ScanKind.DOSSIER_CODE, text=number, code=number))
    clerk.until(lambda: len(page.ended.rows.rows) == 1)
    assert page.ended.rows.rows[0].owes
    assert not page.use_scan(Scan(kind=ScanKind.DOSSIER_CODE, text="H00", code="H00.99.01-261123-0001"))
    page.ended.table.setCurrentIndex(page.ended.rows.index(0, 0))
    clerk.press(Qt.Key.Key_F11)
    clerk.until(lambda: not page.ended.rows.rows[0].owes)

"""A postal clerk's day in the real window, from signing in to the evening's figures."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from desk.cards.formats.kinds import Scan, ScanKind
from desk.desk import Desk
from models.catalogue.approved_list import Approval
from models.clerk import ALL_ROLES, Role
from models.clerk import Clerk as Colleague
from models.events import ParcelStage, ReturnBy
from models.ids import ClerkId
from models.person import Person
from models.subjects.post.post_work_list import PostWorkList
from tests.desk.intake.test_intake import COPIES
from tests.desk.post.test_parcels import HOME, OTHER, ready
from tests.ui.conftest import Clerk
from tests.ui.counter.test_counter_by_keys import chooses_procedure
from tests.ui.shell.test_locking import ONE, TWO, _offered, shown_words, takes_over, works_as
from ui.post.consignments_page import ConsignmentsPage
from ui.post.parcels_page import ParcelsPage
from ui.post.supervision_page import SupervisionPage
from ui.work.work_page import WorkPageOfDay

_MOD = Qt.KeyboardModifier
ALT, CTRL, SHIFT = _MOD.AltModifier, _MOD.ControlModifier, _MOD.ShiftModifier
RELATIVES = "1.010833"
POSTMAN = "Lê Văn Bưu"


def prepared(desk: Desk) -> None:
    """Two results of two people lie at the desk, wanted by post."""
    at_work = replace(desk, clerk=Colleague(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))
    ready(at_work, COPIES)
    ready(at_work, COPIES, submitter=OTHER, return_by=ReturnBy.POST, return_to=HOME)


def goes(clerk: Clerk, key: Qt.Key, page: str) -> None:
    clerk.press(key, ALT)
    clerk.until(lambda: clerk.window.front == page)
    clerk.waits()


def told(clerk: Clerk) -> str:
    return "\n".join(one.label.text() for one in clerk.window.banners.shown)


def test_from_signing_in_to_the_evenings_figures(  # noqa: PLR0915 - one day, one test
    clerk: Clerk, person: Person, tmp_path: Path
) -> None:
    approved = Approval(procedures=(RELATIVES, COPIES), valid_from=date(2026, 1, 1), source="QĐ 12/QĐ-UBND")
    clerk.app.jobs.ask(QObject(), lambda work: work.setup.enter_approved([approved]))
    clerk.app.jobs.ask(QObject(), lambda work: prepared(work.desk))
    works_as(clerk, Role.POSTAL)

    # A matter that is not theirs is said with where to go; one of the list goes by post with its slip.
    clerk.scans(person)
    intake = clerk.counter.intake
    chooses_procedure(clerk, "khai sinh")
    assert "không có trong danh mục giao bưu điện; mời người dân" in shown_words(clerk)
    chooses_procedure(clerk, "than nhan cua nguoi co cong")
    assert intake.matter.code == RELATIVES
    clerk.press(Qt.Key.Key_F7)
    clerk.waits()
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.until(lambda: not intake.begun)
    clerk.waits()
    assert [len(list((tmp_path / "papers").glob(f"{of}-*.pdf"))) for of in ("consignment", "consignment_label")] == [
        1,
        1,
    ]

    # The packet is scanned twice, its papers are counted one by one, both sign: it is filed now.
    goes(clerk, Qt.Key.Key_S, "consignments")
    into = clerk.window.page("consignments")
    assert isinstance(into, ConsignmentsPage)
    number = into.waiting.rows[0].number
    for _ in range(2):
        assert into.use_scan(Scan(kind=ScanKind.DOSSIER_CODE, text=number, code=number))
        clerk.waits()
    assert "đã ghi rồi" in told(clerk)
    into.counts.focus_first()
    for line in into.counts.lines[:-1]:
        line.originals.setFocus()
        clerk.types("1")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: into.waiting.rows[0].counted)
    into.postman.put(POSTMAN)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: not into.waiting.rows)
    clerk.waits()
    assert len(list((tmp_path / "papers").glob("delivery_record-*.pdf"))) == 1
    assert into.ended.rows[0].slip_awaited
    into.ended_table.setCurrentIndex(into.ended.index(0, 0))
    clerk.press(Qt.Key.Key_F8)
    clerk.until(lambda: not into.ended.rows[0].slip_awaited)

    # Results go to the post; of one each scan comes twice, of the other the first is missing.
    goes(clerk, Qt.Key.Key_U, "parcels")
    out = clerk.window.page("parcels")
    assert isinstance(out, ParcelsPage)
    out.postman.put(POSTMAN)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: len(out.under_way.rows.rows) == 2)
    first, second = (one.number for one in out.under_way.rows.rows)
    for stage, parcel in (
        (ParcelStage.ON_THE_WAY, first),
        (ParcelStage.ON_THE_WAY, first),
        (ParcelStage.DELIVERED, first),
        (ParcelStage.DELIVERED, second),
        (ParcelStage.DELIVERED, first),
        (ParcelStage.ON_THE_WAY, second),
    ):
        out.stage.choose(stage)
        assert out.use_scan(Scan(kind=ScanKind.DOSSIER_CODE, text=parcel, code=parcel))
        clerk.waits()
    assert {one.number: one.tone for one in out.ended.rows.rows} == {first: "good", second: "good"}
    assert out.under_way.rows.rows == []

    # A clerk finds their acts among the day's work, accepts some and gives one back.
    takes_over(clerk, [one.id for one in _offered(clerk)].index(ONE) + 1)
    clerk.press(Qt.Key.Key_8, CTRL)
    clerk.until(lambda: clerk.window.front == "work")
    clerk.waits()
    work = clerk.window.page("work")
    assert isinstance(work, WorkPageOfDay)
    waiting = work.post.rows[PostWorkList.ACTS]
    assert waiting.accessibleName() == "Việc chờ xem, 3 việc"
    assert not work.post.rows[PostWorkList.LATE_OUT].isVisible()
    waiting.setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.window.front == "supervision")
    clerk.waits()
    seen = clerk.window.page("supervision")
    assert isinstance(seen, SupervisionPage)
    assert [one.act for one in seen.rows.rows] == ["Tiếp nhận", "Trả kết quả", "Trả kết quả"]
    seen.said.put("thiếu chữ ký trên phiếu gửi")
    clerk.press(Qt.Key.Key_F9, SHIFT)
    clerk.until(lambda: seen.rows.rows[0].tone == "bad")
    clerk.waits()
    seen.marks.mark(1, 3)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: [one.tone for one in seen.rows.rows] == ["bad", "good", "good"])

    # In the evening they see what they did, and do anew what was given back.
    takes_over(clerk, [one.id for one in _offered(clerk)].index(TWO) + 1)
    goes(clerk, Qt.Key.Key_V, "supervision")
    assert "Bảy ngày qua: Lê Văn Tập: tiếp nhận 1, trả kết quả 2." in shown_words(clerk)
    again = clerk.window.page("supervision")
    assert isinstance(again, SupervisionPage)
    again.said.put("đã gọi người gửi đến ký")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: again.rows.rows[0].state.startswith("Làm lại, chờ xem"))

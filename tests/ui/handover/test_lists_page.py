"""Hand-over lists by keys: made and printed from the day's work, confirmed by a scan or F9, struck, printed again."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel

from desk.dossiers import hand_over_lists
from models.clerk import Role
from models.ids import SubjectId
from models.subjects.hand_over_list import HandOverList
from models.subjects.work_lists import WorkList
from tests.desk.dossiers.test_process import as_
from tests.printing.reading import whole_text
from tests.ui.conftest import Clerk
from tests.ui.work.test_work_page import goes_to, heard
from tests.ui.work.test_work_page import opens as opens_work
from ui.handover.lists_page import NOTHING, HandOverListsPage

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Listener(QObject):
    """Takes the lists down."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: tuple[HandOverList, ...] = ()

    def take(self, lists: tuple[HandOverList, ...]) -> None:
        self.lists = lists


def listed(clerk: Clerk) -> tuple[HandOverList, ...]:
    heard_of = Listener()
    clerk.app.jobs.ask(heard_of, lambda work: hand_over_lists.listed(work.desk), heard_of.take)
    clerk.waits()
    return heard_of.lists


def makes(clerk: Clerk, *, by: str = "") -> HandOverList:
    """One list of all that was heard of, made here; by somebody else where named."""
    ids = heard(clerk)
    clerk.app.jobs.ask(
        QObject(),
        lambda work: hand_over_lists.make(as_(work.desk, by, Role.CLERK) if by else work.desk, unit="vp", dossiers=ids),
    )
    clerk.waits()
    (made,) = listed(clerk)
    return made


def opens(clerk: Clerk) -> HandOverListsPage:
    clerk.press(Qt.Key.Key_C, CTRL | SHIFT)
    clerk.until(lambda: clerk.window.front == "hand_over_lists")
    clerk.waits()
    page = clerk.window.page("hand_over_lists")
    assert isinstance(page, HandOverListsPage)
    return page


def banners(clerk: Clerk) -> set[str]:
    return {one.label.text() for one in clerk.window.banners.shown}


def test_f9_in_the_list_of_what_waits_makes_a_list_for_each_unit_and_prints_it(clerk: Clerk) -> None:
    heard(clerk)
    page = opens_work(clerk)
    goes_to(clerk, page, WorkList.TO_HAND_OVER)
    clerk.press(Qt.Key.Key_F9)  # nothing is marked: all of them
    clerk.until(lambda: any(words.startswith("Đã bàn giao 5 hồ sơ, ") for words in banners(clerk)))
    clerk.waits()
    assert not page.rows.rows
    made = listed(clerk)
    assert sum(len(one.dossiers) for one in made) == 5
    papers = clerk.app.folder / "papers"
    clerk.until(lambda: len(list(papers.glob("*BG.*.pdf"))) == len(made))
    said = " ".join(whole_text(paper.read_bytes()) for paper in papers.glob("*BG.*.pdf"))
    assert all(f"H-{number}" in said for number in range(5))


def test_the_page_shows_who_has_not_confirmed_and_f9_confirms(clerk: Clerk) -> None:
    page = opens(clerk)
    assert NOTHING in [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    made = makes(clerk)
    page = opens(clerk)
    assert [one.number for one in page.lists.rows] == [made.number]
    assert "Chờ Văn phòng HĐND và UBND nhận" in page.lists.rows[0].state
    assert [one.code for one in page.dossiers.rows] == [f"H-{number}" for number in range(5)]
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: f"Đã nhận 5 hồ sơ theo danh sách {made.number}." in banners(clerk))
    clerk.waits()
    assert not page.lists.rows[0].waits
    assert not page.acts["list_confirm"].isEnabled()


def test_a_dossier_is_struck_once_its_reason_stands_there(clerk: Clerk) -> None:
    made = makes(clerk)
    page = opens(clerk)
    page.inside.setFocus()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert "Ghi lý do gạch hồ sơ H-1 rồi nhấn lại." in banners(clerk)
    clerk.types("khong thay")
    clerk.press(Qt.Key.Key_Delete, CTRL | SHIFT)
    clerk.until(lambda: f"Đã gạch H-1 khỏi danh sách {made.number}; hồ sơ trở về quầy." in banners(clerk))
    clerk.waits()
    assert page.dossiers.rows[1].state == "Đã gạch: khong thay"
    assert page.lists.rows[0].size == "4 (gạch 1)"
    assert page.reason.text == ""


def test_scanning_a_list_confirms_it_unless_it_is_ones_own(clerk: Clerk) -> None:
    other = makes(clerk, by="nguoi-giao")
    clerk.until(lambda: clerk.app.bridge.can_simulate)
    clerk.app.bridge.simulate(f"{other.number}\r\n".encode())
    clerk.until(lambda: f"Đã nhận 5 hồ sơ theo danh sách {other.number}." in banners(clerk))
    assert clerk.window.front == "hand_over_lists"
    clerk.app.bridge.simulate(f"{other.number}\r\n".encode())
    clerk.until(lambda: any(words.startswith(f"{other.number}: ") for words in banners(clerk)))


def test_ones_own_list_is_only_shown_when_it_is_scanned(clerk: Clerk) -> None:
    made = makes(clerk)
    clerk.until(lambda: clerk.app.bridge.can_simulate)
    clerk.app.bridge.simulate(f"{made.number}\r\n".encode())
    clerk.until(lambda: any("lập ở máy này" in words for words in banners(clerk)))
    clerk.until(lambda: clerk.window.front == "hand_over_lists")
    assert [one.waits for one in listed(clerk)] == [True]


def test_a_list_scanned_on_the_page_of_returns_is_no_slip(clerk: Clerk) -> None:
    other = makes(clerk, by="nguoi-giao")
    clerk.page("returns")
    clerk.until(lambda: clerk.app.bridge.can_simulate)
    clerk.app.bridge.simulate(f"{other.number}\r\n".encode())
    clerk.until(lambda: f"Đã nhận 5 hồ sơ theo danh sách {other.number}." in banners(clerk))


def test_an_unknown_number_is_one_sentence(clerk: Clerk) -> None:
    clerk.until(lambda: clerk.app.bridge.can_simulate)
    clerk.app.bridge.simulate(b"BG.H00.99.01-261123-9999\r\n")
    clerk.until(lambda: any("Không có danh sách bàn giao số" in words for words in banners(clerk)))


def test_ctrl_p_prints_the_list_again_and_it_says_so(clerk: Clerk) -> None:
    made = makes(clerk)
    page = opens(clerk)
    page.table.setFocus()
    papers = clerk.app.folder / "papers"
    for copy in (1, 2):
        clerk.press(Qt.Key.Key_P, CTRL)
        clerk.until(lambda wanted=copy: len(list(papers.glob("*BG.*.pdf"))) == wanted)  # type: ignore[misc]
    assert any("Bản in lần 2" in whole_text(paper.read_bytes()) for paper in papers.glob("*BG.*.pdf"))
    assert made.id == SubjectId(page.lists.rows[0].id)

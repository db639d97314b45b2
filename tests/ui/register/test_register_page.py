"""The register on screen: period, filters, search, what is written out and given up, by keys."""

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from desk.register import writing
from models.events import DossierVoided, ResultHandedOver
from models.ids import ClerkId, DossierId
from models.text import search_key
from tests.fakes.citizens import Chain, citizen, reception, subject_at
from tests.printing.reading import texts
from tests.ui.conftest import Clerk
from ui.core.jobs import AskDesk
from ui.register.register_page import COLUMNS, RegisterPage

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
FIRST = datetime(2025, 12, 30, 1, tzinfo=UTC)


def merged(clerk: Clerk, dossiers: int) -> None:
    """So many dossiers of another desk, a day apart from two days before new year on."""
    chance, chain = random.Random(3), Chain(7)  # noqa: S311  # no secret, the same each run
    heard = []
    for number in range(dossiers):
        at = FIRST + timedelta(days=number)
        id_ = DossierId(subject_at("dossier/", at, chance))
        code = f"H99.99.99-{at:%y%m%d}-{number + 1:04d}"
        heard.append(chain.add(id_, at, reception(citizen(chance), code, at, chance)))
        if number % 3 == 0:
            heard.append(chain.add(id_, at + timedelta(hours=5), ResultHandedOver(to="")))
        elif number % 5 == 0:
            heard.append(chain.add(id_, at, DossierVoided(reason="nhầm", confirmed_by=ClerkId("ld"))))

    def merge(work: object) -> None:
        work.desk.store.log.merge(heard)  # type: ignore[attr-defined]  # the open desk

    clerk.app.jobs.ask(clerk.window, merge)
    clerk.waits()


@pytest.fixture
def page(clerk: Clerk) -> RegisterPage:
    merged(clerk, 30)
    clerk.press(Qt.Key.Key_S, CTRL | SHIFT)
    clerk.until(lambda: clerk.window.front == "register")
    clerk.waits()
    page = clerk.window.page("register")
    assert isinstance(page, RegisterPage)
    return page


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not the desk's."""
    return tmp_path_factory.mktemp("out")


def told(clerk: Clerk, words: str) -> bool:
    return any(words in banner.label.text() for banner in clerk.window.banners.shown)


def codes(page: RegisterPage) -> list[str]:
    return [line.row.code for line in page.rows.rows]


def said_on(page: RegisterPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def writes(clerk: Clerk, page: RegisterPage, out: Path) -> None:
    page.write_to(out)
    clerk.until(lambda: not page.writing.is_writing)
    clerk.waits()


def test_the_year_stands_there_at_once_in_order_and_numbered_from_one(clerk: Clerk, page: RegisterPage) -> None:
    del clerk
    assert (page.first.text, page.last.text) == ("01/01/2026", "23/11/2026")
    assert [line.number for line in page.rows.rows] == list(range(1, 29))
    assert codes(page) == sorted(codes(page))
    assert "28 hồ sơ" in said_on(page)


def test_what_ended_otherwise_is_marked_where_a_result_would_be(page: RegisterPage) -> None:
    returned = next(column for column in COLUMNS if column.head == "Trả kết quả")
    words = {line.row.code[-4:]: returned.words(line) for line in page.rows.rows}
    assert words["0004"] == "13:00 02/01/2026"
    assert words["0006"] == "ĐÃ HỦY 04/01/2026"
    assert words["0003"] == ""


def test_days_are_typed_or_chosen_and_wrong_ones_are_told_under_their_field(clerk: Clerk, page: RegisterPage) -> None:
    page.first.edit.setFocus()
    page.first.edit.selectAll()
    clerk.types("30/12/2025")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert len(page.rows.rows) == 30
    assert page.period.value is None
    assert [line.number for line in page.rows.rows][:4] == [1, 2, 1, 2]
    page.first.edit.setFocus()
    page.first.edit.selectAll()
    clerk.types("31/02/2026")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert page.first.is_wrong
    assert not page.acts["register_pdf"].isEnabled()
    page.first.edit.setFocus()
    page.first.edit.selectAll()
    clerk.types("24/11/2026")
    clerk.press(Qt.Key.Key_Return)
    clerk.waits()
    assert "Ngày cuối phải bằng hoặc sau ngày đầu." in said_on(page)
    assert not page.acts["register_pdf"].isEnabled()
    page.period.buttons()[3].click()
    clerk.waits()
    assert (page.first.text, page.last.text) == ("01/01/2025", "31/12/2025")
    assert len(page.rows.rows) == 2
    assert page.acts["register_pdf"].isEnabled()
    assert "Ngày cuối" not in said_on(page)


def test_field_and_search_narrow_it_and_numbers_stay_those_of_the_register(clerk: Clerk, page: RegisterPage) -> None:
    every = {line.row.code: line.number for line in page.rows.rows}
    name = page.rows.rows[4].row.owner
    page.search.setFocus()
    clerk.types(search_key(name))
    clerk.until(lambda: 0 < len(page.rows.rows) < 28)
    clerk.waits()
    assert all(every[line.row.code] == line.number for line in page.rows.rows)
    page.search.clear()
    page.search.textEdited.emit("")
    clerk.until(lambda: len(page.rows.rows) == 28)
    page.field.choose("Hộ tịch")
    page.field.chosen.emit("Hộ tịch")
    clerk.waits()
    assert {line.row.field for line in page.rows.rows} == {"Hộ tịch"}
    assert [line.number for line in page.rows.rows] == list(range(1, len(page.rows.rows) + 1))
    assert page.unit.count() == 2


def test_nothing_found_is_said(clerk: Clerk, page: RegisterPage) -> None:
    page.search.setFocus()
    clerk.types("khongcoai")
    clerk.until(lambda: not page.rows.rows)
    clerk.waits()
    assert "Thử ít chữ hơn" in said_on(page)


def test_enter_opens_the_dossier_under_the_cursor(clerk: Clerk, page: RegisterPage) -> None:
    page.search.setFocus()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: clerk.window.front == "dossier")


@pytest.mark.parametrize(("keys", "suffix"), [((Qt.Key.Key_F9,), "pdf"), ((Qt.Key.Key_F9, SHIFT), "xlsx")])
def test_the_keys_ask_for_a_name_and_propose_one(
    clerk: Clerk, page: RegisterPage, keys: tuple[Qt.Key], suffix: str
) -> None:
    clerk.press(*keys)
    clerk.until(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.defaultSuffix() == suffix
    assert dialog.selectedFiles()[0].endswith(f"so-theo-doi-20260101-20261123.{suffix}")
    dialog.close()


def test_it_is_written_whole_and_told_with_a_warning(clerk: Clerk, page: RegisterPage, out: Path) -> None:
    page.search.setText("khongcoai")
    writes(clerk, page, out / "so.pdf")
    assert told(clerk, "Đã ghi sổ: 28 hồ sơ, 3 trang, tệp so.pdf. Tệp có dữ liệu cá nhân, không mã hóa.")
    pages = texts((out / "so.pdf").read_bytes())
    assert all(f"H99.99.99-{FIRST + timedelta(days=n):%y%m%d}-{n + 1:04d}" in " ".join(pages) for n in range(2, 30))
    assert not page.writing.isVisible()


def test_while_it_is_written_nothing_else_is_begun_the_desk_answers_and_esc_gives_it_up(
    clerk: Clerk, page: RegisterPage, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go_on = threading.Event(), threading.Event()
    whole = writing.write_register

    def held(ask: AskDesk, *given: object, stopped: Callable[[], bool], **more: object) -> object:
        reached.set()
        assert go_on.wait(60)
        return whole(ask, *given, stopped=stopped, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(writing, "write_register", held)
    page.write_to(out / "so.xlsx")
    clerk.until(reached.is_set)
    assert page.writing.isVisible()
    assert not page.acts["register_pdf"].isEnabled()
    answers: list[int] = []
    clerk.app.jobs.ask(page, lambda work: work.dossiers.count(None), answers.append)
    clerk.until(lambda: bool(answers))
    clerk.press(Qt.Key.Key_Escape)
    go_on.set()
    clerk.until(lambda: not page.writing.is_writing)
    clerk.waits()
    assert told(clerk, "Đã dừng ghi sổ; không có tệp nào được tạo.")
    assert not list(out.iterdir())
    assert page.acts["register_pdf"].isEnabled()


def test_a_place_that_takes_no_file_is_told(clerk: Clerk, page: RegisterPage, out: Path) -> None:
    (out / "so.pdf").mkdir()
    writes(clerk, page, out / "so.pdf")
    assert told(clerk, "Không ghi đè so.pdf")
    assert page.acts["register_pdf"].isEnabled()


def test_a_year_is_closed_by_keys_once_it_is_over_and_what_comes_later_says_so(
    clerk: Clerk, page: RegisterPage
) -> None:
    clerk.press(Qt.Key.Key_L, CTRL | SHIFT)
    clerk.until(lambda: told(clerk, "Năm 2026 chưa hết"))
    assert not page.close_part.isVisible()
    page.period.buttons()[3].click()
    clerk.waits()
    clerk.press(Qt.Key.Key_L, CTRL | SHIFT)
    clerk.until(page.close_part.isVisible)
    assert "Khóa rồi thì số đã cấp không đổi" in said_on(page)
    clerk.press(Qt.Key.Key_Escape)
    assert not page.close_part.isVisible()
    clerk.press(Qt.Key.Key_L, CTRL | SHIFT)
    clerk.until(page.close_part.isVisible)
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: told(clerk, "Sổ năm 2025 đã khóa"))
    clerk.waits()
    assert "2 hồ sơ, 1 quyển, số cuối 02." in said_on(page)
    assert not page.close_part.isVisible()
    chance, at = random.Random(4), FIRST - timedelta(days=1)  # noqa: S311  # no secret
    late = Chain(9).add(
        DossierId(subject_at("dossier/", at, chance)), at, reception(citizen(chance), "A-9", at, chance)
    )
    clerk.app.jobs.ask(clerk.window, lambda work: work.desk.store.log.merge([late]))
    clerk.waits()
    for button in (0, 3):  # away and back: nothing told this window that others were heard
        page.period.buttons()[button].click()
        clerk.waits()
    clerk.until(lambda: len(page.rows.rows) == 3)
    shown = [[page.rows.index(at, column).data() for column in (0, 1)] for at in range(3)]
    assert [number for number, _ in shown] == ["01", "02", "03 BS"]
    assert shown[-1][1] == "A-9"

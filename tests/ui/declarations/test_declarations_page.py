"""The page of declarations by keys: from the counter, few questions, printed; nothing stays for the next citizen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from models.person import Person
from tests.fakes.templates import word
from tests.printing.reading import texts
from tests.ui.conftest import Clerk
from ui.declarations.answers_part import ChoiceField
from ui.declarations.declarations_page import DeclarationsPage


@pytest.fixture
def page(clerk: Clerk, person: Person) -> DeclarationsPage:
    clerk.scans(person)
    clerk.press(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    page = clerk.window.page("declarations")
    assert isinstance(page, DeclarationsPage)
    clerk.until(lambda: page.rows.rowCount() > 0)
    return page


def fill(clerk: Clerk, page: DeclarationsPage) -> None:
    page.table.setFocus()
    assert page.rows.rows[0].id == "cam-doan"
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: page.answers is not None)


def is_open(page: DeclarationsPage) -> bool:
    return page.answers is not None


def papers(clerk: Clerk) -> list[Path]:
    return sorted((clerk.app._folder / "papers").glob("to-khai*.pdf"))


def test_the_card_is_in_the_fields_the_first_open_question_has_the_keys_and_the_paper_comes_out(
    clerk: Clerk, page: DeclarationsPage, person: Person
) -> None:
    fill(clerk, page)
    assert page.answers is not None
    assert page.answers.answers["nguoi.ho_ten"] == person.full_name
    clerk.press(Qt.Key.Key_F9)
    assert page.answers is not None
    page.answers.fields["noi_dung"].setFocus()
    clerk.types_vietnamese("nhà cháy hết giấy tờ")
    clerk.press(Qt.Key.Key_F9)
    clerk.until(lambda: page.answers is None and bool(papers(clerk)))
    (page_,) = texts(papers(clerk)[0].read_bytes())
    assert person.full_name in page_
    assert "nhà cháy hết giấy tờ" in page_
    clerk.until(lambda: page.kept.count() == 1)
    clerk.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    clerk.until(lambda: len(papers(clerk)) == 2)
    first, second = (one.read_bytes() for one in papers(clerk))
    assert first == second


def test_what_was_typed_comes_back_for_the_same_citizen_and_is_gone_for_the_next(
    clerk: Clerk, page: DeclarationsPage
) -> None:
    fill(clerk, page)
    assert page.answers is not None
    page.answers.fields["noi_dung"].setFocus()
    clerk.types_vietnamese("bí mật của người trước")
    clerk.press(Qt.Key.Key_Escape)
    clerk.until(lambda: not is_open(page))
    fill(clerk, page)
    assert page.answers.answers["noi_dung"] == "bí mật của người trước"
    clerk.window.go("declarations")
    clerk.waits()
    assert not is_open(page)
    assert page._whom.text().startswith("Chưa có người dân")
    fill(clerk, page)
    assert page.answers is not None
    assert "noi_dung" not in page.answers.answers


def test_a_window_that_closes_while_a_declaration_is_printed_keeps_none_of_its_answers(
    opened: Callable[[], Clerk], clerk: Clerk, page: DeclarationsPage
) -> None:
    fill(clerk, page)
    assert page.answers is not None
    page.answers.fields["noi_dung"].setFocus()
    clerk.types_vietnamese("bí mật của người này")
    clerk.waits()
    clerk.press(Qt.Key.Key_F9)
    clerk.window.close()
    again = opened()
    kept: list[str] = []
    again.app.jobs.ask(again.window, lambda work: kept.extend(work.desk.store.drafts.keys()))
    again.waits()
    assert [key for key in kept if key.startswith("declaration")] == []
    assert [key for key in kept if key.startswith("intake")]


def test_a_question_comes_with_the_answer_that_asks_for_it_and_the_paper_is_seen_before(
    clerk: Clerk, page: DeclarationsPage
) -> None:
    row = next(place for place, one in enumerate(page.rows.rows) if one.id == "uy-quyen")
    page.table.setCurrentIndex(page.rows.index(row, 0))
    page.table.setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until(lambda: page.answers is not None)
    part = page.answers
    assert part is not None
    pay, amount = part.fields["thu_lao"], part.fields["thu_lao_muc"]
    assert isinstance(pay, ChoiceField)
    assert not amount.isVisibleTo(part)
    pay.put("Có thù lao")
    part.show_asked()
    assert amount.isVisibleTo(part)
    clerk.press(Qt.Key.Key_F7)
    clerk.until(lambda: not page._image.isNull())
    clerk.press(Qt.Key.Key_Escape)
    assert page.answers is part


def test_an_office_adds_a_template_and_a_wrong_one_is_named_with_its_place(
    clerk: Clerk, page: DeclarationsPage, tmp_path: Path
) -> None:
    good, wrong = tmp_path / "Đơn mẫu.docx", tmp_path / "Sai.docx"
    good.write_bytes(word(["Tôi là {{ nguoi_nop.ho_ten }}, lý do: {{ hoi_ly_do }}"]))
    wrong.write_bytes(word(["x", "{{ nguoi_nop.hoten }}"]))
    before = page.rows.rowCount()
    page.add_template(wrong)
    clerk.until(lambda: any("đoạn 2" in one.label.text() for one in clerk.window.banners.shown))
    page.add_template(good)
    clerk.until(lambda: page.rows.rowCount() == before + 1)

"""Our own layouts: every declaration that ships is one page, and says what was answered and nothing else."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.declarations.answers import Subjects, filled, given_texts, worst_answers
from models.catalogue.declaration_set import shipped_declarations
from models.declaration import AnswerKind, Declaration
from models.person import Person
from printing.forms.declarations.drawing import draw
from printing.forms.declarations.filled import FilledAnswers
from printing.forms.declarations.own_layout import check_layout, own_blocks
from tests.printing.papers import OFFICE
from tests.printing.reading import texts

SHIPPED = shipped_declarations()
BIRTH = next(one for one in SHIPPED if one.id == "khai-sinh")
GIVEN = given_texts(OFFICE, procedure="1.001193", name="Khai sinh", relation="mẹ", today=date(2026, 11, 25))


def paper(declaration: Declaration, answers: dict[str, str], people: Subjects | None = None) -> list[str]:
    blocks = own_blocks(declaration.layout, filled(declaration, answers, people or Subjects(), GIVEN))
    return texts(draw(blocks, title=declaration.name, foot="thử"))


@pytest.mark.parametrize("declaration", SHIPPED, ids=lambda one: one.id)
def test_a_shipped_declaration_names_only_what_it_asks_and_is_one_page_even_with_long_answers(
    declaration: Declaration,
) -> None:
    assert check_layout(declaration) == ()
    answers = worst_answers(declaration)
    (page,) = paper(declaration, answers)
    said = " ".join(page.split())
    asked_always = [
        one for one in declaration.entries() if one.question.when is None and one.kind is AnswerKind.ADDRESS
    ]
    for entry in asked_always:
        assert answers[entry.key][:40] in said
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said


def test_a_wrong_name_is_told_with_its_line_and_the_nearest_right_one() -> None:
    wrong = replace(BIRTH, layout="# TỜ KHAI\nHọ tên: {con.ho_tem}\n[ban_sao=Cóa] Có\n@bảng x\n@bang con 3")
    told = {one.place: one.words for one in check_layout(wrong)}
    assert told["dòng 2"] == "không có “con.ho_tem”, có phải “con.ho_ten”?"
    assert "không có lựa chọn “Cóa”, có phải “Có”?" in told["dòng 3"]
    assert "dòng 4" in told
    assert "không có bảng “con”" in told["dòng 5"]


def test_what_a_citizen_says_is_never_taken_for_layout() -> None:
    sly = "**{con.ho_ten}** [ban_sao=Có] | @ky {?x}"
    (page,) = paper(BIRTH, {"con.que_quan": sly, "con.ho_ten": "Bé Thử"})
    assert sly in " ".join(page.split())


def test_the_same_answers_give_the_same_bytes() -> None:
    answers = filled(BIRTH, worst_answers(BIRTH), Subjects(), GIVEN)
    made = [draw(own_blocks(BIRTH.layout, answers), title="x", foot="y") for _ in range(2)]
    assert made[0] == made[1]


_NAMES = st.text(st.sampled_from("ABCDEGHIKLMN"), min_size=9, max_size=12)
"""Letters that no wording of a form has nine of in a row."""


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_of_one_citizen_is_on_the_paper_of_the_next(data: st.DataObject) -> None:
    declaration = data.draw(st.sampled_from(SHIPPED))
    said: list[dict[str, str]] = []
    marks: list[str] = []
    for _ in range(2):
        mark = data.draw(_NAMES.filter(lambda name: name not in marks))
        marks.append(mark)
        answers = worst_answers(declaration)
        free = [one.key for one in declaration.entries() if one.kind in {AnswerKind.TEXT, AnswerKind.ADDRESS}]
        given_now = data.draw(st.lists(st.sampled_from(free), min_size=1, unique=True))
        said.append({**{k: v for k, v in answers.items() if k not in free}, **dict.fromkeys(given_now, mark)})
    people = [Subjects(submitter=Person(full_name=mark), owner=Person(full_name=mark)) for mark in marks]
    first, second = (" ".join(paper(declaration, *one)) for one in zip(said, people, strict=True))
    assert marks[1] not in first
    assert marks[0] not in second


def test_a_gap_of_a_layout_parts_check_boxes_and_an_open_end_becomes_dots() -> None:
    blocks = own_blocks("Có: [a=x] Có   [a=y] Không", FilledAnswers(texts={"a": "y"}))
    (page,) = texts(draw(blocks, title="t", foot="f"))
    assert "×" in page
    (page,) = texts(draw(own_blocks("Lý do sau đây: {a}.", FilledAnswers(texts={})), title="t", foot="f"))
    assert "……" in page

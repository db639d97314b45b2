"""DOCX templates of an office: mistakes with their place, what is outside the subset, filling, and hostile ones."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.declarations.answers import Subjects, filled, given_texts, worst_answers
from models.declaration import AnswerKind, Declaration, Question
from models.person import Person, Sex
from printing.forms.declarations.docx_template import check_docx, fill_docx
from printing.forms.declarations.filled import DeclarationUnfit
from printing.forms.declarations.templates import fill_declaration, labelled_names
from tests.fakes.templates import rich_word, word
from tests.printing.papers import OFFICE
from tests.printing.reading import texts

LETTER = Declaration(
    id="don",
    name="Đơn",
    valid_from=date(2026, 1, 1),
    file="don.docx",
    questions=(
        Question(id="noi_dung", label="Nội dung"),
        Question(id="co", label="Có không", kind=AnswerKind.CHOICE, options=("Có", "Không")),
        Question(id="con", label="Con", kind=AnswerKind.ROWS, columns=("Tên", "Năm sinh")),
    ),
)
GIVEN = given_texts(OFFICE, procedure="", name="", relation="", today=date(2026, 11, 25))
WHO = Person(full_name="Lý Thị <b>&Ví {{ Dụ }}", born_on=date(1995, 3, 4), sex=Sex.FEMALE, address="Thôn A & B")
SAMPLE = filled(LETTER, worst_answers(LETTER), Subjects(submitter=WHO, owner=WHO), GIVEN)


def check(*paragraphs: str, cells: tuple[tuple[str, ...], ...] = ()) -> list[tuple[str, str]]:
    return [(one.place, one.words) for one in check_docx(LETTER, word(paragraphs, cells), SAMPLE)]


def draw(content: bytes) -> list[str]:
    return texts(fill_declaration(LETTER, content, SAMPLE, foot="thử", working=Path()))


def test_a_right_template_has_no_findings_and_its_paper_has_every_answer_as_it_was_said() -> None:
    rows = (
        ("Tên", "Năm sinh"),
        ("{%tr for dong in con %}", ""),
        ("{{ dong.c1 }}", "{{ dong.c2 }}"),
        ("{%tr endfor %}", ""),
    )
    paragraphs = (
        "Tôi là {{ nguoi_nop.ho_ten }}, ở {{ nguoi_nop.noi_cu_tru }}.",
        "{%p if co == 'Không' %}",
        "Không có: {{ noi_dung | hoa }}",
        "{%p endif %}",
    )
    assert check(*paragraphs, cells=rows) == []
    (page,) = draw(word(paragraphs, rows))
    said = " ".join(page.split())
    assert "Lý Thị <b>&Ví {{ Dụ }}, ở Thôn A & B." in said
    assert said.count("Năm sinh & <ví dụ> 2") == 3
    assert "KHÔNG CÓ" not in said
    assert "NỘI DUNG VÍ DỤ" in said


def test_all_of_the_subset_is_drawn_as_it_stands() -> None:
    assert check_docx(LETTER, rich_word(), SAMPLE) == ()
    first, second = draw(rich_word())
    assert "ĐƠN XIN XÁC NHẬN" in first
    assert "sinh ngày 04/03/1995" in first
    assert "..........." in first
    assert "Trang sau" in second


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ nguoi_nop.hoten }}", "không có “nguoi_nop.hoten”, có phải “nguoi_nop.ho_ten”?"),
        ("{{ noi_dung", "dấu {{ không được đóng lại"),
        ("{{ ''.__class__ }}", "không dùng được"),
        ("{{ noi_dung * 9 }}", "không dùng được “Mul”"),
        ("{{ cycler() }}", "không dùng được “Call”"),
        ("{{ noi_dung | tojson }}", "bộ lọc “tojson”"),
        ("{{ con }}", "là bảng, cần đi qua từng dòng"),
        ("{% for x in range(9) %}", "không dùng được lệnh"),
        ("{% for x in cons %}", "không có bảng “cons”, có phải “con”?"),
        ("{% include 'x' %}", "không dùng được lệnh"),
    ],
)
def test_a_mistake_is_named_with_the_paragraph_or_the_cell(text: str, words: str) -> None:
    ((place, said), *_) = check("Đoạn đầu", text)
    assert place == "đoạn 2"
    assert words in said
    ((place, said), *_) = check(cells=(("a", "b"), ("c", text)))
    assert place == "bảng 1, hàng 2, ô 2"
    assert words in said


def test_an_if_without_an_end_is_a_mistake_of_the_whole() -> None:
    ((place, said),) = check("{% if noi_dung %}x")
    assert place == "cả mẫu"
    assert "không khớp" in said


def test_what_is_outside_the_subset_is_named_and_not_left_out_silently() -> None:
    document = Document(BytesIO(word(["Một", "{{ noi_dung }}"])))
    document.add_paragraph("đánh số", style="List Number")
    document.paragraphs[0].runs[0].font.underline = True
    document.sections[0].footer.paragraphs[0].text = "Trang"
    made = BytesIO()
    document.save(made)
    found = check_docx(LETTER, made.getvalue(), SAMPLE)
    assert [(one.place, one.outside, one.stops) for one in found] == [
        ("đoạn 1", True, False),
        ("đoạn 3", True, False),
        ("chân trang", True, False),
    ]


def test_without_libreoffice_what_is_outside_is_refused_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(BytesIO(word(["Một"])))
    document.paragraphs[0].runs[0].font.underline = True
    made = BytesIO()
    document.save(made)
    monkeypatch.setattr("printing.forms.declarations.libreoffice.installed", lambda: None)
    with pytest.raises(DeclarationUnfit, match="đoạn 1: gạch chân"):
        fill_declaration(LETTER, made.getvalue(), SAMPLE, foot="", working=Path())


def test_a_file_that_is_none_has_macros_or_links_out_is_refused() -> None:
    assert [one.words for one in check_docx(LETTER, b"PK\x03\x04 none", SAMPLE)] == ["không đọc được: BadZipFile"]
    content = BytesIO(word(["x"]))
    with zipfile.ZipFile(content, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"macro")
    assert "macro" in check_docx(LETTER, content.getvalue(), SAMPLE)[0].words
    content = BytesIO(word(["x"]))
    with zipfile.ZipFile(content, "a") as packed:
        packed.writestr("word/_rels/more.xml.rels", b'<Relationship TargetMode="External"/>')
    assert "liên kết ra ngoài" in check_docx(LETTER, content.getvalue(), SAMPLE)[0].words


def test_the_words_before_a_name_are_its_question() -> None:
    content = word(["Lý do xin: {{ hoi_ly_do }}; số bản: {{ hoi_so }}"], [["Nghề nghiệp", "{{ hoi_nghe }}"]])
    assert list(labelled_names(content, ".docx")) == [
        ("hoi_ly_do", "Lý do xin"),
        ("hoi_so", "số bản"),
        ("hoi_nghe", "Nghề nghiệp"),
    ]


_TOKENS = (
    *("{{", "}}", "{%", "%}", "{#", " noi_dung ", "if ", "endif", "for x in con", "endfor", "{%p ", "{%tr ", "x.c1"),
    *('"', "“", "|o('Có')", "==", " ", "Nguyễn & <Văn>", ".__class__", "(", ")", "[0]", "loop", "\t", "☐", "0" * 40),
)
_BITS = st.lists(st.sampled_from(_TOKENS), max_size=9).map("".join)


@settings(max_examples=15, deadline=None)
@given(st.lists(_BITS, min_size=1, max_size=4))
def test_whatever_stands_in_a_template_it_is_checked_and_what_passes_is_filled_and_drawn(paragraphs: list[str]) -> None:
    content = word(paragraphs, [[paragraphs[0], "ô"]])
    findings = check_docx(LETTER, content, SAMPLE)
    assert all(one.place and one.words for one in findings)
    if not any(one.stops for one in findings):
        assert fill_docx(LETTER, content, SAMPLE)
        assert len(draw(content)) >= 1


@settings(max_examples=10, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 8000))
def test_a_damaged_file_is_refused_in_words(rubbish: bytes, at: int) -> None:
    whole = word(["{{ noi_dung }}"])
    findings = check_docx(LETTER, whole[:at] + rubbish + whole[at + len(rubbish) :], SAMPLE)
    assert all(one.words for one in findings)

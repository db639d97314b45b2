"""PDF forms of an office: names with their page, answers drawn in our own font, nothing left to be filled in."""

from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader, PdfWriter

from printing.forms.declarations.pdf_form import check_pdf_form, fill_pdf_form, page_count
from printing.forms.declarations.templates import labelled_names
from tests.fakes.templates import pdf_form
from tests.printing.forms.declarations.test_docx_template import LETTER, SAMPLE
from tests.printing.reading import texts

FORM = replace(LETTER, file="don.pdf")


def fill(content: bytes) -> bytes:
    return fill_pdf_form(content, SAMPLE, title="Đơn", foot="Mẫu đơn")


def test_a_wrong_name_or_choice_is_told_with_page_and_field() -> None:
    content = pdf_form(["nguoi_nop.hoten", "noi_dung"], ["co=Cóa"])
    assert [(one.place, one.words) for one in check_pdf_form(FORM, content, SAMPLE)] == [
        ("trang 1, ô “nguoi_nop.hoten”", "không có “nguoi_nop.hoten”, có phải “nguoi_nop.ho_ten”?"),
        ("trang 1, ô “co=Cóa”", "“co” không có lựa chọn “Cóa”, có phải “Có”?"),
    ]
    assert check_pdf_form(FORM, pdf_form([]), SAMPLE)[0].words.startswith("không có ô điền")


def test_the_filled_copy_has_every_letter_in_an_embedded_font_and_no_fields() -> None:
    content = pdf_form(["nguoi_nop.ho_ten", "noi_dung"], ["co=Có", "co=Không"], comb="hom_nay.nam")
    assert check_pdf_form(FORM, content, SAMPLE) == ()
    made = fill(content)
    (page,) = texts(made)
    assert "Lý Thị <b>&Ví {{ Dụ }}" in page
    assert page.count("×") == 1
    assert "2 0 2 6" in page
    reader = PdfReader(BytesIO(made))
    assert not reader.get_fields()
    assert "/Annots" not in reader.pages[0]
    assert b"BeVietnamPro" in b"".join(made.split(b"/FontName")[1:])


def test_forms_with_the_same_field_names_keep_each_its_own_answers_when_they_are_put_together() -> None:
    content = pdf_form(["noi_dung"])
    both = PdfWriter()
    for answer in ("Của người thứ nhất", "Của người thứ hai"):
        said = replace(SAMPLE, texts={**SAMPLE.texts, "noi_dung": answer})
        both.append(BytesIO(fill_pdf_form(content, said, title="", foot="")))
    made = BytesIO()
    both.write(made)
    first, second = texts(made.getvalue())
    assert "Của người thứ nhất" in first
    assert "thứ hai" not in first
    assert "Của người thứ hai" in second


def test_the_tooltip_of_a_field_is_its_question_and_a_locked_file_is_refused() -> None:
    assert list(labelled_names(pdf_form(["hoi_ly_do"]), ".pdf")) == [("hoi_ly_do", "Hỏi hoi_ly_do")]
    locked = PdfWriter(BytesIO(pdf_form(["noi_dung"])))
    locked.encrypt("x")
    made = BytesIO()
    locked.write(made)
    assert "mật khẩu" in check_pdf_form(FORM, made.getvalue(), SAMPLE)[0].words
    assert page_count(made.getvalue()) == 0
    assert page_count(pdf_form([])) == 1


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=30), st.integers(0, 4000))
def test_a_damaged_form_is_refused_in_words_or_filled(rubbish: bytes, at: int) -> None:
    whole = pdf_form(["noi_dung"], ["co=Có"])
    findings = check_pdf_form(FORM, whole[:at] + rubbish + whole[at + len(rubbish) :], SAMPLE)
    assert all(one.words for one in findings)

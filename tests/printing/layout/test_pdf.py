import signal
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import PaperMissing, PaperReceived
from models.subjects.dossier import Dossier, DossierStatus
from models.system.stop_signals import StopRequested, on_first_signal, stop
from printing.forms import table
from printing.forms.body import Given
from printing.forms.marking import mark_of, marked, stamped
from printing.forms.ticket_slip import InLine
from printing.forms.versions import forms_in_force, forms_set
from printing.layout.design import A5
from printing.layout.marks import Boxes, Text
from printing.layout.pages import pages
from printing.layout.pdf import measure_in, pdf, width_of
from printing.layout.sheet import Column, PaperSize, Paragraph, Sheet, Table, Typeface
from tests.printing.papers import (
    ACTED_FOR,
    CODE,
    EXTENDED,
    IN_HAND,
    INTAKE,
    MISSING,
    OFFICE,
    PAPERS,
    PRINTED_AT,
    RECEIVED,
    REFUSED,
    REFUSED_LATER,
    SERVICES,
    SIGNED,
    STOPPED,
    SUBMITTER,
    SUPPLEMENT,
    TAKEN_IN,
    TICKET,
    lived,
)
from tests.printing.reading import codes, fonts, pictures, text_boxes, texts, whole_text

WORDS = forms_in_force(date(2026, 11, 23))
LONG_NAME = "Nguyễn Phước Bảo Quỳnh Hoàng Thượng Đẳng Nghiễm Khuê Thị Ngọc Diễm Thuyền Quyên Mẫu Thử Nghiệm " * 2


def _receipt(dossier: Dossier, copy: int = 1) -> Sheet:
    return table.RECEIPT.sheet(
        dossier, Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT, copy=copy)
    )


def _with_papers(count: int) -> Dossier:
    papers = tuple(
        replace(PAPERS[place % 4], name=f"{PAPERS[place % 4].name}, tờ thứ {place + 1}") for place in range(count)
    )
    return replace(RECEIVED, intake=replace(INTAKE, papers=papers))


LONG = replace(
    RECEIVED,
    intake=replace(
        ACTED_FOR,
        submitter=replace(SUBMITTER, full_name=LONG_NAME.strip(), phone="", address="Thôn " + "Mẫu Thượng, " * 30),
        owner=replace(SUBMITTER, full_name=LONG_NAME.strip(), phone="", email=f"{'rat.dai.' * 20}@mau.example"),
        papers=(PaperReceived(name="Giấy " + "rất dài " * 200, originals=1), *PAPERS),
    ),
)

SHEETS: dict[str, Callable[[], Sheet]] = {
    "receipt": lambda: _receipt(RECEIVED),
    "second copy": lambda: _receipt(RECEIVED, copy=2),
    "old circular": lambda: table.RECEIPT.sheet(
        RECEIVED, Given(office=OFFICE, words=forms_set("TT01/2018"), clerk="Trần Thị Thử", printed_at=PRINTED_AT)
    ),
    "on behalf": lambda: _receipt(replace(RECEIVED, intake=ACTED_FOR)),
    "long names": lambda: _receipt(LONG),
    "40 papers": lambda: _receipt(_with_papers(40)),
    "supplement": lambda: table.SUPPLEMENT.sheet(
        SUPPLEMENT, Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT)
    ),
    "40 missing": lambda: table.SUPPLEMENT.sheet(
        replace(SUPPLEMENT, missing=MISSING * 20, reason="Thiếu. " * 150),
        Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT),
    ),
    "refusal": lambda: table.REFUSAL.sheet(
        REFUSED, Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT)
    ),
    "refusal after examination": lambda: table.REFUSAL.sheet(
        lived(TAKEN_IN, *IN_HAND, REFUSED_LATER).dossier,
        Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT),
    ),
    "extension": lambda: table.EXTENSION.sheet(
        lived(TAKEN_IN, EXTENDED), Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT)
    ),
    "stop": lambda: table.STOP.sheet(
        lived(TAKEN_IN, *IN_HAND, STOPPED), Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT)
    ),
    "control": lambda: table.CONTROL.sheet(
        lived(TAKEN_IN, *IN_HAND, SIGNED[0], EXTENDED, *SIGNED[1:]),
        Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT),
    ),
    "voided": lambda: stamped(_receipt(RECEIVED), DossierStatus.VOIDED),
    "ticket": lambda: table.TICKET.sheet(
        InLine(ticket=TICKET, ahead=5, services=SERVICES), Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT)
    ),
}


def _assert_nothing_overlaps_or_leaves(paper: bytes) -> None:
    """By the tight boxes of the drawn letters, as PDFium finds them."""
    for (left, bottom, right, top), letters in text_boxes(paper):
        assert letters
        row = sorted(letters)
        for place, (box, letter) in enumerate(row):
            assert left <= box[0] <= box[2] <= right, letter
            assert bottom <= box[1] <= box[3] <= top, letter
            for other, second in row[place + 1 :]:
                across = min(box[2], other[2]) - other[0]
                if across <= 0:
                    break
                down = min(box[3], other[3]) - max(box[1], other[1])
                # Neighbours in a word reach below each other ("Ký"); two texts on one place cannot hide here.
                assert across <= 1.7 or down <= 0.9, f"{letter!r} over {second!r} at {box}"


def _assert_texts_keep_clear_of_bars_and_rules(sheet: Sheet) -> None:
    """By the marks of the layout: no rule or bar crosses the body of a text."""
    for page in pages(sheet, A5, measure_in(sheet.typeface)):
        boxes = [box for mark in page.marks if isinstance(mark, Boxes) for box in mark.each]
        for text in (mark for mark in page.marks if isinstance(mark, Text)):
            right = text.x + width_of(text.text, text.face, text.size, sheet.typeface)
            assert text.x >= A5.left - 0.01
            assert right <= A5.width - A5.right + 0.01, text.text
            for x, y, width, height in boxes:
                crosses = x < right - 0.01 and x + width > text.x + 0.01
                assert not (crosses and y < text.y and y + height > text.y - 0.7 * text.size), text.text


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_overlaps_and_nothing_leaves_the_page(name: str) -> None:
    sheet = SHEETS[name]()
    for worn in (sheet, replace(sheet, typeface=Typeface.SERIF)):
        _assert_nothing_overlaps_or_leaves(pdf(worn))
        if sheet.paper is PaperSize.A5:
            _assert_texts_keep_clear_of_bars_and_rules(worn)


NAMES = st.lists(
    st.sampled_from(["Ẫ", "Nguyễn", "Thị", "Quỳnh", "Đặng", "g", "Thượng" * 12, "W" * 90, "ỷ", "Hợp tác xã"]),
    max_size=30,
).map(" ".join)


@settings(max_examples=8)
@given(name=NAMES, address=NAMES, phone=st.sampled_from(["", "0900 000 001"]), papers=st.lists(NAMES, max_size=25))
def test_no_name_or_list_of_papers_breaks_the_paper(name: str, address: str, phone: str, papers: list[str]) -> None:
    person = replace(SUBMITTER, full_name=name, address=address, phone=phone, email="")
    listed = tuple(PaperReceived(name=paper, originals=1) for paper in papers)
    sheet = _receipt(replace(RECEIVED, intake=replace(INTAKE, submitter=person, papers=listed)))
    _assert_nothing_overlaps_or_leaves(pdf(sheet))
    _assert_texts_keep_clear_of_bars_and_rules(sheet)


@pytest.mark.parametrize("name", SHEETS)
def test_every_font_is_embedded_and_none_is_borrowed(name: str) -> None:
    paper = pdf(SHEETS[name]())
    found = fonts(paper)
    assert all(found.values())
    assert all(font.startswith("BeVietnamPro-") for font in found)
    assert b"Helvetica" not in paper


def test_a_long_mark_stands_clear_of_the_version_at_the_foot() -> None:
    sheet = marked(_receipt(RECEIVED, copy=12), mark_of("Bản in lần 12", DossierStatus.VOIDED), copy=12)
    _assert_nothing_overlaps_or_leaves(pdf(sheet))
    *_, version, mark = (one for one in pages(sheet, A5, width_of)[0].marks if isinstance(one, Text))
    assert mark.text.endswith("GIÁ TRỊ")
    assert mark.x > version.x + width_of(version.text, version.face, version.size) or mark.y > version.y + mark.size


@pytest.mark.parametrize("code", [CODE, "000.00.25.H56-261123-0007", "H26.12.34.5678.90-261123-0007"])
def test_bars_and_square_are_read_from_a_picture_of_200_dpi(code: str) -> None:
    (picture, *_) = pictures(pdf(_receipt(replace(RECEIVED, code=code))), 200)
    assert codes(picture) == {"Code128": code, "QRCode": code}


def test_a_code_too_long_for_bars_still_has_its_square() -> None:
    code = "H26.12.34.5678.9012.3456.7890.ABCDE-261123-0007"
    (picture, *_) = pictures(pdf(_receipt(replace(RECEIVED, code=code))), 200)
    assert codes(picture) == {"QRCode": code}


def test_bars_are_never_thinner_than_three_tenths_of_a_millimetre() -> None:
    assert min(A5.bars) >= 0.30 * 72 / 25.4


def test_forty_papers_flow_on_with_the_head_of_the_table_repeated() -> None:
    found = texts(pdf(_receipt(_with_papers(40))))
    assert len(found) == 3
    for place, page in enumerate(found, start=1):
        assert f"Trang {place}/3" in page
        assert CODE in page
    assert all("Tên giấy tờ" in page for page in found[:2])
    listed = " ".join(" ".join(found).split())
    assert all(f"tờ thứ {place}" in listed for place in range(1, 41))
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in found[-1]


def test_an_ordinary_receipt_is_one_page() -> None:
    for dossier in (RECEIVED, replace(RECEIVED, intake=ACTED_FOR)):
        assert len(texts(pdf(_receipt(dossier)))) == 1


def test_a_missing_phone_leaves_dots_to_write_on() -> None:
    person = replace(SUBMITTER, phone="", email="")
    found = whole_text(pdf(_receipt(replace(RECEIVED, intake=replace(INTAKE, submitter=person)))))
    assert "Số điện thoại: ....................." in found
    assert "Email" not in found


def test_a_long_name_is_wrapped_and_none_of_it_is_lost() -> None:
    assert " ".join(LONG_NAME.split()) in whole_text(pdf(_receipt(LONG)))


def test_combining_marks_are_composed_before_they_are_drawn() -> None:
    taken_apart = unicodedata.normalize("NFD", "Đặng Thị Hường")
    sheet = Sheet(paper=PaperSize.A5, form="01", code="x", version="v", blocks=(Paragraph(taken_apart),))
    assert "Đặng Thị Hường" in whole_text(pdf(sheet))


def test_papers_made_at_the_same_time_do_not_mix() -> None:
    names = [f"Nguyễn Văn Mẫu {letter * 3}" for letter in "ABCDEFGH"]
    sheets = [
        _receipt(replace(RECEIVED, intake=replace(INTAKE, submitter=replace(SUBMITTER, full_name=name))))
        for name in names
    ]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(pdf, sheets))
    assert together == [pdf(sheet) for sheet in sheets]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert pdf(_receipt(RECEIVED)) == pdf(_receipt(RECEIVED))


def test_a_row_longer_than_a_page_goes_on_over_the_page() -> None:
    rows = (("1", "từ " * 2500),)
    table = Table((Column("STT", 1), Column("Tên", 5)), rows)
    sheet = Sheet(paper=PaperSize.A5, form="01", code="x", version="v", blocks=(table,))
    paper = pdf(sheet)
    assert whole_text(paper).count("từ") == 2500
    _assert_nothing_overlaps_or_leaves(paper)


def test_a4_is_a4_and_a5_is_a5() -> None:
    for kind, size in ((PaperSize.A5, (148, 210)), (PaperSize.A4, (210, 297))):
        sheet = Sheet(paper=kind, form="07", code="x", version="v", blocks=(Paragraph("Sổ"),))
        ((box, _),) = text_boxes(pdf(sheet))
        assert (round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)) == size


def test_a_paper_still_missing_keeps_its_note_beside_its_name() -> None:
    missing = (PaperMissing(name="Giấy chứng sinh", copies=3, note="Chữ mờ"),)
    paper = table.SUPPLEMENT.sheet(
        replace(SUPPLEMENT, missing=missing), Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT)
    )
    assert "Giấy chứng sinh 03 Chữ mờ" in whole_text(pdf(paper)) or "Giấy chứng sinh Chữ mờ" in whole_text(pdf(paper))


@pytest.mark.usefixtures("as_before")
def test_a_stop_while_reportlab_puts_a_file_together_stays_a_stop() -> None:
    """In `PDFObjectReference.format` a bare `except` makes a KeyError of whatever is raised there."""
    came: list[str] = []

    def hook(frame: FrameType, event: str, argument: object) -> None:
        del argument
        caller = frame.f_back
        if event == "call" and not came and caller and caller.f_code.co_qualname == "PDFObjectReference.format":
            came.append(frame.f_code.co_name)
            signal.raise_signal(signal.SIGTERM)

    sheet = Sheet(paper=PaperSize.A4, form="07", code="x", version="v", blocks=(Paragraph("Sổ"),))
    sys.setprofile(hook)
    try:
        with on_first_signal(stop), pytest.raises(StopRequested):
            pdf(sheet)
    finally:
        sys.setprofile(None)
    assert came

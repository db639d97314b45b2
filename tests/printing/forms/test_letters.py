"""Extension letter and stop notice: what they take from the history of the dossier."""

import pytest
from msgspec.structs import replace

from models.events import DossierStopped, DueDateChanged, StopCause
from printing.forms import table
from printing.forms.body import Given
from printing.forms.dossier_history import DossierHistory
from printing.forms.table import FormRow
from printing.forms.versions import FormsSet, forms_in_force, forms_set, forms_sets
from printing.layout.pdf import pdf
from tests.printing.papers import (
    CLERK,
    EXTENDED,
    IN_HAND,
    LEADER,
    OFFICE,
    PRINTED_AT,
    REFUSED_LATER,
    STOPPED,
    TAKEN_IN,
    lived,
    on,
)
from tests.printing.reading import whole_text

NEW = forms_in_force(PRINTED_AT.date())
LATE = "muộn hơn quy định"


def text_of(row: FormRow[DossierHistory], told: DossierHistory, words: FormsSet = NEW) -> str:
    return whole_text(pdf(row.sheet(told, Given(office=OFFICE, words=words, printed_at=PRINTED_AT))))


@pytest.mark.parametrize("words", forms_sets(), ids=lambda words: words.name)
def test_an_extension_letter_says_the_old_date_the_new_one_why_and_who_signs(words: FormsSet) -> None:
    text = text_of(table.EXTENSION, lived(TAKEN_IN, *IN_HAND, EXTENDED), words)
    for fact in (
        "Số: 261123-0031/PXL",
        "Mẫu Sơn, ngày 27 tháng 11 năm 2026",
        "Ngày 23 tháng 11 năm 2026, Trung tâm Phục vụ hành chính công xã Mẫu Sơn tiếp nhận",
        "17 giờ 00 phút, ngày 30 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 07 tháng 12 năm 2026",
        "Lý do: Chờ Công an tỉnh trả lời xác minh.",
        "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ",
        "Phạm Thị Lãnh",
    ):
        assert fact in text
    assert LATE not in text


@pytest.mark.parametrize("words", forms_sets(), ids=lambda words: words.name)
def test_an_extension_letter_that_comes_late_says_so(words: FormsSet) -> None:
    at, clerk, event = EXTENDED
    assert isinstance(event, DueDateChanged)
    assert LATE in text_of(table.EXTENSION, lived(TAKEN_IN, (at, clerk, replace(event, late=True))), words)


def test_a_later_appointment_from_before_letters_were_printed_has_room_for_its_number() -> None:
    old = DueDateChanged(due_at=on(37, 17), reason="Mất điện", confirmed_by=LEADER)
    text = text_of(table.EXTENSION, lived(TAKEN_IN, (on(27, 9), CLERK, old)))
    assert "Số: ....." in text
    assert "/PXL" in text


@pytest.mark.parametrize(
    ("cause", "words"), [(StopCause.REQUEST, "Theo đề nghị dừng giải quyết"), (StopCause.RULE, "Theo quy định, ")]
)
def test_a_stop_notice_says_who_wanted_it_the_stage_and_the_money(cause: StopCause, words: str) -> None:
    at, clerk, event = STOPPED
    assert isinstance(event, DossierStopped)
    text = text_of(table.STOP, lived(TAKEN_IN, *IN_HAND, (at, clerk, replace(event, cause=cause))))
    for fact in (
        words,
        "Số: 261123-0032/TB-TTPVHCC",
        "dừng giải quyết hồ sơ này từ 14 giờ 00 phút, ngày 24 tháng 11 năm 2026",
        "Hồ sơ khi dừng đang ở: đơn vị giải quyết, Phòng Tư pháp, bước Thẩm định",
        "chưa có quyết định hoặc thông báo kết quả",
        "15.000 đồng (Mười lăm nghìn đồng). Chưa thanh toán",
        "Người nộp đã có giấy khai sinh bản gốc.",
    ):
        assert fact in text


def test_a_circular_without_a_stop_notice_takes_the_one_of_the_next() -> None:
    old = forms_set("TT01/2018")
    assert table.STOP.set_for(old) is NEW
    assert table.RECEIPT.set_for(old) is old
    assert "Mẫu 05 · TT03/2025" in text_of(table.STOP, lived(TAKEN_IN, STOPPED), old)


@pytest.mark.parametrize("words", forms_sets(), ids=lambda words: words.name)
def test_a_refusal_after_examination_has_its_own_words(words: FormsSet) -> None:
    refused = lived(TAKEN_IN, *IN_HAND, REFUSED_LATER).dossier
    sheet = table.REFUSAL.sheet(refused, Given(office=OFFICE, words=words, printed_at=PRINTED_AT))
    text = whole_text(pdf(sheet))
    assert "PHIẾU TỪ CHỐI GIẢI QUYẾT HỒ SƠ" in text
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN" not in text
    assert "Cha, mẹ trẻ không có nơi cư trú tại xã." in text
    assert "H26.12.34-261123-0007" in text

"""Rows of the control sheet: who gave to whom, in time or not; none is ever written over."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.calendar.pauses import ClockRule
from models.events import (
    AnyEvent,
    ConsultationAsked,
    DisputeSettled,
    DossierForwarded,
    DossierGivenBack,
    DossierTakenOver,
    DueDate,
    SupplementAsked,
    SupplementBrought,
)
from models.ids import ClerkId
from models.process import Holder
from printing.forms import table
from printing.forms.body import Given
from printing.forms.control_sheet import hand_overs
from printing.forms.versions import FormsSet, forms_sets
from printing.layout.pdf import pdf
from tests.fakes.events import dossier_events
from tests.printing.papers import (
    CLERK,
    EXAMINE,
    EXAMINER,
    EXTENDED,
    IN_HAND,
    JUSTICE,
    LEADER,
    NAMES,
    OFFICE,
    PRINTED_AT,
    REFUSED_LATER,
    SIGNED,
    STOPPED,
    TAKEN_IN,
    lived,
    on,
)
from tests.printing.reading import whole_text

WHOLE_LIFE = (TAKEN_IN, *IN_HAND, SIGNED[0], EXTENDED, *SIGNED[1:])


def test_each_row_says_who_gave_to_whom_and_whether_in_time() -> None:
    rows = [
        ((row.by.unit_name, row.by.name) if row.by else None, (row.to.unit_name, row.to.name), row.result)
        for row in hand_overs(lived(*WHOLE_LIFE))
    ]
    desk, justice, leader = "Trung tâm Phục vụ hành chính công xã Mẫu Sơn", "Phòng Tư pháp", "Lãnh đạo UBND xã"
    assert rows == [
        (("Người nộp hồ sơ", "Nguyễn Thị Mẫu Hường"), (desk, "Trần Thị Thử"), ""),
        ((desk, "Trần Thị Thử"), (justice, ""), ""),
        ((desk, ""), (justice, "Lê Văn Thẩm"), ""),
        ((justice, "Lê Văn Thẩm"), (leader, ""), "early"),
        (None, (leader, "Phạm Thị Lãnh"), ""),
        (None, (leader, "Phạm Thị Lãnh"), "on_time"),
        ((leader, ""), (desk, "Trần Thị Thử"), "early"),
        ((desk, "Trần Thị Thử"), ("Người nhận kết quả", "Nguyễn Thị Mẫu Hường"), ""),
    ]


@given(st.lists(dossier_events, max_size=12), st.data())
def test_a_later_sheet_begins_with_the_rows_of_every_earlier_one(events: list[AnyEvent], data: st.DataObject) -> None:
    lives = [TAKEN_IN, *((on(24 + n, 8), CLERK, event) for n, event in enumerate(events))]
    whole, cut = lived(*lives), data.draw(st.integers(0, len(lives)))
    rows, earlier = list(hand_overs(whole)), list(hand_overs(lived(*lives[:cut])))
    assert rows[: len(earlier)] == earlier


def test_an_answer_of_another_desk_that_arrives_in_any_order_gives_the_same_rows() -> None:
    life = lived(*WHOLE_LIFE)
    assert list(hand_overs(replace(life, history=life.history[::-1]))) == list(hand_overs(life))


@pytest.mark.parametrize(
    ("day", "hour", "result"), [(26, 17, "on_time"), (26, 18, "late"), (25, 17, "early"), (27, 8, "late")]
)
def test_a_step_is_on_time_on_its_day_and_late_after_the_hour(day: int, hour: int, result: str) -> None:
    submitted = SIGNED[0][2]
    *_, row = hand_overs(lived(TAKEN_IN, *IN_HAND, (on(day, hour), EXAMINER, submitted)))
    assert row.result == result


def test_a_step_that_waited_for_the_citizen_is_not_called_late() -> None:
    asked = SupplementAsked(number="A-1", missing=(), reason="Thiếu giấy chứng sinh.", clock=ClockRule.DEDUCT)
    brought = SupplementBrought(number="A-1", due=DueDate(at=on(37, 17)))
    lives = (TAKEN_IN, *IN_HAND, (on(25, 8), EXAMINER, asked), (on(31, 8), CLERK, brought))
    rows = list(hand_overs(lived(*lives, (on(31, 9), EXAMINER, SIGNED[0][2]))))
    assert [row.note for row in rows[-3:]] == [
        "Yêu cầu bổ sung 1. Thiếu giấy chứng sinh",
        "Đã bổ sung theo 1. Hẹn trả 07/12/2026",
        "Trình ký",
    ]
    assert rows[-1].result == ""


def test_what_puts_an_earlier_row_right_is_a_row_of_its_own() -> None:
    before = Holder(unit="tu-phap", unit_name="Phòng Tư pháp", clerk=EXAMINER, name=NAMES[EXAMINER])
    other = Holder(unit="kt", unit_name="Phòng Kinh tế")
    told = lived(
        TAKEN_IN,
        *IN_HAND,
        (on(24, 8), LEADER, DossierTakenOver(holder=replace(before, clerk=LEADER), before=before, reason="nghỉ ốm")),
        (on(24, 9), LEADER, DossierGivenBack(to=Holder(), reason="chuyển nhầm")),
        (
            on(24, 10),
            CLERK,
            DossierForwarded(to=other, step=EXAMINE, number=1, courier="Anh Mang", note="gấp", list_number="BG.3001"),
        ),
        (on(24, 11), LEADER, DisputeSettled(settled=(), reason="hai máy chuyển khác nhau", holder=JUSTICE)),
    )
    assert [(row.to.unit_name, row.note) for row in hand_overs(told)][3:] == [
        ("Phòng Tư pháp", "Nhận thay. nghỉ ốm"),
        ("Trung tâm Phục vụ hành chính công xã Mẫu Sơn", "Trả lại. chuyển nhầm"),
        ("Phòng Kinh tế", "Chuyển: Thẩm định. danh sách BG.3001. người mang: Anh Mang. gấp"),
        ("Phòng Tư pháp", "Giải quyết mâu thuẫn. hai máy chuyển khác nhau"),
    ]


@pytest.mark.parametrize(
    ("last", "note", "result"),
    [
        (STOPPED, "Dừng giải quyết 261123-0032. Người nộp đã có giấy khai sinh bản gốc", ""),
        (REFUSED_LATER, "Từ chối giải quyết 261123-0033. Cha, mẹ trẻ không có nơi cư trú tại xã", "early"),
    ],
)
def test_the_end_of_the_work_is_the_last_row(last: tuple[datetime, ClerkId, AnyEvent], note: str, result: str) -> None:
    *_, row = hand_overs(lived(TAKEN_IN, *IN_HAND, last))
    assert (row.note, row.result) == (note, result)


@pytest.mark.parametrize("words", forms_sets(), ids=lambda words: words.name)
def test_the_paper_says_who_was_asked_and_keeps_the_first_promise_at_its_head(words: FormsSet) -> None:
    asked = ConsultationAsked(number="YK1", agency="Công an tỉnh Mẫu", question="xác minh", due_at=on(30, 8))
    told = lived(TAKEN_IN, *IN_HAND, (on(24, 8), EXAMINER, asked), EXTENDED)
    sheet = table.CONTROL.sheet(told, Given(office=OFFICE, words=words, printed_at=PRINTED_AT))
    text = whole_text(pdf(sheet))
    assert "Hẹn trả kết quả vào: 17 giờ 00 phút, ngày 30 tháng 11 năm 2026" in text
    assert "Công an tỉnh Mẫu" in text
    assert "Hẹn trả 07/12/2026" in text

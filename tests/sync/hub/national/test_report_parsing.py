from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import NationalState
from sync.hub.national.report_parsing import KNOWN, ReportWrong, read_report

WHOLE = {
    "MaHoSo": "H00.99.01-261123-3001",
    "TrangThai": "4",
    "NguoiXuLy": "Lê Văn Mẫu",
    "PhongBanXuLy": "Sở Mẫu",
    "NoiDungXuLy": "Đang thẩm định",
    "ThoiDiemXuLy": "20261123081500",
    "NgayHenTra": "20261125170000",
}


def test_a_report_becomes_an_event() -> None:
    report = read_report(WHOLE)
    event = report.event
    assert report.code == "H00.99.01-261123-3001"
    assert (event.state, event.officer, event.unit) == (NationalState.IN_PROGRESS, "Lê Văn Mẫu", "Sở Mẫu")
    assert event.note == "Đang thẩm định"
    assert event.happened_at == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
    assert event.due_at == datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def test_two_fields_are_enough_and_the_state_may_be_a_number() -> None:
    report = read_report({"MaHoSo": "H00.99.01-261123-3001", "TrangThai": 10, "ThoiDiemXuLy": ""})
    assert (report.event.state, report.event.happened_at) == (NationalState.HANDED_OVER, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"MaHoSo": "12"}, "MaHoSo"),
        ({"MaHoSo": 12}, "MaHoSo"),
        ({"TrangThai": "11"}, "TrangThai"),
        ({"TrangThai": "0"}, "TrangThai"),
        ({"TrangThai": True}, "TrangThai"),
        ({"TrangThai": "４"}, "TrangThai"),
        ({"TrangThai": None}, "TrangThai"),
        ({"ThoiDiemXuLy": "2026-11-23"}, "ThoiDiemXuLy"),
        ({"ThoiDiemXuLy": "20261323081500"}, "ThoiDiemXuLy"),
        ({"ThoiDiemXuLy": "00010101000000"}, "ThoiDiemXuLy"),
        ({"NgayHenTra": 5}, "NgayHenTra"),
        ({"NguoiXuLy": ["x"]}, "NguoiXuLy"),
        ({"Lạ": "x"}, "?"),
        ({"Khac": "x"}, "Khac"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(ReportWrong) as wrong:
        read_report({**WHOLE, **change})
    assert wrong.value.field == field


values = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.integers(), max_size=2)


@given(st.dictionaries(st.sampled_from([*KNOWN, "x"]), values))
def test_no_object_breaks_it(body: dict[str, object]) -> None:
    with suppress(ReportWrong):
        assert read_report(body).code == body["MaHoSo"]

"""A few letters without marks find a name; the better they fit, the further up it stands."""

import pytest

from ui.palette.matching import Fit, fit


@pytest.mark.parametrize(
    ("typed", "name", "how"),
    [
        ("", "Gửi ngay", Fit.BEGINS),
        ("gui", "Gửi ngay", Fit.BEGINS),
        ("GỬI NG", "Gửi ngay", Fit.BEGINS),
        ("quay", "Quầy tiếp nhận", Fit.BEGINS),
        ("dong ho", "Đồng hồ đúng", Fit.BEGINS),
        ("nhan", "Quầy tiếp nhận", Fit.IN_ORDER),
        ("qu nh", "Quầy tiếp nhận", Fit.IN_ORDER),
        ("ho tim", "Tìm hồ sơ", Fit.ANY_ORDER),
        ("th n", "Trả kết quả hôm nay", Fit.INITIALS),
        ("tkq", "Trả kết quả hôm nay", Fit.INITIALS),
        ("trkqua", "Trả kết quả hôm nay", Fit.INITIALS),
        ("danhsach", "Danh sách hồ sơ", Fit.INITIALS),
        ("ay", "Quầy tiếp nhận", None),
        ("nq", "Quầy tiếp nhận", None),
        ("ho ho", "Tìm hồ sơ", None),
        ("xyz", "Quầy tiếp nhận", None),
        ("!?", "Quầy tiếp nhận", Fit.BEGINS),
    ],
)
def test_what_was_typed_fits_as_well_as_it_should(typed: str, name: str, how: Fit | None) -> None:
    assert fit(typed, name) is how


def test_many_letters_and_many_words_take_no_time_to_speak_of() -> None:
    assert fit("a" * 60, " ".join(["a" * 20] * 40)) is Fit.INITIALS
    assert fit("a" * 60 + "b", " ".join(["a" * 20] * 40)) is None

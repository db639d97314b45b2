"""Text of before Unicode is recognised, read anew, and nothing else is taken for it."""

from pathlib import Path

import pytest

from models.legacy_text import Encoding, legacy
from models.places import old_places
from models.places.places import communes, provinces
from models.text import clean


@pytest.mark.parametrize(
    ("written", "encoding", "read"),
    [
        ("NguyÔn ThÞ ThÝ Dô", Encoding.TCVN3, "Nguyễn Thị Thí Dụ"),
        ("TrÇn V¨n Thö", Encoding.TCVN3, "Trần Văn Thử"),
        ("§Æng §øc MÉu", Encoding.TCVN3, "Đặng Đức Mẫu"),
        ("L\xadu V¨n Thö", Encoding.TCVN3, "Lưu Văn Thử"),
        ("Xãm 3, Hoµ B×nh", Encoding.TCVN3, "Xóm 3, Hoà Bình"),
        ("NGUYÔN V¡N MÉU", Encoding.TCVN3, "NGUYỄN VĂN MẪU"),
        ("Traàn Vaên Thöû", Encoding.VNI, "Trần Văn Thử"),
        ("Nguyeãn Thò Myõ Maãu", Encoding.VNI, "Nguyễn Thị Mỹ Mẫu"),
        ("Ñaëng Ñöùc Maãu", Encoding.VNI, "Đặng Đức Mẫu"),
        ("Thoân 1", Encoding.VNI, "Thôn 1"),
        ("Böûu Söï", Encoding.VNI, "Bửu Sự"),
    ],
)
def test_text_of_both_is_recognised_and_read(written: str, encoding: Encoding, read: str) -> None:
    found = legacy(written)
    assert found is not None
    assert (found.encoding, found.text) == (encoding, read)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nguyễn Văn Mẫu",
        "Lê Hà",
        "Ngô Thì Mẫu",
        "Phạm Quý Ý",
        "H'Hen Niê Thử",
        "Kpă Klơng Thử",
        "Y Lơk Byă Thử",
        "José Müller Test",
        "Zoë Test",
        "Thôn 1, Xã Mẫu",
        "Nguye\u0302\u0303n Va\u0306n Ma\u0302\u0303u",
    ],
)
def test_what_is_unicode_stays(text: str) -> None:
    assert legacy(text) is None


def test_no_place_of_the_country_is_taken_for_it() -> None:
    names = [commune.full_name for province in provinces() for commune in communes(province.code)]
    names += Path(old_places._FILE).read_text("utf-8").splitlines()
    assert len(names) > 13_000
    assert not [name for name in names if legacy(name) is not None]


def test_what_was_read_is_clean_and_read_again_no_more() -> None:
    found = legacy("NguyÔn  V¨n  MÉu")
    assert found is not None
    assert found.text == clean(found.text)
    assert legacy(found.text) is None


def test_tones_that_windows_1258_sets_apart_are_no_old_encoding() -> None:
    assert legacy("Nguy\u00ea\u0303n V\u0103n \u0110e\u0323p") is None

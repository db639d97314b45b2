"""Provinces, communes and old prefixes: all there, found by words, and matched only when certain."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.places.places import Commune, CommuneKind, commune_of, communes, find_communes, provinces, read_today
from models.text import search_key

ALL = [commune for province in provinces() for commune in communes(province.code)]


def test_there_are_34_provinces_and_3321_communes() -> None:
    assert len(provinces()) == 34
    assert len(ALL) == len({c.code for c in ALL}) == 3_321
    assert all(len(c.code) == 5 and c.code.isdigit() for c in ALL)
    assert Counter(c.kind for c in ALL) == {
        CommuneKind.WARD: 697,
        CommuneKind.COMMUNE: 2_611,
        CommuneKind.SPECIAL_ZONE: 13,
    }
    assert sum(p.unchanged for p in provinces()) == 11


def test_the_communes_of_a_province_stand_in_vietnamese_order() -> None:
    names = [c.name for c in communes("01")]
    assert names.index("An Khánh") < names.index("Ba Đình") < names.index("Đan Phượng") < names.index("Yên Sở")
    assert communes("99") == ()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ba dinh", "Ba Đình"),
        ("Đinh ba", "Ba Đình"),
        ("cua nam ha noi", "Cửa Nam"),
        ("hoan ki", "Hoàn Kiếm"),
        ("mĩ đức hà nội", "Mỹ Đức"),
        ("cư m’gar", "Cư M'gar"),
        ("mgar cu", "Cư M'gar"),
        ("văn miếu – quốc", "Văn Miếu - Quốc Tử Giám"),
        ("dac khu con dao", "Côn Đảo"),
    ],
)
def test_a_commune_is_found_without_marks_in_any_order(words: str, first: str) -> None:
    assert find_communes(words)[0].name == first


def test_a_search_stays_in_its_province_and_within_its_limit() -> None:
    assert {c.province.code for c in find_communes("tan", "79")} == {"79"}
    assert len(find_communes("xa", limit=5)) == 5
    assert find_communes("") == []
    assert find_communes("khong co xa nay") == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("Số 1 Phố Mẫu, Phường Ba Đình, Thành phố Hà Nội", "Ba Đình"),
        ("Thôn Mẫu, xã Hòa Lạc, TP. Hà Nội, Việt Nam", "Hoà Lạc"),
        ("Thôn Mẫu, Xã Hoà Lạc, Hà Nội", "Hoà Lạc"),
        ("Thôn Mẫu, Xã Sóc Sơn, Huyện Sóc Sơn, Hà Nội", "Sóc Sơn"),
        ("P.Cửa Nam, Q.Hoàn Kiếm, TP Hà Nội", "Cửa Nam"),
        ("Phường 1 Bảo Lộc, Tỉnh Lâm Đồng", "1 Bảo Lộc"),
        ("Đặc khu Côn Đảo, Thành phố Hồ Chí Minh", "Côn Đảo"),
    ],
)
def test_a_certain_address_names_its_commune(address: str, name: str) -> None:
    commune = commune_of(address)
    assert commune is not None
    assert commune.name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Hà Nội",
        "Đan Phượng, Hà Nội",
        "Thôn Mẫu, Tân Lập, Đan Phượng, Hà Nội",
        "Xã Không Có Tên Này, Huyện Sóc Sơn, Hà Nội",
        "Thị trấn Sóc Sơn, Huyện Sóc Sơn, Hà Nội",
        "Phường Tân Định, Quận 1, Thành phố Hồ Chí Minh",
        "Xã Mẫu, Huyện Mẫu, Hà Giang",
        "Huyện Sóc Sơn, Hà Nội",
        "Xã Ba Đình, Hà Nội",
        "Phuong Ba Dinh, Ha Noi",
        ",,,",
    ],
)
def test_an_address_that_leaves_anything_open_names_none(address: str) -> None:
    assert commune_of(address) is None


@given(st.sampled_from(ALL))
def test_every_commune_is_found_by_its_own_address_and_by_its_words(commune: Commune) -> None:
    assert commune_of(f"Số 1, {commune.full_name}") == commune
    assert commune in find_communes(search_key(commune.name), commune.province.code, limit=40)


@given(st.text(max_size=80))
def test_no_text_breaks_the_search(text: str) -> None:
    commune_of(text)
    find_communes(text)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("Số 1, Phường Sài Gòn, TP.HCM", "Sài Gòn"),
        ("Số 1, Phường Sài Gòn, TPHCM", "Sài Gòn"),
        ("Số 1, Phường Sài Gòn, T.P Hồ Chí Minh", "Sài Gòn"),
        ("Số 1, P. Sài Gòn - TP HCM", "Sài Gòn"),
        ("Số 1, P Sài Gòn, HCM", "Sài Gòn"),
        ("Thôn 1, Xã Ngọc Réo, Quảng Ngãi", "Ngọk Réo"),
        ("Thôn 1, Xã Đắc Pék, Quảng Ngãi", "Đăk Pék"),
        ("Số 1 - Phường Hải Châu - Tp.Đà Nẵng", "Hải Châu"),
        ("Số 1, Phường Hải Châu, Đà Nẵng 50000, Việt Nam", "Hải Châu"),
        ("Thôn 1, Xã Cư M’gar, Tỉnh Đắk Lắk", "Cư M'gar"),
        ("Thôn 1, Xã Cư Mʼgar, Đăk Lăk", "Cư M'gar"),
        ("Thôn 1, Xã Cư M`gar, Dak Lak", "Cư M'gar"),
        ("Xã Ea Sŭp, tỉnh Đắc Lắc", "Ea Súp"),
        ("Phường Văn Miếu – Quốc Tử Giám, Hà Nội", "Văn Miếu - Quốc Tử Giám"),
        ("Phường Văn Miếu—Quốc Tử Giám, Hà Nội", "Văn Miếu - Quốc Tử Giám"),
        ("Xã Mĩ Đức, Hà Nội", "Mỹ Đức"),
        ("Xã K’Bang, Gia Lai", "Kbang"),
        ("Thôn 1 Xã Cư M'gar Đăk Lăk", "Cư M'gar"),
        ("Số 1 Phường Sài Gòn TP.HCM", "Sài Gòn"),
        ("Thôn 1 xã Hoà Lạc, thành phố Hà Nội", "Hoà Lạc"),
        ("Thôn 1\nXã Hòa Lạc\nHà Nội", "Hoà Lạc"),
    ],
)
def test_one_name_is_one_commune_however_it_is_written(address: str, name: str) -> None:
    commune = commune_of(address)
    assert commune is not None
    assert commune.name == name


@pytest.mark.parametrize(
    ("address", "candidates"),
    [
        ("Phường Hoà Cưòng, Đà Nẵng", ["Hoà Cường"]),
        ("Phuong Ba Dinh, Ha Noi", ["Ba Đình"]),
        ("Ba Đình, Hà Nội", ["Ba Đình"]),
        ("Phường Sài Gòn, Quận 1, TP.HCM", ["Sài Gòn"]),
        ("Phường Mẫu, Hà Nội", []),
        ("Thị xã Sơn Tây, Hà Nội", []),
        ("Thôn Xã Mẫu Hà Nội", []),
    ],
)
def test_a_name_whose_letters_differ_is_told_and_not_taken(address: str, candidates: list[str]) -> None:
    found = read_today(address)
    assert found.commune is None
    assert [one.name for one in found.candidates] == candidates


def test_every_commune_is_found_by_its_own_address_in_any_spelling_of_its_apostrophe_and_dash() -> None:
    for commune in ALL:
        written = f"Số 1, {commune.full_name}".replace("'", "’").replace(" - ", " – ")
        assert commune_of(written) == commune, written
        assert read_today(written).rest == "Số 1"


def test_a_text_as_long_as_a_book_names_no_commune_and_is_read_at_once() -> None:
    for one in ("1 ", "a - ", "tổ 1 ", "thôn "):
        assert commune_of(one * 40_000) is None

"""Addresses of before July 2025: converted where certain, told with candidates where not, left alone otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.places import old_places
from models.places.old_places import Certainty, commune_now, read_old
from models.places.places import communes, provinces
from models.text import search_key

TODAY = {commune.code: commune for province in provinces() for commune in communes(province.code)}
KINDS = {"P": "Phường", "X": "Xã", "T": "Thị trấn"}


def _old() -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """Province, district, kind and name of each commune of before, and the codes it went to."""
    found = []
    province = district = ""
    for line in old_places._FILE.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "=":
            province = rest
        elif mark == "-":
            district = rest
        elif mark in KINDS:
            words = rest.split(" ")
            codes = tuple(word for word in words if len(word) == 5 and word.isdigit())
            found.append((province, district, KINDS[mark], " ".join(words[: -len(codes)]), codes))
    return found


OLD = _old()
WHOLE = [one for one in OLD if len(one[4]) == 1]
SAMPLE = WHOLE[::64]


def test_every_commune_of_before_is_there_and_went_to_communes_we_know() -> None:
    assert len(OLD) == 10_035  # and five island districts without communes
    assert len({one[:4] for one in OLD}) == len(OLD)
    assert all(TODAY.keys() >= set(one[4]) for one in OLD)
    assert {code for one in OLD for code in one[4]} | {"31948"} >= set(TODAY) - {
        commune.code for commune in TODAY.values() if commune.kind.value == "đặc khu"
    }
    assert len(OLD) - len(WHOLE) == 442
    assert not [one for one in OLD if "(" in one[3]]


@pytest.mark.parametrize(("province", "district", "kind", "name", "codes"), SAMPLE)
def test_a_whole_commune_becomes_the_one_it_went_to(
    province: str, district: str, kind: str, name: str, codes: tuple[str, ...]
) -> None:
    found = read_old(f"Thôn Mẫu, {kind} {name}, {district}, {province}")
    assert found is not None
    assert found.certainty is Certainty.WHOLE
    assert found.candidates == (TODAY[codes[0]],)
    assert found.today == f"Thôn Mẫu, {TODAY[codes[0]].full_name}"


@pytest.mark.parametrize(
    ("address", "today"),
    [
        # merged
        ("Tổ 5, Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội", "Tổ 5, Phường Hồng Hà, Thành phố Hà Nội"),
        ("Xã Hưng Đạo, TP Cao Bằng, Cao Bằng", "Phường Thục Phán, Tỉnh Cao Bằng"),
        # a town that became a commune of its old name
        ("Thị trấn Bát Xát, huyện Bát Xát, tỉnh Lào Cai", "Xã Bát Xát, Tỉnh Lào Cai"),
        # numbered wards, short kinds, leading zeros, other names of the city
        ("Số 1, P.12, Q.10, TP.HCM", "Số 1, Phường Hoà Hưng, Thành phố Hồ Chí Minh"),
        ("Số 1, Phường 01, Quận 10, Sài Gòn", "Số 1, Phường Vườn Lài, Thành phố Hồ Chí Minh"),
        # an island district without communes
        ("Huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu", "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh"),
        # tone marks placed the other way, the country behind
        ("Thị trấn Hoà Thuận, Huyện Quảng Hoà, Cao Bằng, Việt Nam", "Xã Phục Hoà, Tỉnh Cao Bằng"),
    ],
)
def test_addresses_as_people_write_them(address: str, today: str | None) -> None:
    found = read_old(address)
    assert (found.today if found else None) == today


def test_the_commune_of_an_address_is_told_only_where_it_is_sure() -> None:
    told = {
        address: commune.name if (commune := commune_now(address)) is not None else None
        for address in (
            "Số 5, Phường Ba Đình, Thành phố Hà Nội",
            "Huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu",
            "Thị trấn Hoà Thuận, Huyện Quảng Hoà, Cao Bằng",
            "Thôn Mẫu, Xã Không Có, Tỉnh Cao Bằng",
        )
    }
    assert list(told.values()) == ["Ba Đình", "Côn Đảo", "Phục Hoà", None]


def test_a_commune_of_before_is_not_taken_for_the_one_of_today_that_bears_its_name() -> None:
    went_elsewhere = commune_now("Xã Mẫu Sơn, Huyện Cao Lộc, Tỉnh Lạng Sơn")
    assert went_elsewhere is not None
    assert went_elsewhere.name == "Ba Sơn"
    assert commune_now("Phường Cửa Nam, Quận Hoàn Kiếm, Thành phố Hà Nội") is None  # divided among four
    assert commune_now("Phường Cửa Nam, Thành phố Hà Nội") is not None
    for province, district, kind, name, codes in WHOLE:
        now = commune_now(f"{kind} {name}, {district}, {province}")
        assert now is not None
        assert (now.code,) == codes


def test_the_same_name_in_two_districts_goes_its_own_way_in_each() -> None:
    by_name: dict[tuple[str, str, str], list[tuple[str, tuple[str, ...]]]] = {}
    for province, district, kind, name, codes in WHOLE:
        by_name.setdefault((province, kind, name), []).append((district, codes))
    twice = [(key, places) for key, places in by_name.items() if len({codes for _, codes in places}) > 1]
    assert len(twice) > 100
    for (province, kind, name), places in twice:
        for district, codes in places:
            found = read_old(f"{kind} {name}, {district}, {province}")
            assert found is not None
            assert [commune.code for commune in found.candidates] == list(codes)


def test_a_divided_commune_stays_as_written_and_names_all_its_successors() -> None:
    found = read_old("Xã Hải Lạng, Huyện Tiên Yên, Tỉnh Quảng Ninh")
    assert found is not None
    assert found.certainty is Certainty.DIVIDED
    assert found.today == ""
    assert {commune.name for commune in found.candidates} == {"Hải Hoà", "Hải Lạng", "Ba Chẽ"}
    for province, district, kind, name, codes in OLD:
        if len(codes) > 1:
            told = read_old(f"{kind} {name}, {district}, {province}")
            assert told is not None
            assert told.certainty is Certainty.DIVIDED
            assert {commune.code for commune in told.candidates} <= set(codes)


@pytest.mark.parametrize(
    ("address", "today"),
    [
        # of one name in provinces that were merged: each moves whole to its own
        ("Xã Tân Thạnh, Huyện Thới Lai, Thành phố Cần Thơ", "Xã Trường Thành, Thành phố Cần Thơ"),
        ("Xã Tân Thạnh, Huyện Long Phú, Tỉnh Sóc Trăng", "Xã Tân Thạnh, Thành phố Cần Thơ"),
        ("Xã Tân Long, Huyện Phụng Hiệp, Tỉnh Hậu Giang", "Xã Thạnh Hoà, Thành phố Cần Thơ"),
        ("Phường 4, Thành phố Mỹ Tho, Tỉnh Tiền Giang", "Phường Đạo Thạnh, Tỉnh Đồng Tháp"),
        ("Phường 4, Thành phố Sa Đéc, Tỉnh Đồng Tháp", "Phường Sa Đéc, Tỉnh Đồng Tháp"),
        ("Xã Hòa Bình, Huyện Vĩnh Bảo, Thành phố Hải Phòng", "Xã Nguyễn Bỉnh Khiêm, Thành phố Hải Phòng"),
        ("Phường 4, Thành phố Tân An, Tỉnh Long An", "Phường Long An, Tỉnh Tây Ninh"),
        ("Xã Hòa Lộc, Huyện Tam Bình, Tỉnh Vĩnh Long", "Xã Hoà Hiệp, Tỉnh Vĩnh Long"),
        # namesakes of one district, told apart by their kind
        ("Thị trấn Thạnh An, Huyện Vĩnh Thạnh, Cần Thơ", "Xã Thạnh An, Thành phố Cần Thơ"),
        ("Xã Thạnh An, Huyện Vĩnh Thạnh, Cần Thơ", "Xã Thạnh Quới, Thành phố Cần Thơ"),
        ("Thị trấn Yên Viên, Huyện Gia Lâm, Hà Nội", "Xã Phù Đổng, Thành phố Hà Nội"),
        # found by the rule beyond the 22 that NQ 1663 and 1668 name
        ("Xã Mỹ An, Huyện Mang Thít, Tỉnh Vĩnh Long", "Xã Nhơn Phú, Tỉnh Vĩnh Long"),
        ("Xã Hồng Phong, Huyện Bình Gia, Tỉnh Lạng Sơn", "Xã Hồng Phong, Tỉnh Lạng Sơn"),
        ("Phường 4, Thành phố Tây Ninh, Tỉnh Tây Ninh", "Phường Tân Ninh, Tỉnh Tây Ninh"),
        ("Phường 5, Quận Phú Nhuận, Thành phố Hồ Chí Minh", "Phường Đức Nhuận, Thành phố Hồ Chí Minh"),
        # spellings
        ("Số 1, P.12, Q.10, TP.HCM", "Số 1, Phường Hoà Hưng, Thành phố Hồ Chí Minh"),
        ("Số 1; P.12; Q.10; Tp.Hồ Chí Minh 70000; VN", "Số 1, Phường Hoà Hưng, Thành phố Hồ Chí Minh"),
    ],
)
def test_namesakes_move_each_to_its_own(address: str, today: str) -> None:
    found = read_old(address)
    assert found is not None
    assert (found.certainty, found.today) == (Certainty.WHOLE, today)


@pytest.mark.parametrize(
    "address",
    [
        "Số 1 xã Đăk Ơ huyện Bù Gia Mập tỉnh Bình Phước",
        "Số 1 - Xã Đăk Ơ - Huyện Bù Gia Mập - Tỉnh Bình Phước",
        "Số 1. Xã Đăk Ơ. Huyện Bù Gia Mập. Tỉnh Bình Phước.",
        "Số 1, X. Đăk Ơ H. Bù Gia Mập T. Bình Phước",
    ],
)
def test_units_that_no_comma_sets_apart_are_told_apart_by_their_words(address: str) -> None:
    found = read_old(address)
    assert found is not None
    assert found.today == "Số 1, Xã Đăk Ơ, Thành phố Đồng Nai"


@pytest.mark.parametrize(
    ("address", "today"),
    [
        ("P8, Q6, TP. Hồ Chí Minh", "Phường Bình Tiên, Thành phố Hồ Chí Minh"),
        ("X. Hùng Lô, TP. Việt Trì, T. Phú Thọ", "Phường Vân Phú, Tỉnh Phú Thọ"),
        ("X. HÙNG LÔ, TP. VIỆT TRÌ, T.PHÚ THỌ", "Phường Vân Phú, Tỉnh Phú Thọ"),
        ("Xã H'Bông, huyện Chư Sê, Gia Lai", "Xã Ia Hrú, Tỉnh Gia Lai"),
        ("Xã Đắk RMoan, Thành phố Gia Nghĩa, Tỉnh Đắk Nông", "Phường Nam Gia Nghĩa, Tỉnh Lâm Đồng"),
        ("Xã Phú Sơn Huyện Nho Quan Tỉnh Ninh Bình", "Xã Phú Sơn, Tỉnh Ninh Bình"),
        ("Xã Phú Thanh - Huyện Quan Hóa - Tỉnh Thanh Hóa", "Xã Phú Lệ, Tỉnh Thanh Hoá"),
        ("Tổ 1, P. Mỹ Xuân, TX. Phú Mỹ, tỉnh BRVT", "Tổ 1, Phường Phú Mỹ, Thành phố Hồ Chí Minh"),
        ("Số 1, F.05, Q.3, TP.HCM", "Số 1, Phường Bàn Cờ, Thành phố Hồ Chí Minh"),
        ("Số 1, F5, Q3, TPHCM", "Số 1, Phường Bàn Cờ, Thành phố Hồ Chí Minh"),
        ("Xã Ngọc Bay, TP Kon Tum, tỉnh Kon Tum", "Xã Ngọk Bay, Tỉnh Quảng Ngãi"),
    ],
)
def test_short_words_for_units_are_understood(address: str, today: str) -> None:
    found = read_old(address)
    assert found is not None
    assert found.today == today


def test_bare_names_that_may_be_a_hamlet_of_today_are_sure_only_on_a_card_of_before() -> None:
    address = "Phúc Xá, Ba Đình, Hà Nội"
    unsure = read_old(address)
    assert unsure is not None
    assert unsure.certainty is Certainty.UNSURE
    card = read_old(address, written_on=date(2021, 5, 4))
    assert card is not None
    assert card.today == "Phường Hồng Hà, Thành phố Hà Nội"


@pytest.mark.parametrize(
    ("address", "today"),
    [
        ("Số 1, Phường Thủ Dầu Một, Bình Dương", "Phường Thủ Dầu Một, Thành phố Hồ Chí Minh"),
        ("Đặc khu Côn Đảo, Bà Rịa - Vũng Tàu", "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh"),
        ("Xã Đại Lộc, tỉnh Quảng Nam", "Xã Đại Lộc, Thành phố Đà Nẵng"),
    ],
)
def test_a_commune_of_today_in_a_province_of_before_is_told_and_not_taken(address: str, today: str) -> None:
    found = read_old(address)
    assert found is not None
    assert found.certainty is Certainty.UNSURE
    assert [commune.full_name for commune in found.candidates] == [today]
    assert commune_now(address) is None


def test_a_commune_of_today_is_told_only_in_the_province_of_before_it_lies_in() -> None:
    assert read_old("Phường Sài Gòn, Bình Dương") is None
    assert read_old("Phường Không Có, Bình Dương") is None


def test_letters_that_differ_are_told_and_not_converted() -> None:
    found = read_old("Phường Phúc Xà, Quận Ba Đình, Hà Nội")
    assert found is not None
    assert found.certainty is Certainty.UNSURE
    without_marks = read_old("Phuong Phuc Xa, Quan Ba Dinh, Ha Noi")
    assert without_marks is None or without_marks.certainty is not Certainty.WHOLE


def test_a_ward_without_its_district_is_told_but_never_converted() -> None:
    found = read_old("Phường Phúc Xá, Hà Nội")
    assert found is not None
    assert found.certainty is Certainty.UNSURE
    assert found.today == ""


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Thôn Mẫu",
        "Xã Mẫu Sơn, tỉnh Mẫu",
        "12 Ngõ Mẫu, Phường Ba Đình, Thành phố Hà Nội",
        "Thôn A, Xã Ba Chẽ, Tỉnh Quảng Ninh",
        "Xã Không Có, Huyện Không Có, Tỉnh Lào Cai",
        ", , ,",
    ],
)
def test_what_is_no_address_of_before_is_left_alone(address: str) -> None:
    assert read_old(address) is None


def test_every_commune_of_today_is_left_alone() -> None:
    for commune in TODAY.values():
        found = read_old(f"Thôn Mẫu, {commune.full_name}")
        assert found is None, commune.full_name


@given(st.text(max_size=80), st.sampled_from(WHOLE))
def test_whatever_stands_before_the_units_is_kept_letter_by_letter(
    front: str, one: tuple[str, str, str, str, tuple[str, ...]]
) -> None:
    province, district, kind, name, codes = one
    front = " ".join("".join(c if c.isalnum() else " " for c in front).split())
    found = read_old(f"{front}, {kind} {name}, {district}, {province}")
    assert found is not None
    assert found.candidates == (TODAY[codes[0]],)
    assert search_key(found.rest) == search_key(front)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    read_old(text)
    read_old(f"{text}, Quận Ba Đình, Hà Nội")

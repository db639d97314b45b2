"""Heads of columns as schools, hamlets and offices write them."""

import pytest

from desk.intake.columns import Means, find_heads, meaning_of
from desk.intake.list_words import MEANS
from desk.intake.table import table_of


@pytest.mark.parametrize(
    ("head", "means"),
    [
        ("STT", Means.ORDER),
        ("Họ và tên", Means.NAME),
        ("HỌ VÀ TÊN (*)", Means.NAME),
        ("Họ tên học sinh", Means.NAME),
        ("Họ, chữ đệm và tên khai sinh", Means.NAME),
        ("Họ tên người đề nghị", Means.NAME),
        ("Họ và đệm", Means.FAMILY),
        ("Ngày, tháng, năm sinh", Means.BORN),
        ("Năm sinh", Means.BORN),
        ("NTNS", Means.BORN),
        ("Nam", Means.IS_MALE),
        ("Năm", Means.YEAR),
        ("Nữ", Means.IS_FEMALE),
        ("Giới tính", Means.SEX),
        ("Mã định danh cá nhân", Means.NUMBER),
        ("Số CCCD/ĐDCN", Means.NUMBER),
        ("Số CMND (cũ)", Means.NUMBER),
        ("SĐT", Means.PHONE),
        ("Số ĐT liên hệ", Means.PHONE),
        ("Nơi ở hiện nay", Means.ADDRESS),
        ("Hộ khẩu thường trú", Means.ADDRESS),
        ("Tổ/Thôn", Means.ADDRESS),
        ("Ngày cấp", Means.ISSUED),
        ("Ngày cấp CCCD", Means.ISSUED),
        ("Số CCCD, ngày cấp, nơi cấp", Means.NUMBER),
        ("CMND/CCCD - ngày cấp", Means.NUMBER),
        ("Nơi cấp", Means.OTHER),
        ("Nơi sinh", Means.OTHER),
        ("Ghi chú", Means.OTHER),
        ("Quan hệ với chủ hộ", Means.OTHER),
        ("Họ tên mẹ", Means.SOMEBODY_ELSE),
        ("Số CCCD của cha", Means.SOMEBODY_ELSE),
        ("Số điện thoại phụ huynh", Means.SOMEBODY_ELSE),
        ("Ngày sinh của mẹ", Means.SOMEBODY_ELSE),
        ("Mức đóng", Means.UNKNOWN),
        ("", Means.UNKNOWN),
    ],
)
def test_a_head_says_what_its_column_holds(head: str, means: Means) -> None:
    assert meaning_of(head) is means


def meanings(text: str) -> list[Means]:
    heads = find_heads(table_of(text).lines)
    return [column.means for column in heads.columns] if heads else []


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Họ và tên;;Địa chỉ\nNguyễn;Mẫu;Thôn 1", [Means.NAME, Means.GIVEN, Means.ADDRESS]),
        ("Họ;Tên;Địa chỉ", [Means.FAMILY, Means.GIVEN, Means.ADDRESS]),
        ("Họ và tên;Ngày;Tháng;Năm sinh", [Means.NAME, Means.DAY, Means.MONTH, Means.YEAR]),
        ("Họ và tên;Năm sinh;\n;Nam;Nữ", [Means.NAME, Means.YEAR_MALE, Means.YEAR_FEMALE]),
        ("Họ và tên;Nam;Nữ;Địa chỉ", [Means.NAME, Means.IS_MALE, Means.IS_FEMALE, Means.ADDRESS]),
        ("Họ và tên;CCCD;;\n;Số;Ngày cấp;Nơi cấp", [Means.NAME, Means.NUMBER, Means.ISSUED, Means.OTHER]),
        ("Họ tên;Nơi ở hiện nay;Nơi thường trú", [Means.NAME, Means.OTHER, Means.ADDRESS]),
        ("Họ tên học sinh;Họ tên mẹ;Ngày sinh", [Means.NAME, Means.SOMEBODY_ELSE, Means.BORN]),
        ("STT;Họ tên chủ hộ;Địa chỉ", [Means.ORDER, Means.NAME, Means.ADDRESS]),
        ("No.,Surname,Given name,DOB", [Means.ORDER, Means.FAMILY, Means.GIVEN, Means.BORN]),
        ("STT;Họ tên;ĐT cố định", [Means.ORDER, Means.NAME, Means.PHONE]),
        ("STT;Họ và tên;Giới tính (1: nam, 2: nữ)", [Means.ORDER, Means.NAME, Means.SEX]),
        ("STT;Hä vµ tªn;Ngµy sinh;Chç ë", [Means.ORDER, Means.NAME, Means.BORN, Means.ADDRESS]),
        ("STT;Hoï vaø teân;Ngaøy sinh;Choã ôû", [Means.ORDER, Means.NAME, Means.BORN, Means.ADDRESS]),
        (
            "STT;Họ tên;Ngày sinh;;\nSTT;Họ tên;Ngày;Tháng;Năm",
            [Means.ORDER, Means.NAME, Means.DAY, Means.MONTH, Means.YEAR],
        ),
        (
            "Họ tên;Thông tin mẹ;;\n;Họ tên;Năm sinh;Số CCCD",
            [Means.NAME, Means.SOMEBODY_ELSE, Means.SOMEBODY_ELSE, Means.SOMEBODY_ELSE],
        ),
        (
            "STT;Chồng;;Vợ;;Địa chỉ\n;Họ tên;CCCD;Họ tên;CCCD;",
            [Means.ORDER, Means.NAME, Means.NUMBER, Means.SOMEBODY_ELSE, Means.SOMEBODY_ELSE, Means.ADDRESS],
        ),
    ],
)
def test_heads_over_several_columns_and_in_two_lines_are_understood(text: str, means: list[Means]) -> None:
    assert meanings(text) == means


@pytest.mark.parametrize("whose", ["Họ tên mẹ", "Cha", "Con ông (bà)", "Họ tên người giám hộ", "Người nhận thay"])
def test_a_number_behind_somebody_elses_name_is_asked_about(whose: str) -> None:
    assert meanings(f"Họ và tên;Ngày sinh;{whose};Số CCCD;Ngày cấp;SĐT;Địa chỉ")[3:] == [
        Means.UNKNOWN,
        Means.UNKNOWN,
        Means.PHONE,
        Means.ADDRESS,
    ]
    assert meanings(f"{whose};Họ và tên;Số CCCD;SĐT")[2:] == [Means.NUMBER, Means.PHONE]
    assert meanings("Họ và tên;Quan hệ với chủ hộ;Số CCCD")[2] is Means.NUMBER
    named = find_heads(table_of(f"Họ và tên;{whose};Số CCCD").lines, {2: Means.NUMBER})
    assert named is not None
    assert named.columns[2].means is Means.NUMBER


@pytest.mark.parametrize("text", ["Nguyễn Văn Mẫu;Thôn 1", "Hồ;Văn;Mẫu", "", "DANH SÁCH HỌC SINH\nLỚP 5A"])
def test_a_line_of_a_person_or_a_title_is_no_head(text: str) -> None:
    assert meanings(text) == []


def test_titles_stand_above_and_numbers_of_columns_below() -> None:
    heads = find_heads(table_of("ỦY BAN\nDANH SÁCH\nSTT;Họ và tên;Địa chỉ\n(1);(2);(3)\n1;Mẫu;Thôn").lines)
    assert heads is not None
    assert heads.lines == (3, 4)


def test_what_a_person_says_goes_before_the_head() -> None:
    lines = table_of("Họ và tên;Mức đóng\nNguyễn Văn Mẫu;0912345678").lines
    heads = find_heads(lines, {1: Means.PHONE})
    assert heads is not None
    assert [column.means for column in heads.columns] == [Means.NAME, Means.PHONE]


def test_every_meaning_has_its_words() -> None:
    assert set(MEANS) == set(Means)

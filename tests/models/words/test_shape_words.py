"""Complaints of the reader of files, as it really makes them, in Vietnamese."""

import errno

import msgspec
import pytest

from models.fees import ProvinceFees
from models.words.shape_words import shape_words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fee = 3", "cần danh sách ở fee"),
        ("fees = []", "có mục lạ “fees”"),
        ("[[fee]]", "thiếu mục “procedure” ở fee[0]"),
        ('[[fee]]\nprocedure="1"\nkind="x"', "giá trị “x” không dùng được ở fee[0].kind"),
        ('[[fee]]\nprocedure="1"\nkind="free"\nsource="a"\namount="b"', "cần số nguyên ở fee[0].amount"),
    ],
)
def test_each_complaint_names_its_place(text: str, told: str) -> None:
    with pytest.raises(msgspec.ValidationError) as wrong:
        msgspec.toml.decode(text, type=ProvinceFees)
    assert shape_words(str(wrong.value)) == told


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("Unclosed inline table (at line 1, column 21)", "nội dung không đúng dạng ở dòng 1, vị trí 21"),
        ("JSON is malformed: invalid character (byte 7)", "nội dung không đúng dạng ở vị trí 7"),
        ("Input data was truncated", "nội dung không đúng dạng"),
        ("[Errno 2] No such file or directory: 'x'", "không có tệp này"),
        ("codes entered twice: 1.2, 1.3", "nhập hai lần: 1.2, 1.3"),
        ("2026-11-23 is entered twice", "nhập hai lần: 2026-11-23"),
        ("fee 3 (1.2): no amount", "mức thu thứ 3 (1.2) không có mức thu"),
        ("office.unit.id", "office.unit.id"),
        ("notices: Invalid RFC3339 encoded date - at `$.since`", "notices: cần ngày dạng 2026-11-24 ở since"),
        ("Integer value out of range - at `$.limits.head`", "số quá lớn ở limits.head"),
        ("Something new - at `$.fees.x`", "nội dung không đúng dạng ở fees.x"),
        ("national: Object missing required field `url`", "national: thiếu mục “url”"),
    ],
)
def test_what_libraries_the_system_and_we_ourselves_say_in_english_is_said_in_vietnamese(
    detail: str, told: str
) -> None:
    assert shape_words(detail) == told


def test_what_is_no_plain_file_or_too_large_is_said() -> None:
    assert shape_words(str(OSError(errno.EINVAL, "x", "y"))) == "đó không phải tệp thường"
    assert shape_words(str(OSError(errno.EFBIG, "x", "y"))) == "tệp quá lớn"
    assert shape_words(str(OSError(errno.ELOOP, "x", "y"))) == "liên kết dẫn vòng về chính nó"

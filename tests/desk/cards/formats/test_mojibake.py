import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cards.formats.mojibake import DecodedFrame, is_plain, read
from desk.cards.samples import citizen, qr_text
from tests.desk.cards.mangling import MULTI_BYTE, SINGLE_BYTE, misread, windows_1258

TEXT = "001099000001|123456789|Nguyễn Đặng Mẫu Ỷ|01011999|Nữ|Số 1, Ấp Giữa, Xã Thử Nghiệm|01012021"

citizens = st.builds(citizen, st.integers(0, 999), st.integers(0, 9))


def test_utf_8_is_taken_as_it_is() -> None:
    assert read(TEXT.encode()) == DecodedFrame(text=TEXT)


def test_decomposed_letters_are_composed() -> None:
    assert read(unicodedata.normalize("NFD", TEXT).encode()) == DecodedFrame(text=TEXT)


def test_a_byte_order_mark_and_framing_characters_are_no_text() -> None:
    assert read(b"\x02\xef\xbb\xbf" + TEXT.encode() + b"\x03\x00") == DecodedFrame(text=TEXT)


@given(citizens, st.sampled_from(SINGLE_BYTE), st.booleans())
def test_utf_8_read_as_one_byte_letters_is_repaired(person: object, codec: str, new: bool) -> None:  # noqa: FBT001
    text = qr_text(person, new_card=new)  # type: ignore[arg-type]  # hypothesis: citizens are persons
    assert read(misread(text.encode(), codec)) == DecodedFrame(text=text, repaired=True)


@pytest.mark.parametrize("codec", SINGLE_BYTE)
def test_every_vietnamese_letter_is_repaired(codec: str) -> None:
    for letter in "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ":
        for each in (letter, letter.upper()):
            assert read(misread(f"X{each}Y".encode(), codec)) == DecodedFrame(text=f"X{each}Y", repaired=True)


def test_text_misread_twice_is_repaired() -> None:
    assert read(misread(misread(TEXT.encode(), "windows-1252"), "latin-1")) == DecodedFrame(text=TEXT, repaired=True)


def test_the_big5_that_was_seen_in_the_field_is_repaired() -> None:
    assert read("Hu廙軟h Hi廕簑 Thu廕要".encode()) == DecodedFrame(text="Huỳnh Hiếu Thuận", repaired=True)


@given(citizens, st.sampled_from(MULTI_BYTE))
def test_utf_8_read_as_chinese_or_japanese_is_repaired_or_called_uncertain(person: object, codec: str) -> None:
    text = qr_text(person, new_card=True)  # type: ignore[arg-type]  # hypothesis: citizens are persons
    reading = read(misread(text.encode(), codec, errors="replace"))
    assert reading == DecodedFrame(text=text, repaired=True) or not reading.certain


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("big5", "Huỳnh Hiếu Thuận"),
        ("big5hkscs", "Trần Mẫu"),
        ("shift_jis", "Lê Đình Thử"),
        ("cp932", "Hoàng Thử"),
        ("gbk", "Nguyễn Văn Mẫu"),
    ],
)
def test_what_a_codec_takes_whole_comes_back_whole(codec: str, text: str) -> None:
    assert read(misread(text.encode(), codec)) == DecodedFrame(text=text, repaired=True)


@given(citizens)
def test_bytes_of_windows_1258_are_read_when_their_tone_marks_prove_it(person: object) -> None:
    text = qr_text(person, new_card=False)  # type: ignore[arg-type]  # hypothesis: citizens are persons
    reading = read(windows_1258(text))
    assert reading == DecodedFrame(text=text, repaired=True) or not reading.certain


def test_windows_1258_with_tone_marks_is_certain_and_without_them_not() -> None:
    assert read(windows_1258(TEXT)) == DecodedFrame(text=TEXT, repaired=True)
    assert not read("Lê Văn Ba".encode("cp1258")).certain


@pytest.mark.parametrize(
    "frame",
    [
        TEXT.encode()[:-40] + b"\xe1\xbb|",
        TEXT.encode().replace("ễ".encode(), b"\xe1"),
        TEXT.encode().replace("ễ".encode(), "\ufffd".encode()),
        misread(TEXT.encode(), "latin-1").replace("»".encode(), b""),
        "Nguyễn\x05Mẫu".encode(),
        b"Nguyen\x05Mau",
        "Nguyễn Văn 廙".encode(),
        b"\xff\xfe\x00\x01",
    ],
)
def test_what_cannot_be_proven_is_called_uncertain(frame: bytes) -> None:
    assert not read(frame).certain


def test_letters_of_the_highlands_and_typographic_signs_are_plain() -> None:
    assert is_plain("H’Wĭng Ayŭn – Y Ƀlô Niê Č “Ñ”…")
    assert not is_plain("Nguyá»…n")


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(frame: bytes) -> None:
    reading = read(frame)
    assert unicodedata.is_normalized("NFC", reading.text)

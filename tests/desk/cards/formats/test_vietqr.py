import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cards.formats.vietqr import TransferCode, looks_like, transfer_at_start
from models.codes.vietqr import crc


def tag(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"


def transfer(bank: str, account: str, *, amount: str = "", purpose: str = "", bill: str = "") -> str:
    """A whole code; the tags as NAPAS orders them."""
    payee = tag("00", "A000000727") + tag("01", tag("00", bank) + tag("01", account)) + tag("02", "QRIBFTTA")
    more = (tag("01", bill) if bill else "") + (tag("08", purpose) if purpose else "")
    body = tag("00", "01") + tag("01", "12" if amount else "11") + tag("38", payee) + tag("53", "704")
    body += (tag("54", amount) if amount else "") + tag("58", "VN") + (tag("62", more) if more else "") + "6304"
    return body + crc(body)


def test_the_checksum_is_crc_16_ccitt_false() -> None:
    assert crc("123456789") == "29B1"


def test_a_transfer_is_read() -> None:
    text = transfer("970403", "0011012345678", amount="180000", purpose="H26.12.34-261121-0007", bill="NPS6869")
    assert transfer_at_start(text) == (
        TransferCode(
            bank="970403",
            account="0011012345678",
            amount=180000,
            purpose="H26.12.34-261121-0007",
            bill="NPS6869",
        ),
        len(text),
    )
    assert transfer_at_start("s" + text + "more") == (transfer_at_start(text)[0], len(text) + 1)  # type: ignore[index]  # shown above


def test_a_static_code_has_no_amount() -> None:
    assert transfer_at_start(transfer("970403", "0011012345678")) == (
        TransferCode(bank="970403", account="0011012345678"),
        len(transfer("970403", "0011012345678")),
    )


def test_the_published_static_vector_with_its_right_length_has_the_known_checksum() -> None:
    body = "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN6304"
    assert crc(body) == "9E6F"
    assert transfer_at_start(body + "9E6F") is not None


def test_the_published_static_vector_with_its_wrong_inner_length_is_refused() -> None:
    body = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
    assert transfer_at_start(body + crc(body)) is None


@given(st.integers(0, 200), st.sampled_from("0123456789ABCDEF"))
def test_one_changed_character_is_refused(place: int, other: str) -> None:
    text = transfer("970403", "0011012345678", amount="50000")
    place %= len(text)
    changed = text[:place] + other + text[place + 1 :]
    assert changed == text or transfer_at_start(changed) is None


@pytest.mark.parametrize(
    "text",
    ["", "000201", "00020163041D0F", "https://example.vn", "000201" + tag("38", tag("00", "A000000999")), "0002٠1"],
)
def test_codes_of_others_are_refused(text: str) -> None:
    assert transfer_at_start(text) is None
    assert transfer_at_start(text + tag("63", crc(text + "6304"))) is None


def test_a_transfer_without_payee_or_with_a_crooked_amount_is_refused() -> None:
    for body in (
        "000201" + tag("38", tag("00", "A000000727") + tag("01", tag("00", "x") + tag("01", "1"))),
        "000201" + tag("38", tag("00", "A000000727") + tag("01", "zz")),
        "000201" + tag("38", "zzz"),
        "000201"
        + tag("38", tag("00", "A000000727") + tag("01", tag("00", "970403") + tag("01", "1")))
        + tag("62", "z"),
        "000201" + tag("38", tag("00", "A000000727") + tag("01", tag("00", "970403") + tag("01", "1"))) + "54031,5",
    ):
        assert transfer_at_start(body + "6304" + crc(body + "6304")) is None


def _in_bytes(purpose: str) -> str:
    """A code whose lengths count the bytes of UTF-8, as programs in C write them."""
    account = tag("00", "970403") + tag("01", "0011012345678")
    body = "000201" + tag("38", tag("00", "A000000727") + tag("01", account)) + "530370454045000"
    raw = purpose.encode().decode("latin-1")
    body = body.encode().decode("latin-1") + tag("62", tag("08", raw)) + "6304"
    return body.encode("latin-1").decode() + crc(body.encode("latin-1").decode())


@pytest.mark.parametrize("purpose", ["Phí chứng thực", "Lệ phí khai sinh số 7", "Đ", "e" + chr(0x301)])
def test_lengths_may_count_bytes_as_well_as_letters(purpose: str) -> None:
    text = _in_bytes(purpose)
    found = transfer_at_start("s" + text + "more")
    assert found is not None
    assert (found[0].purpose, found[0].amount, found[1]) == (purpose, 5000, len(text) + 1)
    assert transfer_at_start(text.replace("5000", "6000")) is None
    assert transfer_at_start(transfer("970403", "0011012345678", purpose=purpose)) is not None


def test_small_letters_and_letters_turned_by_caps_lock_are_proven_by_the_checksum() -> None:
    plain = transfer("970403", "0011012345678", amount="8000", purpose="H26.12.34-261121-0007")
    mixed = transfer("970403", "0011012345678", purpose="Le phi Ho tich")
    assert transfer_at_start(plain.lower()) == transfer_at_start(plain.swapcase()) == transfer_at_start(plain)
    assert transfer_at_start(mixed.swapcase()) == transfer_at_start(mixed)
    assert transfer_at_start(mixed.lower()) is None


def test_what_begins_as_such_a_code_looks_like_one() -> None:
    assert looks_like("s00020101")
    assert not looks_like("00020")

"""VietQR by the published vectors of NAPAS, and what is refused before a wrong code is shown to anybody."""

from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.codes.vietqr import (
    AccountMalformed,
    AmountNotTransferable,
    BankBinMalformed,
    TransferWordsMalformed,
    crc,
    vietqr_text,
)
from models.not_allowed import OfOneVerb

BANK, ACCOUNT = "970403", "0011012345678"
TO = "38570010A00000072701270006970403011300110123456780208QRIBFTTA"


def test_the_dynamic_code_of_napas() -> None:
    """Guideline of NAPAS, 6.1.3."""
    said = vietqr_text(BANK, ACCOUNT, 180_000, "NPS6869", "thanh toan don hang")
    assert said == f"000201010212{TO}530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E"


def test_the_static_code_of_napas_with_its_length_put_right() -> None:
    """6.1.1 says that the account of thirteen digits has twelve; its checksum is right of the text as it stands."""
    assert vietqr_text(BANK, ACCOUNT, None) == f"000201010211{TO}53037045802VN63049E6F"
    assert crc(f"000201010211{TO.replace('0113', '0112')}53037045802VN6304") == "F4E5"
    assert crc("123456789") == "29B1"


def test_another_library_makes_the_same_code() -> None:
    """The example of github.com/subiz/vietqr."""
    said = vietqr_text("970415", "0011001932418", 120_000, purpose="ung ho lu lut")
    assert said.endswith("0208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C")


def test_without_words_of_its_own_a_transfer_says_the_reference() -> None:
    assert "62340113MCEYRQ1QJ1DTQ0813MCEYRQ1QJ1DTQ6304" in vietqr_text(BANK, ACCOUNT, 8_000, "MCEYRQ1QJ1DTQ")


def fields(text: str) -> dict[str, str]:
    """Tags and texts, as a bank reads them."""
    found: dict[str, str] = {}
    while text:
        length = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + length], text[4 + length :]
    return found


@given(
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.text(alphabet=ascii_letters + digits, min_size=1, max_size=19),
    st.integers(1, 9_999_999_999_999),
    st.from_regex(r"\AMC[0-9A-Z]{11}\Z"),
)
def test_what_a_bank_reads_is_what_was_said(bank_bin: str, account: str, amount: int, reference: str) -> None:
    text = vietqr_text(bank_bin, account, amount, reference)
    read = fields(text)
    assert list(read) == ["00", "01", "38", "53", "54", "58", "62", "63"]
    to = fields(read["38"])
    assert (to["00"], to["02"]) == ("A000000727", "QRIBFTTA")
    assert fields(to["01"]) == {"00": bank_bin, "01": account}
    assert (read["53"], read["54"], read["58"]) == ("704", str(amount), "VN")
    assert fields(read["62"]) == {"01": reference, "08": reference}
    assert read["63"] == crc(text[:-4])


@pytest.mark.parametrize(
    ("why", "bank_bin", "account", "amount", "words"),
    [
        (BankBinMalformed, "", ACCOUNT, 8_000, ""),
        (BankBinMalformed, "97040", ACCOUNT, 8_000, ""),
        (BankBinMalformed, "97040A", ACCOUNT, 8_000, ""),
        (BankBinMalformed, "٩٧٠٤٠٣", ACCOUNT, 8_000, ""),
        (AccountMalformed, BANK, "", 8_000, ""),
        (AccountMalformed, BANK, "12345678901234567890", 8_000, ""),
        (AccountMalformed, BANK, "0011 0123", 8_000, ""),
        (AccountMalformed, BANK, "Đ123", 8_000, ""),
        (AmountNotTransferable, BANK, ACCOUNT, 0, ""),
        (AmountNotTransferable, BANK, ACCOUNT, -1, ""),
        (AmountNotTransferable, BANK, ACCOUNT, 10**13, ""),
        (TransferWordsMalformed, BANK, ACCOUNT, 8_000, "lệ phí"),
        (TransferWordsMalformed, BANK, ACCOUNT, 8_000, "A" * 26),
    ],
)
def test_what_no_bank_would_take_is_refused_in_a_sentence(
    why: type[OfOneVerb], bank_bin: str, account: str, amount: int, words: str
) -> None:
    with pytest.raises(why) as refused:
        vietqr_text(bank_bin, account, amount, words)
    assert refused.value.sentence.endswith(".")

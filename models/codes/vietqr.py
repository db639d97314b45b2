"""What a VietQR says: a transfer to a bank account, by EMVCo's Merchant Presented Mode as NAPAS uses it in Vietnam.

Every field is a tag of two digits, its length in two digits, and its text. Printable ASCII only, so that a length is
the same in signs and in bytes, and no bank loses a letter.
"""

import re
from binascii import crc_hqx

from models.not_allowed import OfOneVerb

LONGEST_ACCOUNT = 19
LONGEST_AMOUNT = 13
LONGEST_WORDS = 25
"""Signs of an account number, of an amount, of a bill number and of a purpose."""

BANK_BIN = "[0-9]{6}"
ACCOUNT = f"[0-9A-Za-z]{{1,{LONGEST_ACCOUNT}}}"
"""Patterns of the number of a bank at NAPAS, and of an account."""

_BIN = re.compile(BANK_BIN)
_ACCOUNT = re.compile(ACCOUNT)
_WORDS = re.compile(rf"[ -~]{{0,{LONGEST_WORDS}}}")

_STATIC, _DYNAMIC = "11", "12"
_NAPAS, _TO_ACCOUNT = "A000000727", "QRIBFTTA"
_DONG, _VIETNAM = "704", "VN"
_CRC_FOLLOWS = "6304"


class BankBinMalformed(OfOneVerb):
    """The bank's number (BIN) has six digits."""

    def __init__(self, bank_bin: str) -> None:
        super().__init__(bank_bin)
        said = f"“{bank_bin}” không phải mã ngân hàng" if bank_bin else "Chưa có mã ngân hàng"
        self.sentence = f"{said} (BIN, đúng 6 chữ số): xem lại ở Thiết lập, mục Thu tiền."


class AccountMalformed(OfOneVerb):
    """An account number is of letters without marks and digits, 19 at most."""

    def __init__(self, account: str) -> None:
        super().__init__(account)
        said = f"Số tài khoản “{account}” không dùng được" if account else "Chưa có số tài khoản"
        self.sentence = (
            f"{said} (chỉ chữ không dấu và chữ số, nhiều nhất {LONGEST_ACCOUNT}): xem lại ở Thiết lập, mục Thu tiền."
        )


class AmountNotTransferable(OfOneVerb):
    """Nothing, less than nothing, or more than a VietQR holds. ``amount`` in đồng."""

    def __init__(self, amount: int) -> None:
        super().__init__(amount)
        self.sentence = f"Mã VietQR cần số tiền từ 1 đồng, không quá {LONGEST_AMOUNT} chữ số; số tiền này là {amount}."


class TransferWordsMalformed(OfOneVerb):
    """Words of a transfer are of letters without marks, 25 at most."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.sentence = f"Nội dung chuyển khoản “{words}” phải không dấu, nhiều nhất {LONGEST_WORDS} ký tự."


def vietqr_text(bank_bin: str, account: str, amount: int | None, reference: str = "", purpose: str = "") -> str:
    """The text of the code with which this amount is paid into this account.

    Args:
        bank_bin: number of the bank at NAPAS, six digits.
        account: letters and digits, 19 at most.
        amount: in đồng; None = whoever pays types it, and the code may be used again and again.
        reference: bill number; see ``models.codes.payment_reference``.
        purpose: words of the transfer; empty = the reference.

    Raises:
        BankBinMalformed, AccountMalformed, AmountNotTransferable, TransferWordsMalformed.
    """
    if _BIN.fullmatch(bank_bin) is None:
        raise BankBinMalformed(bank_bin)
    if _ACCOUNT.fullmatch(account) is None:
        raise AccountMalformed(account)
    if amount is not None and not 0 < amount < 10**LONGEST_AMOUNT:
        raise AmountNotTransferable(amount)
    for words in (reference, purpose):
        if _WORDS.fullmatch(words) is None:
            raise TransferWordsMalformed(words)
    to = _field("00", _NAPAS) + _field("01", _field("00", bank_bin) + _field("01", account)) + _field("02", _TO_ACCOUNT)
    said = _field("01", reference) + _field("08", purpose or reference)
    text = (
        _field("00", "01")
        + _field("01", _STATIC if amount is None else _DYNAMIC)
        + _field("38", to)
        + _field("53", _DONG)
        + _field("54", "" if amount is None else str(amount))
        + _field("58", _VIETNAM)
        + _field("62", said)
        + _CRC_FOLLOWS
    )
    return text + crc(text)


def crc(text: str, encoding: str = "utf-8") -> str:
    """CRC-16/CCITT-FALSE as four capital hexadecimal digits: ``"123456789" -> "29B1"``; of a code up to ``6304``."""
    return f"{crc_hqx(text.encode(encoding, 'surrogatepass'), 0xFFFF):04X}"


def _field(tag: str, text: str) -> str:
    """Tag, length, text; a field without a text is left out."""
    return f"{tag}{len(text):02d}{text}" if text else ""

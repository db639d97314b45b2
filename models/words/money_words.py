"""An amount of đồng in figures and in words, as receipts write it (NĐ 254/2026 Đ23.2)."""

import re

from models.money import FeeLineKind
from models.text import clean

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_STEPS = ("", "nghìn", "triệu")
_THOUSAND_MILLION = 10**9
_SOUTHERN = {"linh": "lẻ", "nghìn": "ngàn"}
_AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(?P<parted>[., _])[0-9]{3}(?:(?P=parted)[0-9]{3})*) ?(?:đồng|đ|₫|vnđ|vnd)?")

LARGEST = 10**15


def in_figures(number: int) -> str:
    """An amount, or any whole number: ``15000 -> "15.000"``."""
    return f"{number:,}".replace(",", ".")


def foreign_words(sum_: str) -> str:
    """A price in foreign currency: told, and never added to đồng."""
    return f"Mức công bố bằng ngoại tệ: {sum_} (thu bằng ngoại tệ hoặc quy đổi theo tỷ giá của NĐ 362/2025/NĐ-CP)."


def read_amount(text: str) -> int | None:
    """``"1.500.000 đ" -> 1500000``: whole đồng, thousands parted or not; None = no amount, or above ``LARGEST``."""
    found = _AMOUNT.fullmatch(clean(text).lower())
    if found is None:
        return None
    digits = re.sub("[^0-9]", "", found[1]).lstrip("0") or "0"
    return int(digits) if len(digits) <= len(str(LARGEST)) and int(digits) <= LARGEST else None


def in_words(amount: int, *, southern: bool = False) -> str:
    """``104000 -> "Một trăm linh bốn nghìn đồng"``; ``southern`` says "lẻ" and "ngàn" for "linh" and "nghìn".

    Args:
        amount: đồng, 0 to ``LARGEST``.
        southern: in the words of the South.

    Raises:
        ValueError: below zero or above ``LARGEST``.
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"no words for {amount}")
    said = _number(amount) if amount else [_DIGITS[0]]
    words = " ".join(_SOUTHERN.get(word, word) if southern else word for word in said)
    return f"{words[0].upper()}{words[1:]} đồng"


def change_in_words(amount: int, *, southern: bool = False) -> str:
    """As ``in_words``; below zero ``"Giảm một nghìn đồng"``."""
    words = in_words(abs(amount), southern=southern)
    return words if amount >= 0 else f"Giảm {words[0].lower()}{words[1:]}"


def line_kind_of(name: str) -> FeeLineKind | None:
    """What a line is by the name the law gave it ("Lệ phí hộ tịch", "Phí chứng thực"); None = the name does not say."""
    first, _, second = name.strip().lower().partition(" ")
    if first == "lệ" and second.startswith("phí"):
        return FeeLineKind.FEE
    return {"phí": FeeLineKind.CHARGE, "thuế": FeeLineKind.TAX}.get(first)


def _number(amount: int, *, inside: bool = False) -> list[str]:
    """Words of an amount above zero. ``inside``: something larger stands before, so hundreds are always said."""
    above, rest = divmod(amount, _THOUSAND_MILLION)
    words = [*_number(above, inside=inside), "tỷ"] if above else []
    groups = [rest // 1000**step % 1000 for step in (2, 1, 0)]
    for group, step in zip(groups, reversed(_STEPS), strict=True):
        if group:
            words += _group(group, inside=inside or bool(words))
            words += [step] if step else []
    return words


def _group(group: int, *, inside: bool) -> list[str]:
    """Words of 1 to 999."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words: list[str] = []
    if hundreds or inside:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 1:
        words += ["mười"]
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif ones and words:
        words += ["linh"]
    if ones:
        words += [_ones(ones, tens)]
    return words


def _ones(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]

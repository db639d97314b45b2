"""An amount of đồng in figures and in words, as receipts write it (NĐ 254/2026 Đ23.2)."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_STEPS = ("", "nghìn", "triệu")
_THOUSAND_MILLION = 10**9

LARGEST = 10**15


def amount_text(amount: int) -> str:
    """``15000 -> "15.000"``."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int, *, southern: bool = False) -> str:
    """``104000 -> "Một trăm linh bốn nghìn đồng"``; ``southern`` says "lẻ" where the North says "linh".

    Args:
        amount: đồng, 0 to ``LARGEST``.
        southern: which word stands for an empty place of tens.

    Raises:
        ValueError: below zero or above ``LARGEST``.
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"no words for {amount}")
    words = " ".join(_number(amount, "lẻ" if southern else "linh")) if amount else _DIGITS[0]
    return f"{words[0].upper()}{words[1:]} đồng"


def _number(amount: int, empty_tens: str, *, inside: bool = False) -> list[str]:
    """Words of an amount above zero. ``inside``: something larger stands before, so hundreds are always said."""
    above, rest = divmod(amount, _THOUSAND_MILLION)
    words = [*_number(above, empty_tens, inside=inside), "tỷ"] if above else []
    groups = [rest // 1000**step % 1000 for step in (2, 1, 0)]
    for group, step in zip(groups, reversed(_STEPS), strict=True):
        if group:
            words += _group(group, empty_tens, inside=inside or bool(words))
            words += [step] if step else []
    return words


def _group(group: int, empty_tens: str, *, inside: bool) -> list[str]:
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
        words += [empty_tens]
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

"""Windows with its "Vietnamese" keyboard layout between a scanner and the window: the row of digits writes letters."""

from desk.cards.keyboard.strokes import ENTER, Stroke

ROW = str.maketrans("1234567890[]=", "ăâêô\u0300\u0309\u0303\u0301\u0323đươ₫")
SHIFTED = str.maketrans("!@#$%^&*(){}", "ĂÂÊÔ\u0300\u0309\u0303\u0301\u0323ĐƯƠ")


def through_layout(text: str, *, caps_lock: bool = False) -> list[Stroke]:
    """The strokes that reach the window; letters with marks are typed by their number and come as they are."""
    return [Stroke(insert=ENTER if sign in "\r\n\t" else _written(sign, caps_lock=caps_lock)) for sign in text]


def _written(sign: str, *, caps_lock: bool) -> str:
    if not sign.isascii():
        return sign
    written = sign.translate(ROW | SHIFTED)
    return written.swapcase() if caps_lock else written

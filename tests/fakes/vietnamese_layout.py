"""Windows with its "Vietnamese" keyboard layout between a scanner and the window: the row of digits writes letters."""

from desk.cards.keyboard.strokes import ENTER, Stroke

ROW = str.maketrans("1234567890[]=", "ăâêô\u0300\u0309\u0303\u0301\u0323đươ₫")


def through_layout(text: str) -> list[Stroke]:
    """The strokes that reach the window; letters with marks are typed by their number and come as they are."""
    return [Stroke(insert=ENTER if sign in "\r\n\t" else sign.translate(ROW)) for sign in text]

"""What the type of the papers lacks is drawn on screen from the same second family."""

import pytest
from PySide6.QtGui import QFont, QTextLayout

from ui.style.theme import FAMILY, FURTHER, load_fonts


def families(text: str) -> set[str]:
    """The families that Qt draws this text with; a letter that none has gives the empty name."""
    font = QFont(load_fonts())
    font.setPixelSize(16)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {run.rawFont().familyName() if all(run.glyphIndexes()) else "" for run in layout.glyphRuns()}


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("letter", "ĕĔĭĬŏŎŭŬƀɃʼ")
def test_every_letter_of_a_name_is_drawn_on_screen_from_a_file_of_ours(letter: str) -> None:
    assert families(letter) == {FURTHER}


@pytest.mark.usefixtures("qtbot")
def test_what_the_first_family_has_stays_in_it() -> None:
    assert families("Nguyễn Thị Kiều Hường, Ñ č ơ\u0306 Ư\u0306 Ê\u0306") == {FAMILY}

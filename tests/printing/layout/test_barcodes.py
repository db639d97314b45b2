import re

import pytest
import zxingcpp
from PIL import Image

from printing.layout.barcodes import code128_modules, qr_modules

CODES = ["A012", "H26.12.34-261123-0007", "000.00.25.H56-261123-0007", "https://tracuu.example/H26"]


def _picture(rows: list[str]) -> Image.Image:
    size = (len(rows[0]), len(rows))
    picture = Image.new("L", size, 255)
    picture.putdata([0 if module == "1" else 255 for row in rows for module in row])
    return picture.resize((size[0] * 3, size[1] * 3), Image.Resampling.NEAREST)


@pytest.mark.parametrize("text", CODES)
def test_the_modules_of_a_square_say_the_text(text: str) -> None:
    rows = qr_modules(text)
    assert {len(row) for row in rows} == {len(rows)}
    blank = "0" * (len(rows) + 8)
    quiet = [blank] * 4 + [f"0000{row}0000" for row in rows] + [blank] * 4
    assert [code.text for code in zxingcpp.read_barcodes(_picture(quiet))] == [text]


@pytest.mark.parametrize("text", CODES)
def test_the_modules_of_the_bars_say_the_text(text: str) -> None:
    row = "0" * 10 + code128_modules(text) + "0" * 10
    assert [code.text for code in zxingcpp.read_barcodes(_picture([row] * 30))] == [text]


@pytest.mark.parametrize("text", ["", "Đặng", "a\nb"])
def test_what_bars_cannot_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        code128_modules(text)

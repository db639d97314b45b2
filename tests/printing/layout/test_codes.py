"""A VietQR on paper is read by another library at the resolutions of printers, in its longest form."""

import pytest
from msgspec.structs import replace
from PIL import Image

from models.codes.vietqr import vietqr_text
from printing.devices.escpos import raster
from printing.layout.pdf import pdf
from printing.layout.sheet import CodeBlock, PaperSize, Paragraph, Sheet
from tests.printing.reading import codes, pictures

TEXT = vietqr_text("970405", "ABCDEFGHJKM12345678", 123_456_000, "MCEYRQ1QJ1DTQ", "PHI LE PHI MCEYRQ1QJ1DTQ")
SHEET = Sheet(
    paper=PaperSize.A5,
    form="slip",
    code="1",
    version="1",
    blocks=(Paragraph("Quét để nộp 123.456.000 đồng"), CodeBlock(code=TEXT, bars=False, text=False, as_is=True)),
)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("paper", [PaperSize.A4, PaperSize.A5])
def test_a_vietqr_is_read_from_a_sheet(paper: PaperSize, dpi: int) -> None:
    (picture,) = pictures(pdf(replace(SHEET, paper=paper)), dpi)
    assert codes(picture)["QRCode"] == TEXT
    assert codes(picture.point(lambda level: 255 if level > 127 else 0))["QRCode"] == TEXT


@pytest.mark.parametrize("dots", [384, 576])
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_vietqr_is_read_from_a_roll(dots: int, dpi: int) -> None:
    printed = raster(SHEET, dots).convert("L")
    seen = printed.resize((dots * dpi // 203, printed.height * dpi // 203), Image.Resampling.BILINEAR)
    assert codes(seen)["QRCode"] == TEXT

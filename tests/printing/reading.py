"""Papers read back: as text, as boxes, as pictures, as codes."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def texts(paper: bytes) -> list[str]:
    """The text of each page, as a reader would copy it."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def whole_text(paper: bytes) -> str:
    """All pages as running text: line breaks as blanks."""
    return " ".join(" ".join(texts(paper)).split())


def pictures(paper: bytes, dpi: int) -> list[Image.Image]:
    """Each page as a printer of this resolution would draw it."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def codes(picture: Image.Image) -> dict[str, str]:
    """What a scanner finds: kind of code to its text."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return {str(code.format).rpartition(".")[2].replace(" ", ""): code.text for code in found}


def text_boxes(paper: bytes) -> Iterator[tuple[Box, list[tuple[Box, str]]]]:
    """For each page its own box, and the tight box of every letter."""
    document = pypdfium2.PdfDocument(paper)
    try:
        for page in document:
            page_text = page.get_textpage()
            letters = [
                (page_text.get_charbox(index), page_text.get_text_range(index, 1))
                for index in range(page_text.count_chars())
            ]
            yield (
                (0.0, 0.0, page.get_width(), page.get_height()),
                [(box, letter) for box, letter in letters if letter.strip()],
            )
    finally:
        document.close()


def fonts(paper: bytes) -> dict[str, bool]:
    """Each font a letter is set in, and whether it is embedded."""
    document = pypdfium2.PdfDocument(paper)
    found: dict[str, bool] = {}
    try:
        for page in document:
            for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(thing.raw)
                size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
                name = (pdfium.c_char * size)()
                pdfium.FPDFFont_GetBaseFontName(font, name, size)
                found[name.value.decode()] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
    finally:
        document.close()
    return found

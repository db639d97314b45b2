"""The pages of a finished PDF as a picture: what is shown is what is printed."""

from io import BytesIO

from printing.layout.pdfium import ONE_AT_A_TIME

MOST_PAGES = 12
"""So many are drawn at most; no declaration that ships has more than four."""

_GAP = 24
"""Rows of pixels between two pages."""


def pages_picture(pdf: bytes, *, dpi: int = 110) -> tuple[bytes, int]:
    """The pages one below the other as PNG, ``MOST_PAGES`` of them at most, and how many the paper has."""
    import pypdfium2  # noqa: PLC0415 - loads with the first picture
    from PIL import Image  # noqa: PLC0415 - likewise

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            count = len(document)
            pages = [document[at].render(scale=dpi / 72).to_pil() for at in range(min(count, MOST_PAGES))]
        finally:
            document.close()
    height = sum(page.height for page in pages) + _GAP * (len(pages) - 1)
    picture = Image.new("RGBA", (max(page.width for page in pages), height))
    top = 0
    for page in pages:
        picture.paste(page, (0, top))
        top += page.height + _GAP
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue(), count

"""A page of a finished PDF as a picture: what is shown is what is printed."""

from io import BytesIO

from printing.layout.pdfium import ONE_AT_A_TIME


def first_page(pdf: bytes, *, dpi: int = 110) -> tuple[bytes, int]:
    """The first page as PNG, and the number of pages."""
    import pypdfium2  # noqa: PLC0415 - loads with the first picture

    with ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=dpi / 72).to_pil()
            count = len(document)
        finally:
            document.close()
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue(), count

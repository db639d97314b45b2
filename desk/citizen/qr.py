"""Codes for a screen; ``printing`` draws the same ones on paper."""


def qr_rows(text: str) -> tuple[str, ...]:
    """The QR code of a text as rows of dark ("1") and light ("0") modules, without the quiet zone."""
    from printing.layout.barcodes import qr_modules  # noqa: PLC0415 - only where a code is drawn

    return qr_modules(text)

"""Draws a sheet in the language of a printer; the libraries that draw are loaded with the first one."""

from typing import Protocol

from models.system.libraries import library
from printing.devices.dialects import Dialect
from printing.layout.sheet import Sheet


class Draw(Protocol):
    """Draws a sheet, here or in another process."""

    def __call__(self, sheet: Sheet, dots: int | None, dialect: Dialect | None) -> bytes:
        """The sheet as a printer takes it.

        Args:
            sheet: what.
            dots: width of a thermal printer; None = as PDF.
            dialect: of a thermal printer; None = only its width is known.

        Raises:
            LibraryUnusable: a library that draws does not load on this machine.
        """


def draw(sheet: Sheet, dots: int | None, dialect: Dialect | None) -> bytes:
    """Draw it here; see ``Draw``."""
    if dots is None:
        with library("reportlab"):
            from printing.layout.pdf import pdf  # noqa: PLC0415 - a desk that prints tickets alone never needs it

        return pdf(sheet)
    with library("pillow"):
        from printing.devices.escpos import escpos  # noqa: PLC0415 - likewise for PDF alone

    return escpos(sheet, dots=dots, dialect=dialect)

from datetime import date

import pytest
from msgspec.structs import replace
from PIL import Image, ImageFilter

from printing.devices.escpos import escpos, raster, width_of
from printing.forms import table
from printing.forms.body import Given
from printing.forms.dossier_history import DossierHistory
from printing.forms.table import FormRow
from printing.forms.ticket_slip import InLine
from printing.forms.versions import forms_in_force
from printing.layout.design import roll
from printing.layout.marks import Text
from printing.layout.pages import pages
from printing.layout.pdf import pdf
from printing.layout.sheet import Sheet
from printing.simulated.mechanism import Mechanism
from tests.printing.papers import (
    CODE,
    EXTENDED,
    IN_HAND,
    OFFICE,
    PRINTED_AT,
    RECEIVED,
    SERVICES,
    STOPPED,
    TAKEN_IN,
    TICKET,
    lived,
)
from tests.printing.reading import codes, pictures

WORDS = forms_in_force(date(2026, 11, 23))
WIDTHS = (384, 512, 576)


def _ticket(number: str = "A012", name: str = "Trần Văn Thử") -> Sheet:
    ticket = replace(TICKET, number=number, name=name)
    return table.TICKET.sheet(
        InLine(ticket=ticket, ahead=5, services=SERVICES),
        Given(office=OFFICE, words=WORDS, printed_at=PRINTED_AT, copy=2),
    )


def _printed(job: bytes) -> Image.Image:
    """What a printer makes of the commands."""
    printer = Mechanism()
    assert printer.feed(job) == b""
    (slip,) = printer.slips
    assert slip.is_cut
    return slip.picture


@pytest.mark.parametrize("dots", WIDTHS)
def test_the_bytes_draw_exactly_the_picture(dots: int) -> None:
    picture = raster(_ticket(), dots)
    printed = _printed(escpos(_ticket(), dots=dots))
    assert printed.size == picture.size == (dots, picture.height)
    assert printed.tobytes() == picture.tobytes()


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("number", ["A012", "K999", CODE])
def test_the_square_is_read_from_the_ticket_clean_and_smudged(dots: int, number: str) -> None:
    picture = raster(_ticket(number), dots)
    assert codes(picture) == {"QRCode": number}
    smudged = picture.convert("L").filter(ImageFilter.GaussianBlur(1.2)).rotate(2, fillcolor=255, expand=True)
    assert codes(smudged) == {"QRCode": number}


def test_the_square_is_read_from_a_ticket_printed_as_pdf_at_203_dpi() -> None:
    (picture,) = pictures(pdf(_ticket()), 203)
    assert codes(picture) == {"QRCode": "A012"}


def test_a_square_has_at_least_three_dots_a_module() -> None:
    assert min(min(roll(dots).square) for dots in WIDTHS) >= 3


@pytest.mark.parametrize("dots", WIDTHS)
def test_a_receipt_fits_a_roll_too_and_its_square_is_read(dots: int) -> None:
    sheet = table.RECEIPT.sheet(
        RECEIVED, Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT)
    )
    assert codes(raster(sheet, dots))["QRCode"] == CODE


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("row", [table.EXTENSION, table.STOP, table.CONTROL], ids=lambda row: row.form.name)
def test_papers_of_a_dossier_in_work_fit_a_roll_too(row: FormRow[DossierHistory], dots: int) -> None:
    given = Given(office=OFFICE, words=WORDS, clerk="Trần Thị Thử", printed_at=PRINTED_AT)
    sheet = row.sheet(lived(TAKEN_IN, *IN_HAND, EXTENDED, STOPPED), given)
    assert codes(raster(sheet, dots))["QRCode"] == CODE


@pytest.mark.parametrize("dots", WIDTHS)
def test_no_text_of_a_ticket_leaves_the_roll(dots: int) -> None:
    (page,) = pages(_ticket(name="Nguyễn Phước " * 12), roll(dots), width_of)
    for mark in page.marks:
        if isinstance(mark, Text):
            assert mark.x >= 0
            assert mark.x + width_of(mark.text, mark.face, mark.size) <= dots


def test_a_width_that_is_no_whole_number_of_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        raster(_ticket(), 100)

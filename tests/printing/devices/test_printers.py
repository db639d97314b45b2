from pathlib import Path

import pytest
from msgspec.structs import replace

from models.trouble import OutOfPaper, PrinterAddressWrong
from printing.devices.dialects import WIDTHS, Cut, dialects
from printing.devices.printers import Network, PdfFolder, SerialPrinter, Spooler, UsbPrinter, print_sheet, printer
from printing.layout.sheet import PaperSize, Paragraph, Sheet
from printing.simulated.printer import Failure, SimulatedPrinter

SHEET = Sheet(paper=PaperSize.A5, form="01", code="H26-261123-0007", version="v1", blocks=(Paragraph("Giấy thử"),))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("pdf:/srv/papers", PdfFolder(Path("/srv/papers"))),
        ("spool:HP LaserJet", Spooler("HP LaserJet")),
        ("spool:Ve?dots=384", Spooler("Ve", 384)),
        ("tcp:192.0.2.7:9100", Network("192.0.2.7", 9100)),
        ("tcp:192.0.2.7:9100?dots=576", Network("192.0.2.7", 9100, 576)),
        ("tcp:192.0.2.7:9100?dialect=epson-t88", Network("192.0.2.7", 9100, 512, dialects()["epson-t88"])),
        ("usb:/dev/usb/lp0?dialect=xprinter-58", UsbPrinter("/dev/usb/lp0", 384, dialects()["xprinter-58"])),
        ("tcp:[2001:db8::7]:9100", Network("2001:db8::7", 9100)),
        ("serial:COM3:9600?dots=384", SerialPrinter("COM3", 9600, 384)),
        ("serial:/dev/ttyUSB0:115200?dots=576", SerialPrinter("/dev/ttyUSB0", 115200, 576)),
    ],
)
def test_an_address_names_a_printer(address: str, meant: object) -> None:
    assert printer(address) == meant


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", "dạng"),
        ("pdf:", "dạng"),
        ("lpt:1", "lpt"),
        ("tcp:192.0.2.7:9100?dialect=pinwriter", "pinwriter"),
        ("tcp:192.0.2.7", "thiếu cổng"),
        ("tcp:192.0.2.7:abc", "abc"),
        ("tcp:192.0.2.7:70000", "70000"),
        ("tcp:192.0.2.7:9100?dots=80", "dots=80"),
        ("tcp:192.0.2.7:9100?width=384", "width=384"),
        ("pdf:/tmp?dots=384", "PDF"),
        ("serial:/dev/ttyUSB0", "thiếu tốc độ"),
        ("serial:/dev/ttyUSB0:9600", "dots"),
    ],
)
def test_a_wrong_address_says_what_is_wrong_with_it(address: str, wrong: str) -> None:
    with pytest.raises(PrinterAddressWrong) as trouble:
        printer(address)
    assert wrong in trouble.value.detail
    assert trouble.value.printer == address
    assert not trouble.value.retry_helps


def test_a_folder_gets_a_pdf_named_by_form_code_and_copy(tmp_path: Path) -> None:
    where = Path(print_sheet(printer(f"pdf:{tmp_path}"), SHEET))
    assert where.name == "01_H26-261123-0007_1.pdf"
    assert where.read_bytes().startswith(b"%PDF-")


def test_a_name_of_ones_own_still_tells_the_copies_apart(tmp_path: Path) -> None:
    where = print_sheet(PdfFolder(tmp_path), replace(SHEET, copy=2), name="receipt-7")
    assert Path(where).name == "receipt-7_2.pdf"


def test_a_thermal_printer_gets_esc_pos_and_is_cut() -> None:
    with SimulatedPrinter(dots=384) as paper:
        print_sheet(printer(paper.address), SHEET)
        (slip,) = paper.wait_for_slips(1)
    assert (slip.width, slip.is_cut) == (384, True)
    assert b"\x1b@\x1dv0" in paper.received


def test_paper_that_runs_out_is_told_before_the_copy_counts_as_printed() -> None:
    with SimulatedPrinter() as paper:
        paper.fail(Failure.PAPER_OUT)
        with pytest.raises(OutOfPaper) as trouble:
            print_sheet(printer(paper.address), SHEET)
        assert not trouble.value.sent


@pytest.mark.parametrize("name", list(dialects()))
def test_every_dialect_is_whole_and_says_where_it_is_known_from(name: str) -> None:
    one = dialects()[name]
    assert one.dots in WIDTHS
    assert one.sources
    assert one.band > 0
    assert bytes.fromhex(one.drawer)[:2] == b"\x1bp"
    bytes.fromhex(one.buzzer)
    assert one.cut is not Cut.NONE or one.feed > 0


def test_a_drawing_width_of_ones_own_goes_with_a_dialect() -> None:
    found = printer("tcp:192.0.2.7:9100?dialect=epson-80&dots=384")
    assert found.dots == 384
    assert found.dialect is not None
    assert found.dialect.dots == 384

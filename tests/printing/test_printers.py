from pathlib import Path

import pytest
from msgspec.structs import replace

from models.trouble import OutOfPaper, PrinterAddressWrong
from printing.printers import Network, PdfFolder, SerialPrinter, Spooler, print_sheet, printer
from printing.sheet import Paper, Paragraph, Sheet
from tests.fakes.printers import Mood, NetworkPrinter

SHEET = Sheet(paper=Paper.A5, form="01", code="H26-261123-0007", version="v1", blocks=(Paragraph("Giấy thử"),))


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("pdf:/srv/papers", PdfFolder(Path("/srv/papers"))),
        ("spool:HP LaserJet", Spooler("HP LaserJet")),
        ("spool:Ve?dots=384", Spooler("Ve", 384)),
        ("tcp:192.0.2.7:9100", Network("192.0.2.7", 9100)),
        ("tcp:192.0.2.7:9100?dots=576", Network("192.0.2.7", 9100, 576)),
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
        ("usb:1", "usb"),
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
    with NetworkPrinter() as paper:
        print_sheet(printer(f"tcp:127.0.0.1:{paper.port}?dots=384"), SHEET)
        job = paper.wait_for_job()
    assert job.startswith(b"\x1b@\x1dv0")
    assert job.endswith(b"\x1dV\x42\x00")


def test_paper_that_runs_out_is_told_before_the_copy_counts_as_printed() -> None:
    with NetworkPrinter(Mood.NO_PAPER) as paper:
        with pytest.raises(OutOfPaper) as trouble:
            print_sheet(printer(f"tcp:127.0.0.1:{paper.port}?dots=576"), SHEET)
        assert not trouble.value.sent

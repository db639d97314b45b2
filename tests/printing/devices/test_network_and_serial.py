import socket
import sys
from pathlib import Path

import pytest
from PIL import Image

from models.trouble import (
    CoverOpen,
    OutOfPaper,
    PrinterAddressWrong,
    PrinterNeedsPerson,
    PrinterNotReached,
    PrinterPaused,
    PrinterTrouble,
)
from printing.devices.dialects import Handshake, dialects
from printing.devices.escpos import escpos
from printing.devices.network_and_serial import Network, SerialPrinter, _opened, _SerialLine
from printing.devices.printer import Job, JobFormat
from printing.devices.printers import printer
from printing.devices.status import PaperLeft
from printing.devices.usb import UsbPrinter
from printing.layout.sheet import PaperSize, Paragraph, Sheet
from printing.simulated.printer import Failure, SimulatedPrinter
from tests.fakes.printers import SerialPort

SHEET = Sheet(
    paper=PaperSize.TICKET, form="ticket", code="A012", version="số thứ tự", blocks=(Paragraph("Mời quý khách chờ"),)
)
SLIP = Job(name="so-thu-tu", content=escpos(SHEET, dots=576), language=JobFormat.ESCPOS)
PDF = Job(name="mau-01", content=b"%PDF-1.4" + b"x" * 9000, language=JobFormat.PDF)


def at(fake: SimulatedPrinter) -> Network:
    found = printer(fake.address)
    assert isinstance(found, Network)
    return found


@pytest.mark.parametrize("failure", [None, pytest.param(Failure.SILENT, marks=pytest.mark.silent), Failure.GARBAGE])
def test_a_network_printer_prints_whether_or_not_it_answers_questions(failure: Failure | None) -> None:
    with SimulatedPrinter() as fake:
        if failure:
            fake.fail(failure)
        assert at(fake).send(SLIP).where == f"127.0.0.1:{fake.port}"
        (slip,) = fake.wait_for_slips(1)
        assert slip.is_cut


def test_a_printer_of_pdf_is_asked_nothing_because_the_question_would_end_up_on_paper() -> None:
    with SimulatedPrinter() as fake:
        Network("127.0.0.1", fake.port).send(PDF)
        assert fake.wait_for(lambda: fake.received == PDF.content)


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (Failure.PAPER_OUT, OutOfPaper),
        (Failure.COVER_OPEN, CoverOpen),
        (Failure.KNIFE_STUCK, PrinterNeedsPerson),
    ],
)
def test_a_network_printer_that_cannot_print_says_why_before_anything_is_sent(
    failure: Failure, trouble: type[PrinterTrouble]
) -> None:
    with SimulatedPrinter() as fake:
        fake.fail(failure)
        with pytest.raises(trouble) as met:
            at(fake).send(SLIP)
        assert type(met.value) is trouble
        assert not met.value.sent
        fake.mend()
        assert fake.slips == ()


def test_low_paper_keeps_nothing_from_being_printed_and_is_told() -> None:
    with SimulatedPrinter() as fake:
        fake.fail(Failure.PAPER_LOW)
        state = at(fake).send(SLIP).state
        assert state is not None
        assert state.paper is PaperLeft.LOW
        assert len(fake.wait_for_slips(1)) == 1


def test_a_printer_that_goes_the_moment_it_came_leaves_no_error_behind() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(50):
            with SimulatedPrinter():
                pass
    finally:
        sys.setswitchinterval(before)


def test_a_printer_that_is_switched_off_has_been_sent_nothing() -> None:
    with SimulatedPrinter() as fake:
        fake.fail(Failure.POWER_OFF)
        with pytest.raises(PrinterNotReached) as trouble:
            at(fake).send(SLIP)
        assert not trouble.value.sent
        assert trouble.value.printer == f"127.0.0.1:{fake.port}"
        state = at(fake).state()
        assert state is not None
        assert state.offline
        fake.mend()
        at(fake).send(SLIP)
        assert len(fake.wait_for_slips(1)) == 1


def test_a_connection_that_breaks_in_the_middle_may_have_left_half_a_paper() -> None:
    with SimulatedPrinter() as fake:
        fake.fail(Failure.CUTS_OFF, after=2000)
        long = Job(name="so", content=SLIP.content * 40, language=JobFormat.ESCPOS)
        with pytest.raises(PrinterTrouble) as trouble:
            at(fake).send(long)
        assert trouble.value.sent
        assert fake.slips == ()


def test_a_printer_that_stops_taking_bytes_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        long = Job(name="so", content=b"x" * 30_000_000, language=JobFormat.PDF)
        with pytest.raises(PrinterTrouble) as trouble:
            Network("127.0.0.1", deaf.getsockname()[1], patience=0.2).send(long)
        assert trouble.value.sent


def test_a_printer_that_runs_out_of_paper_in_the_middle_says_so_after_the_job() -> None:
    with SimulatedPrinter("xprinter-80") as fake:
        fake.paper_for(20)
        with pytest.raises(OutOfPaper) as trouble:
            at(fake).send(Job(name="so", content=escpos(SHEET, dots=576), language=JobFormat.ESCPOS))
        assert trouble.value.sent
        assert fake.slips == ()
        fake.mend()
        assert len(fake.wait_for_slips(1)) == 1, "such a printer goes on with what it has in its memory"


def test_a_printer_that_confirms_is_known_to_have_printed() -> None:
    with SimulatedPrinter("epson-80") as fake:
        content = escpos(SHEET, dots=576, dialect=dialects()["epson-80"])
        assert at(fake).send(Job(name="so", content=content, language=JobFormat.ESCPOS)).certain
        assert len(fake.slips) == 1


def test_a_printer_that_eats_what_it_is_sent_is_not_taken_for_certain() -> None:
    with SimulatedPrinter("epson-80") as fake:
        fake.fail(Failure.EATS)
        slow = Network("127.0.0.1", fake.port, 576, dialects()["epson-80"], patience=0.3)
        content = escpos(SHEET, dots=576, dialect=dialects()["epson-80"])
        assert not slow.send(Job(name="so", content=content, language=JobFormat.ESCPOS)).certain


def test_a_slow_printer_prints_all_the_same() -> None:
    with SimulatedPrinter(pace=2_000_000) as fake:
        fake.fail(Failure.SLOW)
        at(fake).send(SLIP)
        assert len(fake.wait_for_slips(1)) == 1


@pytest.mark.parametrize("failure", [None, pytest.param(Failure.SILENT, marks=pytest.mark.silent)])
def test_a_serial_printer_gets_every_byte(failure: Failure | None) -> None:
    with SerialPort() as port:
        if failure:
            port.printer.failures.add(failure)
        assert SerialPrinter(port.path, 115200, 576).send(SLIP).where == port.path
        assert SLIP.content in port.wait_for(SLIP.content)
        state = SerialPrinter(port.path, 115200, 576).state()
        assert (state is None) is (failure is Failure.SILENT)


def test_a_serial_printer_without_paper_says_so_before_anything_is_sent() -> None:
    with SerialPort() as port:
        port.printer.failures.add(Failure.PAPER_OUT)
        with pytest.raises(OutOfPaper) as trouble:
            SerialPrinter(port.path, 115200, 576).send(SLIP)
        assert not trouble.value.sent
        assert SLIP.content not in port.printer.received


def test_a_serial_port_that_is_gone_has_been_sent_nothing(tmp_path: Path) -> None:
    gone = SerialPrinter(str(tmp_path / "ttyUSB9"))
    with pytest.raises(PrinterNotReached) as trouble:
        gone.send(SLIP)
    assert not trouble.value.sent
    state = gone.state()
    assert state is not None
    assert state.offline


def test_a_device_gets_every_byte_and_tells_how_it_is() -> None:
    with SerialPort() as port:
        usb = UsbPrinter(port.path, 576)
        usb.send(SLIP)
        assert SLIP.content in port.wait_for(SLIP.content)
        port.printer.failures.add(Failure.COVER_OPEN)
        state = usb.state()
        assert state is not None
        assert state.cover_open
        with pytest.raises(CoverOpen) as trouble:
            usb.send(SLIP)
        assert not trouble.value.sent


def test_a_device_that_is_not_there_has_been_sent_nothing(tmp_path: Path) -> None:
    with pytest.raises(PrinterNotReached) as trouble:
        UsbPrinter(str(tmp_path / "lp9"), 576).send(SLIP)
    assert not trouble.value.sent


def test_a_paused_printer_is_no_broken_one() -> None:
    with SimulatedPrinter() as fake:
        fake.fail(Failure.COVER_OPEN)
        state = at(fake).state()
        assert state is not None
        assert not isinstance(state.trouble("x"), PrinterPaused)


@pytest.mark.parametrize("name", [name for name, one in dialects().items() if not one.text])
def test_every_dialect_prints_the_same_picture(name: str) -> None:
    """The printer decodes what the dialect sends: whatever the command, the dots are those of the sheet."""
    from printing.devices.escpos import raster  # noqa: PLC0415 - only here
    from printing.devices.printers import send_sheet  # noqa: PLC0415 - likewise

    dialect = dialects()[name]
    with SimulatedPrinter(name) as fake:
        send_sheet(at(fake), SHEET)
        (slip,) = fake.wait_for_slips(1)
    whole = raster(SHEET, dialect.dots)
    printed = slip.picture.crop((0, 0, *whole.size))
    assert slip.picture.height - whole.height < 24
    assert printed.tobytes() == whole.tobytes()
    assert slip.is_cut is (dialect.cut != "none")
    assert isinstance(printed, Image.Image)


class Port:
    """As much of pyserial as a line uses: DSR is lowered after so many bytes."""

    def __init__(self, stops_after: int) -> None:
        self.taken = b""
        self.out_waiting = 0
        self._stops_after = stops_after

    @property
    def dsr(self) -> bool:
        return len(self.taken) < self._stops_after

    def write(self, data: bytes) -> int:
        self.taken += data
        return len(data)


def test_a_serial_printer_that_lowers_dsr_is_sent_nothing_more_than_its_reserve() -> None:
    port = Port(stops_after=1000)
    line = _SerialLine(port, 0.01)  # type: ignore[arg-type]  # what it uses of pyserial
    assert line.heeds_dsr()
    sent = 0
    while sent < 1000:
        sent += line.write(bytes(500))
    with pytest.raises(TimeoutError):
        line.write(bytes(500))
    assert 1000 <= len(port.taken) < 1064
    with pytest.raises(TimeoutError):
        line.flush()


def test_a_serial_printer_that_sends_xoff_is_heeded_by_the_system() -> None:
    with SerialPort() as port:
        line = _opened(port.path, 115200, 0.1, Handshake.XON)
        assert line.xonxoff
        line.close()


def test_an_address_names_the_handshake_of_its_cable() -> None:
    found = printer("serial:/dev/ttyS0:9600?dialect=epson-80&handshake=none")
    assert isinstance(found, SerialPrinter)
    assert (found.handshake, found.dots) == (Handshake.NONE, 576)
    for wrong in ("serial:/dev/ttyS0:9600?dots=384&handshake=x", "tcp:a:1?dots=384&handshake=dtr"):
        with pytest.raises(PrinterAddressWrong):
            printer(wrong)

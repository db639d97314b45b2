import socket
from pathlib import Path

import pytest

from models.trouble import OutOfPaper, PrinterNotReached, PrinterTrouble
from printing.job import Job, Language
from printing.wires import Network, SerialPrinter
from tests.fakes.printers import ASK_PAPER, Mood, NetworkPrinter, SerialPort

SLIP = Job(name="so-thu-tu", content=b"\x1b@" + bytes(range(256)) * 40, language=Language.ESCPOS)
PDF = Job(name="mau-01", content=b"%PDF-1.4" + b"x" * 9000, language=Language.PDF)


@pytest.mark.parametrize("mood", [Mood.PRINTS, Mood.SILENT])
def test_a_network_printer_gets_every_byte_whether_or_not_it_answers_questions(mood: Mood) -> None:
    with NetworkPrinter(mood) as printer:
        assert Network("127.0.0.1", printer.port, 576).send(SLIP) == f"127.0.0.1:{printer.port}"
        assert printer.wait_for_job() == SLIP.content


def test_a_printer_of_pdf_is_asked_nothing_because_the_question_would_end_up_on_paper() -> None:
    with NetworkPrinter() as printer:
        Network("127.0.0.1", printer.port).send(PDF)
        printer.wait_for_job()
        assert printer.received == PDF.content


def test_a_network_printer_without_paper_says_so_before_anything_is_sent() -> None:
    with NetworkPrinter(Mood.NO_PAPER) as printer:
        with pytest.raises(OutOfPaper) as trouble:
            Network("127.0.0.1", printer.port, 576).send(SLIP)
        assert not trouble.value.sent
        assert printer.wait_for_job() == b""


def test_a_printer_that_is_switched_off_has_been_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PrinterNotReached) as trouble:
        Network("127.0.0.1", port, 576).send(SLIP)
    assert not trouble.value.sent
    assert trouble.value.printer == f"127.0.0.1:{port}"


def test_a_connection_that_breaks_in_the_middle_may_have_left_half_a_paper() -> None:
    long = Job(name="so", content=b"x" * 5_000_000, language=Language.ESCPOS)
    with NetworkPrinter(Mood.BREAKS_OFF) as printer:
        with pytest.raises(PrinterTrouble) as trouble:
            Network("127.0.0.1", printer.port, 576).send(long)
        assert trouble.value.sent


def test_a_printer_that_stops_taking_bytes_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        long = Job(name="so", content=b"x" * 30_000_000, language=Language.PDF)
        with pytest.raises(PrinterTrouble) as trouble:
            Network("127.0.0.1", deaf.getsockname()[1], patience=0.2).send(long)
        assert trouble.value.sent


@pytest.mark.parametrize("mood", [Mood.PRINTS, Mood.SILENT])
def test_a_serial_printer_gets_every_byte(mood: Mood) -> None:
    with SerialPort(mood) as port:
        assert SerialPrinter(port.path, 115200).send(SLIP) == port.path
        assert port.wait_for(len(SLIP.content)) == SLIP.content


def test_a_serial_printer_without_paper_says_so_before_anything_is_sent() -> None:
    with SerialPort(Mood.NO_PAPER) as port:
        with pytest.raises(OutOfPaper) as trouble:
            SerialPrinter(port.path, 115200).send(SLIP)
        assert not trouble.value.sent
        assert port.received == ASK_PAPER


def test_a_serial_printer_that_is_not_there_has_been_sent_nothing(tmp_path: Path) -> None:
    with pytest.raises(PrinterNotReached) as trouble:
        SerialPrinter(str(tmp_path / "ttyUSB7"), 9600).send(SLIP)
    assert not trouble.value.sent


def test_a_serial_printer_that_stops_taking_bytes_may_have_printed_some() -> None:
    long = Job(name="so", content=b"x" * 200_000, language=Language.ESCPOS)
    with SerialPort(Mood.BREAKS_OFF) as port:
        with pytest.raises(PrinterTrouble) as trouble:
            SerialPrinter(port.path, 4_000_000, patience=0.2).send(long)
        assert trouble.value.sent

import socket

import pytest
import serial

from tests.fakes.printers import ASK_PAPER, HAS_PAPER, NO_PAPER, Mood, NetworkPrinter, SerialPort


@pytest.mark.parametrize(("mood", "answer"), [(Mood.PRINTS, HAS_PAPER), (Mood.NO_PAPER, NO_PAPER)])
def test_the_network_printer_answers_a_question_and_keeps_the_job(mood: Mood, answer: bytes) -> None:
    with NetworkPrinter(mood) as printer:
        with socket.create_connection(("127.0.0.1", printer.port), timeout=2) as wire:
            wire.sendall(ASK_PAPER)
            assert wire.recv(1) == answer
            wire.sendall(b"paper")
        assert printer.wait_for_job() == b"paper"


def test_the_network_printer_that_breaks_off_resets_the_connection() -> None:
    with (
        NetworkPrinter(Mood.BREAKS_OFF) as printer,
        socket.create_connection(("127.0.0.1", printer.port), timeout=2) as wire,
    ):
        wire.sendall(b"x" * 1500)
        with pytest.raises(ConnectionResetError):
            wire.recv(1)


def test_the_serial_printer_answers_a_question_and_keeps_the_job() -> None:
    with SerialPort() as printer, serial.Serial(printer.path, 9600, timeout=2) as wire:
        wire.write(ASK_PAPER)
        assert wire.read(1) == HAS_PAPER
        wire.write(b"paper")
        assert printer.wait_for(5) == b"paper"

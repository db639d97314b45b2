import serial

from tests.fakes.printers import ASK_PAPER, SerialPort


def test_the_serial_printer_answers_a_question_and_keeps_the_job() -> None:
    with SerialPort() as port, serial.Serial(port.path, 9600, timeout=2) as wire:
        wire.write(ASK_PAPER)
        assert wire.read(1) == b"\x12"
        wire.write(b"paper")
        assert port.wait_for(b"paper") == ASK_PAPER + b"paper"

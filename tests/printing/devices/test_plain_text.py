"""A portable printer of 58 mm on a slow serial line: text without marks and its own QR code, in two seconds."""

import re
import time

import zxingcpp

from printing.devices.dialects import dialects
from printing.devices.escpos import escpos
from printing.devices.network_and_serial import SerialPrinter
from printing.devices.plain_text import LETTER, without_marks
from printing.devices.printers import job_for, printer
from printing.forms.table import RECEIPT, TICKET
from printing.forms.versions import forms_sets
from tests.fakes.printers import SerialPort
from tests.printing.forms.test_table import given

WAY = dialects()["portable-58-text"]
QR = re.compile(rb"\x1d\(k(..)1P0", re.DOTALL)
COMMANDS = re.compile(rb"\x1d\(k..|\x1b[aE].|\x1d!.|\x1bd.|\x1b@", re.DOTALL)


def test_a_receipt_on_a_slow_line_is_two_kilobytes_through_a_real_terminal() -> None:
    sheet = RECEIPT.trial(given(forms_sets()[-1]), "A")
    with SerialPort() as port:
        found = printer(f"serial:{port.path}:9600?dialect=portable-58-text")
        assert isinstance(found, SerialPrinter)
        job = job_for(found, sheet)
        began = time.monotonic()
        assert found.send(job).where == port.path
        assert job.content in port.wait_for(job.content)
        assert time.monotonic() - began < 30
    assert len(job.content) / 960 < 2.5, "seconds at 9,600 baud, 8N1"
    assert len(escpos(sheet, dots=384, dialect=dialects()["generic-58"])) / 960 > 20
    code = QR.search(job.content)
    assert code is not None
    said = job.content[code.end() : code.end() + int.from_bytes(code[1], "little") - 3].decode()
    assert said == sheet.code
    image = zxingcpp.create_barcode(said, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image(scale=1)
    assert 3 * image.shape[0] <= WAY.dots


def test_no_line_is_longer_than_the_roll_and_every_letter_is_one_the_printer_has() -> None:
    for row in (RECEIPT, TICKET):
        content = escpos(row.trial(given(forms_sets()[-1]), "A"), dots=384, dialect=WAY)
        text = COMMANDS.sub(b"", re.sub(rb"\x1d\(k.*?1Q0", b"", content, flags=re.DOTALL))
        assert text.isascii()
        assert b"?" not in text
        assert max(len(line) for line in text.decode("ascii").split("\n")) <= WAY.dots // LETTER


def test_marks_are_left_out_and_what_stays_can_be_read() -> None:
    assert without_marks("Nguyễn Thị Đào – “mẫu 01”…") == 'Nguyen Thi Dao - "mau 01"...'

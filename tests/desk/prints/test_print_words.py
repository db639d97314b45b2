"""Printers by the names that clerks call them."""

import pytest

from desk.prints.print_words import printer_name, taken_by


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "Tệp PDF trong máy này"),
        ("pdf:/home/x/motcua/papers", "Tệp PDF trong máy này"),
        (r"pdf:C:\\Users\\x\\motcua\\papers", "Tệp PDF trong máy này"),
        ("pdf:/srv/Giấy chung", "Tệp trong thư mục Giấy chung"),
        ("tcp:192.168.1.50:9100?dots=576", "Máy in mạng 192.168.1.50"),
        ("usb:/dev/usb/lp0?dialect=epson&dots=576", "Máy in USB lp0"),
        ("serial:/dev/ttyS0:9600?dots=384", "Máy in cổng ttyS0"),
        ("spool:Quầy 1", "Máy in Quầy 1"),
    ],
)
def test_a_printer_has_a_name_and_no_address(address: str, name: str) -> None:
    assert printer_name(address) == name


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("/home/x/motcua/papers/receipt-H26.pdf", "tệp trong thư mục giấy in"),
        ("/home/x/motcua/papers/ticket-A001.bin", "tệp trong thư mục giấy in"),
        ("192.168.1.50:9100", "192.168.1.50"),
        ("/dev/usb/lp0", "lp0"),
        ("/dev/cu.usbserial-1", "cu.usbserial-1"),
        ("Quầy 1", "Quầy 1"),
    ],
)
def test_what_took_a_paper_is_no_path(where: str, words: str) -> None:
    assert taken_by(where) == words

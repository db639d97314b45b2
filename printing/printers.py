"""Printers by their address in the settings, and the one verb that puts a sheet onto paper.

Addresses: ``pdf:<folder>``, ``spool:<queue>``, ``tcp:<host>:<port>``, ``serial:<path>:<baud>``. A thermal printer's
width in dots follows as ``?dots=384`` (58 mm) or ``?dots=576`` (80 mm); without it a printer is given PDF.
"""

from pathlib import Path

from models.trouble import PrinterAddressWrong
from printing.escpos import WIDTHS, escpos
from printing.folder import PdfFolder
from printing.job import Job, Language, Printer
from printing.pdf import pdf
from printing.sheet import Sheet
from printing.spooler import Spooler
from printing.wires import Network, SerialPrinter

__all__ = ["Job", "Network", "PdfFolder", "Printer", "SerialPrinter", "Spooler", "print_sheet", "printer"]


def print_sheet(printer: Printer, sheet: Sheet, *, name: str = "") -> str:
    """Print a sheet in the language of the printer, and say where it went: a path, or the printer's name.

    Args:
        printer: where to.
        sheet: what; from the second copy on the number of the copy is added to the name.
        name: of the job or file; empty = form, code and copy of the sheet.

    Raises:
        PrinterTrouble: it did not come out; ``sent`` says whether part of it may have.
    """
    if not name:
        name = sheet.name
    elif sheet.copy > 1:
        name = f"{name}_{sheet.copy}"
    if printer.dots is None:
        return printer.send(Job(name=name, content=pdf(sheet), language=Language.PDF))
    return printer.send(Job(name=name, content=escpos(sheet, dots=printer.dots), language=Language.ESCPOS))


def printer(address: str) -> Printer:
    """The printer an address names; nothing is opened yet.

    Raises:
        PrinterAddressWrong: with what is wrong, in words for the clerk.
    """
    where, _, options = address.partition("?")
    kind, colon, rest = where.partition(":")
    dots = _dots(address, options) if options else None
    if not colon or not rest:
        raise PrinterAddressWrong(address, "cần có dạng pdf:, spool:, tcp: hoặc serial: rồi đến tên hay đường dẫn")
    match kind:
        case "pdf":
            if dots:
                raise PrinterAddressWrong(address, "thư mục PDF không có ?dots")
            return PdfFolder(Path(rest).expanduser())
        case "spool":
            return Spooler(rest, dots)
        case "tcp":
            host, port = _pair(address, rest, "cổng", 65535)
            return Network(host.strip("[]"), port, dots)
        case "serial":
            path, baud = _pair(address, rest, "tốc độ", 4_000_000)
            if dots is None:
                raise PrinterAddressWrong(address, "máy in cổng nối tiếp cần ?dots=384 hoặc ?dots=576")
            return SerialPrinter(path, baud, dots)
        case _:
            raise PrinterAddressWrong(address, f"không có loại máy in “{kind}” (chỉ có pdf, spool, tcp, serial)")


def _pair(address: str, rest: str, what: str, most: int) -> tuple[str, int]:
    first, _, number = rest.rpartition(":")
    if not first:
        raise PrinterAddressWrong(address, f"thiếu {what} ở cuối, ví dụ {rest}:9600")
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= most:
        raise PrinterAddressWrong(address, f"{what} “{number}” không phải là số từ 1 đến {most}")
    return first, int(number)


def _dots(address: str, options: str) -> int:
    name, _, value = options.partition("=")
    if name != "dots" or value not in {str(width) for width in WIDTHS}:
        raise PrinterAddressWrong(address, f"“?{options}” không đúng, chỉ có ?dots=384 (58 mm) và ?dots=576 (80 mm)")
    return int(value)

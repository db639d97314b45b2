"""Printers by their address in the settings; prints a sheet, and reads a printer's state.

Addresses: ``pdf:<folder>``, ``spool:<queue>``, ``tcp:<host>:<port>``, ``serial:<path>:<baud>``, ``usb:<device>``. For a
thermal printer its kind follows as ``?dialect=xprinter-80`` (see ``dialects.toml``), or only its width in dots as
``?dots=384`` (58 mm) or ``?dots=576`` (80 mm), or both; without either a printer is given PDF.
"""

from pathlib import Path

from msgspec.structs import replace

from models.system.libraries import unusable_words
from models.trouble import LibraryUnusable, PrinterAddressWrong, PrinterTrouble
from printing.devices.commands import clearing
from printing.devices.dialects import WIDTHS, Dialect, Handshake, dialects, undescribed
from printing.devices.drawing import Draw, draw
from printing.devices.folder import PdfFolder
from printing.devices.network_and_serial import Network, SerialPrinter
from printing.devices.printer import Job, JobFormat, Printer, TakenJob
from printing.devices.spooler import Spooler
from printing.devices.usb import UsbPrinter
from printing.layout.sheet import Sheet

__all__ = [
    "Job",
    "Network",
    "PdfFolder",
    "Printer",
    "SerialPrinter",
    "Spooler",
    "TakenJob",
    "UsbPrinter",
    "job_for",
    "print_sheet",
    "printer",
    "send_sheet",
    "with_clearing",
]


def print_sheet(printer: Printer, sheet: Sheet, *, name: str = "") -> str:
    """Print a sheet and say where it went: a path, or the printer's name. See ``send_sheet``."""
    return send_sheet(printer, sheet, name=name).where


def send_sheet(printer: Printer, sheet: Sheet, *, name: str = "") -> TakenJob:
    """Print a sheet; see ``job_for``.

    Raises:
        PrinterTrouble: it did not come out; ``sent`` says whether part of it may have.
    """
    return printer.send(job_for(printer, sheet, name=name))


def job_for(printer: Printer, sheet: Sheet, *, name: str = "", draw: Draw = draw) -> Job:
    """The sheet in the language of the printer, which is not touched.

    Args:
        printer: where it is to go.
        sheet: what; from the second copy on the number of the copy is added to the name.
        name: of the job or file; empty = form, code and copy of the sheet.
        draw: draws it.

    Raises:
        PrinterTrouble: a library that draws does not load on this machine; nothing was sent.
    """
    if not name:
        name = sheet.name
    elif sheet.copy > 1:
        name = f"{name}_{sheet.copy}"
    try:
        if printer.dots is None:
            return Job(name=name, content=sheet.made or draw(sheet, None, None), language=JobFormat.PDF)
        if sheet.made:
            raise PrinterTrouble(printer.name, "giấy này in trên khổ A4, không in được trên giấy cuộn")
        content = draw(sheet, printer.dots, printer.dialect)
        return Job(name=name, content=content, language=JobFormat.ESCPOS)
    except LibraryUnusable as lacks:
        raise PrinterTrouble(printer.name, unusable_words(lacks.library, lacks.detail).rstrip(".")) from lacks


def with_clearing(printer: Printer, job: Job) -> Job:
    """The job for a printer that may still wait for the rest of another: its memory is filled and emptied first."""
    if printer.dots is None:
        return job
    return replace(job, content=clearing(printer.dialect or undescribed(printer.dots)) + job.content)


def printer(address: str) -> Printer:
    """The printer an address names; nothing is opened yet.

    Raises:
        PrinterAddressWrong: with what is wrong, in words for the clerk.
    """
    where, _, options = address.partition("?")
    kind, colon, rest = where.partition(":")
    options, handshake = _handshake(address, kind, options)
    dots, dialect = _kind(address, options) if options else (None, None)
    if not colon or not rest:
        raise PrinterAddressWrong(address, "cần có dạng pdf:, spool:, tcp:, serial: hoặc usb: rồi đến tên, đường dẫn")
    match kind:
        case "pdf":
            if options:
                raise PrinterAddressWrong(address, "thư mục PDF không có ?dots hay ?dialect")
            return PdfFolder(Path(rest).expanduser())
        case "spool":
            return Spooler(rest, dots, dialect)
        case "tcp":
            host, port = _pair(address, rest, "cổng", 65535)
            return Network(host.strip("[]"), port, dots, dialect)
        case "serial":
            path, baud = _pair(address, rest, "tốc độ", 4_000_000)
            if dots is None:
                raise PrinterAddressWrong(address, "máy in cổng nối tiếp cần ?dialect=… hoặc ?dots=384, ?dots=576")
            return SerialPrinter(path, baud, dots, dialect, handshake)
        case "usb":
            return UsbPrinter(rest, dots, dialect)
        case _:
            raise PrinterAddressWrong(address, f"không có loại máy in “{kind}” (chỉ có pdf, spool, tcp, serial, usb)")


def _pair(address: str, rest: str, what: str, most: int) -> tuple[str, int]:
    first, _, number = rest.rpartition(":")
    if not first:
        raise PrinterAddressWrong(address, f"thiếu {what} ở cuối, ví dụ {rest}:9600")
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number) <= most:
        raise PrinterAddressWrong(address, f"{what} “{number}” không phải là số từ 1 đến {most}")
    return first, int(number)


def _handshake(address: str, kind: str, options: str) -> tuple[str, Handshake | None]:
    """The other options, and the handshake that an address of a serial line names; None = as its dialect says."""
    each = options.split("&")
    named = [one.removeprefix("handshake=") for one in each if one.startswith("handshake=")]
    if not named:
        return options, None
    if kind != "serial" or named[-1] not in set(Handshake):
        raise PrinterAddressWrong(address, "handshake=… chỉ dùng cho serial:, là dtr, xon hoặc none")
    return "&".join(one for one in each if not one.startswith("handshake=")), Handshake(named[-1])


def _kind(address: str, options: str) -> tuple[int, Dialect | None]:
    """Width and dialect of a thermal printer."""
    dots: int | None = None
    dialect: Dialect | None = None
    for option in options.split("&"):
        name, _, value = option.partition("=")
        if name == "dots" and value in {str(width) for width in WIDTHS}:
            dots = int(value)
        elif name == "dialect" and value in dialects():
            dialect = dialects()[value]
        elif name == "dialect":
            raise PrinterAddressWrong(address, f"không biết loại “{value}” (có: {', '.join(dialects())})")
        else:
            raise PrinterAddressWrong(address, f"“?{option}” không đúng, chỉ có ?dialect=…, ?dots=384, ?dots=576")
    if dialect is None:
        return dots or 0, None
    return dots or dialect.dots, replace(dialect, dots=dots or dialect.dots)

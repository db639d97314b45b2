"""The printers this machine knows, for settings and window."""

from msgspec import Struct

from desk.desk import Desk
from desk.prints.print_jobs import pdf_folder, trays
from models.events import Form
from models.trouble import PrinterTrouble
from printing.devices import spooler
from printing.devices.dialects import dialects
from printing.devices.drawing_process import DrawingProcess
from printing.devices.printers import printer
from printing.devices.status import PaperLeft, PrinterState
from printing.forms.table import FORMS

__all__ = [
    "DrawingProcess",
    "PaperLeft",
    "PrinterState",
    "PrinterStatus",
    "ToTry",
    "forms_to_try",
    "printer_kinds",
    "printer_status",
    "printers_in_force",
    "state",
    "system_queues",
]


class ToTry(Struct, frozen=True):
    """A form to try a printer with: its name on a button, and which printer of the settings it goes to."""

    form: Form
    words: str
    printer: str


class PrinterStatus(Struct, frozen=True, kw_only=True):
    """A printer's state when asked; ``state`` None = it reports none, or its address is wrong."""

    address: str
    state: PrinterState | None


def system_queues() -> list[str]:
    """Queues of the system's print service by name; empty when there is none, or it does not answer."""
    return spooler.queues()


def printer_kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of thermal printers to choose from: ``(dialect, name)``."""
    return tuple((one.id, one.name) for one in dialects().values())


def state(address: str) -> PrinterState | None:
    """The state of the printer at this address; None = it reports none. Takes up to seconds; uses no database."""
    try:
        return printer(address).state()
    except PrinterTrouble:
        return None  # an address that names no printer is said when something is printed there


def forms_to_try() -> tuple[ToTry, ...]:
    """Every form, in the order in which they are shown."""
    return tuple(ToTry(row.form, row.short, row.printer.value) for row in FORMS.values())


def printer_status(address: str) -> PrinterStatus:
    """The printer's state, with its address."""
    return PrinterStatus(address=address, state=state(address))


def printers_in_force(desk: Desk) -> dict[str, str]:
    """The addresses in force: of ``tickets`` and of ``papers``."""
    return {tray.value: own or f"pdf:{pdf_folder(desk)}" for tray, (own, _) in trays(desk.settings).items()}

"""Prints sheets that belong to no dossier: trials, the list of keys, codes of scanners.

Nothing of them is recorded but the state they leave a printer in, so that the next paper is clean whatever became of
them.
"""

from collections.abc import Callable

from msgspec.structs import replace

from desk.desk import Desk
from desk.prints.print_jobs import Ask
from desk.prints.printer_memory import PrinterMemory, keep, recall
from models.trouble import PrinterTrouble
from printing.devices import printers
from printing.devices.printer import Printer
from printing.layout.sheet import Sheet


def print_loose(
    sheet: Sheet,
    address: str,
    *,
    name: str,
    ask: Ask[object] | None = None,
    find: Callable[[str], Printer] = printers.printer,
) -> str:
    """Print a sheet and say where it went. Any thread.

    Args:
        sheet: what.
        address: of the printer.
        name: of the job or file.
        ask: runs a function with the desk; None = none is open (first set-up): then nobody knows how the printer was
            left, and the memory of a thermal one is cleared first.
        find: the printer of an address.

    Raises:
        PrinterTrouble: it did not come out.
    """
    at = find(address)
    job = printers.job_for(at, sheet, name=name)
    if at.dots is None:
        return at.send(job).where
    known = PrinterMemory(doubtful=True)
    if ask is not None:
        known = _known(ask(lambda desk: _begin(desk, address)))
    job = replace(printers.with_clearing(at, job) if known.doubtful else job, answers=known.answers)
    try:
        taken = at.send(job)
    except PrinterTrouble as trouble:
        sent = trouble.sent
        if ask is not None:
            ask(lambda desk: keep(desk.store, address, replace(known, doubtful=known.doubtful or sent)))
        raise
    if ask is not None:
        left = PrinterMemory(answers=known.answers or taken.state is not None)
        ask(lambda desk: keep(desk.store, address, left))
    return taken.where


def _known(memory: object) -> PrinterMemory:
    return memory if isinstance(memory, PrinterMemory) else PrinterMemory(doubtful=True)


def _begin(desk: Desk, address: str) -> PrinterMemory:
    """How the printer was left; from here on part of a sheet may have gone to it."""
    known = recall(desk.store, address)
    known = replace(known, doubtful=known.doubtful or known.sending, sending=False)
    keep(desk.store, address, replace(known, sending=True))
    return known

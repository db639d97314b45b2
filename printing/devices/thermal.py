"""Protocol with a thermal printer over any line: query state, send data, wait until printed.

A line is what carries bytes to a printer and back. Whatever fails on it is an ``OSError``.
"""

import time
from typing import Protocol

from models.trouble import PrinterNotReached, PrinterTrouble, PrinterWentSilent
from printing.devices.dialects import Dialect, Tells, undescribed
from printing.devices.printer import Job, JobFormat, TakenJob
from printing.devices.status import ANSWER_WITHIN, PrinterState, query

CONFIRM = b"\x1dr\x01"
"""GS r 1: how is your paper? Answered in its turn, so the answer says that all before it has been printed."""


class PrinterLine(Protocol):
    """An open line to a printer."""

    def write(self, data: bytes) -> int:
        """Send some of it, and say how many bytes went.

        Raises:
            TimeoutError: the printer takes nothing any more.
            OSError: the line failed.
        """

    def read(self, seconds: float) -> bytes:
        """What comes within that time; nothing if nothing does.

        Raises:
            OSError: the line failed or was closed by the printer.
        """

    def flush(self) -> None:
        """Wait until what was written has left this machine.

        Raises:
            TimeoutError: the printer takes nothing any more.
            OSError: the line failed.
        """

    def end(self) -> None:
        """Everything was written and asked."""


def _tells(dialect: Dialect | None, dots: int | None) -> tuple[Tells, ...]:
    return (dialect or undescribed(dots or 0)).tells


def query_state(line: PrinterLine, dialect: Dialect | None, dots: int) -> PrinterState | None:
    """How the printer is; None = it does not tell."""
    told = _tells(dialect, dots)
    return query(lambda question: _all(line, question), line.read, told) if told else None


def send_job(
    line: PrinterLine, job: Job, name: str, dialect: Dialect | None, dots: int | None, patience: float
) -> TakenJob:
    """The whole job over an open line.

    A thermal printer is asked how it is before and after; one that has never answered gets the job all the same. One
    that answered, before this job or before another, must do so after it. PDF printers are asked nothing, since the
    question could come out as text.

    Args:
        line: to the printer.
        job: what to print.
        name: of the printer, as sentences name it.
        dialect: what kind of thermal printer it is, if that is known.
        dots: its width; None = it takes PDF.
        patience: seconds it may take to answer once everything has left, and once more to print.

    Raises:
        PrinterTrouble: with ``sent`` false as long as not one byte of the job itself has gone.
    """
    thermal = dots is not None and job.language is JobFormat.ESCPOS
    state = None
    if thermal:
        try:
            state = query_state(line, dialect, dots or 0)
        except OSError as error:
            raise PrinterNotReached(name, _words(error)) from error
        trouble = state.trouble(name) if state is not None else None
        if trouble is not None:
            raise trouble
    left = len(job.content)
    view = memoryview(job.content)
    certain = False
    try:
        while left:
            left -= line.write(bytes(view[len(view) - left :]))
        line.flush()
        answers = thermal and (state is not None or (job.answers and bool(_tells(dialect, dots))))
        if answers:
            state = _still_well(line, name, dialect, dots, patience)
        if thermal and dialect is not None and dialect.confirms:
            certain = _confirmed(line, patience)
        if answers and not certain:
            state = _still_well(line, name, dialect, dots, patience)
        line.end()
    except OSError as error:
        if left == len(view) and left:
            raise PrinterNotReached(name, _words(error)) from error
        raise PrinterTrouble(name, _words(error), sent=True) from error
    return TakenJob(where=name, certain=certain, state=state)


def _still_well(
    line: PrinterLine, name: str, dialect: Dialect | None, dots: int | None, patience: float
) -> PrinterState:
    """How a printer that answers questions is after the job; asked again until patience is at its end.

    Raises:
        PrinterTrouble: what keeps it from printing, or that it answers no more; some of the job may be out.
    """
    until = time.monotonic() + patience
    while (state := query_state(line, dialect, dots or 0)) is None:
        if time.monotonic() > until:
            raise PrinterWentSilent(name, sent=True)
    trouble = state.trouble(name, sent=True)
    if trouble is not None:
        raise trouble
    return state


def _confirmed(line: PrinterLine, patience: float) -> bool:
    """Whether the printer says, in its turn, that it has come to the end. A line that breaks raises."""
    _all(line, CONFIRM)
    until = time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        # Bits 4 and 7 are always 0; a status byte of another question has bit 4 set.
        if any(byte & 0x90 == 0 for byte in line.read(min(left, 1.0))):
            return True
    return False


def _all(line: PrinterLine, data: bytes) -> None:
    while data:
        data = data[line.write(data) :]


def _words(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "máy in không nhận thêm dữ liệu"
    if isinstance(error, ConnectionError):
        return "mất kết nối giữa chừng"
    return error.strerror or str(error)


__all__ = ["ANSWER_WITHIN", "CONFIRM", "PrinterLine", "query_state", "send_job"]

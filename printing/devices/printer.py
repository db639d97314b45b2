"""The ``Printer`` interface, its input and its results."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from printing.devices.dialects import Dialect
from printing.devices.status import PrinterState


class JobFormat(StrEnum):
    """What the bytes of a job are."""

    PDF = "pdf"
    ESCPOS = "escpos"


class Job(Struct, frozen=True, kw_only=True):
    """What a printer is handed: a name for queues and files, and the bytes of one sheet.

    Attributes:
        answers: this printer is known to answer questions, so that its silence after the job is a doubt.
    """

    name: str
    content: bytes
    language: JobFormat
    answers: bool = False


class TakenJob(Struct, frozen=True, kw_only=True):
    """A job that a printer took.

    Attributes:
        where: a path, or the printer's name.
        certain: it is known to be on paper (or on the disk), not only handed over.
        queued: the name the system's print service gave it, by which it can be followed; empty = cannot be.
        state: how the printer was, if it tells.
    """

    where: str
    certain: bool = False
    queued: str = ""
    state: PrinterState | None = None


class Printer(Protocol):
    """Something that puts a job onto paper (or into a file)."""

    @property
    def name(self) -> str:
        """As sentences name it."""

    @property
    def dots(self) -> int | None:
        """Width of a thermal printer; None = it takes PDF."""

    @property
    def dialect(self) -> Dialect | None:
        """What kind of thermal printer it is; None = PDF, or only the width is known."""

    def send(self, job: Job) -> TakenJob:
        """Hand over the whole job.

        Raises:
            PrinterTrouble: it did not take the job. ``sent`` says whether part of it may have come out.
        """

    def state(self) -> PrinterState | None:
        """How it is now; None = it does not tell. Answers within seconds, whatever the printer does."""

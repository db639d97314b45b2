"""What a printer is given, and what every printer is."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class Language(StrEnum):
    """What the bytes of a job are."""

    PDF = "pdf"
    ESCPOS = "escpos"


class Job(Struct, frozen=True, kw_only=True):
    """One paper on its way: a name for queues and files, and its bytes."""

    name: str
    content: bytes
    language: Language


class Printer(Protocol):
    """Something that puts a job onto paper (or into a file)."""

    @property
    def dots(self) -> int | None:
        """Width of a thermal printer; None = it takes PDF."""

    def send(self, job: Job) -> str:
        """Hand over the whole job and say where it went: a path, or the printer's name.

        Raises:
            PrinterTrouble: it did not take the job. ``sent`` says whether part of it may have come out.
        """

"""The print service of the system: CUPS through ``lp`` and ``lpstat``, on Windows its spooler."""

import os
import re
import shutil
import subprocess
import sys
from types import ModuleType

from msgspec import Struct

from models.system.libraries import library, unusable_words
from models.trouble import LibraryUnusable, PrinterTrouble, SpoolerRefused
from printing.devices.dialects import Dialect
from printing.devices.printer import Job, JobFormat, TakenJob
from printing.devices.spooler_progress import SpoolerProgress
from printing.devices.spooler_progress import from_lpstat as progress_of
from printing.devices.status import PrinterState, from_lpstat

PATIENCE = 20
"""Seconds ``lp`` may take to accept a job."""

LISTING = 5
"""Seconds ``lpstat`` may take to answer."""

_REQUEST = re.compile(r"request id is (\S+)")


class Spooler(Struct, frozen=True):
    """A queue of the system, by name. Bytes for a thermal printer pass unchanged."""

    queue: str
    dots: int | None = None
    dialect: Dialect | None = None

    @property
    def name(self) -> str:
        """The name used in sentences."""
        return self.queue

    def send(self, job: Job) -> TakenJob:
        """Queue the job. That the service took it does not mean that it has been printed; see ``progress``."""
        if sys.platform == "win32":
            windows = _of_windows(self.queue)
            return TakenJob(where=self.queue, queued=windows.queue(self.queue, job))
        return TakenJob(where=self.queue, queued=_lp(self.queue, job))

    def state(self) -> PrinterState | None:
        """The state of queue and printer; None = there is no such service, or it does not answer."""
        if sys.platform == "win32":
            windows = _of_windows(self.queue)
            return windows.state(self.queue)
        listed = _lpstat("-l", "-p", self.queue)
        return from_lpstat(listed) if listed else None

    def progress(self, queued: str) -> SpoolerProgress | None:
        """The progress of a job by its spooler id; None = not reported."""
        if sys.platform == "win32":
            windows = _of_windows(self.queue)
            return windows.progress(self.queue, queued)
        waiting = _lpstat("-l", "-W", "not-completed", "-o", self.queue)
        done = _lpstat("-l", "-W", "completed", "-o", self.queue)
        return None if waiting is None or done is None else progress_of(waiting, done, queued)


if sys.platform == "win32":

    def _of_windows(name: str) -> ModuleType:
        """``printing.devices.windows``, for the printer of this name."""
        try:
            with library("pywin32"):
                from printing.devices import windows  # noqa: PLC0415  exists on Windows only
        except LibraryUnusable as lacks:
            raise PrinterTrouble(name, unusable_words(lacks.library, lacks.detail).rstrip(".")) from lacks
        return windows


def queues() -> list[str]:
    """Names of the system's queues; empty if there is no print service or it does not answer."""
    if sys.platform == "win32":
        windows = _of_windows("Windows")
        return windows.queues()
    return (_lpstat("-e") or "").split()


def _lpstat(*asked: str) -> str | None:
    program = shutil.which("lpstat")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  no shell; a queue's name is one argument
            [program, *asked], capture_output=True, timeout=LISTING, check=False, env=_english()
        )
    except (OSError, subprocess.TimeoutExpired):
        return None  # it tells nothing; whoever asked shows that
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None


def _english() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}


def _lp(queue: str, job: Job) -> str:
    program = shutil.which("lp")
    if program is None:
        raise SpoolerRefused(queue, "máy này chưa cài CUPS (không có lệnh lp)")
    raw = ["-o", "raw"] if job.language is JobFormat.ESCPOS else []
    try:
        done = subprocess.run(  # noqa: S603  no shell; the queue's name is one argument
            [program, "-d", queue, "-t", job.name, *raw, "--", "-"],
            input=job.content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env=_english(),
        )
    except subprocess.TimeoutExpired as error:
        raise PrinterTrouble(queue, f"lp không trả lời sau {PATIENCE} giây", sent=True) from error
    except OSError as error:
        raise SpoolerRefused(queue, str(error)) from error
    if done.returncode != 0:
        raise SpoolerRefused(queue, done.stderr.decode(errors="replace").strip() or f"lp: {done.returncode}")
    named = _REQUEST.search(done.stdout.decode(errors="replace"))
    return named.group(1) if named else ""

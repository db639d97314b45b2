"""The print service of the system: CUPS through ``lp``, on Windows its spooler."""

import shutil
import subprocess
import sys

from msgspec import Struct

from models.trouble import PrinterTrouble, SpoolerRefused
from printing.job import Job, Language

PATIENCE = 20
"""Seconds ``lp`` may take to accept a job."""

LISTING = 5
"""Seconds ``lpstat`` may take to list the queues."""


class Spooler(Struct, frozen=True):
    """A queue of the system, by its name. With ``dots`` the bytes go through untouched, for thermal printers."""

    queue: str
    dots: int | None = None

    def send(self, job: Job) -> str:
        """Queue the job. That the service took it does not mean that it has been printed."""
        if sys.platform == "win32":
            from printing import windows  # noqa: PLC0415  exists on Windows only

            windows.queue(self.queue, job)
        else:
            _lp(self.queue, job)
        return self.queue


def queues() -> list[str]:
    """Names of the queues the system offers; empty when it has no print service or that does not answer."""
    if sys.platform == "win32":
        from printing import windows  # noqa: PLC0415  exists on Windows only

        return windows.queues()
    program = shutil.which("lpstat")
    if program is None:
        return []
    try:
        done = subprocess.run([program, "-e"], capture_output=True, timeout=LISTING, check=False)  # noqa: S603  no shell
    except (OSError, subprocess.TimeoutExpired):
        return []  # nothing to offer; the name can still be typed
    return done.stdout.decode(errors="replace").split() if done.returncode == 0 else []


def _lp(queue: str, job: Job) -> None:
    program = shutil.which("lp")
    if program is None:
        raise SpoolerRefused(queue, "máy này chưa cài CUPS (không có lệnh lp)")
    raw = ["-o", "raw"] if job.language is Language.ESCPOS else []
    try:
        done = subprocess.run(  # noqa: S603  no shell; the queue's name is one argument
            [program, "-d", queue, "-t", job.name, *raw, "--", "-"],
            input=job.content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrinterTrouble(queue, f"lp không trả lời sau {PATIENCE} giây", sent=True) from error
    except OSError as error:
        raise SpoolerRefused(queue, str(error)) from error
    if done.returncode != 0:
        raise SpoolerRefused(queue, done.stderr.decode(errors="replace").strip() or f"lp: {done.returncode}")

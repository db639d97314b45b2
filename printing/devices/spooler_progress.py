"""Progress of a print job in the system's spooler, mapped from what CUPS and Windows report. Pure.

Sources: ``job-state-reasons`` of RFC 8011 §5.3.8 as ``lpstat -l -o`` lists them; JOB_STATUS bits of winspool.h.
"""

from enum import StrEnum

from msgspec import Struct


class Stage(StrEnum):
    """The stages of a job."""

    WAITING = "waiting"
    """In the queue, or being printed."""
    PRINTED = "printed"
    DROPPED = "dropped"
    """Cancelled or aborted; some of it may have come out."""


class SpoolerProgress(Struct, frozen=True):
    """A job's stage, and the service's own words."""

    stage: Stage
    said: str = ""


def from_lpstat(waiting: str, done: str, job: str) -> SpoolerProgress | None:
    """From ``lpstat -l -W not-completed -o QUEUE`` and the same of ``completed``; None = the job is unknown."""
    block = _block(waiting, job)
    if block is not None:
        return SpoolerProgress(Stage.WAITING, _said(block))
    block = _block(done, job)
    if block is None:
        return None
    alerts = " ".join(line for line in block if line.startswith("Alerts:"))
    dropped = "job-canceled" in alerts or "job-aborted" in alerts or "aborted-by-system" in alerts
    return SpoolerProgress(Stage.DROPPED if dropped else Stage.PRINTED, _said(block))


def _block(text: str, job: str) -> list[str] | None:
    """The indented lines below the job's own; None = it is not listed."""
    found: list[str] | None = None
    for line in text.splitlines():
        if line[:1].strip():
            if found is not None:
                return found
            if line.split()[0] == job:
                found = []
        elif found is not None:
            found.append(line.strip())
    return found


def _said(block: list[str]) -> str:
    return next((line.removeprefix("Status:").strip() for line in block if line.startswith("Status:")), "")


_DROPPED = 0x4 | 0x100
_PRINTED = 0x80 | 0x1000
_STOPPED = {
    0x1: "tạm dừng",
    0x2: "lỗi",
    0x20: "máy in ngoại tuyến",
    0x40: "hết giấy",
    0x200: "bị chặn",
    0x400: "cần người",
}


def from_windows(status: int) -> SpoolerProgress:
    """From the ``Status`` bits of JOB_INFO_1. A job that has gone from the queue was printed; that is no status."""
    if status & _DROPPED:
        return SpoolerProgress(Stage.DROPPED)
    if status & _PRINTED:
        return SpoolerProgress(Stage.PRINTED)
    return SpoolerProgress(Stage.WAITING, ", ".join(words for bit, words in _STOPPED.items() if status & bit))

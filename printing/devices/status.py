"""Printer status decoded from each protocol's own codes. Pure; opens nothing.

Sources: ESC/POS reference (DLE EOT, GS a); ``printer-state-reasons`` of RFC 8011 §5.4.12; PRINTER_STATUS and
PRINTER_ATTRIBUTE bits of winspool.h; the status register of IEEE 1284 as Linux hands it on (``lp.h``).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from models.trouble import CoverOpen, OutOfPaper, PrinterNeedsPerson, PrinterPaused, PrinterTrouble
from printing.devices.dialects import Tells

ANSWER_WITHIN = 0.25
"""Seconds a printer has to answer a question; longer and it is taken for one that answers none."""

_ASK_BACK = b"\x1da\xff"
_ASK_NO_MORE = b"\x1da\x00"


class PaperLeft(StrEnum):
    """What the paper sensors report."""

    OK = "ok"
    LOW = "low"
    OUT = "out"


class PrinterState(Struct, frozen=True, kw_only=True):
    """The state of a printer. What it does not report counts as good, except the paper: None = not reported.

    Attributes:
        offline: it takes nothing now: switched off, not reached, paused, its button pressed.
        needs_person: an error that somebody must mend (a stuck knife, a jam).
        recovers: an error that passes by itself (a hot head).
        busy: it works.
        said: its own words, if it has any.
    """

    paper: PaperLeft | None = None
    cover_open: bool = False
    offline: bool = False
    needs_person: bool = False
    recovers: bool = False
    busy: bool = False
    said: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it would print what it is given now."""
        stops = self.cover_open or self.offline or self.needs_person or self.recovers
        return self.paper is not PaperLeft.OUT and not stops

    @property
    def is_low(self) -> bool:
        """Whether the paper is nearly used up."""
        return self.paper is PaperLeft.LOW

    def trouble(self, printer: str, *, sent: bool = False) -> PrinterTrouble | None:
        """What prevents printing; None = nothing. Low paper does not."""
        if self.is_ready:
            return None
        if self.cover_open:
            return CoverOpen(printer, self.said, sent=sent)
        if self.paper is PaperLeft.OUT:
            return OutOfPaper(printer, self.said, sent=sent)
        kind = PrinterNeedsPerson if self.needs_person else PrinterPaused
        return kind(printer, self.said, sent=sent)


# ---- ESC/POS ---------------------------------------------------------------------------------------------


def from_real_time(answers: Sequence[int]) -> PrinterState:
    """From the bytes that answer DLE EOT 4, 1, 2, 3, in that order; those that were not answered are left out."""
    paper, printer, cause, error = (*answers, *(0x12,) * (4 - len(answers)))
    left = PaperLeft.OUT if paper & 0x60 or cause & 0x20 else PaperLeft.LOW if paper & 0x0C else PaperLeft.OK
    broken = bool(error & 0x2C)
    passing = bool(error & 0x40)
    cover = bool(cause & 0x04)
    known = cover or left is PaperLeft.OUT
    return PrinterState(
        paper=left,
        cover_open=cover,
        offline=bool(printer & 0x08) and not known,
        needs_person=broken or (bool(cause & 0x40) and not passing and not known),
        recovers=passing,
    )


def from_status_back(four: bytes) -> PrinterState:
    """From the four bytes of automatic status back (``GS a``)."""
    printer, error, paper, _ = four
    left = PaperLeft.OUT if paper & 0x0C else PaperLeft.LOW if paper & 0x03 else PaperLeft.OK
    cover = bool(printer & 0x20)
    return PrinterState(
        paper=left,
        cover_open=cover,
        offline=bool(printer & 0x08) and not (cover or left is PaperLeft.OUT),
        needs_person=bool(error & 0x2C),
        recovers=bool(error & 0x40),
    )


def query(
    write: Callable[[bytes], object], read: Callable[[float], bytes], tells: Iterable[Tells]
) -> PrinterState | None:
    """Query a printer's state; None = no answer, or an invalid one.

    Args:
        write: sends a question.
        read: gives what comes within so many seconds, nothing if nothing does.
        tells: how this printer answers.
    """
    for way in tells:
        state = _real_time(write, read) if way is Tells.REAL_TIME else _back(write, read)
        if state is not None:
            return state
    return None


def _real_time(write: Callable[[bytes], object], read: Callable[[float], bytes]) -> PrinterState | None:
    answers: list[int] = []
    for number in (4, 1, 2, 3):  # paper first: all that many printers tell
        write(bytes((0x10, 0x04, number)))
        answer = next((byte for byte in read(ANSWER_WITHIN) if byte & 0x93 == 0x12), None)
        if answer is None:
            break
        answers.append(answer)
    return from_real_time(answers) if answers else None


def _back(write: Callable[[bytes], object], read: Callable[[float], bytes]) -> PrinterState | None:
    write(_ASK_BACK)
    heard = b""
    while len(heard) < 4:
        piece = read(ANSWER_WITHIN)
        if not piece:
            break
        heard += piece
    write(_ASK_NO_MORE)
    for at in range(len(heard) - 3):
        four = heard[at : at + 4]
        if four[0] & 0x93 == 0x10 and not any(byte & 0x90 for byte in four[1:]):
            return from_status_back(four)
    return None


# ---- the spoolers ----------------------------------------------------------------------------------------

_REASONS: dict[str, dict[str, object]] = {
    "media-empty": {"paper": PaperLeft.OUT},
    "media-needed": {"paper": PaperLeft.OUT},
    "media-low": {"paper": PaperLeft.LOW},
    "media-jam": {"needs_person": True},
    "cover-open": {"cover_open": True},
    "door-open": {"cover_open": True},
    "interlock-open": {"cover_open": True},
    "input-tray-missing": {"needs_person": True},
    "marker-supply-empty": {"needs_person": True},
    "toner-empty": {"needs_person": True},
    "output-area-full": {"needs_person": True},
    "paused": {"offline": True},
    "moving-to-paused": {"offline": True},
    "shutdown": {"offline": True},
    "offline": {"offline": True},
    "connecting-to-device": {"busy": True},
    "timed-out": {"offline": True},
    "stopped-partly": {"needs_person": True},
}
_WARNING = "-warning", "-report"
_REASON = re.compile(r"[a-z][a-z-]+[a-z]")


def from_reasons(reasons: Iterable[str], *, said: str = "") -> PrinterState:
    """From IPP's ``printer-state-reasons``. A jam that is only reported stops nothing; low paper is low either way."""
    facts: dict[str, object] = {}
    for reason in reasons:
        bare = re.sub(r"-(error|warning|report)$", "", reason)
        meaning = _REASONS.get(bare, {})
        only_told = reason.endswith(_WARNING) and bare != "media-low"
        if only_told and bare in {"media-empty", "media-needed"}:
            meaning = {"paper": PaperLeft.LOW}  # one tray of several is empty
        elif only_told:
            continue
        if facts.get("paper") is PaperLeft.OUT:
            meaning = {name: value for name, value in meaning.items() if name != "paper"}
        facts |= meaning
    return PrinterState(said=said, **facts)  # type: ignore[arg-type]  # the table above names the fields


def from_lpstat(text: str) -> PrinterState | None:
    """From ``lpstat -l -p QUEUE`` (LC_ALL=C); None = it says nothing of a printer."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not lines[0].startswith("printer "):
        return None
    head, rest = lines[0], lines[1:]
    reasons: list[str] = []
    said = ""
    for line in rest:
        if line.startswith("Alerts:"):
            reasons = [word for word in _REASON.findall(line.removeprefix("Alerts:")) if word != "none"]
        elif ":" not in line and not said:
            said = line
    state = from_reasons(reasons, said=said)
    stopped = " disabled " in f"{head} " or "not accepting" in head or "Unable to" in said
    return PrinterState(
        paper=state.paper,
        cover_open=state.cover_open,
        offline=state.offline or (stopped and state.is_ready),
        needs_person=state.needs_person,
        recovers=state.recovers,
        busy=state.busy or " now printing " in head,
        said=said or (head.partition(" disabled ")[2] if " disabled " in head else ""),
    )


PAUSED, ERROR, DELETING, JAM, NO_PAPER = 0x1, 0x2, 0x4, 0x8, 0x10
MANUAL_FEED, PAPER_PROBLEM, OFFLINE, BUSY, PRINTING = 0x20, 0x40, 0x80, 0x200, 0x400
OUTPUT_FULL, UNAVAILABLE, WAITING, PROCESSING = 0x800, 0x1000, 0x2000, 0x4000
TONER_LOW, NO_TONER, INTERVENTION, DOOR_OPEN = 0x20000, 0x40000, 0x100000, 0x400000
UNKNOWN_SERVER, POWER_SAVE, WORKS_OFFLINE = 0x800000, 0x1000000, 0x400
"""PRINTER_STATUS_… of winspool.h; the last is PRINTER_ATTRIBUTE_WORK_OFFLINE."""


def from_windows(status: int, attributes: int = 0) -> PrinterState:
    """From ``Status`` and ``Attributes`` of PRINTER_INFO_2."""
    empty = bool(status & (NO_PAPER | MANUAL_FEED))
    person = JAM | PAPER_PROBLEM | OUTPUT_FULL | NO_TONER | INTERVENTION
    known = empty or bool(status & (person | DOOR_OPEN))
    return PrinterState(
        paper=PaperLeft.OUT if empty else None,
        cover_open=bool(status & DOOR_OPEN),
        offline=bool(status & (PAUSED | OFFLINE | UNAVAILABLE | UNKNOWN_SERVER)) or bool(attributes & WORKS_OFFLINE),
        needs_person=bool(status & person) or (bool(status & ERROR) and not known),
        busy=bool(status & (BUSY | PRINTING | PROCESSING)),
    )


# ---- a device of the system ------------------------------------------------------------------------------


def from_register(byte: int) -> PrinterState:
    """From the status register of IEEE 1284 (bit 5: no paper; 4: selected; 3: no error)."""
    empty = bool(byte & 0x20)
    return PrinterState(
        paper=PaperLeft.OUT if empty else None,
        offline=not byte & 0x10 and not empty,
        needs_person=not byte & 0x08 and not empty,
    )

"""The print queue: prints beside the desk's work; a slow printer delays only its own jobs.

Each printer has a line of its own. When one prints nothing, its line stands, in order, and goes on when a clerk says
so, when another job is sent there, or when the printer itself says that it is well again.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from desk.views.queue_state import QueueState
from models.not_allowed import PrintJobNotWaiting
from models.trouble import PrinterTrouble
from ui.core.jobs import AskDesk, Jobs
from ui.core.words import why

if TYPE_CHECKING:
    from desk.prints.print_jobs import Followed, Printed, PrintJob
    from desk.prints.printers import DrawingProcess, PrinterStatus

FIRST_LOOK = 2_000
LAST_LOOK = 60_000
"""Milliseconds between two looks at a printer that stands: twice as long each time, up to a minute."""

IDLE_LOOK = 90_000
"""Milliseconds between two looks at printers that have nothing to do."""

CLOSING = 30.0
"""Seconds a window that is closed waits for the print job that goes out just now: a serial line takes that long."""


NOT_OUT = "print "
"""How causes of banners begin that papers of subjects are not out."""


class PrintOutcome(Struct, frozen=True, kw_only=True):
    """How a print job ended: exactly one of ``printed`` and ``trouble``; who wants to know, by a bound method."""

    job: "PrintJob"
    tell: "Callable[[PrintOutcome], None]"
    printed: "Printed | None" = None
    trouble: PrinterTrouble | None = None


class _Waits(Struct):
    job: "PrintJob"
    tell: Callable[[PrintOutcome], None]
    told: bool = False


class _Line(Struct, eq=False):
    """The print jobs of one printer, the first one first."""

    address: str
    waits: list[_Waits] = []
    busy: bool = False
    trouble: PrinterTrouble | None = None
    look_after: int = FIRST_LOOK


class PrintQueue(QObject):
    """Sends print jobs, keeps each printer's line, and knows how the printers are.

    Attributes:
        state_changed: what is not out yet has changed; carries a ``QueueState``.
        looked: a printer was looked at; carries a ``desk.prints.printers.PrinterStatus``.
        finished: a print job nobody waits for came out or did not; carries ``PrintOutcome``.
        low: a printer's paper is nearly at its end; carries its address.
        stuck: a print job stays in the queue of the system; carries the queue and what is said of it.
    """

    state_changed = Signal(object)
    looked = Signal(object)
    finished = Signal(object)
    low = Signal(str)
    stuck = Signal(str, str)
    _broke = Signal(str)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self.jobs = jobs
        self.state = QueueState()
        self._lines: dict[str, _Line] = {}
        self._low: set[str] = set()
        self._stopping = False
        self._out = threading.Condition()
        self._going = 0
        self._drawing: DrawingProcess | None = None  # with the first paper
        self._follows: dict[str, int] = {}
        self._idle = QTimer(self)
        self._idle.setInterval(IDLE_LOOK)
        self._idle.timeout.connect(self.look)
        self._broke.connect(self._free)

    # ---- the day -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The desk is open: what an earlier run left is listed, and nothing of it printed."""
        self.refresh()
        self.jobs.ask(self, lambda work: work.prints.followed(), self._follow_all)
        self._idle.start()

    def stop(self) -> None:
        """Begin no further print job, and wait for the one that goes out now; what waits is kept."""
        self._idle.stop()
        with self._out:
            self._stopping = True
            self._out.wait_for(lambda: self._going == 0, timeout=CLOSING)
        if self._drawing is not None:
            self._drawing.end()

    def refresh(self) -> None:
        """Ask the desk what is not out yet."""
        if not self._stopping:
            self.jobs.ask(self, lambda work: work.prints.queue(), self._put, newest="print queue")

    def _put(self, state: QueueState) -> None:
        new_printers = state.printers != self.state.printers
        self.state = state
        self.state_changed.emit(state)
        if new_printers:
            self.look()

    # ---- sending -----------------------------------------------------------------------------------------

    def send(self, job: "PrintJob", tell: "Callable[[PrintOutcome], None] | None" = None) -> None:
        """Put a print job into the line of its printer; without ``tell`` the signal ``finished`` tells.

        Args:
            job: as it was written down.
            tell: a bound method of a page, not called when the page is gone.

        Raises:
            TypeError: it is bound to nothing that can be gone, and would never be called.
        """
        if tell is not None and not isinstance(getattr(tell, "__self__", None), QObject):
            raise TypeError(tell)
        for line in self._lines.values():
            line.waits = [one for one in line.waits if one.job.key != job.key]
        line = self._lines.setdefault(job.address, _Line(job.address))
        fresh = _Waits(job, tell or self._nobody)
        later = (n for n, one in enumerate(line.waits) if one.job.key > job.key)
        line.waits.insert(max(next(later, len(line.waits)), int(line.busy)), fresh)
        self._go(line)

    def again(self, keys: tuple[str, ...], to: str | None = None) -> None:
        """A clerk's word: try these once more, in their order; ``to``: at another printer."""
        self.jobs.ask(self, lambda work: work.prints.again(keys, to), self._send_all)

    def print_waiting(self, go: Callable[[str], None], front: str) -> None:
        """All that wait, in their order. What may have come out already is shown first, not printed unseen."""
        waits = [one for one in self.state.unprinted if one.fate.value in {"kept", "doubtful"}]
        if not waits or (front != "papers" and any(one.fate.value == "doubtful" for one in waits)):
            go("papers")
        else:
            self.again(tuple(one.key for one in waits))

    def print_spare(self, go: Callable[[str], None], front: str) -> None:
        """All that wait to the spare printer of their kind; likewise. Those without one stay where they are."""
        waits = [one for one in self.state.unprinted if one.fate.value in {"kept", "doubtful"}]
        spared = [one for one in waits if self.state.spares.get(one.form.value)]
        if not spared or (front != "papers" and any(one.fate.value == "doubtful" for one in spared)):
            go("papers")
            return
        for form in dict.fromkeys(one.form for one in spared):
            keys = tuple(one.key for one in spared if one.form is form)
            self.again(keys, self.state.spares[form.value])

    def give_up(self, key: str, reason: str) -> None:
        """This one need not come out any more."""
        self.jobs.ask(self, lambda work: work.prints.give_up(key, reason), self._given_up)

    def _given_up(self, key: str) -> None:
        for line in self._lines.values():
            line.waits = [one for one in line.waits if one.job.key != key]
        self.refresh()

    def _send_all(self, jobs: "list[PrintJob]") -> None:
        for job in jobs:
            self.send(job)
        self.refresh()

    def _nobody(self, sent: PrintOutcome) -> None:
        self.finished.emit(sent)

    def _go(self, line: _Line) -> None:
        if line.busy or not line.waits or self._stopping:
            return
        line.busy = True
        first = line.waits[0]
        self.jobs.run_with_desk(self, partial(self._carry, first.job, first.tell), self._carried, queue=line.address)

    def _carry(self, job: "PrintJob", tell: Callable[[PrintOutcome], None], ask: AskDesk) -> PrintOutcome | None:
        """In the printer's own thread. None = it was not begun: the window closes, or it waits no more."""
        from desk.prints.print_jobs import deliver  # noqa: PLC0415 - loaded with the desk
        from desk.prints.printers import DrawingProcess  # noqa: PLC0415 - likewise

        with self._out:
            if self._stopping:
                return None
            self._going += 1
            if self._drawing is None:
                self._drawing = DrawingProcess()
            draw = self._drawing.draw
        try:
            printed = deliver(job, lambda step: ask(lambda work: work.prints.with_desk(step)), draw=draw)
            return PrintOutcome(job=job, tell=tell, printed=printed)
        except PrinterTrouble as trouble:
            return PrintOutcome(job=job, tell=tell, trouble=trouble)
        except PrintJobNotWaiting:
            return PrintOutcome(job=job, tell=tell)
        except Exception:
            self._broke.emit(job.address)  # said by whoever watches over the jobs; the line itself is free again
            raise
        finally:
            with self._out:
                self._going -= 1
                self._out.notify_all()

    @Slot(str)
    def _free(self, address: str) -> None:
        self._lines[address].busy = False
        self.refresh()

    def _carried(self, sent: PrintOutcome | None) -> None:
        if sent is None:
            return
        line = self._lines[sent.job.address]
        line.busy = False
        stands = sent.trouble is not None and not sent.trouble.sent
        if not stands:
            line.waits = [one for one in line.waits if one.job is not sent.job]
        if sent.trouble is None:
            line.trouble, line.look_after = None, FIRST_LOOK
            self._printed(sent)
        else:
            line.trouble = sent.trouble
            self._tell_line(line, sent)
        if stands:
            self._look_again(line)
        else:
            self._go(line)
        if sent.trouble is not None or not line.waits or (sent.printed is not None and sent.printed.queued):
            self.refresh()
            self._look_at(line.address)

    def _printed(self, sent: PrintOutcome) -> None:
        _tell(sent.tell, sent)
        printed = sent.printed
        if printed is None:
            return
        if printed.low and sent.job.address not in self._low:
            self._low.add(sent.job.address)
            self.low.emit(sent.job.address)
        elif not printed.low:
            self._low.discard(sent.job.address)
        if printed.queued:
            self.jobs.ask(self, lambda work: work.prints.followed(), self._follow_all)

    def _tell_line(self, line: _Line, sent: PrintOutcome) -> None:
        """The print job that failed, and those behind it that wait for the same reason: each is told once."""
        if sent.trouble is not None and sent.trouble.sent:
            _tell(sent.tell, sent)
            return
        for one in line.waits:
            if not one.told:
                one.told = True
                _tell(one.tell, PrintOutcome(job=one.job, tell=one.tell, trouble=sent.trouble))

    # ---- how the printers are ----------------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Look at every printer in force, unless it works just now."""
        for address in dict.fromkeys(self.state.printers.values()):
            line = self._lines.get(address)
            if line is None or not line.busy:
                self._look_at(address)

    def _look_at(self, address: str) -> None:
        if self._stopping or address.startswith("pdf:"):
            return
        self.jobs.run_in_thread(self, lambda: _looked_at(address), self._seen, queue=address)

    def _look_again(self, line: _Line) -> None:
        """While print jobs wait for it, a printer is asked how it is, less and less often."""
        wait, line.look_after = line.look_after, min(2 * line.look_after, LAST_LOOK)
        if line.trouble is not None and line.trouble.retry_helps:
            QTimer.singleShot(wait, self, lambda: self._look_at_line(line))

    def _look_at_line(self, line: _Line) -> None:
        if not line.waits or line.busy or line.trouble is None or self._stopping:
            return
        address = line.address
        self.jobs.run_in_thread(self, lambda: _looked_at(address), self._seen_standing, queue=address)

    def _seen_standing(self, look: "PrinterStatus") -> None:
        line = self._lines[look.address]
        self._seen(look)
        if line.busy or not line.waits:
            return
        if look.state is None or look.state.is_ready:
            self._go(line)
        else:
            self._look_again(line)

    def _seen(self, look: "PrinterStatus") -> None:
        if look.state is not None and look.state.is_low and look.address not in self._low:
            self._low.add(look.address)
            self.low.emit(look.address)
        self.looked.emit(look)

    # ---- in the queue of the system ----------------------------------------------------------------------

    def _follow_all(self, followed: "tuple[Followed, ...]") -> None:
        for one in followed:
            if one.key not in self._follows:
                self._follows[one.key] = FIRST_LOOK
                self._follow(one)

    def _follow(self, one: "Followed") -> None:
        wait = self._follows[one.key]
        QTimer.singleShot(wait, self, lambda: self._ask_for(one))

    def _ask_for(self, one: "Followed") -> None:
        def asked(ask: AskDesk) -> "tuple[Followed, str, str]":
            from desk.prints import print_jobs  # noqa: PLC0415 - loaded with the desk

            seen = print_jobs.progress(one)
            stage = ask(lambda work: print_jobs.note_progress(work.desk, one, seen))
            return one, stage.value, seen.said if seen else ""

        if not self._stopping:
            self.jobs.run_with_desk(self, asked, self._followed_on, queue=f"follow {one.queue}")

    def _followed_on(self, told: "tuple[Followed, str, str]") -> None:
        one, stage, said = told
        if stage == "waiting":
            self._follows[one.key] = min(2 * self._follows[one.key], LAST_LOOK)
            if self._follows[one.key] == _STUCK:
                self.stuck.emit(one.queue, said)
            self._follow(one)
            return
        del self._follows[one.key]
        if stage == "dropped":
            self.stuck.emit(one.queue, said)
        self.refresh()


_STUCK = 8 * FIRST_LOOK
"""By then a print job lies in the queue for a quarter of a minute."""


def out_words(printed: "Printed") -> str:
    """What is known of a print job that a printer took."""
    from desk.prints.print_words import taken_by  # noqa: PLC0415 - loaded with the desk

    where = taken_by(printed.where)
    done = "Đã in" if printed.certain else "Đã gửi cho máy in"
    said = f"Đã gửi vào hàng đợi in: {where}." if printed.queued else f"{done}: {where}."
    if printed.boxed is None:
        return said
    letter, word = printed.boxed
    return f"{said} Trên giấy, chữ “{letter}” trong “{word}” là ô trống: viết tay thêm."


def not_printed_words(subject: str) -> str:
    """Cause of the banner that says why a paper of this subject is not out."""
    return f"{NOT_OUT}{subject}"


def trouble_words(sent: PrintOutcome) -> str:
    """Why a print job is not out, and, where some of it may be, what the next print will say: told beforehand."""
    if sent.trouble is None:
        return ""
    more = f" Nếu in lại, giấy sẽ ghi “Bản in lần {sent.job.copy + 1}”." if sent.trouble.sent else ""
    return f"{why(sent.trouble)}{more}"


def _looked_at(address: str) -> "PrinterStatus":
    from desk.prints.printers import printer_status  # noqa: PLC0415 - loaded with the desk

    return printer_status(address)


def _tell(tell: Callable[[PrintOutcome], None], sent: PrintOutcome) -> None:
    if isValid(tell.__self__):  # type: ignore[attr-defined] # ``send`` has looked
        tell(sent)

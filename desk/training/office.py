"""The office of a script: one machine, the people who take turns at it, and the papers that come out of it."""

import random
from collections import Counter
from pathlib import Path

from msgspec import Struct

from desk.desk import Desk
from desk.opening import close_desk
from desk.prints import print_jobs
from desk.prints.print_jobs import PrintJob
from desk.recording import ManyDone
from desk.staff import accounts, pins, session
from desk.staff.accounts import SignInAttempt
from desk.training import training_clerks
from desk.training.script_clock import ScriptClock
from models.events import Form
from models.ids import ClerkId
from models.subjects.dossier import DossierStatus

RECEPTION, OFFICER, LEADER = (ClerkId(id_) for id_, _, _ in training_clerks.CLERKS)
"""Who takes in and returns, who examines, and who signs."""


class PrintedForm(Struct, frozen=True, kw_only=True):
    """One paper that came out: its form (``receipt``, ``hand_over``), where it lies, the number or code on it."""

    kind: str
    path: str
    code: str


class ScriptOffice:
    """One machine at work.

    Attributes:
        clock: of the machine.
        chance: what the script draws from: the same seed, the same days.
        printed: everything that came out, in order.
        ends: how many dossiers the script has brought to each end.
        taken: how many it has taken in.
    """

    def __init__(self, desk: Desk, clock: ScriptClock, chance: random.Random) -> None:
        self.clock = clock
        self.chance = chance
        self.printed: list[PrintedForm] = []
        self.ends: Counter[DossierStatus] = Counter()
        self.taken = 0
        self._desk = desk
        self._proven: dict[str, bool] = {}

    @property
    def reception(self) -> Desk:
        """The machine with the clerk of the counter at work."""
        return self._at_work(RECEPTION)

    @property
    def officer(self) -> Desk:
        """The machine with the officer of the units at work."""
        return self._at_work(OFFICER)

    @property
    def leader(self) -> Desk:
        """The machine with the leader at work."""
        return self._at_work(LEADER)

    @property
    def desk(self) -> Desk:
        """The machine as it stands, whoever works there."""
        return self._desk

    def opened(self, desk: Desk) -> None:
        """The machine was switched off and on again."""
        self._desk = desk

    def close(self) -> None:
        """The machine is switched off."""
        close_desk(session.close(self._desk))

    def fits(self, tried: SignInAttempt) -> bool:
        """Whether the PIN of the invented clerks opens this account; each secret is tried once, it takes a moment."""
        if tried.proof not in self._proven:
            self._proven[tried.proof] = pins.fits(tried.proof, training_clerks.PIN)
        return self._proven[tried.proof]

    def print_(self, job: PrintJob, code: str) -> None:
        """Bring a print job to its printer."""
        printed = print_jobs.deliver(job, lambda work: work(self._desk))
        self.note_printed(job.form.name.lower(), printed.where, code)

    def note_printed(self, kind: str, where: str | Path, code: str) -> None:
        """Something came out."""
        self.printed.append(PrintedForm(kind=kind, path=str(where), code=code))

    def count(self, form: Form) -> int:
        """How many papers of a form came out."""
        return sum(one.kind == form.name.lower() for one in self.printed)

    def _at_work(self, who: ClerkId) -> Desk:
        """Whoever worked here is relieved. Where nobody has an account, one clerk does everything."""
        at_work = self._desk.clerk
        if (at_work is None or at_work.id != who) and accounts.anybody_can_sign_in(self._desk.store):
            tried = accounts.begin_try(self._desk, who)
            self._desk = session.sign_in(self._desk, tried, fits=self.fits(tried))
        return self._desk


def accomplished(done: ManyDone) -> ManyDone:
    """An act of the script, none of which was refused.

    Raises:
        NotAllowed: the first refusal.
    """
    for refused in done.refused:
        raise refused.why
    return done

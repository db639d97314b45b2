"""``Desk``: one immutable object with everything the desk's verbs need."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desk.observations import Observations
from desk.settings import Settings
from models.calendar.clock import Clock, local_day
from models.calendar.due_dates import Calendar
from models.catalogue.approved_list import NOTHING_APPROVED, ApprovedList
from models.catalogue.catalogue import Catalogue
from models.catalogue.day_rules import DayRule
from models.catalogue.procedure_index import ProcedureIndex
from models.catalogue.processes import Processes
from models.clerk import MACHINE, Clerk
from models.fees import ProvinceFees
from models.files.scans import Files
from models.ids import ClerkId
from models.receipt_leases import ReceiptPool
from models.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One machine at one counter, open for work.

    Attributes:
        folder: the data folder; papers as PDF lie in ``folder / "papers"`` unless a printer is set.
        clerk: who works here now; None = the desk is locked.
        files: what was scanned, encrypted, in ``folder / "files"``.
        training: a throw-away desk with invented citizens.
        observations: what the machine has noticed of itself since it was opened.
        processes: the internal processes in force, with the units of the office and what stops a clock.
        approved: what postal staff take in and return here.
        day_rules: rules of days of the edition; all in force: ``desk.special_days.special_days``.
        receipt_pools: ranges of receipt numbers leased to this machine by the newest edition, by series and number.
    """

    folder: Path
    settings: Settings
    store: Store
    catalogue: Catalogue
    index: ProcedureIndex
    calendar: Calendar
    fees: ProvinceFees
    processes: Processes
    clock: Clock
    files: Files
    clerk: Clerk | None = None
    training: bool = False
    observations: Observations = field(default_factory=Observations)
    receipt_pools: tuple[ReceiptPool, ...] = ()
    approved: ApprovedList = NOTHING_APPROVED
    day_rules: tuple[DayRule, ...] = ()

    @property
    def by(self) -> ClerkId:
        """Who signs what happens now: the clerk, or the machine itself."""
        return self.clerk.id if self.clerk else MACHINE

    @property
    def is_visit_laptop(self) -> bool:
        """Whether this machine goes to citizens' homes: it has its load only, and reads no office stream."""
        return self.settings.device.visit_laptop

    @property
    def today(self) -> date:
        """The day on the office calendar."""
        return local_day(self.clock())

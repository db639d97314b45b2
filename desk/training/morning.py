"""A scripted morning at one counter, run through the same verbs as the window.

Invented citizens draw numbers, are called, have their card scanned through a real serial line, hand in what the
checklist asks, and get a receipt. Scripted from a seed, on a clock of its own: the first working day from today.
"""

import queue
import random
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as wall_time
from pathlib import Path

from msgspec.structs import replace

from desk.cards.samples import citizen, qr_text
from desk.cards.scan import Scan
from desk.cards.simulated import SimulatedReader
from desk.desk import Desk
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs
from desk.settings import FILE, write_settings
from desk.training.training import check_invented, training_settings
from models.calendar.clock import from_local, local_day, wall_clock
from models.events import LinePlace, PaidBy, PaperReceived, Priority
from models.files.disk import on_disk
from models.person import Person
from models.procedure import Case, Channel, Procedure
from models.subjects.ticket import Ticket
from models.trouble import ReaderTrouble

OPENS = wall_time(7, 30)
LONGEST_DAY = 8 * 3600.0
"""Seconds within which everyone must have been served, however many there are."""
PER_CITIZEN = 220.0
"""Seconds the script takes for one citizen, generously."""
SCAN_PATIENCE = 5.0
"""Seconds after which a scan that did not arrive is a trouble of the port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """One paper that came out: ``ticket`` or ``receipt``, where it lies, the number or code on it."""

    kind: str
    path: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What the morning came to. ``seconds`` is what this machine needed for it."""

    citizens: int
    tickets: int
    receipts: int
    seconds: float
    papers: tuple[PrintedForm, ...]
    papers_folder: Path
    data: Path


class MorningClock:
    """The office clock of a morning that is over in seconds.

    ``pace`` below 1 lets many citizens fit into one day: at midnight the numbers of the day are closed.
    """

    def __init__(self, start: datetime, pace: float) -> None:
        self.now = start
        self.pace = pace

    def __call__(self) -> datetime:
        """The instant the script has reached."""
        return self.now

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds * self.pace)


def simulate_morning(citizens: int, seed: int, out: Path) -> Morning:
    """Work off ``citizens`` invented people; papers into ``out / "papers"``, the database into ``out / "data"``.

    Raises:
        RealDeskThere: an office works in that folder.
        Trouble: the folder cannot be written, or a scan did not come through the port.
    """
    started = time.perf_counter()
    check_invented(out)
    check_invented(out / "data")
    chance = random.Random(seed)  # noqa: S311 - a script, not a secret
    data = out / "data"
    papers_folder = out / "papers"
    settings = training_settings()
    settings = replace(
        settings,
        printers=replace(settings.printers, papers=f"pdf:{papers_folder}", tickets=f"pdf:{papers_folder}"),
    )
    with on_disk(data):
        is_new = not (data / FILE).exists()
    if is_new:
        write_settings(data, settings)
    clock = MorningClock(wall_clock(), min(1.0, LONGEST_DAY / (citizens * PER_CITIZEN)))
    desk = open_desk(data, settings=settings, clock=clock, training=True)
    try:
        clock.now = _opening_time(desk)
        _send_home(desk)
        papers = _Counter(desk, clock, chance).serve_all([citizen(n, seed) for n in range(citizens)])
    finally:
        close_desk(desk)
    return Morning(
        citizens=citizens,
        tickets=sum(1 for paper in papers if paper.kind == "ticket"),
        receipts=sum(1 for paper in papers if paper.kind == "receipt"),
        seconds=time.perf_counter() - started,
        papers=tuple(papers),
        papers_folder=papers_folder,
        data=data,
    )


def _opening_time(desk: Desk) -> datetime:
    day = local_day(wall_clock())
    while not desk.calendar.is_working(day):
        day += timedelta(days=1)
    return from_local(datetime.combine(day, OPENS))


def _send_home(desk: Desk) -> None:
    """Who still waits from a morning that was cut short is not there any more."""
    view = waiting.line(desk)
    for ticket in (view.here, *view.waiting, *view.not_for_here, *view.held, *view.skipped):
        if ticket is not None:
            waiting.left(desk, ticket.id)


class _Counter:
    """The clerk of the script."""

    def __init__(self, desk: Desk, clock: MorningClock, chance: random.Random) -> None:
        self.desk = desk
        self.clock = clock
        self.chance = chance
        self.papers: list[PrintedForm] = []
        self.wanted: dict[str, tuple[Person, Procedure]] = {}
        self.away: set[str] = set()
        known = {service.id for service in desk.settings.waiting.services}
        self.procedures = [p for p in desk.catalogue.procedures if p.service in known and _ways(p)]

    def serve_all(self, people: list[Person]) -> list[PrintedForm]:
        """Everyone draws a number as they come in; the counter calls until nobody waits."""
        scans: queue.SimpleQueue[Scan] = queue.SimpleQueue()
        to_come = deque(people)
        reader = SimulatedReader(on_scan=scans.put, on_state=lambda _: None, today=lambda: self.desk.today)
        reader.start()
        try:
            while to_come or waiting.line(self.desk).waiting:
                for _ in range(min(len(to_come), self.chance.randint(0, 3))):
                    self._arrives(to_come.popleft())
                if waiting.line(self.desk).waiting:
                    self._next(reader, scans)
                self.clock.pass_(self.chance.uniform(5, 40))
        finally:
            reader.stop()
        return self.papers

    def _arrives(self, person: Person) -> None:
        procedure = self.chance.choice(self.procedures)
        priority = self.chance.choice(list(Priority)) if self.chance.random() < 0.15 else None
        ticket = waiting.issue(self.desk, [procedure.service], priority)
        self.wanted[ticket.id] = (person, procedure)
        printed = form_jobs.print_ticket(self.desk, ticket.id)
        self.papers.append(PrintedForm(kind="ticket", path=printed.where, code=ticket.number))
        self.clock.pass_(self.chance.uniform(3, 15))

    def _next(self, reader: SimulatedReader, scans: "queue.SimpleQueue[Scan]") -> None:
        ticket = waiting.call_next(self.desk)
        self.clock.pass_(self.chance.uniform(5, 30))
        if self.chance.random() < 0.06 and ticket.id not in self.away:
            self.away.add(ticket.id)
            waiting.call_again(self.desk, ticket.id)
            waiting.skip(self.desk, ticket.id)
            waiting.return_to_line(self.desk, ticket.id, LinePlace.BACK)
            return
        waiting.serve(self.desk, ticket.id)
        person, procedure = self.wanted[ticket.id]
        form = self._filled(ticket, self._scanned(reader, scans, person), procedure)
        self.clock.pass_(self.chance.uniform(60, 200))
        dossier = intake.take_in(self.desk, form)
        printed = form_jobs.print_outcome(self.desk, dossier.id)
        self.papers.append(PrintedForm(kind="receipt", path=printed.where, code=dossier.code))
        waiting.finish(self.desk, ticket.id)

    def _scanned(self, reader: SimulatedReader, scans: "queue.SimpleQueue[Scan]", person: Person) -> Person:
        reader.scan(qr_text(person, new_card=self.chance.random() < 0.5).encode())
        try:
            scan = scans.get(timeout=SCAN_PATIENCE)
        except queue.Empty as silent:
            raise ReaderTrouble("simulated", "no scan arrived") from silent
        if scan.person is None:
            raise ReaderTrouble("simulated", scan.kind.value)
        return scan.person

    def _filled(self, ticket: Ticket, person: Person, procedure: Procedure) -> IntakeForm:
        case = self.chance.choice(_ways(procedure))
        phone = f"0900{self.chance.randrange(1_000_000):06d}" if self.chance.random() < 0.8 else ""
        papers = tuple(
            PaperReceived(
                name=paper.name,
                originals=paper.originals,
                copies=paper.copies,
                shown_only=paper.to_show,
            )
            for paper in (case.papers if case else ())
            if paper.required
        )
        form = IntakeForm(
            ticket=ticket.id,
            submitter=replace(person, phone=phone),
            procedure=procedure.code,
            case=case.id if case else "",
            papers=papers,
            pages=self.chance.randint(1, 6),
            copies=self.chance.randint(1, 3),
            receipt_wanted=True,
        )
        seen = intake.preview(self.desk, form)
        return replace(form, paid_by=PaidBy.CASH) if seen.fee and seen.fee.total else form


def _ways(procedure: Procedure) -> list[Case | None]:
    """The cases of a procedure that can be filed at the counter with a published time limit."""
    ways: list[Case | None] = []
    for case in procedure.cases or (None,):
        offers = (case.offers if case else ()) or procedure.offers
        if any(offer.channel is Channel.DIRECT and offer.limit is not None for offer in offers):
            ways.append(case)
    return ways

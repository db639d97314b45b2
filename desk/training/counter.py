"""The counter of a script: numbers are drawn, called and served, and cards come through a real serial line."""

import queue
from collections import deque
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from desk.cards.samples import qr_text
from desk.cards.scan import Scan
from desk.cards.simulated import SimulatedReader
from desk.intake.intake import IntakeForm
from desk.line import waiting
from desk.prints import form_jobs
from desk.training.office import ScriptOffice
from models.events import LinePlace, PaperReceived, Priority
from models.person import Person
from models.procedure import Case, Channel, Procedure
from models.subjects.ticket import Ticket
from models.trouble import ReaderTrouble

SCAN_PATIENCE = 5.0
"""Seconds after which a scan that did not arrive is a trouble of the port."""


class Errand(Struct, frozen=True):
    """Somebody comes to the office.

    Attributes:
        person: whose card is scanned.
        service: of the waiting line.
        served: what is done for them; given their number and what their card says.
    """

    person: Person
    service: str
    served: Callable[[Ticket, Person], None]


class CounterScript:
    """Serves whoever comes, one after the other.

    ``slips`` is the share of people who draw their number here, where its slip is printed; the others have theirs from
    the kiosk.
    """

    def __init__(self, office: ScriptOffice, slips: float = 1.0) -> None:
        self._office = office
        self._slips = slips
        self._wanted: dict[str, Errand] = {}
        self._away: set[str] = set()

    def serve_all(self, visits: Iterable[Errand]) -> None:
        """Everyone draws a number as they come in; the counter calls until nobody waits.

        Raises:
            ReaderTrouble: a scan did not come through the port.
        """
        office, to_come = self._office, deque(visits)
        scans: queue.SimpleQueue[Scan] = queue.SimpleQueue()
        reader = SimulatedReader(on_scan=scans.put, on_state=lambda _: None, today=lambda: office.desk.today)
        reader.start()
        try:
            while to_come or waiting.line(office.reception).waiting:
                for _ in range(min(len(to_come), office.chance.randint(0, 3))):
                    self._arrives(to_come.popleft())
                if waiting.line(office.reception).waiting:
                    self._next(reader, scans)
                office.clock.pass_(office.chance.uniform(5, 40))
        finally:
            reader.stop()

    def _arrives(self, visit: Errand) -> None:
        office = self._office
        priority = office.chance.choice(list(Priority)) if office.chance.random() < 0.15 else None
        ticket = waiting.issue(office.reception, [visit.service], priority)
        self._wanted[ticket.id] = visit
        if office.chance.random() < self._slips:
            office.print_(form_jobs.ticket_job(office.reception, ticket.id), ticket.number)
        office.clock.pass_(office.chance.uniform(3, 15))

    def _next(self, reader: SimulatedReader, scans: "queue.SimpleQueue[Scan]") -> None:
        office = self._office
        ticket = waiting.call_next(office.reception)
        office.clock.pass_(office.chance.uniform(5, 30))
        if office.chance.random() < 0.06 and ticket.id not in self._away:
            self._away.add(ticket.id)
            waiting.call_again(office.reception, ticket.id)
            waiting.skip(office.reception, ticket.id)
            waiting.return_to_line(office.reception, ticket.id, LinePlace.BACK)
            return
        waiting.serve(office.reception, ticket.id)
        visit = self._wanted[ticket.id]
        card = self._scanned(reader, scans, visit.person)
        office.clock.pass_(office.chance.uniform(60, 200))
        visit.served(ticket, card)
        waiting.finish(office.reception, ticket.id)

    def _scanned(self, reader: SimulatedReader, scans: "queue.SimpleQueue[Scan]", person: Person) -> Person:
        reader.scan(qr_text(person, new_card=self._office.chance.random() < 0.5).encode())
        try:
            scan = scans.get(timeout=SCAN_PATIENCE)
        except queue.Empty as silent:
            raise ReaderTrouble("simulated", "no scan arrived") from silent
        if scan.person is None:
            raise ReaderTrouble("simulated", scan.kind.value)
        return scan.person


def offered(office: ScriptOffice) -> list[Procedure]:
    """Procedures that can be filed at this counter with a published time limit."""
    known = {service.id for service in office.desk.settings.waiting.services}
    return [p for p in office.desk.catalogue.procedures if p.service in known and ways(p)]


def ways(procedure: Procedure) -> list[Case | None]:
    """The cases of a procedure that can be filed at the counter with a published time limit."""
    found: list[Case | None] = []
    for case in procedure.cases or (None,):
        offers = (case.offers if case else ()) or procedure.offers
        if any(offer.channel is Channel.DIRECT and offer.limit is not None for offer in offers):
            found.append(case)
    return found


def filled(office: ScriptOffice, ticket: Ticket, person: Person, procedure: Procedure, case: Case | None) -> IntakeForm:
    """A form with everything the checklist asks for, and a receipt wanted; nothing is paid yet."""
    chance = office.chance
    phone = f"0900{chance.randrange(1_000_000):06d}" if chance.random() < 0.8 else ""
    papers = tuple(
        PaperReceived(name=paper.name, originals=paper.originals, copies=paper.copies, shown_only=paper.to_show)
        for paper in (case.papers if case else ())
        if paper.required
    )
    return IntakeForm(
        ticket=ticket.id,
        submitter=replace(person, phone=phone),
        procedure=procedure.code,
        case=case.id if case else "",
        papers=papers,
        pages=chance.randint(1, 6),
        copies=chance.randint(1, 3),
        receipt_wanted=True,
    )

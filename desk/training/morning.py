"""A scripted morning at one counter, run through the same verbs as the window.

Invented citizens draw numbers, are called, have their card scanned through a real serial line, hand in what the
checklist asks, and get a receipt. Scripted from a seed, on a clock of its own: the first working day from today.
"""

import random
import time
from datetime import datetime, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.cards.samples import citizen
from desk.desk import Desk
from desk.intake import intake
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs
from desk.settings import FILE, Settings, write_settings
from desk.training.counter import CounterScript, Errand, filled, offered, ways
from desk.training.office import PrintedForm, ScriptOffice
from desk.training.payments import pay_at_intake
from desk.training.script_clock import ScriptClock, pace_of
from desk.training.training import check_invented, training_settings
from models.calendar.clock import from_local, local_day, wall_clock
from models.events import Form
from models.files.disk import on_disk
from models.person import Person
from models.procedure import Procedure
from models.subjects.ticket import Ticket

OPENS = wall_time(7, 30)
DATA, PAPERS = "data", "papers"
"""Folders of what a script leaves: the desk's own, and that of the papers."""


class Morning(Struct, frozen=True, kw_only=True):
    """What the morning came to. ``seconds`` is what this machine needed for it."""

    citizens: int
    tickets: int
    receipts: int
    seconds: float
    papers: tuple[PrintedForm, ...]
    papers_folder: Path
    data: Path


def simulate_morning(citizens: int, seed: int, out: Path) -> Morning:
    """Work off ``citizens`` invented people; papers into ``out / "papers"``, the database into ``out / "data"``.

    Raises:
        RealDeskThere: an office works in that folder.
        Trouble: the folder cannot be written, or a scan did not come through the port.
    """
    started = time.perf_counter()
    settings = prepared(out)
    chance = random.Random(seed)  # noqa: S311 - a script, not a secret
    clock = ScriptClock(wall_clock(), pace_of(citizens))
    desk = open_desk(out / DATA, settings=settings, clock=clock, training=True)
    try:
        clock.now = _opening_time(desk)
        office = ScriptOffice(desk, clock, chance)
        send_home(office)
        procedures = offered(office)
        CounterScript(office).serve_all(_visit(office, citizen(n, seed), procedures) for n in range(citizens))
    finally:
        close_desk(desk)
    return Morning(
        citizens=citizens,
        tickets=office.count(Form.TICKET),
        receipts=office.count(Form.RECEIPT),
        seconds=time.perf_counter() - started,
        papers=tuple(office.printed),
        papers_folder=out / PAPERS,
        data=out / DATA,
    )


def prepared(out: Path) -> Settings:
    """The settings of an invented office whose papers come out as files; written where there are none yet.

    Raises:
        RealDeskThere: an office works in that folder.
        DiskFull, DiskFailing, FolderReadOnly.
    """
    check_invented(out)
    check_invented(out / DATA)
    settings = training_settings()
    address = f"pdf:{out / PAPERS}"
    settings = replace(settings, printers=replace(settings.printers, papers=address, tickets=address))
    with on_disk(out / DATA):
        is_new = not (out / DATA / FILE).exists()
    if is_new:
        write_settings(out / DATA, settings)
    return settings


def send_home(office: ScriptOffice) -> None:
    """Who still waits from a day that was cut short is not there any more."""
    view = waiting.line(office.reception)
    for ticket in (view.here, *view.waiting, *view.not_for_here, *view.held, *view.skipped):
        if ticket is not None:
            waiting.left(office.reception, ticket.id)


def _opening_time(desk: Desk) -> datetime:
    day = local_day(wall_clock())
    while not desk.calendar.is_working(day):
        day += timedelta(days=1)
    return from_local(datetime.combine(day, OPENS))


def _visit(office: ScriptOffice, person: Person, procedures: list[Procedure]) -> Errand:
    procedure = office.chance.choice(procedures)
    return Errand(person, procedure.service, partial(_handed_in, office, procedure))


def _handed_in(office: ScriptOffice, procedure: Procedure, ticket: Ticket, person: Person) -> None:
    form = filled(office, ticket, person, procedure, office.chance.choice(ways(procedure)))
    dossier = intake.take_in(office.reception, pay_at_intake(office, form))
    office.print_(form_jobs.outcome_job(office.reception, dossier.id), dossier.code)

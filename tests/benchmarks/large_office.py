"""A desk's file of years: every dossier with its ticket now and then, its fee, its end, and who looked at it.

The log is poured into the event table as whole chunks, as a desk would have recorded it; its rows come from
``rebuild``.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from msgspec import Struct

from models.calendar.clock import local_day, wall_clock
from models.events import (
    AnyEvent,
    DossierRead,
    DossierRefused,
    FeeTaken,
    PaidBy,
    ReadBy,
    ResultHandedOver,
    SupplementAsked,
    TicketIssued,
    TicketServed,
)
from models.history import Recorded, digest, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, DossierId, EventId, SubjectId, TicketId
from models.store import Store, open_store, tables
from models.store.codec import event_values
from models.store.file.database import insert_into
from tests.fakes.citizens import COUNTER, citizen, reception, subject_at

KEY = bytes(range(32))
DEVICE = DeviceId(2)
CLERKS = tuple(ClerkId(f"can-bo-{number}") for number in range(1, 7))
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_CHUNK = 20_000
_STEP = timedelta(seconds=180)
_AT_WORK = 0.02
"""Share of the dossiers, the youngest, that nobody has returned yet."""


Happened = tuple[SubjectId, ClerkId, datetime, AnyEvent]
"""What happened to whom, by whom, when."""


class Office(Struct, frozen=True):
    """An open file, and what is known of it without asking it."""

    store: Store
    dossiers: int


def large_office(path: Path, dossiers: int) -> Office:
    """Open the file of so many dossiers; made, the same each time, where there is none. Its key is ``KEY``."""
    if path.exists():
        return Office(open_store(path, KEY, device=DEVICE, clock=wall_clock), dossiers)
    return Office(poured(path, chained(happenings(dossiers))), dossiers)


def poured(path: Path, log: Iterator[Recorded]) -> Store:
    """A new file with these events, its rows rebuilt, opened anew."""
    store = open_store(path, KEY, device=DEVICE, clock=wall_clock, create=True)
    database, put = store._database, insert_into(tables.event)
    while chunk := [event_values(recorded) for recorded in islice(log, _CHUNK)]:
        with database.transaction():
            database.run_many(put, chunk)
    store.log.rebuild()
    store.close()
    return open_store(path, KEY, device=DEVICE, clock=wall_clock)


def chained(happened: Iterable[Happened]) -> Iterator[Recorded]:
    """Events as one machine records them."""
    prev = NO_DIGEST
    for seq, (subject, clerk, at, event) in enumerate(happened, 1):
        recorded = Recorded(
            id=EventId(f"{DEVICE}-{seq}"),
            subject=subject,
            device=DEVICE,
            seq=seq,
            clock=seq,
            at=at,
            clerk=clerk,
            prev=prev,
            body=write(event),
            event=event,
        )
        prev = digest(recorded)
        yield recorded


def happenings(dossiers: int) -> Iterator[Happened]:
    """A dossier each three minutes, day and night, and what became of it."""
    chance = random.Random(7)  # noqa: S311  # no secret, the same each run
    for number in range(dossiers):
        at = _FIRST + number * _STEP
        for subject, event in _happened(number, dossiers, at, chance):
            yield subject, CLERKS[number % len(CLERKS)], at, event


def _happened(number: int, dossiers: int, at: datetime, chance: random.Random) -> Iterator[tuple[SubjectId, AnyEvent]]:
    dossier, person = DossierId(subject_at("dossier/", at, chance)), citizen(chance)
    code = f"H99.99.99-{at:%y%m%d}-{number % 9999 + 1:04d}"
    if number % 5 == 0:
        ticket = TicketId(subject_at("ticket/", at, chance))
        yield ticket, TicketIssued(number=f"A{number // 5 % 999 + 1:03d}", day=local_day(at), services=("1",))
        yield ticket, TicketServed(counter=COUNTER)
    received = reception(person, code, at, chance)
    if number % 50 == 7:
        yield dossier, SupplementAsked(number=code, missing=(), reason="Thiếu giấy tờ", intake=received.intake)
        return
    if number % 50 == 9:
        yield dossier, DossierRefused(number=code, reason="Không thuộc thẩm quyền", intake=received.intake)
        return
    yield dossier, received
    if number % 2:
        yield dossier, FeeTaken(amount=8_000, paid_by=chance.choice((PaidBy.CASH, PaidBy.CASH, PaidBy.TRANSFER)))
    if number % 20 == 3:
        yield dossier, DossierRead(by=ReadBy.LIST)
    if number < dossiers * (1 - _AT_WORK):
        yield dossier, ResultHandedOver(to=person.full_name)

"""Outbox to the national system: one message per dossier and one per step, filled from the offices' streams.

Each office's stream is read behind a cursor that moves in the same transaction. Steps are numbered once, in the order
in which the hub received them. A dossier's own message is step 0 and is queued again whenever its content differs from
what was last accepted. The messages of a dossier follow from its history alone, so filling twice, or again after a
database restore, adds no duplicate.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from models.calendar.clock import local_day, micros
from models.events import (
    DossierCorrected,
    FormPrinted,
    NationalAccepted,
    NationalRefused,
    NationalState,
    NationalWithdrawn,
    NoticeReported,
    PaperGivenUp,
    PrintingFailed,
    UnknownEvent,
)
from models.history import Recorded
from models.ids import DOSSIER, ClerkId, DossierId, SubjectId
from models.subjects.dossier import ENDED
from models.system.decoding import prepared
from sync.hub.national.answers import NationalClient, NationalDossier
from sync.hub.national.settings import National
from sync.hub.store import HubStore, Reading, Writing, edition_rows, event_rows, national_rows
from sync.hub.store.national_rows import ACCEPTED, DROPPED, REFUSED, SENT, UNKNOWN, WAITING, MessageRow
from sync.hub.store.office_rows import all_offices
from sync.messages import Edition
from sync.national.message import NothingToTell
from sync.national.rules import OfficeFacts
from sync.national.steps import NationalStep, Way, way

BATCH = 500
"""Events of one transaction."""

_SAYS_NOTHING = (
    NationalAccepted,
    NationalRefused,
    NationalWithdrawn,
    NoticeReported,
    FormPrinted,
    PrintingFailed,
    PaperGivenUp,
    UnknownEvent,
)
"""Events that change no message; the first three are this outbox's own."""

_ENDS = frozenset(
    {NationalState.NOT_RECEIVED, NationalState.WITHDRAWN, NationalState.STOPPED, NationalState.HANDED_OVER}
)
"""States of an end: one that was not told and is not the last one has lost to what a person settled."""

_encode = msgspec.json.Encoder().encode
_decode_step = msgspec.json.Decoder(prepared(NationalStep)).decode
_decode_edition = msgspec.json.Decoder(prepared(Edition)).decode


def fill(store: HubStore, national: National, line: NationalClient, now: datetime) -> int:
    """Read on in all offices' streams and queue messages. Returns the number of events read; 0 = up to date."""
    with store.reading() as reading:
        offices = [office for office in all_offices(reading) if office.position]
        places = {office.id: national_rows.position(reading, office.id) for office in offices}
    behind = [office.id for office in offices if places[office.id] < office.position]
    return sum(_fill(store, office, national, line, now) for office in behind)


def _fill(store: HubStore, office: str, national: National, line: NationalClient, now: datetime) -> int:
    with store.writing() as writing:
        events = event_rows.stream(writing, office, national_rows.position(writing, office), BATCH)
        if not events:
            return 0
        facts = office_facts(writing, office)
        for subject, happened in _told(recorded for _, recorded in events).items():
            dossier = dossier_of(writing, office, subject, national, facts)
            _write_down(writing, office, dossier, happened, national, line, now)
        national_rows.move(writing, office, events[-1][0])
    return len(events)


def _told(events: Iterable[Recorded]) -> dict[SubjectId, list[Recorded]]:
    """The dossiers with events that may change a message."""
    found: dict[SubjectId, list[Recorded]] = {}
    for recorded in events:
        if recorded.subject.startswith(DOSSIER) and not isinstance(recorded.event, _SAYS_NOTHING):
            found.setdefault(recorded.subject, []).append(recorded)
    return found


def dossier_of(reading: Reading, office: str, subject: str, national: National, facts: OfficeFacts) -> NationalDossier:
    """A dossier folded from its whole history."""
    history = event_rows.of_subject(reading, office, subject)
    walked = way(DossierId(SubjectId(subject)), history, national.rules.refused_later)
    return NationalDossier(walked, facts, national.rules)


def office_facts(reading: Reading, office: str) -> OfficeFacts:
    """The clerks of an office, as its newest edition names them."""
    newest = edition_rows.newest_edition(reading, office)
    staff = _decode_edition(newest[0]).staff if newest else ()
    return OfficeFacts(clerks={ClerkId(clerk.id): clerk.name for clerk in staff})


def step_of(row: MessageRow) -> NationalStep:
    """The step stored in a row."""
    return _decode_step(row.body)


def _write_down(
    writing: Writing,
    office: str,
    dossier: NationalDossier,
    happened: Sequence[Recorded],
    national: National,
    line: NationalClient,
    now: datetime,
) -> None:
    try:
        wanted = line.digest(dossier)
    except NothingToTell:
        return
    at = micros(now)
    code = dossier.way.code
    every = national_rows.of_subject(writing, office, dossier.way.dossier.id)
    rows = [row for row in every if row.code == code]
    if rows or not _too_old(dossier, national):
        if any(isinstance(recorded.event, DossierCorrected) for recorded in happened):
            national_rows.reopen(writing, office, code, at)
        _queue(writing, office, dossier.way, wanted, rows, line, at)
    for lost in dossier.way.lost:
        told, rows = dossier.way.under(lost), [row for row in every if row.code == lost]
        if told is None or not rows or not _may_be_at_nation(rows[0]):
            continue
        for row in rows[1:]:
            if row.state == REFUSED:  # what nobody needs any more keeps nothing waiting
                national_rows.change(writing, row, state=DROPPED, changed_at=at)
        _queue(writing, office, told, line.digest(replace(dossier, way=told)), rows, line, at)


def _queue(
    writing: Writing, office: str, told: Way, wanted: bytes, rows: Sequence[MessageRow], line: NationalClient, at: int
) -> None:
    """Queue the dossier under one code, when its message is not the one that was told, and the steps that were not.

    Args:
        writing: the transaction.
        office: whose.
        told: the dossier under this code.
        wanted: digest of its message.
        rows: what was queued under this code, by step.
        line: knows which steps this generation takes.
        at: microseconds.
    """
    subject, code = told.dossier.id, told.code
    new = [] if rows else [_row(office, code, 0, subject, at, wanted=wanted)]
    again = {"wanted": wanted, "state": WAITING, "tries": 0, "next_at": at, "changed_at": at}
    if rows and rows[0].state == DROPPED:  # another code held meanwhile
        head = rows[0]
        state = UNKNOWN if head.at_nation and not head.taken else ACCEPTED if head.taken == wanted else WAITING
        national_rows.change(writing, head, **(again | {"state": state, "at_nation": bool(head.taken)}))
    elif rows and rows[0].wanted != wanted:
        if rows[0].state == ACCEPTED and rows[0].taken == wanted:
            again["state"] = ACCEPTED
        in_hand = rows[0].state not in (ACCEPTED, REFUSED, WAITING)
        national_rows.change(writing, rows[0], **({"wanted": wanted} if in_hand else again))
    steps = line.steps(told)
    holds = {step.source for step in steps}
    for row in rows[1:]:
        if row.state == DROPPED and row.source in holds:
            national_rows.change(writing, row, state=WAITING, tries=0, next_at=at, changed_at=at)
    known = {row.source for row in rows}
    fresh = [step for step in steps if step.source not in known and (step.state not in _ENDS or step is steps[-1])]
    if told.dossier.status in ENDED and told.steps[-1].source in known:
        fresh = []  # the end was told already: nothing may be told after it as if it came later
    first = max((row.step for row in rows), default=0) + 1
    new += [
        _row(office, code, number, subject, at, source=step.source, body=_encode(step))
        for number, step in enumerate(fresh, first)
    ]
    national_rows.put(writing, new)


def _may_be_at_nation(row: MessageRow) -> bool:
    """Whether the national system has, or may have, the dossier under the code of this row."""
    return row.at_nation or row.state in (ACCEPTED, SENT, UNKNOWN)


def _too_old(dossier: NationalDossier, national: National) -> bool:
    begun = dossier.way.dossier.received_at or dossier.way.refused_at
    return national.since is not None and begun is not None and local_day(begun) < national.since


def _row(
    office: str,
    code: str,
    step: int,
    subject: str,
    at: int,
    *,
    source: str = "",
    body: bytes = b"",
    wanted: bytes = b"",
) -> MessageRow:
    return MessageRow(
        office=office,
        code=code,
        step=step,
        subject=subject,
        source=source,
        body=body,
        wanted=wanted,
        sent=b"",
        taken=b"",
        at_nation=False,
        state=WAITING,
        reason="",
        tries=0,
        next_at=at,
        changed_at=at,
    )

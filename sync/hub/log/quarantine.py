"""Events set aside: listed, validated again, and moved into the stream when valid."""

import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec import Struct

from models.calendar.clock import micros
from models.catalogue.catalogue import Catalogue
from models.events import DossierReceived
from models.history import Recorded, place
from models.ids import DossierId, FileDigest, SubjectId
from models.subjects.dossier_fold import fold
from models.system.decoding import prepared
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.log.validation import HasFile, OfficeRules, Verdict, clock_too_far, validate
from sync.hub.store import HubStore, Writing, aside_rows, edition_rows, event_rows
from sync.hub.store.aside_rows import KNOWN, AsideRow
from sync.messages import AsideReason, SetAside

PAGE = 1_000
"""Events listed at a time."""


class _Lists(Struct):
    """The part of an edition that events are judged by."""

    catalogue: Catalogue | None = None


_lists = msgspec.json.Decoder(prepared(_Lists)).decode


def any_file(_digest: FileDigest) -> bool:
    """For hubs that store no files: every file counts as present."""
    return True


def open_entries(store: HubStore, office: str | None = None) -> Iterator[tuple[str, SetAside]]:
    """All open entries, by office, device and seq; read in pages, without bodies."""
    after = None
    while True:
        with store.reading() as reading:
            page = aside_rows.page_of_open(reading, office, after, PAGE)
        if not page:
            return
        after = page[-1][0]
        yield from ((key[0], told) for key, told in page)


def is_set_aside(store: HubStore, office: str, device: int, seq: int) -> bool:
    """Whether an event at this place is set aside."""
    with store.reading() as reading:
        return aside_rows.is_open(reading, office, device, seq)


def count(store: HubStore) -> dict[tuple[str, AsideReason], int]:
    """How many are set aside now, by office and reason."""
    with store.reading() as reading:
        return aside_rows.count_open(reading)


def judge_again(
    store: HubStore, office: str, device: int, seq: int, now: datetime, *, has_file: HasFile = any_file
) -> bool:
    """Validate one event again by hand, ignoring a revocation; move it into the stream if nothing else is wrong.

    A fork is never moved: its number is taken. It is resolved when its machine sends it under another number.

    Returns:
        Whether it is no longer set aside.
    """
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        found = [] if stream is None else aside_rows.open_at(writing, office, device, [seq])
        if stream is None or not found:
            return False
        validate_again(stream, found, rules_of(store, writing, stream, has_file), now, pardon=True)
        stream.save()
        left = aside_rows.open_at(writing, office, device, [seq])
    if stream.changed:
        store.tell(office)
    return not left


def rules_of(store: HubStore, writing: Writing, stream: Stream, has_file: HasFile) -> OfficeRules:
    """The rules of an office as its editions are now; read once per edition.

    A procedure that an earlier edition had is known: the dossier may have been taken in while that one was in force.
    """
    office, version = stream.office.id, stream.office.edition
    if version == 0:
        return OfficeRules(office, None, has_file)
    return OfficeRules(office, store.procedures.of(office, version, lambda: _procedures(writing, office)), has_file)


def _procedures(writing: Writing, office: str) -> frozenset[str] | None:
    lists = [_lists(body).catalogue for body in edition_rows.each_edition(writing, office)]
    codes = frozenset(sys.intern(procedure.code) for one in lists if one is not None for procedure in one.procedures)
    return codes if any(one is not None for one in lists) else None


def validate_again(
    stream: Stream, found: Iterable[AsideRow], rules: OfficeRules, now: datetime, *, pardon: bool = False
) -> None:
    """Validate events set aside again; the valid ones are added to the stream, which the caller saves.

    Args:
        stream: of the office, held.
        found: open entries of that office.
        rules: of the office now.
        now: the hub's clock.
        pardon: a revocation is no reason any more.
    """
    entries = sorted((kept for kept in found if kept.placed), key=lambda kept: place(kept.recorded))
    if not entries:
        return
    writing, office, at = stream.writing, stream.office.id, micros(now)
    ids = event_rows.known_ids(writing, office, {kept.recorded.id for kept in entries})
    codes = event_rows.known_codes(writing, office, codes_of(kept.recorded for kept in entries))
    procedures: dict[SubjectId, str] = {}
    for kept in entries:
        recorded = kept.recorded
        if kept.why == AsideReason.REVOKED and not pardon:
            continue
        if recorded.id in ids:
            aside_rows.resolve(writing, kept, at, KNOWN)
            continue
        if kept.withheld:
            aside_rows.change_reason(writing, kept, AsideReason.TOO_LARGE, kept.facts)
            continue
        verdict = validate(recorded, rules)
        if verdict is not None and verdict.why is AsideReason.PROCEDURE_UNKNOWN:
            corrected = procedures.get(recorded.subject)
            if corrected is None:
                corrected = procedures[recorded.subject] = _corrected(writing, office, recorded.subject)
            verdict = validate(recorded, rules, corrected_to=corrected)
        verdict = verdict or clock_too_far(recorded, stream.clock, stream.position) or code_conflict(recorded, codes)
        if verdict is not None:
            aside_rows.change_reason(writing, kept, verdict.why, verdict.facts)
            continue
        stream.add(recorded, kept.digest, with_code=claims_code(recorded, codes))
        ids.add(recorded.id)
        aside_rows.resolve(writing, kept, at)


def codes_of(events: Iterable[Recorded]) -> set[str]:
    """The dossier codes these events assign."""
    codes = (recorded.event.code for recorded in events if isinstance(recorded.event, DossierReceived))
    return {code for code in codes if "\0" not in code}


def code_conflict(recorded: Recorded, codes: dict[str, str]) -> Verdict | None:
    """Whether the event's dossier code belongs to another dossier.

    Args:
        recorded: an event that is good otherwise.
        codes: which subject bears which code.
    """
    event = recorded.event
    if isinstance(event, DossierReceived) and codes.get(event.code, recorded.subject) != recorded.subject:
        return Verdict(AsideReason.CODE_TAKEN, {"code": event.code})
    return None


def claims_code(recorded: Recorded, codes: dict[str, str]) -> bool:
    """Whether this event is the first with its dossier's code; then the code is added to ``codes``."""
    event = recorded.event
    if not isinstance(event, DossierReceived) or event.code in codes:
        return False
    codes[event.code] = recorded.subject
    return True


def validate_subjects(stream: Stream, subjects: Collection[SubjectId], rules: OfficeRules, now: datetime) -> None:
    """After a correction: validate again everything set aside of these subjects.

    The stream must be saved before, so that the correction is among what the log has.
    """
    validate_again(stream, aside_rows.open_of_subjects(stream.writing, stream.office.id, subjects), rules, now)


def _corrected(writing: Writing, office: str, subject: SubjectId) -> str:
    """The procedure of a dossier after all known corrections, set aside or not."""
    kept = aside_rows.open_of_subjects(writing, office, [subject])
    history = [*event_rows.of_subject(writing, office, subject), *(one.recorded for one in kept if one.placed)]
    intake = fold(DossierId(subject), history).intake
    return "" if intake is None else intake.procedure.code

"""State of the notices to citizens, whom to telephone, and sending again what did not get through."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant, micros
from models.ids import DOSSIER
from models.person import Organisation
from sync.hub.notices.wanted import wanted_of
from sync.hub.notices.wording import people_of
from sync.hub.store import HubStore, Reading, event_rows, notice_rows
from sync.hub.store.notice_rows import FAILED, NO_ADDRESS, REFUSED, TO_TELEPHONE, WAITING, NoticeRow
from sync.hub.store.office_rows import all_offices

SHOWN = 500
"""Notices in one list at most; the oldest come first."""

AGAIN = 1_000
"""Notices that are queued again in one transaction."""


class ToTelephone(Struct, frozen=True, kw_only=True):
    """A citizen whom nobody can say to have been told, and whose notice is still true.

    Attributes:
        kind, state: values of ``NoticeKind`` and of the row.
        reason: a ``NoticeTrouble`` or a gateway's code.
        place: of the result on the shelf.
        name, phone: of the submitter, else the owner; empty where only the dossier is listed.
    """

    office: str
    code: str
    kind: str
    state: str
    reason: str
    happened_at: datetime
    place: str = ""
    name: str = ""
    phone: str = ""


def counts(store: HubStore) -> dict[str, int]:
    """How many notices are in each state."""
    with store.reading() as reading:
        return notice_rows.counts(reading)


def to_telephone(store: HubStore, office: str | None, *, people: bool) -> tuple[ToTelephone, ...]:
    """Whom to telephone, the oldest notice first.

    Args:
        store: of the hub.
        office: of one office; None = of all.
        people: with names and numbers.
    """
    with store.reading() as reading:
        rows = notice_rows.in_states(reading, TO_TELEPHONE, office, SHOWN)
        listed = (_listed(reading, row, people=people) for row in rows)
        return tuple(one for one in listed if one is not None)


def _listed(reading: Reading, row: NoticeRow, *, people: bool) -> ToTelephone | None:
    if not row.subject.startswith(DOSSIER):
        return None  # of an appointment or a number: its desk sees it on its own page
    found = wanted_of(reading, row.office, row.subject)
    if not found.holds(row.event):
        return None
    persons = people_of(found.dossier) if people else ()
    person = next((one for one in persons if one.phone), persons[0] if persons else None)
    name = person.name if isinstance(person, Organisation) else person.full_name if person is not None else ""
    return ToTelephone(
        office=row.office,
        code=found.dossier.code,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        happened_at=instant(row.happened_at),
        place=found.dossier.processing.place,
        name=name,
        phone=person.phone if person is not None else "",
    )


def send_again(store: HubStore, code: str, now: datetime) -> int:
    """Queue the notices of one dossier again that did not surely arrive. A person answers for a doubtful one.

    Returns how many wait because of it; 0 = there are none.
    """
    with store.reading() as reading:
        subjects = {one.id: event_rows.subject_of_code(reading, one.id, code) for one in all_offices(reading)}
        rows = [
            row
            for office, subject in subjects.items()
            if subject is not None
            for row in notice_rows.of_subject(reading, office, subject)
            if row.state in TO_TELEPHONE
        ]
    return _queue(store, rows, now)


def send_failed_again(store: HubStore, now: datetime) -> int:
    """Queue all notices again that certainly did not arrive; doubtful ones stay. Returns how many."""
    queued = 0
    while rows := _in(store, (REFUSED, FAILED, NO_ADDRESS)):
        queued += _queue(store, rows, now)
    return queued


def _in(store: HubStore, states: Collection[str]) -> list[NoticeRow]:
    with store.reading() as reading:
        return notice_rows.in_states(reading, states, None, AGAIN)


def _queue(store: HubStore, rows: list[NoticeRow], now: datetime) -> int:
    at = micros(now)
    fresh = {"state": WAITING, "channel": "", "reason": "", "tries": 0}
    times = {"made_at": at, "happened_at": at, "next_at": at, "changed_at": at}
    with store.writing() as writing:
        changed = sum(notice_rows.change(writing, row, **fresh, **times) for row in rows)
    for office in dict.fromkeys(row.office for row in rows):
        store.tell(office)
    return changed

"""State of the outbox to the national system, and what an administrator can do with a stuck message."""

from datetime import datetime

from msgspec import Struct

from models.calendar.clock import instant, micros
from sync.hub.store import HubStore, national_rows
from sync.hub.store.national_rows import ACCEPTED, DROPPED, REFUSED, WAITING

SHOWN = 200


class StuckMessage(Struct, frozen=True, kw_only=True):
    """A message that was refused or keeps failing. ``reason``: the national system's words, or a kind of trouble."""

    office: str
    code: str
    step: int
    state: str
    reason: str
    tries: int
    next_at: datetime


class NationalStatus(Struct, frozen=True, kw_only=True):
    """Number of messages by state, and the failing ones, latest first (200 at most).

    Attributes:
        open: on their way; neither taken nor refused.
        counts: by the name of each state.
    """

    counts: dict[str, int]
    accepted: int
    refused: int
    open: int
    troubled: tuple[StuckMessage, ...]


def status(store: HubStore) -> NationalStatus:
    """The outbox's state now."""
    with store.reading() as reading:
        counts = national_rows.counts(reading)
        rows = national_rows.troubled(reading, SHOWN)
    stuck = tuple(
        StuckMessage(
            office=row.office,
            code=row.code,
            step=row.step,
            state=row.state,
            reason=row.reason,
            tries=row.tries,
            next_at=instant(row.next_at),
        )
        for row in rows
    )
    closed = (ACCEPTED, DROPPED, REFUSED)
    return NationalStatus(
        counts=counts,
        accepted=counts.get(ACCEPTED, 0),
        refused=counts.get(REFUSED, 0),
        open=sum(number for state, number in counts.items() if state not in closed),
        troubled=stuck,
    )


def send_again(store: HubStore, code: str, now: datetime) -> int:
    """Queue a dossier's refused messages again, and the dossier itself in any case (queried first, then sent).

    Returns how many messages wait because of it; 0 = the outbox has no such dossier.
    """
    at = micros(now)
    changed = 0
    with store.writing() as writing:
        rows = national_rows.of_code(writing, code)
        for row in rows:
            if row.step == 0 and row.state in (ACCEPTED, REFUSED, WAITING):
                fresh = {"state": WAITING, "tries": 0, "next_at": at, "changed_at": at}
                # Its last try counts as one whose answer nobody knows: whether it is there is asked, not assumed.
                national_rows.change(writing, row, **fresh, at_nation=False, sent=b"")
                changed += 1
            elif row.state == REFUSED:
                changed += national_rows.reopen(writing, row.office, row.code, at)
    if rows:
        store.tell(rows[0].office)
    return changed

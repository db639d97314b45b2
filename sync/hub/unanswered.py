"""Requests to another system whose answer may be lost: their columns as they leave, and when one may go again.

That a request leaves is committed before it does. When its answer is lost, the other system is asked what became of it,
never told again first; that it knows nothing of it is believed only after several such answers in calm, some time
after. Shared by electronic receipts, their cancelling and orders to the post.
"""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Annotated

from msgspec import Meta, Struct

from models.calendar.clock import instant, micros
from sync.hub.national.answers import NoAnswer
from sync.hub.pacing import Pauses, until_dead
from sync.hub.store.request_queue import SENT, STUCK, UNKNOWN, WAITING, Request

_Year = Annotated[float, Meta(gt=0, le=366 * 24 * 3600)]


class RepeatRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the hub's settings say of each such system.

    Attributes:
        time_out: seconds for one answer.
        repeat_is_safe: the contract says that the same reference is done once, however often it is asked for.
            Otherwise a request whose answer was lost is never sent again but by a person.
        absent_answers, absent_after: so many answers in a row that it knows nothing of a request, so many seconds
            after it was sent, are believed.
        person_after: hours after which a request without an answer is shown to a person.
    """

    time_out: Annotated[float, Meta(gt=0, le=600)] = 60.0
    repeat_is_safe: bool = False
    absent_answers: Annotated[int, Meta(ge=1, le=1000)] = 3
    absent_after: _Year = 900.0
    person_after: Annotated[float, Meta(gt=0, le=366 * 24)] = 24.0


class Absence(Enum):
    """What follows from "it knows nothing of this request"."""

    GOES_AGAIN = auto()
    FOR_A_PERSON = auto()
    ASKED_LATER = auto()
    ASKED_RARELY = auto()
    """A person has it already, and has not said that it shall go again."""


def as_it_leaves(row: Request, rules: RepeatRules, now: datetime) -> dict[str, object]:
    """Columns of a request that is sent or asked about now.

    What is still on its way when its time comes was sent by somebody who died.
    """
    told: dict[str, object] = {"state": UNKNOWN} if row.state == SENT else {}
    if row.state == WAITING:
        told = {"state": SENT, "sent_at": micros(now), "tries": row.tries + 1}
    return told | {"next_at": until_dead(rules.time_out, now), "changed_at": micros(now)}


def did_not_leave(row: Request, answer: NoAnswer, pauses: Pauses, now: datetime) -> dict[str, object]:
    """Columns of a request that certainly did not leave: as before, and tried again after a pause."""
    back: dict[str, object] = {"state": WAITING, "tries": row.tries, "sent_at": row.sent_at}
    return back | {"reason": answer.why.value, "next_at": pauses.after(row.tries, now)}


def goes_again(now: datetime) -> dict[str, object]:
    """Columns of a request that is sent once more, now."""
    return {"state": WAITING, "by_person": 0, "reason": "", "next_at": micros(now)}


def is_calm(row: Request, rules: RepeatRules, now: datetime) -> bool:
    """Whether it left so long ago that what is still on its way has arrived."""
    return now - instant(row.sent_at) >= timedelta(seconds=rules.absent_after)


def is_overdue(row: Request, rules: RepeatRules, now: datetime) -> bool:
    """Whether it has been without an answer for so long that a person is told."""
    return now - instant(row.asked_at) >= timedelta(hours=rules.person_after)


def absence(row: Request, absents: int, rules: RepeatRules, now: datetime) -> Absence:
    """What follows when the other system says that it knows nothing of a request.

    Args:
        row: as it was read.
        absents: how often it has said so in a row, this time counted.
        rules: of the settings.
        now: by the hub's clock.
    """
    if row.by_person:
        return Absence.GOES_AGAIN
    if row.state == STUCK:
        return Absence.ASKED_RARELY
    if absents < rules.absent_answers or not is_calm(row, rules, now):
        return Absence.ASKED_LATER
    return Absence.GOES_AGAIN if rules.repeat_is_safe else Absence.FOR_A_PERSON


def next_absence(rules: RepeatRules, now: datetime) -> int:
    """When it is asked again: so that the answers wanted come in the time wanted; microseconds since 1970."""
    return micros(now + timedelta(seconds=rules.absent_after / rules.absent_answers))

"""What the citizen is promised at intake: the due date and the fee."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from desk.desk import Desk
from desk.words.due import agreed as told_agreed
from desk.words.due import sentences, transferred
from models import fees
from models.calendar import due_dates
from models.calendar.clock import local_day
from models.catalogue.day_rules import ORDINARY, DayChange, DayRule, DayTerms
from models.events import DueDate, FeeDue
from models.not_allowed import AppointmentPast, ReasonMissing, TimeLimitUnknown
from models.person import Person, Unit
from models.procedure import Exemption, Offer, Procedure, TimeLimit
from models.text import clean


class Agreed(NamedTuple):
    """An appointment that the clerk and the citizen agreed on, and why."""

    at: datetime
    why: str


class Claim(NamedTuple):
    """Why a citizen pays nothing or less: id of the exemption, or empty, and the paper or look-up that shows it."""

    exempt: str = ""
    proof: str = ""


NO_CLAIM = Claim()


class Counting(NamedTuple):
    """From when a limit is counted, and which: of a part of a bundle they may be others than now and the published one.

    Attributes:
        after: instant by which what it waits for is promised; None = it begins now.
        limit: None = the published one.
        why: sentences that come before those of the counting.
    """

    after: datetime | None = None
    limit: TimeLimit | None = None
    why: tuple[str, ...] = ()


FROM_NOW = Counting()


def due(
    desk: Desk,
    procedure: Procedure,
    offer: Offer,
    *,
    resolved_by: Unit | None = None,
    agreed: Agreed | None = None,
    day: DayTerms = ORDINARY,
    counting: Counting = FROM_NOW,
) -> DueDate:
    """The appointment: the published limit, plus the way to another unit, unless one was agreed by hand.

    A rule of the day that gives results on the spot takes the place of the limit of what is resolved here.

    Raises:
        AppointmentPast, ReasonMissing: of one agreed by hand.
        TimeLimitUnknown: nobody published a limit, and none was agreed.
    """
    now = desk.clock()
    if agreed is not None:
        if agreed.at <= now:
            raise AppointmentPast
        if not clean(agreed.why):
            raise ReasonMissing
        same_day = local_day(agreed.at) == local_day(now)
        return DueDate(at=agreed.at, same_day=same_day, limit=offer.limit, why=told_agreed(clean(agreed.why)))
    at_once = day.by(DayChange.ON_THE_SPOT)
    if (
        at_once is not None
        and counting.after is None
        and (resolved_by is None or resolved_by.id == desk.settings.office.unit.id)
    ):
        at_once_limit = TimeLimit(amount=1, same_day=True, source=at_once.source or at_once.name)
        ready = due_dates.due(at_once_limit, now, desk.calendar)
        from desk.special_days.day_words import on_the_spot_reason  # noqa: PLC0415 - on such a day only

        why = (on_the_spot_reason(at_once), *sentences(ready))
        return DueDate(at=ready.at, same_day=local_day(ready.at) == local_day(now), limit=at_once_limit, why=why)
    limit = counting.limit or offer.limit
    if limit is None:
        raise TimeLimitUnknown(procedure.code)
    why, start = counting.why, counting.after or now
    other = next((u for u in desk.settings.other_units if resolved_by and u.unit.id == resolved_by.id), None)
    if other is not None and other.transfer is not None:
        moved = due_dates.due(other.transfer, start, desk.calendar)
        start = moved.at
        why = (*why, *transferred(other.unit.name, moved))
    found = due_dates.due(limit, start, desk.calendar)
    return DueDate(
        at=found.at,
        same_day=local_day(found.at) == local_day(now),
        limit=limit,
        why=(*why, *sentences(found)),
    )


def fee(
    desk: Desk,
    procedure: Procedure,
    case: str,
    offer: Offer,
    *,
    counted: fees.Quantities,
    claim: Claim = NO_CLAIM,
    day: DayTerms = ORDINARY,
) -> FeeDue:
    """The price on this day. Of an exemption and a reduction of the day one holds: that which leaves less to pay.

    Args:
        desk: open.
        procedure: what is asked for.
        case: id of its case, or empty.
        offer: how it was filed.
        counted: pages, copies, persons.
        claim: the exemption chosen.
        day: what holds on this day.

    Raises:
        QuantityImpossible: a quantity below one, or absurdly many.
        ExemptionUnknown: this procedure has no such exemption.
    """
    exemption = fees.exemption(procedure, claim.exempt, desk.today, desk.fees)
    rule = fees.rule_for(procedure, case, offer, desk.today, desk.fees, exemption)
    asked = fees.price(rule, counted, on=desk.today, exempt=exemption, proof=claim.proof)
    reduction = day.by(DayChange.FEE)
    if reduction is None:
        return asked
    usual = fees.rule_for(procedure, case, offer, desk.today, desk.fees, None)
    reduced = _reduced(fees.price(usual, counted, on=desk.today), reduction)
    return reduced if exemption is None or _is_less(reduced, asked) else asked


def _reduced(asked: FeeDue, by: DayRule) -> FeeDue:
    """The price on a day that lets off a part of it, with the rule as its ground."""
    off = Exemption(id="", name=by.name, source=by.source, percent=by.fee_off or 0)
    return asked if asked.free else fees.let_off(asked, off, "")


def _is_less(one: FeeDue, other: FeeDue) -> bool:
    """Whether less is to be paid by one price than by another; what nobody knows is more than nothing."""
    known = bool(other.lines or other.free)
    return one.total < other.total if known else one.free


def proposed(exemptions: Iterable[Exemption], person: Person, today: date, *, own: bool) -> tuple[str, ...]:
    """Ids of the exemptions that the birth date of a person speaks for; a clerk chooses, the program does not.

    Args:
        exemptions: those of the procedure.
        person: whose matter it is.
        today: the day of intake.
        own: nobody else's: days since birth count only for an owner named apart (who registers a birth is a parent).
    """
    days = (today - person.born_on).days if person.born_on and not own else 0
    ages = _ages(person, today)
    return tuple(
        one.id
        for one in exemptions
        if 0 < one.days_over < days or (ages and all(fees.fits_age(one, age) for age in ages))
    )


def _ages(person: Person, today: date) -> tuple[int, ...]:
    """Whole years; of whom only the year of birth is known, both ages that may be."""
    born = person.born_on
    if born is not None:
        return (today.year - born.year - ((today.month, today.day) < (born.month, born.day)),) if born <= today else ()
    years = today.year - person.born_year if person.born_year else 0
    return (years - 1, years) if years > 0 else ()

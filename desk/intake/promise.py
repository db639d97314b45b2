"""What the citizen is promised at intake: the due date and the fee."""

from datetime import datetime
from typing import NamedTuple

from desk.desk import Desk
from desk.words.due import agreed as told_agreed
from desk.words.due import sentences, transferred
from models import fees
from models.calendar import due_dates
from models.calendar.clock import local_day
from models.events import DocumentCopied, DueDate, FeeDue
from models.not_allowed import AppointmentPast, ReasonMissing, TimeLimitUnknown
from models.person import Unit
from models.procedure import Offer, Procedure
from models.text import clean


class Agreed(NamedTuple):
    """An appointment that the clerk and the citizen agreed on, and why."""

    at: datetime
    why: str


def due(
    desk: Desk, procedure: Procedure, offer: Offer, *, resolved_by: Unit | None = None, agreed: Agreed | None = None
) -> DueDate:
    """The appointment: the published limit, plus the way to another unit, unless one was agreed by hand.

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
    if offer.limit is None:
        raise TimeLimitUnknown(procedure.code)
    why: tuple[str, ...] = ()
    start = now
    other = next((u for u in desk.settings.other_units if resolved_by and u.unit.id == resolved_by.id), None)
    if other is not None and other.transfer is not None:
        moved = due_dates.due(other.transfer, now, desk.calendar)
        start = moved.at
        why = transferred(other.unit.name, moved)
    found = due_dates.due(offer.limit, start, desk.calendar)
    return DueDate(
        at=found.at,
        same_day=local_day(found.at) == local_day(now),
        limit=offer.limit,
        why=(*why, *sentences(found)),
    )


def fee(
    desk: Desk,
    procedure: Procedure,
    case: str,
    offer: Offer,
    *,
    pages: int,
    copies: int,
    documents: tuple[DocumentCopied, ...] = (),
    exempt: str = "",
) -> FeeDue:
    """The price on this day, of this case (its id, or empty); of several documents, where there are several.

    Raises:
        QuantityImpossible: pages or copies below one, or absurdly many.
        ExemptionUnknown: this procedure has no such exemption.
    """
    rule = fees.rule_for(procedure, case, offer, desk.today, desk.fees)
    exemption = fees.exemption(procedure, exempt, desk.today)
    return fees.price(rule, pages=pages, copies=copies, documents=documents, on=desk.today, exempt=exemption)

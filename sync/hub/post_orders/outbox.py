"""Orders for parcels, read from the offices' streams behind a cursor.

The cursor moves in the same transaction as the queue is filled, and an order is named by the parcel's number: reading
twice, or again after a restore, orders none twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.calendar.clock import local_day, micros
from models.events import ParcelHandedOver, ParcelOrderReported, ParcelOrderState, ParcelParty
from models.history import Recorded
from models.ids import SubjectId
from models.places.old_places import commune_now
from models.places.places import read_today
from models.subjects.post.parcel import Parcel, fold
from sync.hub.post_orders.carrier import OrderParty, ParcelOrder
from sync.hub.post_orders.settings import PostOrders, PostPlace
from sync.hub.store import HubStore, Reading, Writing, event_rows, loss_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.post import order_rows
from sync.hub.store.post.order_rows import REFUSED, TAKEN, OrderRow
from sync.hub.store.reading_on import read_on
from sync.hub.store.request_queue import UNKNOWN, WAITING

LONGEST_REFERENCE = 100
"""Characters; ours have some thirty."""

_STATE = {
    ParcelOrderState.TAKEN: TAKEN,
    ParcelOrderState.REFUSED: REFUSED,
    ParcelOrderState.UNKNOWN: UNKNOWN,
}


def fill(store: HubStore, said: PostOrders, now: datetime) -> int:
    """Read on in all offices' streams. Returns the number of events read; 0 = up to date."""

    def take(writing: Writing, office: str, events: Sequence[Recorded]) -> None:
        rows = (_wanted(writing, said, office, one, now) for one in events)
        order_rows.put(writing, [row for row in rows if row is not None])

    return read_on(store, order_rows.CURSOR, take)


def _wanted(writing: Writing, said: PostOrders, office: str, recorded: Recorded, now: datetime) -> OrderRow | None:
    event = recorded.event
    if not isinstance(event, ParcelHandedOver) or not 0 < len(event.number) <= LONGEST_REFERENCE:
        return None
    if "\0" in event.number or local_day(recorded.at) < said.since:
        return None
    told = _told(event_rows.of_subject(writing, office, recorded.subject))
    at, lost = micros(now), loss_rows.last_loss(writing, office)
    # A hub restored from an older copy may have ordered without knowing it any more: the post is asked first.
    doubtful = told is not None or (lost is not None and micros(recorded.at) <= lost)
    return OrderRow(
        office=office,
        reference=event.number,
        subject=recorded.subject,
        state=_STATE[told] if told else UNKNOWN if doubtful else WAITING,
        told=told.value if told else "",
        reason="",
        tries=0,
        absents=0,
        by_person=0,
        sent_at=at if doubtful else 0,
        asked_at=at,
        next_at=at,
        changed_at=at,
    )


def _told(history: list[Recorded]) -> ParcelOrderState | None:
    reported = [one for one in history if isinstance(one.event, ParcelOrderReported)]
    last = max(reported, key=lambda one: one.clock, default=None)
    return last.event.state if last is not None and isinstance(last.event, ParcelOrderReported) else None


class ParcelIncomplete(Exception):  # noqa: N818 - a fact about an order
    """The parcel's own events have not all arrived."""


def order_of(reading: Reading, said: PostOrders, row: OrderRow) -> ParcelOrder:
    """What is ordered.

    Raises:
        ParcelIncomplete
    """
    parcel = fold(SubjectId(row.subject), event_rows.of_subject(reading, row.office, row.subject))
    if not parcel.number:
        raise ParcelIncomplete
    office = find_office(reading, row.office)
    return ParcelOrder(
        reference=row.reference,
        codes=tuple(one.code for one in parcel.contents),
        contents=_contents(parcel),
        cod=parcel.cod,
        postage=parcel.postage,
        handed_on=local_day(parcel.handed_at) if parcel.handed_at else None,
        office=row.office,
        office_name=office.name if office else row.office,
        sender=_party(parcel.sender, said.places),
        receiver=_party(parcel.receiver, said.places),
    )


def _contents(parcel: Parcel) -> str:
    return "; ".join(" + ".join((one.procedure, *one.originals)) for one in parcel.contents)


def _party(party: ParcelParty, places: Mapping[str, PostPlace]) -> OrderParty:
    """The address as text, with the codes of today where they are certain, and those of the post where it has some."""
    found = commune_now(party.address)
    of_it = found.province if found is not None else read_today(party.address).province
    commune, province = found.code if found is not None else "", of_it.code if of_it is not None else ""
    of_post = places.get(commune) or places.get(province) or PostPlace()
    return OrderParty(
        name=party.name,
        address=party.address,
        phone=party.phone,
        email=party.email,
        commune=commune,
        province=province,
        post_province=of_post.province,
        post_district=of_post.district,
        post_ward=of_post.ward,
    )

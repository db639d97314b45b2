"""What the post tells of parcels: each status is written once into the log of the office whose parcel it is.

The row that says "heard" and the office's event are one transaction under the lock of the office's stream. The event's
id is made of the post's id of the status, so that even a hub restored from an older copy tells each once.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from models.calendar.clock import from_local, micros
from models.events import ParcelReported, ParcelStage
from models.ids import EventId, SubjectId
from sync.hub.log.province_chain import ProvinceChain
from sync.hub.log.stream import lock_stream
from sync.hub.payments.settings import secret
from sync.hub.post_orders.settings import PostOrders, StatusFormat, read
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore, event_rows
from sync.hub.store.post import order_rows
from sync.hub.store.post.order_rows import StatusRow
from sync.hub.templates import at_path, within

MOST = 200
"""Statuses of one message."""

LONGEST = 300
"""Characters of one value."""

UNEXPLAINED = "?"
"""Stage of a state of which the settings do not say what it means."""

_WALL = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y")


class StatusOutcome(StrEnum):
    """What became of one status."""

    TOLD = "told"
    KNOWN = "known"
    NOTED = "noted"
    """It tells a desk nothing, or the settings do not say what it means."""
    NOBODY = "nobody"
    """No office has ordered this parcel here."""


class StatusForged(Exception):  # noqa: N818 - a fact about a message
    """It does not bear the secret."""


class StatusUnreadable(Exception):  # noqa: N818 - likewise
    """It is no message of this format."""


class ParcelStatus(Struct, frozen=True, kw_only=True):
    """One status as the post tells it. ``happened_at``: None = it does not say, or nothing we can read."""

    id: str
    reference: str
    code: str
    happened_at: datetime | None
    receiver: str = ""
    note: str = ""


class PostStatuses:
    """Takes in what the post tells.

    Args:
        store: of the hub.
        said: the settings; they have a ``status``.
        key: the secret that each message bears.
    """

    def __init__(self, store: HubStore, said: PostOrders, key: str) -> None:
        self._store, self._said, self._key = store, said, key

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ParcelStatus]:
        """The statuses of a message.

        Raises:
            StatusForged, StatusUnreadable
        """
        shown = headers.get(self._said.key_header, "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._key.encode()):
            raise StatusForged
        how = self._said.status
        try:
            found = msgspec.json.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise StatusUnreadable from wrong
        all_of_it = found if how is None or not how.many else within(found, how.many)
        listed = all_of_it if isinstance(all_of_it, list) else [all_of_it]
        if how is None or not 0 < len(listed) <= MOST:
            raise StatusUnreadable
        return [_read(how, one) for one in listed]

    def take(self, told: Sequence[ParcelStatus], now: datetime) -> list[StatusOutcome]:
        """Take in statuses in their order; what became of each, after the commit.

        Raises:
            HubStoreFailing: those before are kept, and it is safe to tell all of them again.
        """
        return [self._take(one, now) for one in told]

    def _take(self, told: ParcelStatus, now: datetime) -> StatusOutcome:
        with self._store.reading() as reading:
            orders = order_rows.of_reference(reading, told.reference)
        if len(orders) != 1:
            return StatusOutcome.NOBODY
        (order,) = orders
        stage = self._said.stage_of(told.code)
        row = StatusRow(
            id=told.id,
            office=order.office,
            reference=told.reference,
            code=told.code,
            stage=UNEXPLAINED if stage is None else stage,
            happened_at=micros(told.happened_at) if told.happened_at else 0,
            heard_at=micros(now),
        )
        with self._store.writing() as writing:
            stream = lock_stream(writing, order.office)
            if not order_rows.put_status(writing, row):
                return StatusOutcome.KNOWN
            if stream is None or not stage:
                return StatusOutcome.NOTED
            id_ = EventId(str(UUID(bytes=hashlib.sha256(f"post\0{told.id}".encode()).digest()[:16])))
            if event_rows.known_ids(writing, order.office, [id_]):
                return StatusOutcome.KNOWN
            chain = ProvinceChain(stream, self._store.life(writing), now)
            event = ParcelReported(
                stage=ParcelStage(stage),
                code=told.code,
                happened_at=told.happened_at,
                receiver=told.receiver,
                note=told.note,
            )
            chain.add(SubjectId(order.subject), event, id_)
            chain.save()
        self._store.tell(order.office)
        return StatusOutcome.TOLD


def statuses_of(settings: HubSettings, store: HubStore) -> PostStatuses | None:
    """What takes in the post's messages; None = the settings take none.

    Raises:
        SettingsWrong: this part of the settings does not do, or its secret cannot be read.
    """
    said = read(settings)
    if said is None or said.status is None:
        return None
    return PostStatuses(store, said, secret(settings, said.key_file))


def _read(how: StatusFormat, one: object) -> ParcelStatus:
    def value(path: str) -> str:
        return at_path(one, path).replace("\0", " ")[:LONGEST]

    reference, code, at = value(how.reference), value(how.code), value(how.at)
    if not reference or not code:
        raise StatusUnreadable
    made = hashlib.sha256(f"{reference}\0{code}\0{at}".encode("utf-8", "surrogatepass")).hexdigest()
    return ParcelStatus(
        id=value(how.id) or made,
        reference=reference,
        code=code,
        happened_at=when(at),
        receiver=value(how.receiver),
        note=value(how.note),
    )


def when(text: str) -> datetime | None:
    """An instant as the post writes it: ISO 8601 with or without a zone, or day first; without a zone it is +07:00."""
    for pattern in _WALL:
        try:
            return from_local(datetime.strptime(text, pattern))  # noqa: DTZ007 - the zone is added
        except ValueError:
            continue
    try:
        return from_local(datetime.fromisoformat(text))
    except ValueError:
        return None

"""Rows of events set aside."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite

from models.calendar.clock import instant, micros
from models.history import Recorded, read
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from models.system.decoding import prepared
from sync.hub.store.event_rows import money_of
from sync.hub.store.postgres import HotStatement
from sync.hub.store.tables import aside
from sync.messages import AsideReason, SetAside

KNOWN = "known"
"""Why an event has its place in a chain and nothing more: its id lies in the log under another number."""

WITHHELD = "bytes"
"""Name of the fact that says how large the body is that stayed at the desk."""

HIGHEST = (1 << 63) - 1
"""What a column can hold."""

LONGEST = 200
"""Characters of an id or a subject that a look-up compares."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(
    prepared(tuple[EventId, SubjectId, DeviceId, int, int, int, ClerkId, Digest, bytes])
).decode
_encode_facts = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(prepared(dict[str, str])).decode

_OPEN = aside.c.resolved_at.is_(None)
_OF = aside.c.office == sa.bindparam("office")
_RENUMBERED = (AsideReason.FORK.value, AsideReason.CLOCK.value)
"""Reasons that are over when the event comes again under another number of its machine."""
_FORKS = sa.exists().where(_OF, _OPEN, sa.or_(*(aside.c.why == why for why in _RENUMBERED)))
_MINE = sa.exists().where(_OF, _OPEN, aside.c.device == sa.bindparam("device"))
_ANY = HotStatement(sa.select(_FORKS, _MINE))
_WITHHELD = aside.c.facts.contains(f'"{WITHHELD}":', autoescape=True)
_COUNTS = sa.or_(sa.and_(aside.c.placed, _OPEN), aside.c.why == KNOWN)

_KEY = (aside.c.office, aside.c.device, aside.c.seq, aside.c.digest)
Key = tuple[str, int, int, bytes]
"""Where a row lies: office, device, seq, digest."""

_32: sa.ColumnElement[int] = sa.literal_column("32")
_LOW: sa.ColumnElement[int] = sa.literal_column("4294967295")

PAGE = 25
"""Events read whole at a time: 100 MB when each is as large as one may be."""


class AsideRow(Struct, frozen=True):
    """One event set aside.

    Attributes:
        placed: it has its place in the device's chain; a fork has not.
        why: a ``AsideReason``, or ``KNOWN``.
    """

    office: str
    recorded: Recorded
    digest: Digest
    placed: bool
    why: str
    facts: dict[str, str]

    @property
    def withheld(self) -> bool:
        """The body is at its desk only: its place, digest as claimed by the machine, and size."""
        return WITHHELD in self.facts and not self.recorded.body


def put_aside(connection: sa.Connection, kept: Iterable[AsideRow], at: int) -> None:
    """Store events set aside; duplicates are ignored."""
    rows = [
        {
            "office": one.office,
            "device": one.recorded.device,
            "seq": one.recorded.seq,
            "digest": one.digest,
            "placed": one.placed,
            "why": one.why,
            "facts": _written(one.facts),
            "id": looked_up(one.recorded.id),
            "subject": looked_up(one.recorded.subject),
            "at": at,
            "resolved_at": at if one.why == KNOWN else None,
            **for_sums(one.recorded),
            "recorded": _whole(one.recorded),
        }
        for one in kept
    ]
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        put = insert(aside)
        # One that was known without a place of its own, or as a fork, has got its place.
        placed = {name: put.excluded[name] for name in ("placed", "why", "facts", "resolved_at")}
        gets_one = sa.and_(put.excluded.placed, sa.not_(aside.c.placed))
        key = [column.name for column in aside.primary_key]
        connection.execute(put.on_conflict_do_update(index_elements=key, set_=placed, where=gets_one), rows)


def for_sums(recorded: Recorded) -> dict[str, int | str | None]:
    """The values kept in columns of their own, so that lists and sums need not decode events."""
    event = recorded.event
    amount, paid_by = money_of(event) or (None, None)
    amount = None if amount is None else max(-HIGHEST, min(amount, HIGHEST))
    return {"clock": max(-HIGHEST, min(recorded.clock, HIGHEST)), "amount": amount, "paid_by": paid_by}


def _written(facts: dict[str, str]) -> str:
    return _encode_facts({name: value.replace("\0", " ") for name, value in facts.items()}).decode()


def looked_up(name: str) -> str:
    """A name as stored for look-ups: without zero bytes (PostgreSQL) and shortened for the index."""
    return name[:LONGEST].replace("\0", "�")


def any_open(connection: sa.Connection, office: str, device: int) -> tuple[bool, bool]:
    """Whether the office has any that wait for another number, and whether this device has anything open."""
    forks, mine = _ANY.row(connection, {"office": office, "device": device}) or (False, False)
    return bool(forks), bool(mine)


def open_of_device(connection: sa.Connection, office: str, device: int, most: int) -> list[SetAside]:
    """Open entries of a device, oldest first, without bodies."""
    return [told for _, told in _told(connection, most, aside.c.office == office, aside.c.device == device)]


def is_open(connection: sa.Connection, office: str, device: int, seq: int) -> bool:
    """Whether an open entry exists at this place."""
    here = (aside.c.office == office, aside.c.device == device, aside.c.seq == seq)
    return bool(connection.execute(sa.select(sa.exists().where(_OPEN, *here))).scalar())


def page_of_open(
    connection: sa.Connection, office: str | None, after: Key | None, most: int
) -> list[tuple[Key, SetAside]]:
    """Open entries of one office, or of all, by office, device and seq, after a key; without bodies."""
    beyond = () if after is None else (sa.tuple_(*_KEY) > sa.tuple_(*map(sa.literal, after)),)
    return _told(connection, most, *(() if office is None else (aside.c.office == office,)), *beyond)


def count_open(connection: sa.Connection) -> dict[tuple[str, AsideReason], int]:
    """How many are set aside now, by office and reason."""
    found = sa.select(aside.c.office, aside.c.why, sa.func.count()).where(_OPEN).group_by(aside.c.office, aside.c.why)
    return {(office, AsideReason(why)): number for office, why, number in connection.execute(found)}


def open_at(connection: sa.Connection, office: str, device: int, seqs: Collection[int]) -> list[AsideRow]:
    """Open entries at these places."""
    return _open(connection, None, aside.c.office == office, aside.c.device == device, aside.c.seq.in_(list(seqs)))


def open_of_subjects(connection: sa.Connection, office: str, subjects: Collection[str]) -> list[AsideRow]:
    """Open entries of these subjects."""
    names = [looked_up(subject) for subject in subjects]
    return _open(connection, None, aside.c.office == office, aside.c.subject.in_(names))


def pages_because(connection: sa.Connection, office: str, why: AsideReason) -> Iterator[list[AsideRow]]:
    """Open entries with this reason, in the order of events; in pages, since they are read with bodies."""
    order = (aside.c.clock, aside.c.device, aside.c.seq, aside.c.digest)
    where = (_OPEN, aside.c.office == office, aside.c.why == why.value)
    found = sa.select(aside).where(*where).order_by(*order).limit(PAGE)
    beyond: tuple[sa.ColumnElement[bool], ...] = ()
    while rows := connection.execute(found.where(*beyond)).all():
        last = rows[-1]
        beyond = (sa.tuple_(*order) > sa.tuple_(*map(sa.literal, (last.clock, last.device, last.seq, last.digest))),)
        yield [_kept(row) for row in rows]


def count_placed(connection: sa.Connection, office: str) -> dict[int, int]:
    """By device: events that count for it but are not in the log under its number (set aside, or renumbered)."""
    found = sa.select(aside.c.device, sa.func.count()).where(aside.c.office == office, _COUNTS).group_by(aside.c.device)
    return {row[0]: row[1] for row in connection.execute(found)}


def money_placed(connection: sa.Connection, office: str) -> dict[tuple[int, str], tuple[int, int]]:
    """The money in these by device and way of paying, and in how many events."""
    # In two halves: whatever somebody claims to have been paid, the sum is one that a column can hold.
    halves = (sa.func.sum(aside.c.amount.op(">>")(_32)), sa.func.sum(aside.c.amount.op("&")(_LOW)))
    group = (aside.c.device, aside.c.paid_by)
    where = (aside.c.office == office, aside.c.paid_by.is_not(None), _COUNTS)
    found = sa.select(*group, *halves, sa.func.count()).where(*where).group_by(*group)
    return {
        (device, paid_by): ((int(high) << 32) + int(low), number)
        for device, paid_by, high, low, number in connection.execute(found)
    }


def placed_after(connection: sa.Connection, office: str, device: int, seq: int, most: int) -> list[AsideRow]:
    """The same of one device beyond a seq, in the order of its chain."""
    where = (aside.c.office == office, aside.c.device == device, aside.c.seq > seq, aside.c.placed)
    found = sa.select(aside).where(*where, sa.or_(_OPEN, aside.c.why == KNOWN)).order_by(aside.c.seq).limit(most)
    return [_kept(row) for row in connection.execute(found)]


def known_elsewhere(
    connection: sa.Connection, office: str, device: int, first: int, last: int
) -> set[tuple[int, Digest]]:
    """Number and digest of those between these two whose event is in the log under another number."""
    where = (aside.c.office == office, aside.c.device == device, sa.between(aside.c.seq, first, last))
    found = sa.select(aside.c.seq, aside.c.digest).where(*where, aside.c.why == KNOWN)
    return {(seq, Digest(digest)) for seq, digest in connection.execute(found)}


def resolve(connection: sa.Connection, kept: AsideRow, at: int, why: str | None = None) -> None:
    """Close an entry."""
    connection.execute(sa.update(aside).where(*_is(kept)).values(resolved_at=at, why=why or kept.why))


def resolve_renumbered(connection: sa.Connection, office: str, device: int, ids: Iterable[str], at: int) -> None:
    """Close entries of other numbers than ``device`` whose event is now in the log under another number."""
    names = map(looked_up, ids)
    while some := list(islice(names, 1_000)):
        here = (aside.c.office == office, _OPEN, aside.c.id.in_(some))
        connection.execute(sa.update(aside).where(*here, aside.c.why == AsideReason.FORK.value).values(resolved_at=at))
        far = (aside.c.why == AsideReason.CLOCK.value, aside.c.device != device)
        # These have their place in the old chain, which is counted.
        connection.execute(sa.update(aside).where(*here, *far).values(resolved_at=at, why=KNOWN))


def complete(connection: sa.Connection, office: str, events: Mapping[int, tuple[Recorded, Digest]]) -> list[AsideRow]:
    """Add bodies that had stayed at their desk, where the digest fits the stored one.

    Args:
        connection: to write on.
        office: whose.
        events: of one device, by number, each with its digest.

    Returns:
        What lay here without its body, now with it.
    """
    device = next(iter(events.values()))[0].device
    here = (aside.c.office == office, aside.c.device == device, aside.c.seq.in_(list(events)))
    found = sa.select(aside.c.seq, aside.c.digest, aside.c.placed, aside.c.why, aside.c.facts)
    come = []
    for seq, known, placed, why, facts in connection.execute(found.where(_OPEN, *here, _WITHHELD)).all():
        whole, digest = events[seq]
        if known == digest:
            kept = AsideRow(office, whole, digest, placed=placed, why=why, facts=_decode_facts(facts))
            connection.execute(sa.update(aside).where(*_is(kept)).values(**for_sums(whole), recorded=_whole(whole)))
            come.append(kept)
    return come


def change_reason(connection: sa.Connection, kept: AsideRow, why: AsideReason, facts: dict[str, str]) -> None:
    """Change the reason of an entry that stays set aside."""
    values = {"why": why.value, "facts": _written(facts)}
    connection.execute(sa.update(aside).where(*_is(kept)).values(values))


def _is(kept: AsideRow) -> tuple[sa.ColumnElement[bool], ...]:
    event = kept.recorded
    return (
        aside.c.office == kept.office,
        aside.c.device == event.device,
        aside.c.seq == event.seq,
        aside.c.digest == kept.digest,
    )


def _open(connection: sa.Connection, most: int | None, *where: sa.ColumnElement[bool]) -> list[AsideRow]:
    found = sa.select(aside).where(_OPEN, *where).order_by(aside.c.office, aside.c.device, aside.c.seq).limit(most)
    return [_kept(row) for row in connection.execute(found)]


def _told(connection: sa.Connection, most: int, *where: sa.ColumnElement[bool]) -> list[tuple[Key, SetAside]]:
    """The entry as shown to desks and administrators; names too long for any table are shortened."""
    found = sa.select(*_KEY, aside.c.id, aside.c.subject, aside.c.why, aside.c.facts)
    rows = connection.execute(found.where(_OPEN, *where).order_by(*_KEY).limit(most))
    return [
        (
            (office, device, seq, digest),
            SetAside(device=device, seq=seq, id=id_, subject=subject, why=AsideReason(why), facts=_decode_facts(facts)),
        )
        for office, device, seq, digest, id_, subject, why, facts in rows
    ]


def _kept(row: "sa.Row[tuple[object, ...]]") -> AsideRow:
    return AsideRow(
        office=row.office,
        recorded=recorded_in(row.recorded),
        digest=Digest(row.digest),
        placed=row.placed,
        why=row.why,
        facts=_decode_facts(row.facts),
    )


def _whole(event: Recorded) -> bytes:
    at = micros(event.at)
    return _encode(
        (event.id, event.subject, event.device, event.seq, event.clock, at, event.clerk, event.prev, event.body)
    )


def recorded_in(whole: bytes) -> Recorded:
    """The event in the column ``recorded``."""
    id_, subject, device, seq, clock, at, clerk, prev, body = _decode(whole)
    return Recorded(
        id=id_,
        subject=subject,
        device=device,
        seq=seq,
        clock=clock,
        at=instant(at),
        clerk=clerk,
        prev=prev,
        body=body,
        event=read(body),
    )

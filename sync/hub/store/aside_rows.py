"""Rows of what was set aside."""

from collections.abc import Collection, Iterable
from itertools import islice

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.dialects import postgresql, sqlite

from models.clock import instant, micros
from models.history import Recorded, read
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from sync.hub.store.tables import aside
from sync.messages import SetAside, Why

KNOWN = "known"
"""Why an event has its place in a chain and nothing more: its id lies in the log under another number."""

WITHHELD = "bytes"
"""Name of the fact that says how large the body is that stayed at the desk."""

LONGEST = 200
"""Characters of an id or a subject that a look-up compares."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[EventId, SubjectId, DeviceId, int, int, int, ClerkId, Digest, bytes]).decode
_encode_facts = msgspec.json.Encoder().encode
_decode_facts = msgspec.json.Decoder(dict[str, str]).decode

_OPEN = aside.c.resolved_at.is_(None)
_OF = aside.c.office == sa.bindparam("office")
_RENUMBERED = (Why.FORK.value, Why.CLOCK.value)
"""Reasons that are over when the event comes again under another number of its machine."""
_FORKS = sa.exists().where(_OF, _OPEN, aside.c.why.in_(_RENUMBERED))
_MINE = sa.exists().where(_OF, _OPEN, aside.c.device == sa.bindparam("device"))
_ANY = sa.select(_FORKS, _MINE)


class Kept(Struct, frozen=True):
    """One event that was set aside.

    Attributes:
        placed: it has its place in the device's chain; a fork has not.
        why: a ``Why``, or ``KNOWN``.
    """

    office: str
    recorded: Recorded
    digest: Digest
    placed: bool
    why: str
    facts: dict[str, str]

    @property
    def withheld(self) -> bool:
        """Its body lies at its desk alone: here are its place, what its machine says its digest is, and its size."""
        return WITHHELD in self.facts and not self.recorded.body

    @property
    def told(self) -> SetAside:
        """As desks and administrators are told."""
        event = self.recorded
        return SetAside(
            device=event.device,
            seq=event.seq,
            id=event.id,
            subject=event.subject,
            why=Why(self.why),
            facts=self.facts,
        )


def put_aside(connection: sa.Connection, kept: Iterable[Kept], at: int) -> None:
    """Keep events; the same one twice is kept once."""
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


def _written(facts: dict[str, str]) -> str:
    return _encode_facts({name: value.replace("\0", " ") for name, value in facts.items()}).decode()


def looked_up(name: str) -> str:
    """A name as the columns for look-ups hold it: PostgreSQL's text knows no zero byte and an index no long text."""
    return name[:LONGEST].replace("\0", "�")


def any_open(connection: sa.Connection, office: str, device: int) -> tuple[bool, bool]:
    """Whether the office has any that wait for another number, and whether this device has anything open."""
    forks, mine = connection.execute(_ANY, {"office": office, "device": device}).one()
    return bool(forks), bool(mine)


def open_of_device(connection: sa.Connection, office: str, device: int, most: int) -> list[Kept]:
    """Oldest first."""
    return _open(connection, most, aside.c.office == office, aside.c.device == device)


def open_at(connection: sa.Connection, office: str, device: int, seqs: Collection[int]) -> list[Kept]:
    """Those at these places."""
    return _open(connection, None, aside.c.office == office, aside.c.device == device, aside.c.seq.in_(list(seqs)))


def open_of_subjects(connection: sa.Connection, office: str, subjects: Collection[str]) -> list[Kept]:
    """Those about these subjects."""
    names = [looked_up(subject) for subject in subjects]
    return _open(connection, None, aside.c.office == office, aside.c.subject.in_(names))


def open_because(connection: sa.Connection, office: str, why: Why) -> list[Kept]:
    """Those with this reason."""
    return _open(connection, None, aside.c.office == office, aside.c.why == why.value)


def all_open(connection: sa.Connection, office: str | None) -> list[Kept]:
    """Of one office, or of all."""
    return _open(connection, None, *(() if office is None else (aside.c.office == office,)))


def placed_of(connection: sa.Connection, office: str) -> list[Kept]:
    """What counts for its device but is not in the log under its number: set aside now, or known under another."""
    counts = sa.or_(sa.and_(aside.c.placed, _OPEN), aside.c.why == KNOWN)
    where = (aside.c.office == office, counts)
    return [_kept(row) for row in connection.execute(sa.select(aside).where(*where))]


def placed_after(connection: sa.Connection, office: str, device: int, seq: int, most: int) -> list[Kept]:
    """The same of one device beyond a seq, in the order of its chain."""
    where = (aside.c.office == office, aside.c.device == device, aside.c.seq > seq, aside.c.placed)
    found = sa.select(aside).where(*where, sa.or_(_OPEN, aside.c.why == KNOWN)).order_by(aside.c.seq).limit(most)
    return [_kept(row) for row in connection.execute(found)]


def known_elsewhere(
    connection: sa.Connection, office: str, device: int, first: int, last: int
) -> set[tuple[int, Digest]]:
    """Number and digest of those between these two whose event lies in the log under another number."""
    where = (aside.c.office == office, aside.c.device == device, sa.between(aside.c.seq, first, last))
    found = sa.select(aside.c.seq, aside.c.digest).where(*where, aside.c.why == KNOWN)
    return {(seq, Digest(digest)) for seq, digest in connection.execute(found)}


def resolve(connection: sa.Connection, kept: Kept, at: int, why: str | None = None) -> None:
    """It needs nobody any more."""
    connection.execute(sa.update(aside).where(*_is(kept)).values(resolved_at=at, why=why or kept.why))


def resolve_renumbered(connection: sa.Connection, office: str, device: int, ids: Iterable[str], at: int) -> None:
    """Events of other numbers than ``device`` that needed another one, and lie in a chain now under such."""
    names = map(looked_up, ids)
    while some := list(islice(names, 1_000)):
        here = (aside.c.office == office, _OPEN, aside.c.id.in_(some))
        connection.execute(sa.update(aside).where(*here, aside.c.why == Why.FORK.value).values(resolved_at=at))
        far = (aside.c.why == Why.CLOCK.value, aside.c.device != device)
        # These have their place in the old chain, which is counted.
        connection.execute(sa.update(aside).where(*here, *far).values(resolved_at=at, why=KNOWN))


def complete(connection: sa.Connection, kept: Kept, whole: Recorded) -> Kept:
    """The body of an event came that had stayed at its desk; the digest kept here must be that of ``whole``."""
    connection.execute(sa.update(aside).where(*_is(kept)).values(recorded=_whole(whole)))
    return replace(kept, recorded=whole)


def change_reason(connection: sa.Connection, kept: Kept, why: Why, facts: dict[str, str]) -> None:
    """It stays aside, for another reason than before."""
    values = {"why": why.value, "facts": _written(facts)}
    connection.execute(sa.update(aside).where(*_is(kept)).values(values))


def _is(kept: Kept) -> tuple[sa.ColumnElement[bool], ...]:
    event = kept.recorded
    return (
        aside.c.office == kept.office,
        aside.c.device == event.device,
        aside.c.seq == event.seq,
        aside.c.digest == kept.digest,
    )


def _open(connection: sa.Connection, most: int | None, *where: sa.ColumnElement[bool]) -> list[Kept]:
    found = sa.select(aside).where(_OPEN, *where).order_by(aside.c.office, aside.c.device, aside.c.seq).limit(most)
    return [_kept(row) for row in connection.execute(found)]


def _kept(row: "sa.Row[tuple[object, ...]]") -> Kept:
    return Kept(
        office=row.office,
        recorded=_recorded(row.recorded),
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


def _recorded(whole: bytes) -> Recorded:
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

"""Tables of seats: one row for each that is not free, so that the primary key lets nobody have one twice.

``seat_lease`` and ``seat_taken`` repeat what the streams say, read behind a cursor, and what the hub gave itself.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# ``lease``: the subject of the lease it is of; empty = booked without one (by a machine that had not joined, or by the
# hub). ``appointment``: who holds it; empty = nobody yet. ``person``: digest of whoever booked online, for the limit.
taken = sa.Table(
    "seat_taken",
    truth,
    _text("office", key=True),
    _text("day", key=True),
    _text("service", key=True),
    _text("counter", key=True),
    _number("minute", key=True),
    _number("number", key=True),
    _text("lease"),
    _text("appointment"),
    _text("person"),
    sa.Index("seat_of_lease", "office", "lease"),
    sa.Index("seat_of_appointment", "office", "appointment"),
)

# A lease is never deleted. ``returned``: its machine books nothing more from it; ``lost``: and nobody knows what it
# gave out of it, so no seat of it is free again.
lease = sa.Table(
    "seat_lease",
    truth,
    _text("office", key=True),
    _text("id", key=True),
    _number("device"),
    _text("installation"),
    _number("leased_at"),
    _number("returned"),
    _number("lost"),
)

# A seat that two appointments say they hold: shown to the administrator, never undone by itself.
clash = sa.Table(
    "seat_clash",
    truth,
    _text("office", key=True),
    _text("appointment", key=True),
    _text("other"),
    _number("at"),
)

# A seat that somebody at the portal has not confirmed yet: in ``seat_taken`` under the same id, until this time.
hold = sa.Table(
    "seat_hold",
    truth,
    _text("office", key=True),
    _text("id", key=True),
    _text("day"),
    _text("service"),
    _text("counter"),
    _number("minute"),
    _number("number"),
    _number("until"),
    sa.Index("seat_hold_until", "until"),
)

# How far each office's stream was read.
cursor = sa.Table("seat_cursor", truth, _text("office", key=True), _number("position"))

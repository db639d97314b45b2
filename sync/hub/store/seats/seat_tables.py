"""Tables of seats: one row for each that is not free, so that the primary key lets nobody have one twice.

``seat_lease`` and ``seat_taken`` repeat what the streams say, read behind a cursor, and what the hub gave itself.
"""

import sqlalchemy as sa

from sync.hub.store.tables import number_column, text_column, truth

# ``lease``: the subject of the lease it is of; empty = booked without one (by a machine that had not joined, or by the
# hub). ``appointment``: who holds it; empty = nobody yet. ``person``: digest of whoever booked online, for the limit.
taken = sa.Table(
    "seat_taken",
    truth,
    text_column("office", key=True),
    text_column("day", key=True),
    text_column("service", key=True),
    text_column("counter", key=True),
    number_column("minute", key=True),
    number_column("number", key=True),
    text_column("lease"),
    text_column("appointment"),
    text_column("person"),
    sa.Index("seat_of_lease", "office", "lease"),
    sa.Index("seat_of_appointment", "office", "appointment"),
)

# A lease is never deleted. ``returned``: its machine books nothing more from it; ``lost``: and nobody knows what it
# gave out of it, so no seat of it is free again.
lease = sa.Table(
    "seat_lease",
    truth,
    text_column("office", key=True),
    text_column("id", key=True),
    number_column("device"),
    text_column("installation"),
    number_column("leased_at"),
    number_column("returned"),
    number_column("lost"),
)

# A seat that two appointments say they hold: shown to the administrator, never undone by itself.
clash = sa.Table(
    "seat_clash",
    truth,
    text_column("office", key=True),
    text_column("appointment", key=True),
    text_column("other"),
    number_column("at"),
)

# A seat that somebody at the portal has not confirmed yet: in ``seat_taken`` under the same id, until this time.
hold = sa.Table(
    "seat_hold",
    truth,
    text_column("office", key=True),
    text_column("id", key=True),
    text_column("day"),
    text_column("service"),
    text_column("counter"),
    number_column("minute"),
    number_column("number"),
    number_column("until"),
    sa.Index("seat_hold_until", "until"),
)

# How far each office's stream was read.
cursor = sa.Table("seat_cursor", truth, text_column("office", key=True), number_column("position"))

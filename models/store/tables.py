"""The tables of the database file. Times are microseconds since 1970 (UTC), days are ISO text.

Log, acknowledgements, arrivals, drafts, accounts, print jobs, maintenance state, quarantine and the state of the
exchange are primary data and change by numbered migrations only. The counters and the index of the log are a cache like
the rows (``models.store.projections``): dropped and rebuilt when their shape changes.
"""

import sqlalchemy as sa

truth = sa.MetaData()

event = sa.Table(
    "event",
    truth,
    # device << 40 | seq: one b-tree in which every device's chain lies in order, and no second unique index.
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("clock", sa.Integer, nullable=False),
    sa.Column("at", sa.Integer, nullable=False),
    sa.Column("clerk", sa.Text, nullable=False),
    sa.Column("prev", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    # SQLite ends every index with the primary key, so this is the order (clock, device, seq) of a history.
    sa.Index("event_of_subject", "subject", "clock"),
)

acknowledged = sa.Table(
    "acknowledged",
    truth,
    sa.Column("peer", sa.Text, primary_key=True),
    sa.Column("device", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""The highest number of a device (this one, and those it was before) that a peer is known to have."""

quarantine = sa.Table(
    "quarantine",
    truth,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("device", sa.Integer),
    sa.Column("seq", sa.Integer),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("recorded", sa.LargeBinary, nullable=False),
)


def _kept(name: str) -> sa.Table:
    """Bodies by key, see ``models.store.key_value``."""
    return sa.Table(
        name,
        truth,
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


draft = _kept("draft")
account = _kept("account")
print_job = _kept("print_job")
keeping = _kept("keeping")
"""What this machine remembers of its own keeping: keys of scanned files, copies made, checks done."""

meta = sa.Table(
    "meta",
    truth,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

province = sa.Table(
    "province",
    truth,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
"""What this machine remembers of the province: its membership, how far it has read; and of other peers."""

arrival = sa.Table(
    "arrival",
    truth,
    # Everything of this device up to this number arrived then, at the latest; one row for each batch.
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)

tally = sa.Table(
    "tally",
    sa.MetaData(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Counts, see ``models.store.tallies``."""

SHARED_VERSION = 2
"""Of the tally and the index of looks: raised when they change; each desk then makes them and all rows anew."""

IS_LOOK = "(instr(body, '\"DossierRead\"') OR instr(body, '\"PeopleShown\"'))"
"""An event tells that somebody looked at dossiers (or names such an event; what it is, is read then)."""
LOOKS = f"CREATE INDEX event_looks ON event (clerk, clock) WHERE {IS_LOOK}"

HISTORY = "SELECT * FROM event WHERE subject = ? ORDER BY clock, place"
EVENTS_AFTER = "SELECT * FROM event WHERE place > ? AND place <= ? ORDER BY place LIMIT ?"
DIGEST_AT = "SELECT digest FROM event WHERE place = ?"
ARRIVAL_FROM = "SELECT at, position FROM arrival WHERE seq >= ? ORDER BY seq LIMIT 1"
"""What several ask of the log, each in one form."""

"""The tables of the database file. Times are microseconds since 1970 (UTC), days are ISO text.

The log, the peers, the arrivals, the drafts, the accounts, the print jobs, the keeping, the quarantine and what is
known of the province are the truth and change by numbered migrations only. The rows (fresh, dossier, ticket, search),
the tally and the index of the log that serves them are a cache: dropped and rebuilt whenever their shape changes.
"""

from typing import Any

import sqlalchemy as sa

from models.subjects.dossier import ENDED, Status

truth = sa.MetaData()
cache = sa.MetaData()

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

peer = sa.Table(
    "peer",
    truth,
    sa.Column("device", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("acknowledged", sa.Integer, nullable=False),
)

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
"""What this machine remembers of the province: its membership, how far it has read."""

arrival = sa.Table(
    "arrival",
    truth,
    # Everything of this device up to this number arrived then, at the latest; one row for each batch.
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
)

NEVER = 1 << 62
"""Stands for "no due date", so that those come last along the index."""


IS_OPEN = f"status IN ({', '.join(repr(status.value) for status in Status if status not in ENDED)})"
"""A dossier is still at work. Indexes and questions have it in the same words, else SQLite does not see it."""


def _dossier_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("slip", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("owner_key", sa.Text, nullable=False),
        sa.Column("personal_number", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("procedure_name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("received_at", sa.Integer),
        sa.Column("due_at", sa.Integer, nullable=False),
        sa.Column("disputed", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.Integer),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    ]


fresh = sa.Table("fresh", cache, *_dossier_columns())
"""The youngest rows, few enough to be read one by one: no index and no search has to be written for them while a
citizen waits. ``folds.settle`` moves them to the others by the hundred, where that costs a fraction."""

dossier = sa.Table("dossier", cache, *_dossier_columns())
sa.Index("dossier_by_code", dossier.c.code, sqlite_where=dossier.c.code != "")
sa.Index("dossier_by_slip", dossier.c.slip, sqlite_where=dossier.c.slip != "")
sa.Index(
    "dossier_open_by_number",
    dossier.c.personal_number,
    dossier.c.procedure,
    sqlite_where=sa.text(f"personal_number != '' AND {IS_OPEN}"),
)
# Each order of the list, of all dossiers and of one status. SQLite ends every index with the number; only by name,
# where the newest of the same name come first, it stands in the index with its direction.
sa.Index("dossier_by_name", dossier.c.owner_key, dossier.c.number.desc())
sa.Index("dossier_by_due", dossier.c.due_at)
sa.Index("dossier_by_status", dossier.c.status)
sa.Index("dossier_by_status_and_name", dossier.c.status, dossier.c.owner_key, dossier.c.number.desc())
sa.Index("dossier_by_status_and_due", dossier.c.status, dossier.c.due_at)

tally = sa.Table(
    "tally",
    cache,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("amount", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Counts, see ``models.store.tallies``."""

ticket = sa.Table(
    "ticket",
    cache,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("ticket_number", sa.Text, nullable=False),
    sa.Column("open", sa.Integer, nullable=False),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
sa.Index("ticket_by_day", ticket.c.day)
sa.Index("ticket_open", ticket.c.open, ticket.c.day, sqlite_where=ticket.c.open == 1)

IS_LOOK = "(instr(body, '\"DossierRead\"') OR instr(body, '\"PeopleShown\"'))"
"""An event tells that somebody looked at dossiers (or names such an event; what it is, is read then)."""
LOOKS = f"CREATE INDEX event_looks ON event (clerk, clock) WHERE {IS_LOOK}"

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
    words, content='dossier', content_rowid='number', detail=none, columnsize=0, prefix='1 2 3 4 5 6', tokenize='ascii'
)
"""
"""The words arrive folded (models.text.search_key), so the plain tokenizer is exact. Only rowids are asked of the
index, hence neither positions nor sizes are kept; the words themselves stay in the dossier row."""

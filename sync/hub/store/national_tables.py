"""The outbox table to the national system: one row per dossier (step 0) and per step of its progress.

A row is never deleted: its key (office, MaHoSo, step) makes every message be sent exactly once. The rows are backed up
with the log, so a restored database knows what was sent.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# ``source``: the event a step tells of, empty for step 0. ``body``: that step, before any generation's spelling.
# ``wanted``, ``sent``, ``taken``: digests of the dossier's message as it should be, as it last went out, and as it was
# last accepted (step 0 only). ``at_nation``: the national system is known to have the dossier.
message = sa.Table(
    "national_message",
    truth,
    _text("office", key=True),
    _text("code", key=True),
    _number("step", key=True),
    _text("subject"),
    _text("source"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("wanted", sa.LargeBinary, nullable=False),
    sa.Column("sent", sa.LargeBinary, nullable=False),
    sa.Column("taken", sa.LargeBinary, nullable=False),
    sa.Column("at_nation", sa.Boolean, nullable=False),
    _text("state"),
    _text("reason"),
    _number("tries"),
    _number("next_at"),
    _number("changed_at"),
    sa.Index("national_of_subject", "office", "subject"),
)
_OPEN = sa.text("state NOT IN ('accepted', 'dropped')")
sa.Index(
    "national_open",
    message.c.office,
    message.c.code,
    message.c.step,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)

# How far each office's stream has been turned into messages.
cursor = sa.Table("national_cursor", truth, _text("office", key=True), _number("position"))

# Who sends. It lasts for a while and is renewed with each message, so that a sender that died is followed by another.
lease = sa.Table("national_lease", truth, _number("id", key=True), _text("holder"), _number("until"))

"""The outbox table to the national system: one row per dossier (step 0) and per step of its progress.

A row is never deleted: its key (office, MaHoSo, step) makes every message be sent exactly once. The rows are backed up
with the log, so a restored database knows what was sent.
"""

import sqlalchemy as sa

from sync.hub.store.tables import number_column, text_column, truth

# ``source``: the event a step tells of, empty for step 0. ``body``: that step, before any generation's spelling.
# ``wanted``, ``sent``, ``taken``: digests of the dossier's message as it should be, as it last went out, and as it was
# last accepted (step 0 only). ``at_nation``: the national system is known to have the dossier.
message = sa.Table(
    "national_message",
    truth,
    text_column("office", key=True),
    text_column("code", key=True),
    number_column("step", key=True),
    text_column("subject"),
    text_column("source"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("wanted", sa.LargeBinary, nullable=False),
    sa.Column("sent", sa.LargeBinary, nullable=False),
    sa.Column("taken", sa.LargeBinary, nullable=False),
    sa.Column("at_nation", sa.Boolean, nullable=False),
    text_column("state"),
    text_column("reason"),
    number_column("tries"),
    number_column("next_at"),
    number_column("changed_at"),
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
cursor = sa.Table("national_cursor", truth, text_column("office", key=True), number_column("position"))

# Who sends. It lasts for a while and is renewed with each message, so that a sender that died is followed by another.
lease = sa.Table("national_lease", truth, number_column("id", key=True), text_column("holder"), number_column("until"))

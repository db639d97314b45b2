"""Tables of what machines tell of themselves, and of changes to what offices are offered."""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, number_column, text_column, truth

# The latest report of each machine; it is written over. ``program_since``: when this version was told of first.
report = sa.Table(
    "device_report",
    truth,
    text_column("office", key=True),
    number_column("number", key=True),
    number_column("at"),
    text_column("program"),
    number_column("program_since"),
    text_column("state"),
    number_column("disk_free"),
    number_column("backup_at"),
    text_column("scanner"),
    text_column("troubles"),
    postgresql_with={"fillfactor": 50},
)

# Every change to what offices are offered, in the order in which they were made; none is changed or deleted. ``office``
# is empty in those that concern all. Which of the other columns say something follows from ``kind``.
change = sa.Table(
    "update_change",
    truth,
    sa.Column("number", BIG, primary_key=True, autoincrement=True),
    number_column("at"),
    text_column("made_by"),
    text_column("kind"),
    text_column("office"),
    text_column("version"),
    number_column("ring"),
    number_column("opens_at"),
    text_column("note"),
    sa.Index("update_change_of_office", "office", "number"),
)

"""Tables of what machines tell of themselves, and of changes to what offices are offered."""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# The latest report of each machine; it is written over. ``program_since``: when this version was told of first.
report = sa.Table(
    "device_report",
    truth,
    _text("office", key=True),
    _number("number", key=True),
    _number("at"),
    _text("program"),
    _number("program_since"),
    _text("state"),
    _number("disk_free"),
    _number("backup_at"),
    _text("scanner"),
    _text("troubles"),
    postgresql_with={"fillfactor": 50},
)

# Every change to what offices are offered, in the order in which they were made; none is changed or deleted. ``office``
# is empty in those that concern all. Which of the other columns say something follows from ``kind``.
change = sa.Table(
    "update_change",
    truth,
    sa.Column("number", BIG, primary_key=True, autoincrement=True),
    _number("at"),
    _text("made_by"),
    _text("kind"),
    _text("office"),
    _text("version"),
    _number("ring"),
    _number("opens_at"),
    _text("note"),
    sa.Index("update_change_of_office", "office", "number"),
)

"""The tables of the province's database, the same on PostgreSQL and in the embedded file.

Times are microseconds since 1970 (UTC). Text is compared byte by byte (collation "C"): no rule of any language moves
an index, and a new version of the system's locale breaks none.
"""

import sqlalchemy as sa

truth = sa.MetaData()

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GIVEN_BACK = "-"
"""Begins the way of paying of money that was given back."""

PARTITIONS = 16
"""Of the event table, by office. Enough that each b-tree of a nation's log stays small and vacuums run beside each
other; few enough that a look-up, which names its office, is planned at once. Fixed when a database is made."""


def text_column(name: str, *, key: bool = False) -> sa.Column[str]:
    """A column of text that is never null; ``key``: part of the primary key."""
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def number_column(name: str, *, key: bool = False, default: str | None = None) -> sa.Column[int]:
    """A column of whole numbers that is never null; ``default``: of rows that were there before the column."""
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False, server_default=default)


# The row that orders an office: whoever adds to its log holds this row's lock until the commit, so positions have no
# holes and stand in the order of commits. Half of each page stays free, so that its updates touch no index.
office = sa.Table(
    "office",
    truth,
    text_column("id", key=True),
    text_column("name"),
    sa.Column("epoch", sa.LargeBinary, nullable=False),
    number_column("position"),
    number_column("clock"),
    number_column("edition"),
    number_column("made_at"),
    postgresql_with={"fillfactor": 50},
)

# A device and where its chain stands. The province writes under a number of its own and has a row, but no key.
device = sa.Table(
    "device",
    truth,
    text_column("office", key=True),
    number_column("number", key=True),
    sa.Column("key_id", TEXT, unique=True),
    sa.Column("public_key", sa.LargeBinary),
    number_column("head"),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    # What it once proved to have been acknowledged beyond ``head``: that loss is known and begins no further epoch.
    number_column("missing"),
    number_column("enrolled_at"),
    sa.Column("revoked_at", BIG),
    # When it last brought something new.
    sa.Column("heard_at", BIG),
    # The number whose machine renewed itself into this one; 0 = none.
    number_column("instead_of"),
    number_column("block_first"),
    number_column("block_last"),
    text_column("letter"),
    text_column("program"),
    # 1 = it has set itself up as a visit laptop, and reads its load instead of the office's stream.
    number_column("visit_laptop"),
    postgresql_with={"fillfactor": 50},
)

_RENEWED = device.c.instead_of > 0
sa.Index("device_renewed", device.c.office, device.c.instead_of, postgresql_where=_RENEWED, sqlite_where=_RENEWED)

# The keys a device had before: papers signed with one are still papers of that device.
former_key = sa.Table(
    "former_key",
    truth,
    text_column("office", key=True),
    number_column("number", key=True),
    sa.Column("public_key", sa.LargeBinary, primary_key=True),
    number_column("since"),
    number_column("until"),
)

# One-time codes: only their hash, so that a copy of the database admits nobody.
code = sa.Table(
    "code",
    truth,
    sa.Column("hash", sa.LargeBinary, primary_key=True),
    text_column("office"),
    sa.Column("device", BIG),
    number_column("made_at"),
    number_column("ends_at"),
    sa.Column("used_at", BIG),
    sa.Column("used_by", TEXT),
)

# Requests seen in the last quarter of an hour.
nonce = sa.Table(
    "nonce",
    truth,
    text_column("key_id", key=True),
    text_column("nonce", key=True),
    number_column("at"),
    sa.Index("nonce_by_time", "at"),
)

# The stream of each office, and each device's chain in it. ``event_once`` is the memory of ids: it never forgets, and
# since ids grow with time it is written at its right edge only. ``code``, ``amount`` and ``paid_by`` repeat what the
# body says where a look-up or a sum needs it; empty cells cost nothing. ``paid_by`` is the way of paying of a fee that
# was taken, or with ``GIVEN_BACK`` before it of one that was given back: each is summed apart.
event = sa.Table(
    "event",
    truth,
    text_column("office", key=True),
    number_column("device", key=True),
    number_column("seq", key=True),
    number_column("position"),
    text_column("id"),
    text_column("subject"),
    number_column("clock"),
    number_column("at"),
    text_column("clerk"),
    sa.Column("prev", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("code", TEXT),
    sa.Column("amount", BIG),
    sa.Column("paid_by", TEXT),
    sa.Index("event_by_position", "office", "position", unique=True),
    sa.Index("event_once", "office", "id", unique=True),
    sa.Index("event_of_subject", "office", "subject"),
    postgresql_partition_by="HASH (office)",
)
_CODED = event.c.code.is_not(None)
_PAID = event.c.paid_by.is_not(None)
sa.Index("event_by_code", event.c.office, event.c.code, unique=True, postgresql_where=_CODED, sqlite_where=_CODED)
sa.Index("event_of_money", event.c.office, event.c.device, postgresql_where=_PAID, sqlite_where=_PAID)

# What was set aside, whole. ``placed``: it has its place in the device's chain (a fork has not). ``id`` and
# ``subject`` are for look-ups and lists and may be shortened, ``clock`` orders, ``amount`` and ``paid_by`` are summed;
# ``recorded`` is the truth. Nothing is deleted: ``resolved_at`` says when it went into the stream, or was found there
# under another number (``why`` is then ``known``).
aside = sa.Table(
    "aside",
    truth,
    text_column("office", key=True),
    number_column("device", key=True),
    number_column("seq", key=True),
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("placed", sa.Boolean, nullable=False),
    text_column("why"),
    text_column("facts"),
    text_column("id"),
    text_column("subject"),
    number_column("at"),
    sa.Column("resolved_at", BIG),
    number_column("clock", default="0"),
    sa.Column("amount", BIG),
    sa.Column("paid_by", TEXT),
    sa.Column("recorded", sa.LargeBinary, nullable=False),
)
_OPEN = aside.c.resolved_at.is_(None)
sa.Index("aside_open", aside.c.office, aside.c.device, aside.c.seq, postgresql_where=_OPEN, sqlite_where=_OPEN)
sa.Index("aside_of_subject", aside.c.office, aside.c.subject, postgresql_where=_OPEN, sqlite_where=_OPEN)
_PAID_ASIDE = aside.c.paid_by.is_not(None)
sa.Index("aside_of_money", aside.c.office, aside.c.device, postgresql_where=_PAID_ASIDE, sqlite_where=_PAID_ASIDE)
sa.Index("aside_by_id", aside.c.office, aside.c.id, postgresql_where=_OPEN, sqlite_where=_OPEN)

# How much was stored of a device on a day (days since 1970, UTC); day -1 = since it was revoked.
used = sa.Table(
    "used",
    truth,
    text_column("office", key=True),
    number_column("device", key=True),
    number_column("day", key=True),
    number_column("events"),
    number_column("bytes"),
)

# The same of scanned files announced; device 0 = all of the office together.
used_files = sa.Table(
    "used_files",
    truth,
    text_column("office", key=True),
    number_column("device", key=True),
    number_column("day", key=True),
    number_column("files"),
    number_column("bytes"),
)

# How often somebody was turned away, day by day (days since 1970, UTC), and from where the last one came.
turned_away = sa.Table(
    "turned_away",
    truth,
    number_column("day", key=True),
    text_column("why", key=True),
    number_column("count"),
    number_column("at"),
    text_column("address"),
)

# When the hub lost something of an office (it was restored from an older copy), as far as it was told: by which
# device, 0 = by the administrator.
loss = sa.Table(
    "loss",
    truth,
    text_column("office", key=True),
    number_column("at", key=True),
    number_column("device", key=True),
)

# Who brought back, after a loss, which events of another device: the hub has nothing but this word for who wrote them.
brought_back = sa.Table(
    "brought_back",
    truth,
    text_column("office", key=True),
    number_column("device", key=True),
    number_column("seq", key=True),
    number_column("brought_by"),
    number_column("at"),
)

edition = sa.Table(
    "edition",
    truth,
    text_column("office", key=True),
    number_column("version", key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    number_column("published_at"),
)

# Written to prove that the database takes a write: one row, and when.
heartbeat = sa.Table(
    "heartbeat",
    truth,
    number_column("one", key=True),
    number_column("at"),
)

schema = sa.Table("schema_version", truth, number_column("version", key=True))

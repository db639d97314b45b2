"""Tables of receipts: series told by the administrator, ranges leased of them, and every number that became a receipt.

Series and leases are facts of their own; ``receipt`` is what the offices' streams say, read behind a cursor. A lease is
never deleted: where one was, none comes again.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# ``kind``: of the lines it is for, empty = every kind. ``body``: the collecting body as JSON, empty = the office.
# ``closed_at``: nothing more is leased of it.
series = sa.Table(
    "receipt_series",
    truth,
    _text("office", key=True),
    _text("form", key=True),
    _text("series", key=True),
    _text("kind"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    _number("first"),
    _number("last"),
    _text("valid_to"),
    _number("made_at"),
    sa.Column("closed_at", BIG),
)

# ``device`` 0: leased to nobody, passed over because the hub may have forgotten leases there. ``life``: of the database
# that leased it (``HubStore.life``). ``closed_at``: nothing more is issued from it; ``reason`` says why.
lease = sa.Table(
    "receipt_lease",
    truth,
    _text("office", key=True),
    _text("form", key=True),
    _text("series", key=True),
    _number("first", key=True),
    _number("last"),
    _number("device"),
    _number("leased_at"),
    _text("life"),
    sa.Column("closed_at", BIG),
    _text("reason"),
)

# One row for each receipt that bears a number: two rows of one number are a double. ``day``: the local day on which it
# was issued, ``void_day`` on which it became void (empty = it holds). ``device``: whose event it was, the province's
# own where the provider gave the number. ``lease``: subject of the range it was taken from, empty = none.
receipt = sa.Table(
    "receipt",
    truth,
    _text("office", key=True),
    _text("form", key=True),
    _text("series", key=True),
    _number("number", key=True),
    _text("subject", key=True),
    _number("device"),
    _text("lease"),
    _text("day"),
    _text("void_day"),
    sa.Index("receipt_by_day", "office", "day"),
    sa.Index("receipt_by_void_day", "office", "void_day"),
    sa.Index("receipt_of_subject", "office", "subject"),
    sa.Index("receipt_of_device", "office", "device", "day"),
)

# How far each office's stream was read.
cursor = sa.Table("receipt_cursor", truth, _text("office", key=True), _number("position"))

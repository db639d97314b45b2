"""Tables of receipts: series told by the administrator, ranges leased of them, and every number that became a receipt.

Series and leases are facts of their own; ``receipt`` is what the offices' streams say, read behind a cursor. A lease is
never deleted: where one was, none comes again.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, number_column, text_column, truth

# ``kind``: of the lines it is for, empty = every kind. ``body``: the collecting body as JSON, empty = the office.
# ``closed_at``: nothing more is leased of it.
series = sa.Table(
    "receipt_series",
    truth,
    text_column("office", key=True),
    text_column("form", key=True),
    text_column("series", key=True),
    text_column("kind"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    number_column("first"),
    number_column("last"),
    text_column("valid_to"),
    number_column("made_at"),
    sa.Column("closed_at", BIG),
)

# ``device`` 0: leased to nobody, passed over because the hub may have forgotten leases there. ``life``: of the database
# that leased it (``HubStore.life``). ``closed_at``: nothing more is issued from it; ``reason`` says why.
lease = sa.Table(
    "receipt_lease",
    truth,
    text_column("office", key=True),
    text_column("form", key=True),
    text_column("series", key=True),
    number_column("first", key=True),
    number_column("last"),
    number_column("device"),
    number_column("leased_at"),
    text_column("life"),
    sa.Column("closed_at", BIG),
    text_column("reason"),
)

# One row for each receipt that bears a number: two rows of one number are a double. ``day``: the local day on which it
# was issued, ``void_day`` on which it became void (empty = it holds). ``device``: whose event it was, the province's
# own where the provider gave the number. ``lease``: subject of the range it was taken from, empty = none.
receipt = sa.Table(
    "receipt",
    truth,
    text_column("office", key=True),
    text_column("form", key=True),
    text_column("series", key=True),
    number_column("number", key=True),
    text_column("subject", key=True),
    number_column("device"),
    text_column("lease"),
    text_column("day"),
    text_column("void_day"),
    sa.Index("receipt_by_day", "office", "day"),
    sa.Index("receipt_by_void_day", "office", "void_day"),
    sa.Index("receipt_of_subject", "office", "subject"),
    sa.Index("receipt_of_device", "office", "device", "day"),
)

# How far each office's stream was read.
cursor = sa.Table("receipt_cursor", truth, text_column("office", key=True), number_column("position"))

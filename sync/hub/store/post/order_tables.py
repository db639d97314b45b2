"""The queue of orders to the post, and what the post has told of them.

A row is never deleted: its key, our own id of the order, makes each parcel be ordered once, and the post's id of a
status makes each be told once. Neither holds a name or an address; what is ordered is made of the parcel's history.
"""

import sqlalchemy as sa

from sync.hub.store.tables import number_column, text_column, truth

# ``reference``: number of the parcel. The others as in ``e_receipt``.
order = sa.Table(
    "post_order",
    truth,
    text_column("office", key=True),
    text_column("reference", key=True),
    text_column("subject"),
    text_column("state"),
    text_column("told"),
    text_column("reason"),
    number_column("tries"),
    number_column("absents"),
    number_column("by_person"),
    number_column("sent_at"),
    number_column("asked_at"),
    number_column("next_at"),
    number_column("changed_at"),
)
_OPEN = sa.text("state NOT IN ('taken', 'refused')")
sa.Index("post_order_due", order.c.next_at, postgresql_where=_OPEN, sqlite_where=_OPEN)
sa.Index("post_order_by_reference", order.c.reference)

# ``id``: the post's own, or one made of what it says. ``code``: its state; ``stage``: ours, empty = the settings do not
# say what it means. ``happened_at``: 0 = it did not say when.
status = sa.Table(
    "post_status",
    truth,
    text_column("id", key=True),
    text_column("office"),
    text_column("reference"),
    text_column("code"),
    text_column("stage"),
    number_column("happened_at"),
    number_column("heard_at"),
    sa.Index("post_status_of_order", "office", "reference"),
    sa.Index("post_status_by_time", "heard_at"),
)

# How far each office's stream was read for parcels.
cursor = sa.Table("post_cursor", truth, text_column("office", key=True), number_column("position"))

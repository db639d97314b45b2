"""The queue of orders to the post, and what the post has told of them.

A row is never deleted: its key, our own id of the order, makes each parcel be ordered once, and the post's id of a
status makes each be told once. Neither holds a name or an address; what is ordered is made of the parcel's history.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# ``reference``: number of the parcel. The others as in ``e_receipt``.
order = sa.Table(
    "post_order",
    truth,
    _text("office", key=True),
    _text("reference", key=True),
    _text("subject"),
    _text("state"),
    _text("told"),
    _text("reason"),
    _number("tries"),
    _number("absents"),
    _number("by_person"),
    _number("sent_at"),
    _number("asked_at"),
    _number("next_at"),
    _number("changed_at"),
)
_OPEN = sa.text("state NOT IN ('taken', 'refused')")
sa.Index("post_order_due", order.c.next_at, postgresql_where=_OPEN, sqlite_where=_OPEN)
sa.Index("post_order_by_reference", order.c.reference)

# ``id``: the post's own, or one made of what it says. ``code``: its state; ``stage``: ours, empty = the settings do not
# say what it means. ``happened_at``: 0 = it did not say when.
status = sa.Table(
    "post_status",
    truth,
    _text("id", key=True),
    _text("office"),
    _text("reference"),
    _text("code"),
    _text("stage"),
    _number("happened_at"),
    _number("heard_at"),
    sa.Index("post_status_of_order", "office", "reference"),
    sa.Index("post_status_by_time", "heard_at"),
)

# How far each office's stream was read for parcels.
cursor = sa.Table("post_cursor", truth, _text("office", key=True), _number("position"))

"""The queue of requests to the provider of electronic receipts, and the traffic with it.

A row is never deleted: its key, our own id of the request, makes every receipt be issued once. It holds no name and no
amount; what is asked is made of the receipt's history each time.
"""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False, primary_key=key, autoincrement=False)


# ``absents``: answers in a row, in calm, that the provider knows nothing of it. ``sent_at``: when it last left; 0 =
# never. ``by_person``: a person has said that it shall go again. ``told``: the last state told to the office.
request = sa.Table(
    "e_receipt",
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
    sa.Index("e_receipt_of_subject", "office", "subject"),
)
_OPEN = sa.text("state NOT IN ('delivered', 'refused', 'dropped')")
sa.Index("e_receipt_due", request.c.next_at, postgresql_where=_OPEN, sqlite_where=_OPEN)

# Requests to cancel a receipt that is void; ``reference`` is that of the request by which it was issued.
cancel = sa.Table(
    "e_receipt_cancel",
    truth,
    _text("office", key=True),
    _text("reference", key=True),
    _text("subject"),
    _text("state"),
    _text("reason"),
    _number("tries"),
    _number("by_person"),
    _number("sent_at"),
    _number("asked_at"),
    _number("next_at"),
    _number("changed_at"),
)
_CANCEL_OPEN = sa.text("state NOT IN ('cancelled', 'dropped')")
sa.Index("e_receipt_cancel_due", cancel.c.next_at, postgresql_where=_CANCEL_OPEN, sqlite_where=_CANCEL_OPEN)

# What went to and fro, with everything of a person masked; removed after some days.
traffic = sa.Table(
    "e_receipt_traffic",
    truth,
    _text("office", key=True),
    _text("reference", key=True),
    _number("at", key=True),
    _text("what"),
    _text("sent"),
    _text("received"),
    sa.Index("e_receipt_traffic_by_time", "at"),
)

# How far each office's stream was read for requests.
cursor = sa.Table("e_receipt_cursor", truth, _text("office", key=True), _number("position"))

"""The queue of requests to the provider of electronic receipts, and the traffic with it.

A row is never deleted: its key, our own id of the request, makes every receipt be issued once. It holds no name and no
amount; what is asked is made of the receipt's history each time.
"""

import sqlalchemy as sa

from sync.hub.store.tables import number_column, text_column, truth

# ``absents``: answers in a row, in calm, that the provider knows nothing of it. ``sent_at``: when it last left; 0 =
# never. ``by_person``: a person has said that it shall go again. ``told``: the last state told to the office.
request = sa.Table(
    "e_receipt",
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
    sa.Index("e_receipt_of_subject", "office", "subject"),
)
_OPEN = sa.text("state NOT IN ('delivered', 'refused', 'dropped')")
sa.Index("e_receipt_due", request.c.next_at, postgresql_where=_OPEN, sqlite_where=_OPEN)

# Requests to cancel a receipt that is void; ``reference`` is that of the request by which it was issued.
cancel = sa.Table(
    "e_receipt_cancel",
    truth,
    text_column("office", key=True),
    text_column("reference", key=True),
    text_column("subject"),
    text_column("state"),
    text_column("reason"),
    number_column("tries"),
    number_column("by_person"),
    number_column("sent_at"),
    number_column("asked_at"),
    number_column("next_at"),
    number_column("changed_at"),
)
_CANCEL_OPEN = sa.text("state NOT IN ('cancelled', 'dropped')")
sa.Index("e_receipt_cancel_due", cancel.c.next_at, postgresql_where=_CANCEL_OPEN, sqlite_where=_CANCEL_OPEN)

# What went to and fro, with everything of a person masked; removed after some days.
traffic = sa.Table(
    "e_receipt_traffic",
    truth,
    text_column("office", key=True),
    text_column("reference", key=True),
    number_column("at", key=True),
    text_column("what"),
    text_column("sent"),
    text_column("received"),
    sa.Index("e_receipt_traffic_by_time", "at"),
)

# How far each office's stream was read for requests.
cursor = sa.Table("e_receipt_cursor", truth, text_column("office", key=True), number_column("position"))

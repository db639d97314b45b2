"""The queue of notices to citizens: one row per event that is told. It holds no name, no address and no text."""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, TEXT, truth


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, TEXT, nullable=False, primary_key=key)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, BIG, nullable=False)


# ``id``: made of office and event, so that filling twice adds no duplicate; the gateway hears it too. ``channel``: by
# which it was last sent; empty = not yet. ``happened_at``: of the event; what happened before the hub lost something
# may have been sent before that. Both times begin anew when a person sends it again.
notice = sa.Table(
    "notice",
    truth,
    _text("id", key=True),
    _text("office"),
    _text("subject"),
    _text("event"),
    _text("kind"),
    _text("channel"),
    _text("state"),
    _text("reason"),
    _number("tries"),
    _number("made_at"),
    _number("happened_at"),
    _number("next_at"),
    _number("changed_at"),
    sa.Index("notice_of_office", "office", "subject"),
    sa.Index("notice_by_state", "state", "made_at"),
)
_DUE = sa.text("state IN ('waiting', 'sending', 'unknown')")
sa.Index("notice_due", notice.c.next_at, postgresql_where=_DUE, sqlite_where=_DUE)

# How far each office's stream has been turned into notices.
cursor = sa.Table("notice_cursor", truth, _text("office", key=True), sa.Column("position", BIG, nullable=False))

"""The queue of notices to citizens: one row per event that is told. It holds no name, no address and no text."""

import sqlalchemy as sa

from sync.hub.store.tables import BIG, number_column, text_column, truth

# ``id``: made of office and event, so that filling twice adds no duplicate; the gateway hears it too. ``channel``: by
# which it was last sent; empty = not yet. ``happened_at``: of the event; what happened before the hub lost something
# may have been sent before that. Both times begin anew when a person sends it again.
notice = sa.Table(
    "notice",
    truth,
    text_column("id", key=True),
    text_column("office"),
    text_column("subject"),
    text_column("event"),
    text_column("kind"),
    text_column("channel"),
    text_column("state"),
    text_column("reason"),
    number_column("tries"),
    number_column("made_at"),
    number_column("happened_at"),
    number_column("next_at"),
    number_column("changed_at"),
    sa.Index("notice_of_office", "office", "subject"),
    sa.Index("notice_by_state", "state", "made_at"),
)
_DUE = sa.text("state IN ('waiting', 'sending', 'unknown')")
sa.Index("notice_due", notice.c.next_at, postgresql_where=_DUE, sqlite_where=_DUE)

# How far each office's stream has been turned into notices.
cursor = sa.Table("notice_cursor", truth, text_column("office", key=True), sa.Column("position", BIG, nullable=False))

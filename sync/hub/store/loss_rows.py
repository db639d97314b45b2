"""Rows of events the hub lost, and of backfill by other devices."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync.hub.store.tables import brought_back, loss


def put_loss(connection: sa.Connection, office: str, device: int, at: int) -> None:
    """Record that this device proved a loss; 0 = the administrator reported it."""
    _put(connection, loss, [{"office": office, "device": device, "at": at}])


def losses_since(connection: sa.Connection, office: str, device: int, since: int) -> int:
    """How many losses this device has proved from this time on."""
    where = (loss.c.office == office, loss.c.device == device, loss.c.at >= since)
    return connection.execute(sa.select(sa.func.count()).where(*where)).scalar_one()


def last_loss(connection: sa.Connection, office: str) -> int | None:
    """When anything was lost last; None = never."""
    return connection.execute(sa.select(sa.func.max(loss.c.at)).where(loss.c.office == office)).scalar()


def put_brought_back(
    connection: sa.Connection, office: str, device: int, seqs: Sequence[int], brought_by: int, at: int
) -> None:
    """Record who brought these events; the first record stays."""
    rows = [{"office": office, "device": device, "seq": seq, "brought_by": brought_by, "at": at} for seq in seqs]
    _put(connection, brought_back, rows)


def brought_back_of(connection: sa.Connection, office: str) -> dict[int, dict[int, int]]:
    """By device: who brought how many of its events."""
    counted = (
        sa.select(brought_back.c.device, brought_back.c.brought_by, sa.func.count())
        .where(brought_back.c.office == office)
        .group_by(brought_back.c.device, brought_back.c.brought_by)
    )
    found: dict[int, dict[int, int]] = {}
    for device, by, count in connection.execute(counted):
        found.setdefault(device, {})[by] = count
    return found


def _put(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert(table).on_conflict_do_nothing(), rows)

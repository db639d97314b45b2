"""Rows of editions."""

from collections.abc import Iterator

import sqlalchemy as sa

from sync.hub.store.tables import edition


def put_edition(connection: sa.Connection, office: str, version: int, body: bytes, signature: bytes, at: int) -> None:
    """Add an edition."""
    values = {"office": office, "version": version, "body": body, "signature": signature, "published_at": at}
    connection.execute(sa.insert(edition).values(values))


def newest_edition(connection: sa.Connection, office: str) -> tuple[bytes, bytes] | None:
    """Body and signature of the highest version."""
    found = sa.select(edition.c.body, edition.c.signature).where(edition.c.office == office)
    row = connection.execute(found.order_by(edition.c.version.desc()).limit(1)).one_or_none()
    return None if row is None else (row.body, row.signature)


def each_edition(connection: sa.Connection, office: str) -> Iterator[bytes]:
    """The bodies, oldest first, one at a time: each can have megabytes."""
    versions = sa.select(edition.c.version).where(edition.c.office == office).order_by(edition.c.version)
    for version in connection.execute(versions).scalars().all():
        one = sa.select(edition.c.body).where(edition.c.office == office, edition.c.version == version)
        yield connection.execute(one).scalar_one()


def last_published(connection: sa.Connection, office: str) -> int:
    """When the last edition was published, in microseconds since 1970; 0 = none was."""
    found = sa.select(sa.func.max(edition.c.published_at)).where(edition.c.office == office)
    return connection.execute(found).scalar() or 0

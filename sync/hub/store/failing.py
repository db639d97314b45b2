"""What the database's complaints mean to the hub: the same later may succeed, or it is a mistake of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from sqlcipher3 import dbapi2


class HubStoreFailing(Exception):  # noqa: N818 - a fact about the database
    """Disk full, database away, restarted, busy: nothing of this call was stored unless it was told before."""


class HubStoreTooNew(Exception):  # noqa: N818 - a fact about the database
    """A newer version of the hub made these tables."""


class AlreadyThere(Exception):  # noqa: N818 - a fact about a row
    """An id or a code is in the office's log already."""


_READ_ONLY = "25006"
"""A standby answers so, and a primary that just became one."""


def is_standby(error: BaseException | None) -> bool:
    """Whether a server refused to write because it only follows another."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return getattr(cause, "sqlstate", None) == _READ_ONLY


@contextmanager
def failing() -> Iterator[None]:
    """Errors of either database as the two things the hub can do something about; all others stay as they are."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise HubStoreFailing("no connection free") from error
    except sa.exc.DBAPIError as error:
        raise _meaning(error.orig, error) from error
    except (psycopg.Error, dbapi2.Error) as error:
        raise _meaning(error, error) from error


def _meaning(cause: BaseException | None, error: Exception) -> Exception:
    if isinstance(cause, psycopg.errors.UniqueViolation) or (
        isinstance(cause, dbapi2.IntegrityError) and "UNIQUE" in str(cause)
    ):
        return AlreadyThere(type(cause).__name__)  # its text names citizens' codes
    away = isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError, dbapi2.OperationalError))
    if (
        away
        or getattr(cause, "sqlstate", "") == _READ_ONLY
        or (isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated)
    ):
        return HubStoreFailing(type(cause).__name__)
    return error

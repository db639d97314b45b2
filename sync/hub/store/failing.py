"""Database errors classified: temporary (retry later) or a bug."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import psycopg
import sqlalchemy as sa
from sqlcipher3 import dbapi2


class Failing(StrEnum):
    """Why the database accepts nothing, as far as it says."""

    AWAY = "away"
    """It does not answer, or not with this user, key or name."""
    READ_ONLY = "read_only"
    """A standby, or a file that may not be written."""
    FULL = "full"
    """Its disk is full."""
    LOCKED = "locked"
    """Somebody holds a lock."""
    BUSY = "busy"
    """No connection is free."""
    DISK = "disk"
    """Its disk fails."""
    DAMAGED = "damaged"
    SLOW = "slow"
    """It has not answered in time."""
    UNKNOWN = "unknown"


class HubStoreFailing(Exception):  # noqa: N818 - a fact about the database
    """Disk full, database away, restarted, busy: nothing of this call was stored, unless it returned before."""

    def __init__(self, detail: str, why: Failing = Failing.AWAY) -> None:
        super().__init__(detail)
        self.why = why


class AddressWrong(ValueError):  # noqa: N818 - a fact about the settings
    """The address is none, of another kind of database, or has options that the driver does not know."""


class HubStoreTooNew(Exception):  # noqa: N818 - a fact about the database
    """A newer version of the hub made these tables."""


class AlreadyThere(Exception):  # noqa: N818 - a fact about a row
    """An id or a code is in the office's log already."""


_READ_ONLY = "25006"
"""A standby answers so, and a primary that just became one."""

_OF_POSTGRES = {
    _READ_ONLY: Failing.READ_ONLY,
    "53100": Failing.FULL,
    "55P03": Failing.LOCKED,
    "57014": Failing.LOCKED,
    "53300": Failing.BUSY,
    "58030": Failing.DISK,
    "XX001": Failing.DAMAGED,
    "XX002": Failing.DAMAGED,
}
"""By SQLSTATE (PostgreSQL's manual, appendix A)."""

_OF_SQLITE = {
    5: Failing.LOCKED,
    6: Failing.LOCKED,
    8: Failing.READ_ONLY,
    10: Failing.DISK,
    11: Failing.DAMAGED,
    13: Failing.FULL,
    26: Failing.DAMAGED,
}
"""By the low byte of the result code (sqlite.org/rescode.html)."""


def is_standby(error: BaseException | None) -> bool:
    """Whether a server refused to write because it only follows another."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return getattr(cause, "sqlstate", None) == _READ_ONLY


@contextmanager
def failing() -> Iterator[None]:
    """Converts errors of either database into the two the hub can act on; all others pass unchanged."""
    try:
        yield
    except sa.exc.TimeoutError as error:
        raise HubStoreFailing("no connection free", Failing.BUSY) from error
    except sa.exc.DBAPIError as error:
        raise _meaning(error.orig, error) from error
    except (psycopg.Error, dbapi2.Error) as error:
        raise _meaning(error, error) from error


def reason_of(cause: BaseException | None) -> Failing | None:
    """The reason in an error of either driver; None = not a failure of the database."""
    of_postgres = _OF_POSTGRES.get(getattr(cause, "sqlstate", None) or "")
    return of_postgres or _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)


def _meaning(cause: BaseException | None, error: Exception) -> Exception:
    if isinstance(cause, psycopg.errors.UniqueViolation) or (
        isinstance(cause, dbapi2.IntegrityError) and "UNIQUE" in str(cause)
    ):
        return AlreadyThere(type(cause).__name__)  # its text names citizens' codes
    why = reason_of(cause)
    away = isinstance(cause, (psycopg.OperationalError, psycopg.InterfaceError, dbapi2.OperationalError))
    if away or why is not None or (isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated):
        return HubStoreFailing(type(cause).__name__, why or Failing.AWAY)
    return error

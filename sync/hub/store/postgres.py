"""The database as a PostgreSQL server, or several behind one address."""

import logging
import select
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from sync.hub.store.failing import failing, is_standby

CHANNEL = "motcua_office"
SCHEMA_LOCK = 0x4D43_5541
"""Name of the lock under which one worker at a time makes tables."""

CONNECT = {
    "connect_timeout": 5,
    "application_name": "motcua-hub",
    # A primary that lost its power answers nothing at all: known after 15 s at most, not after two hours.
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s -c timezone=UTC",
}
_LIFE = sa.text(
    "SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()), "
    "substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8), "
    "(SELECT oid FROM pg_database WHERE datname = current_database()))"
)
_TELL = "SELECT pg_notify(%s, office) FROM unnest(%s::text[]) AS o (office)"
_DIALECT: sa.Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
LOOKUPS = 2
"""Further connections of each worker, for look-ups: requests are recorded one batch at a time, beside what wakes."""

RECONNECT = (0.1, 0.5, 1.0, 2.0, 5.0)
RINGS = 4096
"""Rings of the bell that are read at once."""

_log = logging.getLogger(__name__)


class HotStatement:
    """A statement that every batch asks. Past SQLAlchemy where there is a server: there that takes half of the time."""

    def __init__(self, statement: sa.Executable, embedded: sa.Executable | None = None) -> None:
        """Args: the statement; how it reads for the embedded database, where it reads otherwise."""
        self._embedded = statement if embedded is None else embedded
        compiled = cast("sa.ClauseElement", statement).compile(dialect=_DIALECT)
        self._text = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def run(self, connection: sa.Connection, values: Mapping[str, Any]) -> None:
        """Run it, for what it changes."""
        if connection.dialect.name == "sqlite":
            connection.execute(self._embedded, dict(values))
        else:
            driver_of(connection).execute(self._text, {**self._fixed, **values}, prepare=True)

    def row(self, connection: sa.Connection, values: Mapping[str, Any]) -> Sequence[Any] | None:
        """Run it, for its only row; None = it has none."""
        if connection.dialect.name == "sqlite":
            return connection.execute(self._embedded, dict(values)).one_or_none()
        found: Sequence[Any] | None = (
            driver_of(connection).execute(self._text, {**self._fixed, **values}, prepare=True).fetchone()
        )
        return found

    def rows(self, connection: sa.Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Run it, for all its rows."""
        if connection.dialect.name == "sqlite":
            return connection.execute(self._embedded, dict(values)).all()
        found: Sequence[Sequence[Any]] = (
            driver_of(connection).execute(self._text, {**self._fixed, **values}, prepare=True).fetchall()
        )
        return found


def driver_of(connection: sa.Connection) -> Any:  # noqa: ANN401  # of either driver
    """The driver's own connection."""
    return connection.connection.driver_connection


class Postgres:
    """A connection pool, and one connection for LISTEN."""

    def __init__(self, url: sa.URL, pool: int) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self._more = {name: value for name, value in CONNECT.items() if name not in url.query}
        # A connection that broke is found out by the request that used it, which fails and comes again: asking each
        # connection beforehand would cost every request a round trip.
        self._engine = self._engine_of(pool)
        self._lookups = self._engine_of(LOOKUPS, " -c plan_cache_mode=force_generic_plan")
        self._listening: _Listening | None = None
        self._lock = Lock()

    def _engine_of(self, pool: int, options: str = "") -> sa.Engine:
        args = dict(self._more)
        if "options" in args:
            args["options"] = f"{args['options']}{options}"
        return sa.create_engine(
            self._url,
            pool_size=pool,
            max_overflow=0,
            pool_timeout=10,
            pool_use_lifo=True,
            connect_args=args,
            hide_parameters=True,  # an error's text may be logged, and values are citizens' data
            isolation_level="AUTOCOMMIT",  # to change it for each transaction takes longer than what is asked in it
        )

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction; durable (as the server's ``synchronous_commit`` says) when the block ends."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def non_durable(self) -> Iterator[sa.Connection]:
        """A transaction that does not wait for the disk."""
        with self._transaction("BEGIN; SET LOCAL synchronous_commit = off") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Queries over one consistent snapshot."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            yield connection

    @contextmanager
    def autocommit(self) -> Iterator[sa.Connection]:
        """One query in autocommit mode: one round trip to the server."""
        with self._transaction("") as connection:
            yield connection

    @contextmanager
    def lookup(self) -> Iterator[sa.Connection]:
        """As ``autocommit``, on a connection that keeps its plans, for what is found by keys alone."""
        with self._transaction("", self._lookups) as connection:
            yield connection

    def life(self, connection: sa.Connection) -> str:
        """Cluster, timeline and database."""
        return str(connection.execute(_LIFE).scalar_one())

    def lock_schema(self, connection: sa.Connection) -> None:
        """Take the advisory lock until the transaction ends; other workers wait for it."""
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (SCHEMA_LOCK,))

    def tell(self, office: str) -> None:
        """Notify the listeners of every worker: by the listening thread, where there is one, so nobody waits for it."""
        with self._lock:
            listening = self._listening
        if listening is not None:
            listening.pass_on(office)
            return
        with self._transaction("") as connection:
            connection.exec_driver_sql(_TELL, (CHANNEL, [office]))

    def listen(self, told: Callable[[str], None]) -> Callable[[], None]:
        """Register a listener; called in the listening thread."""
        with self._lock:
            if self._listening is None:
                self._listening = _Listening(self._connect)
            listening = self._listening
        return listening.add(told)

    def close(self) -> None:
        """Stop listening and close the pool."""
        with self._lock:
            if self._listening is not None:
                self._listening.stop()
                self._listening = None
        self._dispose()

    def _dispose(self) -> None:
        self._engine.dispose()
        self._lookups.dispose()

    @contextmanager
    def _transaction(self, begin: str, engine: sa.Engine | None = None) -> Iterator[sa.Connection]:
        """A transaction that begins so; "" = each statement is one. SQLAlchemy ends what the driver began."""
        with failing(), (engine or self._engine).connect() as connection:
            try:
                with connection.begin():
                    if begin:
                        driver_of(connection).execute(begin, prepare=False)
                    yield connection
            except BaseException as error:
                self._let_go_if_useless(connection, error)
                raise

    def _let_go_if_useless(self, connection: sa.Connection, error: BaseException) -> None:
        """Discard connections that must not serve another request.

        A connection that died in a statement past SQLAlchemy (COPY); and all of them, when this one leads to a server
        that has become a standby.
        """
        if is_standby(error):
            self._dispose()
        if connection.invalidated or connection.closed:
            return
        driver: Any = connection.connection.driver_connection
        if driver is not None and (driver.closed or is_standby(error)):
            connection.invalidate()

    def _connect(self) -> "psycopg.Connection[Any]":
        args, more = self._engine.dialect.create_connect_args(self._url)
        return psycopg.connect(*args, **{**more, **self._more}, autocommit=True)


class _Listening:
    """The thread that receives notifications and sends those of this process; it reconnects by itself."""

    def __init__(self, connect: "Callable[[], psycopg.Connection[Any]]") -> None:
        self._connect = connect
        self._told: dict[object, Callable[[str], None]] = {}
        self._to_tell: set[str] = set()
        self._stopped = Event()
        self._ready = Event()
        self._bell, self._rung = socket.socketpair()
        self._bell.settimeout(0)
        self._thread = Thread(target=self._run, name="hub-listening", daemon=True)
        self._thread.start()

    def add(self, told: Callable[[str], None]) -> Callable[[], None]:
        mark = object()
        self._told[mark] = told
        self._ready.wait(5)

        def stop() -> None:
            self._told.pop(mark, None)

        return stop

    def pass_on(self, office: str) -> None:
        """Notify of this office soon; all of one moment with one statement."""
        self._to_tell.add(office)
        self._ring()

    def stop(self) -> None:
        self._stopped.set()
        self._ring()
        self._thread.join(10)
        self._bell.close()
        self._rung.close()

    def _ring(self) -> None:
        with suppress(OSError):  # it rings already, thousands of times; or was stopped in this very moment
            self._bell.send(b"\0")

    def _run(self) -> None:
        tries = 0
        while not self._stopped.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}".encode())
                    if self._ready.is_set():
                        self._tell("")  # whatever was said while nobody listened
                    self._ready.set()
                    tries = 0
                    self._hear(connection)
            except psycopg.Error as error:
                wait = RECONNECT[min(tries, len(RECONNECT) - 1)]
                _log.info("listening again in %s s: %s", wait, type(error).__name__)
                tries += 1
                self._stopped.wait(wait)

    def _hear(self, connection: "psycopg.Connection[Any]") -> None:
        while True:
            ending = self._stopped.is_set()
            self._send(connection)
            for heard in connection.notifies(timeout=0):
                self._tell(heard.payload)
            if ending:
                return
            either: list[int] = [connection.fileno(), self._rung.fileno()]
            readable, _, _ = select.select(either, [], [], 60)
            if self._rung.fileno() in readable:
                self._rung.recv(RINGS)

    def _send(self, connection: "psycopg.Connection[Any]") -> None:
        offices = [self._to_tell.pop() for _ in range(len(self._to_tell))]
        if not offices:
            return
        try:
            connection.execute(_TELL, (CHANNEL, offices))
        except psycopg.Error:
            self._to_tell.update(offices)  # by the next connection
            raise

    def _tell(self, office: str) -> None:
        for told in tuple(self._told.values()):
            told(office)

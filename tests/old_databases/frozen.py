"""A frozen folder, copied so that a test may write, with the desk and the hub in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from desk.desk import Desk
from desk.opening import open_desk
from desk.staff import accounts, pins, session
from models.ids import ClerkId
from sync.hub.settings import DatabaseSettings, HubSettings, read_settings
from tests.conftest import TurnedClock
from tests.fakes.hub import RunningHub, running
from tests.fakes.postgres import PostgreSQL
from tests.old_databases import facts
from tests.old_databases.facts import Facts

HERE = Path(__file__).parent
FOLDERS = sorted(path.parent.name for path in HERE.glob(f"*/{facts.FILE}"))
WITH_HUB = [name for name in FOLDERS if (HERE / name / "hub").exists()]
WITH_BACKUP = [name for name in FOLDERS if (HERE / name / "backup").exists()]
WITH_SHEET = [name for name in FOLDERS if facts.read(HERE / name).recovery]
NEIGHBOUR = "H00.99.02"
"""An office that is new at an old hub."""


@dataclass(frozen=True)
class Frozen:
    """What an older version left, and the office's clock as it was then."""

    folder: Path
    facts: Facts
    clock: TurnedClock

    def opened(self, folder: Path | None = None) -> Desk:
        """The desk, with the administrator signed in where there are accounts."""
        desk = open_desk(folder or self.folder / "desk", clock=self.clock, training=True, create=False)
        return signed_in(desk, self.facts.pin) if self.facts.accounts else desk

    def settings(self, server: PostgreSQL | None) -> HubSettings:
        """Of its hub, over its own file or a database that its dump was restored into."""
        folder = self.folder / "hub"
        told = read_settings(folder / "hub.toml")
        dump = folder / "hub.pgdump"
        if not dump.exists():
            url = f"sqlite:///{folder / 'hub.db'}"
        else:
            assert server is not None
            url = server.restore(dump)
        return replace(told, database=DatabaseSettings(url=url, pool=4), folder=str(folder))

    @contextmanager
    def hub(self, server: PostgreSQL | None) -> Iterator[RunningHub]:
        """At work again, seen from the office of the desk."""
        with running(self.settings(server), clock=self.clock, office=NEIGHBOUR) as found:
            yield RunningHub(found.url, found.settings, found.store, found.hub, self.facts.office)


def thawed(name: str, to: Path, frozen: Path = HERE) -> Frozen:
    """A copy of a frozen folder, its keys closed to others as they were."""
    folder = to / name
    shutil.copytree(frozen / name, folder)
    for key in folder.rglob("*.key"):
        key.chmod(0o600)
    told = facts.read(folder)
    return Frozen(folder, told, TurnedClock(datetime.fromisoformat(told.at)))


def signed_in(desk: Desk, pin: str) -> Desk:
    """The first administrator works here."""
    tried = accounts.begin_try(desk, ClerkId("mau"))
    return session.sign_in(desk, tried, fits=pins.fits(tried.proof, pin))

"""A desk that was killed with its work in the journal, and what may have befallen the journal since."""

import os
import shutil
import signal
from pathlib import Path

from models.calendar.clock import wall_clock
from models.events import TicketLeft
from models.history import Recorded
from models.ids import ClerkId, DeviceId, new_dossier_id, new_ticket_id
from models.store import Store, open_store
from models.store.file.head import head_of
from models.store.file.journal import journal_of
from models.trouble import WorkLost
from tests.models.store.conftest import KEY
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
DEVICE = DeviceId(1)
SLOT, HEADER = 24 + 4096, 32


def opened(path: Path, *, key: bytes = KEY, create: bool = False, accept_loss: bool = False) -> Store:
    return open_store(path, key, device=DEVICE, clock=wall_clock, create=create, accept_loss=accept_loss)


def events_of(path: Path) -> list[Recorded]:
    """Everything in the log, after a proof of all of it."""
    with opened(path) as store:
        assert store.log.verify() == []
        return list(store.log.events())


def killed(path: Path, dossiers: int = 12) -> list[Recorded]:
    """A desk of earlier days that records so many dossiers and dies. What it had acknowledged."""
    with opened(path, create=True) as store:
        store.log.record(new_ticket_id(), CLERK, TicketLeft())
    died(path, dossiers)
    copy = path.with_name("proof") / path.name
    shutil.copytree(path.parent, copy.parent)
    acknowledged = events_of(copy)
    assert len(acknowledged) == dossiers + 1
    shutil.rmtree(copy.parent)
    return acknowledged


def died(path: Path, dossiers: int) -> None:
    """It opens, records so many dossiers, and dies without closing anything."""
    child = os.fork()
    if child == 0:
        try:
            store = opened(path)
            for number in range(dossiers):
                store.log.record(new_dossier_id(), CLERK, received(f"H99.99.99-261123-{number:04d}"))
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)  # never reached
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


class Scene:
    """The folder of a killed desk, put back as it was as often as wanted."""

    def __init__(self, folder: Path, dossiers: int = 12) -> None:
        self.path = folder / "desk" / "desk.db"
        self.path.parent.mkdir()
        self.acknowledged = killed(self.path, dossiers)
        self.files = {file.name: file.read_bytes() for file in self.path.parent.iterdir()}
        self.journal = self.files[journal_of(self.path).name]

    def again(self, *, journal: bytes | None, head: bool = True) -> None:
        """All as the desk left it, but for the journal (None = it is gone), and perhaps without what is remembered."""
        shutil.rmtree(self.path.parent)
        self.path.parent.mkdir()
        for name, content in self.files.items():
            (self.path.parent / name).write_bytes(content)
        if journal is None:
            journal_of(self.path).unlink()
        else:
            journal_of(self.path).write_bytes(journal)
        if not head:
            head_of(self.path).unlink()

    def outcome(self) -> str:
        """What opening it comes to: what is said to be missing, or nothing, when everything acknowledged is there."""
        before = {file.name: file.read_bytes() for file in self.path.parent.iterdir()}
        try:
            events = events_of(self.path)
        except WorkLost as lost:
            for name, content in before.items():
                assert (self.path.parent / name).read_bytes() == content, name
            return lost.detail
        assert events == self.acknowledged
        return ""

    @property
    def frames(self) -> int:
        """How many frames the journal has."""
        return (len(self.journal) - HEADER) // SLOT

"""``Store``: the open file as the desk uses it: log, rows, drafts."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from models.calendar.clock import Clock
from models.ids import PROVINCE, DeviceId, PeerName, new_event_id
from models.store.file.database import Database
from models.store.file.opening import BeforeMigration, forget_loss, open_database
from models.store.file.snapshot import Snapshot
from models.store.key_value import KeyValues
from models.store.log import Log
from models.store.projections.all_rows import AllRows
from models.store.projections.dossier_lists import Dossiers
from models.store.projections.kinds import KINDS
from models.store.projections.ticket_lists import Tickets
from models.store.province import PeerRecord, ProvinceRecord
from models.store.rebuild import rebuilding
from models.trouble import FileDamaged

L = TypeVar("L")

_LOSS = "loss"
"""Key of the number of this machine's last event when a loss was first met, until somebody has gone on without it."""


class Store:
    """One file, one connection. Every call, closing included, belongs to the thread that opened it.

    Attributes:
        path: where the file lies.
        log: what happened.
        dossiers, tickets: what lists show of them.
        drafts: what is half typed.
        accounts: who may work here.
        print_jobs: papers that have not come out yet.
        opening: name of this opening of the file: what bears another one was left by an earlier run.
        key_values: keys of scanned files, copies made, checks done.
        province: what is remembered of the province.
        lost: what the file lacks, if it was opened all the same; see ``models.trouble.WorkLost``.
        remembered: this machine's last event then, as far as is known; ``kept``: of those that are here, as it was when
            the loss was first met: who may go on has to sign in, which is recorded too.
    """

    def __init__(self, database: Database, device: DeviceId, clock: Clock, rows: AllRows) -> None:
        self.path = database.path
        self.log = Log(database, device, clock, rows)
        self.dossiers = Dossiers(database)
        self.tickets = Tickets(database)
        self.drafts = KeyValues(database, "draft")
        self.accounts = KeyValues(database, "account")
        self.print_jobs = KeyValues(database, "print_job")
        self.opening = new_event_id()
        self.key_values = KeyValues(database, "keeping")
        self.province = ProvinceRecord(database, self.log)
        self.lost = database.lost
        self.remembered = database.remembered.seq if database.remembered is not None else 0
        self.kept = self._kept_at_first() if self.lost else self.log.head().seq
        self._database = database

    def write_unsynced(self) -> None:
        """Commits wait for the disk no more until it is closed: only for what can be made again."""
        self._database.write_unsynced()

    def take_snapshot(self) -> Snapshot:
        """Snapshot of the main file: until ``release_snapshot`` writes go to the WAL; as ``Database.take_snapshot``.

        Raises:
            DiskFull, DiskFailing: the WAL could not be checkpointed.
        """
        return self._database.take_snapshot(self.log.device)

    def release_snapshot(self, held: Snapshot) -> None:
        """Release this holder's snapshot. Idempotent."""
        self._database.release_snapshot(held)

    def lists(self, of: Callable[[Database], L]) -> L:
        """The queries of another kind of subject, by class: ``store.lists(Tickets)``."""
        return of(self._database)

    def of_peer(self, peer: PeerName) -> PeerRecord:
        """The state of the exchange with a peer."""
        return self.province if peer == PROVINCE else PeerRecord(self._database, self.log, peer)

    @property
    def is_open(self) -> bool:
        """False after ``close``; a caller that reopens the file may fail in between."""
        return self._database.is_open

    def read_through(self) -> None:
        """Check the structure of the whole file.

        Raises:
            FileDamaged
        """
        with self._database.reading():
            said = self._database.one("PRAGMA quick_check(1)")
            if said != "ok":
                raise FileDamaged(str(self.path), str(said))

    def forget_loss(self, key: bytes) -> None:
        """Accept the loss of a file opened with ``accept_loss``: it counts as it is now.

        Args:
            key: of the file.

        Raises:
            FileTrouble: the loss is told again at the next opening.
        """
        self.key_values.drop(_LOSS)
        forget_loss(self._database, key)

    def close(self) -> None:
        """Close the file and release its lock. Idempotent."""
        self._database.close()

    def _kept_at_first(self) -> int:
        noted = self.key_values.load(_LOSS)
        if noted is None:
            noted = str(self.log.head().seq).encode()
            self.key_values.save(_LOSS, noted)
        return int(noted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    path: Path,
    key: bytes,
    *,
    device: DeviceId,
    clock: Clock,
    on_progress: Callable[[int, int], None] | None = None,
    create: bool = False,
    before_migration: BeforeMigration | None = None,
    accept_loss: bool = False,
) -> Store:
    """Open the database file of this PC.

    Args:
        path: the file.
        key: 32 bytes, from ``models.store.keys.key``.
        device: the number the office gave this machine.
        clock: what gives events their time.
        on_progress: told ``(events done, events in all)`` while rows of an older shape are made anew.
        create: make the file when there is none.
        before_migration: called with an older file as it stands, before its tables are changed.
        accept_loss: open what is left of a file that would raise ``WorkLost``; see ``Store.forget_loss``.

    Raises:
        SQLiteTooOld, FileOnNetwork, FileMissing, FileInUse, KeyWrong, FileTooNew, FileDamaged, WorkLost,
        DiskFull, FolderReadOnly: each says why it was not opened; the file is as it was.
    """
    database = open_database(path, key, create=create, before_migration=before_migration, accept_loss=accept_loss)
    try:
        with database.reading():
            rows = AllRows(database, KINDS)
            rebuilding.bring_up_to_date(database, rows.kinds, on_progress)
        return Store(database, device, clock, rows)
    except BaseException:
        database.close()
        raise

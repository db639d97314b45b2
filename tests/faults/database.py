"""The hub's database goes away, comes back, comes back older, or its disk is full."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from models.calendar.clock import wall_clock
from models.events import DossierReceived, NationalState, ProvinceReported
from sync.hub.log import reports
from tests.fakes.citizens import OFFICE
from tests.fakes.postgres import PostgreSQL
from tests.faults.office import BATCH, DESKS, OfficeUnderTest
from tests.faults.report import Report
from tests.patience import PATIENCE

MIB = 1 << 20
DISK = 192 * MIB


def postgres_restarted(server: PostgreSQL, size: int, seed: int, *, desks: int = DESKS) -> Report:
    """PostgreSQL is restarted, then killed, under load; the hub is not touched."""
    with OfficeUnderTest(server.fresh(), desks=desks, seed=seed) as office:
        office.start()
        for number, happens in enumerate((server.restart, server.kill), 1):
            office.record(size // 2)
            office.wait(lambda number=number: office.recorded() >= size // 5 * number, "under load")  # type: ignore[misc]  # bound at once
            happens()
            server.start()
            ended = time.monotonic()
        recovered_in = office.settle(ended, size)
        return office.report("PostgreSQL restarted and killed", recovered_in)


def hub_restored(server: PostgreSQL, size: int, seed: int, *, batch: int = BATCH, desks: int = DESKS) -> Report:
    """The hub's database is restored from last night's pg_dump; one desk is switched off meanwhile."""

    def restored(office: OfficeUnderTest) -> Callable[[], None]:
        dump = office.folder / "hub.dump"
        server.dump(office.hub.database, dump)
        return lambda: office.hub.use(server.restore(dump))

    scenario = "hub restored from an older pg_dump"
    return _restored(server.fresh(), size, seed, restored, scenario, batch=batch, desks=desks)


def hub_restored_after_report(server: PostgreSQL, size: int, seed: int) -> Report:
    """The same, when the province itself had written something since that dump, and writes again at once."""

    def restored(office: OfficeUnderTest) -> Callable[[], None]:
        dump = office.folder / "hub.dump"
        server.dump(office.hub.database, dump)
        _report(office, NationalState.IN_PROGRESS)

        def back() -> None:
            office.hub.use(server.restore(dump))
            _report(office, NationalState.DONE)

        return back

    return _restored(server.fresh(), size, seed, restored, "hub restored after a report of the province")


def embedded_hub_restored(_: PostgreSQL, size: int, seed: int, *, batch: int = BATCH) -> Report:
    """The same with the encrypted file of a small office: its copy of last night is put back."""
    with tempfile.TemporaryDirectory(prefix="motcua-hub-") as folder:
        file = Path(folder) / "hub.db"

        def restored(office: OfficeUnderTest) -> Callable[[], None]:
            office.hub.stop()
            for path in Path(folder).glob("hub.db*"):
                shutil.copy(path, path.with_name("backup-" + path.name))
            office.hub.start()

            def back() -> None:
                for path in Path(folder).glob("hub.db*"):
                    path.unlink()
                for path in Path(folder).glob("backup-*"):
                    path.rename(path.with_name(path.name.removeprefix("backup-")))

            return back

        scenario = "embedded hub restored from an older copy"
        return _restored(f"sqlite:///{file}", size, seed, restored, scenario, batch=batch)


def _restored(
    database: str,
    size: int,
    seed: int,
    backup: Callable[[OfficeUnderTest], Callable[[], None]],
    scenario: str,
    *,
    batch: int = BATCH,
    desks: int = DESKS,
) -> Report:
    with OfficeUnderTest(database, desks=desks, seed=seed, batch=batch) as office:
        third = max(size // 3 // len(office.desks), 1) * len(office.desks)  # each desk records the same
        office.start()
        office.record(third)
        office.settle(time.monotonic(), third)
        restore = backup(office)
        office.record(third)
        office.wait(lambda: office.recorded() >= 2 * third, "recorded")
        office.same_everywhere(time.monotonic())
        off = office.desks[-1]
        off.stop()
        office.hub.kill()
        restore()
        office.hub.start()
        had = len(office.stream())
        ended = time.monotonic()
        for desk in office.desks[:-1]:
            desk.record(third // len(office.desks))
        off.start()
        wanted = 2 * third + third // len(office.desks) * (len(office.desks) - 1)
        office.wait(lambda: office.recorded() >= wanted, "recorded")
        recovered_in = office.same_everywhere(ended)
        return office.report(scenario, recovered_in, events_the_copy_had=had)


def _report(office: OfficeUnderTest, state: NationalState) -> None:
    """The province says something of a dossier: an event of its own, in no desk's chain."""
    code = next(r.event.code for r in office.stream() if isinstance(r.event, DossierReceived))
    store = office.hub.store()
    try:
        reports.report(store, OFFICE.id, code, ProvinceReported(state=state), wall_clock())
    finally:
        store.close()


def disk_full(_: PostgreSQL, size: int, seed: int) -> Report:
    """The disk of the hub's database is full while the desks work; then somebody makes room."""
    with (
        small_disk() as disk,
        PostgreSQL(within=disk, settings={"max_wal_size": "48MB"}) as server,
        OfficeUnderTest(server.fresh(), desks=3, seed=seed) as office,
    ):
        office.start()
        office.record(size // 2)
        office.settle(time.monotonic(), size // 2 - 3)
        ballast = disk / "ballast"
        with ballast.open("wb", buffering=0) as file:  # nothing is left to be written when it is closed
            try:
                while True:
                    file.write(bytes(64 << 10))
            except OSError:
                pass  # full: that is what it is for
        before = office.recorded()
        office.record(size - size // 2)
        office.wait(
            lambda: office.recorded() >= before + size // 3 and any(d.last.trouble for d in office.desks),
            "the clerks work on and the hub refuses",
        )
        troubles = sorted({desk.last.trouble for desk in office.desks} - {""})
        ballast.unlink()
        _up_again(server)
        recovered_in = office.settle(time.monotonic(), size - 6)
        return office.report("disk full at the hub", recovered_in, told=" ".join(troubles))


def _up_again(server: PostgreSQL) -> None:
    """Once it writes again. What it met on the full disk may still be ending it while it seems to run.

    Raises:
        TimeoutError: it never does.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        server.start()
        try:
            server.execute("CHECKPOINT")
        except psycopg.OperationalError:
            time.sleep(0.05)  # a server that goes down has nothing to wait on
        else:
            return
    raise TimeoutError(server.log[-2000:])


def may_mount() -> bool:
    """Whether a small disk can be made here: root, with the right to mount."""
    try:
        with small_disk():
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def small_disk(size: int = DISK) -> Iterator[Path]:
    """A folder on a disk of this many bytes.

    Raises:
        PermissionError: not root. OSError, subprocess.CalledProcessError: it may not be mounted here.
    """
    if os.geteuid() != 0:
        raise PermissionError("mount")
    with tempfile.TemporaryDirectory(prefix="motcua-disk-") as folder:
        mount = ["/usr/bin/mount", "-t", "tmpfs", "-o", f"size={size},mode=0755", "none", folder]
        subprocess.run(mount, check=True, capture_output=True)  # noqa: S603  # our own command line
        try:
            yield Path(folder)
        finally:
            subprocess.run(["/usr/bin/umount", "--lazy", folder], check=True, capture_output=True)  # noqa: S603  # likewise

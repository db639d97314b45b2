"""The disk fills up under the file: what was acknowledged stays, what was refused is nowhere, and it goes on after."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.calendar.clock import wall_clock
from models.history import Recorded
from models.ids import ClerkId, DeviceId, new_dossier_id
from models.store import Store, open_store
from models.trouble import DiskFailing, DiskFull, FolderReadOnly
from tests.models.store.conftest import KEY, Opens
from tests.models.store.test_log import received

if sys.platform != "win32":
    import resource

CLERK = ClerkId("mau")


def record_on_and_on(store: Store, acknowledged: list[Recorded]) -> None:
    while True:
        acknowledged += store.log.record(new_dossier_id(), CLERK, received()).recorded


def test_when_no_page_is_left_nothing_of_the_refused_work_is_stored(opens: Opens) -> None:
    store = opens()
    database = store._database
    database.run(f"PRAGMA max_page_count = {database.one('PRAGMA page_count') + 8}")
    acknowledged: list[Recorded] = []
    with pytest.raises(DiskFull) as trouble:
        record_on_and_on(store, acknowledged)
    assert trouble.value.retry_helps
    with pytest.raises(DiskFull):
        store.drafts.save("intake", bytes(100_000))
    assert list(store.log.events()) == acknowledged
    assert acknowledged
    database.run("PRAGMA max_page_count = 1000000")
    acknowledged += store.log.record(new_dossier_id(), CLERK, received()).recorded
    store.close()
    again = opens()
    assert list(again.log.events()) == acknowledged
    assert again.log.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the size of files is a thing of unix")
def test_when_a_quota_refuses_the_writing_it_is_said_and_afterwards_all_is_well(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, until_the_limit(path))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as answer:
        trouble, kept, after = answer.read().split()
    os.waitpid(child, 0)
    assert trouble == "DiskFailing"
    assert int(kept) > 10
    assert int(after) == int(kept) + 1
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock) as store:
        assert store.log.counts().events == int(after)
        assert store.log.verify() == []


def until_the_limit(path: Path) -> bytes:
    """Record until the system refuses to let the journal grow, then once more without the limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True) as store:
        empty = max(one.stat().st_size for one in path.parent.iterdir())  # grows with each table of the program
        resource.setrlimit(resource.RLIMIT_FSIZE, (empty + 300_000, most))
        kept, trouble = 0, "none"
        try:
            for _ in range(10_000):
                store.log.record(new_dossier_id(), CLERK, received())
                kept += 1
        except DiskFailing as error:
            trouble = type(error).__name__
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        store.log.record(new_dossier_id(), CLERK, received())
        return f"{trouble} {kept} {store.log.counts().events}".encode()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of two megabytes; only root may make one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux")
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(  # noqa: S603  # our own words
        ["/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["/bin/umount", str(folder)], check=True)  # noqa: S603  # likewise


def test_a_real_disk_fills_up_and_is_emptied_again(small_disk: Path) -> None:
    path = small_disk / "desk.db"
    acknowledged: list[Recorded] = []
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True) as store:
        (small_disk / "holiday.avi").write_bytes(bytes(1_000_000))
        with pytest.raises(DiskFull):
            record_on_and_on(store, acknowledged)
        (small_disk / "holiday.avi").unlink()
        acknowledged += store.log.record(new_dossier_id(), CLERK, received()).recorded
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock) as store:
        assert list(store.log.events()) == acknowledged
        assert store.log.verify() == []


def test_a_full_disk_makes_no_half_file(small_disk: Path) -> None:
    path = small_disk / "desk.db"
    (small_disk / "holiday.avi").write_bytes(bytes(2 * 1024 * 1024))
    with pytest.raises((DiskFull, FolderReadOnly)):
        open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True)
    assert not path.exists()
    (small_disk / "holiday.avi").unlink()
    open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True).close()

"""A file that was built, moved or put under another key counts only when it is whole, whatever room the disk has."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from models.calendar.clock import wall_clock
from models.ids import DeviceId, new_dossier_id
from models.store import open_store
from models.store.file.checking import opens
from models.store.file.rehoming import rehome
from models.store.keys.rotation import rotate_file
from models.trouble import FileTrouble
from tests.models.store.conftest import KEY
from tests.models.store.journals import CLERK, opened
from tests.models.store.test_log import received

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes and SIGKILL are things of unix")

NEW = DeviceId(7)
OTHER = bytes(range(32))
DAY = date(2026, 11, 29)


def worked(path: Path, dossiers: int = 60) -> None:
    with opened(path, create=True) as store:
        for number in range(dossiers):
            store.log.record(new_dossier_id(), CLERK, received(f"H99.99.99-261129-{number:04d}"))


Works = Callable[..., None]


@pytest.fixture(scope="module")
def worked_before(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """As ``worked``, for a folder with nothing else in it: the file is made once and copied from then on."""
    made = tmp_path_factory.mktemp("worked")

    def put(path: Path, dossiers: int = 60) -> None:
        first = made / str(dossiers) / path.name
        if not first.exists():
            first.parent.mkdir()
            worked(first, dossiers)
        shutil.copytree(first.parent, path.parent, dirs_exist_ok=True)

    return put


def in_a_process(work: Callable[[], None]) -> str:
    """Do it in a process of its own. ``done``, the trouble it met, or ``killed``."""
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        said = "error"
        try:
            work()
            said = "done"
        except FileTrouble as trouble:
            said = type(trouble).__name__
        finally:
            os.write(told, said.encode())
            os._exit(0)
    os.close(told)
    with os.fdopen(heard, encoding="ascii") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said or "killed"


def limited(most: int, work: Callable[[], None]) -> None:
    """No file may grow beyond so many bytes: what a full disk does, but for its error's number."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, highest = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, highest))
    work()


def killed_at(call: int, work: Callable[[], None]) -> None:
    """Dies at its so-and-so-many-th call that writes, renames, links or removes."""
    count = 0

    def hook(event: str, _: tuple[object, ...]) -> None:
        nonlocal count
        if event in {"os.rename", "os.remove", "os.link", "os.truncate", "open", "sqlite3.connect"}:
            count += 1
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    work()


def whole(path: Path) -> int:
    """How many events a file holds that is proven to its last page and link."""
    with opened(path) as store:
        store.read_through()
        assert store.log.verify() == []
        return store.log.counts().events


def move(path: Path) -> None:
    rehome(path, KEY, old=DeviceId(1), new=NEW, from_seq=20, day=DAY, put={})


def turn(path: Path) -> None:
    rotate_file(path, KEY, OTHER, device=DeviceId(1))


@pytest.mark.parametrize("room", [4_096, 40_000, 90_000, 130_000, 170_000, 210_000, 260_000])
def test_a_first_opening_with_too_little_room_leaves_nothing_that_is_taken_for_a_desk(
    tmp_path: Path, room: int
) -> None:
    path = tmp_path / "desk.db"
    said = in_a_process(lambda: limited(room, lambda: opened(path, create=True).close()))
    assert said in {"done", "DiskFailing", "DiskFull"}
    with opened(path, create=True) as store:  # there is room now
        store.log.record(new_dossier_id(), CLERK, received())
    assert whole(path) == 1


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.8, 0.95, 1.0, 1.1, 1.3])
@pytest.mark.parametrize("change", [move, turn])
def test_a_change_with_too_little_room_is_refused_and_the_file_is_the_old_one(
    tmp_path: Path, worked_before: Works, change: Callable[[Path], None], share: float
) -> None:
    path = tmp_path / "desk.db"
    worked_before(path)
    room = int(path.stat().st_size * share)
    said = in_a_process(lambda: limited(room, lambda: change(path)))
    assert said in {"done", "DiskFailing", "DiskFull", "FileDamaged"}
    assert _one_of_both(path, changed=said == "done") == 60


@pytest.mark.parametrize("change", [move, turn])
def test_killed_at_any_step_of_a_change_there_is_one_whole_file(
    tmp_path: Path, worked_before: Works, change: Callable[[Path], None]
) -> None:
    call, said = 0, ""
    while said != "done":
        call += 1
        folder = tmp_path / str(call)
        folder.mkdir()
        path = folder / "desk.db"
        worked_before(path, 24)
        said = in_a_process(lambda at=call, path=path: killed_at(at, lambda: change(path)))  # type: ignore[misc]
        assert said in {"killed", "done"}
        assert _one_of_both(path) == 24
        assert call < 100
    assert call > 5


def test_killed_at_any_step_of_the_first_opening_it_is_made_again(tmp_path: Path) -> None:
    call, said = 0, ""
    while said != "done":
        call += 1
        path = tmp_path / str(call) / "desk.db"
        path.parent.mkdir()
        said = in_a_process(lambda at=call, path=path: killed_at(at, lambda: worked(path, 2)))  # type: ignore[misc]
        with opened(path, create=True) as store:
            assert store.log.verify() == []
            assert store.log.counts().events <= 2
        assert call < 100
    assert call > 5


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """A real file system of so many bytes; only root may make one."""
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root mounts; what it tests is tried with a limit of the system too")
    mount = ["/bin/mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603  # our own words
        pytest.skip("needs the right to mount; what it tests is tried with a limit of the system too")
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", str(folder)], check=True)  # noqa: S603  # likewise


def test_on_a_real_small_disk_no_change_reports_success_over_a_file_that_is_not_whole(
    tmp_path: Path, worked_before: Works
) -> None:
    told = set()
    for number, spare in enumerate(range(0, 500_000, 36_864)):
        with small_disk(tmp_path / str(number), 2 << 20) as folder:
            path = folder / "desk.db"
            worked_before(path)
            ballast = folder / "holiday.avi"
            free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
            ballast.write_bytes(bytes(max(free - spare, 0)))
            change = (move, turn)[number % 2]
            said = in_a_process(lambda change=change, path=path: change(path))  # type: ignore[misc]
            told.add(said)
            ballast.unlink()
            assert said in {"done", "DiskFull", "DiskFailing", "FolderReadOnly"}
            assert _one_of_both(path, changed=said == "done") == 60
    assert {"done", "DiskFull"} <= told


def test_on_a_real_small_disk_a_first_opening_is_whole_or_made_again(tmp_path: Path) -> None:
    told = set()
    for number, room in enumerate(range(4_096, 1_400_000, 49_152)):
        with small_disk(tmp_path / str(number), 1 << 21) as folder:
            path = folder / "desk.db"
            ballast = folder / "holiday.avi"
            free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
            ballast.write_bytes(bytes(free - room))
            told.add(in_a_process(lambda path=path: opened(path, create=True).close()))  # type: ignore[misc]
            ballast.unlink()
            with opened(path, create=True) as store:
                store.log.record(new_dossier_id(), CLERK, received())
            assert whole(path) == 1
    assert told <= {"done", "DiskFull", "DiskFailing", "FolderReadOnly"}
    assert {"done", "DiskFull"} <= told


def _one_of_both(path: Path, *, changed: bool | None = None) -> int:
    """Events of the old file or the new one, proven; ``changed`` says which it must be."""
    turned = opens(path, OTHER)
    with open_store(path, OTHER if turned else KEY, device=DeviceId(1), clock=wall_clock) as store:
        store.read_through()
        assert store.log.verify() == []
        events = list(store.log.events())
    if changed is not None:
        assert (turned or any(event.device == NEW for event in events)) == changed
    return len(events)

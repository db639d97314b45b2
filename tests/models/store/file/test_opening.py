import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.calendar.clock import wall_clock
from models.events import TicketLeft
from models.ids import ClerkId, DeviceId, new_ticket_id
from models.store import FindingKind, Store, open_store
from models.store.file.opening import open_database
from models.trouble import (
    FileDamaged,
    FileInUse,
    FileMissing,
    FileOnNetwork,
    FileTooNew,
    FileTrouble,
    KeyWrong,
    SQLiteTooOld,
)
from tests.models.store.conftest import KEY

CLERK = ClerkId("mau")


def made(path: Path) -> Path:
    with again(path, create=True) as store:
        store.log.record(new_ticket_id(), CLERK, TicketLeft())
    return path


def again(path: Path, key: bytes = KEY, *, create: bool = False) -> Store:
    return open_store(path, key, device=DeviceId(1), clock=wall_clock, create=create)


def test_what_was_recorded_is_there_after_reopening(tmp_path: Path) -> None:
    with again(made(tmp_path / "a.db")) as store:
        assert [type(recorded.event) for recorded in store.log.events()] == [TicketLeft]
        assert store.log.verify() == []


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        again(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_key_is_said_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(KeyWrong):
            again(path, bytes(32), create=create)
    assert path.read_bytes() == before
    again(path).close()


def test_a_file_of_another_program_is_not_ours(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    database = open_database(path, KEY)
    database.run("PRAGMA application_id = 1")
    database.close()
    with pytest.raises(KeyWrong):
        again(path)


def test_an_empty_file_is_damage_and_never_a_new_start(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    for create in (False, True):
        with pytest.raises(FileDamaged):
            again(tmp_path / "a.db", create=create)
    assert (tmp_path / "a.db").stat().st_size == 0


def test_the_file_opens_once_at_a_time_in_one_process(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with again(path), pytest.raises(FileInUse):
        again(path)
    again(path).close()


def test_the_file_opens_once_at_a_time_among_processes_and_after_a_kill_it_is_free(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    holds = (
        "import sys; from pathlib import Path; from models.store.file.opening import open_database; "
        f"held = open_database(Path({str(path)!r}), bytes(range(1, 33))); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holds]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:  # noqa: S603  # our own interpreter
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        with pytest.raises(FileInUse):
            again(path)
        child.kill()
    again(path).close()


def test_a_newer_version_s_file_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    database = open_database(path, KEY)
    database.run("PRAGMA user_version = 999")
    database.close()
    with pytest.raises(FileTooNew):
        again(path)


def test_an_sqlite_that_may_lose_commits_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    with pytest.raises(SQLiteTooOld) as trouble:
        open_database(path, KEY, sqlite=(3, 51, 2))
    assert trouble.value.detail == "3.51.2"
    open_database(path, KEY, sqlite=(3, 51, 3)).close()


def test_a_network_drive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileOnNetwork):
        open_database(made(tmp_path / "a.db"), KEY, on_network=lambda _: True)


@pytest.mark.parametrize("page", [2, 3, 5])
def test_a_flipped_byte_on_the_disk_is_damage(tmp_path: Path, page: int) -> None:
    path = made(tmp_path / "a.db")
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * 4096 + 700] ^= 1
    path.write_bytes(whole)

    try:
        with again(path) as store:
            found = store.log.verify()
    except FileDamaged:
        return
    assert (found[0].kind, found[0].name) == (FindingKind.PAGE, str(page))


def test_the_commits_wait_for_the_disk(store: Store) -> None:
    assert store._database.one("PRAGMA synchronous") == 2
    assert store._database.one("PRAGMA journal_mode") == "wal"


def test_rows_that_an_older_program_has_made_are_made_anew_at_opening(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db")
    database = open_database(path, KEY)
    database.run("INSERT INTO meta (name, value) VALUES ('rows', '8')")  # it leaves the versions it does not know
    database.run("DROP TABLE ticket")
    database.close()
    told: list[tuple[int, int]] = []
    with open_store(
        path, KEY, device=DeviceId(1), clock=wall_clock, on_progress=lambda *done: told.append(done)
    ) as store:
        assert store.log.verify() == []
    assert told == [(1, 1)]


needs_user = pytest.mark.skipif(sys.platform == "win32", reason="folders take no writing otherwise on Windows")


@needs_user
def test_a_read_only_folder_is_said_and_afterwards_all_is_as_before(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = made(folder / "a.db")
    (folder / "a.db.lock").unlink(missing_ok=True)
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_mode & 0o005 != 0o005:
            parent.chmod(parent.stat().st_mode | 0o005)
    try:
        assert in_a_child_without_rights(path) == "FolderReadOnly"
    finally:
        folder.chmod(0o755)
    with again(path) as store:
        store.log.record(new_ticket_id(), CLERK, TicketLeft())
        assert store.log.counts().events == 2
        assert store.log.verify() == []


def in_a_child_without_rights(path: Path) -> str:
    """What opening says to a user who may only read; root may everything, so it becomes nobody first."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            try:
                again(path).close()
                said = "opened"
            except FileTrouble as error:
                said = type(error).__name__
            os.write(writing, said.encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said

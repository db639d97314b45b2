"""What a kill leaves half written goes when the folder is next opened by who holds its lock; what is alive stays."""

import os
import signal
import sys
from pathlib import Path

import pytest

from desk.backup.backup import back_up
from desk.backup.backup_run import FILES
from desk.health.restore import abandon, prove
from desk.opening import close_desk
from models.files.disk import remove_partial, write_whole
from models.store.keys.key import KEY_FILE
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import SCAN, Opens, fill

LEFT = [f"{KEY_FILE}.0a1b2c3d.part", "settings.toml.00000000.part", "hall.json.ffffffff.part"]


def test_half_files_among_them_keys_are_removed_at_the_next_opening(opens: Opens, data: Path) -> None:
    close_desk(opens())
    shelf = data / FILES / "ab"
    shelf.mkdir(parents=True)
    left = [*(data / name for name in LEFT), shelf / f"{'ab' * 32}.12345678.part"]
    others = [data / "motcua.key.note", data / "my.part", data / FILES / "coming" / "x.part"]
    others[-1].parent.mkdir()
    for path in (*left, *others):
        path.write_bytes(b"half")
    close_desk(opens())
    assert not [path for path in left if path.exists()]
    assert all(path.exists() for path in others)


def test_databases_that_never_got_their_name_are_removed_and_those_that_did_stay(opens: Opens, data: Path) -> None:
    close_desk(opens())
    half = ("motcua.db.new", "motcua.rehomed.db", "motcua.rehomed.db.new", "motcua.rotated.db")
    left = [data / f"{name}{ending}" for name in half for ending in ("", "-wal", "-shm", "-journal")]
    left.append(data / "motcua.forked-2026-11-23-2.db.new")
    others = [data / name for name in ("motcua.forked-2026-11-23.db", "other.db.new", "motcua.rehomed.db.txt")]
    for path in (*left, *others):
        path.write_bytes(b"half")
    close_desk(opens())
    assert not [path.name for path in left if path.exists()]
    assert all(path.exists() for path in others)


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cleans up comes at the worst moment: between the last byte and the name."""
    real = os.fsync
    came: list[tuple[str, ...]] = []

    def cleaned_meanwhile(handle: int) -> None:
        real(handle)
        came.append(remove_partial(tmp_path))

    monkeypatch.setattr(os, "fsync", cleaned_meanwhile)
    write_whole(tmp_path / "settings.toml", b"whole")
    assert came[0] == ()
    assert (tmp_path / "settings.toml").read_bytes() == b"whole"


@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")
def test_a_killed_writer_leaves_a_half_that_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGKILL))
            write_whole(tmp_path / KEY_FILE, b"secret", private=True)
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    (half,) = tmp_path.iterdir()
    assert half.stat().st_mode & 0o777 == 0o600
    assert remove_partial(tmp_path) == (half.name,)
    assert not list(tmp_path.iterdir())


def test_a_copy_that_was_being_brought_goes_unless_somebody_is_about_to_say_yes(
    opens: Opens, data: Path, place: Path, clock: TurnedClock
) -> None:
    assert place.exists()
    desk = opens()
    fill(desk, 1)
    desk.files.put(SCAN)
    copy = back_up(desk).copy
    close_desk(desk)
    proven = prove(copy, data, clock=clock, use_keyring=False)
    close_desk(opens())
    assert (data / "restore.part").exists()
    abandon(proven)
    (data / "restore.part").mkdir()
    (data / "restore.done.part").mkdir()
    close_desk(opens())
    assert not list(data.glob("restore.*"))


def test_half_scans_among_the_copies_go_with_the_next_copy(opens: Opens, place: Path, clock: TurnedClock) -> None:
    assert place.exists()
    desk = opens()
    digest = desk.files.put(SCAN)
    shelf = back_up(desk).copy.parent / "scans" / digest[:2]
    left = [shelf / f"{digest}.part", shelf / f"{digest}.0a1b2c3d.part"]
    for path in left:
        path.write_bytes(b"half")
    clock.turn(hours=1)
    back_up(desk)
    assert not [path for path in left if path.exists()]
    assert (shelf / digest).exists()

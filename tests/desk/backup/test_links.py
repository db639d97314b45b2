"""A drive for copies that somebody prepared: nothing is written, removed or read through a link on it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desk.backup.backup import back_up
from desk.backup.manifest import NAME, SCANS, SHELVES, read_manifest, sha256_of
from desk.desk import Desk
from desk.dossiers import attachments
from desk.health.restore import find_copy, prove
from desk.opening import close_desk
from desk.words.reasons import sentence
from models.files.marked import marked_json
from models.ids import new_dossier_id
from models.trouble import BackupDamaged, NotPlain
from tests.conftest import TurnedClock
from tests.desk.backup.conftest import CLERK, Opens
from tests.models.store.test_log import received

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


@pytest.fixture
def desk(place: Path, opens: Opens, tmp_path: Path) -> Desk:
    """A dossier that names a scan."""
    assert place.exists()
    desk = opens()
    id_ = new_dossier_id()
    desk.store.log.record(id_, CLERK, received("H99.99.99-261123-3001"))
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7 paper")
    attachments.attach(desk, id_, path)
    return desk


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of the PC, with names that a removal of what was left would meet."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("precious.part", "precious.0a1b2c3d.part"):
        (folder / name).write_bytes(b"precious")
    return folder


def _moved_away(path: Path, elsewhere: Path) -> None:
    if path.exists():
        path.rename(path.with_name("moved"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(elsewhere, target_is_directory=True)


LINKED: dict[str, Callable[[Path], Path]] = {
    "the folder of the machine": lambda machine: machine,
    "the scans": lambda machine: machine / SHELVES,
    "a shelf of them": lambda machine: next((machine / SHELVES).iterdir()),
}


@pytest.mark.parametrize("what", LINKED)
def test_no_copy_is_made_through_a_link(
    desk: Desk, place: Path, elsewhere: Path, clock: TurnedClock, what: str
) -> None:
    machine = back_up(desk).copy.parent
    _moved_away(LINKED[what](machine), elsewhere)
    clock.turn(hours=1)
    with pytest.raises(NotPlain) as strange:
        back_up(desk)
    assert "liên kết" in sentence(strange.value)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["precious.0a1b2c3d.part", "precious.part"]
    assert list(place.rglob("*.part")) == []


def test_a_link_that_looks_like_a_copy_is_none_and_is_neither_read_nor_removed(
    desk: Desk, elsewhere: Path, clock: TurnedClock
) -> None:
    copy = back_up(desk).copy
    other = elsewhere / "copy"
    copy.rename(other)
    copy.symlink_to(other, target_is_directory=True)
    half = copy.with_name("2026-01-01_000000.part")
    half.symlink_to(elsewhere, target_is_directory=True)
    clock.turn(hours=1)
    made = back_up(desk)
    assert made.dropped == ()
    assert find_copy(made.copy.parent)[0] == made.copy
    assert (other / NAME).exists()
    assert (copy.is_symlink(), half.is_symlink()) == (True, True)
    assert len(list(elsewhere.iterdir())) == 3


def test_a_scan_that_is_a_link_among_the_copies_is_written_anew_and_what_it_led_to_stays(
    desk: Desk, tmp_path: Path, clock: TurnedClock
) -> None:
    machine = back_up(desk).copy.parent
    (scan,) = (path for path in (machine / SHELVES).rglob("*") if path.is_file())
    away = tmp_path / "away"
    scan.rename(away)
    before = away.read_bytes()
    scan.symlink_to(away)
    clock.turn(hours=1)
    made = back_up(desk)
    assert (made.new_scans, made.is_complete) == (1, True)
    assert (scan.is_symlink(), scan.read_bytes(), away.read_bytes()) == (False, before, before)


@pytest.mark.parametrize("name", [NAME, "motcua.db", SCANS, "settings.toml"])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")], ids=["pipe", "device"])
def test_a_copy_with_a_link_or_a_pipe_in_it_is_not_brought_back(
    desk: Desk, data: Path, clock: TurnedClock, name: str, make: Callable[[Path], object]
) -> None:
    copy = back_up(desk).copy
    close_desk(desk)
    (copy / name).unlink()
    make(copy / name)
    with pytest.raises(NotPlain) as strange:
        prove(copy, data, clock=clock, use_keyring=False)
    assert strange.value.path == str(copy / name)
    assert not (data / "restore.part").exists()


def test_a_pipe_in_place_of_a_scan_counts_as_missing(desk: Desk, data: Path, clock: TurnedClock) -> None:
    copy = back_up(desk).copy
    close_desk(desk)
    (scan,) = (path for path in (copy.parent / SHELVES).rglob("*") if path.is_file())
    scan.unlink()
    os.mkfifo(scan)
    proven = prove(copy, data, clock=clock, use_keyring=False)
    proven.alone.release()
    assert [finding.name for finding in proven.seen.lost] == [scan.name]


@pytest.mark.parametrize("line", [b"x", b"", b"../../x 5", b"\xff" * 64 + b" 5", b"0" * 64 + b" 5 6"])
def test_a_list_of_scans_that_names_anything_else_is_a_damage(
    desk: Desk, data: Path, clock: TurnedClock, line: bytes
) -> None:
    copy = back_up(desk).copy
    close_desk(desk)
    (copy / SCANS).write_bytes(line + b"\n")
    told = read_manifest(copy)
    told.files[SCANS] = type(told.files[SCANS])(len(line) + 1, sha256_of(copy / SCANS))
    (copy / NAME).write_bytes(marked_json(msgspec.json.encode(told)))
    with pytest.raises(BackupDamaged):
        prove(copy, data, clock=clock, use_keyring=False)

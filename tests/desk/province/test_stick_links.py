"""A stick that somebody prepared: links and devices on it are told, and nothing outside it is written or removed."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.words.reasons import sentence
from models.trouble import NotPlain
from tests.conftest import TurnedClock
from tests.desk.carried import OFFICE, Carried, TheHub, a_desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


@pytest.fixture
def hub(tmp_path: Path, clock: TurnedClock) -> Iterator[TheHub]:
    opened = TheHub(tmp_path, clock)
    yield opened
    opened.store.close()


@pytest.fixture
def one(tmp_path: Path, hub: TheHub) -> Iterator[Carried]:
    with a_desk(tmp_path / "desk", hub, 1) as desk:
        desk.works()
        yield desk


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB"
    folder.mkdir()
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of the PC, with files whose names are those of letters and of what is left half written."""
    folder = tmp_path / "elsewhere"
    pocket = folder / f"{OFFICE}-1"
    pocket.mkdir(parents=True)
    for place in (folder, pocket):
        for name in ("000001-0001.desk", "000001-0001.hub", "000009-0001.hub", "000001-0001.hub.0a1b2c3d.part"):
            (place / name).write_bytes(b"precious")
    return folder


def _all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _linked_stick(stick: Path, elsewhere: Path) -> None:
    stick.rename(stick.with_name("moved"))
    stick.symlink_to(elsewhere, target_is_directory=True)


def _linked_folder(stick: Path, elsewhere: Path) -> None:
    (stick / "motcua").rename(stick / "moved")
    (stick / "motcua").symlink_to(elsewhere, target_is_directory=True)


def _linked_pocket(stick: Path, elsewhere: Path) -> None:
    pocket = stick / "motcua" / f"{OFFICE}-1"
    pocket.rename(stick / "moved")
    pocket.symlink_to(elsewhere / f"{OFFICE}-1", target_is_directory=True)


def _in_place_of(name: str, make: Callable[[Path, Path], object]) -> Callable[[Path, Path], None]:
    def put(stick: Path, elsewhere: Path) -> None:
        path = stick / "motcua" / f"{OFFICE}-1" / name
        path.unlink(missing_ok=True)
        make(path, elsewhere / "000001-0001.desk")

    return put


PREPARED: dict[str, Callable[[Path, Path], None]] = {
    "the stick itself": _linked_stick,
    "the folder": _linked_folder,
    "the pocket": _linked_pocket,
    "a letter of the desk": _in_place_of("000001-0001.desk", Path.symlink_to),
    "an answer": _in_place_of("000001-0001.hub", Path.symlink_to),
    "a pipe": _in_place_of("000001-0009.desk", lambda path, _: os.mkfifo(path)),
    "a pipe as an answer": _in_place_of("000001-0009.hub", lambda path, _: os.mkfifo(path)),
    "a folder": _in_place_of("000001-0001.hub", lambda path, _: path.mkdir()),
    "the zero device": _in_place_of("000001-0001.desk", lambda path, _: path.symlink_to("/dev/zero")),
}


@pytest.mark.parametrize("what", PREPARED)
def test_what_leads_out_of_a_stick_is_told_and_nothing_is_written_removed_or_taken_in(
    one: Carried, hub: TheHub, stick: Path, elsewhere: Path, what: str
) -> None:
    one.out(stick)
    before = _all(elsewhere)
    PREPARED[what](stick, elsewhere)
    for use in (hub.takes, one.out, one.back):
        with pytest.raises(NotPlain) as strange:
            use(stick)
        assert strange.value.path in sentence(strange.value)
        assert "liên kết" in sentence(strange.value)
    assert _all(elsewhere) == before
    assert hub.has() == []
    assert one.desk.store.log.unsent_count() == 1


def test_once_it_is_gone_the_stick_works_as_ever(one: Carried, hub: TheHub, stick: Path, elsewhere: Path) -> None:
    one.out(stick)
    _linked_pocket(stick, elsewhere)
    with pytest.raises(NotPlain):
        hub.takes(stick)
    pocket = stick / "motcua" / f"{OFFICE}-1"
    pocket.unlink()
    (stick / "moved").rename(pocket)
    assert hub.takes(stick).sticks[0].head == 1
    assert one.back(stick).unsent == 0


def test_a_half_written_letter_that_is_a_link_is_left_where_it_is(
    one: Carried, hub: TheHub, stick: Path, elsewhere: Path
) -> None:
    one.out(stick)
    left = stick / "motcua" / f"{OFFICE}-1" / "000001-0001.hub.0a1b2c3d.part"
    left.symlink_to(elsewhere / "000001-0001.desk")
    hub.takes(stick)
    assert one.back(stick).unsent == 0
    assert (elsewhere / "000001-0001.desk").read_bytes() == b"precious"


def test_a_second_name_of_a_file_of_the_pc_leaves_that_file_as_it_is(
    one: Carried, hub: TheHub, stick: Path, elsewhere: Path
) -> None:
    one.out(stick)
    precious = elsewhere / "000001-0001.desk"
    for name in ("000001-0001.hub", "000001-0007.desk", "000001-0001.hub.0a1b2c3d.part"):
        (stick / "motcua" / f"{OFFICE}-1" / name).hardlink_to(precious)
    found = hub.takes(stick)
    assert (found.broken, found.sticks[0].head) == (1, 1)
    one.back(stick)
    one.out(stick)
    assert (precious.read_bytes(), precious.stat().st_nlink) == (b"precious", 1)


def test_an_office_or_a_name_that_differs_only_in_case_gets_nobodys_pocket(
    one: Carried, hub: TheHub, stick: Path
) -> None:
    one.out(stick)
    pocket = stick / "motcua" / f"{OFFICE}-1"
    (pocket / "000001-0001.DESK").write_bytes(b"other")
    (stick / "MOTCUA").mkdir()
    found = hub.takes(stick)
    assert (found.broken, found.sticks[0].head) == (0, 1)
    assert (pocket / "000001-0001.DESK").read_bytes() == b"other"
    assert list((stick / "MOTCUA").iterdir()) == []

"""A damaged beginning of the file is told from a wrong key."""

from pathlib import Path

import pytest

from models.ids import ClerkId, DeviceId, new_dossier_id
from models.store import open_store
from models.store.file.checking import check_file, opens
from models.store.file.journal import PAGE
from models.store.file.pages import key_fits
from models.trouble import FileDamaged, KeyWrong
from tests.conftest import TurnedClock
from tests.models.store.conftest import KEY
from tests.models.store.test_log import received

OTHER = bytes(32)


@pytest.fixture
def path(tmp_path: Path, clock: TurnedClock) -> Path:
    path = tmp_path / "desk.db"
    with open_store(path, KEY, device=DeviceId(1), clock=clock, create=True) as store:
        store.log.record(new_dossier_id(), ClerkId("mau"), received())
    return path


@pytest.mark.parametrize("at", [0, 7, 15, 16, 100, PAGE - 80, PAGE - 1])
def test_one_byte_of_the_first_page_is_damage_and_no_wrong_key(path: Path, clock: TurnedClock, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)
    assert key_fits(path, KEY)
    with pytest.raises(FileDamaged) as damaged:
        open_store(path, KEY, device=DeviceId(1), clock=clock)
    assert damaged.value.detail == FileDamaged.FIRST_PAGE
    for asks in (lambda: opens(path, KEY), lambda: check_file(path, KEY, DeviceId(1))):
        with pytest.raises(FileDamaged):
            asks()


def test_a_first_page_of_zeros_behind_its_salt_is_damage(path: Path, clock: TurnedClock) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:16] + bytes(PAGE - 16) + content[PAGE:])
    with pytest.raises(FileDamaged):
        open_store(path, KEY, device=DeviceId(1), clock=clock)


def test_damage_of_several_pages_does_not_hide_the_right_key(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(4):
        content[page * PAGE + 20] ^= 1
    path.write_bytes(content)
    assert key_fits(path, KEY)


def test_a_wrong_key_stays_a_wrong_key_on_a_whole_and_on_a_damaged_file(path: Path, clock: TurnedClock) -> None:
    content = bytearray(path.read_bytes())
    for at in (None, 3, 500):
        if at is not None:
            content[at] ^= 1
            path.write_bytes(content)
        assert not key_fits(path, OTHER)
        with pytest.raises(KeyWrong):
            open_store(path, OTHER, device=DeviceId(1), clock=clock)
    assert not key_fits(path.with_name("none"), KEY)
    path.write_bytes(b"short")
    assert not key_fits(path, KEY)

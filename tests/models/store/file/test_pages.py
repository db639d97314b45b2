"""A damaged beginning of the file is told from a wrong key."""

from pathlib import Path

import pytest

from models.ids import ClerkId, DeviceId, new_dossier_id
from models.store import Finding, FindingKind, open_store
from models.store.file.checking import check_file, opens, read_only
from models.store.file.journal import PAGE
from models.store.file.pages import _PIECE, _proof, _unused, key_fits, passed_over, reader_of
from models.store.file.snapshot import LOCKED_AT
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


def with_free_pages(path: Path, clock: TurnedClock) -> tuple[int, ...]:
    """Make the file one with free pages, as a rebuild leaves them; gives their numbers: the trunk, then its leaves."""
    with open_store(path, KEY, device=DeviceId(1), clock=clock) as store, store._database.transaction():
        store._database.run("CREATE TABLE goes (body BLOB)")
        store._database.run_many("INSERT INTO goes VALUES (?)", [(bytes(3_000),)] * 12)
        store._database.run("DROP TABLE goes")
    with read_only(path, KEY) as run:
        ((count,),) = run("PRAGMA freelist_count").fetchall()
    with reader_of(path) as read:
        pages = tuple(_unused(read, path.stat().st_size // PAGE, KEY, _proof(KEY, path.read_bytes()[:16])))
    assert len(pages) == len(set(pages)) == count >= 12
    return pages


def damaged(path: Path, at: int, put: bytes) -> None:
    content = bytearray(path.read_bytes())
    assert content[at : at + len(put)] != put
    content[at : at + len(put)] = put
    path.write_bytes(content)


def test_a_damaged_free_page_is_found_whichever_it_is(
    path: Path, clock: TurnedClock, subtests: pytest.Subtests
) -> None:
    pages = with_free_pages(path, clock)
    whole = path.read_bytes()
    assert check_file(path, KEY, DeviceId(1)).events == 1
    for number in pages:
        for at in (0, 2_000, PAGE - 80, PAGE - 1) if number == pages[0] else (2_000,):
            with subtests.test(page=number, at=at):
                place = (number - 1) * PAGE + at
                damaged(path, place, bytes((whole[place] ^ 1,)))
                with pytest.raises(FileDamaged, match=f"page {number}"):
                    check_file(path, KEY, DeviceId(1))
                with open_store(path, KEY, device=DeviceId(1), clock=clock) as store:
                    assert Finding(kind=FindingKind.PAGE, name=str(number)) in store.log.verify(KEY)
            path.write_bytes(whole)


def passes_sqlite(path: Path) -> bool:
    try:
        with read_only(path, KEY) as run:
            return bool(run("PRAGMA quick_check(1)").fetchall() == [("ok",)])
    except FileDamaged:
        return False


def test_a_page_that_has_become_zeros_is_found_whichever_it_is(path: Path, clock: TurnedClock) -> None:
    """SQLCipher takes one for a page behind the end of the file: the end of a long body would be zeros unseen."""
    with open_store(path, KEY, device=DeviceId(1), clock=clock) as store, store._database.transaction():
        store._database.run("INSERT INTO draft VALUES ('long', ?)", (bytes(range(256)) * 64,))
    with_free_pages(path, clock)
    whole = path.read_bytes()
    unseen = []
    for number in range(2, len(whole) // PAGE + 1):
        damaged(path, (number - 1) * PAGE, bytes(PAGE))
        with pytest.raises(FileDamaged):
            check_file(path, KEY, DeviceId(1))
        if passes_sqlite(path):
            unseen.append(number)
        path.write_bytes(whole)
    assert unseen  # else it need not be looked for


def test_what_lies_behind_the_last_page_is_proven_too(path: Path) -> None:
    whole = path.read_bytes()
    for more in (b"\1" * PAGE, b"\1" * 100):
        path.write_bytes(whole + more)
        with pytest.raises(FileDamaged):
            check_file(path, KEY, DeviceId(1))


def test_every_page_is_proven_however_the_file_is_read(path: Path, clock: TurnedClock) -> None:
    with_free_pages(path, clock)
    whole = path.read_bytes()
    for at in range(20, len(whole), PAGE):
        damaged(path, at, bytes((whole[at] ^ 4,)))
        with pytest.raises(FileDamaged):
            check_file(path, KEY, DeviceId(1))
        path.write_bytes(whole)

    def few(length: int, at: int) -> bytes:
        return whole[at : at + min(length, 1_000)]

    assert check_file(path, KEY, DeviceId(1), read=few).events == 1
    assert list(passed_over(few, len(whole), KEY, lambda: True)) == []


@pytest.mark.parametrize("behind", [0, 1, 2, 300])
def test_the_page_of_sqlite_s_locks_is_not_read_for_windows_lets_nobody(behind: int) -> None:
    """A file larger than a gigabyte that its database has open, as ``verify`` reads it."""
    size = LOCKED_AT + (1 + behind) * PAGE
    piece, last = b"\1" * _PIECE, bytes(PAGE)

    def read(length: int, at: int) -> bytes:
        if length and at <= LOCKED_AT < at + length:
            raise PermissionError(13, "Permission denied")
        return piece[:length] if at + length < size else piece[: length - PAGE] + last

    damaged = next(passed_over(read, size, KEY), None)
    assert (damaged == size // PAGE) == (behind > 0)

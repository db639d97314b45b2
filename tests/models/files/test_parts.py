"""Files on their way: pieces in order, kept over a crash, nothing readable on the disk."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.files.parts import OffsetWrong, PartialFile, Parts
from models.files.scans import Cipher, digest_of

CIPHER = Cipher(bytes(range(32)))
WHOLE = hashlib.shake_256(b"scan").digest(10_000)
DIGEST = digest_of(WHOLE)


def test_pieces_add_up_and_the_next_process_goes_on(tmp_path: Path) -> None:
    assert Parts(tmp_path, CIPHER).coming(DIGEST) is None
    for start in range(0, len(WHOLE), 3_000):
        assert Parts(tmp_path, CIPHER).begin(DIGEST, len(WHOLE)) == PartialFile(start, len(WHOLE))
        after = Parts(tmp_path, CIPHER).add(DIGEST, start, WHOLE[start : start + 3_000])
        assert after == Parts(tmp_path, CIPHER).coming(DIGEST)
    parts = Parts(tmp_path, CIPHER)
    assert parts.content(DIGEST) == WHOLE
    parts.drop(DIGEST)
    assert parts.coming(DIGEST) is None


def test_a_piece_from_elsewhere_is_refused_and_told_where_to_go_on(tmp_path: Path) -> None:
    parts = Parts(tmp_path, CIPHER)
    with pytest.raises(OffsetWrong):
        parts.add(DIGEST, 0, b"not expected")
    parts.begin(DIGEST, 150)
    parts.add(DIGEST, 0, WHOLE[:100])
    for wrong, piece in ((0, b"x"), (50, b"x"), (101, b"x"), (100, b""), (100, bytes(51))):
        with pytest.raises(OffsetWrong) as refused:
            parts.add(DIGEST, wrong, piece)
        assert refused.value.offset == 100
    assert parts.content(DIGEST) == WHOLE[:100]


def test_another_size_begins_anew(tmp_path: Path) -> None:
    parts = Parts(tmp_path, CIPHER)
    parts.begin(DIGEST, 150)
    parts.add(DIGEST, 0, WHOLE[:100])
    assert parts.begin(DIGEST, 151) == PartialFile(0, 151)


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    parts = Parts(tmp_path, CIPHER)
    parts.begin(DIGEST, 12)
    parts.add(DIGEST, 0, b"%PDF-1.7 Mau")
    assert all(b"%PDF-1.7" not in path.read_bytes() for path in tmp_path.iterdir())


@given(cut=st.integers(0, 410))
def test_a_part_cut_anywhere_goes_on_from_its_last_whole_piece(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    parts = Parts(folder, CIPHER)
    parts.begin(DIGEST, len(WHOLE))
    for start in range(0, 300, 100):
        parts.add(DIGEST, start, WHOLE[start : start + 100])
    path = folder / f"{DIGEST}.part"
    path.write_bytes(path.read_bytes()[:cut])
    known = parts.begin(DIGEST, len(WHOLE)).offset
    assert known == min(max(cut - 8, 0) // 132, 3) * 100
    assert parts.add(DIGEST, known, WHOLE[known:]).is_whole
    assert parts.content(DIGEST) == WHOLE


def test_a_piece_altered_on_the_disk_is_not_given_back(tmp_path: Path) -> None:
    parts = Parts(tmp_path, CIPHER)
    parts.begin(DIGEST, 200)
    parts.add(DIGEST, 0, WHOLE[:100])
    parts.add(DIGEST, 100, WHOLE[100:200])
    path = tmp_path / f"{DIGEST}.part"
    altered = bytearray(path.read_bytes())
    altered[-1] ^= 1
    path.write_bytes(altered)
    assert parts.content(DIGEST) == WHOLE[:100]


def test_two_who_send_the_same_piece_at_once_add_it_once(tmp_path: Path) -> None:
    Parts(tmp_path, CIPHER).begin(DIGEST, len(WHOLE))

    def add(_: int) -> bool:
        try:
            Parts(tmp_path, CIPHER).add(DIGEST, 0, WHOLE)
        except OffsetWrong:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1
    assert Parts(tmp_path, CIPHER).content(DIGEST) == WHOLE


def test_what_nobody_added_to_for_long_is_forgotten(tmp_path: Path) -> None:
    parts = Parts(tmp_path, CIPHER)
    other = digest_of(b"other")
    for digest in (DIGEST, other):
        parts.begin(digest, 100)
    os.utime(tmp_path / f"{DIGEST}.part", (1_000, 1_000))
    parts.drop_older(2_000)
    assert parts.coming(DIGEST) is None
    assert parts.coming(other) == PartialFile(0, 100)


def test_finding_the_end_looks_at_each_piece_once_whoever_added_it(tmp_path: Path) -> None:
    """Two workers of a hub take turns."""
    workers = [Parts(tmp_path, CIPHER), Parts(tmp_path, CIPHER)]
    workers[0].begin(DIGEST, len(WHOLE))
    for number, start in enumerate(range(0, len(WHOLE), 10)):
        assert workers[number % 2].add(DIGEST, start, WHOLE[start : start + 10]).offset == start + 10
    assert all(worker.looked_at <= len(WHOLE) / 10 for worker in workers)
    assert workers[0].content(DIGEST) == WHOLE


def test_a_part_that_another_worker_began_anew_is_looked_at_anew(tmp_path: Path) -> None:
    one, other = Parts(tmp_path, CIPHER), Parts(tmp_path, CIPHER)
    one.begin(DIGEST, 200)
    one.add(DIGEST, 0, WHOLE[:100])
    other.drop(DIGEST)
    assert one.coming(DIGEST) is None
    other.begin(DIGEST, 200)
    assert one.coming(DIGEST) == PartialFile(0, 200)
    other.add(DIGEST, 0, WHOLE[:50])
    other.add(DIGEST, 50, WHOLE[50:150])
    assert one.coming(DIGEST) == PartialFile(150, 200)
    one.add(DIGEST, 150, WHOLE[150:200])
    assert one.content(DIGEST) == other.content(DIGEST) == WHOLE[:200]

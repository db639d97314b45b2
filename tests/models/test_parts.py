"""Files on their way: pieces in order, kept over a crash, nothing readable on the disk."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.files import digest_of
from models.parts import OffsetWrong, Parts

KEY = bytes(range(32))
WHOLE = hashlib.shake_256(b"scan").digest(10_000)
DIGEST = digest_of(WHOLE)


def test_pieces_add_up_and_the_next_process_goes_on(tmp_path: Path) -> None:
    assert Parts(tmp_path, KEY).offset(DIGEST) == 0
    for start in range(0, len(WHOLE), 3_000):
        assert Parts(tmp_path, KEY).offset(DIGEST) == start
        Parts(tmp_path, KEY).add(DIGEST, start, WHOLE[start : start + 3_000])
    parts = Parts(tmp_path, KEY)
    assert parts.content(DIGEST) == WHOLE
    parts.drop(DIGEST)
    assert parts.offset(DIGEST) == 0


def test_a_piece_from_elsewhere_is_refused_and_told_where_to_go_on(tmp_path: Path) -> None:
    parts = Parts(tmp_path, KEY)
    parts.add(DIGEST, 0, WHOLE[:100])
    for wrong in (0, 50, 101):
        with pytest.raises(OffsetWrong) as refused:
            parts.add(DIGEST, wrong, b"x")
        assert refused.value.offset == 100
    assert parts.content(DIGEST) == WHOLE[:100]


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    Parts(tmp_path, KEY).add(DIGEST, 0, b"%PDF-1.7 Mau")
    assert all(b"PDF" not in path.read_bytes() for path in tmp_path.iterdir())


@given(cut=st.integers(0, 400))
def test_a_part_cut_anywhere_goes_on_from_its_last_whole_piece(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    parts = Parts(folder, KEY)
    for start in range(0, 300, 100):
        parts.add(DIGEST, start, WHOLE[start : start + 100])
    path = folder / f"{DIGEST}.part"
    path.write_bytes(path.read_bytes()[:cut])
    known = parts.offset(DIGEST)
    assert known == min(cut // 132, 3) * 100
    parts.add(DIGEST, known, WHOLE[known:])
    assert parts.content(DIGEST) == WHOLE


def test_a_piece_altered_on_the_disk_is_not_given_back(tmp_path: Path) -> None:
    parts = Parts(tmp_path, KEY)
    parts.add(DIGEST, 0, WHOLE[:100])
    parts.add(DIGEST, 100, WHOLE[100:200])
    path = tmp_path / f"{DIGEST}.part"
    altered = bytearray(path.read_bytes())
    altered[-1] ^= 1
    path.write_bytes(altered)
    assert parts.content(DIGEST) == WHOLE[:100]


def test_two_who_send_the_same_piece_at_once_add_it_once(tmp_path: Path) -> None:
    def add(_: int) -> bool:
        try:
            Parts(tmp_path, KEY).add(DIGEST, 0, WHOLE)
        except OffsetWrong:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(add, range(8))) == 1
    assert Parts(tmp_path, KEY).content(DIGEST) == WHOLE

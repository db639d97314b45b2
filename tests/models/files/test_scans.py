"""Scanned files: encrypted, whole or not there, each under its digest."""

import errno
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.files.disk import write_whole
from models.files.scans import JPEG, MOST_FILE_BYTES, PDF, PNG, TIFF, Files, digest_of, is_digest, media_of
from models.ids import FileDigest
from models.trouble import DiskFull, FolderReadOnly, ScanDamaged, ScanNotHere

KEY = bytes(range(32))
SCAN = b"%PDF-1.7 Nguy\xe1\xbb\x85n V\xc4\x83n M\xe1\xba\xabu " * 100


def test_what_was_put_is_given_back_under_its_digest(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", KEY)
    digest = files.put(SCAN)
    assert digest == digest_of(SCAN)
    assert files.has(digest)
    assert files.get(digest) == SCAN
    assert files.size(digest) == len(SCAN)
    assert Files(tmp_path / "files", KEY).get(digest) == SCAN


def test_the_same_bytes_twice_are_one_file(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    assert files.put(SCAN) == files.put(SCAN)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    Files(tmp_path, KEY).put(SCAN)
    lying = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"%PDF-1.7" not in lying
    assert "Nguyễn".encode() not in lying


def test_a_file_never_put_is_not_here_and_one_altered_is_damaged(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    with pytest.raises(ScanNotHere):
        files.get(digest_of(b"never"))
    with pytest.raises(ScanNotHere):
        files.size(digest_of(b"never"))
    digest = files.put(SCAN)
    path = tmp_path / digest[:2] / digest
    whole = path.read_bytes()
    for wrong in (whole[:-1], whole[:5], b"", bytes([whole[0] ^ 1]) + whole[1:]):
        path.write_bytes(wrong)
        with pytest.raises(ScanDamaged):
            files.get(digest)
    files.put(SCAN)
    assert files.get(digest) == SCAN


def test_another_key_or_another_name_opens_nothing(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    one, other = files.put(SCAN), files.put(SCAN + b"2")
    with pytest.raises(ScanDamaged):
        Files(tmp_path, bytes(32)).get(one)
    (tmp_path / other[:2] / other).write_bytes((tmp_path / one[:2] / one).read_bytes())
    with pytest.raises(ScanDamaged):
        files.get(other)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "AB" * 32, "a" * 63, "a" * 64 + "\n", "/" * 64])
def test_a_name_that_is_no_digest_reaches_no_file(tmp_path: Path, name: str) -> None:
    assert not is_digest(name)
    with pytest.raises(ScanNotHere):
        Files(tmp_path, KEY).get(FileDigest(name))


def test_a_full_disk_leaves_no_file_and_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    files = Files(tmp_path, KEY)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        files.put(SCAN)
    monkeypatch.undo()
    assert not files.has(digest_of(SCAN))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert files.has(files.put(SCAN))


def test_where_a_folder_should_be_lies_a_file(tmp_path: Path) -> None:
    (tmp_path / "files").touch()
    with pytest.raises(FolderReadOnly):
        Files(tmp_path / "files", KEY).put(SCAN)


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b"%PDF-1.4\n", PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG),
        (b"\x89PNG\r\n\x1a\n\x00", PNG),
        (b"II*\x00\x08", TIFF),
        (b"MM\x00*\x00", TIFF),
        (b"MZ\x90\x00", None),
        (b"<!DOCTYPE html>", None),
        (b"PK\x03\x04", None),
        (b"", None),
        (b"\xff\xd8", None),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(content: bytes, media: str | None) -> None:
    assert media_of(content) == media


def test_the_largest_file_goes_through(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    large = b"%PDF-" + bytes(MOST_FILE_BYTES - 5)
    assert files.get(files.put(large)) == large


@given(first=st.integers(0, 3_000), most=st.integers(0, 3_000))
def test_pieces_are_those_of_the_whole_wherever_they_begin(
    tmp_path_factory: pytest.TempPathFactory, first: int, most: int
) -> None:
    files = Files(tmp_path_factory.getbasetemp() / "pieces", KEY)
    digest = files.put(SCAN[:2_500])
    assert files.piece(digest, first, most) == SCAN[:2_500][first : first + most]
    assert files.piece(digest, 10**12, most) == b""


def test_a_file_given_in_pieces_is_read_whole_once(tmp_path: Path) -> None:
    files = Files(tmp_path, keys=(bytes(32), KEY))
    digest = Files(tmp_path, keys=(KEY,)).put(SCAN)
    pieces = [files.piece(digest, first, 100) for first in range(0, len(SCAN), 100)]
    assert (b"".join(pieces), files.proven_size(digest), files.proofs) == (SCAN, len(SCAN), 1)


def test_what_changes_between_two_pieces_is_proven_anew_and_told(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    digest = files.put(SCAN)
    path = tmp_path / digest[:2] / digest
    whole = path.read_bytes()
    assert files.piece(digest, 0, 5) == SCAN[:5]
    for wrong in (whole[:-1], whole[:20], b"", whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]):
        write_whole(path, wrong)
        with pytest.raises(ScanDamaged):
            files.piece(digest, 0, 5)
        with pytest.raises(ScanDamaged):
            files.proven_size(digest)
    write_whole(path, whole)
    assert files.piece(digest, 5, 5) == SCAN[5:10]
    path.unlink()
    with pytest.raises(ScanNotHere):
        files.piece(digest, 0, 5)


def test_pieces_of_the_longest_file_take_memory_for_a_piece(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    content = bytes(MOST_FILE_BYTES)
    digest = files.put(content)
    del content
    tracemalloc.start()
    try:
        assert files.piece(digest, MOST_FILE_BYTES - 100, 1_000) == bytes(100)
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


def test_files_proven_beyond_what_is_remembered_are_proven_again(tmp_path: Path) -> None:
    files = Files(tmp_path, KEY)
    digests = [files.put(b"%d" % number) for number in range(300)]
    assert [files.piece(digest, 0, 3) for digest in digests] == [b"%d" % number for number in range(300)]
    assert files.piece(digests[0], 0, 3) == b"0"
    assert files.proofs == 301

import random
from pathlib import Path

import msgspec
import pytest

from models.files.marked import Mark, mark_again, mark_of, marked_json, marked_toml
from models.files.toml import NotToml, read_toml

TOML = 'name = "Xã Mẫu"\n\n[device]\nnumber = 3\n'
PLAIN = {"name": "Xã Mẫu", "numbers": [1, 2, 3], "nested": {"sha256": "a" * 64}}


def test_what_was_written_says_so_and_reads_as_before() -> None:
    assert mark_of(marked_toml(TOML)) is Mark.FITS
    assert read_toml(marked_toml(TOML).decode()) == read_toml(TOML)
    written = marked_json(msgspec.json.encode(PLAIN))
    assert mark_of(written) is Mark.FITS
    read = msgspec.json.decode(written)
    assert {name: read[name] for name in PLAIN} == PLAIN


def test_what_people_and_earlier_versions_wrote_has_no_mark() -> None:
    assert mark_of(TOML.encode()) is Mark.NONE
    assert mark_of(msgspec.json.encode(PLAIN)) is Mark.NONE
    assert mark_of(b"") is Mark.NONE


@pytest.mark.parametrize("written", [marked_toml(TOML), marked_json(msgspec.json.encode(PLAIN))])
def test_one_changed_byte_is_seen_wherever_it_says_something(written: bytes) -> None:
    chance = random.Random(1)  # noqa: S311  # not for secrets
    for at in range(len(written)):
        changed = bytearray(written)
        changed[at] ^= 1 << chance.randrange(8)
        if mark_of(bytes(changed)) is Mark.NONE:  # the mark itself: what stands before it is as it was
            assert at >= written.rindex(b"sha256:")


def test_a_person_who_has_looked_gives_a_file_its_mark_again(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(marked_toml(TOML).replace(b"number = 3", b"number = 4 # now"))
    assert mark_of(path.read_bytes()) is Mark.DIFFERS
    mark_again(path)
    assert mark_of(path.read_bytes()) is Mark.FITS
    assert b"number = 4 # now" in path.read_bytes()


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "9" * 5_000, "a = {", "a = 2026-13-01"])
def test_any_text_that_is_no_toml_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(NotToml):
        read_toml(text)

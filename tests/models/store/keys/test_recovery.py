"""The recovery key: on paper, typed, scanned; and what it opens."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.codes.recovery_digits import PREFIX, groups_of, is_group, make_key, qr_text, read_key
from models.not_allowed import RecoveryKeyMistyped, RecoveryKeyWrong
from models.store.keys.recovery import FILE, is_for, read_file, resealed, sealed_to, unsealed, write_file
from models.trouble import RecoveryFileMissing, RecoveryFileUnreadable
from tests.models.store.conftest import KEY

keys = st.binary(min_size=16, max_size=16)
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@given(keys)
def test_what_is_printed_is_read_again_typed_or_scanned(key: bytes) -> None:
    groups = groups_of(key)
    assert len(groups) == 8
    assert all(len(group) == 6 and int(group) % 11 == 0 for group in groups)
    for text in (" ".join(groups), "-".join(groups), "".join(groups), qr_text(key), qr_text(key).lower() + "\n"):
        assert read_key(text) == key


@given(keys, st.integers(0, 47), st.integers(1, 9))
def test_any_one_digit_typed_wrong_is_known_with_its_group(key: bytes, place: int, by: int) -> None:
    digits = "".join(groups_of(key))
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    with pytest.raises(RecoveryKeyMistyped) as found:
        read_key(wrong)
    assert found.value.groups == (place // 6 + 1,)


@given(keys, st.integers(0, 7), st.integers(0, 4))
def test_two_neighbouring_digits_exchanged_are_known(key: bytes, group: int, place: int) -> None:
    groups = list(groups_of(key))
    one = groups[group]
    groups[group] = one[:place] + one[place + 1] + one[place] + one[place + 2 :]
    if groups[group] != one:
        with pytest.raises(RecoveryKeyMistyped) as found:
            read_key(" ".join(groups))
        assert found.value.groups == (group + 1,)


def test_too_few_or_too_many_digits_are_counted() -> None:
    for text, count in (("", 0), ("123", 3), ("000000" * 9, 54), (PREFIX, 0)):
        with pytest.raises(RecoveryKeyMistyped) as found:
            read_key(text)
        assert (found.value.groups, found.value.count) == ((), count)


def test_letters_and_impossible_groups_are_named() -> None:
    groups = list(groups_of(bytes(16)))
    groups[2], groups[6] = "00000O", "999999"
    with pytest.raises(RecoveryKeyMistyped) as found:
        read_key(" ".join(groups))
    assert found.value.groups == (3, 7)
    assert not is_group("720896")
    assert is_group("720885")
    assert not is_group("٠٠٠٠٠٠")


def test_the_sheet_opens_what_was_sealed_to_it_and_no_other_does() -> None:
    key = make_key()
    file = sealed_to(key, KEY, made_at=AT, whose="x")
    assert unsealed(file, key) == (KEY,)
    with pytest.raises(RecoveryKeyWrong):
        unsealed(file, make_key())
    assert is_for(file, KEY)
    assert not is_for(file, bytes(32))


def test_a_new_database_key_is_sealed_to_the_same_sheet() -> None:
    key = make_key()
    file = resealed(sealed_to(key, KEY, made_at=AT, whose="x"), bytes(32), KEY)
    assert unsealed(file, key) == (bytes(32), KEY)
    assert is_for(file, KEY)
    after = resealed(file, bytes(32))
    assert unsealed(after, key) == (bytes(32),)
    assert not is_for(after, KEY)


def test_the_file_holds_no_secret_and_what_is_none_is_told(tmp_path: Path) -> None:
    key = make_key()
    with pytest.raises(RecoveryFileMissing):
        read_file(tmp_path)
    write_file(tmp_path, sealed_to(key, KEY, made_at=AT, whose="Xã Mẫu"))
    lying = (tmp_path / FILE).read_bytes()
    assert key not in lying
    assert KEY not in lying
    assert "".join(groups_of(key)).encode() not in lying
    assert unsealed(read_file(tmp_path), key) == (KEY,)
    for wrong in (b"", b"{}", lying[:-5], b"\xff\xfe"):
        (tmp_path / FILE).write_bytes(wrong)
        with pytest.raises(RecoveryFileUnreadable):
            read_file(tmp_path)


def test_an_altered_seal_opens_nothing(tmp_path: Path) -> None:
    key = make_key()
    file = sealed_to(key, KEY, made_at=AT, whose="x")
    cut = replace(file, sealed=(file.sealed[0][:-1] + bytes([file.sealed[0][-1] ^ 1]),))
    with pytest.raises(RecoveryKeyWrong):
        unsealed(cut, key)
    assert not is_for(cut, KEY)
    assert tmp_path.exists()

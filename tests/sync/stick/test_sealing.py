"""A sealed letter: read by one, written by one, whole or nothing."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.signatures.requests import key_id
from sync.stick import sealing
from sync.stick.sealing import SealBroken, SenderUnknown, answer_key, seal, unseal

DESK = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
HUB = X25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
SAID = "Hồ sơ của Nguyễn Văn Mẫu".encode()


def known(name: str) -> Ed25519PublicKey | None:
    return DESK.public_key() if name == key_id(DESK.public_key()) else None


@given(plain=st.binary(max_size=300))
def test_the_one_it_is_written_to_reads_it_and_knows_who_wrote_it(plain: bytes) -> None:
    sealed = seal(plain, by=DESK, to=HUB.public_key())
    assert unseal(sealed, to=HUB, sender=known) == (key_id(DESK.public_key()), plain)


def test_nothing_readable_is_in_it_not_even_who_wrote_it() -> None:
    sealed = seal(SAID, by=DESK, to=HUB.public_key())
    assert SAID not in sealed
    assert "Nguyễn".encode() not in sealed
    assert key_id(DESK.public_key()).encode() not in sealed
    assert sealed != seal(SAID, by=DESK, to=HUB.public_key())


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_bit_altered_anywhere_is_seen(at: int, bit: int) -> None:
    sealed = bytearray(seal(SAID, by=DESK, to=HUB.public_key()))
    sealed[at % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), to=HUB, sender=known)


@given(cut=st.integers(0, 10_000))
def test_half_a_letter_is_none(cut: int) -> None:
    sealed = seal(SAID, by=DESK, to=HUB.public_key())
    with pytest.raises(SealBroken):
        unseal(sealed[: cut % len(sealed)], to=HUB, sender=known)


def test_another_reader_cannot_open_it() -> None:
    with pytest.raises(SealBroken):
        unseal(seal(SAID, by=DESK, to=HUB.public_key()), to=answer_key(OTHER), sender=known)


def test_a_reader_cannot_hand_it_on_as_written_to_another() -> None:
    """The first reader opens it and seals what was in it, signature and all, to a second one."""
    second = X25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
    opened = sealing._SUITE.decrypt(seal(SAID, by=DESK, to=HUB.public_key())[len(sealing._MAGIC) :], HUB, sealing._INFO)
    passed_on = sealing._MAGIC + sealing._SUITE.encrypt(opened, second.public_key(), sealing._INFO)
    with pytest.raises(SealBroken):
        unseal(passed_on, to=second, sender=known)


def test_a_writer_nobody_knows_is_named_as_such() -> None:
    with pytest.raises(SenderUnknown):
        unseal(seal(SAID, by=OTHER, to=HUB.public_key()), to=HUB, sender=known)


def test_a_writer_who_uses_anothers_name_is_found_out() -> None:
    sealed = seal(SAID, by=OTHER, to=HUB.public_key())
    with pytest.raises(SealBroken):
        unseal(sealed, to=HUB, sender=lambda _: DESK.public_key())


def test_the_key_for_answers_follows_from_the_devices_key() -> None:
    first, again = answer_key(DESK), answer_key(DESK)
    assert first.private_bytes_raw() == again.private_bytes_raw()
    assert first.private_bytes_raw() != answer_key(OTHER).private_bytes_raw()
    assert first.private_bytes_raw() != DESK.private_bytes_raw()


@pytest.mark.parametrize(
    "name", [b"\0" * 32, b"\x01" + b"a" * 31, b"G" * 32, b"' OR 1=1 --".ljust(32), b"a" * 31 + b"\n"]
)
def test_whom_a_letter_names_is_looked_up_only_if_it_is_a_name(name: bytes) -> None:
    """Anybody can seal to the hub: its database must not meet what no key is called."""
    asked: list[str] = []

    def looked_up(name: str) -> None:
        asked.append(name)

    sealed = sealing._MAGIC + sealing._SUITE.encrypt(name + bytes(64) + SAID, HUB.public_key(), sealing._INFO)
    with pytest.raises(SealBroken):
        unseal(sealed, to=HUB, sender=looked_up)
    assert asked == []

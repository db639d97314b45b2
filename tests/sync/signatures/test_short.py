"""The short form says who asked what, and when; its answer can be nobody else's, nor to anything else."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.signatures.requests import SignatureWrong, check_body, key_id
from sync.signatures.short import check_short_answer, read_short, sign_short, sign_short_answer

DESK = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
HUB = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
AT = datetime(2026, 11, 23, 1, 2, 3, 999_999, tzinfo=UTC)
MESSAGE = b"what the desk says"
ASKED = sign_short(DESK, "POST", "/v1/up", MESSAGE, at=AT)
ANSWER = sign_short_answer(HUB, ASKED, 200, "H99.99.99 1", b"what the hub says")


def test_what_was_signed_is_known_by_key_time_and_number() -> None:
    read = read_short(ASKED.body)
    found = read.check("POST", "/v1/up", DESK.public_key())
    check_body(found, MESSAGE)
    assert read == ASKED
    assert (found.key_id, found.created) == (key_id(DESK.public_key()), AT.replace(microsecond=0))
    again = sign_short(DESK, "POST", "/v1/up", MESSAGE, at=AT).check("POST", "/v1/up", DESK.public_key())
    assert found.nonce != again.nonce
    with pytest.raises(SignatureWrong):
        check_body(found, MESSAGE + b".")


@given(st.integers(0, len(ASKED.body) - 1), st.integers(1, 255))
def test_no_byte_of_a_request_can_be_changed(place: int, by: int) -> None:
    altered = bytearray(ASKED.body)
    altered[place] ^= by
    with pytest.raises(SignatureWrong):
        read_short(bytes(altered)).check("POST", "/v1/up", DESK.public_key())


@pytest.mark.parametrize(
    ("method", "target"), [("PUT", "/v1/up"), ("POST", "/v1/news"), ("POST", "/v1/up?a"), ("", "")]
)
def test_a_request_for_one_thing_is_none_for_another(method: str, target: str) -> None:
    with pytest.raises(SignatureWrong):
        ASKED.check(method, target, DESK.public_key())


@given(st.binary(max_size=120))
def test_other_bytes_are_nobodys_request(body: bytes) -> None:
    with pytest.raises(SignatureWrong):
        read_short(body).check("POST", "/v1/up", DESK.public_key())


@given(st.integers(0, len(ANSWER) - 1), st.integers(1, 255))
def test_no_byte_of_an_answer_can_be_changed(place: int, by: int) -> None:
    altered = bytearray(ANSWER)
    altered[place] ^= by
    with pytest.raises(SignatureWrong):
        check_short_answer(ASKED, 200, "H99.99.99 1", bytes(altered), HUB.public_key())


def test_an_answer_is_bound_to_its_request_its_status_and_its_device() -> None:
    assert check_short_answer(ASKED, 200, "H99.99.99 1", ANSWER, HUB.public_key()) == b"what the hub says"
    again = sign_short(DESK, "POST", "/v1/up", MESSAGE, at=AT)
    for asked, status, asker, key in (
        (again, 200, "H99.99.99 1", HUB),
        (ASKED, 201, "H99.99.99 1", HUB),
        (ASKED, 200, "H99.99.99 2", HUB),
        (ASKED, 200, "", HUB),
        (ASKED, 200, "H99.99.99 1", DESK),
    ):
        with pytest.raises(SignatureWrong):
            check_short_answer(asked, status, asker, ANSWER, key.public_key())

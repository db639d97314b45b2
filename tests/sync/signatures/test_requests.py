"""A request says who sent it, when, and nothing of it can be changed on the way."""

from datetime import UTC, datetime
from typing import NamedTuple

import http_message_signatures as rfc9421
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from sync.signatures.requests import (
    COVERED,
    TAG,
    KeyResolver,
    SignatureWrong,
    Signed,
    Verifier,
    check_body,
    check_head,
    key_id,
    sign,
    signer_of,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
URL = "https://hub.example/v1/up?x=1"
BODY = b"what the desk says"


def signed(body: bytes = BODY, url: str = URL) -> dict[str, str]:
    headers = sign(KEY, "POST", url, {"Content-Type": "application/octet-stream"}, body, at=AT)
    return {name.lower(): value for name, value in headers.items()}


def check(method: str, url: str, headers: dict[str, str], body: bytes, public: Ed25519PublicKey) -> Signed:
    """Head and body, as the hub looks at them one after the other."""
    found = check_head(method, url, headers, public)
    check_body(found, body)
    return found


SIGNED = signed()
"""Signed once: each signature carries another number used once, and properties must meet the same bytes each time."""


def test_what_was_signed_is_known_by_key_and_time() -> None:
    headers = signed()
    found = check("POST", URL, headers, BODY, KEY.public_key())
    assert (found.key_id, found.created) == (key_id(KEY.public_key()), AT)
    assert signer_of(headers) == found.key_id


class _Asked(NamedTuple):
    """What the library reads of a request."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@pytest.mark.parametrize("url", [URL, "http://127.0.0.1:8000/v1/news", "http://127.0.0.1:8000"])
def test_what_is_signed_is_rfc_9421_as_its_library_reads_it(url: str) -> None:
    verifier = Verifier(
        signature_algorithm=rfc9421.algorithms.ED25519, key_resolver=KeyResolver(public=KEY.public_key())
    )
    asked = _Asked("POST", url, sign(KEY, "POST", url, {}, BODY, at=AT), BODY)
    (found,) = verifier.verify(asked, max_age=None, expect_tag=TAG)
    assert [name.strip('"') for name in found.covered_components] == [*COVERED, "content-digest", "@signature-params"]
    assert found.parameters["keyid"] == key_id(KEY.public_key())
    with pytest.raises(rfc9421.HTTPMessageSignaturesException):
        verifier.verify(asked._replace(method="GET"), max_age=None, expect_tag=TAG)


def test_the_same_words_signed_twice_are_two_requests() -> None:
    first, second = (check("POST", URL, signed(), BODY, KEY.public_key()) for _ in range(2))
    assert first.nonce != second.nonce


def test_an_empty_body_is_signed_too() -> None:
    headers = signed(b"")
    assert isinstance(check("POST", URL, headers, b"", KEY.public_key()), Signed)
    with pytest.raises(SignatureWrong):
        check("POST", URL, headers, b"x", KEY.public_key())


def test_a_proxy_may_change_the_host_but_nothing_else() -> None:
    check("POST", "http://10.0.0.1:8000/v1/up?x=1", signed(), BODY, KEY.public_key())
    for method, url in (("GET", URL), ("POST", URL + "&y=2"), ("POST", "https://hub.example/v1/news?x=1")):
        with pytest.raises(SignatureWrong):
            check(method, url, signed(), BODY, KEY.public_key())


def test_another_key_is_refused() -> None:
    with pytest.raises(SignatureWrong):
        check("POST", URL, signed(), BODY, OTHER.public_key())


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_of_the_body_is_refused(where: int, change: int) -> None:
    altered = bytearray(BODY)
    altered[where] ^= change
    with pytest.raises(SignatureWrong):
        check("POST", URL, SIGNED, bytes(altered), KEY.public_key())


@pytest.mark.parametrize("name", ["signature", "signature-input", "content-digest"])
@given(data=st.data())
def test_a_changed_header_is_refused(name: str, data: st.DataObject) -> None:
    headers = dict(SIGNED)
    value = headers[name]
    where = data.draw(st.integers(0, len(value) - 1))
    letter = data.draw(st.sampled_from("abXY09=:;()\"'é").filter(lambda one: one != value[where]))
    headers[name] = value[:where] + letter + value[where + 1 :]
    try:
        found = check("POST", URL, headers, BODY, KEY.public_key())
    except SignatureWrong:
        return
    assert (found.key_id, found.created) == (key_id(KEY.public_key()), AT), "only what means the same may pass"


@given(st.dictionaries(st.sampled_from(["signature", "signature-input", "content-digest"]), st.text(max_size=80)))
def test_headers_that_make_no_sense_are_refused_and_nothing_else_happens(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureWrong):
        check("POST", URL, headers, BODY, KEY.public_key())
    with pytest.raises(SignatureWrong):
        signer_of({"signature-input": headers.get("signature-input", "") + "\x00"})

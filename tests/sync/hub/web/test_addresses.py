"""Whose address a request comes from: a proxy of the settings is believed its last word, and nobody else any."""

import pytest
from starlette.requests import Request

from sync.hub.web.addresses import Addresses

ADDRESSES = Addresses(("127.0.0.0/8", "10.9.0.0/16", "::1/128"))


def request(peer: str, said: str | None) -> Request:
    headers = [] if said is None else [(b"x-forwarded-for", said.encode())]
    return Request({"type": "http", "headers": headers, "client": (peer, 1)})


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("192.0.2.7", None, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, 10.9.1.1", "198.51.100.1"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", None, ""),
        ("127.0.0.1", "10.9.1.1", ""),
        ("127.0.0.1", "x" * 9000, ""),
        ("127.0.0.1", ",,,", ""),
        ("", None, ""),
    ],
)
def test_the_address_of_a_request(peer: str, said: str | None, found: str) -> None:
    assert ADDRESSES.client(request(peer, said)) == found


def test_what_is_no_address_is_no_proxy() -> None:
    assert not ADDRESSES.is_proxy("")
    assert not ADDRESSES.is_proxy("unix")
    assert ADDRESSES.is_proxy("127.8.0.1")

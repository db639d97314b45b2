"""Words of a newer hub that this program does not know, and addresses that an older hub does not have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk.words.reasons import sentence
from models.calendar.clock import wall_clock
from models.ids import NO_DIGEST, DeviceId, EventId, FileDigest
from models.trouble import ProvinceRefused
from sync.client.https import HubClient
from sync.client.membership import Membership
from sync.messages import (
    PROBLEM,
    AsideReason,
    Chain,
    Cursor,
    Load,
    LoadAsked,
    News,
    NewsAsked,
    Refusal,
    Up,
    UpAnswer,
)
from tests.fakes.answering import Says, answering, as_hub

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NOTHING = Chain(DeviceId(1), 1, NO_DIGEST, (), NO_DIGEST)
NOT_FOUND = Says(404, PROBLEM, b'{"type":"not_found"}')


def member_at(url: str) -> Membership:
    return Membership(
        url=url,
        hub_name="Tỉnh Mẫu",
        office="H99.99.99",
        device=DeviceId(1),
        key=bytes(32),
        sign_key=KEY.public_key().public_bytes_raw().hex(),
        seal_key="00" * 32,
        enrolled_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@contextmanager
def hub_that_says(says: Says) -> Iterator[HubClient]:
    """A client of a hub that answers everything so, signed."""
    with answering(as_hub(KEY, member_at("http://127.0.0.1:1"), lambda _: says)) as server:
        client = HubClient(member_at(server.url), wall_clock)
        try:
            yield client
        finally:
            client.abort()


def test_a_refusal_that_is_not_known_yet_is_a_refusal_and_no_login_page() -> None:
    with (
        hub_that_says(Says(403, PROBLEM, b'{"type":"asked_in_vain","since":3}')) as hub,
        pytest.raises(ProvinceRefused) as refused,
    ):
        hub.up(Up(NOTHING))
    assert refused.value.refusal == "asked_in_vain"
    assert "cập nhật chương trình" in sentence(refused.value)


def test_a_reason_that_is_not_known_yet_and_fields_of_later_leave_the_answer_readable() -> None:
    held = {"device": 1, "seq": 7, "id": "e", "subject": "dossier/x", "why": "stale_stamp", "since": "2028"}
    later = msgspec.msgpack.decode(msgspec.msgpack.encode(UpAnswer(7, NO_DIGEST, 40, 0)))
    later[5] = [held]
    later += ["a field of later", {"and": "another"}]
    answer = msgspec.msgpack.decode(msgspec.msgpack.encode(later), type=UpAnswer)
    assert (answer.head, answer.set_aside[0].seq, answer.set_aside[0].why) == (7, 7, AsideReason.OTHER)


@pytest.mark.parametrize(
    "asks",
    [
        lambda hub: hub.up(Up(NOTHING)),
        lambda hub: hub.news(NewsAsked(Cursor(), 0, 0)),
        lambda hub: hub.load(LoadAsked(EventId(""), Cursor(), 0)),
    ],
    ids=["up", "news", "load"],
)
def test_a_hub_without_the_addresses_of_the_exchange_is_an_older_one(asks: Callable[[HubClient], object]) -> None:
    with hub_that_says(NOT_FOUND) as hub, pytest.raises(ProvinceRefused) as refused:
        asks(hub)
    assert refused.value.refusal == Refusal.HUB_TOO_OLD


def test_what_an_older_hub_cannot_be_asked_for_is_not_there() -> None:
    with hub_that_says(NOT_FOUND) as hub:
        assert hub.edition() is None
        assert hub.fetch_piece(FileDigest("7e" * 32), 0, 10) is None


def test_answers_of_an_older_hub_lack_the_fields_of_today() -> None:
    up = msgspec.msgpack.decode(msgspec.msgpack.encode([7, NO_DIGEST, 40, 0]), type=UpAnswer)
    news = msgspec.msgpack.decode(msgspec.msgpack.encode([[b"", 0, b""], [], 0, 7]), type=News)
    load = msgspec.msgpack.decode(msgspec.msgpack.encode(["", [b"", 0, b""], [], 0, 7]), type=Load)
    assert (up.head, news.head, load.head, up.proof, news.clock, load.at) == (7, 7, 7, b"", 0, 0)

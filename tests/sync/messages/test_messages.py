"""Chains say the same at both ends; bytes that are no message are told apart from those that are."""

import hashlib
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from models.events import AnyEvent
from models.history import Recorded, digest, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, EventId, SubjectId
from sync.messages import (
    MOST_UNPACKED,
    TYPICAL,
    Chain,
    ChainLink,
    Cursor,
    MessageUnreadable,
    NewsAsked,
    Up,
    chain_of,
    chains_of,
    events_of,
    pack,
    unpack,
)
from tests.fakes.events import any_event

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def chained(events: list[AnyEvent], device: int = 3) -> list[Recorded]:
    prev, made = NO_DIGEST, []
    for seq, event in enumerate(events, 1):
        recorded = Recorded(
            id=EventId(f"0193a000-0000-7000-8000-{seq:012d}"),
            subject=SubjectId("dossier/0193a000-0000-7000-8000-000000000001"),
            device=DeviceId(device),
            seq=seq,
            clock=seq,
            at=START + timedelta(microseconds=seq),
            clerk=ClerkId("mau"),
            prev=prev,
            body=write(event),
            event=event,
        )
        made.append(recorded)
        prev = digest(recorded)
    return made


histories = st.lists(any_event, min_size=1, max_size=12).map(chained)


def test_numbers_that_no_message_can_write_are_no_chain() -> None:
    link = ChainLink(EventId("a"), SubjectId("b"), 1, 1, ClerkId("c"), b"{}")
    beyond = Chain(DeviceId(3), 2**64 - 1, NO_DIGEST, (link, link), NO_DIGEST)
    with pytest.raises(MessageUnreadable):
        events_of(unpack(pack(Up(beyond)), Up).chain)


@given(histories)
def test_a_chain_gives_back_the_very_events(history: list[Recorded]) -> None:
    travelled = unpack(pack(Up(chain_of(history), again=(1,))), Up)
    assert events_of(travelled.chain) == history
    assert travelled.again == (1,)


@given(histories, st.lists(any_event, min_size=1, max_size=12).map(lambda events: chained(events, device=4)))
def test_events_of_several_desks_travel_as_runs_in_their_order(first: list[Recorded], second: list[Recorded]) -> None:
    mixed = [one for pair in zip(first, second, strict=False) for one in pair]
    chains = chains_of(mixed)
    assert [recorded for chain in chains for recorded in events_of(chain)] == mixed


@given(histories)
def test_a_gap_begins_a_new_run(history: list[Recorded]) -> None:
    kept = history[::2]
    assert len(chains_of(kept)) == len(kept)


@given(histories, st.data())
def test_a_changed_link_does_not_end_in_the_digest_the_chain_names(
    history: list[Recorded], data: st.DataObject
) -> None:
    chain = chain_of(history)
    at = data.draw(st.integers(0, len(chain.links) - 1))
    links = list(chain.links)
    links[at] = msgspec.structs.replace(links[at], body=links[at].body + b" ")
    with pytest.raises(MessageUnreadable):
        events_of(msgspec.structs.replace(chain, links=tuple(links)))


def test_a_chain_without_links_says_where_it_stands() -> None:
    chain = Chain(DeviceId(3), 1, NO_DIGEST, (), NO_DIGEST)
    assert events_of(unpack(pack(Up(chain)), Up).chain) == []


@given(st.binary(max_size=300))
def test_bytes_that_are_no_message_are_said_to_be_none(junk: bytes) -> None:
    with pytest.raises(MessageUnreadable):
        unpack(junk, Up)


@given(histories, st.data())
def test_a_message_with_a_flipped_byte_is_unreadable_or_ends_in_another_digest(
    history: list[Recorded], data: st.DataObject
) -> None:
    packed = bytearray(pack(Up(chain_of(history))))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        chain = unpack(bytes(packed), Up).chain
        assert (chain.device, chain.first, chain.prev) != (3, 1, NO_DIGEST) or events_of(chain) == history
    except MessageUnreadable:
        pass


def test_a_cut_message_is_unreadable() -> None:
    packed = pack(NewsAsked(Cursor(b"epoch", 7, b"mark"), head=3, acknowledged=2))
    for length in range(len(packed)):
        with pytest.raises(MessageUnreadable):
            unpack(packed[:length], NewsAsked)


def test_a_small_message_that_unpacks_to_gigabytes_is_refused_early() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(MOST_UNPACKED * 2))
    assert len(bomb) < 10_000
    with pytest.raises(MessageUnreadable):
        unpack(bomb, Up)


def test_another_kind_of_message_is_unreadable() -> None:
    with pytest.raises(MessageUnreadable):
        unpack(pack(NewsAsked(Cursor(), head=0, acknowledged=0)), Up)


def test_an_instant_no_calendar_knows_is_unreadable() -> None:
    link = ChainLink(EventId("x"), SubjectId("dossier/x"), 1, 1 << 62, ClerkId("mau"), b"{}")
    chain = Chain(DeviceId(3), 1, NO_DIGEST, (link,), NO_DIGEST)
    with pytest.raises(MessageUnreadable):
        events_of(chain)


def test_what_most_messages_contain_is_the_same_at_both_ends_for_ever() -> None:
    assert hashlib.sha256(TYPICAL.as_bytes()).hexdigest() == (
        "ff8252c6cc31ac63d6e622a34790fbc9db160fcdf50e21d70dbc14f6276ef4f5"
    ), "another text is another protocol: raise PROTOCOL and MEDIA with it"

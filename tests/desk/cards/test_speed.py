"""A wrong speed is told from bytes alone: nearly always when it is wrong, never when it is right."""

import itertools
import random

import pytest

from desk.cards.samples import citizen, qr_text
from desk.cards.speed import Speed, other_speeds, speed_of
from desk.cards.uart import SPEEDS, Misframed, through
from tests.fakes.mangled import right_speed

PAIRS = list(itertools.permutations(SPEEDS, 2))


def garbled(chance: random.Random, sent_at: int, heard_at: int, misframed: Misframed) -> bytes:
    text = qr_text(citizen(chance.randrange(10_000)), new_card=chance.random() < 0.5).encode() + b"\r"
    pauses = [chance.choice([0, 0, 0, 1, 3]) for _ in text]
    return through(text, sent_at, heard_at, misframed=misframed, pauses=pauses, shift=chance.random())


@pytest.mark.parametrize("speed", SPEEDS)
def test_at_the_same_speed_every_byte_comes_as_it_was_sent(speed: int) -> None:
    text = bytes(range(256))
    for shift in (0.0, 0.3, 0.99):
        assert through(text, speed, speed, pauses=[0, 3, 0, 1], shift=shift) == text


def test_a_receiver_twelve_times_too_fast_sees_zeros_and_one_too_slow_sees_little() -> None:
    text = qr_text(citizen(1), new_card=True).encode()
    assert set(through(text, 9600, 115200, misframed=Misframed.ZERO)) == {0}
    assert len(through(text, 115200, 9600)) < len(text) / 8


@pytest.mark.parametrize(("sent_at", "heard_at"), PAIRS)
def test_a_card_at_a_wrong_speed_is_told_as_that(sent_at: int, heard_at: int) -> None:
    chance = random.Random(sent_at + heard_at)  # noqa: S311  no secret
    ways = (Misframed.KEEP, Misframed.ZERO)
    said = [speed_of(garbled(chance, sent_at, heard_at, way)) for way in ways for _ in range(50)]
    assert said.count(Speed.WRONG) >= 97


def test_no_scan_at_the_right_speed_is_called_wrong_however_mangled() -> None:
    chance = random.Random(5)  # noqa: S311  no secret
    wrong = [burst for burst in (right_speed(chance) for _ in range(20_000)) if speed_of(burst) is Speed.WRONG]
    assert not wrong


@pytest.mark.parametrize(
    "burst", [b"", b"\x00", b"\x00\x00\xff", b"\xff", b"\x02\x03", b"\r\n", b"s", "ễ".encode("utf-16")]
)
def test_little_or_nothing_says_nothing_for_certain(burst: bytes) -> None:
    assert speed_of(burst) is Speed.UNSURE


def test_plain_text_shows_the_right_speed() -> None:
    assert speed_of(b"https://example.org") is Speed.RIGHT
    assert speed_of(b"A0123\r") is Speed.RIGHT


@pytest.mark.parametrize(("sent_at", "heard_at"), PAIRS)
def test_the_scanner_s_speed_is_among_the_first_to_be_tried(sent_at: int, heard_at: int) -> None:
    chance = random.Random(sent_at - heard_at)  # noqa: S311  no secret
    order = other_speeds(garbled(chance, sent_at, heard_at, Misframed.KEEP), heard_at)
    assert sorted((*order, heard_at)) == list(SPEEDS)
    assert sent_at in order[: 2 if sent_at < heard_at else 4]

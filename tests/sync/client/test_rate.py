"""Files leave the line to the counter: half of what it gives, in pieces that hold it for half a second at most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.rate import LEAST_PIECE, MOST_PIECE, PIECE_SECONDS, TransferRate, TransferStopped


class Line:
    """A line that carries so many bytes a second, and a clock that moves with what it carries and what is waited."""

    def __init__(self, speed: float, *, needed: bool = True) -> None:
        self.time = 100.0
        self.busy = 0.0
        self.speed = speed
        self.rate = TransferRate(self.wait, needed=lambda: needed, now=lambda: self.time)

    def wait(self, seconds: float) -> bool:
        self.time += seconds
        return False

    def send(self, size: int) -> float:
        """Send so many bytes and say how long the longest piece held the line."""
        longest = 0.0
        while size > 0:
            piece, since = min(size, self.rate.piece), self.rate.now()
            took = piece / self.speed
            self.time += took
            self.busy += took
            longest = max(longest, took)
            self.rate.sent(piece, since)
            size -= piece
        return longest


@given(speed=st.floats(2_000, 100e6), size=st.integers(1, 5_000_000))
def test_while_the_counter_needs_the_line_half_of_it_is_free(speed: float, size: int) -> None:
    line = Line(speed)
    line.send(size)
    assert line.busy <= (line.time - 100.0) / 2 * 1.0001


def test_on_256_kbit_no_piece_holds_the_line_longer_than_half_a_second() -> None:
    line = Line(32_000)
    assert line.send(1 << 20) <= PIECE_SECONDS
    assert line.rate.piece == pytest.approx(16_000, abs=1)


def test_when_nobody_waits_the_whole_line_is_used() -> None:
    line = Line(32_000, needed=False)
    line.send(320_000)
    assert line.time - 100.0 == pytest.approx(10.0)


@pytest.mark.parametrize(("speed", "piece"), [(1_000, LEAST_PIECE), (1e9, MOST_PIECE)])
def test_pieces_are_never_tiny_and_never_large(speed: float, piece: int) -> None:
    line = Line(speed)
    line.send(1 << 20)
    assert line.rate.piece == piece


def test_a_line_that_became_slow_gets_smaller_pieces() -> None:
    line = Line(1e6)
    line.send(1 << 20)
    assert line.rate.piece == MOST_PIECE
    line.speed = 20_000
    line.send(1 << 20)
    assert line.rate.piece == pytest.approx(10_000, abs=1)


def test_a_desk_that_closes_stops_the_sending() -> None:
    rate = TransferRate(lambda _: True)
    with pytest.raises(TransferStopped):
        rate.sent(1, rate.now())

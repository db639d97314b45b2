"""So many a second, and some at once after a rest."""

from sync.hub.web.rate_limits import RateLimit


def test_so_many_at_once_then_so_many_a_second() -> None:
    rate = RateLimit(2, 5)
    assert [rate.take(0.0) for _ in range(7)] == [True] * 5 + [False] * 2
    assert [rate.take(0.5), rate.take(0.5)] == [True, False]
    assert [rate.take(100.0) for _ in range(6)] == [True] * 5 + [False]


def test_a_clock_that_stands_gives_nothing() -> None:
    rate = RateLimit(1000, 1)
    assert [rate.take(3.0) for _ in range(3)] == [True, False, False]

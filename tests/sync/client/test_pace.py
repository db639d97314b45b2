"""Batches halve and double; waits double, are drawn at random, and never pass five minutes."""

from hypothesis import given
from hypothesis import strategies as st

from sync.client.pace import FIRST_WAIT, LONGEST_WAIT, Pace, Retry


def test_a_batch_is_halved_down_to_one_event_and_doubled_again() -> None:
    pace = Pace(500)
    sizes = []
    while pace.shrink():
        sizes.append(pace.events)
    assert sizes == [250, 125, 62, 31, 15, 7, 3, 1]
    assert not pace.shrink()
    for _ in range(20):
        pace.grow()
    assert pace.events == 500


def test_without_luck_each_wait_is_twice_the_last_up_to_five_minutes() -> None:
    retry = Retry(lambda: 1.0)
    waits = [retry.wait() for _ in range(2_000)]
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[9:]) == {LONGEST_WAIT}


@given(chances=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=40))
def test_no_wait_is_ever_longer_than_five_minutes_or_less_than_nothing(chances: list[float]) -> None:
    drawn = iter(chances)
    retry = Retry(lambda: next(drawn))
    for number, chance in enumerate(chances):
        wait = retry.wait()
        assert 0 <= wait <= min(LONGEST_WAIT, FIRST_WAIT * 2**number)
        assert wait == min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(number, 16)) * chance


def test_after_a_success_the_next_failure_is_the_first_again() -> None:
    retry = Retry(lambda: 1.0)
    for _ in range(5):
        retry.wait()
    retry.reset()
    assert retry.wait() == FIRST_WAIT

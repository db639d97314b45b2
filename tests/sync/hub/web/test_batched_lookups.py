"""Look-ups of many strangers are one question; each gets its own answer, and what fails fails for those who asked."""

import asyncio
from collections.abc import Callable, Mapping, Sequence

import pytest

from sync.hub.web.batched_lookups import BatchedLookup, TooManyWait

Found = Mapping[str, int]


class Books:
    """Answers with the length of each key that has one, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Sequence[str]] = []
        self.fails = False

    def find(self, keys: Sequence[str]) -> Found:
        self.asked.append(keys)
        if self.fails:
            raise OSError
        return {key: len(key) for key in keys if key}

    async def aside(self, work: Callable[[], Found]) -> Found:
        return await asyncio.to_thread(work)


async def many(among: BatchedLookup[str, int], keys: Sequence[str]) -> list[int | BaseException | None]:
    return await asyncio.gather(*(among.find(key) for key in keys), return_exceptions=True)


def test_a_thousand_who_ask_at_once_are_one_question() -> None:
    books = Books()

    async def run() -> None:
        among = BatchedLookup(books.find, books.aside, most=1000)
        assert await many(among, ["a", "bb", "", "a"] * 250) == [1, 2, None, 1] * 250

    asyncio.run(run())
    assert books.asked == [("a", "bb", "")]


def test_who_asks_later_is_answered_by_a_later_question() -> None:
    books = Books()

    async def run() -> None:
        among = BatchedLookup(books.find, books.aside, most=10)
        assert [await among.find("a"), await among.find("a")] == [1, 1]

    asyncio.run(run())
    assert books.asked == [("a",), ("a",)]


def test_more_than_may_wait_are_told_so_and_the_others_answered() -> None:
    books = Books()

    async def run() -> None:
        among = BatchedLookup(books.find, books.aside, most=3)
        found = await many(among, ["a", "bb", "ccc", "dddd", "a"])
        assert found[:3] == [1, 2, 3]
        assert isinstance(found[3], TooManyWait)
        assert found[4] == 1  # it waits already
        assert await among.find("dddd") == 4

    asyncio.run(run())


def test_a_failure_is_told_to_all_who_asked_and_the_next_question_is_asked() -> None:
    books = Books()
    books.fails = True

    async def run() -> None:
        among = BatchedLookup(books.find, books.aside, most=10)
        assert [type(one) for one in await many(among, ["a", "bb"])] == [OSError, OSError]
        books.fails = False
        assert await among.find("a") == 1

    asyncio.run(run())


def test_one_who_goes_takes_no_answer_from_the_others() -> None:
    books = Books()

    async def run() -> None:
        among = BatchedLookup(books.find, books.aside, most=10)
        gone, stays = asyncio.create_task(among.find("a")), asyncio.create_task(among.find("a"))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays == 1
        with pytest.raises(asyncio.CancelledError):
            await gone

    asyncio.run(run())

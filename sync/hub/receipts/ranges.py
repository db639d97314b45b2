"""Arithmetic of ranges of numbers; both ends of a range belong to it."""

from collections.abc import Iterable

Range = tuple[int, int]


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same numbers in as few ranges as possible, in order."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if first > last:
            continue
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def without(ranges: Iterable[Range], taken: Iterable[Range]) -> tuple[Range, ...]:
    """The numbers of ``ranges`` that are not in ``taken``."""
    rest, away = [], list(merged(taken))
    for first, last in merged(ranges):
        start = first
        for begin, end in away:
            if end < start or begin > last:
                continue
            if begin > start:
                rest.append((start, begin - 1))
            start = end + 1
        if start <= last:
            rest.append((start, last))
    return tuple(rest)


def within(ranges: Iterable[Range], first: int, last: int) -> tuple[Range, ...]:
    """The numbers of ``ranges`` from ``first`` to ``last``."""
    return merged((max(begin, first), min(end, last)) for begin, end in ranges)


def count(ranges: Iterable[Range]) -> int:
    """How many numbers there are; the ranges do not overlap."""
    return sum(last - first + 1 for first, last in ranges)

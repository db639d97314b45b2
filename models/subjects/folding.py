"""Incremental folds of a subject's events at a constant cost per event, however long the history.

A step makes a new subject from the one before, and so copies every tuple that grows with the history (periods, files,
disputes …). Here the old part of each tuple is set aside every ``EACH`` events, so that a step copies little. The state
at each such point is kept, so that an event that arrives late is folded in from the point before it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any, Generic, NamedTuple, TypeVar

from models.history import Recorded, in_order, place
from models.ids import EventId, SubjectId

S = TypeVar("S")
Place = tuple[int, int, int]

EACH = 64
"""Events between two points."""

MOST = 200
"""Of what grows with a history that does not end (slips, calls, periods …) a row has so many of the youngest, so that
writing it costs the same however long the history is. No day at a desk comes near."""


class Growing(NamedTuple, Generic[S]):
    """A tuple that grows at its end with the history.

    Attributes:
        of: gives it.
        put: the subject with another one in its place.
        stays: how many of the youngest a step looks at.
        once: by what two of its members are the same, of which the older counts; None = all count.
    """

    of: Callable[[S], tuple[Any, ...]]
    put: Callable[[S, tuple[Any, ...]], S]
    stays: int = 0
    once: Callable[[Any], object] | None = None


class Fold(NamedTuple, Generic[S]):
    """How subjects of a kind are told. Called with a name and a history, it gives the subject.

    Attributes:
        new: the subject of this name, of which nothing is told yet.
        step: the subject after one more event. It never raises: history has happened.
        growing: what grows with a history that does not end; a step sees the youngest of it.
    """

    new: Callable[[Any], S]
    step: Callable[[S, Recorded], S]
    growing: tuple[Growing[S], ...] = ()

    def __call__(self, name: SubjectId, history: Iterable[Recorded]) -> S:
        """What this history tells, in whatever order and however often its events arrived."""
        ordered = in_order(history)
        if len(ordered) <= EACH:
            return reduce(self.step, ordered, self.new(name))
        told = self.begin(name)
        told.tell(ordered)
        return told.whole()

    def begin(self, name: SubjectId) -> "Folding[S]":
        """A fold to go on with, of which nothing is told yet."""
        return Folding(self.new(name), self.step, self.growing)


class _Point(NamedTuple, Generic[S]):
    """How things stood after the event at ``place``."""

    place: Place
    young: S
    old: tuple[int, ...]
    told: int


class Folding(Generic[S]):
    """One subject and its history so far.

    Attributes:
        young: the subject, with only the youngest of what grows: what a step needs to know.
        last: place of the last event told; None = none was.
        steps: how many steps were taken, over and over ones included: what folding has cost.
    """

    def __init__(self, start: S, step: Callable[[S, Recorded], S], growing: tuple[Growing[S], ...]) -> None:
        self.young = start
        self.last: Place | None = None
        self.steps = 0
        self._start = start
        self._step = step
        self._growing = growing
        self._old: tuple[list[Any], ...] = tuple([] for _ in growing)
        self._told: dict[EventId, None] = {}
        self._points: list[_Point[S]] = []

    def tell(self, events: Iterable[Recorded]) -> None:
        """Further events, in the order of ``models.history.in_order``, behind all that were told. Each counts once."""
        for recorded in events:
            self.last = place(recorded)
            if recorded.id in self._told:
                continue
            self._told[recorded.id] = None
            self.young = self._step(self.young, recorded)
            self.steps += 1
            if len(self._told) % EACH == 0:
                self._put_apart(self.last)

    def go_back(self, before: Place) -> None:
        """Forget what was told from this place on, and a little more: what is behind ``last`` must be told again."""
        del self._points[bisect_left(self._points, before, key=lambda point: point.place) :]
        if self._points:
            self.last, self.young, lengths, told = self._points[-1]
        else:
            self.last, self.young, lengths, told = None, self._start, (0,) * len(self._old), 0
        for old, length in zip(self._old, lengths, strict=True):
            del old[length:]
        while len(self._told) > told:
            self._told.popitem()

    def whole(self) -> S:
        """The subject with everything that grew."""
        return self._with(None)

    def recent(self, most: int) -> S:
        """The subject with at least so many of the youngest of what grew, as far as there are as many."""
        return self._with(most)

    def _with(self, most: int | None) -> S:
        subject = self.young
        for growing, old in zip(self._growing, self._old, strict=True):
            if old:
                grown = (*(old if most is None else old[-most:]), *growing.of(subject))
                subject = growing.put(subject, grown if growing.once is None else _once(grown, growing.once))
        return subject

    def _put_apart(self, at: Place) -> None:
        for growing, old in zip(self._growing, self._old, strict=True):
            grown = growing.of(self.young)
            if len(grown) > growing.stays:
                old.extend(grown[: len(grown) - growing.stays])
                self.young = growing.put(self.young, grown[len(grown) - growing.stays :])
        self._points.append(_Point(at, self.young, tuple(map(len, self._old)), len(self._told)))


def _once(grown: Iterable[Any], key: Callable[[Any], object]) -> tuple[Any, ...]:
    found: dict[object, Any] = {}
    for one in grown:
        found.setdefault(key(one), one)
    return tuple(found.values())

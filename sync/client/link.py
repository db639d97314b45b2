"""The link to a peer while the desk is open: one thread sends, one receives; the desk waits for neither."""

import random
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from models.calendar.clock import Clock, instant, local_day
from models.store import Arrival, Changed, Store
from models.system.bugs import report
from models.trouble import EditionUnusable, NetworkTrouble, ProvinceNotReached, ProvinceRefused, Trouble
from sync.client import backfill, device_keys, editions, exchange, load
from sync.client.exchange import BeforeEvents
from sync.client.hub_answer import Forked, UpOutcome, files_missing
from sync.client.link_state import LinkFacts, LinkState, Phase, StateNotifier, Waits
from sync.client.membership import Ask
from sync.client.pace import Pace, Retry
from sync.client.peer import Peer
from sync.client.up_ahead import send_on
from sync.messages import OUTDATED, AsideReason, Edition

T = TypeVar("T")

__all__ = ["Link", "LinkState", "Phase"]

LONG_POLL = 25.0
"""Seconds that the hub may keep a question for news open."""

CHECK_EVERY = 300.0
"""Seconds without anything to send after which the hub is asked what it has: it may have judged something anew."""

SHORTEST_ASKING = 1.0
"""Seconds between two questions for news, when the hub does not wait although there are none."""

MOST_EMPTY = 3
"""Answers in a row that lead on in the stream and tell no event, as after own events; then one rests all the same."""

END_SECONDS = 0.8
"""Both threads end well within this; one that hangs in the system is left behind and touches nothing any more."""


class _Side:
    """One of the two directions, each with a thread.

    Attributes:
        turn: does one turn; gives the seconds to rest after it, 0 = go on at once.
        hurry: somebody wants the next turn now.
    """

    def __init__(self, name: str, turn: Callable[[], float], retry: Retry) -> None:
        self.name = name
        self.turn = turn
        self.retry = retry
        self.hurry = False


class Link:
    """Two threads between the store and a peer.

    Args of the constructor:
        peer: what the threads ask; files may be sent through it as well. ``stop`` cuts it.
        ask: how the threads reach the store.
        folder: where an edition is kept until it is applied (the desk's data folder).
        clock: of this PC.
        on_state: told each new state, from any of the threads, one after the other, never from under a lock.
        on_merged: told what came in, after it was stored.
        before_events: given the events of a batch that name a file, before the batch is sent.
        chance: see ``sync.client.pace.Retry``.
    """

    def __init__(
        self,
        peer: Peer,
        ask: Ask,
        folder: Path,
        clock: Clock,
        on_state: Callable[[LinkState], None],
        on_merged: Callable[[Changed], None],
        *,
        before_events: BeforeEvents | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.peer = peer
        self._owner = ask
        self._folder = folder
        self._clock = clock
        self._on_merged = on_merged
        self._before_events = before_events
        self._report: Callable[[Store], bytes] | None = None
        self._report_every = 0.0
        self._reported_at: float | None = None
        self._notifier = StateNotifier(on_state)
        self._pace = Pace()
        self._turn = threading.Condition()
        self._stopping = False
        self._recorded = False
        self._again: set[int] = set()
        self._files_at: float | None = None
        self._fetching = threading.Lock()
        self._edition: Edition | None = None
        self._edition_seen = 0
        self._keys_at: float | None = None
        self._keys_edition = 0
        self._begun = False
        self._empty = 0
        self._up = _Side("up", self._turn_up, Retry(chance))
        self._down = _Side("down", self._turn_down, Retry(chance))
        self._threads = [
            threading.Thread(target=self._run, args=(side,), name=f"{peer.name}-{side.name}", daemon=True)
            for side in (self._up, self._down)
        ]

    def report_with(self, made: Callable[[Store], bytes]) -> None:
        """Have this machine tell of itself as often as the hub wants it. Before ``start``.

        Args:
            made: makes a report (``sync.messages.Up.report``), in the store's thread.
        """
        self._report = made

    def start(self) -> None:
        """Start both threads. Returns at once."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Send what was just recorded. Any thread, returns at once."""
        with self._turn:
            self._recorded = True
            self._turn.notify_all()

    def send_now(self) -> None:
        """Retry at once, without waiting for the delay. Any thread."""
        with self._turn:
            self._up.hurry = self._down.hurry = True
            self._turn.notify_all()

    def judge_again(self, seqs: Iterable[int]) -> None:
        """Ask the hub to validate these set-aside events again."""
        with self._turn:
            self._again.update(seqs)
        self.send_now()

    def edition_applied(self) -> None:
        """Report that the waiting edition is in use."""
        self._edition = None
        self._notifier.change(lambda facts: replace(facts, state=replace(facts.state, edition_waiting=0)))

    def stop(self) -> None:
        """Stop both threads within a second; no callback follows."""
        self._notifier.end()
        self._end()
        until = time.monotonic() + END_SECONDS
        for thread in self._threads:
            if thread.is_alive() and thread is not threading.current_thread():
                thread.join(max(until - time.monotonic(), 0.0))

    def _ask(self, work: Callable[[Store], T]) -> T:
        """Access to the store until ``stop``; unfinished work of a thread is repeated in the next session."""
        if self._stopping:
            raise ProvinceNotReached(self.peer.membership.url, "closed")
        return self._owner(work)

    # ---- the threads -------------------------------------------------------------------------------------

    def _run(self, side: _Side) -> None:
        """The loop of one direction."""
        while not self._stopping:
            with self._turn:
                side.hurry = False
                self._recorded = self._recorded and side is not self._up
            try:
                rest = side.turn()
            except Forked:
                self._notifier.change(lambda facts: replace(facts, forked=True))
                self._end()
            except Trouble as trouble:
                if not self._stopping:
                    rest = self._failed(side, trouble)
                    self._wait(side, rest, failing=True)
            except Exception as bug:  # noqa: BLE001 - told; what was recorded is sent once it is over, not the next day
                report(bug)
                rest = self._failed(side, NetworkTrouble(self.peer.membership.url, type(bug).__name__))
                self._wait(side, rest, failing=True)
            else:
                self._went_well(side)
                self._wait(side, rest, failing=False)

    def _end(self) -> None:
        with self._turn:
            self._stopping = True
            self._turn.notify_all()
        self.peer.abort()

    def _failed(self, side: _Side, trouble: Trouble) -> float:
        outdated = isinstance(trouble, ProvinceRefused) and trouble.refusal in OUTDATED
        seconds = side.retry.wait(for_update=outdated)
        waits = Waits(trouble, self._clock() + timedelta(seconds=seconds))
        self._notifier.change(lambda facts: _waiting(facts, side.name, waits))
        return seconds

    def _went_well(self, side: _Side) -> None:
        """The hub answers: if the other direction waits for a retry, it retries at once."""
        side.retry.reset()
        before = self._notifier.facts
        other = self._down if side is self._up else self._up
        if before.answered and _waits(before, side.name) is None:
            return
        self._notifier.change(lambda facts: replace(_waiting(facts, side.name, None), answered=True))
        with self._turn:
            other.hurry = other.hurry or _waits(before, other.name) is not None
            self._turn.notify_all()

    def _wait(self, side: _Side, seconds: float, *, failing: bool) -> None:
        """Wait for the delay, a request for the next turn, or a recorded event that can be sent."""
        until = time.monotonic() + seconds
        while True:
            with self._turn:
                left = until - time.monotonic()
                if self._stopping or side.hurry or left <= 0:
                    return
                if not (side is self._up and self._recorded):
                    self._turn.wait(left)
                    continue
                if not failing:
                    return
                self._recorded = False
            self._count()

    def _count(self) -> None:
        """Update the number of unsent events while the hub does not answer."""
        try:
            unsent = self._ask(lambda store: store.log.unsent_count(self.peer.name))
        except Trouble:  # the desk is closing, or its disk fails: the next turn meets the same and tells it
            return
        self._notifier.change(lambda facts: replace(facts, state=replace(facts.state, unsent=unsent)))

    # ---- up ----------------------------------------------------------------------------------------------

    def _turn_up(self) -> float:
        if not self._begun:
            self._begin()
        text_only = self._ask(_text_waits)
        late = () if text_only else self._late_files()
        with self._turn:
            again = tuple(sorted(self._again.union(late)))
        before = None if text_only else self._before_events
        report = self._due_report()
        sent = exchange.send(self.peer, self._ask, self._pace, again=again, before_events=before, report=report)
        answer, at = sent.answer, instant(sent.answer.at)
        self._report_every = answer.report_every * 60.0
        if report:
            self._reported_at = time.monotonic()
        self.peer.note_time(at)
        with self._turn:
            self._again.difference_update(again)

        def told(facts: LinkFacts) -> LinkFacts:
            state = replace(
                facts.state,
                unsent=sent.unsent,
                set_aside=answer.set_aside,
                last_arrival_at=at if sent.arrived else facts.state.last_arrival_at,
                clock_off=self.peer.offset,
            )
            return replace(facts, state=state, files=sent.files_wait if sent.files else facts.files)

        self._notifier.change(told)
        if sent.unsent and not text_only and not again:
            send_on(self.peer, self._ask, self._pace, self._told_of_batch)
        self._look_for_edition(answer.edition)
        self._look_for_keys(tells=answer.tells_keys)
        left = files_missing(answer)
        if text_only and left:
            self._files_at = None  # what was said is home: now its photographs
            return 0.0
        if late and sent.files_wait is None and left and not set(late).issubset(left):
            self._files_at = None  # some have come, so the next ones may
            return 0.0
        return 0.0 if sent.unsent else CHECK_EVERY

    def _told_of_batch(self, sent: UpOutcome) -> None:
        """One of many batches has arrived."""
        answer, at = sent.answer, instant(sent.answer.at)

        def told(facts: LinkFacts) -> LinkFacts:
            state = facts.state
            arrived = at if sent.arrived else state.last_arrival_at
            state = replace(state, unsent=sent.unsent, set_aside=answer.set_aside, last_arrival_at=arrived)
            return replace(facts, state=state)

        self._notifier.change(told)

    def _due_report(self) -> bytes:
        """What this machine tells of itself, when the hub wants to hear it by now; empty = nothing."""
        last = self._reported_at
        if self._report is None or not self._report_every:  # the first answer says how often
            return b""
        return self._ask(self._report) if last is None or time.monotonic() - last >= self._report_every else b""

    def _late_files(self) -> tuple[int, ...]:
        """Events set aside because their files had not arrived, when it is time to retry."""
        late = tuple(one.seq for one in self._notifier.facts.state.set_aside if one.why is AsideReason.FILE_MISSING)
        now = time.monotonic()
        if not late or self._before_events is None or (self._files_at is not None and now < self._files_at):
            return ()
        self._files_at = now + CHECK_EVERY
        return late

    def _begin(self) -> None:
        """Set the state before the first answer, and have each recorded event wake the link."""

        def held(store: Store) -> tuple[int, Arrival | None]:
            store.log.after_record = self.wake
            return store.log.unsent_count(self.peer.name), store.of_peer(self.peer.name).last_arrival()

        unsent, last = self._ask(held)
        self._begun = True
        at = last.at if last else None
        self._notifier.change(
            lambda facts: replace(facts, state=replace(facts.state, unsent=unsent, last_arrival_at=at))
        )

    # ---- down --------------------------------------------------------------------------------------------

    def _turn_down(self) -> float:
        if self._ask(lambda store: store.log.load_file is not None):
            return self._turn_load()
        asked_at = time.monotonic()
        # As long as something is left nothing is waited for: it may be over with this question.
        left = self._notifier.facts.state.remaining
        wait = 0.0 if left else LONG_POLL
        read = exchange.read_news(self.peer, self._ask, wait=wait)
        if read.changed.subjects:
            self._on_merged(read.changed)
        own = self.peer.membership.device
        if read.taken_back or any(recorded.device == own for recorded in read.changed.recorded):
            self.wake()
        got = sum(len(chain.links) for chain in read.news.chains)
        remaining = read.news.remaining
        self._look_for_edition(read.news.edition)

        def told(facts: LinkFacts) -> LinkFacts:
            total = max(facts.state.total, remaining + got) if remaining else 0
            return replace(facts, state=replace(facts.state, remaining=remaining, total=total))

        self._notifier.change(told)
        if not remaining:
            backfill.bring_back(self.peer, self._ask)
        self._empty = 0 if read.news.chains else self._empty + 1
        leads_on = read.moved and (remaining < left or self._empty <= MOST_EMPTY)
        idle = read.taken_back or not (read.changed.recorded or leads_on)
        return SHORTEST_ASKING if idle and time.monotonic() - asked_at < SHORTEST_ASKING else 0.0

    def _turn_load(self) -> float:
        """A visit laptop reads the next page of its load, and asks for what is new of it from time to time."""
        read = load.read_load(self.peer, self._ask)
        if read.changed.subjects:
            self._on_merged(read.changed)
        if read.taken_back:
            self.wake()
        self._look_for_edition(read.news.edition)
        got, remaining = sum(len(chain.links) for chain in read.news.chains), read.news.remaining

        def told(facts: LinkFacts) -> LinkFacts:
            total = max(facts.state.total, remaining + got) if remaining else 0
            return replace(facts, state=replace(facts.state, remaining=remaining, total=total))

        self._notifier.change(told)
        return 0.0 if remaining else CHECK_EVERY

    def _look_for_edition(self, newest: int) -> None:
        """Fetch a newer edition; an invalid one is fetched again only under another version."""
        aside: Trouble | None = None
        if not self._fetching.acquire(blocking=False):
            return  # the other direction fetches it, and tells
        try:
            fresh = newest > self._edition_seen
            if fresh:
                try:
                    self._edition = editions.fetch(self.peer, self._folder)
                except EditionUnusable as unusable:
                    aside = unusable
                self._edition_seen = newest
            found = self._edition
        finally:
            self._fetching.release()
        usable = found.version if found and found.valid_from <= local_day(self._clock()) else 0

        def told(facts: LinkFacts) -> LinkFacts:
            state = replace(facts.state, edition_waiting=usable)
            return replace(facts, state=state, aside=aside if fresh else facts.aside)

        self._notifier.change(told)

    def _look_for_keys(self, *, tells: bool) -> None:
        """Fetch the keys of the province's machines: at the start, with a new edition, and each hour."""
        now = time.monotonic()
        due = self._keys_at is None or now >= self._keys_at or self._keys_edition != self._edition_seen
        if tells and due:
            device_keys.fetch(self.peer, self._ask)
            self._keys_at, self._keys_edition = now + device_keys.FETCH_EVERY, self._edition_seen


def _text_waits(store: Store) -> bool:
    """Whether this is a visit laptop with something to send: its text goes before its photographs."""
    return store.log.load_file is not None and store.log.unsent_count() > 0


def _waits(facts: LinkFacts, name: str) -> Waits | None:
    return facts.up if name == "up" else facts.down


def _waiting(facts: LinkFacts, name: str, waits: Waits | None) -> LinkFacts:
    return replace(facts, up=waits) if name == "up" else replace(facts, down=waits)

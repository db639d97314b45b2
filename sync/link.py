"""The link to the province while the desk is open: one thread sends, one reads, and the desk never waits for either."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from models.clock import Clock
from models.history import Recorded
from models.store import Changed, Store
from models.trouble import Trouble
from sync.membership import Membership
from sync.messages import SetAside

T = TypeVar("T")


class Phase(StrEnum):
    """How it stands with the province. "Online" means that the hub answered, not that a cable is in."""

    NOT_JOINED = "not_joined"
    OFFLINE = "offline"
    """No answer, or none of the hub's: work goes on, it is tried again at ``retry_at``."""
    SENDING = "sending"
    """Something is on its way up or down."""
    UP_TO_DATE = "up_to_date"
    REFUSED = "refused"
    """The hub answered no, and a person has to do something (``trouble`` says what)."""
    FORKED = "forked"
    """This file was restored from a copy: the machine needs a new number (``desk.province.rehome``)."""


class LinkState(Struct, frozen=True, kw_only=True):
    """Where the exchange stands, for the status line.

    Attributes:
        unsent: events of this machine that the hub has not acknowledged.
        last_arrival_at: when anything of this machine arrived last, by the hub's clock.
        retry_at: when it is tried again by itself; None = at once, or not by itself.
        set_aside: what the hub keeps apart of this machine's events, and why.
        trouble: why it does not go on; None = it does.
        remaining, total: news still to be read, and how many it was when this reading began (for a progress bar).
        edition_waiting: version of an edition that lies ready to be applied; 0 = none.
        clock_off: how far the hub's clock is before this PC's.
    """

    phase: Phase
    unsent: int = 0
    last_arrival_at: datetime | None = None
    retry_at: datetime | None = None
    set_aside: tuple[SetAside, ...] = ()
    trouble: Trouble | None = None
    remaining: int = 0
    total: int = 0
    edition_waiting: int = 0
    clock_off: timedelta = timedelta(0)


class Ask(Protocol):
    """Runs something with the store, in the thread that owns it, and gives back what it returned or raised.

    When the desk is closing it raises a ``Trouble`` instead of waiting for ever.
    """

    def __call__(self, work: Callable[[Store], T], /) -> T:
        """What ``work`` returned."""


class Link:
    """Two threads between the store and the hub.

    Args of the constructor:
        membership: of this machine.
        ask: how the threads reach the store.
        folder: where an edition is kept until it is applied (the desk's data folder).
        clock: of this PC.
        on_state: told each new state, from either thread, one after the other, never from under a lock.
        on_merged: told what came in, after it was stored.
        before_events: given the events of a batch that name a file, before the batch is sent.
    """

    def __init__(
        self,
        membership: Membership,
        ask: Ask,
        folder: Path,
        clock: Clock,
        on_state: Callable[[LinkState], None],
        on_merged: Callable[[Changed], None],
        *,
        before_events: Callable[[Sequence[Recorded]], None] | None = None,
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Begin. Returns at once."""

    def wake(self) -> None:
        """Something was recorded: send it. Any thread, returns at once."""

    def send_now(self) -> None:
        """Try again at once, whatever was waited for. Any thread."""

    def judge_again(self, seqs: Iterable[int]) -> None:
        """Have the hub look again at these events that it set aside."""

    def stop(self) -> None:
        """End both threads within a second. Nothing is told afterwards."""

"""The state of the exchange, and its notifications: in order, and called without a lock."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.trouble import Trouble
from sync.messages import SetAside


class Phase(StrEnum):
    """Phases of the exchange. "Online" means that the hub answered, not that a cable is plugged in."""

    NOT_JOINED = "not_joined"
    OFFLINE = "offline"
    """No answer, or none of the hub's: work goes on, it is tried again at ``retry_at``."""
    SENDING = "sending"
    """Something is on its way up or down, or the hub has just been asked for the first time."""
    UP_TO_DATE = "up_to_date"
    REFUSED = "refused"
    """The hub answered no, and a person has to do something (``trouble`` says what); tried again all the same."""
    FORKED = "forked"
    """This file was restored from a copy: the machine needs a new number (``desk.province.province.rehome``)."""


class LinkState(Struct, frozen=True, kw_only=True):
    """The state of the exchange, for the status line.

    Attributes:
        unsent: events of this machine that the hub has not acknowledged.
        last_arrival_at: when anything of this machine arrived last, by the hub's clock.
        retry_at: when it is tried again by itself, by this PC's clock; None = nothing is waited for.
        set_aside: what the hub keeps apart of this machine's events, and why.
        trouble: why it does not go on; None = it does. With ``UP_TO_DATE``: of scanned files that wait, or of an
            edition that cannot be used.
        remaining, total: news still to be read, and how many it was when this reading began (for a progress bar).
        edition_waiting: version of an edition that may be applied now; 0 = none.
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


class Waits(Struct, frozen=True):
    """A direction that waits after a failure: why, and until when."""

    trouble: Trouble
    retry_at: datetime


class LinkFacts(Struct, frozen=True, kw_only=True):
    """What the two threads know; the state is derived from it.

    Attributes:
        answered: the hub has answered at least once.
        up, down: a direction that waits after a failure.
        aside: a trouble that holds nothing up.
        files: why scanned files wait, which holds up no event.
        state: everything that is told as it is.
    """

    answered: bool = False
    forked: bool = False
    up: Waits | None = None
    down: Waits | None = None
    aside: Trouble | None = None
    files: Trouble | None = None
    state: LinkState = LinkState(phase=Phase.SENDING)

    def derived_state(self) -> LinkState:
        """The state derived from these facts."""
        waits = self.up or self.down
        state = replace(
            self.state,
            phase=self._phase(waits),
            trouble=waits.trouble if waits else self.files or self.aside,
            retry_at=waits.retry_at if waits else None,
        )
        return replace(state, retry_at=None) if self.forked else state

    def _phase(self, waits: Waits | None) -> Phase:
        if self.forked:
            return Phase.FORKED
        if waits is not None:
            return Phase.OFFLINE if waits.trouble.retry_helps else Phase.REFUSED
        if not self.answered or self.state.unsent or self.state.remaining:
            return Phase.SENDING
        return Phase.UP_TO_DATE


class StateNotifier:
    """Holds the facts, and notifies of each new state.

    The thread that changes something notifies; if another is notifying, that one continues with the newest state.
    """

    def __init__(self, on_state: Callable[[LinkState], None]) -> None:
        self._on_state = on_state
        self._lock = threading.Lock()
        self._facts = LinkFacts()
        self._last: LinkState | None = None
        self._busy = False
        self._ended = False

    @property
    def facts(self) -> LinkFacts:
        """The current facts."""
        with self._lock:
            return self._facts

    def change(self, change: Callable[[LinkFacts], LinkFacts]) -> None:
        """Change the facts; notifies if the state differs."""
        with self._lock:
            self._facts = change(self._facts)
        while (state := self._next()) is not None:
            try:
                self._on_state(state)
            finally:
                with self._lock:
                    self._busy = False

    def end(self) -> None:
        """Stop notifying."""
        with self._lock:
            self._ended = True

    def _next(self) -> LinkState | None:
        with self._lock:
            state = self._facts.derived_state()
            if self._busy or self._ended or state == self._last:
                return None
            self._last, self._busy = state, True
            return state

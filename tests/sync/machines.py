"""Machines under test: a real file in a thread of its own, a real link, and waiting without sleeping."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import Clock
from models.events import AnyEvent, DossierWithdrawn
from models.history import Recorded
from models.ids import ClerkId, DeviceId, new_dossier_id
from models.store import Changed, Store, open_store
from models.trouble import Trouble
from sync.client.https import HubClient, enrol, hub_facts
from sync.client.link import Link, LinkState, Phase
from sync.client.membership import Membership
from sync.hub.offices import offices
from sync.messages import EnrolAsked
from tests.fakes.hub import RunningHub
from tests.patience import PATIENCE

T = TypeVar("T")
KEY = bytes(range(1, 33))
CLERK = ClerkId("mau")
WITHIN = PATIENCE


class Closing(Trouble):
    """The desk is closing."""


class Machine:
    """A file that one thread owns, as in the window; and what its link tells."""

    def __init__(self, path: Path, device: DeviceId, clock: Clock) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._closed = False
        self.states: list[LinkState] = []
        self.merged: list[Changed] = []
        self._told = threading.Condition()
        self.path = path
        self.store = self._pool.submit(lambda: open_store(path, KEY, device=device, clock=clock, create=True)).result()

    def ask(self, work: Callable[[Store], T]) -> T:
        """What ``work`` returns for the store, in its thread."""
        if self._closed:
            raise Closing
        return self._pool.submit(work, self.store).result()

    def record(self, count: int = 1, event: AnyEvent | None = None) -> None:
        """So many events about a new dossier."""
        happened = [event or DossierWithdrawn(reason="rút")] * count
        self.ask(lambda store: store.log.record(new_dossier_id(), CLERK, *happened))

    def events(self) -> list[Recorded]:
        """All events there are."""
        return self.ask(lambda store: list(store.log.events()))

    def on_state(self, state: LinkState) -> None:
        """Told by the link."""
        with self._told:
            self.states.append(state)
            self._told.notify_all()

    def on_merged(self, changed: Changed) -> None:
        """Likewise."""
        with self._told:
            self.merged.append(changed)
            self._told.notify_all()

    def until(self, true: Callable[["Machine"], object]) -> LinkState:
        """Wait until this holds; the newest state then."""
        with self._told:
            assert self._told.wait_for(lambda: true(self), WITHIN), self.states[-5:]
            return self.states[-1]

    def until_state(self, true: Callable[[LinkState], object]) -> LinkState:
        """Wait until the newest state is so."""
        return self.until(lambda machine: machine.states and true(machine.states[-1]))

    def until_sent(self) -> LinkState:
        """Wait until nothing is left to send, and the state says so."""
        return self.until(
            lambda machine: (
                machine.states
                and machine.states[-1].phase is Phase.UP_TO_DATE
                and machine.ask(lambda store: store.log.unsent_count()) == 0
            )
        )

    def close(self) -> None:
        """Close the file; closing twice is nothing."""
        if self._closed:
            return
        self._closed = True
        self._pool.submit(self.store.close).result()
        self._pool.shutdown()


@contextmanager
def machine(path: Path, device: DeviceId, clock: Clock) -> Iterator[Machine]:
    """An open one."""
    made = Machine(path, device, clock)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def linked(
    made: Machine,
    member: Membership,
    clock: Clock,
    *,
    chance: Callable[[], float] = lambda: 0.02,
    report: Callable[[Store], bytes] = lambda _: b"",
) -> Iterator[Link]:
    """Its link, running."""
    link = Link(
        HubClient(member, clock), made.ask, made.path.parent, clock, made.on_state, made.on_merged, chance=chance
    )
    link.report_with(report)
    link.start()
    try:
        yield link
    finally:
        link.stop()
        assert not any(thread.is_alive() for thread in link._threads)


def enrolled(hub: RunningHub, *, wanted: int = 0, url: str = "", authority: str = "") -> Membership:
    """A machine of the office that this hub is seen from, admitted over HTTP with a code of its own."""
    address = url or hub.url
    code = offices.make_code(hub.store, hub.office, now=hub.hub.clock())
    key = Ed25519PrivateKey.generate()
    asked = EnrolAsked(
        public_key=key.public_key().public_bytes_raw().hex(), unit=hub.office, code=code, wanted=DeviceId(wanted)
    )
    facts = hub_facts(address, authority)
    answer = enrol(address, key, asked, at=facts.at, sign_key=facts.sign_key, authority=authority)
    return Membership(
        url=address,
        hub_name=facts.name,
        office=answer.office,
        device=answer.device,
        key=key.private_bytes_raw(),
        sign_key=facts.sign_key,
        seal_key=facts.seal_key,
        enrolled_at=facts.at,
        block=answer.block,
        authority=authority,
    )

"""Desks send while the primary dies: what the hub acknowledged is in the database of whoever is the primary then."""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.history import Recorded
from sync.hub.log import stream
from sync.hub.log.intake import GapFound, take_in
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore, HubStoreFailing
from sync.messages import PROTOCOL, EnrolAsked, HubFacts, Up, chain_of
from tests.cluster.cluster import Cluster, Node
from tests.fakes.citizens import EVENTS_PER_VISIT, OFFICE, visits
from tests.faults.report import Report, compare

BATCH = 10
EVERY = 0.05
"""Seconds between two batches of a desk: a load that a kill falls into."""

PAUSE = 0.05
SHARE = 1_500
"""Events at least between two kills."""
WITHIN = 180.0


@dataclass
class Sender:
    """One desk: its events, and how far the hub acknowledged them."""

    store: HubStore
    device: Device
    events: list[Recorded]
    allowed: int = 0
    acknowledged: int = 0
    refused: int = 0
    lost: int = 0
    acknowledged_at: list[float] = field(default_factory=list)

    def send(self, told: threading.Condition) -> None:
        """Everything, in batches, as far as is allowed, whatever happens in between."""
        while self.acknowledged < len(self.events):
            with told:
                assert told.wait_for(lambda: self.acknowledged < self.allowed, WITHIN)
            batch = self.events[self.acknowledged : self.acknowledged + BATCH]
            try:
                answer = take_in(self.store, self.device, Up(chain_of(batch)), datetime.now(UTC))
            except HubStoreFailing:
                self.refused += 1
                time.sleep(PAUSE)  # a desk waits longer
                continue
            except GapFound as gap:
                # The hub lost what it acknowledged: that is what the report is about.
                self.lost += self.acknowledged - gap.head
                self.acknowledged = gap.head
                continue
            with told:
                self.acknowledged = answer.head
                self.acknowledged_at.append(time.monotonic())
                told.notify_all()
            time.sleep(EVERY)  # as much load as there shall be


def primary_killed(cluster: Cluster, size: int, *, desks: int = 3, kills: int = 1) -> Report:
    """Under load the primary's machine dies, as often as asked; each time it comes back as a standby.

    Args:
        cluster: standing.
        size: events in all.
        desks: that send at the same time.
        kills: of whoever is the primary.
    """
    size = max(size, SHARE * (kills + 1))
    name = f"load_{time.monotonic_ns()}"
    cluster.create_database(name)
    store = HubStore.open(cluster.url(name))
    store.prepare()
    offices.create_office(store, OFFICE.id, OFFICE.name)
    senders = [_sender(store, number, size // desks) for number in range(1, desks + 1)]
    told = threading.Condition()
    threads = [threading.Thread(target=one.send, args=(told,)) for one in senders]
    for thread in threads:
        thread.start()
    taken: list[float] = []
    for kill in range(kills):
        _allow(senders, told, (kill + 1) / (kills + 1))
        wanted = size * (kill + 0.5) / (kills + 1)
        with told:
            assert told.wait_for(lambda: sum(one.acknowledged for one in senders) >= wanted, WITHIN)  # noqa: B023  # used at once
        killed, seconds = _kill_primary(cluster, senders, told)
        taken.append(seconds)
        if kill + 1 < kills:
            _bring_back(cluster, killed)
    _allow(senders, told, 1)
    for thread in threads:
        thread.join(WITHIN)
    found = _all(store, OFFICE.id)
    store.close()
    return compare(
        f"primary killed {kills}x under load (Patroni, etcd, HAProxy)",
        [recorded.id for one in senders for recorded in one.events[: one.acknowledged]],
        found,
        [sorted(found, key=lambda r: (r.device, r.seq)), [recorded for one in senders for recorded in one.events]],
        max(taken),
        {
            "kills": kills,
            "acknowledged and lost": sum(one.lost for one in senders),
            "refused meanwhile": sum(one.refused for one in senders),
        },
    )


def _kill_primary(cluster: Cluster, senders: list[Sender], told: threading.Condition) -> tuple[Node, float]:
    """The dead node, and the seconds from the kill until the hub acknowledged again."""
    primary = cluster.primary()
    assert primary is not None
    cluster.kill(primary)
    killed_at = time.monotonic()
    with told:
        heard = told.wait_for(lambda: any(one.acknowledged_at[-1] > killed_at + 0.5 for one in senders), WITHIN)
    assert heard, "nothing was acknowledged any more"
    return primary, min(at for one in senders for at in one.acknowledged_at if at > killed_at + 0.5) - killed_at


def _allow(senders: list[Sender], told: threading.Condition, share: float) -> None:
    """Let every desk send up to this share of its events."""
    with told:
        for one in senders:
            one.allowed = int(len(one.events) * share)
        told.notify_all()


def _bring_back(cluster: Cluster, node: Node) -> None:
    cluster.revive(node)
    cluster.wait_for(lambda: len(cluster.standbys()) == 2 and cluster.synchronous() is not None, "the node came back")


def _sender(store: HubStore, number: int, count: int) -> Sender:
    """An enrolled desk with so many events to send."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32).public_key().public_bytes_raw()
    now = datetime.now(UTC)
    code = offices.make_code(store, OFFICE.id, device=number, now=now)
    asked = EnrolAsked(code=code, public_key=key.hex(), unit=OFFICE.id)
    hub = HubFacts(name="", protocol=PROTOCOL, at=now, sign_key="", seal_key="")
    enrolled = offices.enrol(store, asked, hub, now)
    first = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=500 * number)
    log = visits(count // EVENTS_PER_VISIT + 1, number, first, device=number, named=True)
    device = Device(office=OFFICE.id, number=enrolled.device, public_key=key)
    return Sender(store, device, list(islice(log, count)))


def _all(store: HubStore, office: str) -> list[Recorded]:
    """The office's whole stream."""
    found: list[Recorded] = []
    position = 0
    while page := stream.read(store, office, position, 2_000):
        assert [at for at, _ in page] == list(range(position + 1, position + 1 + len(page))), "positions have holes"
        found += [recorded for _, recorded in page]
        position = page[-1][0]
    return found

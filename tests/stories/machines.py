"""Machines of one office: each a desk with a file of its own, exchanging with a real hub; and who works at them."""

from dataclasses import replace
from pathlib import Path

from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from models.calendar.clock import Clock
from models.calendar.due_dates import Calendar
from models.calendar.pauses import moves
from models.clerk import Clerk, Role
from models.history import Recorded
from models.ids import ClerkId, DeviceId, DossierId
from models.subjects.dossier import Dossier
from models.subjects.dossier_fold import fold
from sync.client.exchange import direct_access, exchange_all
from sync.hub.log import stream
from sync.hub.store import HubStore
from tests.sync.near import GOOD, Fate, NearHub, admitted

OFFICE = "H00.99.01"
"""The invented office of the training settings."""


def somebody(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    """The same machine with this person at work."""
    return replace(desk, clerk=Clerk(id=ClerkId(id_), name=f"Người {id_}", roles=frozenset({role})))


class Machine:
    """One machine of the office.

    Attributes:
        desk: open; closed and opened again by ``restart``.
    """

    def __init__(self, folder: Path, hub: HubStore, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        member = admitted(hub, OFFICE)
        assert member.block is not None
        plain = training_settings()
        own = with_(
            plain.device,
            number=member.device,
            block_first=member.block.first,
            block_last=member.block.last,
        )
        self._settings = with_(plain, device=own)
        self._way = NearHub(hub, member, clock)
        self.desk = self._opened()

    def restart(self) -> None:
        """Close the file, and open it as it lies."""
        close_desk(self.desk)
        self.desk = self._opened()

    @property
    def device(self) -> DeviceId:
        """Its number at the office."""
        return self.desk.store.log.device

    def exchange(self, fate: Fate = GOOD) -> None:
        """Tell the hub, and hear from it, over a network that does this to each request.

        Raises:
            NetworkTrouble: it broke on the way.
        """
        self._way.fate = fate
        exchange_all(self._way, direct_access(self.desk.store))

    def at(self, id_: DossierId) -> Dossier:
        """The dossier as this machine has it."""
        return self.desk.store.log.dossier(id_)

    def close(self) -> None:
        """Close the file."""
        close_desk(self.desk)

    def _opened(self) -> Desk:
        return open_desk(self._folder, settings=self._settings, clock=self._clock, training=True)


def hub_history(hub: HubStore, id_: DossierId) -> list[Recorded]:
    """What the hub has of a dossier."""
    return [event for _, event in stream.read(hub, OFFICE, 0, 100_000) if event.subject == id_]


def hub_dossier(hub: HubStore, id_: DossierId) -> Dossier:
    """The dossier as the hub folds it."""
    return fold(id_, hub_history(hub, id_))


def due_by_rule(dossier: Dossier, calendar: Calendar) -> object:
    """The due date by the pure function of promise, pauses and calendar."""
    promised = dossier.promised
    assert promised is not None
    found = moves(promised.at, promised.limit, dossier.pauses, calendar, dossier.extended)
    return found[-1].to if found else promised.at

"""A market day: twelve desks of one office and their hub; dossiers go from desk to desk, networks come and go.

The papers of a dossier lie at one desk: the next thing is done by who has heard of the last one, so that nobody
decides without knowing. But for some dossiers two desks decide at once, and the leader settles it.
"""

import random
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct

from desk.desk import Desk
from desk.dossiers import disputes, outcome, process, returns, work_lists
from desk.dossiers.disputes import Settlement
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.recording import ManyDone
from desk.register import register
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Role
from models.events import PaidBy
from models.history import Recorded
from models.ids import DossierId, EventId
from models.subjects.dossier import Dossier
from models.subjects.dossier_fold import fold
from models.subjects.register import RegisterQuery
from models.subjects.work_lists import WorkList
from models.trouble import NetworkTrouble
from sync.hub.log import stream
from sync.hub.store import HubStore
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from tests.stories.machines import OFFICE, Machine, somebody
from tests.sync.near import GOOD, Fate

RECEPTION, OFFICERS, LEADER, POSTAL = 8, 2, 1, 1
"""Desks that take in and return, that examine, that sign; and the one of the post, which takes in and returns too."""
DESKS = RECEPTION + OFFICERS + LEADER + POSTAL
DISPUTED = 10
"""One dossier of so many is decided about at two desks that know nothing of each other."""
TOGETHER = 5
"""Dossiers that somebody works on in one go."""

FATES = (GOOD, GOOD, Fate(arrives=False), Fate(answered=False), Fate(answered=False, slow=True), Fate(twice=True))
"""What the network does to an exchange; while it is away, nothing of it arrives."""

Act = Callable[[Desk, list[DossierId]], ManyDone]


class Step(Struct, frozen=True):
    """One thing to be done: at which desk, and what."""

    at: int
    act: Act


class Travelling(Struct):
    """A dossier on its way: what is still to be done, and the last decision about it; None = two at once."""

    id: DossierId
    ahead: "deque[Step]"
    last: EventId | None


class Figures(Struct, frozen=True, kw_only=True):
    """What the office came to, as one desk tells it: rows of each list, dossiers by status, lines of the register."""

    lists: dict[WorkList, int]
    states: dict[str, int]
    register: int


class MarketDay:
    """The office.

    Attributes:
        machines: the desks, in the order of the roles above.
        disputed: dossiers that were decided about at two desks at once.
        broken: exchanges that the network broke.
    """

    def __init__(self, folder: Path, hub: HubStore, clock: TurnedClock, *, dossiers: int, seed: int) -> None:
        self.machines = [Machine(folder / f"quay-{number}", hub, clock) for number in range(1, DESKS + 1)]
        self.disputed: set[DossierId] = set()
        self.broken = 0
        self._hub = hub
        self._clock = clock
        self._chance = random.Random(seed)  # noqa: S311 - a script, not a secret
        self._to_come = dossiers
        self._at: list[list[Travelling]] = [[] for _ in self.machines]
        self._known: list[Travelling] = []
        self._away = [False] * DESKS

    def close(self) -> None:
        """All desks."""
        for machine in self.machines:
            machine.close()

    def live(self) -> None:
        """Until every dossier is returned; who works and who is reached comes as it comes."""
        while self._to_come or any(self._at):
            number = self._chance.randrange(DESKS)
            self._clock.turn(seconds=20)
            if self._chance.random() < 0.1:
                self._away[number] = not self._away[number]
            self._work(number)
            if self._chance.random() < 0.4:
                self.exchange(number)

    def come_together(self) -> None:
        """In the evening every network is there: each desk tells everything, then hears everything."""
        for machine in self.machines * 2:
            machine.exchange()

    # ---- what can be compared ------------------------------------------------------------------------------

    @property
    def dossiers(self) -> list[DossierId]:
        """All of the day."""
        return [one.id for one in self._known]

    def told(self) -> list[EventId]:
        """Every event as the hub tells it, in its order."""
        return [recorded.id for _, recorded in stream.read(self._hub, OFFICE, 0, 1_000_000)]

    def at_hub(self) -> dict[DossierId, Dossier]:
        """Every dossier as the hub's events tell it."""
        of: dict[str, list[Recorded]] = {}
        for _, recorded in stream.read(self._hub, OFFICE, 0, 1_000_000):
            of.setdefault(recorded.subject, []).append(recorded)
        return {id_: fold(id_, of[id_]) for id_ in self.dossiers}

    def figures(self, machine: Machine) -> Figures:
        """What the leader sees at a desk."""
        desk = somebody(machine.desk, "lanhdao", Role.LEADER)
        today = RegisterQuery(first=desk.today, last=desk.today)
        states = Counter(machine.at(id_).status.value for id_ in self.dossiers)
        return Figures(lists=work_lists.counts(desk), states=dict(states), register=register.count(desk, today))

    # ---- what happens --------------------------------------------------------------------------------------

    def exchange(self, number: int) -> None:
        """A desk tries to tell and to hear."""
        fate = Fate(arrives=False) if self._away[number] else self._chance.choice(FATES)
        try:
            self.machines[number].exchange(fate)
        except NetworkTrouble:
            self.broken += 1

    def _work(self, number: int) -> None:
        if self._to_come and (number < RECEPTION or number == DESKS - 1):
            self._take_in(number)
        heard = (one for one in list(self._at[number]) if self._has_heard(number, one))
        acts: dict[Act, list[Travelling]] = {}
        for one in islice(heard, TOGETHER):
            acts.setdefault(one.ahead[0].act, []).append(one)
        for act, theirs in acts.items():
            if act is at_two_desks:
                for one in theirs:
                    self._decided_twice(number, one)
            else:
                self.act(number, act, [one.id for one in theirs])
                self._went_on(number, theirs)

    def _has_heard(self, number: int, one: Travelling) -> bool:
        """Whether a desk knows the last decision about a dossier; of a dispute, that there is one."""
        here = self.machines[number].at(one.id)
        return bool(here.code) and (bool(here.disputes) if one.last is None else here.last_decision == one.last)

    def act(self, number: int, act: Act, dossiers: list[DossierId]) -> None:
        """Somebody does something with dossiers, in one go."""
        assert act(self._at_work(number), dossiers).refused == ()

    def _take_in(self, number: int) -> None:
        desk = self._at_work(number)
        form = complete(desk, RESIDENCE, paid_by=PaidBy.CASH)
        for _ in range(min(self._to_come, self._chance.randint(1, 3))):
            taken = intake.take_in(desk, form)
            one = Travelling(taken.id, self._way(number, disputed=self._to_come % DISPUTED == 0), taken.last_decision)
            self._to_come -= 1
            self._known.append(one)
            self._at[one.ahead[0].at].append(one)

    def _way(self, taken_at: int, *, disputed: bool) -> "deque[Step]":
        officer = self._chance.randrange(RECEPTION, RECEPTION + OFFICERS)
        leader = RECEPTION + OFFICERS
        back = self._chance.choice((*range(RECEPTION), DESKS - 1))
        way = deque(
            [
                Step(taken_at, process.forward),
                Step(officer, process.accept),
                Step(officer, process.submit),
                Step(leader, outcome.decide),
                Step(back, check_in),
                Step(self._chance.randrange(RECEPTION), give_out),
            ]
        )
        if disputed:
            way[0] = Step(taken_at, at_two_desks)
            way.insert(1, Step(leader, settle))
        return way

    def _decided_twice(self, number: int, one: Travelling) -> None:
        """Both forward it, to another unit each, as soon as a second desk has heard of it; else it waits."""
        others = [other for other in range(RECEPTION) if other != number and self._has_heard(other, one)]
        if others:
            self.act(number, partial(process.forward, to="kt"), [one.id])
            self.act(others[0], partial(process.forward, to="vp"), [one.id])
            self.disputed.add(one.id)
            self._went_on(number, [one])
            one.last = None

    def _went_on(self, number: int, theirs: Iterable[Travelling]) -> None:
        for one in theirs:
            one.last = self.machines[number].at(one.id).last_decision
            one.ahead.popleft()
            self._at[number].remove(one)
            if one.ahead:
                self._at[one.ahead[0].at].append(one)

    def _at_work(self, number: int) -> Desk:
        role = Role.LEADER if number == RECEPTION + OFFICERS else Role.POSTAL if number == DESKS - 1 else Role.CLERK
        given = Approval(procedures=(RESIDENCE,), valid_from=date(2026, 1, 1), source="QĐ 1")
        desk = replace(self.machines[number].desk, approved=ApprovedList(approved=(given,)))
        return somebody(desk, f"nguoi-{number}", role)


def at_two_desks(desk: Desk, dossiers: list[DossierId]) -> ManyDone:
    """Marks the step that two desks do at once."""
    raise AssertionError((desk, dossiers))


def settle(desk: Desk, dossiers: list[DossierId]) -> ManyDone:
    """The leader says which of two ways holds."""
    settled = [disputes.settle(desk, id_, Settlement.HERE, "theo phòng này") for id_ in dossiers]
    return ManyDone(tuple(settled), ())


def check_in(desk: Desk, dossiers: list[DossierId]) -> ManyDone:
    """The results come back to the desk."""
    return ManyDone(tuple(outcome.check_in(desk, id_, "A-1") for id_ in dossiers), ())


def give_out(desk: Desk, dossiers: list[DossierId]) -> ManyDone:
    """To the one citizen of the day, all at once."""
    return returns.hand_over(desk, dossiers, Collection(collector=MAU))

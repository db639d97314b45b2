"""What a scenario found, in numbers a person can read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.history import Recorded, digest
from models.ids import DOSSIER, DossierId, SubjectId, TicketId
from models.subjects import dossier_fold as dossier
from models.subjects import ticket


@dataclass(frozen=True)
class Report:
    """One scenario's outcome.

    Attributes:
        scenario: what was played, in words.
        events: how many the desks recorded and told their clerks were stored.
        lost: of these, missing at the hub or at any desk.
        doubled: events that stand twice anywhere.
        equal: every desk folds every subject to what the hub's stream folds to.
        recovered_in: seconds from the end of the fault until everything had arrived everywhere.
        facts: what else happened (kills, what the network did).
        bounded: waiting and memory stayed within the bounds that the scenario sets.
    """

    scenario: str
    events: int
    lost: int
    doubled: int
    equal: bool
    recovered_in: float
    facts: dict[str, object] = field(default_factory=dict)
    bounded: bool = True

    @property
    def is_whole(self) -> bool:
        """Nothing lost, nothing doubled, everybody tells the same."""
        return self.events > 0 and not self.lost and not self.doubled and self.equal

    @property
    def is_clean(self) -> bool:
        """Whole, and within its bounds."""
        return self.is_whole and self.bounded

    def __str__(self) -> str:
        outcome = "ok" if self.is_clean else "SLOW" if self.is_whole else "LOSS"
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return (
            f"{outcome:4}  {self.scenario}: {self.events:,} events, {self.lost} lost, "
            f"{self.doubled} doubled, folds {'equal' if self.equal else 'DIFFER'}, "
            f"recovered in {self.recovered_in:.1f} s{'' if self.bounded else ', BOUNDS NOT KEPT'}"
            f"{'; ' + facts if facts else ''}"
        )


def compare(
    scenario: str,
    told: Iterable[str],
    stream: Sequence[Recorded],
    desks: Sequence[Sequence[Recorded]],
    recovered_in: float,
    facts: dict[str, object] | None = None,
) -> Report:
    """Set what the clerks were told beside what the hub and every desk have.

    Args:
        scenario: in words.
        told: ids of the events that a desk said were stored.
        stream: what the hub tells.
        desks: what each desk's file holds.
        recovered_in: seconds.
        facts: what else happened.
    """
    wanted = set(told)
    places = [stream, *desks]
    lost = sum(len(wanted - {recorded.id for recorded in place}) for place in places)
    doubled = sum(times - 1 for place in places for times in Counter(r.id for r in place).values())
    truth = _digests(stream)
    equal = all(_digests(desk) == truth for desk in desks) and all(folds(desk) == folds(stream) for desk in desks)
    return Report(scenario, len(wanted), lost, doubled, equal, recovered_in, facts or {})


def folds(events: Iterable[Recorded]) -> dict[str, object]:
    """Every dossier and ticket these events tell."""
    histories: dict[SubjectId, list[Recorded]] = {}
    for recorded in events:
        histories.setdefault(recorded.subject, []).append(recorded)
    return {
        subject: dossier.fold(DossierId(subject), history)
        if subject.startswith(DOSSIER)
        else ticket.fold(TicketId(subject), history)
        for subject, history in histories.items()
    }


def _digests(events: Iterable[Recorded]) -> set[bytes]:
    return {digest(recorded) for recorded in events}

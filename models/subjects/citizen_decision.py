"""One decision about two entries of people, as the fold of its events; and who is one person by all that stand.

Whatever the order in which desks hear of them, the same decisions give the same people: each is withdrawn by name, and
those that stand are followed in the one order all desks agree on. One that cannot be true beside those before it (two
personal numbers that nobody called wrong, two entries that somebody told apart) is not followed and waits for a person:
the files stay apart meanwhile, for nobody shall read a stranger's papers because two desks disagree.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from models.events import CitizensApartWithdrawn, CitizensMerged, CitizensToldApart, CitizensUnmerged
from models.history import Recorded
from models.ids import ClerkId, DeviceId, SubjectId
from models.person_key import PersonKey, personal_number_in
from models.subjects.folding import Fold


class CitizenVerdict(StrEnum):
    """What was decided of two entries."""

    NONE = ""
    """Only its withdrawal has arrived."""
    MERGED = "merged"
    APART = "apart"


class CitizenDecision(Struct, frozen=True, kw_only=True):
    """One decision as it stands.

    Attributes:
        one, other: of a merge the entry that became another name, and the one that was kept.
        one_name, other_name: as they were written then.
        order: sorts decisions as all desks agree.
        withdrawn_reason: why it holds no more; ``withdrawn`` alone says whether it does.
    """

    id: SubjectId
    verdict: CitizenVerdict = CitizenVerdict.NONE
    one: PersonKey = PersonKey("")
    other: PersonKey = PersonKey("")
    one_name: str = ""
    other_name: str = ""
    reason: str = ""
    wrong_numbers: tuple[str, ...] = ()
    by: ClerkId = ClerkId("")
    at: datetime | None = None
    order: tuple[int, DeviceId, int] = (0, DeviceId(0), 0)
    withdrawn: bool = False
    withdrawn_reason: str = ""
    withdrawn_by: ClerkId = ClerkId("")
    withdrawn_at: datetime | None = None
    events: int = 0

    @property
    def stands(self) -> bool:
        """Whether it was made and nobody took it back."""
        return self.verdict is not CitizenVerdict.NONE and not self.withdrawn


def step(decision: CitizenDecision, recorded: Recorded) -> CitizenDecision:
    """The decision after one more event; the first of each kind tells."""
    decision = replace(decision, events=decision.events + 1)
    match recorded.event:
        case CitizensMerged() as merged if decision.verdict is CitizenVerdict.NONE:
            return replace(
                _made(decision, recorded, merged.reason),
                verdict=CitizenVerdict.MERGED,
                one=merged.old,
                other=merged.kept,
                one_name=merged.old_name,
                other_name=merged.kept_name,
                wrong_numbers=merged.wrong_numbers,
            )
        case CitizensToldApart() as apart if decision.verdict is CitizenVerdict.NONE:
            return replace(
                _made(decision, recorded, apart.reason),
                verdict=CitizenVerdict.APART,
                one=apart.one,
                other=apart.other,
                one_name=apart.one_name,
                other_name=apart.other_name,
            )
        case (CitizensUnmerged() | CitizensApartWithdrawn()) as event if not decision.withdrawn:
            return replace(
                decision,
                withdrawn=True,
                withdrawn_reason=event.reason,
                withdrawn_by=recorded.clerk,
                withdrawn_at=recorded.at,
            )
        case _:
            return decision


def _made(decision: CitizenDecision, recorded: Recorded, reason: str) -> CitizenDecision:
    return replace(
        decision,
        reason=reason,
        by=recorded.clerk,
        at=recorded.at,
        order=(recorded.clock, recorded.device, recorded.seq),
    )


fold = Fold(lambda name: CitizenDecision(id=SubjectId(name)), step)
"""The decision that a history tells."""


class CitizenGroup(Struct, frozen=True, kw_only=True):
    """The entries that are one person.

    Attributes:
        kept: the key the person goes by.
        keys: of all entries, ``kept`` among them, sorted.
        wrong_numbers: personal numbers of these that were written down wrongly.
        merges: what joined them.
        contested: merges with an entry of this person that are not followed, for they cannot be true beside the others.
        apart: decisions that an entry of this person is not somebody else.
    """

    kept: PersonKey
    keys: tuple[PersonKey, ...]
    wrong_numbers: tuple[str, ...] = ()
    merges: tuple[CitizenDecision, ...] = ()
    contested: tuple[CitizenDecision, ...] = ()
    apart: tuple[CitizenDecision, ...] = ()


class _Joined(Struct):
    """Entries joined so far."""

    kept: PersonKey
    keys: set[PersonKey]
    wrong: set[str]
    merges: list[CitizenDecision]


def group_of(key: PersonKey, decisions: Iterable[CitizenDecision]) -> CitizenGroup:
    """The person of this entry.

    Args:
        key: of any entry.
        decisions: at least all that stand and touch an entry that merges join with this one, over however many steps.
    """
    standing = sorted((one for one in decisions if one.stands), key=lambda one: (one.order, one.id))
    parted = [one for one in standing if one.verdict is CitizenVerdict.APART]
    groups: dict[PersonKey, _Joined] = {}
    contested: list[CitizenDecision] = []
    for merge in (one for one in standing if one.verdict is CitizenVerdict.MERGED):
        old, kept = _group(groups, merge.one), _group(groups, merge.other)
        if not _may_join(old, kept, merge, parted):
            contested.append(merge)
            continue
        kept.merges.append(merge)
        kept.wrong.update(merge.wrong_numbers)
        if old is not kept:
            kept.keys |= old.keys
            kept.wrong |= old.wrong
            kept.merges = [*old.merges, *kept.merges]
            groups |= dict.fromkeys(old.keys, kept)
    return _told(_group(groups, key), contested, parted)


def _told(found: _Joined, contested: list[CitizenDecision], parted: list[CitizenDecision]) -> CitizenGroup:
    return CitizenGroup(
        kept=found.kept,
        keys=tuple(sorted(found.keys)),
        wrong_numbers=tuple(sorted(found.wrong)),
        merges=tuple(sorted(found.merges, key=lambda one: (one.order, one.id))),
        contested=tuple(one for one in contested if {one.one, one.other} & found.keys),
        apart=tuple(one for one in parted if {one.one, one.other} & found.keys),
    )


def _group(groups: dict[PersonKey, _Joined], key: PersonKey) -> _Joined:
    if key not in groups:
        groups[key] = _Joined(kept=key, keys={key}, wrong=set(), merges=[])
    return groups[key]


def _may_join(old: _Joined, kept: _Joined, merge: CitizenDecision, parted: Iterable[CitizenDecision]) -> bool:
    if old is kept:
        return set(merge.wrong_numbers) <= old.wrong  # it says again what holds, or it calls another number wrong
    wrong = old.wrong | kept.wrong | set(merge.wrong_numbers)
    numbers = {personal_number_in(key) for key in old.keys | kept.keys} - {""}
    if len(numbers - wrong) > 1 or (numbers and numbers <= wrong):
        return False
    return not any(
        (one.one in old.keys and one.other in kept.keys) or (one.other in old.keys and one.one in kept.keys)
        for one in parted
    )


def groups_of(keys: Iterable[PersonKey], decisions: Iterable[CitizenDecision]) -> Mapping[PersonKey, CitizenGroup]:
    """The person of each of these entries; ``decisions`` as of ``group_of``, for all of them."""
    known = list(decisions)
    found: dict[PersonKey, CitizenGroup] = {}
    for key in keys:
        if key not in found:
            group = group_of(key, known)
            found |= dict.fromkeys(group.keys, group)
    return found

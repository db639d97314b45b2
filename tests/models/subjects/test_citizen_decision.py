"""Who is one person: desks that merge differently, and take back, agree whatever order their decisions arrive in."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import CITIZEN, AnyEvent, CitizensApartWithdrawn, CitizensMerged, CitizensToldApart, CitizensUnmerged
from models.history import Recorded
from models.ids import SubjectId
from models.person_key import PersonKey, old_key, personal_key, personal_number_in
from models.subjects.citizen_decision import CitizenDecision, CitizenGroup, CitizenVerdict, fold, group_of
from tests.fakes.citizens import Chain

AT = datetime(2026, 11, 30, 1, tzinfo=UTC)
ANH, BINH = personal_key("001190000001"), personal_key("001190000002")
CMND, OTHER_CMND = old_key("123456789"), old_key("987654321")
WRITTEN = PersonKey("w/0123456789abcdef")
KEYS = [ANH, BINH, CMND, OTHER_CMND, WRITTEN]


class Desk:
    """A desk that decides by what it has seen."""

    def __init__(self, device: int, seen: list[Recorded] | None = None) -> None:
        self.chain = Chain(device)
        self.seen = list(seen or [])

    def do(self, subject: SubjectId, event: AnyEvent) -> None:
        known = max((one.clock for one in self.seen), default=0)
        self.seen.append(self.chain.add(subject, AT + timedelta(minutes=len(self.seen)), event, known))

    def merge(self, old: PersonKey, kept: PersonKey, *wrong: str) -> SubjectId:
        subject = SubjectId(f"{CITIZEN}0193a000-{self.chain.device:04x}-7000-8000-{len(self.seen):012x}")
        merged = CitizensMerged(old=old, kept=kept, old_name="", kept_name="", reason="cùng người", wrong_numbers=wrong)
        self.do(subject, merged)
        return subject

    def apart(self, one: PersonKey, other: PersonKey) -> SubjectId:
        subject = SubjectId(f"{CITIZEN}0193b000-{self.chain.device:04x}-7000-8000-{len(self.seen):012x}")
        self.do(subject, CitizensToldApart(one=one, other=other, one_name="", other_name=""))
        return subject

    def take_back(self, decision: CitizenDecision) -> None:
        merged = decision.verdict is CitizenVerdict.MERGED
        event = CitizensUnmerged(reason="nhầm") if merged else CitizensApartWithdrawn(reason="nhầm")
        self.do(decision.id, event)

    def person(self, key: PersonKey) -> CitizenGroup:
        return group_of(key, decisions(self.seen))


def decisions(history: list[Recorded]) -> list[CitizenDecision]:
    return [fold(subject, [one for one in history if one.subject == subject]) for subject in subjects(history)]


def subjects(history: list[Recorded]) -> list[SubjectId]:
    return list(dict.fromkeys(one.subject for one in history))


def test_a_merge_makes_one_person_and_its_withdrawal_two_again() -> None:
    desk = Desk(1)
    subject = desk.merge(CMND, ANH)
    assert desk.person(CMND) == desk.person(ANH)
    assert (desk.person(CMND).kept, desk.person(CMND).keys) == (ANH, tuple(sorted((ANH, CMND))))
    desk.take_back(fold(subject, desk.seen))
    assert desk.person(CMND).keys == (CMND,)
    assert desk.person(ANH).merges == ()


def test_what_is_kept_follows_over_several_merges() -> None:
    desk = Desk(1)
    desk.merge(WRITTEN, CMND)
    desk.merge(CMND, ANH)
    assert {desk.person(key).kept for key in (WRITTEN, CMND, ANH)} == {ANH}


def test_one_entry_merged_into_two_people_at_two_desks_joins_neither_file_with_the_other() -> None:
    one, two = Desk(1), Desk(2)
    one.merge(WRITTEN, ANH)
    two.merge(WRITTEN, BINH)
    for order in permutations([*one.seen, *two.seen]):
        first, second = (group_of(key, decisions(list(order))) for key in (ANH, BINH))
        assert (first.keys, second.keys) == (tuple(sorted((ANH, WRITTEN))), (BINH,))
        assert [merge.other for merge in first.contested] == [merge.other for merge in second.contested] == [BINH]


def test_two_numbers_are_one_person_only_where_one_was_called_wrong() -> None:
    desk = Desk(1)
    desk.merge(ANH, BINH)
    assert desk.person(ANH).keys == (ANH,)
    desk.merge(ANH, BINH, personal_number_in(ANH))
    assert (desk.person(ANH).kept, desk.person(ANH).wrong_numbers) == (BINH, (personal_number_in(ANH),))


def test_desks_that_each_call_the_others_number_wrong_are_asked() -> None:
    one, two = Desk(1), Desk(2)
    one.merge(ANH, BINH, personal_number_in(ANH))
    two.merge(BINH, ANH, personal_number_in(BINH))
    found = group_of(ANH, decisions([*two.seen, *one.seen]))
    assert (found.kept, len(found.merges), len(found.contested)) == (BINH, 1, 1)


def test_a_merge_that_crosses_with_not_the_same_person_is_not_followed_until_one_is_taken_back() -> None:
    one, two = Desk(1), Desk(2)
    one.merge(CMND, ANH)
    apart = two.apart(ANH, CMND)
    both = Desk(3, [*one.seen, *two.seen])
    assert both.person(ANH).keys == (ANH,)
    assert len(both.person(ANH).contested) == 1
    both.take_back(fold(apart, [one for one in both.seen if one.subject == apart]))
    assert both.person(ANH).keys == tuple(sorted((ANH, CMND)))


def test_a_withdrawal_that_crosses_with_a_new_merge_takes_back_only_what_it_had_seen() -> None:
    before = Desk(1)
    first = before.merge(CMND, ANH)
    one, two = Desk(2, before.seen), Desk(3, before.seen)
    one.take_back(fold(first, before.seen))
    two.take_back(fold(first, before.seen))
    two.merge(CMND, ANH)
    everything = list({one.id: one for one in [*two.seen, *one.seen]}.values())
    for order in permutations(everything):
        assert group_of(CMND, decisions(list(order))).keys == tuple(sorted((ANH, CMND)))


acts = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["merge", "wrong", "apart", "back", "tell"]),
    st.integers(0, 4),
    st.integers(0, 4),
)


def office(done: list[tuple[int, str, int, int]]) -> list[Recorded]:
    """Three desks that decide about five entries, and hear of each other only at "tell"."""
    desks = [Desk(number) for number in (1, 2, 3)]
    for number, act, one, other in done:
        desk, old, kept = desks[number], KEYS[one], KEYS[other]
        standing = [one for one in decisions(desk.seen) if one.stands]
        match act:
            case "merge" if old != kept:
                desk.merge(old, kept)
            case "wrong" if old != kept:
                desk.merge(old, kept, *filter(None, [personal_number_in(old)]))
            case "apart" if old != kept:
                desk.apart(old, kept)
            case "back" if standing:
                desk.take_back(standing[one % len(standing)])
            case "tell":
                desk.seen = list({one.id: one for one in [*desk.seen, *desks[other % 3].seen]}.values())
            case _:
                pass
    return list({one.id: one for desk in desks for one in desk.seen}.values())


@given(st.lists(acts, max_size=14), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_whatever_desks_decide_all_tell_the_same_people_and_no_two_numbers_are_one(
    done: list[tuple[int, str, int, int]], random: Random
) -> None:
    told = office(done)
    told_elsewhere = [*told, *told[:2]]
    random.shuffle(told_elsewhere)
    people = {key: group_of(key, decisions(told)) for key in KEYS}
    assert people == {key: group_of(key, decisions(told_elsewhere)) for key in KEYS}
    for key, person in people.items():
        assert key in person.keys
        assert person.kept in person.keys
        assert all(people[other] == person for other in person.keys)
        numbers = {personal_number_in(one) for one in person.keys} - {""} - {*person.wrong_numbers}
        assert len(numbers) <= 1
        assert not any({one.one, one.other} <= {*person.keys} for one in person.apart)
        # Nothing that stands is forgotten: it is followed, or a person is asked about it.
        merges = [one for one in decisions(told) if one.stands and one.verdict is CitizenVerdict.MERGED]
        assert {one.id for one in merges if key in {one.one, one.other}} <= {
            one.id for one in (*person.merges, *person.contested)
        }

"""What a desk sends is stored once, in order, and answered with where its chain stands."""

import pytest
from msgspec.structs import replace

from models.history import CLOCK_STEP, FAR_AHEAD, MOST_EVENT_BYTES, Recorded, digest, write
from models.ids import NO_DIGEST, DeviceId, Digest, SubjectId, new_dossier_id
from sync.hub.log import delivery, quarantine, stream
from sync.hub.log.intake import GapFound, take_in
from sync.hub.offices import offices
from sync.hub.offices.offices import NotAdmitted
from sync.hub.store import HubStore, office_rows
from sync.hub.store.aside_rows import looked_up
from sync.messages import AsideReason, Chain, Cursor, MessageUnreadable, NewsAsked, Refusal, Up
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.sync.hub.conftest import NOW, OFFICE, Desk, Enrol
from tests.sync.hub.dossiers import PAID, code_of, received


def events_in(store: HubStore) -> list[Recorded]:
    return [recorded for _, recorded in stream.read(store, OFFICE, 0, 10_000)]


def test_a_batch_is_stored_and_answered_with_its_end(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(), PAID, PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.head, answer.digest, answer.position, answer.set_aside) == (3, desk.end(), 3, ())
    assert events_in(hub_store) == desk.log


def test_what_is_sent_again_is_known_and_what_is_new_behind_it_is_stored(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(), PAID, PAID, PAID, PAID)
    take_in(hub_store, device, desk.up(1, 3), NOW)
    for up in (desk.up(1, 2), desk.up(3, 3), desk.up(2), desk.up()):
        answer = take_in(hub_store, device, up, NOW)
    assert (answer.head, answer.position, answer.forked_at) == (5, 5, 0)
    assert events_in(hub_store) == desk.log


def test_an_empty_chain_asks_where_the_device_stands(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    nothing = take_in(hub_store, device, Up(Chain(desk.device, 1, NO_DIGEST, (), NO_DIGEST)), NOW)
    assert (nothing.head, nothing.digest) == (0, NO_DIGEST)
    desk.record(DOSSIERS[0], PAID, PAID)
    take_in(hub_store, device, desk.up(), NOW)
    stands = take_in(hub_store, device, Up(Chain(desk.device, 3, desk.end(), (), desk.end())), NOW)
    assert (stands.head, stands.digest, stands.forked_at) == (2, desk.end(), 0)


def test_a_gap_is_refused_and_told_where_to_begin(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID, PAID)
    with pytest.raises(GapFound) as found:
        take_in(hub_store, device, desk.up(2), NOW)
    assert found.value.head == 0
    assert events_in(hub_store) == []


def test_a_chain_of_another_device_or_one_cut_wrongly_is_no_message(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    _, other, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    other.record(DOSSIERS[0], PAID)
    whole = desk.up().chain
    for chain in (
        other.up().chain,
        replace(whole, last=Digest(bytes(32))),
        replace(whole, links=whole.links[:1]),
        replace(whole, prev=Digest(b"1" * 32)),
        replace(whole, first=0),
        replace(whole, first=1 << 40),
    ):
        with pytest.raises(MessageUnreadable):
            take_in(hub_store, device, Up(chain), NOW)
    assert events_in(hub_store) == []


def test_a_request_is_remembered_with_what_it_stored(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, key = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    once = (key_id(key.public_key()), "nonce")
    take_in(hub_store, device, desk.up(1, 1), NOW, once=once)
    for again, refusal in ((once, Refusal.REPLAY), (("another key", "nonce"), Refusal.DEVICE_UNKNOWN)):
        with pytest.raises(NotAdmitted) as refused:
            take_in(hub_store, device, desk.up(2, 2), NOW, once=again)
        assert refused.value.refusal is refusal
    assert len(events_in(hub_store)) == 1


# ---- forks -------------------------------------------------------------------------------------------------


def restored(desk: Desk, length: int) -> Desk:
    """The desk's file as it was after so many events."""
    older = Desk(desk.device)
    older.log, older.clock = desk.log[:length], length
    return older


def test_numbers_used_twice_are_kept_whole_and_told(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 6)
    take_in(hub_store, device, desk.up(), NOW)
    copy = restored(desk, 3)
    copy.record(DOSSIERS[1], *[PAID] * 5)
    answer = take_in(hub_store, device, copy.up(2), NOW)
    assert (answer.head, answer.digest, answer.forked_at) == (6, desk.end(), 4)
    assert [(one.seq, one.why) for one in answer.set_aside] == [(seq, AsideReason.FORK) for seq in range(4, 9)]
    assert [one.id for one in answer.set_aside] == [event.id for event in copy.log[3:]]
    assert take_in(hub_store, device, copy.up(4), NOW) == answer
    assert events_in(hub_store) == desk.log


def test_an_answer_proves_what_the_hub_has_where_the_chain_ends(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 6)
    ends = [NO_DIGEST, *(digest(event) for event in desk.log)]

    def proved(up: Up) -> tuple[int, bytes]:
        answer = take_in(hub_store, device, up, NOW)
        return answer.upto, answer.proof

    assert proved(desk.up(1, 4)) == (4, ends[4])
    assert proved(desk.up()) == (6, ends[6])
    assert proved(desk.up(1, 2)) == (2, ends[2])
    assert proved(Up(Chain(desk.device, 4, ends[3], (), ends[3]))) == (3, ends[3])
    assert proved(Up(Chain(desk.device, 1, NO_DIGEST, (), NO_DIGEST))) == (0, NO_DIGEST)
    copy = restored(desk, 3)
    copy.record(DOSSIERS[1], PAID, PAID)
    assert proved(copy.up(2)) == (5, ends[5])
    assert proved(Up(Chain(desk.device, 5, Digest(b"1" * 32), (), Digest(b"1" * 32)))) == (4, ends[4])


def test_a_chain_that_goes_on_from_another_event_points_to_that_event(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 6)
    take_in(hub_store, device, desk.up(), NOW)
    copy = restored(desk, 3)
    copy.record(DOSSIERS[1], *[PAID] * 5)
    assert take_in(hub_store, device, copy.up(7), NOW).forked_at == 6
    empty = Chain(desk.device, 5, Digest(b"1" * 32), (), Digest(b"1" * 32))
    assert take_in(hub_store, device, Up(empty), NOW).forked_at == 4
    assert take_in(hub_store, device, copy.up(4), NOW).forked_at == 4


def test_a_fork_brought_home_under_a_new_number_is_resolved(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 4)
    take_in(hub_store, device, desk.up(), NOW)
    copy = restored(desk, 2)
    tail = copy.record(DOSSIERS[1], PAID, received(), PAID)
    take_in(hub_store, device, copy.up(3), NOW)
    second, renewed, _ = enrolled()
    renewed.adopt(tail[:2])
    take_in(hub_store, second, renewed.up(), NOW)
    assert [one.seq for _, one in quarantine.open_entries(hub_store, OFFICE)] == [5]
    renewed.adopt(tail[2:])
    take_in(hub_store, second, renewed.up(), NOW)
    assert list(quarantine.open_entries(hub_store)) == []
    late = take_in(hub_store, device, copy.up(3), NOW)  # the old file's words, heard once more
    assert (late.forked_at, late.set_aside) == (3, ())
    assert [event.id for _, event in stream.read(hub_store, OFFICE, 4, 9)] == [event.id for event in tail]


def test_the_same_events_under_another_number_are_told_once(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, again, _ = enrolled()
    events = desk.record(DOSSIERS[0], received(), PAID, PAID)
    take_in(hub_store, device, desk.up(), NOW)
    again.adopt(events)
    new = again.record(DOSSIERS[0], PAID)
    answer = take_in(hub_store, second, again.up(), NOW)
    assert (answer.head, answer.digest, answer.position, answer.set_aside) == (4, again.end(), 4, ())
    assert events_in(hub_store) == [*desk.log, *new]
    assert take_in(hub_store, second, again.up(2), NOW) == answer


# ---- setting aside -----------------------------------------------------------------------------------------


def test_one_bad_event_is_set_aside_and_all_others_go_on(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(), b"no JSON", PAID, b'{"type":""}', b'{"type":"OfTomorrow","x":1}')
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.head, answer.digest, answer.position) == (5, desk.end(), 3)
    assert [(one.seq, one.why, one.id) for one in answer.set_aside] == [
        (2, AsideReason.UNREADABLE, desk.log[1].id),
        (4, AsideReason.UNREADABLE, desk.log[3].id),
    ]
    assert events_in(hub_store) == [desk.log[0], desk.log[2], desk.log[4]]
    desk.record(DOSSIERS[0], PAID)
    assert take_in(hub_store, device, desk.up(1), NOW).head == 6
    assert take_in(hub_store, device, desk.up(3, 3), NOW).forked_at == 0


@pytest.mark.parametrize("subject", ["dossier/\0", "d" * 5_000, ""])
def test_names_no_table_can_hold_are_set_aside_whole(hub_store: HubStore, enrolled: Enrol, subject: str) -> None:
    device, desk, _ = enrolled()
    desk.record(SubjectId(subject), PAID)
    desk.record(DOSSIERS[0], PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    named = looked_up(subject)  # as the hub's lists name it; the event itself is kept whole
    assert [(one.why, one.subject, one.id) for one in answer.set_aside] == [
        (AsideReason.NO_PLACE, named, desk.log[0].id)
    ]
    assert take_in(hub_store, device, desk.up(), NOW) == answer


@pytest.mark.parametrize("clock", [-(1 << 63), -1, FAR_AHEAD + 1, 1 << 60, 1 << 61, (1 << 63) - 1, (1 << 64) - 2])
def test_a_clock_that_nobody_counted_is_set_aside_and_its_office_goes_on(
    hub_store: HubStore, enrolled: Enrol, clock: int
) -> None:
    device, desk, _ = enrolled()
    desk.clock = clock - 1
    desk.record(DOSSIERS[0], PAID, PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert [(one.why, one.facts["highest"]) for one in answer.set_aside] == [(AsideReason.CLOCK, "0")] * (
        2 - (clock == -1)
    )
    other, honest, _ = enrolled()
    honest.record(DOSSIERS[0], received())
    assert take_in(hub_store, other, honest.up(), NOW).set_aside == ()
    assert delivery.news(hub_store, other, NewsAsked(Cursor(), 1, 1)).clock == 1


def test_a_year_offline_is_not_far(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.clock = 10 * 365 * 10_000
    desk.record(DOSSIERS[0], PAID)
    assert take_in(hub_store, device, desk.up(), NOW).set_aside == ()


def test_by_steps_of_one_after_the_other_no_clock_comes_far(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    for step in range(40):
        desk.clock = FAR_AHEAD - 1 + step * CLOCK_STEP * 3
        desk.record(DOSSIERS[0], PAID)
    taken = take_in(hub_store, device, desk.up(), NOW)
    assert (taken.position, len(taken.set_aside)) == (1, 39)
    other, honest, _ = enrolled()
    honest.clock = FAR_AHEAD  # who has merged it goes on from there
    honest.record(DOSSIERS[1], *[PAID] * 300)
    assert take_in(hub_store, other, honest.up(), NOW).set_aside == ()


def test_an_office_whose_clock_is_far_since_earlier_goes_on_from_there(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    with hub_store.writing() as writing:  # as a version without this bound has left it
        office_rows.move_office(writing, OFFICE, 0, 1 << 60, b"life")
    desk.clock = 1 << 60
    desk.record(DOSSIERS[0], *[PAID] * 5)
    assert take_in(hub_store, device, desk.up(), NOW).set_aside == ()


def test_a_code_that_another_dossier_bears_is_set_aside(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    desk.record(DOSSIERS[0], received(code_of(7)))
    take_in(hub_store, device, desk.up(), NOW)
    other.record(DOSSIERS[0], received(code_of(7)))  # the same dossier, received at both desks: for people to settle
    other.record(DOSSIERS[1], received(code_of(7)), received(code_of(8)))
    other.record(DOSSIERS[2], received(code_of(8)))
    answer = take_in(hub_store, second, other.up(), NOW)
    assert [(one.seq, one.why, one.facts) for one in answer.set_aside] == [
        (2, AsideReason.CODE_TAKEN, {"code": code_of(7)}),
        (4, AsideReason.CODE_TAKEN, {"code": code_of(8)}),
    ]
    assert answer.position == 3


def test_a_revoked_device_may_bring_what_it_has_and_hears_nothing(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received())
    take_in(hub_store, device, desk.up(), NOW)
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    desk.record(DOSSIERS[0], PAID, PAID)
    answer = take_in(hub_store, device, desk.up(2, again=(2, 3)), NOW)
    assert (answer.head, [one.why for one in answer.set_aside]) == (3, [AsideReason.REVOKED, AsideReason.REVOKED])
    with pytest.raises(NotAdmitted) as refused:
        delivery.news(hub_store, device, NewsAsked(Cursor(), 0, 0))
    assert refused.value.refusal is Refusal.DEVICE_REVOKED
    assert quarantine.judge_again(hub_store, OFFICE, device.number, 3, NOW)
    assert not quarantine.judge_again(hub_store, OFFICE, device.number, 3, NOW)
    assert events_in(hub_store) == [desk.log[0], desk.log[2]]
    assert [one.seq for _, one in quarantine.open_entries(hub_store, OFFICE)] == [2]


def test_a_device_that_is_gone_stores_nothing(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(new_dossier_id(), PAID)
    nobody = replace(desk.up().chain, device=DeviceId(77))
    for stranger, chain in ((replace(device, office="H11"), desk.up().chain), (replace(device, number=77), nobody)):
        with pytest.raises((NotAdmitted, MessageUnreadable)):
            take_in(hub_store, stranger, Up(chain), NOW)


TOO_LARGE = b'{"type":"OfTomorrow","x":"' + b"x" * MOST_EVENT_BYTES + b'"}'


def withheld(desk: Desk, seq: int) -> Up:
    """One event as its machine sends it when no request can carry its body."""
    chain = desk.up(seq, seq).chain
    link = replace(chain.links[0], body=b"")
    return Up(replace(chain, links=(link,)), (), len(chain.links[0].body))


def test_an_event_too_large_to_be_told_is_set_aside_and_all_after_it_go_on(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(), TOO_LARGE, PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.head, answer.proof, answer.position) == (3, desk.end(), 2)
    assert [(one.seq, one.why, one.facts) for one in answer.set_aside] == [
        (2, AsideReason.TOO_LARGE, {"bytes": str(len(TOO_LARGE))})
    ]
    assert events_in(hub_store) == [desk.log[0], desk.log[2]]
    assert not quarantine.judge_again(hub_store, OFFICE, device.number, 2, NOW)
    assert take_in(hub_store, device, desk.up(again=(2,)), NOW) == answer


def test_an_event_without_its_body_holds_its_place_until_its_body_comes(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(), PAID, PAID)
    take_in(hub_store, device, desk.up(1, 1), NOW)
    answer = take_in(hub_store, device, withheld(desk, 2), NOW)
    assert (answer.head, answer.proof, answer.position) == (2, digest(desk.log[1]), 1)
    assert [(one.seq, one.why, one.id) for one in answer.set_aside] == [(2, AsideReason.TOO_LARGE, desk.log[1].id)]
    assert take_in(hub_store, device, withheld(desk, 2), NOW) == answer
    answer = take_in(hub_store, device, desk.up(3), NOW)
    assert (answer.head, answer.digest, answer.position) == (3, desk.end(), 2)
    assert not quarantine.judge_again(hub_store, OFFICE, device.number, 2, NOW)
    whole = take_in(hub_store, device, desk.up(2, 2), NOW)
    assert (whole.head, whole.upto, whole.proof, whole.set_aside) == (3, 2, digest(desk.log[1]), ())
    assert events_in(hub_store) == [desk.log[0], desk.log[2], desk.log[1]]
    assert take_in(hub_store, device, desk.up(), NOW).position == 3


def test_another_body_than_the_one_that_stayed_behind_is_a_fork(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    other = Desk(desk.device)
    desk.record(DOSSIERS[0], PAID)
    other.record(DOSSIERS[0], received())
    take_in(hub_store, device, withheld(desk, 1), NOW)
    assert take_in(hub_store, device, other.up(), NOW).forked_at == 1
    assert take_in(hub_store, device, desk.up(), NOW).set_aside == (
        next(quarantine.open_entries(hub_store, OFFICE))[1],
    )
    assert events_in(hub_store) == desk.log


def test_a_body_left_out_of_more_than_one_event_or_of_none_is_no_message(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    for up in (Up(desk.up().chain, (), 5), Up(desk.up(1, 1).chain, (), 5), Up(desk.up().chain, (), -1)):
        with pytest.raises(MessageUnreadable):
            take_in(hub_store, device, up, NOW)
    assert (events_in(hub_store), list(quarantine.open_entries(hub_store, OFFICE))) == ([], [])


def test_what_a_revoked_machine_brings_without_a_body_waits_for_it_after_a_pardon(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    offices.revoke(hub_store, OFFICE, device.number, NOW)
    assert [one.why for one in take_in(hub_store, device, withheld(desk, 1), NOW).set_aside] == [AsideReason.REVOKED]
    assert not quarantine.judge_again(hub_store, OFFICE, device.number, 1, NOW)
    assert [one.why for _, one in quarantine.open_entries(hub_store, OFFICE)] == [AsideReason.TOO_LARGE]
    assert take_in(hub_store, device, desk.up(), NOW).set_aside == ()
    assert events_in(hub_store) == desk.log


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 9,
        b"[" * 100_000,
        b'{"type":"FeeTaken","amount":' + b"9" * 400 + b',"reference":"x"}',
        b'{"type":"FeeTaken","amount":9223372036854775808,"reference":"x"}',
        b'{"type":"FeeTaken","amount":1e400,"reference":"x"}',
        b'{"type":"TicketCalled","counter":"\\ud800"}',
        b'{"type":"OfTomorrow","x":"\\u0000"}',
        b'{"type":"\\u0000"}',
        b'{"type":"\xff"}',
        write(replace(received(), code="\0")),
        write(replace(received(), code="x" * 5_000)),
        write(replace(received(), code=f"{OFFICE}-261123-\0")),
    ],
)
def test_whatever_a_body_says_what_comes_after_it_goes_on(hub_store: HubStore, enrolled: Enrol, body: bytes) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], body, PAID)
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.head, answer.proof) == (2, desk.end())
    told = [one.id for one in answer.set_aside] + [recorded.id for recorded in events_in(hub_store)]
    assert sorted(told) == sorted(recorded.id for recorded in desk.log)
    assert take_in(hub_store, device, desk.up(again=(1,)), NOW) == answer

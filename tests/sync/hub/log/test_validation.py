"""What would harm others is set aside with its reason; what is repaired goes into the stream then."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import AnyEvent, FeeReturned, FeeTaken, FileAttached, ObligationTold, SupplementAsked
from models.history import Recorded, read, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, DossierCode, EventId, FileDigest, SubjectId, new_event_id
from sync.hub.editions import editions
from sync.hub.log import quarantine, stream
from sync.hub.log.intake import take_in
from sync.hub.log.validation import HIGHEST_AMOUNT, OfficeRules, Verdict, validate
from sync.hub.store import HubStore
from sync.hub.store.aside_rows import looked_up
from sync.messages import AsideReason, Up, chain_of
from tests.fakes.events import DOSSIERS, any_event
from tests.sync.hub.conftest import NOW, OFFICE, Enrol
from tests.sync.hub.dossiers import BIRTH, MARRIAGE, PAID, corrected, edition, received

SIGN = Ed25519PrivateKey.from_private_bytes(bytes(32))
SCAN = FileAttached(digest=FileDigest("9f" * 32), size=9, media="application/pdf", name="giấy chứng sinh.pdf")


def at_its_place(event: AnyEvent | bytes) -> Recorded:
    body = event if isinstance(event, bytes) else write(event)
    return Recorded(
        id=new_event_id(),
        subject=DOSSIERS[0],
        device=DeviceId(1),
        seq=1,
        clock=1,
        at=NOW,
        clerk=ClerkId("mau"),
        prev=NO_DIGEST,
        body=body,
        event=read(body),
    )


def verdict(event: AnyEvent | bytes, *procedures: str, has_file: bool = True) -> Verdict | None:
    codes = frozenset(procedures) if procedures else None
    return validate(at_its_place(event), OfficeRules(OFFICE, codes, lambda _: has_file))


@pytest.mark.parametrize("code", ["H11-261123-0001", "", "x", f"{OFFICE}.1-261123-0001", f"{OFFICE}-261123"])
def test_a_code_of_another_unit(code: str) -> None:
    bad = received()
    assert verdict(bad) is None
    found = verdict(type(bad)(code=DossierCode(code), intake=bad.intake, due=bad.due))
    assert found == Verdict(AsideReason.FOREIGN_CODE, {"code": code})


@pytest.mark.parametrize("amount", [0, -1, HIGHEST_AMOUNT + 1, 2**63 - 1, -(2**63)])
def test_money_nobody_can_have_paid(amount: int) -> None:
    impossible = Verdict(AsideReason.AMOUNT_IMPOSSIBLE, {"amount": str(amount)})
    assert verdict(FeeTaken(amount=amount)) == impossible
    assert verdict(FeeReturned(amount=amount, payment=SubjectId("payment/1"))) == impossible
    assert verdict(FeeTaken(amount=HIGHEST_AMOUNT)) is None
    assert verdict(FeeReturned(amount=HIGHEST_AMOUNT, payment=SubjectId("payment/1"))) is None


@pytest.mark.parametrize("amount", [-1, HIGHEST_AMOUNT + 1])
def test_a_financial_obligation_no_purse_holds_is_set_aside(amount: int) -> None:
    told = verdict(ObligationTold(number="TC1", what="thuế", amount=amount))
    assert told == Verdict(AsideReason.AMOUNT_IMPOSSIBLE, {"amount": str(amount)})
    assert verdict(ObligationTold(number="TC1", what="thuế")) is None


def test_a_procedure_nobody_knows_is_one_where_a_catalogue_was_published() -> None:
    asked = SupplementAsked(number="1", missing=(), reason="thiếu", intake=received(procedure="9.9").intake)
    for event in (received(procedure="9.9"), corrected("9.9"), asked):
        assert verdict(event) is None
        assert verdict(event, BIRTH) == Verdict(AsideReason.PROCEDURE_UNKNOWN, {"procedure": "9.9"})
    assert verdict(received(), BIRTH) is None
    assert verdict(SupplementAsked(number="1", missing=(), reason="thiếu"), BIRTH) is None


def test_a_file_that_has_not_arrived() -> None:
    assert verdict(SCAN) is None
    assert verdict(SCAN, has_file=False) == Verdict(
        AsideReason.FILE_MISSING, {"name": SCAN.name, "digest": SCAN.digest}
    )


@given(any_event | st.binary(max_size=50))
def test_judging_never_fails(event: AnyEvent | bytes) -> None:
    assert verdict(event, BIRTH) in (None, verdict(event, BIRTH))


# ---- healing -----------------------------------------------------------------------------------------------


def test_a_correction_heals_what_was_set_aside(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    editions.publish(hub_store, edition(1, BIRTH, MARRIAGE), SIGN, NOW)
    desk.record(DOSSIERS[0], received(procedure="9.9"), PAID)
    first = take_in(hub_store, device, desk.up(), NOW)
    assert [(one.seq, one.why, one.facts) for one in first.set_aside] == [
        (1, AsideReason.PROCEDURE_UNKNOWN, {"procedure": "9.9"})
    ]
    other.clock = 2
    other.record(DOSSIERS[0], corrected("9.8"))
    assert take_in(hub_store, second, other.up(), NOW).set_aside[0].why is AsideReason.PROCEDURE_UNKNOWN
    other.record(DOSSIERS[0], corrected(BIRTH))
    healed = take_in(hub_store, second, other.up(2), NOW)
    assert (healed.set_aside, healed.position) == ((), 4)
    assert list(quarantine.open_entries(hub_store)) == []
    told = [recorded for _, recorded in stream.read(hub_store, OFFICE, 0, 9)]
    assert told == [desk.log[1], other.log[1], desk.log[0], other.log[0]]


def test_a_correction_that_came_first_heals_too(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    editions.publish(hub_store, edition(1, BIRTH), SIGN, NOW)
    other.clock = 1
    other.record(DOSSIERS[0], corrected(BIRTH))
    take_in(hub_store, second, other.up(), NOW)
    desk.record(DOSSIERS[0], received(procedure="9.9"))
    desk.clock = 7
    desk.record(DOSSIERS[1], received(procedure="9.9"), corrected(BIRTH))
    answer = take_in(hub_store, device, desk.up(), NOW)
    assert (answer.set_aside, answer.position, answer.head) == ((), 4, 3)


def test_a_new_catalogue_heals_and_earlier_ones_still_count(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    editions.publish(hub_store, edition(1, BIRTH), SIGN, NOW)
    desk.record(DOSSIERS[0], received())
    desk.record(DOSSIERS[2], received(procedure=MARRIAGE))
    assert len(take_in(hub_store, device, desk.up(), NOW).set_aside) == 1
    editions.publish(hub_store, edition(2, MARRIAGE), SIGN, NOW)
    assert list(quarantine.open_entries(hub_store, OFFICE)) == []
    desk.record(DOSSIERS[1], received())
    answer = take_in(hub_store, device, desk.up(3), NOW)
    assert (answer.set_aside, answer.position, answer.edition) == ((), 3, 2)


def test_a_file_that_came_later_heals_when_asked_again(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    there: set[FileDigest] = set()
    desk.record(DOSSIERS[0], SCAN, PAID)
    take_in(hub_store, device, desk.up(), NOW, has_file=there.__contains__)
    desk.record(DOSSIERS[0], PAID)
    still = take_in(hub_store, device, Up(chain_of(desk.log[2:]), again=(1, 2, 99)), NOW, has_file=there.__contains__)
    assert [one.seq for one in still.set_aside] == [1]
    assert not quarantine.judge_again(hub_store, OFFICE, 1, 1, NOW, has_file=there.__contains__)
    there.add(SCAN.digest)
    healed = take_in(hub_store, device, Up(chain_of(desk.log[2:]), again=(1,)), NOW, has_file=there.__contains__)
    assert (healed.set_aside, healed.position) == ((), 3)
    assert [recorded for _, recorded in stream.read(hub_store, OFFICE, 2, 9)] == [desk.log[0]]


def test_what_was_set_aside_under_two_numbers_comes_into_the_stream_once(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, again, _ = enrolled()
    (event,) = desk.record(DOSSIERS[0], SCAN)
    again.adopt([event])
    for one, log in ((device, desk), (second, again)):
        take_in(hub_store, one, log.up(), NOW, has_file=lambda _: False)
    assert quarantine.judge_again(hub_store, OFFICE, 1, 1, NOW)
    assert quarantine.judge_again(hub_store, OFFICE, 2, 1, NOW)
    assert [recorded for _, recorded in stream.read(hub_store, OFFICE, 0, 9)] == [event]
    assert list(quarantine.open_entries(hub_store)) == []


def test_a_code_taken_meanwhile_stays_aside_for_that_reason(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    editions.publish(hub_store, edition(1, BIRTH), SIGN, NOW)
    bad = received(procedure=MARRIAGE)
    desk.record(DOSSIERS[0], bad)
    desk.record(DOSSIERS[1], received(bad.code))
    take_in(hub_store, device, desk.up(), NOW)
    editions.publish(hub_store, edition(2, MARRIAGE), SIGN, NOW)
    ((_, left),) = list(quarantine.open_entries(hub_store, OFFICE))
    assert (left.seq, left.why, left.facts) == (1, AsideReason.CODE_TAKEN, {"code": bad.code})


def test_a_file_is_looked_for_by_its_sha256_only() -> None:
    asked: list[FileDigest] = []

    def has_file(digest: FileDigest) -> bool:
        asked.append(digest)
        return True

    for digest in ("../../etc/passwd", "9F" * 32, "\0"):
        event = FileAttached(digest=FileDigest(digest), size=9, media="image/png", name="x")
        found = validate(at_its_place(event), OfficeRules(OFFICE, None, has_file))
        assert found is not None
        assert found.why is AsideReason.FILE_MISSING
    assert asked == []


def test_what_no_table_can_hold_stays_aside_whoever_looks(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    (event,) = desk.record(SubjectId("dossier/\0"), FileAttached(digest=SCAN.digest, size=9, media="\0", name="\0"))
    desk.log[-1] = event = replace(event, id=EventId("\0"), clerk=ClerkId("\0"))
    take_in(hub_store, device, desk.up(again=(1,)), NOW)
    take_in(hub_store, device, desk.up(again=(1,)), NOW)
    assert not quarantine.judge_again(hub_store, OFFICE, device.number, 1, NOW)
    ((_, left),) = list(quarantine.open_entries(hub_store))
    assert (left.id, left.subject, left.why) == (looked_up(event.id), looked_up(event.subject), AsideReason.NO_PLACE)

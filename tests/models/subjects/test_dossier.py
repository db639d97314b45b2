from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import (
    AnyEvent,
    DisputeSettled,
    DossierCorrected,
    DossierRead,
    DossierReceived,
    DossierRefused,
    DossierStopped,
    DossierVoided,
    DossierWithdrawn,
    DueDate,
    DueDateChanged,
    FeeTaken,
    Form,
    FormPrinted,
    Intake,
    ObligationTold,
    PaperMissing,
    PrintingFailed,
    ReadBy,
    ResultHandedOver,
    SupplementAsked,
    UnknownEvent,
)
from models.history import Recorded
from models.ids import ClerkId, DossierCode
from models.person import Organisation, Person
from models.procedure import ProcedureTaken
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import ENDED, DossierStatus
from models.subjects.dossier_fold import LONGEST_WAITS, fold
from models.subjects.dossier_row import dossier_row
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START, UNIT, any_event, turns

ID = DOSSIERS[0]
MAU = Person(full_name="Nguyễn Văn Mẫu", personal_number="001099000001", phone="0901234567")
INTAKE = Intake(
    procedure=ProcedureTaken(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", catalogue="1"),
    submitter=MAU,
    received_by=UNIT,
    resolved_by=UNIT,
)
RECEIVED = DossierReceived(code=DossierCode("H99.99.99-261123-0001"), intake=INTAKE, due=DueDate(at=START))
OTHER = replace(RECEIVED, code=DossierCode("H99.99.99-261123-2001"))
ASKED = SupplementAsked(
    number="H99.99.99-261123-0002", missing=(PaperMissing(name="Tờ khai", originals=1),), reason="thiếu", intake=INTAKE
)
REFUSED = DossierRefused(number="H99.99.99-261123-0003", reason="sai thẩm quyền", intake=INTAKE)
HANDED = ResultHandedOver(to="Nguyễn Văn Mẫu")
WITHDRAWN = DossierWithdrawn(reason="rút")
VOIDED = DossierVoided(reason="nhập nhầm", confirmed_by=ClerkId("lanh-dao"))
POSTPONED = DueDateChanged(due_at=START + timedelta(days=9), reason="chờ xác minh", confirmed_by=ClerkId("lanh-dao"))


def told(*events: AnyEvent) -> list[Recorded]:
    chain = Chain(1)
    return [chain.add(ID, START, event) for event in events]


def test_a_dossier_taken_in_keeps_what_was_promised() -> None:
    dossier = fold(ID, told(RECEIVED, FormPrinted(form=Form.RECEIPT, version="1", copy=1), FeeTaken(amount=8000)))
    assert (dossier.status, dossier.code, dossier.due) == (DossierStatus.RECEIVED, RECEIVED.code, RECEIVED.due)
    assert (dossier.received_at, dossier.taken, dossier.printed(Form.RECEIPT), dossier.events) == (START, 8000, 1, 3)
    assert dossier.owner == MAU
    assert not dossier.disputes


def test_asked_to_supplement_then_taken_in() -> None:
    asked = fold(ID, told(ASKED))
    assert (asked.status, asked.slip, asked.missing) == (DossierStatus.SUPPLEMENT, ASKED.number, ASKED.missing)
    both = fold(ID, told(ASKED, RECEIVED))
    assert (both.status, both.code, both.slip, both.missing) == (
        DossierStatus.RECEIVED,
        RECEIVED.code,
        ASKED.number,
        (),
    )
    assert not both.disputes


def test_a_correction_changes_only_what_it_names() -> None:
    owner = Organisation(name="Hợp tác xã Mẫu", tax_code="0100000001")
    dossier = fold(ID, told(RECEIVED, DossierCorrected(reason="nhầm", owner=owner, note="")))
    assert dossier.intake == replace(INTAKE, owner=owner)
    assert dossier.owner == owner
    assert dossier_row(dossier).personal_number == "0100000001"


def test_what_is_waited_for_without_an_end_costs_no_more_with_each_event() -> None:
    asked = (ObligationTold(number=f"TC{n}-1", what="thuế") for n in range(3 * LONGEST_WAITS))
    waits = fold(ID, told(RECEIVED, *asked)).waits
    assert [waits[0].id, waits[-1].id] == [f"TC{2 * LONGEST_WAITS}-1", f"TC{3 * LONGEST_WAITS - 1}-1"]
    assert len(waits) == LONGEST_WAITS


def test_a_later_appointment_takes_the_place_of_the_first_and_is_counted() -> None:
    dossier = fold(ID, told(RECEIVED, POSTPONED))
    assert dossier.due is not None
    assert (dossier.due.at, dossier.due.why[-1], dossier.postponed) == (POSTPONED.due_at, POSTPONED.reason, 1)
    assert not dossier.disputes


def test_the_number_of_an_extension_letter_leads_to_its_dossier() -> None:
    letter = replace(POSTPONED, number="H99.99.99-261123-0031")
    dossier = fold(ID, told(RECEIVED, letter))
    assert dossier.slip == letter.number
    assert "0031" in dossier_row(dossier).words.split()


def test_who_only_reads_a_file_changes_nothing_of_it() -> None:
    before = fold(ID, told(RECEIVED))
    after = fold(ID, told(RECEIVED, DossierRead(by=ReadBy.SEARCH, words="mau")))
    assert after == replace(before, events=before.events + 1)


def test_a_copy_that_never_came_out_is_not_counted() -> None:
    printed = FormPrinted(form=Form.RECEIPT, version="1", copy=1)
    failed = PrintingFailed(form=Form.RECEIPT, copy=1, why="hết giấy")
    assert fold(ID, told(RECEIVED, printed, failed, printed)).printed(Form.RECEIPT) == 1
    assert fold(ID, told(RECEIVED, failed, printed)).printed(Form.RECEIPT) == 1


@pytest.mark.parametrize(
    ("events", "status", "kinds"),
    [
        ((RECEIVED, OTHER), DossierStatus.RECEIVED, [DisputeKind.RECEIVED_TWICE]),
        ((RECEIVED, REFUSED), DossierStatus.RECEIVED, [DisputeKind.OUTCOMES_DIFFER]),
        ((REFUSED, RECEIVED), DossierStatus.REFUSED, [DisputeKind.OUTCOMES_DIFFER]),
        ((RECEIVED, HANDED, HANDED), DossierStatus.HANDED_OVER, [DisputeKind.HANDED_OVER_TWICE]),
        ((RECEIVED, WITHDRAWN, HANDED), DossierStatus.HANDED_OVER, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, HANDED, WITHDRAWN), DossierStatus.HANDED_OVER, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, WITHDRAWN, ASKED), DossierStatus.WITHDRAWN, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, HANDED, REFUSED), DossierStatus.HANDED_OVER, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, ASKED, WITHDRAWN), DossierStatus.WITHDRAWN, []),
        ((RECEIVED, VOIDED), DossierStatus.VOIDED, []),
        ((RECEIVED, VOIDED, HANDED), DossierStatus.HANDED_OVER, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, HANDED, VOIDED), DossierStatus.HANDED_OVER, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, WITHDRAWN, POSTPONED), DossierStatus.WITHDRAWN, [DisputeKind.ACTED_AFTER_END]),
        ((RECEIVED, HANDED), DossierStatus.HANDED_OVER, []),
    ],
)
def test_contradictions_are_kept_for_a_person(
    events: tuple[AnyEvent, ...], status: DossierStatus, kinds: list[DisputeKind]
) -> None:
    dossier = fold(ID, told(*events))
    assert dossier.status is status
    assert [dispute.kind for dispute in dossier.disputes] == kinds
    assert [dispute.seq for dispute in dossier.disputes] == [len(events)] * len(kinds)
    assert dossier_row(dossier).disputed is bool(kinds)


def test_of_two_receipts_the_first_holds_at_every_desk() -> None:
    one, two = Chain(1).add(ID, START, RECEIVED), Chain(2).add(ID, START, OTHER)
    assert fold(ID, [one, two]) == fold(ID, [two, one, two])
    assert fold(ID, [two, one]).code == RECEIVED.code


def test_an_unknown_event_counts_and_changes_nothing_else() -> None:
    (known,) = told(RECEIVED)
    unknown = replace(told(RECEIVED, HANDED)[1], event=UnknownEvent(type="DossierSung"))
    assert fold(ID, [known, unknown]) == replace(fold(ID, [known]), events=2)


@given(st.lists(st.tuples(st.integers(1, 3), any_event, turns), max_size=25), st.randoms(use_true_random=False))
def test_folding_never_raises_and_arrival_makes_no_difference(
    happened: list[tuple[int, AnyEvent, timedelta]], chance: Random
) -> None:
    chains, at, history = {device: Chain(device) for device in (1, 2, 3)}, START, []
    for device, event, turn in happened:
        at += turn
        history.append(chains[device].add(ID, at, event))
    dossier = fold(ID, history)
    chance.shuffle(history)
    assert fold(ID, history + history[:3]) == dossier
    assert dossier_row(dossier).id == ID
    assert dossier.events == len(happened)
    assert (dossier.status in ENDED) <= any(
        isinstance(
            event,
            ResultHandedOver | DossierWithdrawn | DossierRefused | DossierVoided | DossierStopped | DisputeSettled,
        )
        for _, event, _ in happened
    )

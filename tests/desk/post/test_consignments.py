"""Dossiers come in by post: with their slip, counted against it, filed when both sides have signed the record."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.intake import intake
from desk.intake.drafts import Draft, load_draft
from desk.intake.intake import FiledByRecord, IntakeForm
from desk.post import consignments, delivery_record, supervision
from desk.post.consignments import (
    ConsignmentEnded,
    ConsignmentUnknown,
    NoPapersListed,
    PaperTwice,
    PostNumberKnown,
)
from desk.post.delivery_record import FeeDiffers, HandedIn, NotCounted, PostmanMissing, PostmanReceives
from desk.reach import NotApproved, OutOfReach, check_reach
from desk.views.open_desk import OpenDesk
from desk.words.history import tell
from desk.words.post.consignments import consignment_state, count_words
from models.calendar.clock import local
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Role
from models.events import (
    CONSIGNMENT,
    AnyEvent,
    ConsignmentCounted,
    ConsignmentHandedIn,
    ConsignmentMadeOut,
    ConsignmentScanned,
    ConsignmentSentBack,
    ConsignmentStage,
    PaidBy,
    PaperReceived,
    PostalActKind,
)
from models.ids import SubjectId
from models.not_allowed import ChannelNotOffered, PersonIncomplete, ReasonMissing, RoleForbids
from models.procedure import Channel
from models.subjects.dossier import DossierStatus
from models.subjects.post.consignment import Consignment
from tests.conftest import TurnedClock
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.desk.intake.test_intake import MAU, RESIDENCE, complete
from tests.desk.post.test_parcels import as_ as works_as
from tests.desk.power_cut import written_with_its_papers

POSTMAN = "Lê Văn Bưu"
RELATIVES, EXTRACT = "1.010833", "2.000635"
"""Both may be filed by post: one free with two papers, one with a fee."""
STAGE = ConsignmentStage


def as_(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    approved = Approval(procedures=(RELATIVES, EXTRACT, RESIDENCE), valid_from=date(2026, 1, 1), source="QĐ 1")
    return replace(works_as(desk, id_, role), approved=ApprovedList(approved=(approved,)))


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(desk, "can-bo")


def sent(desk: Desk, procedure: str = RELATIVES, **form: object) -> Consignment:
    """A consignment with every paper on its slip."""
    fee = form.pop("fee", None)
    return consignments.make_out(desk, complete(desk, procedure, **form), postman=POSTMAN, fee=fee)  # type: ignore[arg-type]


def test_a_form_becomes_a_consignment_and_its_draft_is_gone_or_neither(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, form = OpenDesk(clerk), complete(clerk, RELATIVES)
    work.intake.keep_draft(form, "phone", {})
    with monkeypatch.context() as cut:
        cut.setattr(clerk.store.drafts, "forget", pull)
        with pytest.raises(PulledPlugError):
            work.consignments.make_out(form)
    assert not consignments.waiting(clerk)
    assert load_draft(clerk) == Draft(form=form, field="phone")
    work.consignments.make_out(form)
    assert len(consignments.waiting(clerk)) == 1
    assert load_draft(clerk) is None


def counted(desk: Desk, one: Consignment, *but: PaperReceived) -> Consignment:
    """Counted as the slip lists it, except these papers."""
    others = {paper.name for paper in but}
    as_listed = [paper for paper in one.papers if not paper.shown_only and paper.name not in others]
    return consignments.count(desk, one.number, [*as_listed, *but])


def signed(desk: Desk, *of: Consignment, with_money: bool = True) -> HandedIn:
    return delivery_record.hand_in(desk, [one.number for one in of], postman=POSTMAN, with_money=with_money)


def test_both_sign_one_record_and_from_then_the_due_dates_count(clerk: Desk, clock: TurnedClock) -> None:
    first, second = sent(clerk), sent(clerk)
    assert (first.stage, first.sender.name, first.receiver.name) == (
        STAGE.MADE_OUT,
        MAU.full_name,
        clerk.settings.office.unit.name,
    )
    clock.turn(days=2)
    for one in (first, second):
        counted(clerk, one)
    done = signed(clerk, first, second)
    assert done.record == first.number.replace("PH.", "BG.")
    assert [one.record for one in done.consignments] == [done.record] * 2
    dossier = done.dossiers[0]
    assert (dossier.status, dossier.received_at) == (DossierStatus.RECEIVED, clerk.clock())
    assert dossier.intake is not None
    assert dossier.intake.channel is Channel.POST
    at_counter = intake.take_in(clerk, complete(clerk, RELATIVES, channel=Channel.POST))
    assert dossier.due == at_counter.due
    assert consignments.waiting(clerk) == ()
    with pytest.raises(ConsignmentEnded):
        consignments.count(clerk, first.number, [])


def test_what_is_missing_is_asked_for_and_filed_with_the_consignment_that_brings_it(
    clerk: Desk, clock: TurnedClock
) -> None:
    one = sent(clerk, fee=8_000)
    gone = next(paper for paper in one.papers if not paper.shown_only)
    short = counted(clerk, one, with_(gone, originals=0, copies=0), PaperReceived(name="Ảnh 3x4", copies=2))
    assert count_words(short.counts).startswith(f"thiếu {gone.name} (")
    assert count_words(short.counts).endswith("thừa Ảnh 3x4 (2 bản sao)")
    done = signed(clerk, short)
    (asked,) = done.dossiers
    assert (asked.status, [paper.name for paper in asked.missing]) == (DossierStatus.SUPPLEMENT, [gone.name])
    assert (done.consignments[0].complete, done.money) == (False, 0)
    clock.turn(days=3)
    form = with_(OpenDesk(clerk).intake.continued(asked.id), papers=(with_(gone, originals=1),))
    bringing = consignments.make_out(clerk, with_(form, papers=complete(clerk, RELATIVES).papers))
    assert bringing.continues == asked.id
    (filed,) = signed(clerk, counted(clerk, bringing)).dossiers
    assert (filed.id, filed.status, filed.received_at) == (asked.id, DossierStatus.RECEIVED, clerk.clock())
    assert filed.due is not None
    assert filed.due.at is not None
    assert local(filed.due.at).date() > clerk.today


def test_fees_of_the_postman_are_taken_as_cash_and_another_sum_is_said(clerk: Desk) -> None:
    due = intake.preview(clerk, complete(clerk, EXTRACT)).fee
    assert due is not None
    assert due.total > 0
    right, wrong = sent(clerk, EXTRACT, paid_by=PaidBy.CASH), sent(clerk, EXTRACT, fee=due.total + 1)
    assert right.fee == due.total
    for one in (right, wrong):
        counted(clerk, one)
    done = signed(clerk, right, wrong)
    assert (done.money, done.dossiers[0].owes, len(done.dossiers[0].payments)) == (due.total, 0, 1)
    assert [type(one.why) for one in done.refused] == [FeeDiffers]
    later = signed(clerk, wrong, with_money=False)
    assert (later.money, later.dossiers[0].owes) == (0, due.total)
    assert later.record != done.record


def test_one_of_a_record_that_is_refused_stays_with_the_postman(clerk: Desk) -> None:
    uncounted, homeless, good = (
        sent(clerk),
        sent(clerk, submitter=with_(MAU, address="")),
        sent(clerk),
    )
    for one in (homeless, good):
        counted(clerk, one)
    done = signed(clerk, uncounted, homeless, good)
    assert [type(one.why) for one in done.refused] == [NotCounted, PersonIncomplete]
    assert done.record == good.number.replace("PH.", "BG.")
    form = with_(consignments.form_of(consignments.by_code(clerk, homeless.number)), submitter=MAU)
    consignments.correct(clerk, homeless.number, with_(form, papers=homeless.papers))
    assert signed(clerk, homeless).dossiers[0].status is DossierStatus.RECEIVED
    for name, why in (("", PostmanMissing), (clerk.clerk.name if clerk.clerk else "", PostmanReceives)):
        with pytest.raises(why):
            delivery_record.hand_in(clerk, [uncounted.number], postman=name)


def test_the_counter_does_not_file_what_a_record_files(clerk: Desk) -> None:
    one = sent(clerk)
    form = with_(consignments.form_of(one), consignment=one.number)
    with pytest.raises(FiledByRecord):
        intake.take_in(clerk, form)
    with pytest.raises(ChannelNotOffered):
        sent(clerk, RESIDENCE)
    with pytest.raises(NoPapersListed):
        consignments.make_out(clerk, IntakeForm(submitter=MAU, procedure=RELATIVES))
    with pytest.raises(PaperTwice):
        consignments.count(clerk, one.number, [PaperReceived(name="A"), PaperReceived(name=" A ")])


def test_it_is_found_by_our_number_and_by_the_posts_and_late_until_it_is_seen(clerk: Desk, clock: TurnedClock) -> None:
    one = consignments.make_out(clerk, complete(clerk, RELATIVES), post_number="ea123456785vn")
    with pytest.raises(PostNumberKnown):
        consignments.make_out(clerk, complete(clerk, RELATIVES), post_number="EA123456785VN ")
    with pytest.raises(ConsignmentUnknown):
        consignments.by_code(clerk, "EA000")
    assert one.arrive_by is not None
    clock.turn(days=(one.arrive_by - clerk.today).days)
    assert not consignments.is_late(clerk, one)
    clock.turn(days=1)
    assert consignments.is_late(clerk, one)
    assert consignment_state(one, clerk.today, late=True)[1] == "bad"
    here, fresh = consignments.scan(clerk, "EA123456785VN")
    assert (here.number, fresh, consignments.is_late(clerk, here)) == (one.number, True, False)
    assert consignments.scan(clerk, f"x{one.number.lower()}")[1] is False
    assert consignments.scan(clerk, one.number, STAGE.ON_THE_WAY)[0].stage is STAGE.ARRIVED


def test_what_is_not_accepted_goes_back_with_its_reason(clerk: Desk) -> None:
    one = sent(clerk)
    with pytest.raises(ReasonMissing):
        consignments.send_back(clerk, one.number, " ")
    back = consignments.send_back(clerk, one.number, "gửi nhầm cơ quan")
    assert (back.stage, back.is_open) == (STAGE.SENT_BACK, False)
    assert signed(clerk, back).refused[0].why.args == (one.number,)
    assert [tell(item.event) for item in clerk.store.log.history(one.id)][-1].endswith("gửi nhầm cơ quan")


def test_postal_staff_carry_the_approved_list_alone_and_what_they_file_is_looked_through(clerk: Desk) -> None:
    postal = as_(clerk, "buu-ta", Role.POSTAL)
    with pytest.raises(NotApproved):
        consignments.make_out(postal, complete(postal, "1.001193"))
    (dossier,) = signed(postal, counted(postal, sent(postal))).dossiers
    assert [(act.act, act.dossier) for act in supervision.listed(clerk)] == [(PostalActKind.INTAKE, dossier.id)]
    (theirs,) = signed(clerk, counted(postal, sent(postal))).dossiers
    with pytest.raises(OutOfReach):
        check_reach(postal, theirs)
    visitor = as_(clerk, "di-nha", Role.VISITOR)
    for verb in (lambda: sent(visitor), lambda: consignments.waiting(visitor), lambda: signed(visitor)):
        with pytest.raises(RoleForbids):
            verb()


def test_two_hundred_with_every_word_doubled_missing_or_late_come_to_their_end(clerk: Desk) -> None:
    """At the log, as other desks' events come: each stage is reached once, whatever order they come in."""
    made = [sent(clerk) for _ in range(4)]
    template = {type(item.event): item.event for item in clerk.store.log.history(made[0].id)}
    first = template[ConsignmentMadeOut]
    assert isinstance(first, ConsignmentMadeOut)
    heard: list[AnyEvent] = [ConsignmentScanned(stage=STAGE.ON_THE_WAY), ConsignmentScanned(stage=STAGE.ARRIVED)]
    ends: list[AnyEvent] = [
        ConsignmentHandedIn(
            record="BG.1", postman=POSTMAN, dossier=signed(clerk, counted(clerk, made[0])).dossiers[0].id
        ),
        ConsignmentSentBack(reason="nhầm"),
    ]
    facts: list[tuple[SubjectId, AnyEvent]] = []
    for n in range(200):
        number = f"PH.MAU-261123-{n:04d}"
        life: list[AnyEvent] = [
            with_(first, number=number),
            *heard[n % 3 :],
            ConsignmentCounted(papers=()),
            ends[n % 2],
        ]
        if n % 5 == 0:
            life.reverse()
        for event in life:
            facts += [(SubjectId(f"{CONSIGNMENT}mau-{n}"), event)] * (1 + n % 2)
    clerk.store.log.record_all(clerk.by, facts)
    found = [consignments.by_code(clerk, f"PH.MAU-261123-{n:04d}") for n in range(200)]
    assert [one.stage for one in found] == [(STAGE.HANDED_IN, STAGE.SENT_BACK)[n % 2] for n in range(200)]
    assert len(consignments.waiting(clerk)) == 3


def test_a_record_is_signed_with_all_its_papers_or_not_at_all_and_what_is_refused_stops_no_other(
    clerk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid, uncounted, short = sent(clerk, EXTRACT, paid_by=PaidBy.CASH), sent(clerk), sent(clerk)
    counted(clerk, paid)
    gone = next(paper for paper in short.papers if not paper.shown_only)
    counted(clerk, short, with_(gone, originals=0, copies=0))
    work = OpenDesk(clerk).consignments
    numbers = [one.number for one in (paid, uncounted, short)]
    written_with_its_papers(clerk, monkeypatch, lambda: work.hand_in(numbers, POSTMAN, with_money=True), papers=4)
    assert [one.number for one in consignments.waiting(clerk)] == [uncounted.number]

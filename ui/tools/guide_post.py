"""Invented work of the post for the pictures of the guide: sent in, handed out, and looked through by a clerk."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_

from desk.cards.samples import citizen
from desk.dossiers import outcome
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.post import consignments, delivery_record, parcels, supervision
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Clerk, Role
from models.events import PaidBy, PaperReceived, ParcelStage, ReturnBy
from models.ids import ClerkId

if TYPE_CHECKING:
    from desk.desk import Desk
    from desk.views.open_desk import OpenDesk

_RELATIVES, _EXTRACT, _COPIES = "1.010833", "2.000635", "2.000815"
_SERIES = 78
"""Of invented citizens: others than those who come to the counter."""
_POSTMAN = "Lê Văn Bưu"
_STREETS = ("Thôn Mẫu, Xã Mẫu, Tỉnh Thử Nghiệm", "Số 7 phố Mẫu, Phường Ba Đình, Thành phố Hà Nội")


def add_post_work(work: "OpenDesk") -> None:
    """What a postal clerk and a clerk have done by noon; each state that the pages know stands there once."""
    day = work.desk.today
    given = ApprovedList(
        approved=(Approval(procedures=(_RELATIVES, _EXTRACT, _COPIES), valid_from=day, source="QĐ 12/QĐ-UBND"),)
    )
    postal = Clerk(id=ClerkId("mau2"), name="Lê Văn Tập", roles=frozenset({Role.POSTAL}))
    at_post = replace(work.desk, approved=given, clerk=postal)
    _sent_in(work.desk)
    _sent_out(work.desk)
    for n in range(20, 23):
        intake.take_in(at_post, _form(at_post, n, _COPIES, paid_by=PaidBy.CASH))
    acts = supervision.listed(work.desk)
    supervision.accept(work.desk, [acts[0].id])
    supervision.give_back(work.desk, acts[1].id, "thiếu chữ ký người nộp")


def _sent_in(desk: "Desk") -> None:
    made = [
        consignments.make_out(
            desk,
            _form(desk, n, procedure),
            postman=_POSTMAN,
            post_number=f"EA12345678{n}VN" if n % 2 else "",
            picked_up_at=desk.clock() - timedelta(days=days),
        )
        for n, (procedure, days) in enumerate(
            ((_RELATIVES, 9), (_EXTRACT, 1), (_RELATIVES, 1), (_EXTRACT, 0), (_RELATIVES, 9), (_EXTRACT, 1))
        )
    ]
    _, arrived, short, _, slow, done = (one.number for one in made)
    for number in (arrived, short, slow, done):
        consignments.scan(desk, number)
    for number in (short, slow, done):
        found = [one for one in consignments.by_code(desk, number).papers if not one.shown_only]
        fewer = [with_(found[0], originals=0, copies=0), PaperReceived(name="Ảnh 3x4", copies=2), *found[1:]]
        consignments.count(desk, number, fewer if number == short else found)
    delivery_record.hand_in(desk, [slow, done], postman=_POSTMAN)


def _sent_out(desk: "Desk") -> None:
    ids = []
    for n in range(6, 16):
        wanted = _form(desk, n, _COPIES, return_by=ReturnBy.POST, return_to=_STREETS[n % 2])
        ids.append(intake.take_in(desk, wanted).id)
        outcome.check_in(desk, ids[-1], f"A-{n}", signed_by="Phạm Thị Mẫu")
    away = parcels.hand_over(desk, ids[:7], postman=_POSTMAN).parcels
    stages = (
        (ParcelStage.ON_THE_WAY,),
        (ParcelStage.FIRST_CALL_FAILED,),
        (ParcelStage.DELIVERED,),
        (ParcelStage.DELIVERED, ParcelStage.BACK),
        (ParcelStage.SECOND_CALL_FAILED, ParcelStage.BACK),
    )
    for parcel, heard in zip(away, stages, strict=False):
        for stage in heard:
            parcels.scan(desk, parcel.number, stage, receiver=parcel.receiver.name)


def _form(desk: "Desk", n: int, procedure: str, **more: object) -> IntakeForm:
    """Of an invented citizen, with every paper that is required."""
    case = next(iter(desk.catalogue.get(procedure).cases), None)
    papers = tuple(
        PaperReceived(name=one.name, originals=one.originals, copies=one.copies, shown_only=one.to_show)
        for one in (case.papers if case else ())
        if one.required
    )
    who = with_(citizen(n, _SERIES), phone=f"09000003{n:02}")
    form = IntakeForm(submitter=who, procedure=procedure, case=case.id if case else "", papers=papers)
    return with_(form, **more)

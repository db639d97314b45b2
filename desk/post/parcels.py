"""Results that go out by post: handed over with their slips, followed by scans, delivered or back at the agency.

QĐ 45/2016/QĐ-TTg Đ9, TT 17/2017/TT-BTTTT Đ5.2, Đ7.2, Đ9. Everything works on paper and by scan, whatever the post's own
system says.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec import Struct

from desk import numbers
from desk.access_log import record_shown
from desk.desk import Desk
from desk.dossiers import returns, shelf, work_lists
from desk.money import payments, shifts
from desk.post.carriage import days_between, working_days_after
from desk.reach import check_approved
from desk.recording import RefusedAct, having_seen, in_work
from desk.rights import Permission, require
from desk.supervised import postal_acts
from models.calendar.clock import local_day
from models.codes.parcel_number import parcel_number_in, post_list_number
from models.codes.signed_paper import code_of
from models.events import (
    PARCEL,
    PAYMENT,
    AnyEvent,
    CashMoved,
    PaidBy,
    ParcelContent,
    ParcelHandedOver,
    ParcelMoneyReceived,
    ParcelParty,
    ParcelScanned,
    ParcelSettled,
    ParcelStage,
    PaymentTaken,
    PostalActKind,
    ReadBy,
    ResultCameBack,
    ResultCheckedIn,
    ResultHandedOver,
    ResultPosted,
    ReturnBy,
)
from models.ids import DossierId, SubjectId, agreed_subject, new_subject
from models.not_allowed import AddressMissing, DossierEnded, NotAllowed, OfOneVerb, ReasonMissing
from models.person import Person
from models.store.projections.post.parcel import PARCELS
from models.store.projections.post.parcel_lists import Parcels
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.post.parcel import Parcel
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList
from models.text import clean

BETWEEN_CALLS = 2
"""Working days between the two calls (TT 17/2017 Đ5.2h)."""

_ENDED_DAYS = 7
"""So long what was delivered or came back stands on the page."""


class NotReadyForPost(OfOneVerb):
    """Its result does not lie at the desk."""

    sentence = "Kết quả chưa có ở quầy, hoặc đã giao bưu điện rồi; nhận kết quả về quầy trước."


class ParcelUnknown(OfOneVerb):
    """No parcel here has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Không có bưu gửi số “{number}” ở máy này."


class NothingForPost(OfOneVerb):
    """No result is to go by post."""

    sentence = "Không có kết quả nào chờ gửi qua bưu điện."


class PostOwesNothing(OfOneVerb):
    """The post has collected nothing for this parcel, or has handed it over."""

    sentence = "Bưu gửi này không còn tiền thu hộ phải nhận."


class ReceiverMissing(OfOneVerb):
    """Who signed for it is to be named."""

    sentence = "Ghi tên người ký nhận bưu gửi."


class NothingReported(OfOneVerb):
    """The post's system has said nothing of it that waits to be confirmed."""

    sentence = "Bưu điện chưa báo gì mới về bưu gửi này."


class NotContradictory(OfOneVerb):
    """Nothing has to be found out about it."""

    sentence = "Bưu gửi này không có mâu thuẫn; chỉ xác minh bưu gửi vừa ghi đã phát vừa ghi về cơ quan."


class HandedToPost(Struct, frozen=True, kw_only=True):
    """What went to the post: parcels on one list, and results that could not go."""

    list_number: str
    parcels: tuple[Parcel, ...]
    refused: tuple[RefusedAct, ...] = ()


class Heard(Struct, frozen=True, kw_only=True):
    """What a scan came to.

    Attributes:
        fresh: this was not known yet.
        too_soon: the second call came earlier than two working days after the first.
    """

    parcel: Parcel
    fresh: bool
    too_soon: bool = False


class ForPost(Struct, frozen=True, kw_only=True):
    """A result that the citizen wants by post. ``came_back``: it was sent before, and goes again only when chosen."""

    dossier: Dossier
    came_back: bool


def to_go(desk: Desk) -> tuple[ForPost, ...]:
    """Results at the desk that are to go by post, the oldest first; whose they are is recorded as shown.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    found = wanted_by_post(desk)
    record_shown(desk, ReadBy.SHOWN, [one.dossier.id for one in found])
    return found


def wanted_by_post(desk: Desk) -> tuple[ForPost, ...]:
    """The same, for what counts them and shows nobody.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    ready = (row.id for row in work_lists.every(desk, WorkList.READY) if row.return_by == ReturnBy.POST)
    dossiers = (desk.store.log.dossier(id_) for id_ in ready)
    return tuple(ForPost(dossier=one, came_back=bool(one.processing.parcel)) for one in dossiers)


def hand_over(
    desk: Desk, dossiers: Iterable[DossierId] | None = None, *, postman: str = "", postage: int = 0
) -> HandedToPost:
    """Give results to the post: one parcel for each receiver and address, all on one list, in one transaction.

    Args:
        desk: open.
        dossiers: these; None = all that are to go and have not come back.
        postman: who takes them.
        postage: of each parcel, in đồng; 0 = by the post's own table.

    Raises:
        NothingForPost, WorkStopped, BlockExhausted, RoleForbids, NobodySignedIn. Refusals of one dossier:
        NotReadyForPost, AddressMissing, NotApproved, OutOfReach, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.POST)
    if dossiers is None:
        dossiers = [one.dossier.id for one in wanted_by_post(desk) if not one.came_back]
    grouped: dict[ParcelParty, list[Dossier]] = {}
    refused: list[RefusedAct] = []
    for id_ in dict.fromkeys(dossiers):
        try:
            dossier = in_work(desk, id_)
            grouped.setdefault(_receiver(desk, dossier), []).append(dossier)
        except NotAllowed as no:
            refused.append(RefusedAct(id_, no))
    if not grouped:
        if refused:
            return HandedToPost(list_number="", parcels=(), refused=tuple(refused))
        raise NothingForPost
    made = [(numbers.next_parcel_number(desk, behind=n), new_subject(PARCEL)) for n in range(len(grouped))]
    list_number = post_list_number(made[0][0])
    facts: list[tuple[SubjectId, AnyEvent]] = []
    for (number, parcel), (receiver, inside) in zip(made, grouped.items(), strict=True):
        days = days_between(desk, receiver.address)
        event = ParcelHandedOver(
            number=number,
            list_number=list_number,
            contents=tuple(_content(one) for one in inside),
            sender=office_party(desk),
            receiver=receiver,
            cod=sum(one.owes for one in inside),
            postage=postage,
            postman=clean(postman),
            days=days,
            arrive_by=working_days_after(desk, desk.today, days),
        )
        facts.append((parcel, event))
        facts += [(one.id, having_seen(one, ResultPosted(parcel=parcel, number=number))) for one in inside]
    facts += postal_acts(desk, PostalActKind.RETURN, [(one.id, 0) for inside in grouped.values() for one in inside])
    desk.store.log.record_all(desk.by, facts)
    parcels = tuple(desk.store.log.subject(PARCELS, parcel) for _, parcel in made)
    return HandedToPost(list_number=list_number, parcels=parcels, refused=tuple(refused))


def scan(
    desk: Desk,
    code: str,
    stage: ParcelStage,
    *,
    happened_at: datetime | None = None,
    receiver: str = "",
    note: str = "",
) -> Heard:
    """Something is heard of a parcel. A stage that is known already changes nothing, however often it is heard.

    Delivered, its results are returned; back at the agency, they lie at the desk again, each in the next free place.

    Args:
        desk: open.
        code: the parcel's number, or what the code on its slip says.
        stage: how far it is.
        happened_at: when, as the post says; None = now.
        receiver: who signed for it.
        note: anything else.

    Raises:
        ParcelUnknown. ReceiverMissing: delivered to nobody. RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    parcel = by_code(desk, code)
    if parcel.scan(stage) is not None or stage is ParcelStage.HANDED_OVER:
        return Heard(parcel=parcel, fresh=False)
    if stage is ParcelStage.DELIVERED and not clean(receiver):
        raise ReceiverMissing
    first = parcel.scan(ParcelStage.FIRST_CALL_FAILED)
    at = happened_at or desk.clock()
    too_soon = (
        stage is ParcelStage.SECOND_CALL_FAILED
        and first is not None
        and local_day(at) < working_days_after(desk, local_day(first.at), BETWEEN_CALLS)
    )
    event = ParcelScanned(stage=stage, happened_at=happened_at, receiver=clean(receiver), note=clean(note))
    facts: list[tuple[SubjectId, AnyEvent]] = [(parcel.id, event)]
    places = shelf.free(desk) if stage is ParcelStage.BACK else iter(())
    for content in parcel.contents:
        dossier = desk.store.log.dossier(content.dossier)
        if dossier.status is not DossierStatus.RECEIVED or dossier.processing.parcel != parcel.id:
            continue  # withdrawn, returned or sent anew meanwhile: what is heard of the parcel is not its end
        if stage is ParcelStage.DELIVERED:
            returned = _returned(dossier, parcel, clean(receiver), content)
            facts.append((dossier.id, having_seen(dossier, returned)))
        elif stage is ParcelStage.BACK and dossier.processing.stage is ProcessStage.POSTED:
            back = ResultCheckedIn(place=next(places, ""), note=f"bưu điện chuyển hoàn, {parcel.number}")
            facts.append((dossier.id, having_seen(dossier, back)))
    desk.store.log.record_all(desk.by, facts)
    return Heard(parcel=desk.store.log.subject(PARCELS, parcel.id), fresh=True, too_soon=too_soon)


def confirm_reported(desk: Desk, codes: Iterable[str] | None = None) -> tuple[Heard, ...]:
    """What the post's system says of these parcels' end is taken over as if scanned, at the post's own times.

    Args:
        desk: open.
        codes: numbers of the parcels; None = all of which it has said so.

    Raises:
        NothingReported, ParcelUnknown; those of ``scan``.
    """
    require(desk, Permission.POST)
    open_ = desk.store.lists(Parcels).open() if codes is None else [by_code(desk, code) for code in codes]
    found = [(one, one.reported) for one in open_]
    if not any(told for _, told in found):
        raise NothingReported
    return tuple(
        scan(
            desk,
            one.number,
            told.stage,
            happened_at=told.at,
            receiver=told.receiver or one.receiver.name,
            note=told.note,
        )
        for one, told in found
        if told is not None
    )


def settle(desk: Desk, code: str, stage: ParcelStage, reason: str) -> Parcel:
    """A parcel is delivered and back, as scans say; which is true, and how that was found out.

    Back, it was not delivered: its results that were returned by that word alone lie at the desk again.

    Raises:
        NotContradictory, ReasonMissing, ParcelUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.SUPERVISE_POST)
    parcel = by_code(desk, code)
    if not parcel.contradictory or stage not in {ParcelStage.DELIVERED, ParcelStage.BACK}:
        raise NotContradictory
    if not clean(reason):
        raise ReasonMissing
    reason = clean(reason)
    facts: list[tuple[SubjectId, AnyEvent]] = [(parcel.id, ParcelSettled(stage=stage, reason=reason))]
    if stage is ParcelStage.BACK:
        places = shelf.free(desk)
        for dossier in (desk.store.log.dossier(content.dossier) for content in parcel.contents):
            if _returned_by(dossier, parcel):
                back = ResultCameBack(parcel=parcel.id, number=parcel.number, reason=reason, place=next(places, ""))
                facts.append((dossier.id, having_seen(dossier, back)))
    desk.store.log.record_all(desk.by, facts)
    return desk.store.log.subject(PARCELS, parcel.id)


def receive_money(desk: Desk, code: str) -> Parcel:
    """The post hands over the fees it collected: they are taken as cash for the dossiers of the parcel.

    No more is taken than it collected, whatever is owed by now. What is owed no longer lies in the drawer as cash that
    is no payment, to be given back.

    Raises:
        PostOwesNothing, ParcelUnknown; those of ``payments.to_pay``; WorkStopped, BlockExhausted, RoleForbids,
        NobodySignedIn.
    """
    require(desk, Permission.POST)
    require(desk, Permission.TAKE_FEE)
    parcel = by_code(desk, code)
    if not parcel.post_owes:
        raise PostOwesNothing
    left, amounts = parcel.post_owes, dict[DossierId, int]()
    for dossier in (desk.store.log.dossier(one.dossier) for one in parcel.contents):
        part = min(left, dossier.owes)
        if part > 0:
            amounts[dossier.id], left = part, left - part
    payment, facts = SubjectId(""), list[tuple[SubjectId, AnyEvent]]()
    shift, opening = shifts.named_or_opened(desk)
    if amounts:
        asked = payments.to_pay(desk, amounts, amounts)
        # Told at two desks that have not heard of each other it is one payment.
        payment = agreed_subject(PAYMENT, parcel.handed_at or desk.clock(), parcel.id)
        facts += payments.taking(desk, payment, asked.paid, paid_by=PaidBy.CASH, payer=asked.payer)
        shift = next(event.shift for _, event in facts if isinstance(event, PaymentTaken))
    else:
        facts += opening
    if left:
        reason = f"Bưu điện thu hộ thừa, bưu gửi {parcel.number}: trả lại người nộp"
        facts.append((shift, CashMoved(amount=left, reason=reason)))
    facts.append((parcel.id, ParcelMoneyReceived(amount=parcel.post_owes, payment=payment)))
    desk.store.log.record_all(desk.by, facts)
    return desk.store.log.subject(PARCELS, parcel.id)


def taken_of(desk: Desk, parcel: Parcel) -> int:
    """What of the money that the post handed over became a payment, in đồng; 0 = nothing, or it has not come."""
    return payments.by_id(desk, parcel.payment).amount if parcel.payment else 0


def under_way(desk: Desk) -> tuple[Parcel, ...]:
    """Parcels of which something is waited for, the oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(desk.store.lists(Parcels).open())


def ended(desk: Desk) -> tuple[Parcel, ...]:
    """Parcels that were delivered or came back in the last days.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(desk.store.lists(Parcels).ended_since(desk.today - timedelta(days=_ENDED_DAYS)))


def late(desk: Desk) -> tuple[Parcel, ...]:
    """Parcels that should have arrived and of which nobody has heard that they did.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(one for one in desk.store.lists(Parcels).open() if is_late(desk, one))


def is_late(desk: Desk, parcel: Parcel) -> bool:
    """Whether a parcel should be there by now."""
    return parcel.under_way and parcel.arrive_by is not None and parcel.arrive_by < desk.today


def second_call_on(desk: Desk, parcel: Parcel) -> date | None:
    """The day of the second call, of a parcel whose first one failed; None = none is due."""
    first = parcel.scan(ParcelStage.FIRST_CALL_FAILED)
    if first is None or parcel.stage is not ParcelStage.FIRST_CALL_FAILED:
        return None
    return working_days_after(desk, local_day(first.at), BETWEEN_CALLS)


def by_code(desk: Desk, code: str) -> Parcel:
    """The parcel of this number, or of what the code on its slip says.

    Raises:
        ParcelUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    number = parcel_number_in(code_of(code))
    found = desk.store.lists(Parcels).by_number(number)
    if found is None:
        raise ParcelUnknown(number or clean(code)[:60])
    return found


def _receiver(desk: Desk, dossier: Dossier) -> ParcelParty:
    """To whom the result of a dossier goes: who handed it in, where they want it."""
    intake = dossier.intake
    if intake is None or dossier.status is not DossierStatus.RECEIVED:
        raise DossierEnded(dossier.status.value)
    if dossier.processing.stage is not ProcessStage.READY:
        raise NotReadyForPost
    check_approved(desk, intake.procedure.code, intake.procedure.name)
    who = intake.submitter
    address = intake.return_to or who.address
    if not address:
        raise AddressMissing
    return ParcelParty(name=who.full_name, address=address, phone=who.phone, email=who.email)


def office_party(desk: Desk) -> ParcelParty:
    """The office, as slips of the post name it."""
    office = desk.settings.office
    address = ", ".join(filter(None, (office.unit.address, office.province if not office.unit.address else "")))
    return ParcelParty(name=office.unit.name, address=address, phone=office.phone, email="")


def _content(dossier: Dossier) -> ParcelContent:
    intake = dossier.intake
    return ParcelContent(
        dossier=dossier.id,
        code=dossier.code,
        procedure=intake.procedure.name if intake else "",
        originals=tuple(paper.name for paper in intake.papers if paper.originals) if intake else (),
    )


def _returned(dossier: Dossier, parcel: Parcel, receiver: str, content: ParcelContent) -> ResultHandedOver:
    who = Person(full_name=receiver)
    return ResultHandedOver(
        to=receiver,
        note=_note(parcel),
        relation=returns.may_collect(dossier.intake, who) if dossier.intake else None,
        originals=content.originals,
        parcel=parcel.id,
    )


def _returned_by(dossier: Dossier, parcel: Parcel) -> bool:
    """Whether a dossier is shown as returned because this parcel was delivered, and for no other reason."""
    returned = dossier.returned
    if dossier.status is not DossierStatus.HANDED_OVER or returned is None:
        return False
    # Before the parcel was kept with it, its number stood in the note alone.
    return returned.parcel == parcel.id or (not returned.parcel and returned.note == _note(parcel))


def _note(parcel: Parcel) -> str:
    return f"qua bưu điện, bưu gửi {parcel.number}"

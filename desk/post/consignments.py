"""Dossiers that come in by post: made out with their slip, counted, handed in with the record that files them.

QĐ 45/2016/QĐ-TTg Đ6, Đ7, Đ11; TT 17/2017/TT-BTTTT Đ5.1, Đ7.2, Đ9. A dossier is filed when postman and clerk have signed
the record: its due date counts from there; what was incomplete is filed with its supplement. Everything works on paper
and by scan.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from desk import numbers
from desk.desk import Desk
from desk.intake import intake
from desk.intake.intake import IntakeForm, Preview
from desk.post.carriage import days_between, working_days_after
from desk.post.parcels import office_party
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.codes.consignment_number import consignment_number_in, record_number
from models.codes.signed_paper import code_of
from models.events import (
    CONSIGNMENT,
    ConsignmentCorrected,
    ConsignmentCounted,
    ConsignmentHandedIn,
    ConsignmentMadeOut,
    ConsignmentScanned,
    ConsignmentSentBack,
    ConsignmentStage,
    Intake,
    PaidBy,
    PaperReceived,
    ParcelParty,
)
from models.ids import SubjectId, new_subject
from models.not_allowed import (
    ChannelNotOffered,
    NotAllowed,
    OfOneVerb,
    PapersMissing,
    QuantityImpossible,
    ReasonMissing,
)
from models.procedure import Channel
from models.store.projections.post.consignment import CONSIGNMENTS
from models.store.projections.post.consignment_lists import Consignments
from models.subjects.dossier import Dossier
from models.subjects.post.consignment import Consignment
from models.text import clean
from models.words.money_words import amount_text
from printing.forms.post.consignment_papers import DeliveryRecord
from printing.forms.table import CONSIGNMENT as SLIP_FORM
from printing.forms.table import CONSIGNMENT_LABEL, DELIVERY_RECORD
from printing.forms.versions import FormsSet, forms_in_force

_ENDED_DAYS = 7
"""So long what was handed in or sent back stands on the page."""

MOST_COPIES = 999
"""Of one kind of paper."""


class ConsignmentUnknown(OfOneVerb):
    """No consignment here has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Không có phiếu gửi hồ sơ số “{number}” ở máy này."


class ConsignmentEnded(OfOneVerb):
    """It was handed in or sent back."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Hồ sơ gửi qua bưu điện {number} đã giao nhận hoặc đã trả lại bưu điện; không ghi thêm được."


class PostNumberKnown(OfOneVerb):
    """The post's own slip was entered before."""

    def __init__(self, post_number: str, number: str) -> None:
        super().__init__(post_number, number)
        self.sentence = f"Số của bưu điện “{post_number}” đã ghi ở phiếu gửi {number}."


class NoPapersListed(OfOneVerb):
    """A slip lists what is in the packet (TT 17/2017 Đ9.2i)."""

    sentence = "Ghi ít nhất một giấy tờ trong hồ sơ: phiếu gửi phải có danh mục giấy tờ."


class NotCounted(OfOneVerb):
    """Both sides count the papers before they sign."""

    sentence = "Chưa kiểm đếm giấy tờ của hồ sơ này; kiểm đếm cùng nhân viên bưu chính rồi mới ký biên bản."


class PostmanMissing(OfOneVerb):
    """The record has two sides."""

    sentence = "Ghi họ tên nhân viên bưu chính giao hồ sơ; biên bản do hai bên cùng ký."


class PostmanReceives(OfOneVerb):
    """Who hands in and who receives are two people."""

    sentence = "Người giao và người nhận phải là hai người: nhân viên bưu chính giao, người ở quầy nhận."


class PaperTwice(OfOneVerb):
    """A paper is counted once."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"Giấy tờ “{name}” ghi hai lần; mỗi loại giấy tờ đếm một lần."


class FeeDiffers(OfOneVerb):
    """The postman took another sum than is to be paid.

    Attributes:
        taken, due: in đồng.
    """

    def __init__(self, taken: int, due: int) -> None:
        super().__init__(taken, due)
        self.taken, self.due = taken, due
        self.sentence = (
            f"Bưu điện đã thu {amount_text(taken)} đồng, mức phải thu là {amount_text(due)} đồng; "
            "sửa lại số tiền, hoặc nhận hồ sơ không kèm tiền rồi thu sau."
        )


class RefusedConsignment(Struct, frozen=True):
    """A consignment for which the desk said no, and why."""

    consignment: SubjectId
    why: NotAllowed


class HandedIn(Struct, frozen=True, kw_only=True):
    """What a record came to: consignments with the dossiers they became, and those that stay with the postman.

    Attributes:
        record: its number; empty = nothing was handed in.
        dossiers: of each consignment, in the same order.
    """

    record: str
    consignments: tuple[Consignment, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    refused: tuple[RefusedConsignment, ...] = ()

    @property
    def money(self) -> int:
        """Fees handed over, in đồng."""
        return sum(one.money for one in self.consignments)


def make_out(
    desk: Desk,
    form: IntakeForm,
    *,
    post_number: str = "",
    postman: str = "",
    picked_up_at: datetime | None = None,
    picked_up_where: str = "",
    fee: int | None = None,
    postage: int = 0,
) -> Consignment:
    """Make out the slip of a dossier that goes by post, or enter the slip with which it came.

    Papers may be missing: the post carries what the citizen sends, and what it lacks is asked for when it is counted.

    Args:
        desk: open.
        form: whose matter it is, and the papers as the slip lists them; ``continues``: it is a supplement.
        post_number: by which the post follows it, where it has one of its own.
        postman: who took it.
        picked_up_at: when; None = now.
        picked_up_where: empty = at the sender's address.
        fee: fees the postman took from the citizen, in đồng; None = all that is due, where the form says it is paid.
        postage: in đồng; 0 = by the post's own table.

    Raises:
        PostNumberKnown, QuantityImpossible; those of ``intake.known_enough`` (PersonIncomplete, ProcedureMissing,
        ChannelNotOffered, NotApproved, …); WorkStopped, BlockExhausted, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    if fee is None:
        seen = intake.preview(desk, form) if form.paid_by is not None else None
        fee = seen.fee.total if seen is not None and seen.fee is not None else 0
    form = _by_post(form)
    known = _entered(desk, form)
    post_number = _unused(desk, post_number)
    for what, amount in (("fee", fee), ("postage", postage)):
        if amount < 0:
            raise QuantityImpossible(what, amount)
    if form.continues is not None:
        intake.subject_of(desk, form)
    who = known.submitter
    from_ = picked_up_at or desk.clock()
    days = days_between(desk, who.address)
    event = ConsignmentMadeOut(
        number=numbers.next_consignment_number(desk),
        intake=known,
        sender=ParcelParty(name=who.full_name, address=who.address, phone=who.phone, email=who.email),
        receiver=office_party(desk),
        post_number=post_number,
        picked_up_at=from_,
        picked_up_where=clean(picked_up_where),
        postman=clean(postman),
        fee=fee,
        postage=postage,
        days=days,
        arrive_by=working_days_after(desk, local_day(from_), days),
        **({"continues": form.continues} if form.continues is not None else {}),
    )
    id_ = new_subject(CONSIGNMENT)
    desk.store.log.record(id_, desk.by, event)
    return desk.store.log.subject(CONSIGNMENTS, id_)


def correct(
    desk: Desk,
    code: str,
    form: IntakeForm | None = None,
    *,
    fee: int | None = None,
    post_number: str | None = None,
) -> Consignment:
    """Correct what was entered of one that is not handed in yet; its slip on paper stays as both sides signed it.

    Args:
        desk: open.
        code: its number, or what the code on its slip says.
        form: whose matter it is, and the papers of the slip; None = as it stands, and so the others.
        fee: what the postman took, in đồng.
        post_number: by which the post follows it.

    Raises:
        ConsignmentUnknown, ConsignmentEnded, PostNumberKnown, QuantityImpossible; those of ``intake.known_enough``.
    """
    require(desk, Permission.POST)
    one = _open(desk, code)
    if one.intake is None:
        raise ConsignmentUnknown(one.number)
    event = ConsignmentCorrected(
        intake=one.intake if form is None else _entered(desk, _by_post(form)),
        fee=one.fee if fee is None else fee,
        post_number=one.post_number if post_number is None else _unused(desk, post_number, besides=one.id),
    )
    if event.fee < 0:
        raise QuantityImpossible("fee", event.fee)
    if (event.intake, event.fee, event.post_number) == (one.intake, one.fee, one.post_number):
        return one
    desk.store.log.record(one.id, desk.by, event)
    return desk.store.log.subject(CONSIGNMENTS, one.id)


def scan(
    desk: Desk, code: str, stage: ConsignmentStage = ConsignmentStage.ARRIVED, *, happened_at: datetime | None = None
) -> tuple[Consignment, bool]:
    """It is on its way, or arrived. The consignment, and whether that was new: a known stage changes nothing.

    Args:
        desk: open.
        code: its number, or what the code on its slip says.
        stage: ``on_the_way`` or ``arrived``; the others are reached by what is done to it.
        happened_at: when, as the post says; None = now.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = by_code(desk, code)
    heard = {ConsignmentStage.ON_THE_WAY, ConsignmentStage.ARRIVED}
    if stage not in heard or one.reached(stage) is not None or not one.is_open:
        return one, False
    desk.store.log.record(one.id, desk.by, ConsignmentScanned(stage=stage, happened_at=happened_at))
    return desk.store.log.subject(CONSIGNMENTS, one.id), True


def count(desk: Desk, code: str, papers: Iterable[PaperReceived]) -> Consignment:
    """The packet is opened before the postman, and its papers are counted against the slip; again as often as needed.

    Args:
        desk: open.
        code: its number, or what the code on its slip says.
        papers: what was found, by the names of the slip, further ones beside them; what is not named is not there.

    Raises:
        ConsignmentUnknown, ConsignmentEnded, PaperTwice, QuantityImpossible, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = _open(desk, code)
    found = tuple(replace(paper, name=clean(paper.name)) for paper in papers if clean(paper.name))
    names = [paper.name for paper in found]
    for paper in found:
        if names.count(paper.name) > 1:
            raise PaperTwice(paper.name)
        for amount in (paper.originals, paper.copies):
            if not 0 <= amount <= MOST_COPIES:
                raise QuantityImpossible("copies", amount)
    if one.counted != found:
        desk.store.log.record(one.id, desk.by, ConsignmentCounted(papers=found))
    return desk.store.log.subject(CONSIGNMENTS, one.id)


def hand_in(desk: Desk, codes: Iterable[str], *, postman: str, with_money: bool = True) -> HandedIn:
    """Both sides sign the record: each dossier is taken in now, or asks for what is missing.

    Each is a transaction of its own: if the machine stops in between, those that were not reached go on a further
    record. Fees that the postman took are taken as cash of each dossier, by who works here now.

    Args:
        desk: open.
        codes: numbers of the consignments.
        postman: who hands them in.
        with_money: the fees are handed over with them; else the dossiers owe them.

    Raises:
        PostmanMissing, PostmanReceives, RoleForbids, NobodySignedIn. Refusals of one: ConsignmentUnknown,
        ConsignmentEnded, NotCounted, FeeDiffers; those of ``intake.take_in`` and ``ask_supplement``.
    """
    require(desk, Permission.POST)
    require(desk, Permission.TAKE_IN)
    postman = clean(postman)
    if not postman:
        raise PostmanMissing
    if desk.clerk is not None and postman.casefold() == desk.clerk.name.casefold():
        raise PostmanReceives
    record, done, refused = "", [], []
    for code in dict.fromkeys(codes):
        id_ = SubjectId("")
        try:
            one = _open(desk, code)
            id_ = one.id
            record = record or record_number(one.number)
            done.append((id_, _handed_in(desk, one, record, postman, with_money=with_money)))
        except NotAllowed as no:
            refused.append(RefusedConsignment(id_, no))
            record = record if done else ""
    log = desk.store.log
    return HandedIn(
        record=record,
        consignments=tuple(log.subject(CONSIGNMENTS, one) for one, _ in done),
        dossiers=tuple(dossier for _, dossier in done),
        refused=tuple(refused),
    )


def send_back(desk: Desk, code: str, reason: str, *, postman: str = "") -> Consignment:
    """It is not accepted: another agency's, or its seal is broken. The postman takes it back.

    Raises:
        ReasonMissing, ConsignmentUnknown, ConsignmentEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = _open(desk, code)
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(one.id, desk.by, ConsignmentSentBack(reason=clean(reason), postman=clean(postman)))
    return desk.store.log.subject(CONSIGNMENTS, one.id)


def waiting(desk: Desk) -> tuple[Consignment, ...]:
    """Those not handed in yet, the oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(desk.store.lists(Consignments).open())


def ended(desk: Desk) -> tuple[Consignment, ...]:
    """Those that were handed in or sent back in the last days.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(desk.store.lists(Consignments).ended_since(desk.today - timedelta(days=_ENDED_DAYS)))


def is_late(desk: Desk, one: Consignment) -> bool:
    """Whether it should have arrived by now and nobody has seen it."""
    arrived = one.reached(ConsignmentStage.ARRIVED) or one.reached(ConsignmentStage.COUNTED)
    return one.is_open and arrived is None and one.arrive_by is not None and one.arrive_by < desk.today


def by_code(desk: Desk, code: str) -> Consignment:
    """The consignment of this number, of the post's own number, or of what the code on its slip says.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    typed = clean(code_of(code))
    number = consignment_number_in(typed) or typed.upper()
    found = desk.store.lists(Consignments).by_number(number)
    if found is None:
        raise ConsignmentUnknown(typed[:60])
    return found


def form_of(one: Consignment) -> IntakeForm:
    """The form of a consignment: as it was entered, with the papers that were counted, or seen by the postman.

    Raises:
        ConsignmentUnknown: only its later life has arrived.
    """
    if one.intake is None:
        raise ConsignmentUnknown(one.number or one.id)
    form = intake.form_again(one.intake)
    if one.counted is not None:
        seen = tuple(paper for paper in one.papers if paper.shown_only)
        there = tuple(paper for paper in one.counted if paper.originals or paper.copies)
        form = replace(form, papers=(*there, *seen))
    paid = PaidBy.CASH if one.fee else None
    return replace(form, continues=one.continues or None, paid_by=paid)


def slip_job(desk: Desk, consignment: SubjectId) -> PrintJob:
    """The print job of a consignment's slip, with the sender's copy.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    one = _known(desk, consignment)
    return form_jobs.job_of(desk, SLIP_FORM, one, one.id, _words(desk, one), one.copies)


def label_job(desk: Desk, consignment: SubjectId) -> PrintJob:
    """The print job of the label over the seal.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    one = _known(desk, consignment)
    return form_jobs.job_of(desk, CONSIGNMENT_LABEL, one, one.id, _words(desk, one), one.label_copies)


def record_job(desk: Desk, record: str) -> PrintJob:
    """The print job of a record; noted on the first consignment of it.

    Raises:
        ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.PRINT)
    found = desk.store.lists(Consignments).of_record(record)
    if not found:
        raise ConsignmentUnknown(record)
    first = found[0]
    dossiers = tuple(desk.store.log.dossier(one.dossier) for one in found)
    told = DeliveryRecord(number=record, consignments=tuple(found), dossiers=dossiers)
    return form_jobs.job_of(desk, DELIVERY_RECORD, told, first.id, _words(desk, first), first.record_copies)


def _by_post(form: IntakeForm) -> IntakeForm:
    """The form, with what the slip lists as text, of a dossier that comes by post."""
    form = intake.tidy(form)
    papers = tuple(replace(paper, name=clean(paper.name)) for paper in form.papers if clean(paper.name))
    return replace(form, channel=Channel.POST, papers=papers, ticket=None, paid_by=None)


def _entered(desk: Desk, form: IntakeForm) -> Intake:
    if not form.papers:
        raise NoPapersListed
    seen = intake.known_enough(desk, form)
    for problem in seen.problems:
        if isinstance(problem, ChannelNotOffered):  # told now, not when the packet is here
            raise problem
    return intake.intake_of(desk, form, seen)


def _unused(desk: Desk, post_number: str, besides: SubjectId | None = None) -> str:
    """The post's number as it is kept.

    Raises:
        PostNumberKnown: it is another consignment's.
    """
    post_number = clean(post_number).upper()
    other = desk.store.lists(Consignments).by_number(post_number)
    if other is not None and other.id != besides:
        raise PostNumberKnown(post_number, other.number)
    return post_number


def _handed_in(desk: Desk, one: Consignment, record: str, postman: str, *, with_money: bool) -> Dossier:
    """One dossier of a record, in one transaction."""
    if one.counted is None:
        raise NotCounted
    form = form_of(one)
    if not with_money:
        form = replace(form, paid_by=None)
    seen = intake.preview(desk, form)
    dossier = intake.subject_of(desk, form)
    event = ConsignmentHandedIn(record=record, postman=postman, dossier=dossier)
    if any(isinstance(problem, PapersMissing) for problem in seen.problems):
        require(desk, Permission.ASK_SUPPLEMENT)
        incomplete = replace(event, complete=False)
        reason = _why_incomplete(one, seen)
        return intake.ask_supplement(
            desk, replace(form, paid_by=None), reason=reason, named=dossier, also=[(one.id, incomplete)]
        )
    if form.paid_by is not None:
        require(desk, Permission.TAKE_FEE)
        due = seen.fee.total if seen.fee is not None else 0
        if due != one.fee:
            raise FeeDiffers(one.fee, due)
        event = replace(event, money=one.fee)
    return intake.take_in(desk, form, named=dossier, also=[(one.id, event)])


def _why_incomplete(one: Consignment, seen: Preview) -> str:
    missing = ", ".join(paper.name for paper in seen.missing)
    return f"Kiểm đếm khi nhận qua bưu điện (phiếu gửi {one.number}) còn thiếu: {missing}"


def _open(desk: Desk, code: str) -> Consignment:
    one = by_code(desk, code)
    if not one.is_open:
        raise ConsignmentEnded(one.number)
    return one


def _known(desk: Desk, consignment: SubjectId) -> Consignment:
    one = desk.store.log.subject(CONSIGNMENTS, consignment)
    if not one.number:
        raise ConsignmentUnknown(consignment)
    return one


def _words(desk: Desk, one: Consignment) -> FormsSet:
    return forms_in_force(local_day(one.made_at or desk.clock()))

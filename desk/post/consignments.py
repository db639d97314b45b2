"""Dossiers that come in by post: made out with their slip, followed by scans, counted against the slip.

QĐ 45/2016/QĐ-TTg Đ6, Đ7, Đ11; TT 17/2017/TT-BTTTT Đ5.1, Đ7.2, Đ9. What files them is ``delivery_record``; their papers
are ``consignment_papers``. Everything works on paper and by scan.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from desk import numbers
from desk.desk import Desk
from desk.intake import intake
from desk.intake.intake import IntakeForm
from desk.intake.stored import intake_of
from desk.post.carriage import days_between, working_days_after
from desk.post.parcels import office_party
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.codes.consignment_number import consignment_number_in
from models.codes.signed_paper import code_of
from models.events import (
    CONSIGNMENT,
    AppointmentSlipDelivered,
    ConsignmentCorrected,
    ConsignmentCounted,
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
    OfOneVerb,
    QuantityImpossible,
    ReasonMissing,
)
from models.procedure import Channel
from models.store.projections.post.consignment import CONSIGNMENTS
from models.store.projections.post.consignment_lists import Consignments
from models.subjects.post.consignment import Consignment
from models.text import clean

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


class NoSlipAwaited(OfOneVerb):
    """The sender has the dossier's slip, or none went by post."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.sentence = f"Bưu điện không giữ giấy hẹn nào của phiếu gửi {number}, hoặc đã phát rồi."


class PaperTwice(OfOneVerb):
    """A paper is counted once."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"Giấy tờ “{name}” ghi hai lần; mỗi loại giấy tờ đếm một lần."


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
    one = still_open(desk, code)
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
    one = still_open(desk, code)
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


def send_back(desk: Desk, code: str, reason: str, *, postman: str = "") -> Consignment:
    """It is not accepted: another agency's, or its seal is broken. The postman takes it back.

    Raises:
        ReasonMissing, ConsignmentUnknown, ConsignmentEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = still_open(desk, code)
    if not clean(reason):
        raise ReasonMissing
    desk.store.log.record(one.id, desk.by, ConsignmentSentBack(reason=clean(reason), postman=clean(postman)))
    return desk.store.log.subject(CONSIGNMENTS, one.id)


def slip_delivered(desk: Desk, code: str, *, happened_at: datetime | None = None) -> Consignment:
    """The post has brought the sender the dossier's slip (giấy hẹn, phiếu bổ sung).

    Raises:
        NoSlipAwaited, ConsignmentUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = by_code(desk, code)
    if not one.slip_awaited:
        raise NoSlipAwaited(one.number)
    desk.store.log.record(one.id, desk.by, AppointmentSlipDelivered(happened_at=happened_at))
    return desk.store.log.subject(CONSIGNMENTS, one.id)


def waiting(desk: Desk) -> tuple[Consignment, ...]:
    """Those not handed in yet, the oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(desk.store.lists(Consignments).open())


def ended(desk: Desk) -> tuple[Consignment, ...]:
    """Those that were handed in or sent back in the last days, or earlier while the post has a slip of theirs.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    lists = desk.store.lists(Consignments)
    recent = lists.ended_since(desk.today - timedelta(days=_ENDED_DAYS))
    known = {one.id for one in recent}
    return (*(one for one in lists.slips_awaited() if one.id not in known), *recent)


def late(desk: Desk) -> tuple[Consignment, ...]:
    """Those that should have arrived and that nobody has seen, the oldest first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(one for one in waiting(desk) if is_late(desk, one))


def late_slips(desk: Desk) -> tuple[Consignment, ...]:
    """Those whose sender should have the dossier's slip by now, the most pressing first.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    return tuple(one for one in desk.store.lists(Consignments).slips_awaited() if slip_is_late(desk, one))


def slip_is_late(desk: Desk, one: Consignment) -> bool:
    """Whether the sender should have the dossier's slip by now."""
    return one.slip_awaited and one.slip_by is not None and one.slip_by < desk.today


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


def still_open(desk: Desk, code: str) -> Consignment:
    """One that is not handed in or sent back yet.

    Raises:
        ConsignmentUnknown, ConsignmentEnded, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    one = by_code(desk, code)
    if not one.is_open:
        raise ConsignmentEnded(one.number)
    return one


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
    return intake_of(desk, form, seen)


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

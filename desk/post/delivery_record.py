"""The record (biên bản giao nhận) of dossiers that came by post: both sides sign it, and each dossier is filed.

QĐ 45/2016/QĐ-TTg Đ7.4. Its due date counts from there; what was incomplete is filed with its supplement.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake
from desk.intake.intake import Preview
from desk.post.carriage import WITH_SLIP, working_days_after
from desk.post.consignments import form_of, still_open
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.codes.consignment_number import record_number
from models.events import ConsignmentHandedIn
from models.ids import SubjectId
from models.not_allowed import NotAllowed, OfOneVerb, PapersMissing
from models.store.projections.post.consignment import CONSIGNMENTS
from models.subjects.dossier import Dossier
from models.subjects.post.consignment import Consignment
from models.text import clean
from models.words.money_words import in_figures


class NotCounted(OfOneVerb):
    """Both sides count the papers before they sign."""

    sentence = "Chưa kiểm đếm giấy tờ của hồ sơ này; kiểm đếm cùng nhân viên bưu chính rồi mới ký biên bản."


class PostmanMissing(OfOneVerb):
    """The record has two sides."""

    sentence = "Ghi họ tên nhân viên bưu chính giao hồ sơ; biên bản do hai bên cùng ký."


class PostmanReceives(OfOneVerb):
    """Who hands in and who receives are two people."""

    sentence = "Người giao và người nhận phải là hai người: nhân viên bưu chính giao, người ở quầy nhận."


class FeeDiffers(OfOneVerb):
    """The postman took another sum than is to be paid.

    Attributes:
        taken, due: in đồng.
    """

    def __init__(self, taken: int, due: int) -> None:
        super().__init__(taken, due)
        self.taken, self.due = taken, due
        self.sentence = (
            f"Bưu điện đã thu {in_figures(taken)} đồng, mức phải thu là {in_figures(due)} đồng; "
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


def hand_in(desk: Desk, codes: Iterable[str], *, postman: str, with_money: bool = True) -> HandedIn:
    """Both sides sign the record: each dossier is taken in now, or asks for what is missing.

    Each is recorded for itself, so that one that is refused stops no other; within ``Log.together``, as who calls this
    has it, all are one transaction with their papers. Fees that the postman took are taken as cash of each dossier, by
    who works here now.

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
            one = still_open(desk, code)
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


def _handed_in(desk: Desk, one: Consignment, record: str, postman: str, *, with_money: bool) -> Dossier:
    """One dossier of a record, in one transaction."""
    if one.counted is None:
        raise NotCounted
    form = form_of(one)
    if not with_money:
        form = replace(form, paid_by=None)
    seen = intake.preview(desk, form)
    dossier = intake.subject_of(desk, form)
    from_ = local_day(one.picked_up_at or desk.clock())
    slip_by = working_days_after(desk, from_, WITH_SLIP * one.days)
    event = ConsignmentHandedIn(record=record, postman=postman, dossier=dossier, slip_by=slip_by)
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

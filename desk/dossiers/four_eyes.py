"""Exceptions that need two people: voiding, extending the limit with an apology (mẫu 04), a price below what was taken.

Who the second person may be, and how they prove it: ``desk.staff.second_person``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from desk import numbers
from desk.desk import Desk
from desk.money import money_papers, payments, prices
from desk.prints.print_jobs import PrintJob
from desk.recording import in_work, nothing, recorded
from desk.rights import Permission, require
from desk.staff import second_person
from desk.staff.accounts import SignInAttempt
from desk.words.terms import moment
from models.calendar.clock import local
from models.events import DossierVoided, DueDateChanged, FeeLine, Form
from models.ids import DossierId
from models.not_allowed import (
    AppointmentPast,
    DossierEnded,
    OfOneVerb,
    ReasonMissing,
)
from models.subjects.dossier import Dossier, DossierStatus
from models.text import clean


class ExceptionWarning(StrEnum):
    """What to think of before an exception; none of it forbids."""

    LATE_NOTICE = "late_notice"
    """The citizen hears of a later date at least one working day before the one in force (NĐ 61/2018 Đ19.9: a day)."""
    FEE_TAKEN = "fee_taken"
    """Money was taken for what shall be void."""
    MONEY_BACK = "money_back"
    """More was taken than the new price asks."""
    FEE_OWED_STILL = "fee_owed_still"
    """What would be given back is part of the price that holds."""


class PostponedAlready(OfOneVerb):
    """Only one extension may be given (NĐ 61/2018 Đ19.9)."""

    sentence = "Hồ sơ đã gia hạn một lần; chỉ được gia hạn một lần (NĐ 61/2018 Điều 19 khoản 9, nay NĐ 118/2025)."


class AppointmentNotLater(OfOneVerb):
    """A later appointment must be later than the one in force."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.sentence = f"Ngày hẹn mới phải sau ngày hẹn đang có ({moment(at)})."


class AppointmentOutsideHours(OfOneVerb):
    """The office is not open at that instant."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.sentence = f"Cơ quan không làm việc lúc {moment(at)}; chọn giờ làm việc."


def void_warnings(desk: Desk, dossier: Dossier) -> tuple[ExceptionWarning, ...]:
    """What to think of before this dossier is voided."""
    del desk
    return (ExceptionWarning.FEE_TAKEN,) if dossier.taken else ()


def postpone_warnings(desk: Desk, dossier: Dossier) -> tuple[ExceptionWarning, ...]:
    """What to think of before the limit is extended."""
    return (ExceptionWarning.LATE_NOTICE,) if _notice_is_late(desk, dossier) else ()


def _notice_is_late(desk: Desk, dossier: Dossier) -> bool:
    """No working day is left from today until the day before the due date."""
    if dossier.due is None or dossier.due.at is None:
        return False
    today, due_on = desk.today, local(dossier.due.at).date()
    first = today if desk.calendar.is_working(today) else desk.calendar.next_working(today)
    return first >= due_on


def check_void(desk: Desk, dossier_id: DossierId, reason: str) -> None:
    """Everything but the second person.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
    """
    require(desk, Permission.VOID)
    in_work(desk, dossier_id)
    if not clean(reason):
        raise ReasonMissing


def void(desk: Desk, dossier_id: DossierId, reason: str, second: SignInAttempt, *, fits: bool) -> Dossier:
    """It was entered by mistake and never was a dossier; what happened stays in its history.

    Args:
        desk: open.
        dossier_id: which.
        reason: for the history.
        second: from ``second_person.begin``.
        fits: what ``pins.fits`` said.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.VOID)
    check_void(desk, dossier_id, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    return recorded(desk, dossier_id, DossierVoided(reason=clean(reason), confirmed_by=who.id))


def check_postpone(desk: Desk, dossier_id: DossierId, due_at: datetime, reason: str) -> None:
    """Everything but the second person.

    Raises:
        RoleForbids, NobodySignedIn, DossierUnknown, DossierEnded, ReasonMissing.
        PostponedAlready, AppointmentNotLater, AppointmentPast, AppointmentOutsideHours.
    """
    require(desk, Permission.POSTPONE)
    dossier = in_work(desk, dossier_id)
    if dossier.status is not DossierStatus.RECEIVED:
        raise DossierEnded(dossier.status.value)
    if dossier.postponed:
        raise PostponedAlready
    if not clean(reason):
        raise ReasonMissing
    before = dossier.due.at if dossier.due else None
    if before is not None and due_at <= before:
        raise AppointmentNotLater(before)
    if due_at <= desk.clock():
        raise AppointmentPast
    wall = local(due_at)
    day = wall.date()
    if not any(one.opens <= wall.time() <= one.closes for one in desk.calendar.sessions(day)):
        raise AppointmentOutsideHours(due_at)


def postpone(
    desk: Desk,
    dossier_id: DossierId,
    due_at: datetime,
    reason: str,
    second: SignInAttempt,
    *,
    fits: bool,
    beside: Callable[[], None] = nothing,
) -> Dossier:
    """Extend the limit, once, with a reason and an apology (mẫu 04; NĐ 61/2018 Đ19.9). The second person signs it.

    Args:
        desk: open.
        dossier_id: which.
        due_at: later than the one in force, at an instant at which the office is open.
        reason: what the citizen is told.
        second: from ``second_person.begin``.
        fits: what ``pins.fits`` said.
        beside: what is written in the same transaction (its letter), see ``Log.record_all``.

    Raises:
        NotAllowed: see ``check_postpone``. BlockExhausted.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.POSTPONE)
    check_postpone(desk, dossier_id, due_at, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    event = DueDateChanged(
        due_at=due_at,
        reason=clean(reason),
        confirmed_by=who.id,
        number=numbers.next_code(desk),
        late=_notice_is_late(desk, desk.store.log.dossier(dossier_id)),
    )
    return recorded(desk, dossier_id, event, beside=beside)


def price_warnings(desk: Desk, dossier: Dossier) -> tuple[ExceptionWarning, ...]:
    """What to think of before the price of this dossier is lowered."""
    del desk
    return (ExceptionWarning.MONEY_BACK,) if dossier.taken else ()


def correct_price(
    desk: Desk,
    dossier_id: DossierId,
    lines: Sequence[FeeLine],
    source: str,
    reason: str,
    second: SignInAttempt,
    *,
    fits: bool,
) -> Dossier:
    """Put the price right where more was taken than it asks; see ``desk.money.prices.correct_price``.

    Raises:
        NotAllowed: see there.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.PRICE)
    prices.check_correct(desk, dossier_id, lines, source, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    return prices.correct_price(desk, dossier_id, lines, source, reason, confirmed_by=who.id)


def exempt(
    desk: Desk, dossier_id: DossierId, group: str, proof: str, reason: str, second: SignInAttempt, *, fits: bool
) -> Dossier:
    """Exempt, or waive where no exemption is named, though more was taken than is asked then.

    Raises:
        NotAllowed: see ``desk.money.prices``.
        SecretWrong, SecondIsFirst, SecretMustChange: not confirmed.
    """
    require(desk, Permission.PRICE)
    prices.check_exempt(desk, dossier_id, group, proof, reason)
    who = second_person.confirmed(desk, second, fits=fits)
    if group:
        return prices.exempt(desk, dossier_id, group, proof, reason, confirmed_by=who.id)
    return prices.waive(desk, dossier_id, proof, reason, confirmed_by=who.id)


def give_back_warnings(desk: Desk, dossier: Dossier) -> tuple[ExceptionWarning, ...]:
    """What to think of before money is given back."""
    del desk
    return (ExceptionWarning.FEE_OWED_STILL,) if dossier.fee is not None and dossier.taken <= dossier.fee.total else ()


class FourEyesAct(Struct, frozen=True):
    """One exception: what to think of before, everything but the second person, and doing it.

    ``check`` and ``do`` are given desk and dossier, then what a screen has asked for, in the same order.
    ``paper`` is the one paper of it, ``slips`` are those of its money. Where there is either, ``do`` is given as
    ``beside`` what writes it down: a transaction around ``do`` would take back that a second person's PIN was wrong.
    """

    heed: Callable[[Desk, Dossier], tuple[ExceptionWarning, ...]]
    check: Callable[..., None]
    do: Callable[..., Dossier]
    paper: Form | None = None
    slips: Callable[[Desk, Dossier], tuple[PrintJob, ...]] | None = None


EXCEPTIONS: Mapping[str, FourEyesAct] = {
    "void": FourEyesAct(void_warnings, check_void, void),
    "price_correct": FourEyesAct(price_warnings, prices.check_correct, correct_price),
    "price_exempt": FourEyesAct(price_warnings, prices.check_exempt, exempt),
    "postpone": FourEyesAct(postpone_warnings, check_postpone, postpone, Form.EXTENSION),
    "give_back_fee": FourEyesAct(
        give_back_warnings, payments.check_give_back, payments.give_back, slips=money_papers.refund_jobs
    ),
}
"""By the id of the act on screen."""


HEED = {
    ExceptionWarning.LATE_NOTICE: (
        "Báo gia hạn muộn: người dân phải được báo trước ngày hẹn ít nhất 1 ngày làm việc "
        "(NĐ 61/2018 Điều 19 khoản 9, nay NĐ 118/2025); văn bản và lịch sử ghi là báo muộn."
    ),
    ExceptionWarning.MONEY_BACK: "Đã thu nhiều hơn mức mới: phần thừa phải trả lại người nộp, biên lai phải xử lý.",
    ExceptionWarning.FEE_OWED_STILL: (
        "Số đã thu không vượt mức thu: trả lại thì hồ sơ còn nợ; nếu được miễn hay thu sai, sửa mức thu trước."
    ),
    ExceptionWarning.FEE_TAKEN: "Hồ sơ đã thu tiền: trả lại tiền hoặc xử lý biên lai trước khi hủy.",
}

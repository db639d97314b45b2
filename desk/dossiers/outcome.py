"""How work on a dossier ends in the office: decided, refused after examination, stopped; and the result at the desk."""

from collections.abc import Iterable
from pathlib import Path

from desk import numbers
from desk.desk import Desk
from desk.dossiers import attachments, shelf
from desk.dossiers.process import DecidedAlready, HeldByAnother
from desk.recording import ManyDone, in_work, record_many, recorded
from desk.rights import Permission, require
from models.events import (
    AnyEvent,
    Decision,
    DossierRefused,
    DossierStopped,
    FileAttached,
    ResultCheckedIn,
    ResultDecided,
    StopCause,
)
from models.files.signed_pdf import is_signed_pdf
from models.ids import DossierId
from models.not_allowed import DossierEnded, OfOneVerb, ReasonMissing
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import RUNNING, ProcessStage
from models.text import clean

ELECTRONIC_RESULT = "Kết quả bản điện tử"
"""What the file of an electronic result is filed as."""


class ResultFileNotSigned(OfOneVerb):
    """The file is no PDF, or one without a digital signature."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"Tệp {name} không phải PDF có chữ ký số; kết quả bản điện tử phải là tệp PDF đã ký số."


class SignerMissing(OfOneVerb):
    """A result that nobody has decided here needs the name of who signed it."""

    sentence = "Kết quả chưa được ghi là đã ký; nhập tên người ký rồi nhận kết quả về quầy."


class ResultHereAlready(OfOneVerb):
    """The result lies at the desk already."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        where = f" ở ngăn {place}" if place else ""
        self.sentence = f"Kết quả đã có ở quầy{where}; chọn ngăn khác nếu muốn chuyển chỗ."


def decide(
    desk: Desk,
    dossiers: Iterable[DossierId],
    outcome: Decision = Decision.GRANTED,
    *,
    number: str = "",
    reason: str = "",
) -> ManyDone:
    """The leader decides and signs.

    Raises:
        RoleForbids, NobodySignedIn. ReasonMissing: a refusal without one.
        Refusals of one dossier: DecidedAlready, DossierEnded, DossierUnknown.
    """
    require(desk, Permission.SIGN)
    if outcome is Decision.REFUSED and not clean(reason):
        raise ReasonMissing
    signer = desk.clerk.name if desk.clerk else ""
    event = ResultDecided(outcome=outcome, number=clean(number), signed_by=signer, reason=clean(reason))
    return record_many(desk, dossiers, lambda dossier: _deciding(dossier, event))


def _deciding(dossier: Dossier, event: ResultDecided) -> AnyEvent:
    _undecided(dossier)
    return event


def refuse_after_examination(desk: Desk, dossier_id: DossierId, reason: str) -> Dossier:
    """RefusedAct after it was examined, within the limit (mẫu 03; NĐ 61/2018 Đ19.8): told under "trả kết quả".

    Raises:
        ReasonMissing, DecidedAlready, HeldByAnother, DossierEnded, DossierUnknown, BlockExhausted.
    """
    require(desk, Permission.REFUSE)
    dossier = in_work(desk, dossier_id)
    _undecided(dossier)
    _held_here(desk, dossier)
    if not clean(reason):
        raise ReasonMissing
    return recorded(desk, dossier_id, DossierRefused(number=numbers.next_code(desk), reason=clean(reason)))


def stop(desk: Desk, dossier_id: DossierId, cause: StopCause, reason: str) -> Dossier:
    """Stop work for good (mẫu 05; NĐ 118/2025 Đ21): only while there is no decision.

    Raises:
        ReasonMissing, DecidedAlready, DossierEnded, DossierUnknown, BlockExhausted.
    """
    require(desk, Permission.STOP)
    dossier = in_work(desk, dossier_id)
    if not dossier.code:  # never taken in: there is no work that could stop
        raise DossierEnded(dossier.status.value)
    if dossier.processing.stage not in RUNNING:
        raise DecidedAlready
    if not clean(reason):
        raise ReasonMissing
    event = DossierStopped(number=numbers.next_code(desk), cause=cause, reason=clean(reason))
    return recorded(desk, dossier_id, event)


def check_in(
    desk: Desk,
    dossier_id: DossierId,
    place: str = "",
    *,
    signed_by: str = "",
    number: str = "",
    electronic: Path | None = None,
) -> Dossier:
    """The result has arrived at the desk; or its electronic copy has, while the paper lies there already.

    Args:
        desk: open.
        dossier_id: which.
        place: on the shelf; empty = nothing on paper, or where it lies already.
        signed_by: who signed, where the decision was not recorded before (signed on paper, or elsewhere).
        number: of the result's document.
        electronic: file of the electronic result.

    Raises:
        SignerMissing, ResultHereAlready, DossierEnded, DossierUnknown.
        RoleForbids: who works here records nobody's signature.
        Of the file those of ``electronic_result``.
    """
    require(desk, Permission.CHECK_IN)
    dossier = in_work(desk, dossier_id)
    if dossier.status is not DossierStatus.RECEIVED:
        raise DossierEnded(dossier.status.value)
    work = dossier.processing
    if electronic is None and work.stage is ProcessStage.READY and clean(place) in {"", work.place}:
        raise ResultHereAlready(work.place)
    before = () if work.decided is not None else (signed_elsewhere(desk, signed_by, number),)
    file = electronic_result(desk, electronic) if electronic is not None else None
    here = ResultCheckedIn(place=clean(place) or work.place, electronic=file.digest if file else None)
    return recorded(desk, dossier_id, *((file,) if file else ()), *before, here)


def electronic_result(desk: Desk, path: Path) -> FileAttached:
    """The file of an electronic result, kept at this desk, as the event that attaches it to its dossier says.

    It must carry a digital signature; whose it is, and whether it holds, nobody checks here.

    Raises:
        ResultFileNotSigned. FileNotReadable, FileEmpty, FileTooLarge: of the file.
        DiskFull, DiskFailing, FolderReadOnly: it was not kept.
    """
    return attachments.stored(desk, path, ELECTRONIC_RESULT, _signed)


def _signed(name: str, content: bytes) -> None:
    if not is_signed_pdf(content):
        raise ResultFileNotSigned(name)


def signed_elsewhere(desk: Desk, signed_by: str, number: str = "") -> ResultDecided:
    """The decision of a result that was signed on paper or elsewhere, as it is recorded when the result is here.

    Raises:
        SignerMissing. RoleForbids: postal staff and visitors record nobody's signature.
    """
    if not clean(signed_by):
        raise SignerMissing
    require(desk, Permission.RECORD_SIGNATURE)
    return ResultDecided(number=clean(number), signed_by=clean(signed_by))


def check_in_many(desk: Desk, dossiers: Iterable[DossierId]) -> ManyDone:
    """Results that have arrived together, each to the next free place of the shelf.

    One that the province reports as done, and that nobody here has recorded as signed, is signed by whom it names.

    Raises:
        RoleForbids, NobodySignedIn. Refusals of one dossier: those of ``check_in``.
    """
    require(desk, Permission.CHECK_IN)
    places = shelf.free(desk)

    def decide(dossier: Dossier) -> tuple[AnyEvent, ...]:
        work = dossier.processing
        if dossier.status is not DossierStatus.RECEIVED:
            raise DossierEnded(dossier.status.value)
        if work.stage is ProcessStage.READY:
            raise ResultHereAlready(work.place)
        said = dossier.reported if dossier.reported_done else None
        signer = ", ".join(filter(None, (said.officer, said.unit))) if said else ""
        before = () if work.decided is not None else (signed_elsewhere(desk, signer),)
        return (*before, ResultCheckedIn(place=next(places, "")))

    return record_many(desk, dossiers, decide)


def _undecided(dossier: Dossier) -> None:
    if dossier.status is not DossierStatus.RECEIVED:
        raise DossierEnded(dossier.status.value)
    if dossier.processing.stage not in RUNNING:
        raise DecidedAlready


def _held_here(desk: Desk, dossier: Dossier) -> None:
    holder = dossier.processing.holder
    if holder.clerk and holder.clerk != desk.by:
        raise HeldByAnother(holder)

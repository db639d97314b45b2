"""Return of results to a person at the counter: who may collect, what stands in the way, what is given back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import attachments
from desk.dossiers.outcome import electronic_result, signed_elsewhere
from desk.intake import people
from desk.reach import check_approved
from desk.recording import ManyDone, RefusedAct, record_many
from desk.rights import Permission, require
from desk.supervised import postal_acts
from desk.words.terms import moment
from models.events import (
    AnyEvent,
    CollectorRelation,
    FileAttached,
    IdentityCheck,
    Intake,
    PostalActKind,
    ResultCopy,
    ResultHandedOver,
    ReturnBy,
    VisitDelivered,
    VisitSheetSigned,
)
from models.ids import DossierId, FileDigest, SubjectId
from models.not_allowed import DossierEnded, OfOneVerb, PersonIncomplete
from models.person import Authority, Organisation, Person, number_of
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from models.text import clean, same_name
from models.words.money_words import in_figures

SIGNED_SHEET = "Phiếu trả kết quả đã ký"
"""What a scan of the signed sheet is filed as."""


class FeeOwed(OfOneVerb):
    """Money of the price is still to be paid. ``amount`` in đồng."""

    def __init__(self, amount: int) -> None:
        super().__init__(amount)
        self.amount = amount
        self.sentence = f"Hồ sơ còn phải thu {in_figures(amount)} đồng; thu tiền rồi trả kết quả."


class ResultNotSigned(OfOneVerb):
    """Nobody has recorded a decision, and who signed was not named either."""

    sentence = "Chưa có kết quả: hồ sơ chưa được ghi là đã ký. Nếu đã có kết quả ký rồi thì nhập tên người ký."


class ReturnedAlready(OfOneVerb):
    """The result was given before."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier.id)
        to = f" cho {dossier.returned.to}" if dossier.returned and dossier.returned.to else ""
        at = f" lúc {moment(dossier.ended_at)}" if dossier.ended_at else ""
        self.sentence = f"Kết quả đã trả{to}{at}; không trả lần thứ hai."


class ResultWithPost(OfOneVerb):
    """The post has it."""

    sentence = "Kết quả đã giao bưu điện; chờ bưu điện phát, hoặc nhận về quầy khi bưu điện chuyển hoàn."


class NotTheirResult(OfOneVerb):
    """The collector is neither submitter nor owner, and no authority is recorded.

    Attributes:
        namesake: of the same name as one of them, with another number.
    """

    def __init__(self, intake: Intake, collector: Person, *, namesake: bool) -> None:
        super().__init__(collector.full_name, namesake)
        self.namesake = namesake
        owner = intake.owner
        of = "" if owner is None else owner.name if isinstance(owner, Organisation) else owner.full_name
        theirs = f"{of} (người nộp {intake.submitter.full_name})" if of else intake.submitter.full_name
        who = (
            f"{collector.full_name} trùng tên nhưng khác số giấy tờ"
            if namesake
            else f"{collector.full_name} không phải người nộp hay chủ hồ sơ"
        )
        self.sentence = f"Kết quả này của {theirs}; {who}. Người khác nhận thay thì ghi giấy ủy quyền."


class IdentityDiffers(OfOneVerb):
    """The paper shown is another person's, and no reason was given for handing over all the same."""

    sentence = "Giấy tờ không khớp người đến nhận; không trả kết quả, hoặc ghi rõ vì sao vẫn trả."


class OriginalUnknown(OfOneVerb):
    """A paper to be given back was never handed in."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sentence = f"Hồ sơ không có bản chính nào tên “{name}” để trả lại."


class ElectronicResultMissing(OfOneVerb):
    """The citizen chose the electronic result, and there is none."""

    sentence = "Hồ sơ chưa có tệp kết quả điện tử; gắn tệp PDF đã ký số, hoặc trả bản giấy."


class Collection(Struct, frozen=True, kw_only=True):
    """Somebody collects results.

    Attributes:
        collector: who; the name at least.
        authority: of another person than submitter and owner: why they may collect.
        identity, identity_note: whether the person was compared with a paper; the note says why one that differs is
            accepted.
        originals: names of the papers given back, by dossier.
        signed_by: who signed results whose decision was not recorded before; empty = those are refused.
        signature: file with what was signed, or picture of the signature.
        copies: what of each result is handed over; of one not named here ``usual_copy``.
        electronic: files of electronic results that come only now, by dossier.
        visit: the home visit in which they are given; empty = at the counter.
    """

    collector: Person
    authority: Authority | None = None
    identity: IdentityCheck = IdentityCheck.NOT_CHECKED
    identity_note: str = ""
    originals: Mapping[DossierId, tuple[str, ...]] = {}
    signed_by: str = ""
    signature: Path | None = None
    copies: Mapping[DossierId, ResultCopy] = {}
    electronic: Mapping[DossierId, Path] = {}
    note: str = ""
    visit: SubjectId = SubjectId("")


def hand_over(desk: Desk, dossiers: Iterable[DossierId], collection: Collection) -> ManyDone:
    """Give the results of these dossiers to one person, in one transaction.

    Raises:
        RoleForbids, NobodySignedIn. PersonIncomplete: without a name. NumberMalformed. IdentityDiffers.
        Refusals of one dossier: ReturnedAlready, ResultWithPost, DossierEnded, ResultNotSigned, NotTheirResult,
        FeeOwed, OriginalUnknown, ElectronicResultMissing, DossierUnknown, NotApproved, OutOfReach, RoleForbids (who
        works here records nobody's signature); of the signature's file those of ``attachments.attach``, of an
        electronic result's those of ``outcome.electronic_result``.
    """
    require(desk, Permission.HAND_OVER)
    collector = people.tidy_person(collection.collector)
    if not collector.full_name:
        raise PersonIncomplete("receiver", ("full_name",))
    for problem in people.number_problems("receiver", collector):
        raise problem
    note = clean(collection.identity_note)
    if collection.identity is IdentityCheck.NO_MATCH and not note:
        raise IdentityDiffers
    authority = people.tidy_authority(collection.authority)
    tidy = replace(collection, collector=collector, authority=authority, identity_note=note)

    @cache
    def signature() -> FileAttached | None:
        """Stored once, when the first dossier is not refused."""
        return attachments.stored(desk, tidy.signature, SIGNED_SHEET) if tidy.signature else None

    done = record_many(
        desk,
        dossiers,
        lambda dossier: _handing_over(desk, dossier, tidy, signature),
        also=lambda given: [
            *postal_acts(desk, PostalActKind.RETURN, [(one, 0) for one in given]),
            *(_in_visit(tidy.visit, given, signature()) if tidy.visit else ()),
        ],
    )
    return replace(done, refused=tuple(_said(desk, one) for one in done.refused))


def _in_visit(
    visit: SubjectId, given: tuple[DossierId, ...], signed: FileAttached | None
) -> Iterator[tuple[SubjectId, AnyEvent]]:
    yield from ((visit, VisitDelivered(dossier=one)) for one in given)
    if signed is not None and given:
        yield visit, VisitSheetSigned(dossiers=given, file=signed.digest)


def may_collect(intake: Intake, collector: Person) -> CollectorRelation | None:
    """What somebody is to a dossier by name and number; None = another person, who needs an authority.

    Numbers decide where both have one; else the name, however it is written.
    """
    if _is_same(intake.submitter, collector):
        return CollectorRelation.SUBMITTER
    if isinstance(intake.owner, Person) and _is_same(intake.owner, collector):
        return CollectorRelation.OWNER
    return None


def may_be_same(one: Person, other: Person) -> bool:
    """Whether two entries may be of one person: by a number of one kind, else by name and birth; never surely."""
    differ = _numbers_differ(one, other)
    if differ is not None:
        return not differ
    born = (one.born_on, one.born_year)
    return same_name(one.full_name, other.full_name) and any(born) and born == (other.born_on, other.born_year)


def usual_copy(dossier: Dossier, electronic: FileDigest | None) -> ResultCopy:
    """What is handed over unless the citizen says otherwise: what there is; on paper nothing that was wanted online."""
    if electronic is None:
        return ResultCopy.PAPER
    online = dossier.intake is not None and dossier.intake.return_by is ReturnBy.ONLINE
    return ResultCopy.ELECTRONIC if online else ResultCopy.BOTH


def promised_elsewhere(dossier: Dossier) -> str:
    """Where and when the result was promised at a mobile point; empty = at the desk, by post, or electronically."""
    intake = dossier.intake
    at_point = intake is not None and bool(intake.taken_at) and intake.return_by is ReturnBy.COUNTER
    return intake.return_to if intake is not None and at_point else ""


def originals_of(intake: Intake) -> tuple[str, ...]:
    """Names of the papers of which originals were handed in or shown."""
    return tuple(paper.name for paper in intake.papers if paper.originals or paper.shown_only)


def _handing_over(
    desk: Desk, dossier: Dossier, given: Collection, signature: Callable[[], FileAttached | None]
) -> tuple[AnyEvent, ...]:
    intake, collector = dossier.intake, given.collector
    if dossier.status is not DossierStatus.RECEIVED or intake is None:
        raise DossierEnded(dossier.status.value)
    check_approved(desk, intake.procedure.code, intake.procedure.name)
    if dossier.processing.stage is ProcessStage.POSTED:
        raise ResultWithPost
    decided = dossier.processing.decided is not None
    if not decided and not clean(given.signed_by):
        raise ResultNotSigned
    relation = may_collect(intake, collector)
    if relation is None and given.authority is None:
        raise NotTheirResult(intake, collector, namesake=_is_namesake(intake, collector))
    if dossier.owes:
        raise FeeOwed(dossier.owes)
    originals, known = given.originals.get(dossier.id, ()), originals_of(intake)
    for name in originals:
        if name not in known:
            raise OriginalUnknown(name)
    file = electronic_result(desk, given.electronic[dossier.id]) if dossier.id in given.electronic else None
    electronic = file.digest if file else dossier.processing.electronic
    copy = given.copies.get(dossier.id) or usual_copy(dossier, electronic)
    if copy is not ResultCopy.PAPER and electronic is None:
        raise ElectronicResultMissing
    signed = signature()
    returned = ResultHandedOver(
        to=collector.full_name,
        note=clean(given.note),
        collector=collector if collector != Person(full_name=collector.full_name) else None,
        relation=relation or CollectorRelation.AUTHORISED,
        authority=given.authority if relation is None else None,
        identity=given.identity,
        identity_note=given.identity_note,
        originals=originals,
        signature=signed.digest if signed else None,
        copy=copy,
        electronic=None if copy is ResultCopy.PAPER else electronic,
    )
    before = () if decided else (signed_elsewhere(desk, given.signed_by),)
    return (*(one for one in (file, signed) if one is not None), *before, returned)


def _said(desk: Desk, one: RefusedAct) -> RefusedAct:
    """A refusal; of a second return it says to whom and when the first was."""
    if isinstance(one.why, DossierEnded) and one.why.status == DossierStatus.HANDED_OVER.value:
        return replace(one, why=ReturnedAlready(desk.store.log.dossier(one.dossier)))
    return one


def _is_same(one: Person, other: Person) -> bool:
    differ = _numbers_differ(one, other)
    return same_name(one.full_name, other.full_name) if differ is None else not differ


def _is_namesake(intake: Intake, collector: Person) -> bool:
    known = (intake.submitter, intake.owner)
    return any(isinstance(one, Person) and same_name(one.full_name, collector.full_name) for one in known)


def _numbers_differ(one: Person, other: Person) -> bool | None:
    """Whether their numbers are two; None = they have none of one kind to compare."""
    for name in ("personal_number", "old_number"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs:
            return bool(mine != theirs)
    if one.document is not None and other.document is not None:
        return number_of(one) != number_of(other)
    return None

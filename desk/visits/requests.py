"""A visit is asked for, put right, cancelled."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import people
from desk.rights import Permission, require
from desk.visits.hamlets import hamlet_of
from models.events import (
    ENTITLED,
    VISIT,
    VisitAskedBy,
    VisitCancelled,
    VisitChanged,
    VisitGround,
    VisitProcedure,
    VisitRequested,
)
from models.ids import DossierId, SubjectId, new_subject
from models.not_allowed import DossierUnknown, NothingToCorrect, OfOneVerb, PersonIncomplete, ReasonMissing
from models.person import Person
from models.store.projections.visits.entitled_person import ENTITLED_PEOPLE
from models.store.projections.visits.visit import VISITS
from models.store.projections.visits.visit_lists import Visits
from models.subjects.dossier import ENDED
from models.subjects.visits.visit import Visit
from models.text import clean


class VisitUnknown(OfOneVerb):
    """Nobody has heard of it here."""

    sentence = "Không tìm thấy lượt tận nhà này trên máy."


class VisitEnded(OfOneVerb):
    """It is done, or cancelled."""

    sentence = "Lượt tận nhà này đã xong hoặc đã hủy; cần đến nữa thì ghi yêu cầu mới."


class NothingToDoThere(OfOneVerb):
    """Neither a procedure nor a result is named."""

    sentence = "Ghi rõ đến làm gì: chọn thủ tục cần tiếp nhận, hoặc hồ sơ có kết quả cần mang đến."


class VisitPlaceMissing(OfOneVerb):
    """Nobody would find the way."""

    sentence = "Ghi địa chỉ đến, hoặc ít nhất thôn và số điện thoại."


class VisitAskedAlready(OfOneVerb):
    """Somebody is to go there already.

    Attributes:
        visit: which.
    """

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit.id)
        self.visit = visit
        plan = visit.plan
        day = f", đi ngày {plan.day:%d/%m/%Y}" if plan is not None and plan.day is not None else ", chưa có ngày đi"
        self.sentence = (
            f"{visit.person.full_name} đã có yêu cầu đến tận nhà{day}: "
            "bổ sung việc vào lượt đó, không ghi lượt thứ hai."
        )


class VisitWorkedOn(OfOneVerb):
    """Something was taken in or given there: it is not as if nobody had gone."""

    sentence = "Đã tiếp nhận hồ sơ hoặc trả kết quả trong lượt này nên không hủy được; ghi là đã xong."


class VisitWish(Struct, frozen=True, kw_only=True):
    """What is asked for.

    Attributes:
        entitled: the entry of the commune's list; what the wish leaves empty is taken from it.
        hamlet: empty = as the address names it.
        procedures: their codes.
        results: dossiers whose results are to be brought.
        wished: when the person would like it, as it was said.
        again: the same person has an open visit, and this is another one all the same.
    """

    person: Person = Person()
    hamlet: str = ""
    ground: VisitGround | None = None
    entitled: SubjectId = SubjectId("")
    asked_by: VisitAskedBy = VisitAskedBy.TELEPHONE
    asker: str = ""
    procedures: tuple[str, ...] = ()
    results: tuple[DossierId, ...] = ()
    note: str = ""
    wished: str = ""
    again: bool = False


class VisitCorrection(Struct, frozen=True, kw_only=True):
    """What is put right. None = stays as it is; procedures by their codes; ``no_ground``: none of the four."""

    full_name: str | None = None
    phone: str | None = None
    address: str | None = None
    hamlet: str | None = None
    ground: VisitGround | None = None
    procedures: tuple[str, ...] | None = None
    results: tuple[DossierId, ...] | None = None
    note: str | None = None
    wished: str | None = None
    no_ground: bool = False


def request(desk: Desk, wish: VisitWish) -> Visit:
    """Write down that somebody is to be visited.

    Raises:
        PersonIncomplete: without a name. NumberMalformed, VisitPlaceMissing, NothingToDoThere, VisitAskedAlready,
        ProcedureUnknown, DossierUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    wish = _completed(desk, wish)
    if not wish.person.full_name:
        raise PersonIncomplete("submitter", ("full_name",))
    for problem in people.number_problems("submitter", wish.person):
        raise problem
    if not (wish.person.address or (wish.hamlet and wish.person.phone)):
        raise VisitPlaceMissing
    if not (wish.procedures or wish.results):
        raise NothingToDoThere
    if not wish.again:
        for other in desk.store.lists(Visits).open_of(wish.person.personal_number, wish.person.full_name):
            if _is_same(wish.person, other.person):
                raise VisitAskedAlready(other)
    visit = new_subject(VISIT)
    asked = VisitRequested(
        person=wish.person,
        hamlet=wish.hamlet,
        ground=wish.ground,
        entitled=wish.entitled,
        asked_by=wish.asked_by,
        asker=clean(wish.asker),
        procedures=_named(desk, wish.procedures),
        results=_known(desk, wish.results),
        note=clean(wish.note),
        wished=clean(wish.wished),
    )
    desk.store.log.record(visit, desk.by, asked)
    return desk.store.log.subject(VISITS, visit)


def change(desk: Desk, visit_id: SubjectId, correction: VisitCorrection) -> Visit:
    """Put right what was written down, or add what is to be done there.

    Raises:
        VisitUnknown, VisitEnded, NothingToCorrect, NothingToDoThere, VisitPlaceMissing, PersonIncomplete,
        ProcedureUnknown, DossierUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    visit = open_visit(desk, visit_id)
    texts = {
        name: clean(value)
        for name in ("full_name", "phone", "address", "hamlet", "note", "wished")
        if (value := getattr(correction, name)) is not None
    }
    procedures = None if correction.procedures is None else _named(desk, correction.procedures, visit.procedures)
    results = None if correction.results is None else _known(desk, correction.results, visit.results)
    no_ground = correction.no_ground and visit.ground is not None
    ground = None if no_ground else correction.ground
    wanted = VisitChanged(**texts, ground=ground, procedures=procedures, results=results, no_ground=no_ground)
    person = visit.person
    stands = {
        "full_name": person.full_name,
        "phone": person.phone,
        "address": person.address,
        **{name: getattr(visit, name) for name in ("hamlet", "ground", "procedures", "results", "note", "wished")},
    }
    named = {name: value for name in stands if (value := getattr(wanted, name)) not in (None, stands[name])}
    if not (named or no_ground):
        raise NothingToCorrect
    if not named.get("full_name", person.full_name):
        raise PersonIncomplete("submitter", ("full_name",))
    hamlet, phone = named.get("hamlet", visit.hamlet), named.get("phone", person.phone)
    if not (named.get("address", person.address) or (hamlet and phone)):
        raise VisitPlaceMissing
    if not (named.get("procedures", visit.procedures) or named.get("results", visit.results)):
        raise NothingToDoThere
    desk.store.log.record(visit.id, desk.by, VisitChanged(**named, no_ground=no_ground))
    return desk.store.log.subject(VISITS, visit.id)


def cancel(desk: Desk, visit_id: SubjectId, reason: str) -> Visit:
    """Nobody goes there any more.

    Raises:
        ReasonMissing, VisitUnknown, VisitEnded, VisitWorkedOn, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.REQUEST_VISIT)
    visit = open_visit(desk, visit_id)
    if not clean(reason):
        raise ReasonMissing
    if visit.taken or visit.delivered:
        raise VisitWorkedOn
    desk.store.log.record(visit.id, desk.by, VisitCancelled(reason=clean(reason)))
    return desk.store.log.subject(VISITS, visit.id)


def open_visit(desk: Desk, visit_id: SubjectId) -> Visit:
    """The visit, while something may still happen to it.

    Raises:
        VisitUnknown, VisitEnded.
    """
    visit = desk.store.log.subject(VISITS, visit_id) if visit_id.startswith(VISIT) else None
    if visit is None or visit.requested_at is None:
        raise VisitUnknown(visit_id)
    if not visit.is_open:
        raise VisitEnded(visit_id)
    return visit


def _completed(desk: Desk, wish: VisitWish) -> VisitWish:
    """The wish, tidied, with what the commune's list says of the person where it is silent."""
    person, hamlet, ground = people.tidy_person(wish.person), clean(wish.hamlet), wish.ground
    if wish.entitled.startswith(ENTITLED):
        entry = desk.store.log.subject(ENTITLED_PEOPLE, wish.entitled)
        given = {
            name: getattr(person, name) or getattr(entry.person, name)
            for name in ("full_name", "personal_number", "old_number", "born_on", "born_year", "sex", "phone")
        }
        if not person.address:
            given |= {"address": entry.person.address, "commune_code": entry.person.commune_code}
        person = replace(person, **given)
        hamlet, ground = hamlet or entry.hamlet, ground or entry.ground
    return replace(wish, person=person, hamlet=hamlet or hamlet_of(person.address), ground=ground)


def _is_same(one: Person, other: Person) -> bool:
    """By number where both have one; else by name with what else tells two people of one name apart."""
    if one.personal_number and other.personal_number:
        return one.personal_number == other.personal_number
    told = [(one.phone, other.phone), (one.address, other.address)]
    return all(mine == theirs for mine, theirs in told if mine and theirs)


def _named(desk: Desk, codes: Iterable[str], there: Iterable[VisitProcedure] = ()) -> tuple[VisitProcedure, ...]:
    """Procedures that are offered; one that is named ``there`` stays, whatever became of it since."""
    stays = {one.code: one for one in there}
    return tuple(stays.get(code) or _offered(desk, code) for code in dict.fromkeys(codes))


def _offered(desk: Desk, code: str) -> VisitProcedure:
    found = desk.catalogue.get(code)
    return VisitProcedure(code=found.code, name=found.name)


def _known(desk: Desk, dossiers: Iterable[DossierId], there: Iterable[DossierId] = ()) -> tuple[DossierId, ...]:
    """Dossiers whose results may still be brought; one that is named ``there`` stays, returned meanwhile or not."""
    named, stays = tuple(dict.fromkeys(dossiers)), set(there)
    for id_ in named:
        if id_ in stays:
            continue
        dossier = desk.store.log.dossier(id_)
        if dossier.intake is None or dossier.status in ENDED:
            raise DossierUnknown(dossier.code or id_)
    return named

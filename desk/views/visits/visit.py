"""Views of home visits: the day of the officer who goes, requests and their planning."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desk.access_log import record_shown
from desk.desk import Desk
from desk.dossiers import lookup
from desk.dossiers.returns import SIGNED_SHEET
from desk.intake.intake import IntakeForm
from desk.photographs.photograph_words import photograph_name
from desk.prints.print_jobs import PrintJob
from desk.reach import check_loaded, is_closed, reached
from desk.rights import Permission, may
from desk.staff.accounts import all_accounts
from desk.views.dossiers import DossierViews
from desk.views.state import Views
from desk.visits import bringing, door, entitled, papers, planning, requests
from desk.visits.bringing import ResultToBring, WantedProcedure
from desk.visits.requests import VisitCorrection, VisitWish
from desk.visits.shown import shown
from desk.words.visits.visit import (
    GROUND,
    NO_CODE,
    NO_LAPTOP,
    NOBODY_YET,
    bring_words,
    cancelled_words,
    change_words,
    changed_words,
    day_in_words,
    done_words,
    import_words,
    laptop_words,
    missed_words,
    named_laptop_words,
    note_words,
    photograph_of_words,
    planned_words,
    requested_words,
    state_words,
    taken_off_words,
    todo_words,
    try_words,
)
from desk.words.ways import dispute_words
from models.clerk import Role
from models.events import ReadBy, ReturnBy, VisitGround, VisitProcedure
from models.ids import ClerkId, DeviceId, DossierId, SubjectId
from models.person import Organisation, Person
from models.store.projections.laptop import Laptops
from models.store.projections.visits.entitled_lists import EntitledPeople
from models.store.projections.visits.visit_lists import Visits
from models.subjects.visits.entitled_person import EntitledPerson
from models.subjects.visits.visit import Visit
from models.text import clean

_BACK = 7
"""Days back of which ended visits are looked through for dossiers that the counter changed too."""

_AHEAD = 30
"""Days ahead of which the page of planning says how many visits they have."""


class VisitLine(Struct, frozen=True, kw_only=True):
    """A visit in words.

    Attributes:
        order: place in the route; 0 = it has none.
        day: of the plan, in words; empty = it has none.
        bring: results and money in short.
        is_open: something may still be done.
        with_: officer and laptop.
    """

    id: SubjectId
    order: int
    name: str
    phone: str
    address: str
    hamlet: str
    ground: str
    todo: str
    bring: str
    day: str
    with_: str
    state: str
    tone: str
    note: str
    wished: str
    is_open: bool


class PhotographOf(Struct, frozen=True, kw_only=True):
    """What a photograph shows: a paper of a dossier taken in (empty = none in particular); else the signed sheet."""

    dossier: DossierId | None = None
    paper: str = ""


class VisitCard(Struct, frozen=True, kw_only=True):
    """Everything of one visit that the officer needs at the door.

    Attributes:
        procedures: still to be taken in, and those that were; ``taken``: codes of what was taken in.
        results: as they stand now.
        changed: what was done meanwhile at the counter, in sentences.
        photographs: what may be photographed, the likeliest first.
    """

    line: VisitLine
    procedures: tuple[WantedProcedure, ...]
    taken: tuple[str, ...]
    results: tuple[ResultToBring, ...]
    tries: tuple[str, ...]
    changed: tuple[str, ...]
    photographs: tuple[tuple[PhotographOf, str], ...]


class CrossedDossier(Struct, frozen=True, kw_only=True):
    """A dossier that the counter and a visit changed without knowing of each other."""

    dossier: DossierId
    code: str
    owner: str
    what: str


class VisitDay(Struct, frozen=True, kw_only=True):
    """The page of a day.

    Attributes:
        visits: in the order of the route; ``left``: of earlier days, of which nobody has said what became.
        laptop: which machine's route it is; empty = all.
    """

    day: date
    words: str
    visits: tuple[VisitCard, ...]
    left: tuple[VisitLine, ...]
    crossed: tuple[CrossedDossier, ...]
    laptop: str


class VisitPlanning(Struct, frozen=True, kw_only=True):
    """The page of planning.

    Attributes:
        waiting: without a day, and those of earlier days, hamlet by hamlet.
        visits: of the day in front.
        days: how many each day ahead has, in words.
        laptops: machines that may go along, in words, none first; here: this machine is one.
        officers: who may go, by id.
        listed: how many people the commune's list has.
    """

    day: date
    words: str
    waiting: tuple[VisitLine, ...]
    visits: tuple[VisitLine, ...]
    days: tuple[str, ...]
    laptops: tuple[tuple[DeviceId | None, str], ...]
    here: DeviceId | None
    officers: tuple[tuple[ClerkId, str], ...]
    listed: int


class VisitActDone(Struct, frozen=True, kw_only=True):
    """What an act has done, as a sentence, with its paper."""

    sentence: str
    job: PrintJob | None = None


class AskedVisit(Struct, frozen=True, kw_only=True):
    """The fields of a request as they are typed; ``result_codes`` with blanks or commas between them."""

    wish: VisitWish
    result_codes: str = ""


class VisitFields(Struct, frozen=True, kw_only=True):
    """What is written down of a visit, for the fields of a request; ``result_codes`` with commas between."""

    person: Person
    hamlet: str
    ground: VisitGround | None
    procedures: tuple[VisitProcedure, ...]
    result_codes: str
    note: str
    wished: str


class VisitViews(Views):
    """Home visits."""

    def count(self) -> int:
        """Visits of today's route of this machine that are still to be done."""
        return sum(one.is_open for one in planning.route(self.desk, self.desk.today, self._laptop))

    def waiting(self) -> int:
        """Requests that wait for a day."""
        return len(planning.waiting(self.desk))

    def day(self, day: date | None = None) -> VisitDay:
        """The route of a day (None = today): at a visit laptop its own, else all."""
        desk = self.desk
        on = day or desk.today
        found = planning.route(desk, on, self._laptop)
        left = [one for one in planning.left(desk) if self._laptop is None or _laptop_of(one) == self._laptop]
        record_shown(desk, ReadBy.LIST, dict.fromkeys(id_ for one in (*found, *left) for id_ in _dossiers(one)))
        return VisitDay(
            day=on,
            words=day_in_words(on),
            visits=tuple(self._card(one) for one in found),
            left=tuple(self._line(one) for one in left),
            crossed=tuple(_crossed(desk, (*found, *left, *_ended(desk)))),
            laptop=laptop_words(self._laptop),
        )

    def planning(self, day: date | None = None) -> VisitPlanning:
        """Requests that wait, and the route of the day in front (None = the next one)."""
        desk = self.desk
        on = day or desk.today + timedelta(days=1)
        waiting = (*planning.left(desk), *planning.waiting(desk))
        found = planning.route(desk, on)
        record_shown(desk, ReadBy.LIST, dict.fromkeys(id_ for one in (*waiting, *found) for id_ in _dossiers(one)))
        ahead = desk.store.lists(Visits).days(desk.today, desk.today + timedelta(days=_AHEAD))
        return VisitPlanning(
            day=on,
            words=day_in_words(on),
            waiting=tuple(self._line(one) for one in waiting),
            visits=tuple(self._line(one) for one in found),
            days=tuple(f"{day_in_words(one)}: {count}" for one, count in ahead.items()),
            laptops=_laptops(desk, (_laptop_of(one) for one in found), self._laptop),
            here=self._laptop,
            officers=_officers(desk),
            listed=desk.store.lists(EntitledPeople).count() if may(desk, Permission.REQUEST_VISIT) else 0,
        )

    def offered(self, typed: str) -> tuple[EntitledPerson, ...]:
        """People of the commune's list whose name or number begins so."""
        return entitled.offered(self.desk, typed)

    def request(self, asked: AskedVisit) -> VisitActDone:
        """Write a request down; a result that is to be brought is named by its code."""
        named = tuple(lookup.by_code(self.desk, code).id for code in self._codes(asked))
        visit = requests.request(self.desk, replace(asked.wish, results=(*asked.wish.results, *named)))
        return VisitActDone(sentence=requested_words(visit))

    def fields(self, visit_id: SubjectId) -> VisitFields:
        """What is written down of a visit to which something may still happen, to be put right."""
        visit = requests.open_visit(self.desk, visit_id)
        check_loaded(self.desk, (visit.id, *visit.results))
        record_shown(self.desk, ReadBy.LIST, visit.results)
        return VisitFields(
            person=visit.person,
            hamlet=visit.hamlet,
            ground=visit.ground,
            procedures=visit.procedures,
            result_codes=", ".join(self.desk.store.dossiers.code_of(one) for one in visit.results),
            note=visit.note,
            wished=visit.wished,
        )

    def change(self, visit_id: SubjectId, was: VisitFields, asked: AskedVisit) -> VisitActDone:
        """Put right what was changed in the fields; what another machine has put right meanwhile stays."""
        wish, person = asked.wish, asked.wish.person
        given = {
            "full_name": (person.full_name, was.person.full_name),
            "phone": (person.phone, was.person.phone),
            "address": (person.address, was.person.address),
            "hamlet": (wish.hamlet, was.hamlet),
            "note": (wish.note, was.note),
            "wished": (wish.wished, was.wished),
            "procedures": (wish.procedures, tuple(one.code for one in was.procedures)),
        }
        changed: dict[str, Any] = {name: new for name, (new, old) in given.items() if new != old}
        if self._codes(asked) != self._codes(AskedVisit(wish=wish, result_codes=was.result_codes)):
            changed["results"] = tuple(lookup.by_code(self.desk, code).id for code in self._codes(asked))
        if wish.ground is not was.ground:
            changed |= {"ground": wish.ground, "no_ground": wish.ground is None}
        visit = requests.change(self.desk, visit_id, VisitCorrection(**changed))
        return VisitActDone(sentence=changed_words(shown(self.desk, visit)))

    def cancel(self, visit: SubjectId, reason: str) -> VisitActDone:
        """Nobody goes there any more."""
        done = requests.cancel(self.desk, visit, reason)
        return VisitActDone(sentence=cancelled_words(shown(self.desk, done)))

    def plan(self, visits: Sequence[SubjectId], day: date, laptop: DeviceId | None, officer: ClerkId) -> VisitActDone:
        """Put visits on a day."""
        done = planning.plan(self.desk, visits, day, laptop=laptop, officer=officer)
        return VisitActDone(sentence=planned_words(len(done), day, laptop))

    def take_off(self, visits: Sequence[SubjectId]) -> VisitActDone:
        """Take visits off their day."""
        done = planning.take_off(self.desk, visits)
        return VisitActDone(sentence=taken_off_words(len(done)))

    def move(self, visit: SubjectId, by: int) -> None:
        """Move a visit up or down its route."""
        planning.move(self.desk, visit, by)

    def route_paper(self, day: date) -> PrintJob:
        """The route sheet of a day."""
        return papers.route_job(self.desk, day, self._laptop)

    def begin_intake(self, visit_id: SubjectId, procedure: str) -> IntakeForm:
        """The counter's form with what is known of the visit: who, where, which procedure."""
        visit = requests.open_visit(self.desk, visit_id)
        if is_closed(self.desk, visit.id):
            return IntakeForm(return_by=ReturnBy.COUNTER, visit=visit.id)
        case = ""
        if procedure:
            cases = self.desk.catalogue.get(procedure).cases
            case = cases[0].id if len(cases) == 1 else ""
        return IntakeForm(
            submitter=self._known(visit.person),
            procedure=procedure,
            case=case,
            return_by=ReturnBy.COUNTER,
            visit=visit.id,
        )

    def done(self, visit: SubjectId, note: str) -> VisitActDone:
        """A visit has come to its end."""
        done = door.done(self.desk, visit, note)
        return VisitActDone(sentence=done_words(shown(self.desk, done)))

    def missed(self, visit: SubjectId, next_on: date | None, next_at: str, note: str) -> VisitActDone:
        """Nobody was met: what is said, and the card for the door; both are written or neither."""
        with self.desk.store.log.together():
            done = door.missed(self.desk, visit, next_on=next_on, next_at=next_at, note=note)
            prints = may(self.desk, Permission.PRINT) and not is_closed(self.desk, visit)
            card = papers.card_job(self.desk, visit) if prints else None
        return VisitActDone(sentence=missed_words(shown(self.desk, done)), job=card)

    def keep_photograph(self, visit: SubjectId, of: PhotographOf, jpeg: bytes) -> int:
        """Keep a photograph taken at the door at once; how many files its dossier has then."""
        if of.dossier is not None:
            return DossierViews(self._state).keep_photograph(of.dossier, jpeg, of.paper)
        found = door.signed(self.desk, visit, photograph_name(SIGNED_SHEET, 1), jpeg)
        return len(self.desk.store.log.dossier(found.signed[-1]).files)

    def import_list(self, path: Path, ground: VisitGround | None) -> VisitActDone:
        """Read the commune's list from a file and enter it; bad lines are counted."""
        found = entitled.read(self.desk, path, ground)
        entitled.enter(self.desk, [one.entry for one in found.entries])
        same = sum(one.same for one in found.entries)
        return VisitActDone(sentence=f"{path.name}: {import_words(found.new, found.changed, same, len(found.bad))}")

    @staticmethod
    def _codes(asked: AskedVisit) -> list[str]:
        return clean(asked.result_codes.replace(",", " ")).split()

    @property
    def _laptop(self) -> DeviceId | None:
        """A visit laptop shows its own route alone."""
        device = self.desk.settings.device.number
        return DeviceId(device) if self.desk.is_visit_laptop else None

    def _known(self, person: Person) -> Person:
        """The person, with what the newest earlier dossier on this machine says where the request is silent."""
        rows = self.desk.store.dossiers.by_personal_number(person.personal_number, 1) if person.personal_number else []
        for row in reached(self.desk, rows):
            dossier = self.desk.store.log.dossier(row.id)
            for one in (dossier.owner, dossier.intake.submitter if dossier.intake else None):
                if isinstance(one, Person) and one.personal_number == person.personal_number:
                    empty = {
                        name: getattr(one, name)
                        for name in ("born_on", "born_year", "sex", "phone", "email", "address", "card_issued_on")
                        if not getattr(person, name)
                    }
                    return replace(person, **empty)
        return person

    def _card(self, visit: Visit) -> VisitCard:
        desk = self.desk
        results = bringing.results(desk, visit)
        changed = [
            change_words(one.code, returned=one.returned, ended=one.ended)
            for one in results
            if one.dossier not in visit.delivered and (one.ended or not one.ready)
        ]
        return VisitCard(
            line=self._line(visit, results),
            procedures=bringing.wanted(desk, visit.procedures),
            taken=tuple(desk.store.dossiers.code_of(one) or NO_CODE for one in visit.taken),
            results=results,
            tries=tuple(map(try_words, visit.tries)),
            changed=tuple(changed),
            photographs=tuple(_photographs(desk, visit)),
        )

    def _line(self, visit: Visit, results: tuple[ResultToBring, ...] | None = None) -> VisitLine:
        found = bringing.results(self.desk, visit) if results is None else results
        open_ = [one for one in found if not one.ended]
        words, tone = state_words(visit)
        at, names = visit.plan, self._state.names()
        with_ = (names.get(at.officer, at.officer), laptop_words(at.laptop)) if at is not None else ()
        money = sum(one.owes for one in open_)
        return VisitLine(
            id=visit.id,
            order=at.order if at is not None else 0,
            name=visit.person.full_name,
            phone=visit.person.phone,
            address=visit.person.address,
            hamlet=visit.hamlet,
            ground=GROUND[visit.ground] if visit.ground else "",
            todo=todo_words(visit.procedures, len(visit.results)),
            bring=bring_words(len(open_), money),
            day=day_in_words(at.day) if at is not None and at.day is not None else "",
            with_=", ".join(filter(None, with_)),
            state=words,
            tone=tone,
            note=note_words(visit),
            wished=visit.wished,
            is_open=visit.is_open,
        )


def _photographs(desk: Desk, visit: Visit) -> Iterator[tuple[PhotographOf, str]]:
    """The sheet that is still to be signed, then papers of what was taken in, the newest dossier first."""
    if visit.unsigned:
        yield PhotographOf(), SIGNED_SHEET
    for id_ in reversed(visit.taken):
        dossier = desk.store.log.dossier(id_)
        papers = dossier.intake.papers if dossier.intake else ()
        yield PhotographOf(dossier=id_), photograph_of_words(dossier.code, "")
        yield from (
            (PhotographOf(dossier=id_, paper=one.name), photograph_of_words(dossier.code, one.name)) for one in papers
        )


def _dossiers(visit: Visit) -> tuple[DossierId, ...]:
    return (*visit.results, *visit.taken)


def _laptop_of(visit: Visit) -> DeviceId | None:
    return visit.plan.laptop if visit.plan is not None else None


def _ended(desk: Desk) -> list[Visit]:
    """Visits that ended in the last days: what they changed may cross what the counter did meanwhile."""
    found = desk.store.lists(Visits).ended(desk.today - timedelta(days=_BACK), desk.today)
    return [shown(desk, one) for one in found]


def _crossed(desk: Desk, visits: Iterable[Visit]) -> list[CrossedDossier]:
    found = []
    for id_ in dict.fromkeys(id_ for visit in visits for id_ in _dossiers(visit)):
        dossier = desk.store.log.dossier(id_)
        if dossier.disputes and not is_closed(desk, id_):
            owner = dossier.owner
            found.append(
                CrossedDossier(
                    dossier=id_,
                    code=dossier.code,
                    owner=owner.name if isinstance(owner, Organisation) else owner.full_name if owner else "",
                    what=dispute_words(dossier),
                )
            )
    return found


def _laptops(
    desk: Desk, planned: Iterable[DeviceId | None], here: DeviceId | None
) -> tuple[tuple[DeviceId | None, str], ...]:
    """The office's visit laptops that are not lost; also one that is planned already, and this machine."""
    names = {one.device: one.name for one in desk.store.lists(Laptops).all() if one.name and not one.is_lost}
    there = sorted({*names, *filter(None, (*planned, here))})
    return ((None, NO_LAPTOP), *((one, named_laptop_words(one, names.get(one, ""))) for one in there))


def _officers(desk: Desk) -> tuple[tuple[ClerkId, str], ...]:
    """Who goes to homes, as the accounts of this machine say."""
    people = [one for one in all_accounts(desk.store) if Role.VISITOR in one.roles and not one.off]
    return ((ClerkId(""), NOBODY_YET), *((one.id, one.name) for one in people))

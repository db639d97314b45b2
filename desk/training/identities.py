"""What an office's lists, register, shelf, counts and papers must agree on with the histories of its dossiers.

The histories are folded anew, and what follows from each dossier is worked out here in a second way: by its days, not
by the spans and indexes of the lists.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from msgspec import Struct

from desk.desk import Desk
from desk.dossiers import clock, hand_over_lists, lookup, work_lists
from desk.register import register
from desk.rights import Permission, require
from models.calendar.clock import local_day
from models.calendar.pauses import PauseKind
from models.events import FeeTaken, FormPrinted
from models.ids import DOSSIER, DossierId, SubjectId
from models.store.log_reader import LogReader
from models.store.projections.shelf_lists import Shelf
from models.subjects.dossier import ENDED, Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from models.subjects.dossier_row import DossierRow, dossier_row
from models.subjects.processing import ProcessStage
from models.subjects.register import RegisterQuery
from models.subjects.work_lists import WorkList

Row = TypeVar("Row")

_PAGE = 500


class Agreement(StrEnum):
    """What is compared."""

    FILE = "file"
    """What ``verify`` finds: events, rows, search and counts of the file."""
    ROWS = "rows"
    """Every row of the list of dossiers, and the fold of its events."""
    STATES = "states"
    """How many dossiers stand at each state: as counted, and as folded."""
    WORK = "work"
    """Each of the day's lists: its count, its rows, and the dossiers that belong on it."""
    OVERDUE = "overdue"
    """The list of what is overdue, and the clocks of the dossiers."""
    REGISTER = "register"
    """The register: its count, its numbers, and what was received."""
    SHELF = "shelf"
    """Places of the shelf, and results at the desk."""
    HAND_OVER = "hand_over"
    """Hand-over lists that nobody confirmed, and the dossiers sent with one."""
    MONEY = "money"
    """Money of the dossiers, and the payments of the log."""
    PAPERS = "papers"
    """Papers that came out, and those written down."""
    SCRIPT = "script"
    """What the script did, and what became of it."""


class Disagreement(Struct, frozen=True, kw_only=True):
    """Two figures that must be one: ``of`` says which, as a name of a list, a state or a form."""

    what: Agreement
    of: str
    told: int | str
    folded: int | str


class Folded(Struct, frozen=True, kw_only=True):
    """Everything of a desk's log, folded anew: its dossiers, payments in đồng, papers by form."""

    dossiers: tuple[Dossier, ...]
    money: int
    papers: Counter[str]


def folded(log: LogReader) -> Folded:
    """Of the whole log."""
    of: dict[SubjectId, None] = {}
    money, papers = 0, Counter[str]()
    for recorded in log.events():
        if recorded.subject.startswith(DOSSIER):
            of[recorded.subject] = None
        if isinstance(recorded.event, FeeTaken):
            money += recorded.event.amount
        elif isinstance(recorded.event, FormPrinted):
            papers[recorded.event.form.name.lower()] += 1
    dossiers = tuple(fold(DossierId(id_), log.history(id_)) for id_ in of)
    return Folded(dossiers=dossiers, money=money, papers=papers)


def disagreements(desk: Desk) -> Iterator[Disagreement]:
    """All of them; none = everything agrees.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.OFFICE_WORK)
    rows = _all(lambda after: lookup.listed(desk, only=None, order="newest", limit=_PAGE, after=after))
    listed = {of: _all(partial(_page_of, desk, of)) for of in WorkList}
    everything = folded(desk.store.log)
    yield from _file(desk)
    yield from _rows(rows, everything.dossiers)
    yield from _states(desk, everything.dossiers)
    yield from _work(desk, listed, everything.dossiers)
    yield from _overdue(desk, listed[WorkList.OVERDUE], everything.dossiers)
    yield from _register(desk, everything.dossiers)
    yield from _shelf(desk, everything.dossiers)
    yield from _hand_over(desk, everything.dossiers)
    taken = sum(one.taken for one in everything.dossiers)
    yield from compared(Agreement.MONEY, {"": everything.money}, {"": taken})


def compared(what: Agreement, told: Mapping[str, int], expected: Mapping[str, int]) -> Iterator[Disagreement]:
    """Where two sets of counts differ; what one of them does not name counts 0 there."""
    for of in sorted(told.keys() | expected.keys()):
        if told.get(of, 0) != expected.get(of, 0):
            yield Disagreement(what=what, of=of, told=told.get(of, 0), folded=expected.get(of, 0))


def _page_of(desk: Desk, of: WorkList, after: DossierRow | None) -> list[DossierRow]:
    return work_lists.listed(desk, of, limit=_PAGE, after=after)


def _file(desk: Desk) -> Iterator[Disagreement]:
    for one in desk.store.log.verify():
        yield Disagreement(what=Agreement.FILE, of=one.kind.value, told=one.name or one.subject, folded=one.seq)


def _rows(rows: Sequence[DossierRow], dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    expected = {one.id: dossier_row(one) for one in dossiers}
    known = {row.id: row for row in rows}
    for id_ in expected.keys() | known.keys():
        if expected.get(id_) != known.get(id_):
            yield Disagreement(what=Agreement.ROWS, of=id_, told=str(known.get(id_)), folded=str(expected.get(id_)))


def _states(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    told = {status.value: lookup.count(desk, status) for status in DossierStatus}
    yield from compared(Agreement.STATES, told, Counter(one.status.value for one in dossiers))


def _work(desk: Desk, listed: dict[WorkList, list[DossierRow]], dossiers: Sequence[Dossier]) -> Iterator[Disagreement]:
    counted = {of.value: number for of, number in work_lists.counts(desk).items()}
    yield from compared(Agreement.WORK, counted, {of.value: len(rows) for of, rows in listed.items()})
    for of, belongs in _belonging(desk).items():
        theirs = {one.id for one in dossiers if belongs(one)}
        here = {row.id for row in listed[of]}
        for id_ in theirs ^ here:
            yield Disagreement(what=Agreement.WORK, of=of.value, told=str(id_ in here), folded=id_)


def _belonging(desk: Desk) -> dict[WorkList, Callable[[Dossier], bool]]:
    """What belongs on each of the day's lists, worked out from the dossier alone."""
    now, today = desk.clock(), desk.today
    next_day = desk.calendar.next_working(today)
    long_ago = today - timedelta(days=desk.settings.deadlines.uncollected_days)

    def due_on(one: Dossier) -> date | None:
        return local_day(one.due.at) if one.runs and one.due is not None and one.due.at is not None else None

    def at(stage: ProcessStage) -> Callable[[Dossier], bool]:
        return lambda one: bool(one.code) and one.status is DossierStatus.RECEIVED and one.processing.stage is stage

    def between(first: date, last: date) -> Callable[[Dossier], bool]:
        return lambda one: (day := due_on(one)) is not None and first <= day <= last

    def open_(one: Dossier) -> bool:
        return one.status not in ENDED

    at_desk, ready = at(ProcessStage.AT_DESK), at(ProcessStage.READY)
    return {
        WorkList.TODAY: lambda one: at_desk(one) or between(date.min, today)(one),
        WorkList.TO_HAND_OVER: at_desk,
        WorkList.TO_ACCEPT: at(ProcessStage.FORWARDED),
        WorkList.DUE_TODAY: between(today, today),
        WorkList.DUE_NEXT: between(today + timedelta(days=1), next_day),
        WorkList.OVERDUE: lambda one: one.runs and one.due is not None and one.due.at is not None and one.due.at < now,
        WorkList.SUPPLEMENT: lambda one: one.status is DossierStatus.SUPPLEMENT,
        WorkList.MONEY: lambda one: (
            open_(one)
            and bool(one.code)
            and (one.owes > 0 or any(wait.kind is PauseKind.OBLIGATION for wait in one.waits))
        ),
        WorkList.CONSULTATION: lambda one: open_(one) and bool(one.code) and bool(one.processing.consultations),
        WorkList.AT_LEADER: at(ProcessStage.AT_LEADER),
        WorkList.DECIDED: at(ProcessStage.DECIDED),
        WorkList.READY: ready,
        WorkList.UNCOLLECTED: lambda one: (
            ready(one) and one.processing.ready_at is not None and local_day(one.processing.ready_at) < long_ago
        ),
    }


def _overdue(desk: Desk, listed: Iterable[DossierRow], dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    late = {one.code for one in dossiers if one.runs and clock.clock_of(desk, one).overdue}
    for code in late ^ {row.code for row in listed}:
        yield Disagreement(what=Agreement.OVERDUE, of=code, told=str(code not in late), folded=str(code in late))


def _register(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    received = sorted((one.received_at, one.code) for one in dossiers if one.received_at is not None)
    if not received:
        return
    asked = RegisterQuery(first=local_day(received[0][0]), last=local_day(received[-1][0]))
    lines = _all(lambda after: register.page(desk, asked, limit=_PAGE, after=after))
    counts = {"count": register.count(desk, asked), "lines": len(lines)}
    yield from compared(Agreement.REGISTER, counts, dict.fromkeys(counts, len(received)))
    numbers: Counter[int] = Counter()
    for line, (_, code) in zip(lines, received, strict=False):
        numbers[line.year] += 1
        if (line.row.code, line.number) != (code, numbers[line.year]):
            told, expected = f"{line.number} {line.row.code}", f"{numbers[line.year]} {code}"
            yield Disagreement(what=Agreement.REGISTER, of=str(line.year), told=told, folded=expected)


def _shelf(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    ready = (
        one
        for one in dossiers
        if one.status is DossierStatus.RECEIVED and one.processing.stage is ProcessStage.READY and one.processing.place
    )
    places = Counter(one.processing.place for one in ready)
    told = dict.fromkeys(desk.store.lists(Shelf).places(), 1)
    yield from compared(Agreement.SHELF, told, places)


def _hand_over(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Disagreement]:
    """What a list that nobody confirmed still has on it was sent with it, and is in nobody's hands."""
    sent = {one.id: one.processing.on_list for one in dossiers if one.processing.stage is ProcessStage.FORWARDED}
    for made in hand_over_lists.listed(desk):
        theirs = {id_ for id_, on_list in sent.items() if on_list == made.id}
        here = set(made.left) & sent.keys() if made.waits else set()
        for id_ in theirs ^ here:
            yield Disagreement(what=Agreement.HAND_OVER, of=made.number, told=str(id_ in here), folded=id_)


def _all(page: Callable[[Row | None], list[Row]]) -> list[Row]:
    """Every row of a list, a page at a time."""
    found: list[Row] = []
    while more := page(found[-1] if found else None):
        found += more
    return found

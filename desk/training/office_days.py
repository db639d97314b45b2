"""Days of an office lived through by a script: dossiers go all their ways by the verbs that the window uses.

Each day citizens come, lists are handed over and confirmed, the units examine, the leader signs, results go to the
shelf and are returned; weekends and holidays pass. At the end lists, register and folds are compared. Scripted from a
seed, on a clock of its own: nothing waits.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from itertools import islice
from pathlib import Path

from msgspec import Struct

from desk.desk import Desk
from desk.dossiers import work_lists
from desk.opening import close_desk, open_desk
from desk.prints.print_jobs import pdf_folder
from desk.register.writing import write_register
from desk.settings import Settings
from desk.table_file import TableKind
from desk.training import identities, training_clerks
from desk.training.back_office import BackOffice
from desk.training.counter import CounterScript, Errand
from desk.training.identities import Agreement, Disagreement, Folded, compared, folded
from desk.training.morning import DATA, OPENS, PAPERS, prepared, send_home
from desk.training.office import PrintedForm, ScriptOffice
from desk.training.script_clock import ScriptClock, pace_of
from desk.training.visits import Errands
from models.calendar.clock import from_local, local_day, wall_clock
from models.calendar.due_dates import Calendar
from models.subjects.dossier import ENDED, DossierStatus
from models.subjects.register import RegisterQuery
from models.subjects.work_lists import WorkList

NOON, LATE = wall_time(13, 30), wall_time(15, 45)
"""The second half of the day begins; what came is handed over."""
AT_COUNTER = 0.2
"""Share of people who draw their number at the counter."""
MOST_AGAIN = 0.75
"""At most this share of those who come have been here before."""
HALF_A_DAY = 3 * 3600.0
"""Seconds in which those who come in one half of a day are served."""
LIST_EVERY = 3
"""Days from one list of people, which the head of a village brings, to the next."""
REGISTER = "register"
"""Kind of the register among the papers."""


class OfficeFigures(Struct, frozen=True, kw_only=True):
    """What an office came to.

    Attributes:
        taken, returned: dossiers taken in, and given out, of all times.
        overdue: still at work and past their date.
        money: taken, in đồng.
        states: dossiers by status, those at work by their stage.
        lists: rows of each of the day's lists.
    """

    taken: int
    returned: int
    overdue: int
    money: int
    states: dict[str, int]
    lists: dict[str, int]


class OfficeDays(Struct, frozen=True, kw_only=True):
    """What the days came to. ``seconds`` is what this machine needed for them; no disagreement = all figures agree."""

    first: date
    last: date
    days: int
    citizens: int
    seconds: float
    figures: OfficeFigures
    papers: tuple[PrintedForm, ...]
    disagreements: tuple[Disagreement, ...]
    papers_folder: Path
    data: Path

    @property
    def by_form(self) -> dict[str, int]:
        """How many papers of each form came out."""
        return dict(sorted(Counter(paper.kind for paper in self.papers).items()))


def simulate_days(days: int, citizens: int, seed: int, out: Path, *, until: date | None = None) -> OfficeDays:
    """Live through so many working days; papers into ``out / "papers"``, the database into ``out / "data"``.

    Args:
        days: working days.
        citizens: who come each day, with a new matter or again for theirs.
        seed: the same one with the same days gives the same papers and figures.
        out: folder.
        until: the last of the days; None = the last one before today. Where days were lived here before, the first one
            after them begins instead.

    Raises:
        RealDeskThere: an office works in that folder.
        Trouble: the folder cannot be written, or a scan did not come through the port.
    """
    return live_days(out / DATA, prepared(out), out / PAPERS, days=days, citizens=citizens, seed=seed, until=until)


def live_days(
    data: Path,
    settings: Settings,
    papers: Path | None = None,
    *,
    days: int,
    citizens: int,
    seed: int,
    until: date | None = None,
) -> OfficeDays:
    """The same in the data folder of a training desk, under its settings; see ``simulate_days``.

    Args:
        data: its folder.
        settings: of this desk.
        papers: where its register goes; None = to the other papers, as PDFs in the data folder.
        days: see ``simulate_days``.
        citizens: likewise.
        seed: likewise.
        until: likewise.
    """
    started = time.perf_counter()
    last = until or local_day(wall_clock()) - timedelta(days=1)
    clock = ScriptClock(_at(last - timedelta(days=366 + 7 * days), OPENS))

    def switched_on() -> Desk:
        opened = open_desk(data, settings=settings, clock=clock, training=True)
        opened.store.write_unsynced()  # thousands of acts in a row, all of which the same seed gives again
        return opened

    desk = switched_on()
    try:
        before = folded(desk.store.log)
        lived = _days_to_live(desk.calendar, days, last, desk.store.log.latest)
    finally:
        close_desk(desk)
    clock.go_to(_at(lived[0], OPENS))
    office = ScriptOffice(training_clerks.with_clerks(switched_on()), clock, random.Random(seed))  # noqa: S311 - no secret
    try:
        script = _Script(office, seed)
        for number, day in enumerate(lived):
            if number:
                office.close()
                clock.go_to(_at(day, OPENS))
                office.opened(training_clerks.with_clerks(switched_on()))
            script.live(day, citizens, with_list=number % LIST_EVERY == 0)
        papers = papers or pdf_folder(office.desk)
        _write_register(office, papers)
        after = folded(office.desk.store.log)
        return OfficeDays(
            first=lived[0],
            last=lived[-1],
            days=days,
            citizens=days * citizens,
            figures=_figures(office.reception, after),
            papers=tuple(office.printed),
            disagreements=(*identities.disagreements(office.reception), *_of_script(office, before, after)),
            papers_folder=papers,
            data=data,
            seconds=time.perf_counter() - started,
        )
    finally:
        office.close()


class _Script:
    """One office through a day."""

    def __init__(self, office: ScriptOffice, seed: int) -> None:
        self._office = office
        self._counter = CounterScript(office, AT_COUNTER)
        self._visits = Errands(office, seed)
        self._back = BackOffice(office)

    def live(self, day: date, citizens: int, *, with_list: bool) -> None:
        """From the opening of the doors to the evening."""
        send_home(self._office)
        self._back.hand_over()  # what came after 15:00 the day before
        self._serve(self._half(citizens // 2))
        self._work()
        self._go_to(day, NOON)
        with_people = [self._visits.list_of_people()] if with_list else []
        self._serve([*with_people, *self._half(citizens - citizens // 2)])
        self._go_to(day, LATE)
        self._back.hand_over()
        self._work()
        self._back.tidy_up()

    def _half(self, citizens: int) -> list[Errand]:
        again = list(islice(self._visits.again(), round(citizens * MOST_AGAIN)))
        return [*again, *self._visits.new(citizens - len(again))]

    def _serve(self, visits: Sequence[Errand]) -> None:
        self._office.clock.pace = pace_of(len(visits), HALF_A_DAY)
        self._counter.serve_all(visits)

    def _work(self) -> None:
        self._back.examine()
        self._back.sign()
        self._back.check_in()

    def _go_to(self, day: date, hour: wall_time) -> None:
        self._office.clock.go_to(_at(day, hour))


def _days_to_live(calendar: Calendar, days: int, last: date, latest: datetime | None) -> list[date]:
    """So many working days up to the last one, or from the one after what has happened here before."""
    found: list[date] = []
    day = last + timedelta(days=1)
    while len(found) < days:
        day -= timedelta(days=1)
        if calendar.is_working(day):
            found.insert(0, day)
    if latest is None or local_day(latest) < found[0]:
        return found
    found, day = [], local_day(latest)
    while len(found) < days:
        day = calendar.next_working(day)
        found.append(day)
    return found


def _write_register(office: ScriptOffice, folder: Path) -> None:
    """The register of all that was received (mẫu 07), on paper and as a spreadsheet."""
    received = [one.received_at for one in folded(office.desk.store.log).dossiers if one.received_at is not None]
    if not received:
        return
    first, last = local_day(min(received)), local_day(max(received))
    for kind in TableKind:
        file = folder / f"{REGISTER}-{first:%y%m%d}-{last:%y%m%d}{kind.value}"
        write_register(lambda work: work(office.reception), RegisterQuery(first=first, last=last), file)
        office.note_printed(REGISTER, file, kind.value.removeprefix("."))


def _figures(desk: Desk, after: Folded) -> OfficeFigures:
    states = Counter(
        one.processing.stage.value if one.status is DossierStatus.RECEIVED else one.status.value
        for one in after.dossiers
    )
    lists = work_lists.counts(desk)
    return OfficeFigures(
        taken=sum(bool(one.code) for one in after.dossiers),
        returned=states[DossierStatus.HANDED_OVER.value],
        overdue=lists[WorkList.OVERDUE],
        money=after.money,
        states=dict(sorted(states.items())),
        lists={of.value: number for of, number in lists.items()},
    )


def _of_script(office: ScriptOffice, before: Folded, after: Folded) -> Iterator[Disagreement]:
    """What the script did beside what became of it, and what came out beside what was written down."""
    done = Counter({status.value: number for status, number in office.ends.items()}) + Counter(taken=office.taken)
    yield from compared(Agreement.SCRIPT, done, _ends(after) - _ends(before))
    came_out = Counter(one.kind for one in office.printed if one.kind != REGISTER)
    yield from compared(Agreement.PAPERS, came_out, after.papers - before.papers)
    files = {one.path for one in office.printed if Path(one.path).is_file()}
    yield from compared(Agreement.PAPERS, {"": len(files)}, {"": len(office.printed)})


def _ends(of: Folded) -> "Counter[str]":
    ended = Counter(one.status.value for one in of.dossiers if one.status in ENDED)
    return ended + Counter(taken=sum(bool(one.code) for one in of.dossiers))


def _at(day: date, hour: wall_time) -> datetime:
    return from_local(datetime.combine(day, hour))

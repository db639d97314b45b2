"""The units, the leader and the shelf of a script: each works off the lists of the day, what is due first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desk.dossiers import clock, four_eyes, hand_over_lists, lookup, outcome, process, shelf, work_lists
from desk.dossiers.hand_over_lists import NothingToHandOver
from desk.prints import form_jobs
from desk.staff import second_person
from desk.training import script_words as words
from desk.training.office import LEADER, OFFICER, ScriptOffice, accomplished
from models.calendar.clock import from_local, local
from models.events import Decision, Form, PaperMissing, StopCause
from models.ids import DossierId
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import DossierRow
from models.subjects.hand_over_list import HandOverList
from models.subjects.processing import ProcessStage
from models.subjects.work_lists import WorkList

ALL = 100_000
ONE_FORGOTTEN = 13
"""Of so many dossiers one lies until it is late."""
CONTROL_SHEETS = 0.25
"""Share of the dossiers whose control sheet goes with them on paper; of the others it is on the screen."""
WAITS_LONGEST = timedelta(days=8)
"""After so long work on what was never supplemented is stopped."""


class BackOffice:
    """Everything that happens to dossiers behind the counter."""

    def __init__(self, office: ScriptOffice) -> None:
        self._office = office
        self._chance = office.chance

    def hand_over(self) -> None:
        """Lists of what has to go now, printed with the control sheets, and confirmed by who receives them."""
        office = self._office
        try:
            made = hand_over_lists.make(office.reception)
        except NothingToHandOver:
            return
        for one in made.lists:
            office.print_(hand_over_lists.hand_over_job(office.reception, one.id), one.number)
            for id_ in one.dossiers:
                if self._chance.random() < CONTROL_SHEETS:
                    self._print(id_, Form.CONTROL)
            office.clock.pass_(120)
            self._received(one)

    def _received(self, made: HandOverList) -> None:
        """One dossier may not be there: it is struck, and comes with a later list."""
        office = self._office
        if len(made.dossiers) > 1 and self._chance.random() < 0.15:
            hand_over_lists.strike(office.officer, made.id, self._chance.choice(made.dossiers), words.NOT_ON_LIST)
        unit = office.desk.processes.unit(made.to.unit)
        confirmed = hand_over_lists.confirm(office.leader if unit and unit.leads else office.officer, made.number)
        for refused in confirmed.refused:
            raise refused.why

    def examine(self) -> None:
        """The officer goes through what is in hand; what is pressing goes to the leader today."""
        ready: list[DossierId] = []
        for row in self._in_step():
            if not row.runs or row.consulted_by is not None or self._is_forgotten(row):
                continue  # somebody else's answer is waited for, or nobody has thought of it
            if row.holder_clerk != OFFICER:
                accomplished(process.give_back(self._office.reception, [row.id], words.COLLEAGUE_BACK))
            elif self._is_pressing(row) or (not self._something_in_the_way(row) and self._chance.random() < 0.3):
                ready.append(row.id)
        if ready:
            accomplished(process.submit(self._office.officer, ready))
        self._ask_for_answers()

    def _is_forgotten(self, row: DossierRow) -> bool:
        """One in so many lies until it is three working days late."""
        left = work_lists.left_hours(self._office.desk, row, self._office.clock())
        number = int(row.code.rpartition("-")[2])
        return number % ONE_FORGOTTEN == 0 and left is not None and left > -24

    def _is_pressing(self, row: DossierRow) -> bool:
        """Due within a working day; now and then even that is left lying, and what is late comes after it."""
        left = work_lists.left_hours(self._office.desk, row, self._office.clock())
        return left is not None and left <= 8 and self._chance.random() < (0.75 if left >= 0 else 0.3)

    def _something_in_the_way(self, row: DossierRow) -> bool:
        """What examining may come to besides a draft for the leader."""
        office, chance = self._office, self._chance.random()
        dossier = office.desk.store.log.dossier(row.id)
        if chance < 0.04 and not dossier.pauses:
            clock.ask_supplement(
                office.officer, row.id, (PaperMissing(name=words.LACKS, originals=1),), words.LACKS_WHY
            )
            self._print(row.id, Form.SUPPLEMENT)
        elif chance < 0.07:
            due_at = self._later(office.clock(), 3)
            process.consult(office.officer, row.id, words.AGENCY, words.QUESTION, due_at)
        elif chance < 0.11 and not dossier.pauses:
            clock.tell_obligation(office.officer, row.id, words.DUTY, 1_000 * self._chance.randint(50, 500))
        elif chance < 0.13:
            outcome.refuse_after_examination(office.officer, row.id, words.NOT_ELIGIBLE)
            office.ends[DossierStatus.REFUSED] += 1
            self._print(row.id, Form.REFUSAL)
        elif chance < 0.15:
            accomplished(process.give_back(office.officer, [row.id], words.WRONG_UNIT))
        elif chance < 0.18:
            accomplished(process.take_over(office.reception, [row.id], words.COLLEAGUE_ILL))
        else:
            return False
        return True

    def _ask_for_answers(self) -> None:
        office = self._office
        for row in work_lists.listed(office.officer, WorkList.CONSULTATION, limit=ALL):
            if self._chance.random() < 0.4:
                for asked in office.desk.store.log.dossier(row.id).processing.consultations:
                    process.answered(office.officer, row.id, words.ANSWER, asked.number)

    def sign(self) -> None:
        """The leader signs most of what lies there; a draft that is wrong goes back, and some are refused."""
        office = self._office
        granted: list[DossierId] = []
        for row in work_lists.listed(office.leader, WorkList.AT_LEADER, limit=ALL):
            chance = self._chance.random()
            if chance < 0.04:
                accomplished(process.give_back(office.leader, [row.id], words.DRAFT_WRONG))
            elif chance < 0.06:
                accomplished(outcome.decide(office.leader, [row.id], Decision.REFUSED, reason=words.NOT_ELIGIBLE))
            elif chance < 0.85:
                granted.append(row.id)
        if granted:
            accomplished(outcome.decide(office.leader, granted))

    def check_in(self) -> None:
        """Results come to the counter and are put on the shelf, with a label."""
        office = self._office
        for row in work_lists.listed(office.reception, WorkList.DECIDED, limit=ALL):
            place = shelf.first_free(office.reception)
            outcome.check_in(office.reception, row.id, place)
            if place:
                self._print(row.id, Form.PLACE_LABEL)

    def tidy_up(self) -> None:
        """In the evening: who will wait longer is told, and what nobody supplemented is stopped."""
        office = self._office
        for row in work_lists.listed(office.reception, WorkList.DUE_NEXT, limit=ALL):
            dossier = office.desk.store.log.dossier(row.id)
            if row.stage == ProcessStage.IN_STEP and not dossier.postponed and self._chance.random() < 0.4:
                self._extend(dossier)
        for row in work_lists.listed(office.reception, WorkList.SUPPLEMENT, limit=ALL):
            asked = [pause.began_at for pause in office.desk.store.log.dossier(row.id).waits]
            if row.code and asked and office.clock() - min(asked) > WAITS_LONGEST:
                outcome.stop(office.reception, row.id, StopCause.RULE, words.NEVER_BROUGHT)
                office.ends[DossierStatus.STOPPED] += 1
                self._print(row.id, Form.STOP)

    def _extend(self, dossier: Dossier) -> None:
        office = self._office
        if dossier.due is None or dossier.due.at is None:
            return
        due_at = self._later(dossier.due.at, 2)
        second = second_person.begin(office.reception, LEADER)
        four_eyes.postpone(office.reception, dossier.id, due_at, words.TAKES_LONGER, second, fits=office.fits(second))
        self._print(dossier.id, Form.EXTENSION)

    def _later(self, at: datetime, days: int) -> datetime:
        """The same hour so many working days later."""
        wall = local(at)
        day = wall.date()
        for _ in range(days):
            day = self._office.desk.calendar.next_working(day)
        return from_local(datetime.combine(day, wall.time()))

    def _in_step(self) -> Sequence[DossierRow]:
        rows = lookup.listed(self._office.officer, only=DossierStatus.RECEIVED, order="due", limit=ALL)
        return [row for row in rows if row.stage == ProcessStage.IN_STEP]

    def _print(self, id_: DossierId, form: Form) -> None:
        office = self._office
        office.print_(form_jobs.form_job(office.desk, id_, form), office.desk.store.log.dossier(id_).code)
        office.clock.pass_(5)

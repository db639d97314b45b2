"""Whatever fails, whenever the program is killed: no paper is lost, and none comes out twice without saying so."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as with_
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import lookup
from desk.intake import intake
from desk.line import waiting
from desk.opening import close_desk, open_desk
from desk.prints import form_jobs, print_jobs
from desk.prints.print_jobs import Fate, PrintJob
from desk.training.training import training_settings
from models.events import Form, FormPrinted, PaperGivenUp
from models.ids import SubjectId, new_event_id
from models.not_allowed import NobodySignedIn, PrintJobNotWaiting, ReasonMissing
from models.trouble import (
    CutOffWhilePrinting,
    PrinterNotReached,
    PrinterTrouble,
    PrinterWentSilent,
    SpoolerDropped,
)
from printing.devices.commands import clearing
from printing.devices.dialects import undescribed
from printing.devices.escpos import raster
from printing.devices.printer import Job, Printer, TakenJob
from printing.devices.spooler_progress import SpoolerProgress, Stage
from printing.devices.status import PrinterState
from printing.devices.thermal import send_job
from printing.simulated.mechanism import Failure, Mechanism, PowerLostError
from printing.simulated.printer import SimulatedPrinter
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import RESIDENCE, complete

DOTS = 384


class KilledError(BaseException):
    """The program ends here, without a word."""


@dataclass
class Wire:
    """A line to a mechanism; the program is killed after so many bytes."""

    mechanism: Mechanism
    kill_after: int | None = None
    heard: bytes = b""
    sent: int = 0

    def write(self, data: bytes) -> int:
        piece = data[:512]
        if self.kill_after is not None and self.sent >= self.kill_after:
            raise KilledError
        if self.mechanism.is_full:
            raise TimeoutError
        self.sent += len(piece)
        try:
            self.heard += self.mechanism.feed(piece)
        except PowerLostError as lost:
            raise ConnectionResetError from lost
        return len(piece)

    def read(self, _seconds: float) -> bytes:
        heard, self.heard = self.heard, b""
        return heard

    def flush(self) -> None:
        """Nothing is under way."""

    def end(self) -> None:
        """There is nothing to close."""


@dataclass
class InProcess:
    """A printer in this process."""

    name: str
    mechanism: Mechanism = field(default_factory=Mechanism)
    kill_after: int | None = None
    dots: int | None = DOTS
    dialect: None = None

    def send(self, job: Job) -> TakenJob:
        if Failure.POWER_OFF in self.mechanism.failures:
            raise PrinterNotReached(self.name)
        self.mechanism.begin()
        return send_job(Wire(self.mechanism, self.kill_after), job, self.name, None, self.dots, 0.1)

    def state(self) -> PrinterState | None:
        return None


STEPS = ("before begin", "after begin", "in the middle", "before it is noted", "")
FAILURES = (
    Failure.PAPER_OUT,
    Failure.COVER_OPEN,
    Failure.KNIFE_STUCK,
    Failure.POWER_OFF,
    Failure.CUTS_OFF,
)


class Office:
    """One desk, two printers, and everything that is to be proven in the end."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.printers: dict[str, InProcess] = {
            "tcp:one:9100?dots=384": InProcess("one"),
            "tcp:two:9100?dots=384": InProcess("two"),
        }
        self.pictures: dict[bytes, tuple[SubjectId, int]] = {}
        self.papers: list[SubjectId] = []
        self.given_up: set[SubjectId] = set()

    def find(self, address: str) -> Printer:
        return self.printers[address]

    def draws(self) -> None:
        ticket = waiting.issue(self.desk, ["ho-tich"])
        self.papers.append(ticket.id)
        self.known(form_jobs.ticket_job(self.desk, ticket.id))

    def known(self, job: PrintJob) -> PrintJob:
        rows = bytes(byte ^ 0xFF for byte in raster(job.sheet, DOTS).tobytes())
        assert self.pictures.setdefault(rows, (job.subject, job.copy)) == (job.subject, job.copy)
        return job

    def restarts(self) -> None:
        self.desk.store.opening = new_event_id()

    def tries(self, which: int, to: int, step: str, after: int) -> None:
        """A clerk tries a paper at a printer; the program is killed at that step."""
        waits = print_jobs.unprinted(self.desk)
        if not waits:
            return
        address = list(self.printers)[to]
        job = self.known(print_jobs.retry(self.desk, waits[which % len(waits)].key, address))
        printer = self.printers[address]
        printer.kill_after = after if step == "in the middle" else None
        calls = 0

        def ask(work: Callable[[Desk], object]) -> object:
            nonlocal calls
            calls += 1
            if (step, calls) in {("before begin", 1), ("before it is noted", 2)}:
                raise KilledError
            answer = work(self.desk)
            if (step, calls) == ("after begin", 1):
                raise KilledError
            return answer

        try:
            print_jobs.deliver(job, ask, self.find)
        except KilledError:
            self.restarts()
        except PrinterTrouble:
            pass
        finally:
            printer.kill_after = None

    def slips(self) -> Counter[tuple[SubjectId, int]]:
        out: Counter[tuple[SubjectId, int]] = Counter()
        for printer in self.printers.values():
            for slip in printer.mechanism.slips:
                assert slip.rows in self.pictures, "a slip that no paper says"
                out[self.pictures[slip.rows]] += 1
        return out

    def logged(self, subject: SubjectId) -> list[int]:
        return [r.event.copy for r in self.desk.store.log.history(subject) if isinstance(r.event, FormPrinted)]

    def holds(self) -> None:
        """What must be true at every moment."""
        out = self.slips()
        assert all(count == 1 for count in out.values()), "a copy came out twice under the same number"
        kept = {one.subject for one in print_jobs.unprinted(self.desk)}
        for subject in self.papers:
            copies = {copy for of, copy in out if of == subject}
            logged = self.logged(subject)
            assert logged == sorted(set(logged)), "copy numbers never come again"
            assert copies <= set(logged), "what a printer holds is in the log"
            assert copies or subject in kept or subject in self.given_up, "a paper is neither out nor kept"

    def drains(self) -> None:
        """Everything is well again; every paper that is left is tried once more."""
        for printer in self.printers.values():
            printer.mechanism.failures.clear()
            printer.mechanism.rows_left = None
            printer.mechanism.go_on()
        while print_jobs.unprinted(self.desk):
            self.tries(0, 0, "", 0)
        out = self.slips()
        for subject in set(self.papers) - self.given_up:
            assert (subject, self.logged(subject)[-1]) in out, "the last copy of the log is on paper"


_which, _at, _after = st.integers(0, 2), st.integers(0, 1), st.integers(0, 20_000)
OPERATIONS = st.one_of(
    st.tuples(st.just("draw")),
    *(st.tuples(st.just("try"), _which, _at, st.just(step), _after) for step in STEPS),
    *(st.tuples(st.just("fail"), _at, st.just(failure), _after) for failure in FAILURES),
    st.tuples(st.just("roll ends"), _at, st.integers(0, 600)),
    st.tuples(st.just("mend"), _at),
    st.tuples(st.just("give up"), _which),
    st.tuples(st.just("restart")),
)


class Held:
    """A desk that says little of itself where an example fails."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __repr__(self) -> str:
        return "a desk"


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    opened = open_desk(tmp_path_factory.mktemp("office") / "desk", settings=training_settings(), training=True)
    yield Held(opened)
    close_desk(opened)


@example(operations=[("roll ends", 0, 300), ("try", 0, 0, "", 0)])
@example(operations=[("try", 0, 0, "before it is noted", 0), ("try", 0, 1, "", 0)])
@example(operations=[("try", 0, 0, "in the middle", 9_000), ("try", 0, 0, "", 0)])
@example(operations=[("fail", 0, Failure.POWER_OFF, 0), ("try", 0, 0, "", 0), ("try", 0, 1, "", 0)])
@settings(max_examples=25)
@given(operations=st.lists(OPERATIONS, min_size=6, max_size=14))
def test_every_paper_comes_out_or_is_kept_and_says_so_when_it_comes_again(
    one_desk: Held, operations: list[tuple[object, ...]]
) -> None:
    office = Office(one_desk.desk)
    for left in print_jobs.unprinted(office.desk):  # by an example that failed
        office.desk.store.print_jobs.drop(left.key)
    office.draws()
    for operation in operations:
        match operation:
            case ("draw",):
                office.draws()
            case ("try", int(which), int(to), str(step), int(after)):
                office.tries(which, to, step, after)
            case ("fail", int(at), Failure() as failure, int(after)):
                mechanism = list(office.printers.values())[at].mechanism
                mechanism.failures.add(failure)
                mechanism.after = after
                if failure is Failure.POWER_OFF:
                    mechanism.lose_power()
            case ("roll ends", int(at), int(rows)):
                list(office.printers.values())[at].mechanism.rows_left = rows
            case ("mend", int(at)):
                mechanism = list(office.printers.values())[at].mechanism
                mechanism.failures.clear()
                mechanism.rows_left = None
                mechanism.go_on()
            case ("give up", int(which)):
                waits = print_jobs.unprinted(office.desk)
                if waits:
                    one = waits[which % len(waits)]
                    print_jobs.give_up(office.desk, one.key, "thử")
                    office.given_up.add(one.subject)
            case _:
                office.restarts()
        office.holds()
    office.drains()
    office.holds()


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_the_paper_out_or_kept(desk: Desk, step: str) -> None:
    office = Office(desk)
    office.draws()
    office.tries(0, 0, step, 700)
    office.holds()
    waits = print_jobs.unprinted(desk)
    assert [one.fate for one in waits] == {
        "before begin": [Fate.KEPT],
        "": [],
    }.get(step, [Fate.DOUBTFUL])
    if waits and waits[0].fate is Fate.DOUBTFUL:
        assert isinstance(waits[0].why, CutOffWhilePrinting)
        assert waits[0].next_copy == 2
    office.drains()
    office.holds()


def test_a_paper_kept_in_the_file_survives_its_closing(tmp_path: Path, clock: TurnedClock) -> None:
    desk = open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True)
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    job = form_jobs.outcome_job(desk, dossier.id)
    begun = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id)
    assert print_jobs.begin(desk, begun)
    assert [one.fate for one in print_jobs.unprinted(desk)] == [Fate.KEPT, Fate.GOING]
    close_desk(desk)
    assert "Nguyễn".encode() not in (tmp_path / "desk" / "motcua.db").read_bytes(), "kept encrypted"
    desk = open_desk(tmp_path / "desk", settings=training_settings(), clock=clock, training=True)
    first, second = print_jobs.unprinted(desk)
    assert (first.key, first.fate, first.earlier, first.next_copy) == (job.key, Fate.KEPT, True, 1)
    assert (second.key, second.fate, second.next_copy) == (begun.key, Fate.DOUBTFUL, 2)
    assert first.whose.startswith("Nguyễn ")
    assert "Mẫu" not in first.whose, "masked"
    assert print_jobs.retry(desk, first.key).sheet == job.sheet
    close_desk(desk)


def test_a_paper_on_its_way_is_not_sent_a_second_time(desk: Desk) -> None:
    job = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id)
    assert print_jobs.begin(desk, job)
    assert not print_jobs.begin(desk, job)
    with pytest.raises(PrintJobNotWaiting):
        print_jobs.retry(desk, job.key)
    with pytest.raises(PrintJobNotWaiting):
        print_jobs.give_up(desk, job.key, "thử")
    with pytest.raises(PrintJobNotWaiting):
        print_jobs.deliver(job, lambda work: work(desk))


def test_asked_for_again_while_it_goes_out_it_is_a_further_copy_and_each_is_noted_for_itself(desk: Desk) -> None:
    ticket = waiting.issue(desk, ["ho-tich"])
    first = form_jobs.ticket_job(desk, ticket.id)
    assert print_jobs.begin(desk, first)
    second = form_jobs.ticket_job(desk, ticket.id)
    assert (first.copy, second.copy) == (1, 2)
    print_jobs.note_taken(desk, first)
    (left,) = print_jobs.unprinted(desk)
    assert left.key == second.key


def test_a_paper_given_up_before_it_began_gives_its_copy_back(desk: Desk) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    job = form_jobs.outcome_job(desk, dossier.id)
    with pytest.raises(ReasonMissing):
        print_jobs.give_up(desk, job.key, "  ")
    print_jobs.give_up(desk, job.key, "Người dân không lấy giấy")
    last = lookup.history(desk, dossier.id)[-1].event
    assert last == PaperGivenUp(form=Form.RECEIPT, copy=1, reason="Người dân không lấy giấy", begun=False)
    assert print_jobs.unprinted(desk) == ()
    assert form_jobs.outcome_job(desk, dossier.id).copy == 1


def test_a_paper_given_up_in_doubt_keeps_its_number(desk: Desk) -> None:
    ticket = waiting.issue(desk, ["ho-tich"])
    job = form_jobs.ticket_job(desk, ticket.id)
    assert print_jobs.begin(desk, job)
    print_jobs.note_trouble(desk, job, PrinterTrouble("x", "gãy", sent=True))
    print_jobs.give_up(desk, job.key, "Đã ra đủ")
    assert form_jobs.ticket_job(desk, ticket.id).copy == 2


def test_a_paper_in_doubt_of_a_kind_of_subject_that_no_file_knows_says_which_print_it_is(desk: Desk) -> None:
    sheet = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id).sheet
    hall = SubjectId("key/0193a000-0001-7000-8000-000000000001")
    job = print_jobs.store_job(desk, hall, Form.RECEIPT, 1, "thử", sheet, name="thử", code="thử")
    assert print_jobs.begin(desk, job)
    print_jobs.note_trouble(desk, job, CutOffWhilePrinting("máy in", sent=True))
    again = print_jobs.retry(desk, job.key)
    assert (again.copy, again.sheet.copy_mark) == (2, "Bản in lần 2")


def test_a_paper_is_tried_only_by_somebody(desk: Desk) -> None:
    job = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id)
    nobody = with_(desk, clerk=None)
    with pytest.raises(NobodySignedIn):
        print_jobs.retry(nobody, job.key)
    with pytest.raises(NobodySignedIn):
        print_jobs.give_up(nobody, job.key, "thử")


def test_a_paper_goes_to_another_printer_and_to_a_file_when_told_to(desk: Desk) -> None:
    with SimulatedPrinter() as first, SimulatedPrinter() as second:
        first.fail(Failure.POWER_OFF)
        at = replace(desk.settings.printers, tickets=first.address, tickets_spare=second.address)
        office = with_(desk, settings=replace(desk.settings, printers=at))
        assert print_jobs.addresses(office.settings, Form.TICKET) == (first.address, second.address, "")
        assert print_jobs.spare_printer(office.settings, Form.TICKET) == second.address
        ticket = waiting.issue(office, ["ho-tich"])
        with pytest.raises(PrinterNotReached):
            form_jobs.print_ticket(office, ticket.id)
        (one,) = print_jobs.unprinted(office)
        assert isinstance(one.why, PrinterNotReached)
        printed = print_jobs.deliver(print_jobs.retry(office, one.key, second.address), lambda work: work(office))
        assert printed.copy == 1
        assert len(second.wait_for_slips(1)) == 1


def test_a_paper_in_the_systems_queue_is_followed_to_its_end(desk: Desk) -> None:
    job = form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id)
    assert print_jobs.begin(desk, job)
    print_jobs.note_queued(desk, job, TakenJob(where="A5", queued="A5-7"))
    (one,) = print_jobs.spooler_jobs(desk)
    assert print_jobs.note_progress(desk, one, SpoolerProgress(Stage.WAITING, "hết giấy")) is Stage.WAITING
    assert [seen.fate for seen in print_jobs.unprinted(desk)] == [Fate.QUEUED]
    assert print_jobs.note_progress(desk, one, None) is Stage.DROPPED
    (seen,) = print_jobs.unprinted(desk)
    assert seen.fate is Fate.DOUBTFUL
    assert isinstance(seen.why, SpoolerDropped)
    again = print_jobs.retry(desk, seen.key)
    assert again.copy == 2
    assert print_jobs.begin(desk, again)
    print_jobs.note_queued(desk, again, TakenJob(where="A5", queued="A5-8"))
    (one,) = print_jobs.spooler_jobs(desk)
    assert print_jobs.note_progress(desk, one, SpoolerProgress(Stage.PRINTED)) is Stage.PRINTED
    assert print_jobs.unprinted(desk) == ()


def delivered(desk: Desk, to: InProcess) -> bytes:
    """What a new ticket makes a printer receive, questions left out."""
    before = len(to.mechanism.received)
    job = replace(form_jobs.ticket_job(desk, waiting.issue(desk, ["ho-tich"]).id), address="tcp:one:9100?dots=384")
    print_jobs.deliver(job, lambda work: work(desk), lambda _: to)
    return bytes(to.mechanism.received[before:])


def test_after_a_doubt_the_memory_of_that_printer_is_cleared_once_before_its_next_paper(desk: Desk) -> None:
    one = InProcess("one")
    first = clearing(undescribed(DOTS))
    assert first not in delivered(desk, one)
    one.mechanism.failures.add(Failure.CUTS_OFF)
    with pytest.raises(PrinterTrouble) as trouble:
        delivered(desk, one)
    assert trouble.value.sent
    one.mechanism.failures.add(Failure.POWER_OFF)
    with pytest.raises(PrinterNotReached):
        delivered(desk, one)
    one.mechanism.failures.clear()
    assert first in delivered(desk, one), "nothing was sent meanwhile, so the doubt stands"
    assert first not in delivered(desk, one)


def test_a_job_that_the_program_did_not_live_to_see_the_end_of_leaves_its_printer_in_doubt(desk: Desk) -> None:
    one = InProcess("one", kill_after=700)
    with pytest.raises(KilledError):
        delivered(desk, one)
    desk.store.opening = new_event_id()
    one.kill_after = None
    assert clearing(undescribed(DOTS)) in delivered(desk, one)
    assert clearing(undescribed(DOTS)) not in delivered(desk, one)


def test_a_printer_that_has_answered_before_and_is_silent_now_leaves_its_paper_in_doubt(desk: Desk) -> None:
    one = InProcess("one")
    one.mechanism.failures.add(Failure.SILENT)
    delivered(desk, one)
    one.mechanism.failures.clear()
    delivered(desk, one)
    one.mechanism.failures.add(Failure.SILENT)
    with pytest.raises(PrinterWentSilent):
        delivered(desk, one)
    assert print_jobs.unprinted(desk)[-1].fate is Fate.DOUBTFUL

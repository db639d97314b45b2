"""One worker, in order; answers come back to the window's thread, and only to those who are still there."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk.views.closed import DeskClosed
from models.not_allowed import NobodyWaiting
from models.trouble import FileInUse
from tests.patience import PATIENCE
from ui.core.jobs import AskDesk, Jobs, Reason


class Screen(QObject):
    """Takes answers down."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.reasons: list[Reason] = []
        self.threads: set[int] = set()

    def take(self, answer: object) -> None:
        self.threads.add(threading.get_ident())
        self.answers.append(answer)

    def hear(self, reason: Reason) -> None:
        self.reasons.append(reason)


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    del qapp
    made = Jobs()
    yield made
    made.close(lambda _: None)


@pytest.fixture
def screen() -> Screen:
    return Screen()


def opens(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    jobs.open(screen, object, lambda _: None, screen.hear)  # type: ignore[arg-type] # anything can stand for the desk
    qtbot.waitUntil(lambda: not jobs.busy)


def test_jobs_run_in_the_order_they_were_asked_in_one_thread(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    ran: list[int] = []

    def job(number: int) -> Callable[[object], int]:
        def run(_: object) -> int:
            ran.append(number)
            return threading.get_ident()

        return run

    for number in range(50):
        jobs.ask(screen, job(number), screen.take)
    qtbot.waitUntil(lambda: len(screen.answers) == 50)
    assert ran == list(range(50))
    assert len(set(screen.answers)) == 1
    assert screen.threads == {threading.get_ident()}


def test_the_answer_for_a_screen_that_is_gone_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    gone = Screen()
    opens(jobs, gone, qtbot)
    go_on = threading.Event()
    jobs.ask(gone, lambda _: go_on.wait(PATIENCE), gone.take)
    shiboken6.delete(gone)
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert gone.answers == []


def test_of_several_questions_on_one_topic_only_the_last_is_answered(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    go_on = threading.Event()
    ran: list[str] = []

    def job(word: str) -> Callable[[object], str]:
        def run(_: object) -> str:
            ran.append(word)
            return word

        return run

    jobs.ask(screen, lambda _: go_on.wait(PATIENCE))
    for word in ("n", "ng", "ngu"):
        jobs.ask(screen, job(word), screen.take, newest="find")
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert screen.answers == ["ngu"]
    assert ran == ["ngu"]  # the others never reached the database
    assert jobs._newest == {}  # nothing is remembered of what is over


def test_a_refusal_goes_to_who_asked(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)

    def refuse(_: object) -> None:
        raise NobodyWaiting

    jobs.ask(screen, refuse, screen.take, screen.hear)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(reason) for reason in screen.reasons] == [NobodyWaiting]
    assert screen.answers == []


def test_a_refusal_nobody_takes_is_said_aloud(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)

    def refuse(_: object) -> None:
        raise NobodyWaiting

    with qtbot.waitSignal(jobs.refused) as said:
        jobs.ask(screen, refuse, screen.take)
    assert isinstance(said.args[0], NobodyWaiting)


def test_our_own_bug_is_neither_an_answer_nor_swallowed(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    with qtbot.waitSignal(jobs.crashed) as crash:
        jobs.ask(screen, lambda _: 1 // 0, screen.take, screen.hear)
    assert isinstance(crash.args[0], ZeroDivisionError)
    assert screen.answers == []
    jobs.ask(screen, lambda _: "next", screen.take)
    qtbot.waitUntil(lambda: screen.answers == ["next"])


@pytest.mark.parametrize("way", ["ask", "run_with_desk", "run_in_thread"])
def test_who_asked_hears_the_end_first_however_it_ends(jobs: Jobs, screen: Screen, qtbot: QtBot, way: str) -> None:
    opens(jobs, screen, qtbot)
    heard: list[str] = []

    def work(happens: str) -> str:
        if happens == "refusal":
            raise NobodyWaiting
        if happens == "bug":
            raise ZeroDivisionError
        return happens

    def run(happens: str) -> None:
        def answered(_: object) -> None:
            heard.append(happens)

        told = {"answer": answered, "refused": answered, "ended": lambda: heard.append("ended")}
        if way == "run_in_thread":
            jobs.run_in_thread(screen, lambda: work(happens), **told)  # type: ignore[arg-type] # by name
        else:
            getattr(jobs, way)(screen, lambda _: work(happens), **told)
        qtbot.waitUntil(lambda: not jobs.busy)

    for happens in ("answer", "refusal", "bug"):
        run(happens)
    assert heard == ["ended", "answer", "ended", "refusal", "ended"]


def test_what_is_asked_before_the_desk_is_opened_waits_for_it(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    jobs.ask(screen, lambda _: "early", screen.take, screen.hear)
    opens(jobs, screen, qtbot)
    qtbot.waitUntil(lambda: screen.answers == ["early"])


def test_a_desk_that_did_not_open_says_why_to_every_question(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    why = FileInUse("motcua.db")

    def opening() -> None:
        raise why

    jobs.open(screen, opening, screen.take, screen.hear)  # type: ignore[arg-type] # anything can stand for the desk
    jobs.ask(screen, lambda _: None, screen.take, screen.hear)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert screen.reasons[0] is why
    assert isinstance(screen.reasons[1], DeskClosed)
    assert screen.reasons[1].why is why


def test_what_needs_no_database_does_not_wait_for_it(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    go_on = threading.Event()
    jobs.ask(screen, lambda _: go_on.wait(PATIENCE))
    jobs.run_in_thread(screen, lambda: "port list", screen.take)
    qtbot.waitUntil(lambda: screen.answers == ["port list"])
    go_on.set()


def test_closing_finishes_what_was_asked(qapp: object, screen: Screen, qtbot: QtBot) -> None:
    del qapp
    jobs = Jobs()
    opens(jobs, screen, qtbot)
    done: list[str] = []
    jobs.ask(screen, lambda _: done.append("one"))
    jobs.ask(screen, lambda _: done.append("two"))
    jobs.close(lambda _: done.append("closed"))
    assert done == ["one", "two", "closed"]


def test_a_slow_printer_holds_up_neither_the_desk_nor_another_printer(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    paper_is_out = threading.Event()

    def slow(name: str) -> Callable[[], str]:
        def work() -> str:
            assert paper_is_out.wait(10)
            return name

        return work

    for name in ("slow 1", "slow 2"):
        jobs.run_in_thread(screen, slow(name), screen.take, queue="slow")
    jobs.run_in_thread(screen, lambda: "other printer", screen.take, queue="other")
    jobs.ask(screen, lambda _: "desk", screen.take)
    qtbot.waitUntil(lambda: len(screen.answers) == 2)
    assert set(screen.answers) == {"other printer", "desk"}
    paper_is_out.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert screen.answers[2:] == ["slow 1", "slow 2"]


def test_another_thread_has_the_worker_do_something_and_waits_for_it(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    ran_in: list[int] = []

    def counted(number: int) -> int:
        ran_in.append(threading.get_ident())
        return number * number

    with ThreadPoolExecutor(max_workers=4) as others:
        found = list(others.map(lambda n: jobs.call(lambda _: counted(n)), range(100)))
    assert found == [n * n for n in range(100)]
    assert len(set(ran_in)) == 1
    assert ran_in[0] != threading.get_ident()


def test_what_goes_wrong_in_the_worker_comes_out_where_it_was_called(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)

    def refuse(_: object) -> None:
        raise NobodyWaiting

    with ThreadPoolExecutor(max_workers=1) as other:
        with pytest.raises(NobodyWaiting):
            other.submit(jobs.call, refuse).result(10)
        with pytest.raises(ZeroDivisionError):
            other.submit(jobs.call, lambda _: 1 // 0).result(10)
    assert screen.reasons == []


def test_an_errand_goes_between_the_desk_and_its_own_thread_in_one_function(
    jobs: Jobs, screen: Screen, qtbot: QtBot
) -> None:
    opens(jobs, screen, qtbot)
    threads: list[int] = []

    def here(given: object) -> object:
        threads.append(threading.get_ident())
        return given

    def long(ask: AskDesk) -> object:
        begun = ask(lambda _: here("begun"))
        made = here(f"{begun}, made")
        return ask(lambda _: here(f"{made}, kept"))

    jobs.run_with_desk(screen, long, screen.take, screen.hear)
    qtbot.waitUntil(lambda: screen.answers == ["begun, made, kept"])
    desk, aside, desk_again = threads
    assert desk == desk_again != aside
    assert threading.get_ident() not in threads


def test_while_an_errand_is_away_from_the_desk_others_are_answered(jobs: Jobs, screen: Screen, qtbot: QtBot) -> None:
    opens(jobs, screen, qtbot)
    go_on = threading.Event()

    def long(ask: AskDesk) -> str:
        ask(lambda _: None)
        assert go_on.wait(PATIENCE)
        return ask(lambda _: "errand")

    jobs.run_with_desk(screen, long, screen.take)
    jobs.ask(screen, lambda _: "asked", screen.take)
    qtbot.waitUntil(lambda: screen.answers == ["asked"])
    go_on.set()
    qtbot.waitUntil(lambda: screen.answers == ["asked", "errand"])


def test_what_refuses_an_errand_at_the_desk_or_beside_it_is_said_to_who_asked(
    jobs: Jobs, screen: Screen, qtbot: QtBot
) -> None:
    opens(jobs, screen, qtbot)

    def refuse(_: object) -> None:
        raise NobodyWaiting

    jobs.run_with_desk(screen, lambda ask: ask(refuse), screen.take, screen.hear, queue="one")
    jobs.run_with_desk(screen, refuse, screen.take, screen.hear, queue="one")
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(reason) for reason in screen.reasons] == [NobodyWaiting, NobodyWaiting]
    assert screen.answers == []


def test_a_desk_that_closes_ends_an_errand_and_nothing_is_told(qapp: object, screen: Screen, qtbot: QtBot) -> None:
    del qapp
    jobs = Jobs()
    opens(jobs, screen, qtbot)
    away, closing, ended = threading.Event(), threading.Event(), threading.Event()

    def long(ask: AskDesk) -> None:
        away.set()
        assert closing.wait(PATIENCE)
        try:
            ask(lambda _: None)
        except DeskClosed:
            ended.set()
            raise

    jobs.run_with_desk(screen, long, screen.take, screen.hear)
    assert away.wait(PATIENCE)
    jobs.close(lambda _: closing.set())
    assert ended.is_set()
    qtbot.wait(1)
    assert (screen.answers, screen.reasons) == ([], [])


def test_before_the_desk_is_open_and_after_it_closed_a_call_fails_at_once(qapp: object, screen: Screen) -> None:
    del qapp
    jobs = Jobs()
    with ThreadPoolExecutor(max_workers=1) as other:
        with pytest.raises(DeskClosed):
            other.submit(jobs.call, lambda _: None).result(10)
        jobs.open(screen, object, lambda _: None, screen.hear)  # type: ignore[arg-type] # anything can stand for it
        assert other.submit(jobs.call, lambda _: "open").result(10) == "open"
        jobs.close(lambda _: None)
        with pytest.raises(DeskClosed):
            other.submit(jobs.call, lambda _: None).result(10)


def test_threads_that_call_while_the_desk_closes_are_answered_or_refused_but_never_left_waiting(
    qapp: object, screen: Screen, qtbot: QtBot
) -> None:
    del qapp
    jobs = Jobs()
    opens(jobs, screen, qtbot)
    ends: list[str] = []
    started = threading.Barrier(5)

    def calls() -> None:
        started.wait(PATIENCE)
        while True:
            try:
                jobs.call(lambda _: None)
            except DeskClosed:
                ends.append("refused")
                return

    threads = [threading.Thread(target=calls) for _ in range(4)]
    for thread in threads:
        thread.start()
    started.wait(PATIENCE)
    jobs.close(lambda _: None)
    for thread in threads:
        thread.join(PATIENCE)
    assert ends == ["refused"] * 4

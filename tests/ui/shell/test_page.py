"""What every page does: it has the desk do one thing at a time."""

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from models.not_allowed import NobodyWaiting
from tests.patience import PATIENCE
from tests.ui.core.test_jobs import Screen, opens
from ui.core.jobs import Jobs
from ui.shell.banner import Banners
from ui.shell.page import Page


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    del qapp
    made = Jobs()
    yield made
    made.close(lambda _: None)


@pytest.fixture
def page(jobs: Jobs, qtbot: QtBot) -> Page:
    opens(jobs, Screen(), qtbot)
    banners = Banners()
    made = Page(jobs, {}, banners)
    qtbot.addWidget(banners)
    qtbot.addWidget(made)
    return made


def refuse(_: object) -> None:
    raise NobodyWaiting


def stumble(_: object) -> None:
    raise ZeroDivisionError


def test_what_is_asked_while_the_desk_acts_is_not_begun(page: Page, jobs: Jobs, qtbot: QtBot) -> None:
    go_on, began = threading.Event(), []

    def act(_: object) -> str:
        began.append("act")
        go_on.wait(PATIENCE)
        return "done"

    screen = Screen()
    page.act(act, screen.take)
    page.act(act, screen.take)
    assert page.acting
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert (began, screen.answers) == (["act"], ["done"])
    assert not page.acting


def test_the_page_may_act_again_already_when_it_hears_the_answer(page: Page, jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[object] = []
    page.act(lambda _: 1, lambda _: page.act(lambda _: 2, heard.append))
    qtbot.waitUntil(lambda: heard == [2])
    assert not jobs.busy


def test_a_refusal_frees_the_page_and_is_told(page: Page, jobs: Jobs, qtbot: QtBot) -> None:
    screen = Screen()
    page.act(refuse, screen.take, screen.hear)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(reason) for reason in screen.reasons] == [NobodyWaiting]
    assert not page.acting
    said: list[object] = []
    jobs.refused.connect(said.append)
    page.act(refuse, screen.take)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(reason) for reason in said] == [NobodyWaiting]


def test_a_bug_of_ours_leaves_no_page_that_takes_no_key_any_more(page: Page, jobs: Jobs, qtbot: QtBot) -> None:
    bugs: list[object] = []
    jobs.crashed.connect(bugs.append)
    page.act(stumble, lambda _: None)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]
    assert not page.acting

"""A second process answers in its turn; one that says something else than it should, or dies, fails what was asked."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

from models.system import second_process
from models.system.second_process import FAILED, SecondProcess

MODULE = "tests.fakes.doubling_process"
ROOT = Path(__file__).parents[3]

unix = pytest.mark.skipif(sys.platform == "win32", reason="signals are things of unix")


@pytest.fixture
def second(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[SecondProcess]:
    """One that doubles numbers; ``indirect``: what it is expected to say of itself."""
    python = tmp_path / "python"
    # ``-I`` looks for nothing beside the program itself, and the tests are no part of it
    python.write_text(f'#!/bin/sh\nshift\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    expected = getattr(request, "param", "doubles")
    process = SecondProcess(MODULE, accepts=lambda said: said == expected, steps_back=True)
    yield process
    process.end()


def fails(answer: "Future[int]") -> bool:
    """Whether no answer came."""
    return isinstance(answer.exception(20), FAILED)


@unix
def test_each_question_has_its_own_answer(second: SecondProcess) -> None:
    answers = [second.ask(number, int) for number in range(50)]
    assert [answer.result(20) for answer in answers] == [2 * number for number in range(50)]
    assert not second.failed


@unix
def test_a_message_longer_than_a_pipe_comes_whole(second: SecondProcess) -> None:
    assert second.ask("ab" * 500_000, str).result(20) == "ab" * 1_000_000


@unix
@pytest.mark.parametrize("second", ["adds"], indirect=True)
def test_one_that_says_something_else_of_itself_is_asked_nothing(second: SecondProcess) -> None:
    assert fails(second.ask(1, int))
    assert second.failed


@unix
def test_an_answer_of_another_kind_fails(second: SecondProcess) -> None:
    assert fails(second.ask(1, str))  # type: ignore[arg-type]
    assert second.ask(2, int).result(20) == 4


@unix
def test_what_was_asked_of_one_that_dies_fails(second: SecondProcess) -> None:
    assert second.ask(1, int).result(20) == 2
    (child,) = children()
    os.kill(child.pid, signal.SIGSTOP)
    asked = [second.ask(number, int) for number in range(3)]
    os.kill(child.pid, signal.SIGKILL)
    assert all(fails(answer) for answer in asked)


@unix
def test_one_that_steps_back_leaves_the_processor_to_others(second: SecondProcess) -> None:
    assert second.ask(1, int).result(20) == 2
    (child,) = children()
    assert child.nice() == second_process._NICE


@unix
def test_ended_it_leaves_nothing_behind_and_may_be_ended_again(second: SecondProcess) -> None:
    second.end()
    assert second.failed
    assert children() == []
    with pytest.raises(EOFError):
        second.ask(1, int)
    second.end()


STARTS_ONE = f"""
import sys
from models.system.second_process import SecondProcess
process = SecondProcess("{MODULE}", accepts=lambda said: True)
print(process.ask(21, int).result(20), process._process.pid, flush=True)
sys.stdin.read()
"""


@unix
def test_it_ends_with_a_program_that_is_killed(second: SecondProcess) -> None:
    del second  # for its interpreter, which finds the module
    python = Path(sys.executable).read_text("utf-8").partition('exec "')[2].partition('"')[0]
    code = f"import sys; sys.executable = {sys.executable!r}\n{STARTS_ONE}"
    killed = subprocess.Popen([python, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - this interpreter
    assert killed.stdout
    doubled, pid = map(int, killed.stdout.readline().split())
    assert doubled == 42
    child = psutil.Process(pid)
    killed.kill()
    killed.communicate()
    child.wait(20)
    assert not child.is_running()


def children() -> list[psutil.Process]:
    """Processes of this one that run the module."""
    return [child for child in psutil.Process().children() if MODULE in child.cmdline()]

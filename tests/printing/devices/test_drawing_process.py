"""A second process draws what this one would; what it does not answer is drawn here, and said by its own error."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from msgspec.structs import replace

from models.events import Form
from models.system.second_process import SecondProcess
from printing.devices import drawing_process
from printing.devices.dialects import dialects
from printing.devices.drawing import draw
from printing.devices.drawing_process import DrawingProcess, Drawn
from printing.forms.table import FORMS
from printing.forms.versions import forms_sets
from printing.layout.sheet import Sheet
from tests.printing.forms.test_table import given

unix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts are things of unix")


@pytest.fixture
def before() -> frozenset[int]:
    """Processes that drew for other tests, whose windows have vanished as in a power cut."""
    return frozenset(child.pid for child in psutil.Process().children())


@pytest.fixture
def there(before: frozenset[int]) -> Iterator[DrawingProcess]:
    process = DrawingProcess()
    yield process
    process.end()
    assert children(before) == []


def children(before: frozenset[int]) -> list[psutil.Process]:
    """Drawing processes of this test."""
    fresh = [child for child in psutil.Process().children() if child.pid not in before]
    return [child for child in fresh if drawing_process.__name__ in child.cmdline()]


def sheet(form: Form) -> Sheet:
    return FORMS[form].trial(given(forms_sets()[0]), "B")


def test_every_form_comes_out_there_as_here(there: DrawingProcess, answered: list[int]) -> None:
    printer = dialects()["xprinter-80"]
    for row in FORMS.values():
        paper = row.trial(given(forms_sets()[0]), "B")
        for dots, dialect in ((None, None), (384, None), (printer.dots, printer)):
            assert there.draw(paper, dots, dialect) == draw(paper, dots, dialect), (row.form, dots)
    assert len(answered) == 3 * len(FORMS)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Lengths of the papers that the other process has drawn."""
    lengths: list[int] = []
    asked = SecondProcess._asked

    def note(self: SecondProcess, message: object, answer: type[Drawn]) -> Drawn:
        drawn = asked(self, message, answer)
        if drawn.content:
            lengths.append(len(drawn.content))
        return drawn

    monkeypatch.setattr(SecondProcess, "_asked", note)
    return lengths


def test_what_cannot_be_drawn_there_says_its_own_error(there: DrawingProcess, answered: list[int]) -> None:
    with pytest.raises(ValueError, match="7"):
        there.draw(sheet(Form.TICKET), 7, None)
    assert there.draw(sheet(Form.TICKET), 384, None) == draw(sheet(Form.TICKET), 384, None)
    assert len(answered) == 1, "it goes on after it"


@unix
@pytest.mark.logs_warning
def test_a_paper_that_it_dies_over_is_drawn_here_and_the_next_one_by_another(
    there: DrawingProcess, before: frozenset[int], answered: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    paper = sheet(Form.RECEIPT)
    expected = draw(paper, None, None)
    for time in range(2):
        assert there.draw(paper, None, None) == expected
        (child,) = children(before)
        kill(child)
        assert there.draw(paper, None, None) == expected
        assert not there.is_running
        assert children(before) == []
        assert len(answered) == len(caplog.messages) == time + 1
    assert "a paper is drawn in this process" in caplog.text


@unix
@pytest.mark.logs_warning
def test_one_that_dies_again_and_again_is_left_alone_for_an_hour(
    before: frozenset[int], answered: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    now = [0.0]
    there = DrawingProcess(clock=lambda: now[0])
    paper = sheet(Form.RECEIPT)
    expected = draw(paper, None, None)

    def dies() -> None:
        assert there.draw(paper, None, None) == expected
        (child,) = children(before)
        kill(child)
        assert there.draw(paper, None, None) == expected

    for _ in range(drawing_process._MOST_FAILURES):
        now[0] += 60
        dies()
    assert ["an hour" in said for said in caplog.messages] == [False, False, True]
    for minute in range(58):
        now[0] = 180 + minute * 60
        assert there.draw(paper, None, None) == expected
        assert not there.is_running
    assert len(caplog.messages) == len(answered) == 3
    now[0] = 60 + drawing_process._WITHIN
    dies()
    assert len(answered) == 4
    assert not there.is_running
    there.end()
    assert children(before) == []


@unix
@pytest.mark.logs_warning
def test_one_that_stands_still_holds_up_a_single_paper_in_an_hour(
    there: DrawingProcess,
    before: frozenset[int],
    answered: list[int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    paper = sheet(Form.RECEIPT)
    there.draw(paper, None, None)
    (child,) = children(before)
    os.kill(child.pid, signal.SIGSTOP)
    monkeypatch.setattr(drawing_process, "_PATIENCE", 0.2)
    assert there.draw(paper, None, None) == draw(paper, None, None)
    assert there.draw(replace(paper, copy=2), None, None) == draw(replace(paper, copy=2), None, None)
    assert children(before) == []
    assert len(answered) == 1
    assert ["an hour" in said for said in caplog.messages] == [True]


@unix
@pytest.mark.logs_warning
@pytest.mark.parametrize(
    "line",
    [
        None,
        "exit 1",
        "exec cat",
        "echo 'A warning of a library, in the place of an answer'; cat",
        "printf '\\377%.0s' 1 2 3 4 5 6 7 8 9; cat",
    ],
    ids=["none", "ends", "answers something else", "prints", "answers with what is no length"],
)
def test_without_it_papers_come_out_all_the_same(
    there: DrawingProcess,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    line: str | None,
) -> None:
    python = tmp_path / "python"
    if line is not None:
        python.write_text(f"#!/bin/sh\n{line}\n")
        python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    paper = sheet(Form.RECEIPT)
    for _ in range(drawing_process._MOST_FAILURES + 2):
        assert there.draw(paper, None, None) == draw(paper, None, None)
        assert not there.is_running
    assert ["an hour" in said for said in caplog.messages] == [False, False, True]


@unix
@pytest.mark.logs_warning
def test_one_that_cannot_draw_what_can_be_drawn_here_is_left_alone_too(
    there: DrawingProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    python = tmp_path / "python"
    lacks = (
        "import sys; sys.modules['reportlab'] = None; import runpy; runpy.run_module(sys.argv[1], run_name='__main__')"
    )
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -c "{lacks}" "$3"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    paper = sheet(Form.RECEIPT)
    for _ in range(drawing_process._MOST_FAILURES + 2):
        assert there.draw(paper, None, None) == draw(paper, None, None)
        assert not there.is_running
    assert [said.rpartition(": ")[2] for said in caplog.messages] == ["LibraryUnusable"] * 3


def kill(child: psutil.Process) -> None:
    """Kill it, and wait until nothing answers any more."""
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)


def test_ended_it_starts_nothing_more(there: DrawingProcess, before: frozenset[int]) -> None:
    there.end()
    paper = sheet(Form.RECEIPT)
    assert there.draw(paper, None, None) == draw(paper, None, None)
    assert children(before) == []

"""Commands that work for a while are stopped from outside: one sentence, the conventional code, the file put away."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from models.system.stop_signals import STOPPED, StopRequested, exit_code, on_first_signal, stop, stop_deferred
from tests.patience import PATIENCE
from tests.started import STOPS, started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent here as POSIX has them")

MORNING = ["-m", "ui", "morning", "--citizens", "999", "--out"]


@pytest.mark.parametrize("group", [False, True])
@pytest.mark.parametrize("how", list(STOPS))
def test_a_stopped_morning_says_so_and_leaves_a_whole_file_and_nothing_else(
    tmp_path: Path, how: signal.Signals, *, group: bool
) -> None:
    with started([*MORNING, str(tmp_path / "out")], tmp_path) as morning:
        morning.until(lambda: list(tmp_path.glob("out/papers/receipt-*.pdf")), "the first receipt")
        assert morning.stopped(how, group=group) == (STOPS[how], "", f"{STOPPED}\n")
        assert list(morning.temporary.iterdir()) == []
    assert not (tmp_path / "out/data/motcua.db-wal").exists()
    words = [sys.executable, "-m", "ui", "--data", str(tmp_path / "out/data"), "verify"]
    done = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own program
    assert done.returncode == 0, done.stdout


def test_whoever_presses_twice_changes_nothing(tmp_path: Path) -> None:
    with started([*MORNING, str(tmp_path / "out")], tmp_path) as morning:
        morning.until(lambda: list(tmp_path.glob("out/papers/receipt-*.pdf")), "the first receipt")
        assert morning.stopped(signal.SIGINT, times=20) == (130, "", f"{STOPPED}\n")
    assert not (tmp_path / "out/data/motcua.db-wal").exists()


LOADING = """
import os, signal, sys
wanted = sys.argv[1]
class Now:
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Now())
from {module} import main
sys.argv[1:] = {words}
main()
"""


@pytest.mark.parametrize(
    ("module", "words", "loading"),
    [
        ("ui.__main__", ["due", "--help"], "click"),
        ("ui.__main__", ["due", "--help"], "desk.__main__"),
        ("sync.hub.__main__", ["status", "--help"], "sqlalchemy"),
    ],
)
def test_a_command_is_stopped_as_calmly_while_it_is_loaded(
    tmp_path: Path, module: str, words: list[str], loading: str
) -> None:
    code = LOADING.format(module=module, words=words)
    with started(["-c", code, loading], tmp_path) as command:
        out, err = command.process.communicate(timeout=PATIENCE)
        assert (command.process.returncode, out, err) == (130, "", f"{STOPPED}\n")


OUTLIVING = """
import runpy, signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
runpy.run_module("ui.__main__", run_name="__main__")
"""


def test_a_program_started_to_outlive_its_terminal_stays(tmp_path: Path) -> None:
    def receipts() -> int:
        return len(list(tmp_path.glob("out/papers/receipt-*.pdf")))

    with started(["-c", OUTLIVING, *MORNING[2:], str(tmp_path / "out")], tmp_path) as morning:
        morning.until(receipts, "the first receipt")
        morning.process.send_signal(signal.SIGHUP)
        seen = receipts()
        morning.until(lambda: receipts() > seen + 1, "more receipts")


def test_a_stop_is_like_a_key_pressed_and_carries_its_code() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with on_first_signal(stop):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
    assert exit_code(KeyboardInterrupt()) == 130
    assert exit_code(StopRequested(signal.SIGTERM)) == 143
    with pytest.raises(KeyboardInterrupt):
        stop(signal.SIGTERM)


@pytest.mark.usefixtures("as_before")
def test_a_stop_waits_for_the_end_of_what_must_not_be_interrupted() -> None:
    told: list[int] = []
    with on_first_signal(told.append):
        with stop_deferred():
            with stop_deferred():
                signal.raise_signal(signal.SIGTERM)
            assert told == []
        assert told == [signal.SIGTERM]
        with stop_deferred():
            signal.raise_signal(signal.SIGTERM)
        assert told == [signal.SIGTERM]


@pytest.mark.usefixtures("as_before")
def test_a_stop_that_waited_goes_before_what_failed_meanwhile() -> None:
    @stop_deferred()
    def stopped_and_failing() -> None:
        signal.raise_signal(signal.SIGTERM)
        raise KeyError

    with on_first_signal(stop), pytest.raises(StopRequested):
        stopped_and_failing()

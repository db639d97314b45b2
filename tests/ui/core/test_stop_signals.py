"""Windows are ended from outside: by Ctrl+C, by SIGTERM, by the terminal that closes; nothing of them stays behind."""

import signal
import sys
from pathlib import Path

import psutil
import pytest

from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.system.stop_signals import STOPPED
from tests.started import STOPS, Started, screen, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is of Linux")

__all__ = ["screen"]

RUN = ["-m", "ui", "run", "--training"]


def hubs(window: Started) -> list[psutil.Process]:
    """Children of the program."""
    return psutil.Process(window.process.pid).children(recursive=True)


def found(window: Started, name: str) -> list[Path]:
    return list(window.temporary.glob(f"motcua-training-*/{name}"))


@pytest.mark.parametrize("at", ["", "motcua.db", "hub", "hub/hub.db"])
@pytest.mark.parametrize("how", list(STOPS))
def test_a_training_ends_calmly_at_any_time_and_leaves_neither_folder_nor_hub(
    tmp_path: Path, how: signal.Signals, at: str, screen: dict[str, str]
) -> None:
    with started(RUN, tmp_path, **screen) as window:
        window.until(lambda: found(window, at) if at else list(window.temporary.iterdir()), at or "the folder")
        children = hubs(window)
        assert window.stopped(how, group=how is not signal.SIGTERM, times=3) == (STOPS[how], "", "")
        assert list(window.temporary.iterdir()) == []
        assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk whose key lies beside its file."""
    write_settings(tmp_path / "data", training_settings())
    close_desk(open_desk(tmp_path / "data", training=True))
    return tmp_path / "data"


@pytest.mark.parametrize("how", list(STOPS))
def test_a_window_puts_its_file_away_when_it_is_stopped(
    tmp_path: Path, folder: Path, how: signal.Signals, screen: dict[str, str]
) -> None:
    with started(["-m", "ui", "--data", str(folder), "run"], tmp_path, **screen) as window:
        window.until((folder / "motcua.db-wal").exists, "the desk is open")
        assert window.stopped(how) == (STOPS[how], "", "")
    assert not (folder / "motcua.db-wal").exists()
    assert not (folder / "hall.line").exists()


def test_the_guides_pictures_are_stopped_between_two_windows_and_in_one(tmp_path: Path) -> None:
    for at in ("data/motcua.db", "data/hall.line"):
        with started(["-m", "ui.tools.guide", str(tmp_path / "pictures")], tmp_path / at.replace("/", "-")) as guide:
            guide.until(lambda at=at: list(guide.temporary.glob(f"motcua-guide-*/{at}")), at)  # type: ignore[misc]
            assert guide.stopped(signal.SIGINT, times=2) == (130, "", f"{STOPPED}\n")
            assert list(guide.temporary.iterdir()) == []

"""``python -m tests.old_databases.freeze FOLDER PIECE [--postgresql]``: a database as the present tree writes it.

FOLDER must not exist yet; PIECE is what the newest part of the tree is called (``PIECES``, the newest last). Each part
adds to the day what it can do; see README.md for how an older one is made with the same script.
"""

import argparse
import importlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from tests.conftest import TurnedClock
from tests.old_databases import facts
from tests.old_databases.days import counter

PIECES = ("counter", "province", "workplace", "sound_ground", "house", "life", "money_post_visits", "flexible")
OPENS_AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LEFT_OUT = shutil.ignore_patterns("*.lock", "papers", "viewing", "*.forked-*")
"""What belongs to a running program, is paper, or is a database once more."""


def main() -> None:
    """Make one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("piece", choices=PIECES)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as beside:
        if asked.piece == "counter":
            alone(asked.folder, Path(beside))
        else:
            # What the first piece has no modules for.
            day = importlib.import_module("tests.old_databases.days.province")
            day.at_a_hub(asked.folder, Path(beside), asked.piece, postgresql=asked.postgresql)


def opened(folder: Path, clock: TurnedClock) -> Desk:
    """The desk of a folder, whose key lies beside the file."""
    if not folder.exists():
        write_settings(folder, training_settings())
    return open_desk(folder, clock=clock, training=True)


def alone(folder: Path, beside: Path) -> None:
    """A desk that works alone."""
    clock = TurnedClock(OPENS_AT)
    desk = opened(beside / "desk", clock)
    handed = counter.work(desk, clock)
    other = counter.machine_5(beside / "5", clock)
    other.store.log.merge(desk.store.log.events())
    counter.at_another_counter(other, handed)
    desk.store.log.merge(counter.own(other))
    close_desk(other)
    counter.set_one_aside(desk, clock, beside / "5-again")
    close_desk(desk)
    desk = opened(beside / "desk", clock)
    counter.last_of_all(desk, clock)
    facts.write(facts.told_by(desk, "counter"), folder)
    leave(desk, folder, cut_off=True)


def leave(desk: Desk, folder: Path, *, cut_off: bool) -> None:
    """Close the desk and keep its folder: as it is then, or as a power cut would have left it, with a journal."""
    if not cut_off:
        close_desk(desk)
    shutil.copytree(desk.folder, folder / "desk", ignore=LEFT_OUT)
    if cut_off:
        close_desk(desk)


if __name__ == "__main__":
    main()

"""Copies and a new key over a file of 200,000 dossiers, beside a bare copy of the same bytes to the same disk.

No proof of a file is quicker than SQLite's own check of it, which proves each page that it reads: that check alone, of
the same bytes in the same run, is a part of the limit.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from msgspec.structs import replace

from desk.backup.backup import back_up, begin, end
from desk.backup.backup_run import run_backup
from desk.desk import Desk
from desk.health.restore import abandon, prove
from desk.health.rotation import rotate
from desk.limits import check
from desk.opening import close_desk, open_desk
from desk.settings import DATABASE, Backups
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from models.ids import ClerkId, new_dossier_id
from models.store import tables
from models.store.codec import event_values
from models.store.file.checking import read_only
from models.store.file.database import insert_into
from models.store.keys.key import find_key
from models.trouble import FileDamaged
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.citizens import visits
from tests.models.store.test_log import received

VISITS = int(os.environ.get("MOTCUA_BENCH_VISITS", "200000"))
CLERK = ClerkId("mau")


def figures() -> Iterator[Figure]:
    """Copy, work beside the copy, proof, a new key, asking the limits."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        place = folder / "copies"
        place.mkdir()
        desk = _desk(folder / "data", place)
        _fill(desk)
        yield from _limits(desk)
        main = desk.folder / DATABASE
        bare = _bare_copy(main, folder / "bare")
        size = f"{main.stat().st_size / 1e6:,.0f} MB, {VISITS:,} dossiers"
        took = _timed(lambda: back_up(desk))
        copy = _newest(place)
        key = find_key(desk.folder, use_keyring=False)
        yield Figure(
            f"a copy, written, read through, proven ({size})",
            took,
            "s",
            bare + _timed(lambda: _checked(copy / DATABASE, key, "quick_check")),
            "bare copy and fsync of the same file, and SQLite's quick_check of it",
            "≤ 6 s",
        )
        yield from _beside(desk)
        close_desk(desk)
        copy = _newest(place)  # of one hour only the newest is kept
        took = _timed(lambda: abandon(prove(copy, desk.folder, clock=wall_clock, use_keyring=False)))
        yield Figure(
            "a copy brought back: proven to the last event",
            took,
            "s",
            bare + _timed(lambda: _checked(copy / DATABASE, key, "integrity_check")),
            "bare copy and fsync, and SQLite's integrity_check",
            "≤ 30 s",
        )
        again = open_desk(desk.folder, settings=desk.settings, training=True)
        held: list[Desk] = []
        yield Figure(
            f"a new key ({size})", _timed(lambda: held.append(rotate(again))), "s", bare, "bare copy and fsync", ""
        )
        close_desk(held[0])


def _newest(place: Path) -> Path:
    """The newest copy; their names tell when each was made."""
    return max(path.parent for path in place.rglob("manifest.json"))


def _desk(data: Path, place: Path) -> Desk:
    settings = replace(training_settings(), backups=Backups(folder=str(place)))
    return open_desk(data, settings=settings, training=True)


def _fill(desk: Desk) -> None:
    put = insert_into(tables.event)
    database = desk.store._database
    log = visits(VISITS, seed=1)
    while chunk := [event_values(recorded) for recorded in islice(log, 20_000)]:
        with database.transaction():
            database.run_many(put, chunk)
    desk.store.log.rebuild()
    database.checkpoint()


def _limits(desk: Desk) -> Iterator[Figure]:
    working = type(desk)(**{name: getattr(desk, name) for name in desk.__dataclass_fields__} | {"training": False})
    took = [_timed(lambda: check(working)) * 1e6 for _ in range(5_000)]
    bare = [_timed(lambda: shutil.disk_usage(desk.folder)) * 1e6 for _ in range(5_000)]
    asked = percentile(bare, 0.5)
    yield Figure(
        "asking the limits, p50", percentile(took, 0.5), "µs", asked, "asking the disk for its room", "< 50 µs"
    )


def _beside(desk: Desk) -> Iterator[Figure]:
    """How long one event takes while a copy is under way, and while none is."""
    from threading import Thread  # noqa: PLC0415  # only here

    alone = [_timed(lambda: _record(desk)) * 1e3 for _ in range(300)]
    since = time.perf_counter()
    plan = begin(desk)
    stood = time.perf_counter() - since
    made: list[object] = []
    far = Thread(target=lambda: made.append(run_backup(plan)))
    far.start()
    beside = []
    while far.is_alive():
        beside.append(_timed(lambda: _record(desk)) * 1e3)
    far.join()
    end(desk, plan, made[0])  # type: ignore[arg-type]  # what carry_out gives
    yield Figure("the desk stands still when a copy begins", stood * 1e3, "ms", 0, "", "")
    for share in (0.5, 0.99):
        yield Figure(
            f"recording an event beside a copy, p{share * 100:.0f}",
            percentile(beside, share),
            "ms",
            percentile(alone, share),
            "the same alone",
            "",
        )


def _record(desk: Desk) -> None:
    desk.store.log.record(new_dossier_id(), CLERK, received())


def _bare_copy(path: Path, to: Path) -> float:
    def copy() -> None:
        shutil.copyfile(path, to)
        with to.open("r+b") as file:
            os.fsync(file.fileno())

    # Closing this process' descriptor drops SQLite's own locks; nobody else is at this file.
    best = min(_timed(copy) for _ in range(3))
    to.unlink()
    return best


def _checked(path: Path, key: bytes, how: str) -> None:
    with read_only(path, key) as run:
        run("PRAGMA cache_size = -65536")
        said = run(f"PRAGMA {how}").fetchall()
    if any(told != "ok" and "FTS5" not in told for (told,) in said):  # of the search it cannot tell, read only
        raise FileDamaged(str(path), str(said))


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start

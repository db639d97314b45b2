"""An old PC: the same window and the same clerk with one core, 2 GB and a slow disk (``confined``)."""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import bench_clerk, bench_window
from tests.benchmarks.confined import Confined, forget_files, old_pc
from tests.benchmarks.figures import Figure, percentile

_STARTS = 5
_VISITS = 20_000
_ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Start from a cold disk, start again, each key's answer, memory with all files that were read."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-", dir=Path.home()) as folder, old_pc(Path.home()) as pc:
        for what in pc.lacks:
            sys.stderr.write(f"not limited here: {what}\n")
        yield from _starts(Path(folder), pc)
        yield from _work(Path(folder), pc)


def _starts(folder: Path, pc: Confined) -> Iterator[Figure]:
    data = str(folder / "data")
    bench_window.child("first", data, within=pc.prefix)
    if forget_files():
        bare = bench_window.child("bare", within=pc.prefix)["painted"]
        forget_files()
        ready = bench_window.child("start", data, within=pc.prefix)["ready"]
        yield Figure(
            "old PC: first start after switching on -> ready to scan",
            ready, "ms", bare, "bare PySide6 window, likewise", "<= 10 s",
        )  # fmt: skip
    starts = [bench_window.child("start", data, within=pc.prefix)["ready"] for _ in range(_STARTS)]
    bares = [bench_window.child("bare", within=pc.prefix)["painted"] for _ in range(_STARTS)]
    yield Figure(
        "old PC: started again -> ready to scan",
        statistics.median(starts), "ms", statistics.median(bares), "bare PySide6 window, likewise", "<= 3 s",
    )  # fmt: skip


def _work(folder: Path, pc: Confined) -> Iterator[Figure]:
    data = folder / "office"
    bench_clerk.many_visits(data, _VISITS)
    measured = bench_clerk.clerk(data, "", _ROUNDS, within=pc.prefix)
    answers = [ms for minute in measured["minutes"] for _, ms in minute["answers"]]
    for share, target in ((0.5, "as it is"), (0.99, "<= 200 ms")):
        yield Figure(
            f"old PC: key -> answer painted, {_VISITS:,} dossiers, p{share * 100:.0f}",
            percentile(answers, share), "ms", percentile(measured["bare"], share),
            "a whole repaint of the window", target,
        )  # fmt: skip
    waits = [sum(ms for _, ms in minute["answers"]) for minute in measured["minutes"]]
    yield Figure("old PC: waiting in one intake, p95", percentile(waits, 0.95), "ms", 0, "", "<= 2 s")
    yield Figure("old PC: most memory, cached files included", pc.most_memory(), "MB", 0, "", "<= 1,024 MB")

"""The window: how long until it can be worked with, how much memory a day leaves it with, how fast a card fills it."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, percentile

_STARTS = 7
_SCANS = 200
_DOSSIERS = 500
_HERE = Path(__file__).parent
_SCREEN = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": False,
    "screens": [
        {"name": "desk", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    ],
}
_COMPILED = Path(tempfile.gettempdir()) / "motcua-bench-compiled"


def figures() -> Iterator[Figure]:
    """All figures of the window, measured offscreen in processes of their own."""
    ours, bare = _starts()
    yield Figure(
        what="process start -> window painted and ready to scan",
        value=ours["ready"],
        unit="ms",
        limit=bare["painted"],
        limit_what="bare PySide6 window with a 30x6 table, painted",
        target="<= 1.6x",
    )
    yield Figure(
        what="process start -> database open too",
        value=ours["open"],
        unit="ms",
        limit=bare["painted"],
        limit_what="the same bare window",
        target="as it is",
    )
    day = child("day", str(_DOSSIERS), str(_SCANS))
    yield Figure(
        what=f"memory (RSS) of the window after {_DOSSIERS} dossiers",
        value=day["rss"],
        unit="MB",
        limit=bare["rss"],
        limit_what="RSS of the bare window",
        target="<= 150 MB",
    )
    scans = day["scans"]
    yield Figure(
        what="last byte at the port -> fields filled, p99",
        value=percentile(scans, 0.99),
        unit="ms",
        limit=0,
        limit_what="",
        target="<= 20 ms",
    )


def _starts() -> tuple[dict[str, float], dict[str, float]]:
    """Medians of ours and the bare window, taken in turns so that both meet the same machine."""
    ours: list[dict[str, float]] = []
    bare: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        child("first", folder)  # makes folder and database: every morning but the first starts with both there
        child("bare")
        for _ in range(_STARTS):
            bare.append(child("bare"))
            ours.append(child("start", folder))
    medians = {name: statistics.median(start[name] for start in ours) for name in ("ready", "open")}
    return medians, {name: statistics.median(start[name] for start in bare) for name in ("painted", "rss")}


def child(*arguments: str, within: Sequence[str] = ()) -> dict[str, Any]:
    """Run ``window_child.py`` and read what it measured, on a screen as offices have it.

    Args:
        *arguments: of the child.
        within: begins the command: what confines it.
    """
    screen = _COMPILED.with_suffix(".json")
    screen.write_text(json.dumps(_SCREEN), encoding="utf-8")
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "PYTHONPYCACHEPREFIX": str(_COMPILED),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not at each start
    done = subprocess.run(  # noqa: S603 - our own file
        [*within, sys.executable, str(_HERE / "window_child.py"), *arguments],
        env=environment,
        cwd=_HERE.parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the offscreen screen has a word about every window
        check=True,
        timeout=900,
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured

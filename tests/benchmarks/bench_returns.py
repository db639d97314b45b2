"""Results put on the shelf by scanning, in the real window with a shelf that is nearly full."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, percentile

LYING = 2_000
COMING = 300
_HERE = Path(__file__).parent


def figures() -> Iterator[Figure]:
    """From the scan to the proposed place on screen, and from F9 to the next one's turn."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        measured = _child(Path(folder))
    if measured["places"] != COMING:
        raise SystemExit(f"{measured['places']} places were proposed for {COMING} results")
    bare = percentile(measured["bare"], 0.99)
    for what, key in (("scan -> place on screen", "scans"), ("F9 -> put away, ready for the next", "puts")):
        yield Figure(
            f"{what}, {LYING:,} results on the shelf, p99",
            percentile(measured[key], 0.99),
            "ms",
            bare,
            "a page synced to the disk and a whole repaint, p99",
            "<= 50 ms",
        )


def _child(folder: Path) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, str(_HERE / "returns_child.py"), str(folder), str(LYING), str(COMING)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=_HERE.parent.parent,
        capture_output=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode(errors="replace"))
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured

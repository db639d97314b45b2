"""A day of eight hours with 500 citizens, four clerks in turn, and everything that scanners and printers do to them.

The printer is held in this process, so that what it prints and keeps is no memory of the window's.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from printing.simulated.printer import Failure, SimulatedPrinter
from tests.benchmarks.figures import Figure

CITIZENS = 500
SEED = 4
LONGEST = 1800.0

_HERE = Path(__file__).parent


def figures() -> Iterator[Figure]:
    """Exceptions, memory, what was lost."""
    day, slips = soak(CITIZENS, SEED)
    told, kept = set(day["taken"]), set(day["kept"])
    failures = sum(day["happened"].values())
    what = f"a day of {CITIZENS} citizens, 4 clerks, {day['changes']} changes, {failures} failures"
    yield Figure(f"{what}: exceptions and warnings", len(day["bugs"]) + len(day["warnings"]), "", 0, "", "0")
    yield Figure("the same: dossiers told as taken in and not in the file", len(told - kept), "", 0, "", "0")
    yield Figure("the same: told twice, or not told", CITIZENS - len(told), "", 0, "", "0")
    yield Figure("the same: findings of verify", len(day["findings"]), "", 0, "", "0")
    yield Figure("the same: papers written down and never out", max(0, day["papers"] - slips), "", 0, "", "0")
    yield Figure(
        "the same: memory grown since the 50th citizen", day["grown"], "MB", day["warm"], "RSS then, MB", "<= 10 MB"
    )


def soak(citizens: int, seed: int) -> tuple[dict[str, Any], int]:
    """One day; what it came to, and how many slips came out of the printer whole."""
    with tempfile.TemporaryDirectory(prefix="motcua-soak-") as folder, SimulatedPrinter(pace=2_000_000) as printer:
        child = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, str(_HERE / "soak_child.py"), folder, printer.address, str(citizens), str(seed)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            cwd=_HERE.parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        last = ""
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("pipes were asked for")
        for line in child.stdout:
            word = line.strip()
            if word == "mend":
                printer.mend()
            elif word in {failure.value for failure in Failure}:
                printer.fail(Failure(word))
            else:
                last = line
                continue
            child.stdin.write("so\n")
            child.stdin.flush()
        if child.wait(LONGEST):
            raise SystemExit(f"the day ended with {child.returncode}")
        return json.loads(last), len(printer.slips)

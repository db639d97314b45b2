"""``python -m tests.evidence [--[some-]figures FILE] [--faults FILE] [--smoke FILE]``: ``docs/bang-chung.md`` anew.

The table of acts is always made; figures are read from ``python -m tests.benchmarks --json FILE``, faults from what
``make faults`` said, what became of the installed packages from pytest's report.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from models.calendar.clock import wall_clock
from tests.evidence.page import PAGE, list_of_faults, list_of_smoke, table_of_acts, table_of_figures, with_part
from tests.evidence.under_trouble import GONE, Outcome, outcomes
from tests.fakes.hub import running, settings_for
from tests.faults.database import may_mount


def main() -> int:
    """Run, read, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence")
    parser.add_argument("--figures", type=Path, help="what the benchmarks measured, as JSON")
    parser.add_argument("--some-figures", type=Path, help="the same of some benchmarks; the figures of others stay")
    parser.add_argument("--faults", type=Path, help="what the faults said")
    parser.add_argument("--smoke", type=Path, help="pytest's report of the installed packages, as XML")
    asked = parser.parse_args()
    if not may_mount():
        sys.stderr.write("A small disk is mounted for this, which needs root.\n")
        return 1
    page = with_part(PAGE.read_text("utf-8"), "acts", _acts())
    if asked.figures is not None:
        page = with_part(page, "figures", table_of_figures(json.loads(asked.figures.read_text("utf-8"))))
    if asked.some_figures is not None:
        figures = json.loads(asked.some_figures.read_text("utf-8"))
        page = with_part(page, "figures", table_of_figures(figures, page))
    if asked.faults is not None:
        page = with_part(page, "faults", list_of_faults(asked.faults.read_text("utf-8")))
    if asked.smoke is not None:
        page = with_part(page, "smoke", list_of_smoke(asked.smoke.read_text("utf-8")))
    PAGE.write_text(page, "utf-8")
    return 0


def _acts() -> str:
    told: dict[str, dict[str, Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        hub_folder = Path(folder)
        with running(settings_for(hub_folder, f"sqlite:///{hub_folder / 'hub.db'}")) as hub:
            for n, gone in enumerate(GONE, 1):
                beside = hub_folder / str(n)
                beside.mkdir()
                told[gone.words] = outcomes(hub.seen_from(f"H96.99.{n:02d}"), wall_clock, gone, beside)
    return table_of_acts(told)


if __name__ == "__main__":
    sys.exit(main())

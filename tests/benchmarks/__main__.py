"""``python -m tests.benchmarks [--json FILE] [NAME ...]``: every bench_*.py beside this file, or those named."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from tests.benchmarks.figures import Figure, as_json, table


def main() -> int:
    """Measure, print the table, write the JSON."""
    here = Path(__file__).parent
    names = sorted(path.stem.removeprefix("bench_") for path in here.glob("bench_*.py"))
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(names)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in asked.names or names:
        sys.stderr.write(f"measuring {name} …\n")
        figures += importlib.import_module(f"tests.benchmarks.bench_{name}").figures()
    sys.stdout.write(table(figures) + "\n")
    if asked.json is not None:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps([as_json(f) for f in figures], ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

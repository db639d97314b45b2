"""The administrator's page of the fleet over HTTP for a province of 1,000 offices with four PCs each."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.benchmarks.figures import Figure, percentile
from tests.fakes.hub import running, settings_for
from tests.fakes.province import fill_province

OFFICES, DESKS = 1000, 4
PAGES = ("fleet", "fleet?page=40", "fleet?office=H96&health=ok", "fleet?older_than=0.2.0&silent=3")
RUNS = 20


def figures() -> Iterator[Figure]:
    """Each page some times; the limit is the page of signs and colours, which reads no database."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}")) as hub:
            fill_province(hub.store, [f"H96.{n:04}" for n in range(OFFICES)], DESKS, hub.hub.clock())
            with httpx.Client(trust_env=False) as client:
                pages = [_asked(client, f"{hub.admin}/{path}") for _ in range(RUNS) for path in PAGES]
                bare = [_asked(client, f"{hub.admin}/style.css") for _ in range(RUNS)]
    what = f"page of the fleet among {OFFICES * DESKS:,} PCs, p95"
    yield Figure(what, percentile(pages, 0.95), "ms", percentile(bare, 0.95), "a file of the same server", "≤ 200 ms")


def _asked(client: httpx.Client, url: str) -> float:
    began = time.perf_counter()
    client.get(url).raise_for_status()
    return (time.perf_counter() - began) * 1e3

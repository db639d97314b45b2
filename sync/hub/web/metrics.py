"""Prometheus metrics at ``/metrics``: sums over all workers, nothing about any person.

With several workers the figures lie in files of a folder they share (``shared``, before they start).
"""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


@contextmanager
def shared() -> Iterator[None]:
    """Provides a folder shared by the workers' metrics. Enter before ``prometheus_client`` is imported."""
    if FOLDER in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="motcua-hub-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


class Metrics:
    """The metrics of one process. Made once: ``prometheus_client`` registers them by name."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram  # noqa: PLC0415 - decides at import where figures lie

        self.events = Counter("motcua_events_received", "Events that desks sent, those sent again included")
        self.set_aside = Counter("motcua_events_set_aside", "Events set aside", ["why"])
        self.refused = Counter("motcua_requests_refused", "Requests refused", ["reason"])
        self.turned = Counter("motcua_turned_away", "Requests of nobody the hub knows, and senseless ones", ["why"])
        self.transfers = Counter(
            "motcua_transfers_told", "Bank transfers told by webhooks, by what became of them", ["outcome"]
        )
        self.statuses = Counter(
            "motcua_post_statuses_told", "Statuses of parcels told by the post, by what became of them", ["outcome"]
        )
        self.bugs = Counter("motcua_bugs", "Requests that met a bug of the hub")
        self.seconds = Histogram(
            "motcua_exchange_seconds",
            "Duration of an answer, waiting for news excluded",
            ["path"],
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
        )
        self.waiting = Gauge("motcua_desks_waiting", "Desks that wait for news", multiprocess_mode="livesum")


def shown(gauges: Iterable[tuple[str, str, float]] = ()) -> tuple[bytes, str]:
    """The text of ``/metrics`` and its media type.

    Args:
        gauges: further figures (name, what it is, value), counted at this moment for all workers.
    """
    import prometheus_client as client  # noqa: PLC0415 - as above
    from prometheus_client import multiprocess  # noqa: PLC0415 - as above

    text = b""
    for name, what, value in gauges:
        text += f"# HELP {name} {what}\n# TYPE {name} gauge\n{name} {value}\n".encode()
    if FOLDER not in os.environ:
        return client.generate_latest(client.REGISTRY) + text, client.CONTENT_TYPE_LATEST
    registry = client.CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return client.generate_latest(registry) + text, client.CONTENT_TYPE_LATEST


def forget_dead() -> None:
    """Remove the gauges of workers that are gone."""
    folder = os.environ.get(FOLDER)
    if sys.platform == "win32":  # no way to ask without harm whether a process lives; and there is one worker there
        return
    for file in Path(folder).glob("gauge_live*_*.db") if folder else ():
        pid = int(file.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            file.unlink(missing_ok=True)
        except PermissionError:
            continue

"""From the last byte a scanner writes to the card understood, against a bare pyserial loop that only sees the CR.

Both listen on a pseudo-terminal in this process, each in a thread; the cards are the same, by turns new and old, and
every other one comes damaged by a code page, which must be undone.
"""

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import serial

from desk.cards.ports import PortChoice
from desk.cards.reader import IDLE_GAP, CardReader, ReaderState
from desk.cards.samples import citizen, qr_text
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.scanner import FakeScanner

CARDS = 2_000
TODAY = date(2026, 11, 23)
LIMIT = "a bare pyserial loop seeing the CR of the same bytes"


def figures() -> Iterator[Figure]:
    """Median and 99th percentile."""
    cards = [_card(n) for n in range(CARDS)]
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        bare = _measure(Path(folder), cards, _bare)
        ours = _measure(Path(folder), cards, _reader)
    for share, name, target in ((0.5, "p50", "reported"), (0.99, "p99", "≤ 20 ms to the filled fields")):
        yield Figure(
            what=f"last byte of a card at the port → understood, {name}",
            value=percentile(ours, share) * 1e3,
            unit="ms",
            limit=percentile(bare, share) * 1e3,
            limit_what=LIMIT,
            target=target,
        )


def _card(n: int) -> bytes:
    text = qr_text(citizen(n), new_card=n % 4 < 2).encode()
    return text if n % 2 else text.decode("latin-1").encode()


Arrived = Callable[[], None]


def _measure(folder: Path, cards: list[bytes], listen: Callable[[str, Arrived], Callable[[], None]]) -> list[float]:
    """Seconds from writing the last bytes of each card to the listener's call."""
    scanner = FakeScanner(folder / "scanner")
    arrivals: queue.Queue[float] = queue.Queue()
    stop = listen(str(scanner.link), lambda: arrivals.put(time.perf_counter()))
    took: list[float] = []
    try:
        for card in cards:
            scanner.send(card[:-20])
            scanner.drained()
            written = time.perf_counter()
            scanner.send(card[-20:] + b"\r")
            took.append(arrivals.get(timeout=5) - written)
    finally:
        stop()
        scanner.unplug()
    return took


def _reader(path: str, arrived: Arrived) -> Callable[[], None]:
    opened = threading.Event()
    reader = CardReader(
        PortChoice(path=path),
        on_scan=lambda _: arrived(),
        on_state=lambda state: opened.set() if state is ReaderState.CONNECTED else None,
        today=lambda: TODAY,
    )
    reader.start()
    opened.wait(5)
    return reader.stop


def _bare(path: str, arrived: Arrived) -> Callable[[], None]:
    port = serial.Serial(path, 9600, timeout=IDLE_GAP)
    ended = threading.Event()

    def loop() -> None:
        while not ended.is_set():
            if (port.read(1) + port.read(port.in_waiting)).endswith(b"\r"):
                arrived()

    thread = threading.Thread(target=loop)
    thread.start()

    def stop() -> None:
        ended.set()
        thread.join()
        port.close()

    return stop

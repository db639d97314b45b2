"""Cards: from the scanner's last byte to the card understood, an old address made today's, and what a camera takes.

A bare pyserial loop that only sees the CR is the scanner's limit: both listen on a pseudo-terminal in this process, in
a thread each; the cards are the same, by turns new and old, and every other one comes damaged by a code page, which
must be undone. A camera looks through a dark film in which there is no card, beside a loop that only takes it.
"""

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import serial

from desk.camera_device import open_camera
from desk.cards.camera import CameraReader
from desk.cards.ports import PortChoice
from desk.cards.reader import IDLE_GAP, CardReader, ReaderState
from desk.cards.samples import citizen, qr_text
from models.places.old_places import read_old
from models.text import search_key
from tests.benchmarks.figures import Figure, percentile
from tests.fakes.scanner import FakeScanner
from tests.fakes.webcam import HIGH, WIDE, film, seen

CARDS = 2_000
TODAY = date(2026, 11, 23)
ADDRESSES = (
    "Thôn Mẫu, Xã Vạn Thắng, Huyện Ba Vì, Thành phố Hà Nội",
    "Số 1, Phường Phúc Xá, Quận Ba Đình, Hà Nội",
    "Tổ 2, Thị trấn Tây Đằng, Huyện Ba Vì, Hà Nội",
)
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
    yield _old_addresses()
    yield _camera()


def _old_addresses() -> Figure:
    read_old(ADDRESSES[0])  # reads its list
    took, bare = [], []
    for address in ADDRESSES * 50:
        began = time.perf_counter()
        if read_old(address) is None:
            raise AssertionError(address)
        took.append((time.perf_counter() - began) * 1e3)
        began = time.perf_counter()
        search_key(address)
        bare.append((time.perf_counter() - began) * 1e3)
    what = "an address of before July 2025 read as today's, p95"
    return Figure(what, percentile(took, 0.95), "ms", percentile(bare, 0.95), "its letters made comparable", "≤ 1 ms")


def _camera() -> Figure:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        seen_by_it = str(film(Path(folder) / "film.avi", [seen("x", noise=6.0, light=0.05)] * 200))
        reader = CameraReader(
            seen_by_it, on_scan=_nothing, on_state=_nothing, on_picture=_nothing, today=lambda: TODAY, patience=60
        )
        began, used = time.monotonic(), time.process_time()
        reader.start()
        reader.thread.join()
        looking = (time.process_time() - used) / (time.monotonic() - began)
        began, used = time.monotonic(), time.process_time()
        with open_camera(seen_by_it, WIDE, HIGH) as capture:
            while capture.grab():
                time.sleep(0.02)
        bare = (time.process_time() - used) / (time.monotonic() - began)
    limit = "the same film taken picture by picture, none looked at"
    return Figure("processor while a camera looks for a card", looking * 100, "%", bare * 100, limit, "≤ 25 %")


def _nothing(_: object) -> None: ...


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

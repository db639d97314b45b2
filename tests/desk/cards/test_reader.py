"""The reader against a real serial line: a pseudo-terminal with a scanner at its other end."""

import logging
import queue
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psutil
import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from desk.cards import reader as reader_module
from desk.cards.ports import PortChoice, ports
from desk.cards.reader import LOOK_AGAIN, CardReader, ReaderState, ScanDecoder
from desk.cards.samples import citizen, qr_text
from desk.cards.scan import Scan, ScanKind
from models.person import Person
from models.trouble import ReaderTrouble
from tests.fakes.scanner import FakeScanner
from tests.fakes.zones import mrz_lines
from tests.patience import FOR_EVER, PATIENCE

TODAY = date(2026, 11, 23)


class Desk:
    """What the reader calls back, to be waited for."""

    def __init__(self, scanner: FakeScanner) -> None:
        self.scanner = scanner
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ReaderState] = queue.Queue()
        self.errors: queue.Queue[Exception] = queue.Queue()
        self.reader = self.listen(self.scans.put)

    def listen(self, on_scan: Callable[[Scan], None], baud: int = 9600) -> CardReader:
        return CardReader(
            PortChoice(path=str(self.scanner.link)),
            on_scan=on_scan,
            on_state=self.states.put,
            today=lambda: TODAY,
            baud=baud,
            on_error=self.errors.put,
        )

    def start(self) -> None:
        self.reader.start()
        self.becomes(ReaderState.CONNECTED)

    def becomes(self, state: ReaderState) -> None:
        assert self.states.get(timeout=PATIENCE) is state

    def person(self) -> Person | None:
        return self.scans.get(timeout=PATIENCE).person


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(FakeScanner(tmp_path / "scanner"))
    yield desk
    desk.reader.stop()
    desk.scanner.unplug()


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b""])
def test_cards_are_read_whatever_the_chunks_and_the_end(
    desk: Desk, end: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if end:
        monkeypatch.setattr(reader_module, "IDLE_GAP", FOR_EVER)  # the end alone tells, however slowly the chunks come
    desk.start()
    chance = random.Random(len(end))  # noqa: S311  chunks need no secrecy
    for n in range(10):
        sizes = [chance.randint(1, 40) for _ in range(4)] if end else []
        desk.scanner.send(qr_text(citizen(n), new_card=n % 2 == 0).encode() + end, sizes)
        assert desk.person() == citizen(n)


def test_a_card_byte_by_byte_is_one_card(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "IDLE_GAP", FOR_EVER)
    desk.start()
    text = qr_text(citizen(1), new_card=True).encode() + b"\r\n"
    desk.scanner.send(text, [1] * len(text))
    assert desk.person() == citizen(1)


def test_a_zone_of_three_lines_is_one_scan(desk: Desk) -> None:
    desk.start()
    desk.scanner.send(mrz_lines(citizen(1), date(2039, 1, 1)).replace("\n", "\r").encode() + b"\r")
    scan = desk.scans.get(timeout=PATIENCE)
    assert (scan.kind, scan.expires_on) == (ScanKind.MRZ, date(2039, 1, 1))


@pytest.mark.parametrize("baud", [9600, 19200, 38400, 57600, 115200])
def test_all_usual_speeds_are_taken(desk: Desk, baud: int) -> None:
    desk.reader = desk.listen(desk.scans.put, baud)
    desk.start()
    desk.scanner.send(qr_text(citizen(2), new_card=False).encode() + b"\r")
    assert desk.person() == citizen(2)


def test_an_impossible_speed_is_a_refusal_that_says_why(desk: Desk) -> None:
    desk.reader = desk.listen(desk.scans.put, -5)
    desk.reader.start()
    desk.becomes(ReaderState.REFUSED)
    assert isinstance(desk.reader.trouble, ReaderTrouble)
    assert desk.reader.trouble.port == str(desk.scanner.link)


def test_a_pulled_cable_is_noticed_and_its_return_within_two_seconds(desk: Desk) -> None:
    assert LOOK_AGAIN < 2.0
    desk.start()
    for n in range(2):
        desk.scanner.unplug()
        desk.becomes(ReaderState.LOST)
        desk.scanner.plug()
        desk.becomes(ReaderState.CONNECTED)
        desk.scanner.send(qr_text(citizen(n), new_card=True).encode() + b"\r")
        assert desk.person() == citizen(n)


def test_half_a_scan_before_the_cable_came_out_is_told_and_mixes_with_nothing(desk: Desk) -> None:
    desk.start()
    one, two = (qr_text(citizen(n), new_card=True).encode() for n in (1, 2))
    desk.scanner.send(one + b"\r" + two[:30])
    assert desk.person() == citizen(1)
    desk.scanner.unplug()
    assert desk.scans.get(timeout=PATIENCE).kind is ScanKind.UNKNOWN
    desk.becomes(ReaderState.LOST)
    desk.scanner.plug()
    desk.becomes(ReaderState.CONNECTED)
    desk.scanner.send(two + b"\r")
    assert desk.person() == citizen(2)


def test_a_scanner_plugged_in_later_is_waited_for(tmp_path: Path) -> None:
    desk = Desk(FakeScanner(tmp_path / "scanner", plugged=False))
    desk.reader.start()
    desk.becomes(ReaderState.WAITING)
    desk.scanner.plug()
    desk.becomes(ReaderState.CONNECTED)
    desk.reader.stop()
    desk.becomes(ReaderState.STOPPED)
    desk.scanner.unplug()


def test_a_path_that_is_no_port_is_refused(tmp_path: Path) -> None:
    desk = Desk(FakeScanner(tmp_path / "scanner", plugged=False))
    desk.scanner.link.touch()
    desk.reader.start()
    desk.becomes(ReaderState.REFUSED)
    desk.reader.stop()


def test_a_port_another_program_holds_is_refused_until_it_lets_go(desk: Desk) -> None:
    desk.start()
    second = desk.listen(desk.scans.put)
    second.start()
    desk.becomes(ReaderState.REFUSED)
    desk.reader.stop()
    desk.becomes(ReaderState.STOPPED)
    desk.becomes(ReaderState.CONNECTED)
    second.stop()


def test_stopping_waits_for_no_pause_and_nothing_is_called_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("IDLE_GAP", "LOOK_AGAIN"):
        monkeypatch.setattr(reader_module, pause, FOR_EVER)
    desk.start()
    thread = desk.reader.thread
    assert thread is not None
    stopping = threading.Thread(target=desk.reader.stop)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert not thread.is_alive()
    desk.becomes(ReaderState.STOPPED)
    desk.scanner.send(b"late\r")
    assert desk.scans.empty()
    desk.reader.stop()


def test_a_stopped_reader_can_be_started_again_and_a_started_one_is_not_doubled(desk: Desk) -> None:
    desk.start()
    thread = desk.reader.thread
    desk.reader.start()
    assert desk.reader.thread is thread
    desk.reader.stop()
    desk.becomes(ReaderState.STOPPED)
    desk.start()
    desk.scanner.send(qr_text(citizen(3), new_card=True).encode() + b"\r")
    assert desk.person() == citizen(3)


def test_a_listener_may_stop_the_reader_from_within(desk: Desk) -> None:
    stopped = threading.Event()

    def stop(_: Scan) -> None:
        desk.reader.stop()
        stopped.set()

    desk.reader = desk.listen(stop)
    desk.start()
    desk.scanner.send(b"junk\r")
    assert stopped.wait(PATIENCE)
    desk.becomes(ReaderState.STOPPED)


def test_an_idle_reader_takes_no_processor_time(desk: Desk) -> None:
    desk.start()
    thread = desk.reader.thread
    assert thread is not None
    assert thread.ident is not None
    clock = time.pthread_getcpuclockid(thread.ident)
    began = time.clock_gettime(clock)
    with pytest.raises(queue.Empty):
        desk.scans.get(timeout=1.0)
    assert time.clock_gettime(clock) - began < 0.02


def test_an_error_of_the_listener_is_reported_and_the_next_card_still_read(desk: Desk) -> None:
    seen: queue.Queue[Scan] = queue.Queue()

    def fail_once(scan: Scan) -> None:
        seen.put(scan)
        if seen.qsize() == 1:
            raise RuntimeError("listener")

    desk.reader = desk.listen(fail_once)
    desk.start()
    desk.scanner.send(b"junk\r")
    assert isinstance(desk.errors.get(timeout=PATIENCE), RuntimeError)
    desk.scanner.send(qr_text(citizen(4), new_card=True).encode() + b"\r")
    seen.get(timeout=PATIENCE)
    assert seen.get(timeout=PATIENCE).person == citizen(4)


def test_after_an_error_of_a_driver_the_scanner_is_looked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def stumble() -> object:
        if not failed.is_set():
            failed.set()
            raise TypeError("a driver's")
        return ports()

    monkeypatch.setattr(reader_module, "LOOK_AGAIN", 0.01)
    monkeypatch.setattr(reader_module, "ports", stumble)
    desk.reader.start()
    assert isinstance(desk.errors.get(timeout=PATIENCE), TypeError)
    desk.becomes(ReaderState.LOST)
    desk.becomes(ReaderState.CONNECTED)
    desk.scanner.send(qr_text(citizen(4), new_card=True).encode() + b"\r")
    assert desk.scans.get(timeout=PATIENCE).person == citizen(4)


def test_an_error_nobody_takes_goes_where_errors_of_threads_go(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda facts: taken.append(facts.exc_value))

    def fail(_: Scan) -> None:
        raise RuntimeError("listener")

    ScanDecoder(on_scan=fail, today=lambda: TODAY).feed(b"a\rb\r")
    assert [type(error) for error in taken] == [RuntimeError, RuntimeError]


def test_an_error_of_who_watches_the_state_is_reported_too(desk: Desk) -> None:
    def fail(_: ReaderState) -> None:
        raise RuntimeError("watcher")

    reader = CardReader(
        PortChoice(path=str(desk.scanner.link)),
        on_scan=desk.scans.put,
        on_state=fail,
        today=lambda: TODAY,
        on_error=desk.errors.put,
    )
    reader.start()
    assert isinstance(desk.errors.get(timeout=PATIENCE), RuntimeError)
    desk.scanner.drained()
    desk.scanner.send(b"junk\r")
    assert desk.scans.get(timeout=PATIENCE).kind is ScanKind.UNKNOWN
    reader.stop()


def test_the_log_shows_four_digits_of_a_number_and_nothing_else(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.start()
    desk.scanner.send(qr_text(citizen(1), new_card=True).encode() + b"\r" + b"half 001099000001|\r")
    desk.person()
    desk.person()
    desk.reader.stop()
    number, name = citizen(1).personal_number, citizen(1).full_name
    assert f"********{number[-4:]}" in caplog.text
    assert number not in caplog.text
    assert name not in caplog.text
    assert "001099000001" not in caplog.text


def test_the_reader_leaves_no_open_file_behind(desk: Desk) -> None:
    before = psutil.Process().num_fds()
    for _ in range(3):
        desk.start()
        desk.reader.stop()
        desk.becomes(ReaderState.STOPPED)
    assert psutil.Process().num_fds() == before

"""A reader finds its scanner's speed by itself: over a real terminal whose far end talks at another one."""

import queue
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.ports import PortChoice
from desk.cards.reader import CardReader, ReaderState, ScanDecoder
from desk.cards.samples import citizen, qr_text
from desk.cards.simulated import ScannerFault, SimulatedReader
from desk.cards.speed import Speed
from desk.cards.uart import SPEEDS, through
from tests.fakes.scanner import FakeScanner
from tests.patience import PATIENCE

TODAY = date(2026, 11, 23)


class Desk:
    def __init__(self, scanner: FakeScanner) -> None:
        self.scanner = scanner
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[tuple[ReaderState, int]] = queue.Queue()
        self.reader = CardReader(
            PortChoice(path=str(scanner.link)),
            on_scan=self.scans.put,
            on_state=lambda state: self.states.put((state, self.reader.baud)),
            today=lambda: TODAY,
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(FakeScanner(tmp_path / "scanner"))
    desk.reader.start()
    assert desk.states.get(timeout=PATIENCE) == (ReaderState.CONNECTED, 9600)
    yield desk
    desk.reader.stop()
    desk.scanner.unplug()


@pytest.mark.parametrize("talks_at", [speed for speed in SPEEDS if speed != 9600])
def test_with_each_scan_another_speed_is_tried_until_one_makes_sense(desk: Desk, talks_at: int) -> None:
    tried: list[int] = []
    for n in range(8):
        text = qr_text(citizen(n), new_card=True).encode() + b"\r"
        desk.scanner.send(through(text, talks_at, desk.reader.baud))
        state, baud = desk.states.get(timeout=PATIENCE)
        if state is ReaderState.CONNECTED:
            break
        assert state is ReaderState.WRONG_SPEED
        tried.append(baud)
    assert tried[-1] == desk.reader.baud == talks_at
    assert len(tried) <= len(SPEEDS) - 1
    assert desk.scans.get(timeout=PATIENCE).person is not None
    assert desk.scans.empty()


def test_the_speed_found_outlives_a_pulled_cable(desk: Desk) -> None:
    text = qr_text(citizen(1), new_card=True).encode() + b"\r"
    desk.scanner.send(through(text, 115200, 9600))
    assert desk.states.get(timeout=PATIENCE) == (ReaderState.WRONG_SPEED, 115200)
    desk.scanner.send(text)
    assert desk.states.get(timeout=PATIENCE) == (ReaderState.CONNECTED, 115200)
    desk.scanner.unplug()
    assert desk.states.get(timeout=PATIENCE)[0] is ReaderState.LOST
    desk.scanner.plug()
    assert desk.states.get(timeout=PATIENCE) == (ReaderState.CONNECTED, 115200)


def test_unknown_text_is_told_after_the_silence_and_before_what_is_known() -> None:
    told: list[ScanKind] = []
    said: list[Speed] = []
    decoder = ScanDecoder(
        on_scan=lambda scan: told.append(scan.kind), today=lambda: TODAY, on_burst=lambda speed, _: said.append(speed)
    )
    decoder.feed(b"https://example.org\r")
    assert not told
    decoder.feed(qr_text(citizen(1), new_card=True).encode() + b"\r")
    assert told == [ScanKind.UNKNOWN, ScanKind.ID_CARD]
    decoder.feed(b"something else\r")
    decoder.flush()
    assert told == [ScanKind.UNKNOWN, ScanKind.ID_CARD, ScanKind.UNKNOWN]
    assert said == [Speed.RIGHT, Speed.RIGHT]


def test_noise_is_told_to_nobody() -> None:
    told: list[Scan] = []
    said: list[Speed] = []
    decoder = ScanDecoder(on_scan=told.append, today=lambda: TODAY, on_burst=lambda speed, _: said.append(speed))
    decoder.feed(through(qr_text(citizen(1), new_card=True).encode() + b"\r", 9600, 38400))
    decoder.flush()
    assert said == [Speed.WRONG]
    assert not told


class Trainer:
    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ReaderState] = queue.Queue()
        self.reader = SimulatedReader(on_scan=self.scans.put, on_state=self.states.put, today=lambda: TODAY)


@pytest.fixture
def trainer() -> Iterator[Trainer]:
    trainer = Trainer()
    trainer.reader.start()
    assert trainer.states.get(timeout=PATIENCE) is ReaderState.CONNECTED
    yield trainer
    trainer.reader.stop()


@pytest.mark.parametrize(
    ("fault", "states"),
    [(ScannerFault.PULLED, [ReaderState.LOST]), (ScannerFault.BUSY, [ReaderState.LOST, ReaderState.REFUSED])],
)
def test_a_simulated_reader_is_lost_or_refused_and_comes_back(
    trainer: Trainer, fault: ScannerFault, states: list[ReaderState]
) -> None:
    trainer.reader.inject_fault(fault, citizen(1), citizen(2))
    assert [trainer.states.get(timeout=PATIENCE) for _ in states] == states
    trainer.reader.scan(citizen(1))
    trainer.reader.end_fault()
    while trainer.states.get(timeout=PATIENCE) is not ReaderState.CONNECTED:
        pass
    trainer.reader.scan(citizen(2))
    assert trainer.scans.get(timeout=PATIENCE).person == citizen(2)


def test_a_simulated_wrong_speed_is_searched_for(trainer: Trainer) -> None:
    trainer.reader.inject_fault(ScannerFault.WRONG_SPEED, citizen(1), citizen(2))
    assert trainer.states.get(timeout=PATIENCE) is ReaderState.WRONG_SPEED
    assert trainer.reader.baud == 115200
    trainer.reader.scan(citizen(2))
    assert trainer.states.get(timeout=PATIENCE) is ReaderState.CONNECTED
    assert trainer.scans.get(timeout=PATIENCE).person == citizen(2)


@pytest.mark.parametrize("fault", [ScannerFault.HALF, ScannerFault.FOREIGN])
def test_what_is_no_card_is_unknown(trainer: Trainer, fault: ScannerFault) -> None:
    trainer.reader.inject_fault(fault, citizen(1), citizen(2))
    assert trainer.scans.get(timeout=PATIENCE).kind is ScanKind.UNKNOWN


def test_mangled_letters_leave_the_number(trainer: Trainer) -> None:
    trainer.reader.inject_fault(ScannerFault.MANGLED, citizen(1), citizen(2))
    person = trainer.scans.get(timeout=PATIENCE).person
    assert person is not None
    assert person.personal_number == citizen(1).personal_number
    assert person.full_name == ""


def test_glued_cards_are_two(trainer: Trainer) -> None:
    trainer.reader.inject_fault(ScannerFault.GLUED, citizen(1), citizen(2))
    assert [trainer.scans.get(timeout=PATIENCE).person for _ in range(2)] == [citizen(1), citizen(2)]

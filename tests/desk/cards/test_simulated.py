import os
import queue
import sys
from collections.abc import Iterator
from datetime import date

import pytest

from desk.cards import simulated
from desk.cards.reader import ReaderState
from desk.cards.samples import citizen
from desk.cards.scan import Scan, ScanKind
from desk.cards.simulated import SimulatedReader
from models.trouble import ReaderTrouble
from tests.patience import PATIENCE

TODAY = date(2026, 11, 23)


class Desk:
    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ReaderState] = queue.Queue()
        self.reader = SimulatedReader(on_scan=self.scans.put, on_state=self.states.put, today=lambda: TODAY)


@pytest.fixture(params=["terminal", "direct"])
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Once as on Linux, once as on Windows."""
    if request.param == "direct":
        monkeypatch.setattr(sys, "platform", "win32")
    elif sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals")
    desk = Desk()
    yield desk
    desk.reader.stop()


def test_a_card_laid_on_it_is_read(desk: Desk) -> None:
    desk.reader.start()
    assert desk.states.get(timeout=PATIENCE) is ReaderState.CONNECTED
    for n in range(5):
        desk.reader.scan(citizen(n))
        assert desk.scans.get(timeout=PATIENCE).person == citizen(n)
    desk.reader.scan(b"H26.12.34-261121-0007")
    assert desk.scans.get(timeout=PATIENCE).kind is ScanKind.DOSSIER_CODE


def test_it_stops_and_starts_like_a_real_one(desk: Desk) -> None:
    desk.reader.start()
    desk.reader.start()
    desk.reader.stop()
    desk.reader.stop()
    assert [desk.states.get(timeout=PATIENCE), desk.states.get(timeout=PATIENCE)] == [
        ReaderState.CONNECTED,
        ReaderState.STOPPED,
    ]
    assert desk.states.empty()
    with pytest.raises(ReaderTrouble):
        desk.reader.scan(citizen(1))
    desk.reader.start()
    desk.reader.scan(citizen(1))
    assert desk.scans.get(timeout=PATIENCE).person == citizen(1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_without_a_terminal_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> tuple[int, int]:
        raise OSError("out of pty devices")

    monkeypatch.setattr(os, "openpty", refuse)
    with pytest.raises(ReaderTrouble, match="out of pty"):
        Desk().reader.start()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_that_never_opens_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulated, "PATIENCE", 0.01)
    monkeypatch.setattr(os, "ttyname", lambda _: "/nowhere")
    with pytest.raises(ReaderTrouble):
        Desk().reader.start()

"""A desk that is killed at any moment has lost nothing that it said was stored."""

import os
import random
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.calendar.clock import wall_clock
from models.events import DossierCorrected, FormPrinted, TicketCalled, TicketIssued
from models.ids import ClerkId, CounterId, DeviceId, new_dossier_id, new_ticket_id
from models.store import Store, open_store
from models.store.projections import all_rows
from tests.fakes.events import START
from tests.models.store.conftest import KEY
from tests.models.store.desks import rows_of
from tests.models.store.test_log import PRINTED, received

KILLS = 60
CLERK = ClerkId("mau")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks and SIGKILL are things of unix")
def test_a_desk_killed_again_and_again_keeps_every_acknowledged_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_rows, "FRESH", 15)  # so that kills fall into the settling of rows as well
    path, chance = tmp_path / "desk.db", random.Random(1)  # noqa: S311  # no secret, the same each run
    open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True).close()
    acknowledged = 0
    for kill in range(KILLS):
        acknowledged = max(acknowledged, _live_and_die(path, chance.random() * 0.03))
        if kill % 20 == 19:
            with open_store(path, KEY, device=DeviceId(1), clock=wall_clock) as store:
                assert store.log.counts().events >= acknowledged
                assert store.log.verify() == []
    with open_store(path, KEY, device=DeviceId(1), clock=wall_clock) as store:
        assert [event.seq for event in store.log.events()] == list(range(1, store.log.counts().events + 1))
        assert store.log.counts().events >= acknowledged > KILLS
        before = rows_of(store)
        store.log.rebuild()
        assert rows_of(store) == before


def _live_and_die(path: Path, seconds: float) -> int:
    """One life of a desk: the number of the last event it acknowledged before it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            _record_without_pause(path, writing)
        finally:
            os._exit(1)  # never reached: it lives until it is killed
    os.close(writing)
    heard = b""
    with os.fdopen(reading, "rb", buffering=0) as answers:
        heard += answers.read(8) or b""  # it is open and has stored something
        dies_at = time.monotonic() + seconds
        while (left := dies_at - time.monotonic()) > 0:
            if select.select([answers], [], [], left)[0]:
                heard += answers.read(65536) or b""
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := answers.read(65536):
            heard += more
    assert len(heard) >= 8, "the desk did not open after a kill"
    whole = len(heard) // 8 * 8
    return int(struct.unpack("<Q", heard[whole - 8 : whole])[0])


def _record_without_pause(path: Path, writing: int) -> None:
    """Dossiers, corrections, prints and tickets; each event's number is said only when it is stored."""
    store = open_store(path, KEY, device=DeviceId(1), clock=wall_clock)
    while True:
        for seq in _visit(store):
            os.write(writing, struct.pack("<Q", seq))


def _visit(store: Store) -> Iterator[int]:
    dossier, ticket = new_dossier_id(), new_ticket_id()
    for subject, events in (
        (ticket, [TicketIssued(number="A001", day=START.date(), services=("x",))]),
        (ticket, [TicketCalled(counter=CounterId("1"))]),
        (dossier, [received(), PRINTED]),
        (dossier, [DossierCorrected(reason="x", note="y"), FormPrinted(form=PRINTED.form, version="1", copy=2)]),
    ):
        yield store.log.record(subject, CLERK, *events).recorded[-1].seq

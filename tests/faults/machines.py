"""A desk's own machine: its clock is wrong, its file came from a backup."""

import shutil
import time
from datetime import timedelta
from pathlib import Path

import msgspec

from tests.fakes.network import Mischief
from tests.fakes.postgres import PostgreSQL
from tests.fakes.set_back import set_back
from tests.faults.office import BATCH, OfficeUnderTest
from tests.faults.report import Report

OFF = (timedelta(days=-1), timedelta(days=365), timedelta(days=3653))
"""Within two years the desk signs by the hub's clock; beyond, a person has to set it first."""


def clocks_wrong(server: PostgreSQL, size: int, seed: int) -> Report:
    """Desks a day late, a year early, ten years early; the last one is set right in the end."""
    with OfficeUnderTest(server.fresh(), desks=3, seed=seed) as office:
        for desk, off in zip(office.desks, OFF, strict=True):
            desk.wanted = msgspec.structs.replace(desk.wanted, clock_off=off.total_seconds())
        office.start()
        office.record(size)
        late, early, lost = office.desks
        share = size // 3
        office.wait(
            lambda: (
                late.last.unsent == early.last.unsent == 0
                and late.last.events >= 2 * share
                and lost.last.own >= share
                and lost.last.trouble == "ClockWrong"
            ),
            "two desks send, one waits for a person",
        )
        refused = all(recorded.device != lost.wanted.membership.device for recorded in office.stream())
        lost.stop()
        lost.wanted = msgspec.structs.replace(lost.wanted, clock_off=0.0)
        ended = time.monotonic()
        lost.start()
        recovered_in = office.settle(ended, 3 * share)
        return office.report("clocks -1 day, +1 year, +10 years", recovered_in, nothing_stored_of_the_last=refused)


def file_restored_before_new_work(server: PostgreSQL, size: int, seed: int, *, batch: int = BATCH) -> Report:
    """A desk's file of yesterday is put back; its own newer events come back from the province before anybody works."""
    half = size // 2
    with OfficeUnderTest(server.fresh(), desks=3, seed=seed, batch=batch) as office:
        office.start()
        office.record(half)
        office.settle(time.monotonic(), half - 3)
        broken = office.desks[0]
        file = Path(broken.wanted.path)
        broken.stop()
        shutil.copy(file, file.with_name("yesterday.db"))
        broken.start()
        office.record(size - half)
        office.settle(time.monotonic(), size - 6)
        broken.stop()
        set_back(file, file.with_name("yesterday.db"))
        ended = time.monotonic()
        broken.start()
        recovered_in = office.settle(ended, size - 6)
        broken.record(10)
        office.settle(ended, size - 6 + 10)
        return office.report("desk's file restored, nothing recorded yet", recovered_in)


def file_restored_after_new_work(server: PostgreSQL, size: int, seed: int, *, batch: int = BATCH) -> Report:
    """A desk's file of yesterday is put back and worked with at once: the same numbers are used twice.

    The hub sees the fork, the desk asks for a new number by itself, and what it recorded under the old ones goes on
    under the new one. What it had recorded before the file was put back comes home from the province.
    """
    half = size // 2
    with OfficeUnderTest(server.fresh(), desks=3, seed=seed, batch=batch) as office:
        office.start()
        office.record(half)
        office.settle(time.monotonic(), half - 3)
        broken = office.desks[0]
        file = Path(broken.wanted.path)
        broken.stop()
        shutil.copy(file, file.with_name("yesterday.db"))
        broken.start()
        office.record(size - half)
        office.settle(time.monotonic(), size - 6)
        broken.stop()
        set_back(file, file.with_name("yesterday.db"))
        office.proxy.behave({Mischief.REFUSED: 1.0})  # it works offline first
        # Codes given out twice would be for a person to settle; here it is the log that matters.
        broken.wanted = msgspec.structs.replace(broken.wanted, seed=seed * 100 + 77)
        broken.start()
        broken.record(20)
        office.wait(lambda: broken.last.own >= half // 3 + 20, "worked with before the hub was heard")
        office.proxy.behave()
        ended = time.monotonic()
        office.wait(lambda: broken.last.rehomed, "it got a new number")
        office.wait(lambda: all(desk.last.unsent == 0 for desk in office.desks), "all was sent")
        recovered_in = office.same_everywhere(ended)
        return office.report("desk's file restored and worked with (fork)", recovered_in)

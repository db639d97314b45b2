"""Processes that die at any moment."""

import random
import time

from tests.fakes.postgres import PostgreSQL
from tests.faults.office import BATCH, DESKS, OfficeUnderTest
from tests.faults.report import Report

EVENTS_PER_KILL = 100
LONGEST_LIFE = 0.4


def desks_and_hub_killed(
    server: PostgreSQL, size: int, seed: int, *, kills: int = 0, batch: int = BATCH, desks: int = DESKS
) -> Report:
    """SIGKILL to a desk or the hub, drawn at random, while desks record and send.

    Args:
        server: of the hub's database.
        size: events in all.
        seed: of all chances.
        kills: how many; 0 = one for each hundred events.
        batch: events a desk sends at once, at most.
        desks: how many.
    """
    kills = kills or max(size // EVENTS_PER_KILL, 1)
    chance = random.Random(seed)  # noqa: S311  # no secret, the same each run
    died = {"desk": 0, "hub": 0}
    with OfficeUnderTest(server.fresh(), desks=desks, seed=seed, batch=batch) as office:
        office.start()
        for _ in range(kills):
            office.record(size // kills)
            time.sleep(chance.random() * LONGEST_LIFE)  # when a process dies is chance
            if chance.random() < 0.3:
                office.hub.kill()
                office.hub.start()
                died["hub"] += 1
            else:
                desk = office.desks[chance.randrange(len(office.desks))]
                desk.kill()
                desk.start()
                died["desk"] += 1
        ended = time.monotonic()
        office.wait(lambda: all(desk.last.events >= 0 for desk in office.desks), "the desks opened again")
        # What a dead desk had still been asked to record, the clerk does again.
        missing = max(size - office.recorded(), 0)
        office.record(missing + len(office.desks))
        recovered_in = office.settle(ended, size)
        return office.report("desks and hub killed", recovered_in, **{f"{who} kills": n for who, n in died.items()})

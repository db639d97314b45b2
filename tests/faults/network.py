"""The way between desks and hub at its worst."""

import time

from tests.fakes.network import HOSTILE, Mischief
from tests.fakes.postgres import PostgreSQL
from tests.faults.office import BATCH, DESKS, OfficeUnderTest
from tests.faults.report import Report
from tests.patience import PATIENCE


def hostile_network(server: PostgreSQL, size: int, seed: int, *, batch: int = BATCH, desks: int = DESKS) -> Report:
    """Desks record and send; every third request is dropped, cut, repeated, reordered, delayed or altered."""
    with OfficeUnderTest(server.fresh(), desks=desks, seed=seed, batch=batch) as office:
        office.proxy.behave(HOSTILE)
        office.start()
        office.record(size)
        office.wait(lambda: office.recorded() >= size, "everything recorded", size / 20 + 2 * PATIENCE)
        office.proxy.behave()
        recovered_in = office.settle(time.monotonic(), size)
        return office.report("hostile network", recovered_in)


def captive_portal(server: PostgreSQL, size: int, seed: int) -> Report:
    """The Wi-Fi answers every request with 200 and a page, while the clerks go on working; then somebody logs in."""
    with OfficeUnderTest(server.fresh(), desks=2, seed=seed) as office:
        office.proxy.behave({Mischief.PORTAL: 1.0})
        office.start()
        office.record(size)
        office.wait(
            lambda: office.recorded() >= size and all(d.last.trouble == "NotTheProvince" for d in office.desks),
            "the portal was seen through",
        )
        nothing = not office.stream()
        office.proxy.behave()
        recovered_in = office.settle(time.monotonic(), size)
        return office.report("captive portal (HTML with 200)", recovered_in, nothing_acknowledged_meanwhile=nothing)

"""The same leases on PostgreSQL; two hubs that look at once lease no number twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from sync.hub.receipts import ranges
from sync.hub.receipts.leases import lease_due
from sync.hub.receipts.report import declare_unused, report
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import OFFICE, truncated
from tests.sync.hub.receipts.conftest import RULES, Office


@pytest.fixture
def hub_url(postgres: PostgreSQL, prepared_database: str) -> str:
    return truncated(postgres, prepared_database)


def test_two_hubs_that_look_at_once_lease_no_number_twice(office: Office) -> None:
    devices = [office.desk() for _ in range(3)]
    office.series()

    def look(_: int) -> int:
        return lease_due(office.store, OFFICE, RULES, office.files, office.key, office.now)

    with ThreadPoolExecutor(3) as hubs:
        assert sorted(hubs.map(look, range(3))) == [0, 0, 1]
    leased = [one for device in devices for one in office.ranges(device)]
    assert (len(leased), ranges.count(ranges.merged(leased))) == (3, 30)
    office.issue(devices[0], 1, 2, 4)
    (found,) = report(office.store, OFFICE)
    assert (found.issued, found.left, found.leases[0].gaps) == (3, 27, ((3, 3),))
    assert declare_unused(office.store, OFFICE, "EBL01", "26TAB", (1, 30), "x", office.now) == 0

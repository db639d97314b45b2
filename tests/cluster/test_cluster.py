"""What was acknowledged outlives the machine that acknowledged it.

Runs where the Debian packages of the cluster are installed (``make faults`` installs them).
"""

import pytest

from tests.cluster.cluster import Cluster, missing
from tests.cluster.load import primary_killed

NOT_THERE = missing()


@pytest.mark.slow
@pytest.mark.skipif(bool(NOT_THERE), reason=f"Debian packages not installed (make faults does): {' '.join(NOT_THERE)}")
def test_no_acknowledged_event_is_lost_or_doubled_when_the_primary_dies_under_load() -> None:
    with Cluster() as cluster:
        report = primary_killed(cluster, 3_000)
    assert report.is_clean, report
    assert report.facts["acknowledged and lost"] == 0

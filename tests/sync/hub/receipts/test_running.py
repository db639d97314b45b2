"""The hub's thread leases by itself, and hears what comes from desks."""

import threading
from pathlib import Path

from sync.hub.receipts.sender import run
from tests.fakes.hub import settings_for
from tests.patience import PATIENCE
from tests.sync.hub.receipts.conftest import Office


def test_ranges_are_leased_without_anybody_asking(office: Office, tmp_path: Path) -> None:
    device = office.desk()
    office.series()
    settings = settings_for(tmp_path / "hub", f"sqlite:///{tmp_path}/hub.db")
    published, stop = threading.Event(), threading.Event()
    unlisten = office.store.listen(lambda _: published.set())
    thread = threading.Thread(
        target=run, args=(settings, office.store, stop), kwargs={"clock": lambda: office.now}, name="receipts"
    )
    thread.start()
    try:
        assert published.wait(PATIENCE)
    finally:
        stop.set()
        thread.join(PATIENCE)
        unlisten()
    assert not thread.is_alive()
    assert [(one.first, one.last) for one in office.pools_unsigned(device)] == [(1, 500)]

"""The sender as the hub runs it: woken by what is recorded, stopped at once."""

import threading
from pathlib import Path

from models.ids import DossierId, SubjectId
from models.subjects.dossier_fold import fold
from sync.hub.national import overview, sender
from sync.hub.store import HubStore, event_rows
from tests.conftest import TurnedClock
from tests.patience import PATIENCE
from tests.sync.hub.conftest import OFFICE, Enrol
from tests.sync.hub.national.conftest import Fake, Town, settings_of


def test_news_wakes_it_and_a_stop_ends_it(
    hub_store: HubStore, enrolled: Enrol, fake: Fake, clock: TurnedClock, tmp_path: Path
) -> None:
    town = Town(hub_store, enrolled, settings_of(tmp_path, fake), clock)
    town.sender._line.close()
    stop, heard = threading.Event(), threading.Event()
    unlisten = hub_store.listen(lambda _office: heard.set())
    thread = threading.Thread(target=sender.run, args=(town.settings, hub_store, stop))
    thread.start()
    subject = town.receives(1)
    while not _accepted(hub_store, subject):
        heard.clear()
        assert _accepted(hub_store, subject) or heard.wait(PATIENCE)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    unlisten()
    assert [*fake.kept.created.values()] == [1]
    assert overview.status(hub_store).open == 0


def _accepted(store: HubStore, subject: DossierId) -> bool:
    with store.reading() as reading:
        found = fold(DossierId(SubjectId(subject)), event_rows.of_subject(reading, OFFICE, subject))
    return found.delivery.step == 1

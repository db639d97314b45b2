"""A desk and a real hub: what its ring is offered is fetched from the hub, in pieces, and waits for the switch."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.opening import close_desk
from desk.province import province
from desk.updates.sources import HubSource
from desk.updates.standing import UpdateStanding
from desk.updates.updates import Looker, source_for
from desk.updates.versions import OwnProgram, state_of
from models.calendar.clock import wall_clock
from sync.client.membership import read_membership
from sync.hub.updates import changes
from sync.hub.updates.changes import ChangeAuthor
from tests.desk.joining import code, opened
from tests.desk.updates.conftest import at_once
from tests.fakes.hub import running, settings_for
from tests.fakes.releases import PLATFORM, Publisher


@pytest.mark.slow
def test_what_the_ring_of_the_office_is_offered_comes_from_the_hub_and_stops_when_it_pauses(tmp_path: Path) -> None:
    publisher = Publisher(tmp_path / "publisher", wall_clock)
    package = publisher.release("0.2.0", filler=300_000)
    (tmp_path / "hub").mkdir()
    settings = settings_for(tmp_path / "hub", f"sqlite:///{tmp_path / 'hub/hub.db'}")
    program = OwnProgram(version="0.1.0", platform=PLATFORM, home=tmp_path / "program", root=publisher.root)
    with running(replace(settings, updates={"folder": str(publisher.folder), "pieces": 1000})) as hub:
        desk = province.join(opened(tmp_path / "desk", hub), hub.url, code(hub))
        try:
            source = source_for(desk.settings, read_membership(desk.store), desk.clock)
            assert isinstance(source, HubSource)

            def looker() -> Looker:
                return Looker(program, source, at_once(), desk.clock())

            assert looker().look().standing is UpdateStanding.NOT_OFFERED
            author = ChangeAuthor("mau", hub.hub.clock())
            changes.open_release(hub.store, author, "0.2.0", {3: author.now})
            one, sizes = looker(), list[int]()
            found = one.look()
            assert (found.standing, found.version) == (UpdateStanding.AVAILABLE, "0.2.0")
            one.prepare(found, lambda _: None, told=sizes.append)
            assert sizes[-1] == package.stat().st_size
            assert len(sizes) > 1
            assert state_of(program.home).ready == "0.2.0"
            changes.pause(hub.store, author)
            assert looker().look().standing is UpdateStanding.PAUSED
            assert state_of(program.home).held
            source.cut()
        finally:
            close_desk(desk)

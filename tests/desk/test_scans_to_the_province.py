"""A scan from one counter to another, over a whole hub: attached, sent before its event, fetched, opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk import attachments, intake, province
from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.training import training_settings
from models.clock import wall_clock
from models.trouble import ScanNotHere
from sync import exchange
from sync.files import FilesFirst, fetch_file
from sync.https import Hub
from sync.hub import offices
from sync.membership import read_membership
from sync.pace import Pace
from sync.rate import Rate
from tests.desk.test_intake import RESIDENCE, complete
from tests.fakes.hub import RunningHub, running, settings_for

SCAN = b"%PDF-1.4 to khai cua Nguyen Van Mau" + bytes(200_000)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    folder = tmp_path / "hub"
    folder.mkdir()
    office = training_settings().office.unit.id
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), office=office) as found:
        yield found
        found.store.close()


@contextmanager
def joined(folder: Path, hub: RunningHub) -> Iterator[Desk]:
    """A desk that has joined the hub."""
    desk = open_desk(folder, settings=training_settings(), clock=wall_clock, training=True)
    desk = province.join(desk, hub.url, offices.make_code(hub.store, hub.office, now=wall_clock()))
    try:
        yield desk
    finally:
        close_desk(desk)


@contextmanager
def line(desk: Desk) -> Iterator[Hub]:
    member = read_membership(desk.store)
    assert member is not None
    hub = Hub(member, desk.clock)
    try:
        yield hub
    finally:
        hub.cut()


def at_once() -> Rate:
    return Rate(lambda _: False, needed=lambda: False)


def exchanged(desk: Desk) -> Desk:
    """One whole exchange, files first."""
    with line(desk) as hub:
        desk, done = province.synchronise(desk, before_events=FilesFirst(lambda: hub, desk.files, at_once()))
    assert done.answer.set_aside == ()
    return desk


def test_what_one_counter_scanned_another_opens(hub: RunningHub, tmp_path: Path) -> None:
    path = tmp_path / "Tờ khai.pdf"
    path.write_bytes(SCAN)
    with joined(tmp_path / "one", hub) as one, joined(tmp_path / "two", hub) as two:
        dossier = intake.take_in(one, complete(one, RESIDENCE))
        (file,) = attachments.attach(one, dossier.id, path).files
        assert one.store.log.device != two.store.log.device
        exchanged(one)
        exchanged(two)
        assert hub.hub.files.of(hub.office).get(file.digest) == SCAN
        seen = two.store.log.dossier(dossier.id)
        assert attachments.missing(two, seen) == [file.digest]
        with pytest.raises(ScanNotHere):
            attachments.open_copy(two, file)
        with line(two) as asked:
            assert fetch_file(asked, two.files, file.digest, at_once())
        assert attachments.missing(two, seen) == []
        assert attachments.open_copy(two, file).read_bytes() == SCAN


def test_a_scan_lost_at_the_desk_is_attached_again_and_its_event_taken(hub: RunningHub, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    with joined(tmp_path / "one", hub) as one:
        dossier = intake.take_in(one, complete(one, RESIDENCE))
        (file,) = attachments.attach(one, dossier.id, path).files
        (one.files.folder / file.digest[:2] / file.digest).unlink()
        with line(one) as asked:
            first = FilesFirst(lambda: asked, one.files, at_once())
            _, done = province.synchronise(one, before_events=first)
            (aside,) = done.answer.set_aside
            assert attachments.attach(one, dossier.id, path).files == (file,)
            sent = exchange.send(asked, exchange.direct(one.store), Pace(), again=(aside.seq,), before_events=first)
    assert sent.answer.set_aside == ()

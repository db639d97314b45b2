"""A scan from one counter to another, over a whole hub: attached, sent before its event, fetched, opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.desk import Desk
from desk.dossiers import attachments
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.province import province
from desk.training.training import training_settings
from models.calendar.clock import wall_clock
from models.events import FileAttached
from models.files.scans import Files
from models.trouble import ProvinceFull, ScanNotHere
from sync.client import exchange
from sync.client.files import FileUploader, fetch_file
from sync.client.https import HubClient
from sync.client.link import Link
from sync.client.membership import read_membership
from sync.client.pace import Pace
from sync.client.rate import TransferRate
from sync.hub.offices import offices
from sync.messages import AsideReason
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.fakes.hub import RunningHub, running, settings_for
from tests.sync.machines import enrolled, machine

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
def line(desk: Desk) -> Iterator[HubClient]:
    member = read_membership(desk.store)
    assert member is not None
    hub = HubClient(member, desk.clock)
    try:
        yield hub
    finally:
        hub.abort()


def at_once() -> TransferRate:
    return TransferRate(lambda _: False, needed=lambda: False)


def exchanged(desk: Desk) -> Desk:
    """One whole exchange, files first."""
    with line(desk) as hub:
        desk, done = province.synchronise(desk, before_events=FileUploader(lambda: hub, desk.files, at_once()))
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
        assert two.store.log.dossier(dossier.id).files == (file,)
        assert not two.files.has(file.digest)
        with pytest.raises(ScanNotHere):
            attachments.open_copy(two, file)
        with line(two) as asked:
            assert fetch_file(asked, two.files, file.digest, at_once())
        assert attachments.open_copy(two, file).read_bytes() == SCAN


def test_a_scan_lost_at_the_desk_is_attached_again_and_its_event_taken(hub: RunningHub, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    with joined(tmp_path / "one", hub) as one:
        dossier = intake.take_in(one, complete(one, RESIDENCE))
        (file,) = attachments.attach(one, dossier.id, path).files
        (one.files.folder / file.digest[:2] / file.digest).unlink()
        with line(one) as asked:
            first = FileUploader(lambda: asked, one.files, at_once())
            _, done = province.synchronise(one, before_events=first)
            (aside,) = done.answer.set_aside
            assert attachments.attach(one, dossier.id, path).files == (file,)
            sent = exchange.send(
                asked, exchange.direct_access(one.store), Pace(), again=(aside.seq,), before_events=first
            )
    assert sent.answer.set_aside == ()


def test_a_full_disk_for_scans_holds_up_no_event_and_they_follow_when_there_is_room(
    hub: RunningHub, tmp_path: Path
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(SCAN)
    hub.hub.files.spare = 1 << 60
    with joined(tmp_path / "one", hub) as one, line(one) as asked:
        dossier = intake.take_in(one, complete(one, RESIDENCE))
        (file,) = attachments.attach(one, dossier.id, path).files
        intake.take_in(one, complete(one, RESIDENCE))
        first = FileUploader(lambda: asked, one.files, at_once())
        _, done = province.synchronise(one, before_events=first)
        assert one.store.log.unsent_count() == 0
        assert [(aside.why, aside.subject) for aside in done.answer.set_aside] == [
            (AsideReason.FILE_MISSING, dossier.id)
        ]
        hub.hub.files.spare = 0
        _, done = province.synchronise(one, before_events=first)
    assert done.answer.set_aside == ()
    assert hub.hub.files.of(hub.office).get(file.digest) == SCAN


def test_an_open_desk_sends_scans_by_itself_when_there_is_room_again(
    hub: RunningHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.link.CHECK_EVERY", 0.05)
    member = enrolled(hub)
    files = Files(tmp_path / "files", bytes(range(1, 33)))
    digests = [files.put(SCAN + bytes([n])) for n in range(3)]
    hub.hub.files.spare = 1 << 60
    with machine(tmp_path / "a.db", member.device, wall_clock) as desk:
        for digest in digests:
            desk.record(1, FileAttached(digest=digest, size=1, media="application/pdf", name="a.pdf"))
        link = Link(
            HubClient(member, wall_clock),
            desk.ask,
            tmp_path,
            wall_clock,
            desk.on_state,
            desk.on_merged,
            before_events=FileUploader(lambda: link.peer, files, at_once()),
        )
        link.start()
        try:
            state = desk.until_state(lambda state: len(state.set_aside) == 3 and not state.unsent)
            assert isinstance(state.trouble, ProvinceFull)
            hub.hub.files.spare = 0
            state = desk.until_state(lambda state: not state.set_aside)
            assert state.trouble is None
        finally:
            link.stop()
    assert all(hub.hub.files.has(member.office, digest) for digest in digests)

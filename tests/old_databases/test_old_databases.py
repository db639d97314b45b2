"""What each earlier version wrote is opened, says what it said then, and goes on: alone, with old and new hubs."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk.backup import recovery
from desk.desk import Desk
from desk.dossiers import lookup
from desk.health import restore
from desk.intake import drafts, intake
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.province import province, reconcile
from desk.settings import write_settings
from models.events import UnknownEvent
from models.ids import EventId, FileDigest, SubjectId
from models.subjects.processing import ProcessStage
from models.text import search_key
from sync.client.files import FileUploader
from sync.client.https import HubClient
from sync.client.rate import TransferRate
from sync.hub.log import quarantine, stream
from sync.hub.offices import offices
from sync.messages import SetAside
from tests.conftest import TurnedClock
from tests.desk.joining import settings_of
from tests.fakes.hub import RunningHub, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.old_databases import facts, lives, others, service
from tests.old_databases.days import counter
from tests.old_databases.days.province import at_a_hub
from tests.old_databases.facts import Facts
from tests.old_databases.freeze import PIECES
from tests.old_databases.frozen import FOLDERS, WITH_BACKUP, WITH_HUB, WITH_SHEET, Frozen, thawed

MOST = 9_999


@pytest.fixture
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Frozen:
    """The folder a test is parametrised with."""
    return thawed(request.param, tmp_path)


@pytest.fixture
def old_server(request: pytest.FixtureRequest, frozen: Frozen) -> PostgreSQL | None:
    """A server for a dump of one; None for a file."""
    return request.getfixturevalue("postgres") if (frozen.folder / "hub" / "hub.pgdump").exists() else None


each_desk = pytest.mark.parametrize("frozen", FOLDERS, indirect=True)
each_hub = pytest.mark.parametrize("frozen", WITH_HUB, indirect=True)


@pytest.fixture
def keep() -> Iterator[Callable[[Desk], Desk]]:
    """Closes at the end whatever desk was given to it."""
    kept: list[Desk] = []

    def keeping(desk: Desk) -> Desk:
        kept.append(desk)
        return desk

    yield keeping
    for desk in kept:
        close_desk(desk)


Keep = Callable[[Desk], Desk]


def says_the_same(desk: Desk, told: Facts) -> None:
    assert facts.dossiers_of(desk.store) == told.dossiers
    assert facts.tickets_of(desk.store) == told.tickets
    assert facts.findings_of(desk.store) == told.findings
    if facts.tells_lives(told.piece):
        assert (lives.lives_of(desk.store), lives.lists_of(desk.store)) == (told.lives, told.lists)
    if facts.tells_others(told.piece):
        assert others.others_of(desk.store) == told.others
    if facts.tells_service(told.piece):
        assert service.service_of(desk.store) == told.service


def scans_of(desk: Desk, told: Facts) -> dict[str, int]:
    return {digest: len(desk.files.get(FileDigest(digest))) for digest in told.scans}


def exchanged(desk: Desk) -> Desk:
    """One whole exchange, scanned files first."""
    member = province.membership(desk)
    assert member is not None
    hub = HubClient(member, desk.clock)
    try:
        rate = TransferRate(threading.Event().wait, needed=lambda: False)
        return province.synchronise(desk, before_events=FileUploader(lambda: hub, desk.files, rate))[0]
    finally:
        hub.abort()


def joined(desk: Desk, hub: RunningHub) -> Desk:
    """Belongs to the hub's office, and has exchanged everything."""
    code = offices.make_code(hub.store, hub.office, now=hub.hub.clock())
    return exchanged(province.join(desk, hub.url, code))


def newcomer(hub: RunningHub, folder: Path, clock: TurnedClock) -> Desk:
    """A machine of today that works at the same office."""
    write_settings(folder, settings_of(hub, 9))
    return joined(open_desk(folder, clock=clock, training=True), hub)


def at_the_hub(hub: RunningHub) -> tuple[set[EventId], list[SetAside]]:
    """What it tells of the office, and what it has set aside."""
    told = stream.read(hub.store, hub.office, 0, MOST)
    assert [position for position, _ in told] == list(range(1, len(told) + 1))
    return {recorded.id for _, recorded in told}, [aside for _, aside in quarantine.open_entries(hub.store, hub.office)]


def is_told_to(other: Desk, desk: Desk, *, but: set[SubjectId]) -> None:
    """Every dossier of one desk is the same at the other, but for some."""
    known = {one.id: one for one in facts.dossiers_of(other.store)}
    expected = [one for one in facts.dossiers_of(desk.store) if one.id not in but]
    assert expected
    assert [known.get(one.id) for one in expected] == expected


def test_each_version_that_was_landed_left_one() -> None:
    assert {name.split("-")[1] for name in FOLDERS} >= {"counter", "province", "workplace"}
    assert len(WITH_HUB) >= 4
    assert WITH_BACKUP
    assert WITH_SHEET


def test_the_present_tree_leaves_one_in_the_same_way(keep: Keep, tmp_path: Path) -> None:
    (tmp_path / "now").mkdir()
    (tmp_path / "beside").mkdir()
    at_a_hub(tmp_path / "now", tmp_path / "beside", PIECES[-1], postgresql=False)
    now = thawed("now", tmp_path / "thawed", frozen=tmp_path)
    desk = keep(open_desk(now.folder / "desk", clock=now.clock, training=True, create=False))
    says_the_same(desk, now.facts)
    assert len(now.facts.dossiers) >= 14
    assert {one.stage for one in now.facts.lives} == set(ProcessStage)
    assert {one.id.partition("/")[0] for one in now.facts.others} == {
        "payment", "receipt", "shift", "parcel", "consignment", "visit", "posters",
    }  # fmt: skip
    kinds = {one.id.partition("/")[0] for one in now.facts.service}
    assert len(kinds) == 11, "ten kinds of the flexible service, and a dossier whose result came back"
    assert {one.confirmed != "" for one in now.facts.lists} == {True, False}


@each_desk
def test_it_opens_whole_and_says_what_it_said(frozen: Frozen, keep: Keep) -> None:
    told = frozen.facts
    desk = keep(open_desk(frozen.folder / "desk", clock=frozen.clock, training=True, create=False))
    counts = desk.store.log.counts()
    assert desk.store.log.device == told.device
    assert (counts.events, counts.unsent, len(counter.own(desk))) == (told.events, told.unsent, told.head)
    assert not any(isinstance(one.event, UnknownEvent) for one in desk.store.log.events())
    says_the_same(desk, told)
    assert scans_of(desk, told) == told.scans
    assert len(print_jobs.unprinted(desk)) == told.unprinted


@each_desk
def test_its_rows_made_anew_are_the_same_and_everything_is_found(frozen: Frozen, keep: Keep) -> None:
    desk = keep(frozen.opened())
    desk.store.log.rebuild()
    says_the_same(desk, frozen.facts)
    for one in frozen.facts.dossiers:
        for words in filter(None, (one.owner, search_key(one.owner), one.number, one.code, *one.slips)):
            assert one.id in {row.id for row in lookup.find(desk, words)}, words


@each_desk
def test_work_goes_on_where_it_was_cut_off(frozen: Frozen, keep: Keep) -> None:
    told = frozen.facts
    desk = keep(frozen.opened())
    draft = drafts.load_draft(desk)
    assert draft is not None
    assert draft.form.submitter.full_name == told.draft
    assert len(desk.store.drafts.keys()) == 1 + told.more_drafts
    taken = intake.take_in(desk, counter.filled(desk, counter.BIRTH, submitter=draft.form.submitter))
    assert taken.code
    assert taken.code not in {number for one in told.dossiers for number in (one.code, *one.slips)}
    assert counter.own(desk)[-1].seq > told.head
    close_desk(desk)
    again = keep(frozen.opened())
    assert facts.findings_of(again.store) == told.findings
    assert again.store.log.dossier(taken.id).code == taken.code


@pytest.mark.parametrize("frozen", WITH_SHEET, indirect=True)
def test_its_sheet_of_paper_opens_it_on_another_pc(frozen: Frozen, keep: Keep) -> None:
    folder = frozen.folder / "desk"
    (folder / "motcua.key").unlink()
    recovery.recover(folder, frozen.facts.recovery, use_keyring=False)
    says_the_same(keep(frozen.opened()), frozen.facts)


@pytest.mark.parametrize("frozen", WITH_BACKUP, indirect=True)
def test_a_copy_it_made_is_brought_back_on_another_pc(frozen: Frozen, keep: Keep) -> None:
    told, bare = frozen.facts, frozen.folder / "bare"
    copies = frozen.folder / "backup"
    proven = restore.prove(copies, bare, clock=frozen.clock, typed=told.recovery, use_keyring=False)
    restore.replace(proven, clock=frozen.clock)
    desk = keep(frozen.opened(bare))
    assert facts.findings_of(desk.store) == told.findings
    assert {one.id for one in facts.dossiers_of(desk.store)} < {one.id for one in told.dossiers}
    assert scans_of(desk, told) == told.scans


@each_hub
def test_an_old_hub_goes_on_with_old_and_new_desks(
    frozen: Frozen, old_server: PostgreSQL | None, keep: Keep, tmp_path: Path
) -> None:
    told = frozen.facts
    with frozen.hub(old_server) as hub:
        ids, aside = at_the_hub(hub)
        assert (len(ids), tuple(sorted(one.why for one in aside))) == (told.told, told.open_aside)
        old = keep(exchanged(keep(province.change_address(frozen.opened(), hub.url))))
        assert old.store.log.unsent_count() == 0
        ids, aside = at_the_hub(hub)
        assert {one.id for one in old.store.log.events()} == ids | {one.id for one in aside}
        assert facts.findings_of(old.store) == told.findings
        new = keep(newcomer(hub, tmp_path / "new", frozen.clock))
        is_told_to(new, old, but={one.subject for one in aside})
        taken = intake.take_in(new, counter.filled(new, counter.BIRTH))
        keep(exchanged(new))
        assert keep(exchanged(old)).store.log.dossier(taken.id).code == taken.code
        assert reconcile.compare(new) == []


@each_desk
def test_an_old_desk_joins_a_hub_of_today(frozen: Frozen, keep: Keep, tmp_path: Path) -> None:
    folder = tmp_path / "hub-of-today"
    folder.mkdir()
    office = frozen.facts.office
    with running(settings_for(folder, f"sqlite:///{folder / 'hub.db'}"), clock=frozen.clock, office=office) as hub:
        desk = keep(frozen.opened())
        if frozen.facts.has_hub:
            desk = keep(province.leave(desk))
        desk = keep(joined(desk, hub))
        assert desk.store.log.unsent_count() == 0
        ids, aside = at_the_hub(hub)
        own = counter.own(desk)
        assert {one.id for one in own} == ids
        assert aside == []
        assert facts.findings_of(desk.store) == frozen.facts.findings
        new = keep(newcomer(hub, tmp_path / "new", frozen.clock))
        elsewhere = {one.subject for one in desk.store.log.events() if one.device != desk.store.log.device}
        is_told_to(new, desk, but=elsewhere)

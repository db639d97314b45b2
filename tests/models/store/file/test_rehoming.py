"""The same work under another number: nothing lost, nothing doubled, and a file that opens at every moment."""

import errno
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.events import DossierWithdrawn, TicketIssued
from models.history import Recorded
from models.ids import ClerkId, DeviceId, PeerName, SubjectId, new_dossier_id, new_ticket_id
from models.store import Store, open_store
from models.store.file import rehoming
from models.store.file.rehoming import rehome
from models.trouble import FileInUse, FileTrouble
from tests.conftest import TurnedClock
from tests.fakes.citizens import Chain
from tests.models.store.conftest import KEY
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
DAY = date(2026, 11, 23)
OLD, NEW = DeviceId(3), DeviceId(7)
OTHER = PeerName("other")


@pytest.fixture
def path(tmp_path: Path, clock: TurnedClock) -> Path:
    """A file of device 3: two dossiers and a ticket of its own, one foreign event, a draft, a value."""
    path = tmp_path / "motcua.db"
    with opened(path, OLD, clock, create=True) as store:
        first, second = new_dossier_id(), new_dossier_id()
        store.log.record(first, CLERK, received())
        store.log.merge([Chain(9).add(first, clock.now, DossierWithdrawn(reason="máy khác"))])
        clock.turn(minutes=5)
        store.log.record(second, CLERK, received("H99.99.99-261123-0002"))
        store.log.record(first, CLERK, DossierWithdrawn(reason="rút"))
        store.log.record(new_ticket_id(), CLERK, TicketIssued(number="A001", day=DAY, services=("x",)))
        store.drafts.save("form", b"half")
        store.province.put("cursor", b"here")
        store.province.put("membership", b"old")
        store.of_peer(OTHER).put("cursor", b"there")
        store.log.acknowledge(2)
        store.log.acknowledge(4, OTHER)
    return path


def opened(path: Path, device: DeviceId, clock: TurnedClock, *, create: bool = False) -> Store:
    return open_store(path, KEY, device=device, clock=clock, create=create)


def move(path: Path, from_seq: int) -> Path:
    return rehome(path, KEY, old=OLD, new=NEW, from_seq=from_seq, day=DAY, put={"membership": b"new"}, drop=("cursor",))


def facts(event: Recorded) -> tuple[str, SubjectId, object, str, bytes, int]:
    return event.id, event.subject, event.at, event.clerk, event.body, event.clock


@pytest.mark.parametrize("from_seq", [1, 3, 5])
def test_every_event_is_there_once_and_its_history_as_before(path: Path, clock: TurnedClock, from_seq: int) -> None:
    with opened(path, OLD, clock) as store:
        before = list(store.log.events())
        histories = {event.subject: [facts(e) for e in store.log.history(event.subject)] for event in before}
        rows = store.dossiers.page()
    kept = move(path, from_seq)
    with opened(path, NEW, clock) as store:
        after = list(store.log.events())
        assert sorted(map(facts, after)) == sorted(map(facts, before))
        assert [e.seq for e in after if e.device == OLD] == list(range(1, from_seq))
        assert [e.seq for e in after if e.device == NEW] == list(range(1, 6 - from_seq))
        assert {s: [facts(e) for e in store.log.history(s)] for s in histories} == histories
        places = [replace(row, received_place=0) for row in store.dossiers.page()]  # it names the machine's number
        assert places == [replace(row, received_place=0) for row in rows]
        assert store.log.verify() == []
        assert store.log.unsent_count() == 5 - from_seq
        assert store.drafts.load("form") == b"half"
        assert (store.province.get("membership"), store.province.get("cursor")) == (b"new", None)
        assert (store.of_peer(OTHER).get("cursor"), store.log.acknowledged(OTHER)) == (None, 0)
        store.log.record(new_dossier_id(), CLERK, DossierWithdrawn(reason="mới"))
        assert store.log.verify() == []
    assert kept.name == "motcua.forked-2026-11-23.db"
    with opened(kept, OLD, clock) as old:
        assert list(old.log.events()) == before


def test_the_other_history_of_the_same_numbers_finds_its_place_afterwards(path: Path, clock: TurnedClock) -> None:
    theirs = Chain(OLD)
    with opened(path, OLD, clock) as store:
        mine = list(store.log.events())
        theirs_too = [theirs.add(new_dossier_id(), clock.now, DossierWithdrawn(reason="bản kia")) for _ in range(4)]
        store.log.merge(theirs_too)
        assert store.log.counts().set_aside == 4
    move(path, 1)
    with opened(path, NEW, clock) as store:
        assert store.log.counts().set_aside == 0
        store.log.merge(theirs_too)
        assert len(list(store.log.events())) == len(mine) + 4
        assert store.log.verify() == []


def test_a_second_move_of_the_day_keeps_its_own_copy(path: Path, clock: TurnedClock) -> None:
    first = move(path, 4)
    second = rehome(path, KEY, old=NEW, new=DeviceId(8), from_seq=1, day=DAY, put={})
    assert (first.name, second.name) == ("motcua.forked-2026-11-23.db", "motcua.forked-2026-11-23-2.db")
    with opened(path, DeviceId(8), clock) as store:
        assert store.log.verify() == []


@pytest.mark.parametrize("fails", ["_copy", "_remember", "_keep", "sync_folder"])
def test_cut_short_anywhere_there_is_a_file_that_opens(
    path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(rehoming, fails, cut)
        with pytest.raises(KeyboardInterrupt):
            move(path, 3)
    device = NEW if fails == "sync_folder" else OLD
    with opened(path, device, clock) as store:
        assert store.log.counts().events == 5
        assert store.log.verify() == []
    if device == OLD:
        move(path, 3)
        with opened(path, NEW, clock) as store:
            assert store.log.verify() == []


def test_a_full_disk_leaves_the_old_file(path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as broken:
        broken.setattr(os, "link", full)
        broken.setattr(shutil, "copy2", full)
        with pytest.raises(FileTrouble):
            move(path, 3)
    with opened(path, OLD, clock) as store:
        assert store.log.verify() == []


def test_a_disk_without_second_names_gets_a_copy(
    path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", unknown)
    kept = move(path, 3)
    for place, device in ((path, NEW), (kept, OLD)):
        with opened(place, device, clock) as store:
            assert store.log.counts().events == 5


def test_an_open_file_is_left_alone(path: Path, clock: TurnedClock) -> None:
    with opened(path, OLD, clock) as store:
        with pytest.raises(FileInUse):
            move(path, 1)
        assert store.log.verify() == []


def test_a_number_that_has_a_history_is_not_taken(path: Path, clock: TurnedClock) -> None:
    with pytest.raises(ValueError, match="9"):
        rehome(path, KEY, old=OLD, new=DeviceId(9), from_seq=1, day=DAY, put={})
    with opened(path, OLD, clock) as store:
        assert store.log.verify() == []


def test_clocks_that_were_never_counted_are_counted_from_the_highest_of_the_office(
    path: Path, clock: TurnedClock
) -> None:
    with opened(path, OLD, clock) as store:
        store.log._head = replace(store.log.head(), clock=1 << 50)
        store.log.record(new_dossier_id(), CLERK, received("H99.99.99-261123-0003"), DossierWithdrawn(reason="rút"))
        order = [event.id for event in store.log.events() if event.device == OLD]
    rehome(path, KEY, old=OLD, new=NEW, from_seq=2, day=DAY, put={}, clock=40)
    with opened(path, NEW, clock) as store:
        own = [event for event in store.log.events() if event.device in {OLD, NEW}]
        assert [event.id for event in own] == order
        assert [event.clock for event in own] == [1, 2, 3, 4, 41, 42]
        assert store.log.verify() == []

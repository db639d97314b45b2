"""A desk reads all that others of its office recorded, once, and again after the hub lost something."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.history import Recorded
from models.ids import DossierId, SubjectId, new_dossier_id
from sync.hub.log import delivery, stream
from sync.hub.log.intake import GapFound, take_in
from sync.hub.offices import offices
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore
from sync.messages import MOST_BYTES, Chain, Cursor, News, NewsAsked, Up, events_of
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import NOW, OFFICE, Desk, Enrol, enrol, open_store
from tests.sync.hub.dossiers import PAID


def events(news: News) -> list[Recorded]:
    return [event for chain in news.chains for event in events_of(chain)]


def ask(cursor: Cursor, *, head: int = 0, acknowledged: int = 0, most: int = 500) -> NewsAsked:
    return NewsAsked(cursor, head, acknowledged, 0.0, most)


def read_all(
    store: HubStore, device: Device, cursor: Cursor, *, head: int = 0, acknowledged: int = 0, most: int = 500
) -> tuple[list[Recorded], Cursor]:
    """Until nothing remains; own events that come back are taken up where they go on from the last."""
    heard: list[Recorded] = []
    while True:
        news = delivery.news(store, device, ask(cursor, head=head, acknowledged=acknowledged, most=most))
        heard += events(news)
        for event in events(news):
            assert event.device != device.number or event.seq == head + 1
            head += event.device == device.number
        cursor = news.cursor
        if not news.remaining:
            return heard, cursor


def test_news_are_the_events_of_others_in_the_order_of_the_stream(hub_store: HubStore, enrolled: Enrol) -> None:
    one, desk, _ = enrolled()
    two, other, _ = enrolled()
    for subject in DOSSIERS:
        desk.record(subject, PAID)
        take_in(hub_store, one, desk.up(len(desk.log)), NOW)
        other.record(subject, PAID, b"nonsense", PAID)
        take_in(hub_store, two, other.up(len(other.log) - 2), NOW)
    news = delivery.news(hub_store, one, ask(Cursor(), head=3, acknowledged=3))
    assert events(news) == [other.log[i] for i in (0, 2, 3, 5, 6, 8)]
    assert (news.cursor.position, news.remaining, news.head) == (9, 0, 3)
    again = delivery.news(hub_store, one, ask(news.cursor, head=3, acknowledged=3))
    assert (again.chains, again.cursor) == ((), news.cursor)


def test_another_office_is_never_told(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(), NOW)
    offices.create_office(hub_store, "H11", "Xã khác")
    key = Ed25519PrivateKey.generate()
    enrol(hub_store, key, office="H11")
    stranger = offices.find_device(hub_store, key_id(key.public_key()))
    assert stranger is not None
    news = delivery.news(hub_store, stranger, ask(Cursor()))
    assert (news.chains, news.cursor.position) == ((), 0)
    mine = delivery.news(hub_store, device, ask(Cursor()))
    assert delivery.news(hub_store, stranger, ask(mine.cursor)).chains == ()


def test_a_restored_desk_reads_its_own_events_beyond_its_head_back(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 5)
    take_in(hub_store, device, desk.up(), NOW)
    news = delivery.news(hub_store, device, ask(Cursor(), head=3, acknowledged=2))
    assert (events(news), news.head) == (desk.log[3:], 5)


def test_a_restored_desk_gets_its_whole_chain_back_in_order_and_before_all_else(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    device, desk, _ = enrolled()
    second, other, _ = enrolled()
    other.record(DOSSIERS[1], PAID, PAID)
    take_in(hub_store, second, other.up(), NOW)
    desk.record(DOSSIERS[0], PAID, b"nonsense", PAID, b"nonsense")
    take_in(hub_store, device, desk.up(), NOW)
    for wait in (0.0, 30.0):
        news = delivery.news(hub_store, device, NewsAsked(Cursor(), 1, 1, wait))
        assert (events(news), news.head) == (desk.log[1:], 4)
        assert news.remaining  # of the others, which come once it has these
    for most in (1, 2, 3, 500):
        heard, cursor = read_all(hub_store, device, Cursor(), head=1, acknowledged=1, most=most)
        assert heard == desk.log[1:] + other.log
        # What was set aside has no position: a cursor at the end of the stream does not hide it.
        assert read_all(hub_store, device, cursor, head=1, acknowledged=1, most=most)[0] == desk.log[1:]
    assert delivery.news(hub_store, device, ask(cursor, head=4)).chains == ()
    assert events(delivery.news(hub_store, second, ask(Cursor(), head=2))) == [desk.log[0], desk.log[2]]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(most=st.integers(1, 7), head=st.integers(0, 20))
def test_read_in_any_steps_nothing_is_missed(shared: "Shared", most: int, head: int) -> None:
    store, device, desk, other = shared
    heard, cursor = read_all(store, device, Cursor(), most=most, head=head)
    assert sorted(heard, key=lambda e: (e.device, e.seq)) == [*desk.log[head:], *other.log]
    assert cursor.position == 40


Shared = tuple[HubStore, Device, Desk, Desk]


@pytest.fixture
def shared(hub_store: HubStore, enrolled: Enrol) -> Shared:
    """Twenty events of each of two desks, in turns of three."""
    one, desk, _ = enrolled()
    two, other, _ = enrolled()
    for first in range(1, 21, 3):
        for device, log in ((one, desk), (two, other)):
            log.record(DOSSIERS[0], *[PAID] * min(3, 21 - first))
            take_in(hub_store, device, log.up(first), NOW)
    return hub_store, one, desk, other


def test_one_answer_stays_within_its_bytes_and_always_tells_something(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, _, _ = enrolled()
    large = b'{"type":"OfTomorrow","x":"' + b"x" * (MOST_BYTES - 40) + b'"}'
    desk.record(DOSSIERS[0], large, PAID, large, PAID, PAID)
    take_in(hub_store, device, desk.up(1, 2), NOW)
    take_in(hub_store, device, desk.up(3), NOW)
    cursor, sizes = Cursor(), []
    while True:
        news = delivery.news(hub_store, second, ask(cursor))
        sizes.append(len(events(news)))
        cursor = news.cursor
        if not news.remaining:
            break
    assert sizes == [2, 2, 1]  # at most one event more than the bytes allow


# ---- epochs ------------------------------------------------------------------------------------------------


@pytest.fixture
def back_up(hub_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Callable[[], str]]:
    """Called: a copy of the database as it is. What it returns, called: that copy, restored; its URL."""

    def take() -> Callable[[], str]:
        if hub_url.startswith("sqlite"):
            file = Path(hub_url.removeprefix("sqlite:///"))
            kept = tmp_path / "backup.db"
            shutil.copy(file, kept)
            return lambda: f"sqlite:///{kept}"
        server: PostgreSQL = request.getfixturevalue("postgres")
        copied = server.copy(hub_url)
        return lambda: copied

    return take


BackUp = Callable[[], Callable[[], str]]


def test_after_an_older_copy_was_restored_desks_read_and_send_again(
    hub_store: HubStore, hub_url: str, enrolled: Enrol, back_up: BackUp
) -> None:
    one, desk, _ = enrolled()
    two, other, _ = enrolled()
    desk.record(DOSSIERS[0], *[PAID] * 4)
    other.record(DOSSIERS[1], *[PAID] * 4)
    take_in(hub_store, one, desk.up(1, 2), NOW)
    hub_store.close()
    restore = back_up()
    before = open_store(hub_url)
    take_in(before, two, other.up(), NOW)
    take_in(before, one, desk.up(3), NOW)
    _, cursor = read_all(before, two, Cursor(), head=4, acknowledged=4)
    before.close()

    store = open_store(restore())
    desk.record(DOSSIERS[0], PAID)
    with pytest.raises(GapFound) as gap:  # the first desk sends on and learns it
        take_in(store, one, desk.up(5), NOW)
    assert gap.value.head == 2
    take_in(store, one, desk.up(3), NOW)
    told = delivery.news(store, two, ask(cursor, head=4, acknowledged=4))
    assert told.cursor.epoch != cursor.epoch
    assert (events(told), told.head) == (desk.log, 0)
    same = delivery.news(store, two, ask(told.cursor, head=4, acknowledged=4))
    assert same.cursor == told.cursor  # told once what is missing, the stream does not begin again and again
    assert take_in(store, two, other.up(), NOW).head == 4
    heard, _ = read_all(store, one, cursor, head=5, acknowledged=5)
    assert heard == other.log
    assert [position for position, _ in stream.read(store, OFFICE, 0, 100)] == list(range(1, 10))
    store.close()


def test_a_cursor_that_fits_no_event_begins_a_new_epoch(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, _, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    take_in(hub_store, device, desk.up(), NOW)
    _, cursor = read_all(hub_store, second, Cursor())
    for wrong in (
        Cursor(cursor.epoch, 2, b"other..."),
        Cursor(cursor.epoch, 3, cursor.mark),
    ):
        at = Cursor(read_all(hub_store, second, Cursor())[1].epoch, wrong.position, wrong.mark)
        news = delivery.news(hub_store, second, ask(at))
        assert news.cursor.epoch != at.epoch
        assert events(news) == desk.log
    old = delivery.news(hub_store, second, ask(cursor))  # of the first epoch: from the start, and nothing begins
    assert (old.cursor, events(old)) == (news.cursor, desk.log)


def test_an_empty_chain_beyond_the_hubs_end_begins_one_new_epoch(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID, PAID)
    stands = Up(Chain(desk.device, 3, desk.end(), (), desk.end()))
    epochs = [delivery.news(hub_store, device, ask(Cursor())).cursor.epoch]
    for _ in range(2):
        assert take_in(hub_store, device, stands, NOW).head == 0
        epochs.append(delivery.news(hub_store, device, ask(Cursor(), head=2, acknowledged=2)).cursor.epoch)
    assert epochs[0] != epochs[1] == epochs[2]


def test_an_administrator_may_begin_an_epoch(hub_store: HubStore, enrolled: Enrol) -> None:
    device, _, _ = enrolled()
    before = delivery.news(hub_store, device, ask(Cursor())).cursor.epoch
    stream.begin_epoch(hub_store, OFFICE, NOW)
    assert delivery.news(hub_store, device, ask(Cursor())).cursor.epoch != before


@pytest.mark.slow
def test_a_new_desk_reads_a_large_office_through_the_index(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    second, _, _ = enrolled()
    for _ in range(2_000):
        desk.record(DossierId(SubjectId(new_dossier_id())), PAID)
    for first in range(1, 2_001, 500):
        take_in(hub_store, device, desk.up(first, first + 499), NOW)
    heard, _ = read_all(hub_store, second, Cursor())
    assert heard == desk.log


def test_numbers_no_log_can_hold_are_drawn_in(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(again=(0, -1, 2**64 - 1)), NOW)
    for number in (2**64 - 1, -(2**63)):
        news = delivery.news(hub_store, device, NewsAsked(Cursor(b"x", number, b""), number, number, 0.0, number))
        assert news.head == 1

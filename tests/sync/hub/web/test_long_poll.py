"""Desks that wait for news: woken by a commit of anybody, holding nothing while they wait."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from models.ids import new_ticket_id
from sync.hub.editions import editions
from sync.hub.log import delivery, stream
from sync.hub.offices import offices
from sync.hub.settings import HubSettings
from sync.hub.store import HubStore
from sync.hub.web.long_poll import Waiters
from sync.messages import PATH_NEWS, PATH_UP, Cursor, News, NewsAsked, Refusal, UpAnswer, pack
from tests.fakes.hub import WITHIN, RunningHub, Speaker, refusal, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.patience import FOR_EVER
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID, edition

TICKET = new_ticket_id()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with running(patient(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"))) as found:
        yield found


def patient(settings: HubSettings) -> HubSettings:
    """No waiting ends by itself: what is answered was woken."""
    return replace(settings, limits=replace(settings.limits, wait=FOR_EVER))


def stand(speaker: Speaker) -> Cursor:
    """Where the office's stream ends now."""
    return speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 0, 0), News).cursor


def asleep(hub: RunningHub) -> int:
    """How many wait there now."""
    return sum(len(those) for those in hub.hub.waiters._asleep.values())


def all_asleep(hub: RunningHub, many: int) -> None:
    until = time.monotonic() + WITHIN
    while asleep(hub) < many:
        assert time.monotonic() < until
        threading.Event().wait(0.01)


def woken_by(hub: RunningHub, sender: Speaker, reader: Speaker) -> None:
    """The news of a commit is read by a desk that waits at ``hub``, long before its waiting would have ended."""
    cursor = stand(reader)
    desk = Desk(sender.device)
    desk.record(TICKET, PAID)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(reader.batch, PATH_NEWS, NewsAsked(cursor, 0, 0, wait=FOR_EVER), News)
        all_asleep(hub, 1)
        sender.batch(PATH_UP, desk.up(), UpAnswer)
        found = news.result(WITHIN)
    assert [chain.device for chain in found.chains] == [sender.device]


def test_news_comes_with_the_commit(hub: RunningHub) -> None:
    woken_by(hub, hub.join(), hub.join())


def test_news_comes_from_another_worker_too(postgres: PostgreSQL, postgres_url: str, tmp_path: Path) -> None:
    del postgres
    settings = patient(settings_for(tmp_path, postgres_url))
    with running(settings) as here, running(settings) as there:
        woken_by(there, here.join(), there.join())


def test_many_wait_without_threads_and_one_commit_wakes_them_all(
    hub: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    many, readings, since = 40, [], delivery.since

    def counted(store: HubStore, office: str, cursor: Cursor, most: int) -> delivery.Since | None:
        readings.append(office)
        return since(store, office, cursor, most)

    monkeypatch.setattr(delivery, "since", counted)
    sender, readers = hub.join(), [hub.join() for _ in range(many // 5)]
    cursor = stand(readers[0])
    with ThreadPoolExecutor(many) as pool:
        asked = NewsAsked(cursor, 0, 0, wait=FOR_EVER)
        waiting = [pool.submit(reader.batch, PATH_NEWS, asked, News) for reader in readers for _ in range(5)]
        all_asleep(hub, many)
        # The hub has four threads and connections; with forty desks asleep it still answers at once.
        desk = Desk(sender.device)
        desk.record(TICKET, PAID)
        sender.batch(PATH_UP, desk.up(), UpAnswer)
        assert all(len(one.result(WITHIN).chains) == 1 for one in waiting)
    assert asleep(hub) == 0
    assert readings == [hub.office]  # once for all of them


def test_what_a_desk_records_while_it_waits_is_not_told_back_to_it(hub: RunningHub) -> None:
    speaker, other = hub.join(), hub.join()
    desk, beside = Desk(speaker.device), Desk(other.device)
    asked = NewsAsked(stand(speaker), 0, 0, wait=FOR_EVER)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(speaker.batch, PATH_NEWS, asked, News)
        all_asleep(hub, 1)
        desk.record(TICKET, PAID)
        speaker.batch(PATH_UP, desk.up(), UpAnswer)
        beside.record(TICKET, PAID)
        other.batch(PATH_UP, beside.up(), UpAnswer)
        found = news.result(WITHIN)
    assert [chain.device for chain in found.chains] == [other.device]
    assert (found.cursor.position, found.head, found.remaining) == (2, 1, 0)
    # A file restored meanwhile, or copied, has it not: it is told so when it asks.
    restored = speaker.batch(PATH_NEWS, NewsAsked(found.cursor, 0, 0, wait=FOR_EVER), News)
    assert [(chain.device, chain.first) for chain in restored.chains] == [(speaker.device, 1)]


def test_a_stream_that_began_anew_is_told_those_who_wait(hub: RunningHub) -> None:
    reader = hub.join()
    before = stand(reader)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(reader.batch, PATH_NEWS, NewsAsked(before, 0, 0, wait=FOR_EVER), News)
        all_asleep(hub, 1)
        stream.begin_epoch(hub.store, hub.office, hub.hub.clock())
        assert news.result(WITHIN).cursor.epoch != before.epoch


def test_a_desk_is_not_woken_by_its_own_events_for_nothing(hub: RunningHub) -> None:
    speaker = hub.join()
    desk = Desk(speaker.device)
    desk.record(TICKET, PAID)
    cursor = stand(speaker)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(speaker.batch, PATH_NEWS, NewsAsked(cursor, 1, 0, wait=0.5), News)
        all_asleep(hub, 1)
        speaker.batch(PATH_UP, desk.up(), UpAnswer)
        assert news.result(WITHIN).chains == ()


def test_a_new_edition_wakes_too(hub: RunningHub) -> None:
    reader = hub.join()
    cursor = stand(reader)
    with ThreadPoolExecutor(1) as pool:
        news = pool.submit(reader.batch, PATH_NEWS, NewsAsked(cursor, 0, 0, wait=FOR_EVER), News)
        all_asleep(hub, 1)
        editions.publish(hub.store, edition(1), hub.hub.keys.sign)
        assert news.result(WITHIN).edition == 1


def test_who_is_revoked_while_waiting_is_told_at_once(hub: RunningHub) -> None:
    reader = hub.join()
    asked = pack(NewsAsked(stand(reader), 0, 0, wait=FOR_EVER))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(reader.send, "POST", PATH_NEWS, asked)
        all_asleep(hub, 1)
        offices.revoke(hub.store, hub.office, reader.device, hub.hub.clock())
        assert refusal(answer.result(WITHIN)).type == Refusal.DEVICE_REVOKED


def test_a_stopping_worker_answers_those_who_wait(tmp_path: Path) -> None:
    with running(patient(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}"))) as hub:
        reader = hub.join()
        cursor = stand(reader)
        with ThreadPoolExecutor(1) as pool:
            news = pool.submit(reader.batch, PATH_NEWS, NewsAsked(cursor, 0, 0, wait=FOR_EVER), News)
            all_asleep(hub, 1)
            hub.hub.waiters.end()
            assert news.result(WITHIN).chains == ()


def test_what_is_told_between_looking_and_waiting_is_not_missed() -> None:
    async def look_then_wait() -> tuple[bool, bool, bool]:
        waiting = Waiters()
        waiting.begin()
        turn = waiting.turn
        waiting.notify("one")
        waiting.notify("two")
        await asyncio.sleep(0)
        found = await waiting.news("one", turn, 1.0), await waiting.news("three", turn, 0.01)
        waiting.notify("")
        await asyncio.sleep(0)
        return *found, await waiting.news("three", turn, 1.0)

    assert asyncio.run(look_then_wait()) == (True, False, True)


def test_a_ring_after_the_loop_ended_harms_nobody() -> None:
    waiting = Waiters()

    async def begin() -> None:
        waiting.begin()

    asyncio.run(begin())
    waiting.notify("one")
    waiting.end()

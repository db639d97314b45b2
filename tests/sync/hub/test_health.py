"""The hub's health is a write that went in; whatever keeps it from going in is said, and nothing of any citizen."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import psycopg
import pytest
import sqlalchemy as sa
from msgspec.structs import replace
from sqlcipher3 import dbapi2

from models.calendar.clock import micros, wall_clock
from models.ids import new_dossier_id
from sync.hub import health, words
from sync.hub.health import Health, Proof, health_of, prove
from sync.hub.log.disk_space import room_in
from sync.hub.settings import HubSettings
from sync.hub.store import Failing, HubStore, HubStoreFailing, heartbeat_rows
from sync.hub.store.tables import device
from sync.messages import PATH_UP, UpAnswer
from tests.fakes.hub import WITHIN, RunningHub, running, settings_for
from tests.fakes.postgres import PostgreSQL, name_of
from tests.sync.hub.conftest import NOW, Desk, Enrol, open_store
from tests.sync.hub.dossiers import PAID


def asked(hub: RunningHub) -> tuple[int, Health]:
    """As a balancer asks, without regard to what was found a moment ago."""
    hub.hub.pulse.fresh = 0.0
    answer = httpx.get(f"{hub.url}/health", timeout=WITHIN, trust_env=False)
    return answer.status_code, Health(**answer.json())


@pytest.fixture
def settings(hub_url: str, tmp_path: Path) -> HubSettings:
    return settings_for(tmp_path, hub_url)


def test_a_database_that_takes_a_write_is_well(hub_store: HubStore, settings: HubSettings) -> None:
    found = health_of(settings, prove(hub_store, wall_clock))
    assert (found.well, found.database, found.disk, found.clock) == (True, True, True, True)
    assert found.words.startswith("Cơ sở dữ liệu ghi được. Đĩa bản quét còn trống ")
    prove(hub_store, wall_clock)
    with hub_store.reading() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM heartbeat").scalar() == 1


def test_a_standby_is_not_well(postgres: PostgreSQL, postgres_url: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, postgres_url)
    with closing(open_store(postgres_url)):
        pass
    postgres.execute(f"ALTER DATABASE {name_of(postgres_url)} SET default_transaction_read_only = on", "postgres")
    with closing(HubStore.open(postgres_url)) as store:
        found = health_of(settings, prove(store, wall_clock))
    assert (found.well, found.database) == (False, False)
    assert words.DATABASE_FAILING[Failing.READ_ONLY] in found.words


def test_a_lock_on_the_server_is_said(postgres_url: str, tmp_path: Path) -> None:
    with running(settings_for(tmp_path, postgres_url)) as hub:
        assert asked(hub)[0] == HTTPStatus.OK
        with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
            other.execute("LOCK TABLE heartbeat IN ACCESS EXCLUSIVE MODE")
            status, found = asked(hub)
            assert (status, found.well) == (HTTPStatus.SERVICE_UNAVAILABLE, False)
            assert words.DATABASE_FAILING[Failing.LOCKED] in found.words
        assert asked(hub)[0] == HTTPStatus.OK


@contextmanager
def locked(settings: HubSettings) -> Iterator[None]:
    """Another process holds the encrypted file."""
    file = settings.database.file
    assert file is not None
    key = settings.key_file(settings.keys.database).read_text("ascii").strip()
    with closing(dbapi2.connect(str(file), isolation_level=None)) as other:
        other.execute(f"PRAGMA key = \"x'{key}'\"")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_file_is_said_in_time_and_forgotten_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(settings) as hub:
        with locked(settings):
            for _ in range(3):  # one proof is under way, and nobody begins another
                status, found = asked(hub)
                assert (status, found.well) == (HTTPStatus.SERVICE_UNAVAILABLE, False)
                assert words.DATABASE_FAILING[Failing.SLOW] in found.words
            assert sum(thread.name == "hub-pulse" for thread in threading.enumerate()) == 1
        while asked(hub)[0] != HTTPStatus.OK:
            pass


def test_asked_a_hundred_times_the_database_is_written_once(tmp_path: Path) -> None:
    with running(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")) as hub:
        hub.hub.pulse.fresh = 1_000.0
        with httpx.Client(base_url=hub.url, timeout=WITHIN, trust_env=False) as client:
            assert client.get("/health").status_code == HTTPStatus.OK
            with hub.store.writing() as writing:
                writing.exec_driver_sql("UPDATE heartbeat SET at = 7")
            for _ in range(100):
                assert client.get("/health").status_code == HTTPStatus.OK
        with hub.store.reading() as reading:
            assert reading.exec_driver_sql("SELECT at FROM heartbeat").scalar() == 7


def test_a_full_file_is_said(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'hub.db'}")) as store:
        with store.reading() as reading:
            pages = reading.exec_driver_sql("PRAGMA page_count").scalar()
            reading.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # as if the disk ended here
        with pytest.raises(HubStoreFailing) as full, store.writing() as writing:
            writing.exec_driver_sql("CREATE TABLE larger AS SELECT randomblob(1000000) AS x")
    assert full.value.why is Failing.FULL
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    found = health_of(settings, Proof(full.value.why))
    assert (found.well, words.DATABASE_FAILING[Failing.FULL] in found.words) == (False, True)


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    open_store(f"sqlite:///{path}").close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = os.urandom(len(content) - 4096 * 2)
    path.write_bytes(content)
    with pytest.raises(HubStoreFailing) as damaged:
        HubStore.open(f"sqlite:///{path}", key=bytes(32))
    assert damaged.value.why is Failing.DAMAGED


def test_without_room_for_scans_events_go_in_and_a_line_says_so(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    with running(replace(settings, limits=replace(settings.limits, disk_free=1 << 60))) as hub:
        status, found = asked(hub)
        assert (status, found.well, found.disk) == (HTTPStatus.OK, True, False)
        assert "Đĩa bản quét chỉ còn trống" in found.words
        speaker = hub.join()
        desk = Desk(speaker.device)
        desk.record(new_dossier_id(), PAID)
        assert speaker.batch(PATH_UP, desk.up(), UpAnswer).head == 1


def test_a_folder_for_scans_that_takes_none_is_said(
    hub_store: HubStore, settings: HubSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not settings.files_folder.exists()  # it is made when the first one comes
    assert room_in(settings.files_folder).free > 0
    monkeypatch.setattr("os.access", lambda *_: False)  # as on a file system that is read-only
    found = health_of(settings, prove(hub_store, wall_clock))
    assert (found.well, found.disk) == (True, False)
    assert "Đĩa bản quét không ghi được" in found.words


def test_a_disk_without_a_name_for_a_further_file_has_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(tmp_path)

    class NoneLeft:
        f_files, f_favail = max(real.f_files, 1), 0
        f_bavail, f_blocks, f_bfree, f_frsize = real.f_bavail, real.f_blocks, real.f_bfree, real.f_frsize

    monkeypatch.setattr("os.statvfs", lambda _: NoneLeft)
    assert room_in(tmp_path).free == 0


def test_a_clock_that_is_wrong_is_said_and_the_hub_goes_on(
    hub_store: HubStore, enrolled: Enrol, settings: HubSettings, hub_url: str
) -> None:
    enrolled()
    with hub_store.writing() as writing:
        writing.execute(sa.update(device).values(heard_at=micros(NOW)))
    slow = lambda: NOW - timedelta(hours=1)  # noqa: E731
    found = health_of(settings, prove(hub_store, slow))
    assert (found.well, found.clock) == (True, False)
    assert "NTP" in found.words
    if hub_url.startswith("postgresql"):  # the server knows the time itself
        fast = lambda: wall_clock() + timedelta(minutes=20)  # noqa: E731
        assert "nhanh 20 phút" in health_of(settings, prove(hub_store, fast)).words


def test_every_reason_has_words() -> None:
    assert set(words.DATABASE_FAILING) == set(Failing)


def test_a_mistake_of_ours_is_no_health(hub_store: HubStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Nguyễn Văn Mẫu")

    monkeypatch.setattr(heartbeat_rows, "beat", broken)
    assert prove(hub_store, wall_clock).failing is Failing.UNKNOWN

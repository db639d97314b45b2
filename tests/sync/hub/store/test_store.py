"""The database itself: made once by many, changed by nobody, away and back again."""

import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.events import FeeTaken
from sync.hub.log import counts, reports
from sync.hub.log.intake import take_in
from sync.hub.offices import offices
from sync.hub.store import HubStore, HubStoreFailing, HubStoreTooNew
from sync.messages import UpAnswer
from sync.signatures.requests import key_id
from tests.fakes.events import DOSSIERS
from tests.fakes.postgres import PostgreSQL, name_of
from tests.patience import PATIENCE
from tests.sync.hub.conftest import NOW, OFFICE, Desk, Enrol, enrol, open_store
from tests.sync.hub.dossiers import PAID, code_of, received
from tests.sync.hub.log.test_reports import SAID
from tests.sync.hub.log.test_validation import SCAN

SEEN = "INSERT INTO nonce VALUES ('k', 'n', 1)"


def write(store: HubStore, statement: str, then: Callable[[], object] = lambda: None) -> None:
    with store.writing() as writing:
        writing.execute(sa.text(statement))
        then()


def fail() -> None:
    raise RuntimeError


def test_many_workers_prepare_at_once(postgres_url: str, tmp_path: Path) -> None:
    for url in (postgres_url, f"sqlite:///{tmp_path / 'hub.db'}"):
        with ThreadPoolExecutor(4) as workers:
            stores = list(workers.map(lambda _: open_store(url), range(4)))  # noqa: B023  # ended within the turn
        offices.create_office(stores[0], OFFICE, "UBND xã Mẫu Sơn")
        assert [office.id for office in offices.offices(stores[-1])] == [OFFICE]
        for store in stores:
            store.close()


def test_tables_of_a_newer_version_are_left_alone(hub_store: HubStore) -> None:
    write(hub_store, "INSERT INTO schema_version VALUES (99)")
    with pytest.raises(HubStoreTooNew):
        hub_store.prepare()
    write(hub_store, "DELETE FROM schema_version WHERE version = 99")


def test_what_an_older_version_set_aside_is_counted_and_summed(hub_store: HubStore, enrolled: Enrol) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], b"no JSON", *[FeeTaken(amount=-5)] * 250, FeeTaken(amount=-(10**30)))
    take_in(hub_store, device, desk.up(1, 200), NOW)
    take_in(hub_store, device, desk.up(201), NOW)
    before = counts.counts(hub_store, OFFICE)
    write(hub_store, "DROP INDEX aside_of_money")
    for column in ("clock", "amount", "paid_by"):
        write(hub_store, f"ALTER TABLE aside DROP COLUMN {column}")
    write(hub_store, "DELETE FROM schema_version")
    write(hub_store, "INSERT INTO schema_version VALUES (1)")
    hub_store.prepare()
    assert counts.counts(hub_store, OFFICE) == before
    desk.record(DOSSIERS[0], FeeTaken(amount=-5))
    assert take_in(hub_store, device, desk.up(253), NOW).head == 253
    (cash,) = counts.counts(hub_store, OFFICE).devices[0].drawer
    assert cash.count == before.devices[0].drawer[0].count + 1
    hub_store.prepare()


@pytest.mark.parametrize("change", ["UPDATE event SET clerk = 'x'", "DELETE FROM event"])
def test_the_log_is_never_changed(hub_store: HubStore, enrolled: Enrol, change: str) -> None:
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], PAID)
    take_in(hub_store, device, desk.up(), NOW)
    with pytest.raises(sa.exc.DBAPIError, match="never changed"):
        write(hub_store, change)


def test_an_error_undoes_the_transaction(hub_store: HubStore) -> None:
    with pytest.raises(RuntimeError):
        write(hub_store, SEEN, then=fail)
    with hub_store.reading() as reading:
        assert reading.execute(sa.text("SELECT count(*) FROM nonce")).scalar() == 0


def test_news_are_told_to_every_worker(hub_store: HubStore, hub_url: str, enrolled: Enrol) -> None:
    other = hub_store if hub_url.startswith("sqlite") else open_store(hub_url)
    heard: queue.Queue[str] = queue.Queue()
    stop = other.listen(heard.put)
    device, desk, _ = enrolled()
    desk.record(DOSSIERS[0], received(code_of(1)))
    take_in(hub_store, device, desk.up(), NOW)
    assert heard.get(timeout=PATIENCE) == OFFICE
    take_in(hub_store, device, desk.up(), NOW)  # nothing new: nobody is woken
    reports.report(hub_store, OFFICE, code_of(1), SAID, NOW)
    assert heard.get(timeout=PATIENCE) == OFFICE
    stop()
    later: queue.Queue[str] = queue.Queue()
    other.listen(later.put)
    hub_store.tell("last")
    assert later.get(timeout=PATIENCE) == "last"
    assert heard.empty()
    if other is not hub_store:
        other.close()


def test_a_listener_that_fails_deafens_no_other_and_fails_nobody_who_writes(
    hub_store: HubStore, enrolled: Enrol
) -> None:
    heard: queue.Queue[str] = queue.Queue()

    def stumble(_: str) -> None:
        raise ZeroDivisionError

    hub_store.listen(stumble)
    hub_store.listen(heard.put)
    device, desk, _ = enrolled()
    for number in (1, 2):
        desk.record(DOSSIERS[number], received(code_of(number)))
        take_in(hub_store, device, desk.up(number), NOW)
        assert heard.get(timeout=PATIENCE) == OFFICE


# ---- failing -----------------------------------------------------------------------------------------------


def test_a_server_that_was_killed_is_found_again(postgres: PostgreSQL, postgres_url: str) -> None:
    store = open_store(postgres_url)
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    heard: queue.Queue[str] = queue.Queue()
    store.listen(heard.put)
    with pytest.raises(HubStoreFailing):
        write(store, SEEN, then=postgres.kill)
    with pytest.raises(HubStoreFailing):
        offices.offices(store)
    postgres.start()
    assert heard.get(timeout=PATIENCE) == ""  # something may have been said meanwhile
    for _ in range(8):  # each connection of the pool that broke costs one request at most
        try:
            assert [office.position for office in offices.offices(store)] == [0]
            break
        except HubStoreFailing:
            continue
    with store.reading() as reading:
        assert reading.execute(sa.text("SELECT count(*) FROM nonce")).scalar() == 0
    store.tell(OFFICE)
    assert heard.get(timeout=PATIENCE) == OFFICE
    store.close()


def test_a_server_killed_while_events_are_copied(postgres: PostgreSQL, postgres_url: str) -> None:
    store = open_store(postgres_url)
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    key = Ed25519PrivateKey.generate()
    desk = Desk(enrol(store, key).device)
    device = offices.find_device(store, key_id(key.public_key()))
    assert device is not None
    desk.record(DOSSIERS[0], *[PAID] * 5)
    take_in(store, device, desk.up(1, 2), NOW)

    def killed(_digest: object) -> bool:
        postgres.kill()
        return True

    desk.record(DOSSIERS[0], SCAN)
    with pytest.raises(HubStoreFailing):
        take_in(store, device, desk.up(3), NOW, has_file=killed)
    postgres.start()
    answers: list[UpAnswer] = []
    while not answers:
        try:
            answers.append(take_in(store, device, desk.up(3), NOW))
        except HubStoreFailing:
            continue
    assert (answers[0].head, answers[0].position) == (6, 6)
    store.close()


def test_a_server_that_became_a_standby_is_left(postgres: PostgreSQL, postgres_url: str) -> None:
    store = open_store(postgres_url)
    name = name_of(postgres_url)
    postgres.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    fresh = HubStore.open(postgres_url)
    with pytest.raises(HubStoreFailing):
        offices.create_office(fresh, OFFICE, "UBND xã Mẫu Sơn")
    postgres.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    offices.create_office(fresh, OFFICE, "UBND xã Mẫu Sơn")
    assert [office.id for office in offices.offices(store)] == [OFFICE]
    for one in (store, fresh):
        one.close()


def test_a_full_disk_stores_nothing_and_says_so(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'hub.db'}")
    offices.create_office(store, OFFICE, "UBND xã Mẫu Sơn")
    with store.reading() as reading:
        pages = reading.exec_driver_sql("PRAGMA page_count").scalar_one()
        reading.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(HubStoreFailing):
        offices.create_office(store, "H11", "x" * 100_000)
    assert [office.id for office in offices.offices(store)] == [OFFICE]
    store.close()


def test_a_file_with_another_key_is_not_opened(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'hub.db'}").close()
    assert b"SQLite format" not in (tmp_path / "hub.db").read_bytes()[:100]
    with pytest.raises(HubStoreFailing):
        HubStore.open(f"sqlite:///{tmp_path / 'hub.db'}", key=b"1" * 32)


@pytest.mark.parametrize(("url", "key"), [("sqlite:////x", None), ("sqlite://", bytes(32)), ("mysql://x/y", None)])
def test_only_these_databases_are_the_hubs(url: str, key: bytes | None) -> None:
    with pytest.raises((ValueError, sa.exc.NoSuchModuleError)):
        HubStore.open(url, key=key)


def test_the_administrator_works_beside_the_running_hub(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    hub, command = open_store(url), open_store(url)
    offices.create_office(command, OFFICE, "UBND xã Mẫu Sơn")
    assert [office.id for office in offices.offices(hub)] == [OFFICE]
    hub.close()
    command.close()

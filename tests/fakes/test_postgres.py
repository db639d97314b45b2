"""The PostgreSQL of the tests: fresh for each, and killed without a loss."""

import psutil
import psycopg
import pytest

from tests.fakes.postgres import PostgreSQL, name_of
from tests.patience import PATIENCE


def test_every_test_gets_a_database_that_nobody_used(postgres: PostgreSQL, postgres_url: str) -> None:
    assert postgres.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name_of(postgres_url)) == [
        (0,)
    ]


def test_a_prepared_database_is_made_once_and_copied(postgres: PostgreSQL) -> None:
    made = []

    def prepare(url: str) -> None:
        made.append(url)
        postgres.execute("CREATE TABLE thing (x int)", name_of(url))

    first, second = postgres.fresh(prepare), postgres.fresh(prepare)
    postgres.execute("INSERT INTO thing VALUES (1)", name_of(first))
    assert postgres.execute("SELECT count(*) FROM thing", name_of(second)) == [(0,)]
    assert len(made) == 1
    for url in (first, second):
        postgres.drop(url)


def test_what_was_committed_survives_a_kill_and_a_restart(postgres: PostgreSQL, postgres_url: str) -> None:
    name = name_of(postgres_url)
    postgres.execute("CREATE TABLE thing (x int)", name)
    for happens in (postgres.kill, postgres.halt):
        postgres.execute("INSERT INTO thing VALUES (1)", name)
        happens()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(postgres.conninfo(name))
        postgres.start()
    assert postgres.execute("SELECT count(*) FROM thing", name) == [(2,)]


def test_a_stopped_server_leaves_no_process_and_no_file() -> None:
    server = PostgreSQL()
    everyone = [psutil.Process(server.pid), *psutil.Process(server.pid).children()]
    server.stop()
    assert psutil.wait_procs(everyone, timeout=PATIENCE)[1] == []
    assert not server.folder.exists()

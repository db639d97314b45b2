"""The hub as an administrator runs it: workers, log, figures, end; over TLS; with the database away."""

import json
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
import trustme
import uvicorn
from msgspec.structs import replace
from uvicorn.supervisors.multiprocess import SIGNALS

from models.events import DossierReceived, DueDate, Intake
from models.ids import new_dossier_id
from models.person import Person
from sync.hub.settings import Tls, make_keys, read_settings
from sync.hub.web.serving import Supervisor
from sync.messages import (
    PATH_COUNTS,
    PATH_EDITION,
    PATH_HUB,
    PATH_NEWS,
    PATH_UP,
    Cursor,
    News,
    NewsAsked,
    Refusal,
    UpAnswer,
    pack,
)
from tests.fakes.hub import WITHIN, RunningHub, Speaker, refusal, running, settings_for
from tests.fakes.postgres import PostgreSQL
from tests.started import STOPS, started
from tests.sync.hub.conftest import Desk
from tests.sync.hub.dossiers import PAID, UNIT, code_of, taken

CITIZEN = Person(
    full_name="Nguyễn Văn Mẫu", personal_number="012345678901", phone="0912345678", address="Thôn Thử Nghiệm"
)


def intake() -> DossierReceived:
    """A dossier with everything personal in it."""
    told = Intake(procedure=taken("1.001193"), submitter=CITIZEN, received_by=UNIT, resolved_by=UNIT)
    return DossierReceived(code=code_of(7), intake=told, due=DueDate(at=None))


@contextmanager
def process(folder: Path, toml: str) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """The command ``motcua-hub serve``: its process, where it listens, and what it logs."""
    (folder / "hub.toml").write_text(toml, "utf-8")
    log = folder / "log"
    with log.open("w") as err:
        command = [sys.executable, "-m", "sync.hub", "--config", str(folder / "hub.toml"), "serve"]
        with subprocess.Popen(command, stderr=err, stdin=subprocess.DEVNULL, text=True) as running_hub:  # noqa: S603  # our own
            try:
                yield running_hub, f"http://127.0.0.1:{_port(running_hub, log)}", log
            finally:
                running_hub.terminate()
                running_hub.wait(WITHIN)


def _port(running_hub: "subprocess.Popen[str]", log: Path, what: str = "listening") -> int:
    while running_hub.poll() is None:
        for line in log.read_text("utf-8").splitlines():
            told = json.loads(line)
            if told.get("event") == what:
                return int(told["port"])
    raise AssertionError(log.read_text("utf-8"))


def test_two_workers_of_one_process_take_tell_count_and_end(postgres_url: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, postgres_url)
    toml = (
        f'name = "Tỉnh Mẫu"\nlisten = "127.0.0.1:0"\nadmin = "127.0.0.1:0"\nworkers = 2\n'
        f'[database]\nurl = "{postgres_url}"\n'
        "[limits]\ndisk_free = 1\n"
    )
    with process(tmp_path, toml) as (command, url, log), running(settings) as beside:
        assert read_settings(tmp_path / "hub.toml").workers == 2
        member = beside.join()
        speaker = Speaker(url, member.key, member.clock)
        desk = Desk(member.device)
        desk.record(new_dossier_id(), intake(), PAID)
        assert speaker.batch(PATH_UP, desk.up(), UpAnswer).head == 2
        for _ in range(20):
            speaker.client.close()
            speaker = Speaker(url, member.key, member.clock)
            assert speaker.batch(PATH_NEWS, NewsAsked(Cursor(), 2, 2), News).head == 2
        assert refusal(speaker.send("GET", PATH_COUNTS, headers={})).type == Refusal.SIGNATURE
        forged = speaker.headers("GET", PATH_EDITION)
        assert refusal(speaker.send("GET", PATH_COUNTS, headers=forged)).type == Refusal.SIGNATURE
        admin = f"http://127.0.0.1:{_port(command, log, 'listening for the administrator')}"
        figures = httpx.get(f"{admin}/metrics", timeout=WITHIN, trust_env=False).text
        assert "motcua_events_received_total 2.0" in figures
        assert 'motcua_exchange_seconds_count{path="/v1/news"} 20.0' in figures
        assert 'motcua_turned_away_total{why="unsigned"} 1.0' in figures
        assert 'motcua_turned_away_total{why="signature"} 1.0' in figures
        assert speaker.client.get("/health").json()["well"] is True
        assert "/v1/up" in httpx.get(f"{admin}/openapi.json", timeout=WITHIN, trust_env=False).json()["paths"]
        command.send_signal(signal.SIGTERM)
        speaker.client.close()
        beside.let_go()
        assert command.wait(WITHIN) == 0
    said = log.read_text("utf-8")
    lines = [json.loads(line) for line in said.splitlines()]
    assert sum(line["event"] == "answered" for line in lines) == 22
    assert any(line.get("refused") == "signature" for line in lines)
    for personal in ("Nguyễn", "Mẫu", "012345678901", "0912345678", "Thôn Mới", "001193", str(code_of(7))):
        assert personal not in said, personal


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent here as POSIX has them")
@pytest.mark.parametrize("how", list(STOPS))
def test_a_hub_that_is_stopped_ends_calmly_and_leaves_no_folder(tmp_path: Path, how: signal.Signals) -> None:
    toml = f'name = "x"\nlisten = "127.0.0.1:0"\nworkers = 1\n[database]\nurl = "sqlite:///{tmp_path}/hub.db"\n'
    (tmp_path / "hub.toml").write_text(toml, "utf-8")
    make_keys(read_settings(tmp_path / "hub.toml"))
    words = ["-m", "sync.hub", "--config", str(tmp_path / "hub.toml"), "serve"]
    with started(words, tmp_path) as hub:
        assert hub.process.stderr is not None
        while "startup complete" not in hub.process.stderr.readline():
            assert hub.process.poll() is None
        code, out, err = hub.stopped(how, group=True)
        assert (code, out) == (0, "")
        assert "Traceback" not in err
        assert list(hub.temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a thing of POSIX")
def test_workers_whose_parent_was_killed_end_by_themselves(tmp_path: Path) -> None:
    toml = f'name = "x"\nlisten = "127.0.0.1:0"\nworkers = 2\n[database]\nurl = "sqlite:///{tmp_path}/hub.db"\n'
    (tmp_path / "hub.toml").write_text(toml, "utf-8")
    make_keys(read_settings(tmp_path / "hub.toml"))
    words = ["-m", "sync.hub", "--config", str(tmp_path / "hub.toml"), "serve"]
    with started(words, tmp_path) as hub:
        assert hub.process.stderr is not None
        begun = 0
        while begun < 2:
            line = hub.process.stderr.readline()
            assert line
            begun += "startup complete" in line
        workers = psutil.Process(hub.process.pid).children(recursive=True)
        assert len(workers) >= 2
        hub.process.kill()
        hub.process.communicate(timeout=WITHIN)
        assert psutil.wait_procs(workers, timeout=WITHIN)[1] == []


def test_a_worker_that_still_loads_the_program_is_let_load_and_one_that_died_is_replaced() -> None:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    with socket.create_server(("127.0.0.1", 0)) as place:
        # Less patience than any process needs for its start.
        config = uvicorn.Config(_answers_nothing, workers=1, timeout_worker_healthcheck=0, log_config=None)
        supervisor = Supervisor(config, [place])
        try:
            supervisor.init_processes()
            (worker,) = supervisor.processes
            supervisor.keep_subprocess_alive()
            assert supervisor.processes == [worker]
            assert worker.process.is_alive()
            assert worker.wait_until_ready(WITHIN)
            worker.process.kill()
            worker.process.join(WITHIN)
            supervisor.keep_subprocess_alive()
            (other,) = supervisor.processes
            assert other.pid != worker.pid
            supervisor.keep_subprocess_alive()
            assert supervisor.processes == [other]
            assert other.wait_until_ready(WITHIN)
        finally:
            supervisor.terminate_all()
            supervisor.join_all()
            for number, handler in before.items():
                signal.signal(number, handler)


async def _answers_nothing(*_: object) -> None:
    """An application without routes."""


def test_what_is_wrong_with_the_settings_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "hub.toml").write_text('name = "x"\nworkerss = 3\n[database]\nurl = "sqlite:////nowhere"\n')
    command = [sys.executable, "-m", "sync.hub", "--config", str(tmp_path / "hub.toml"), "serve"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WITHIN, check=False)  # noqa: S603  # our own
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "workerss" in done.stderr


def test_over_tls_with_a_certificate_of_the_province(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")
    settings = replace(settings, tls=Tls(certificate="both.pem", key="both.pem"))
    trusted, stranger = ssl.create_default_context(), ssl.create_default_context()
    authority.configure_trust(trusted)
    with running(settings) as hub:
        assert hub.url.startswith("https://")
        speaker = hub.join(verify=trusted)
        assert speaker.send("GET", PATH_COUNTS).status_code == 200
        with httpx.Client(verify=stranger) as other, pytest.raises(httpx.ConnectError):
            other.get(hub.url + PATH_HUB)


def test_with_the_database_away_it_says_so_and_comes_back_by_itself(
    postgres: PostgreSQL, postgres_url: str, tmp_path: Path
) -> None:
    with running(settings_for(tmp_path, postgres_url)) as hub:
        hub.hub.pulse.fresh = 0.0
        speaker = hub.join()
        desk = Desk(speaker.device)
        desk.record(new_dossier_id(), PAID)
        postgres.kill()
        for _ in range(3):
            answer = speaker.send("POST", PATH_UP, pack(desk.up()))
            assert (answer.status_code, refusal(answer).type) == (503, Refusal.HUB_FAILING)
        assert answer.headers["retry-after"] == "5"
        well = speaker.client.get("/health")
        assert (well.status_code, well.json()["database"]) == (503, False)
        assert hub.figures().status_code == 503
        assert speaker.client.get(PATH_HUB).status_code == 200
        postgres.start()
        assert _until_taken(speaker, desk) == 1
        assert speaker.client.get("/health").status_code == 200


def _until_taken(speaker: Speaker, desk: Desk) -> int:
    """Each broken connection of the pool fails once."""
    for _ in range(10):
        answer = speaker.send("POST", PATH_UP, pack(desk.up()))
        if answer.status_code == 200:
            return speaker.batch(PATH_UP, desk.up(), UpAnswer).head
    raise AssertionError(answer.text)


def test_a_bug_is_an_honest_500_and_its_log_line_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(settings_for(tmp_path, f"sqlite:///{tmp_path / 'hub.db'}")) as hub:
        speaker = hub.join()
        monkeypatch.setattr("sync.hub.log.counts.counts", _broken)
        answer = speaker.send("GET", PATH_COUNTS)
        assert (answer.status_code, refusal(answer).type) == (500, Refusal.HUB_FAILING)
        assert _metric(hub, "motcua_bugs_total") >= 1
    said = capsys.readouterr()
    assert "KeyError" in said.out + said.err
    assert "Nguyễn" not in said.out + said.err


def _broken(*_: object) -> None:
    raise KeyError("Nguyễn Văn Mẫu")


def _metric(hub: RunningHub, name: str) -> float:
    figures = hub.figures().text
    return float(next(line for line in figures.splitlines() if line.startswith(name)).split()[1])

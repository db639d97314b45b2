"""The province from the command line, against a real hub."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from desk.__main__ import cli
from desk.desk import Desk
from desk.opening import close_desk
from desk.settings import write_settings
from tests.desk.joining import code, opened, settings_of, take_in
from tests.fakes.hub import RunningHub


@pytest.fixture(autouse=True)
def silent_hub() -> Iterator[None]:
    """The hub of these tests runs in this process: its log must not mix with what a command prints."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(folder), *words], catch_exceptions=False)


def made(folder: Path, hub: RunningHub) -> Path:
    """A desk with one dossier, closed; its key lies beside its file, as the commands find it."""
    desk: Desk = opened(folder, hub)
    take_in(desk)
    close_desk(desk)
    return folder


def test_join_sync_and_reconcile(hub: RunningHub, tmp_path: Path) -> None:
    folder = made(tmp_path / "a", hub)
    joined = run(folder, "join", hub.url, code(hub), "--json")
    assert joined.exit_code == 0, joined.stderr
    assert json.loads(joined.stdout)["device"] == 3
    before = run(folder, "reconcile")
    assert before.exit_code == 1
    assert "Tỉnh còn thiếu" in before.stdout
    told = run(folder, "sync")
    assert told.exit_code == 0
    assert told.stdout.startswith("Đã gửi ")
    assert "còn 0 chưa gửi" in told.stdout
    same = run(folder, "reconcile")
    assert (same.exit_code, same.stdout.startswith("Hai bên giống nhau")) == (0, True)
    again = json.loads(run(folder, "sync", "--json").stdout)
    assert (again["sent"], again["unsent"], again["set_aside"]) == (0, 0, [])
    assert again["position"] > 0


def test_mending_brings_what_is_missing(hub: RunningHub, tmp_path: Path) -> None:
    folder = made(tmp_path / "a", hub)
    run(folder, "join", hub.url, code(hub))
    mended = run(folder, "reconcile", "--mend", "--json")
    assert mended.exit_code == 0
    assert json.loads(mended.stdout) == {"same": True, "differences": []}


def test_refusals_are_one_sentence_on_stderr(hub: RunningHub, tmp_path: Path) -> None:
    folder = made(tmp_path / "a", hub)
    for words, told in (
        (("sync",), "chưa tham gia"),
        (("reconcile",), "chưa tham gia"),
        (("join", hub.url, "0000"), "Mã dùng một lần không đúng"),
        (("join", "http://hub.example", "0000"), "không đúng"),
        (("join", "http://127.0.0.1:9", "0000"), "Không liên lạc được với http://127.0.0.1:9: xem lại địa chỉ"),
    ):
        answer = run(folder, *words)
        assert answer.exit_code == 1
        assert answer.stdout == ""
        assert told in answer.stderr
        assert answer.stderr.count("\n") == 1
    run(folder, "join", hub.url, code(hub))
    assert "đã tham gia" in run(folder, "join", hub.url, code(hub)).stderr


def test_a_machine_leaves_when_asked_twice_and_joins_again(hub: RunningHub, tmp_path: Path) -> None:
    folder = made(tmp_path / "a", hub)
    assert "chưa tham gia" in run(folder, "leave", "--yes").stderr
    run(folder, "join", hub.url, code(hub))
    asked = run(folder, "leave")
    assert (asked.exit_code, "--yes" in asked.stdout) == (1, True)
    assert run(folder, "sync").exit_code == 0
    assert json.loads(run(folder, "leave", "--yes", "--json").stdout)["left"] is True
    assert "chưa tham gia" in run(folder, "sync").stderr
    assert run(folder, "join", hub.url, code(hub)).exit_code == 0
    assert json.loads(run(folder, "sync", "--json").stdout)["unsent"] == 0


def test_a_machine_that_is_not_set_up_makes_no_file(hub: RunningHub, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    assert run(empty, "join", hub.url, code(hub)).exit_code == 1
    write_settings(empty, settings_of(hub))
    assert run(empty, "sync").exit_code == 1
    assert sorted(path.name for path in empty.iterdir()) == ["settings.toml"]

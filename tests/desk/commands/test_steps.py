"""A dossier's way through the office by commands alone."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from desk.__main__ import cli
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from models.calendar.clock import local, wall_clock
from tests.desk.intake.test_intake import RESIDENCE, complete


def run(folder: Path, *words: str) -> tuple[int, Any]:
    """Exit code, and the JSON that was answered; the sentence where it was refused as a whole."""
    result = CliRunner().invoke(cli, ["--data", str(folder), *words, "--json"])
    return result.exit_code, json.loads(result.stdout) if result.stdout else result.stderr


@pytest.fixture
def codes(tmp_path: Path) -> list[str]:
    write_settings(tmp_path, training_settings())
    desk = open_desk(tmp_path, clock=wall_clock)
    try:
        return [intake.take_in(desk, complete(desk, RESIDENCE)).code for _ in range(2)]
    finally:
        close_desk(desk)


def test_two_dossiers_go_through_the_office_and_a_third_that_is_not_there_is_named(
    tmp_path: Path, codes: list[str]
) -> None:
    exit_code, told = run(tmp_path, "forward", *codes, "H00.00-000000-0000")
    assert exit_code == 1
    assert [one["stage"] for one in told["done"]] == ["forwarded", "forwarded"]
    assert [one["code"] for one in told["refused"]] == ["H00.00-000000-0000"]
    assert run(tmp_path, "accept", *codes)[0] == 0
    exit_code, told = run(tmp_path, "submit", *codes)
    assert [one["stage"] for one in told["done"]] == ["at_leader", "at_leader"]
    assert run(tmp_path, "give-back", codes[0], "--reason", "thiếu ý kiến")[1]["done"][0]["stage"] == "in_step"
    exit_code, told = run(tmp_path, "sign", codes[1], "--number", "12/GXN")
    assert (exit_code, told["done"][0]["stage"]) == (0, "decided")
    exit_code, told = run(tmp_path, "stop", codes[0], "--reason", "theo đơn")
    assert (exit_code, told["done"][0]["status"]) == (0, "stopped")
    exit_code, told = run(tmp_path, "stop", codes[1], "--reason", "theo đơn")
    assert (exit_code, told["done"]) == (1, [])
    assert "đã có kết quả" in told["refused"][0]["why"]


def test_a_consultation_has_its_own_deadline_and_the_clock_says_so(tmp_path: Path, codes: list[str]) -> None:
    later = f"{local(wall_clock() + timedelta(days=3)):%Y-%m-%dT%H:%M}"
    asked = ("--agency", "Công an tỉnh", "--question", "xác minh", "--to", later)
    assert run(tmp_path, "consult", codes[0], *asked)[0] == 0
    exit_code, told = run(tmp_path, "clock", codes[0])
    assert exit_code == 0
    assert told["overdue"] is False
    assert told["due_at"] == told["promised_at"]
    assert told["paused"][0]["to"] is None
    assert told["paused"][0]["why"].startswith("Không dừng đếm từ ")
    assert run(tmp_path, "answered", codes[0], "--answer", "đồng ý")[0] == 0
    assert run(tmp_path, "clock", codes[0])[1]["paused"][0]["to"] is not None
    exit_code, told = run(tmp_path, "answered", codes[0], "--answer", "lần nữa")
    assert (exit_code, told["done"]) == (1, [])


def test_what_nobody_asked_for_cannot_be_supplemented(tmp_path: Path, codes: list[str]) -> None:
    exit_code, told = run(tmp_path, "supplemented", codes[0])
    assert (exit_code, told["done"]) == (1, [])
    assert told["refused"][0]["why"]

"""The limits that docs and settings file tell are those of the code, and what they bound fits into the promise."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from sync.hub.settings import DatabaseSettings, Limits
from sync.hub.web.connections import UNREAD_ANSWER
from sync.hub.web.request_auth import LARGE

ROOT = Path(__file__).parents[4]
DOCS = (ROOT / "docs" / "may-chu-tinh.md").read_text("utf-8")
TOML = (ROOT / "installer" / "hub" / "hub.toml").read_text("utf-8")
PROMISED = 400
"""Megabytes of one process."""

LIMITS = {
    name: list(value) if isinstance(value, tuple) else value for name, value in msgspec.structs.asdict(Limits()).items()
}


def test_the_settings_file_tells_every_limit_with_its_value() -> None:
    part = TOML.partition("[limits]\n")[2].partition("\n\n")[0]
    told = tomllib.loads(re.sub(r"^# ", "", part, flags=re.MULTILINE))
    assert told == LIMITS


def test_the_docs_tell_the_same_numbers() -> None:
    part = DOCS.partition("### Kẻ phá hoại")[2].partition("\n### ")[0]
    told = tomllib.loads("\n".join(re.findall(r"`(\w+ = [^`]+)`", part)))
    assert told.pop("pool") == DatabaseSettings(url="").pool
    assert told == {name: LIMITS[name] for name in told}
    assert {"connections", "head", "unread", "bodies", "answers", "body", "per_address", "wrong_codes"} <= set(told)


def test_the_memory_of_each_adds_up_to_less_than_promised() -> None:
    part = DOCS.partition("### Kẻ phá hoại")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| (.+?) \|(.*?)\| \**(\d+)\** \|$", part, flags=re.MULTILINE)
    *each, (_, _, total) = rows
    of = {name.split("`")[-2] if "`" in name else name: int(size) for name, _, size in each}
    assert sum(of.values()) == int(total) < PROMISED
    limits = Limits()
    assert of["connections = 4096"] == limits.connections * 28 >> 10
    assert of["câu trả lời nhỏ chưa đọc"] == limits.connections * UNREAD_ANSWER >> 20
    for name in ("unread", "bodies", "answers"):
        assert of[f"{name} = {getattr(limits, name)}"] == getattr(limits, name) >> 20
    work = 3 * (DatabaseSettings(url="").pool * LARGE + limits.body) / (1 << 20)
    assert of["đang xử lý"] == pytest.approx(work, abs=1)

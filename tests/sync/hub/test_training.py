"""The hub that a desk in training mode starts for itself."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec

from models.calendar.clock import local_day, wall_clock
from sync.hub.settings import read_keys
from sync.hub.store import HubStore
from sync.hub.store.receipts import receipt_rows
from sync.hub.training import UNIT, settings_of
from sync.messages import PATH_HUB, HubFacts
from tests.fakes.hub import WITHIN


def begun(folder: Path) -> "tuple[subprocess.Popen[str], dict[str, str]]":
    command = [sys.executable, "-m", "sync.hub", "training", "--folder", str(folder)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)  # noqa: S603  # our own
    assert process.stdout is not None
    line: dict[str, str] = json.loads(process.stdout.readline())
    return process, line


def test_it_says_where_it_is_and_ends_when_its_parent_lets_go(tmp_path: Path) -> None:
    process, first = begun(tmp_path)
    with process:
        facts = msgspec.json.decode(httpx.get(first["url"] + PATH_HUB, trust_env=False).content, type=HubFacts)
        assert (first["office"], len(facts.sign_key), first["url"][:17]) == (UNIT, 64, "http://127.0.0.1:")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(WITHIN) == 0
    assert (tmp_path / "database.key").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "hub.db").read_bytes().startswith(b"SQLite format")
    # The next day it is the same hub, with another code.
    process, second = begun(tmp_path)
    with process:
        again = msgspec.json.decode(httpx.get(second["url"] + PATH_HUB, trust_env=False).content, type=HubFacts)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(WITHIN) == 0
    assert (again.sign_key, again.seal_key) == (facts.sign_key, facts.seal_key)
    assert second["code"] != first["code"]
    # It knows two years' series, of which its desk is leased numbers.
    settings = settings_of(tmp_path)
    store = HubStore.open(settings.database.url, key=read_keys(settings).database)
    with store.reading() as reading:
        series = receipt_rows.series_of(reading, UNIT)
    store.close()
    year = local_day(wall_clock()).year % 100
    assert [one.series for one in series] == [f"{year}TET", f"{year + 1}TET"]

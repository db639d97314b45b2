"""From what was built to a start: packed twice the same, signed, fetched by a desk, unpacked as it was built."""

import json
from datetime import timedelta
from pathlib import Path

import click
import pytest

from desk.updates.refusals import UpdateNotTrusted
from desk.updates.repository import Repository
from desk.updates.sources import FolderSource
from desk.updates.versions import unpack
from installer.program import LINUX, TRUSTED, note_program, package
from installer.release import Keys, rules
from tests.conftest import TurnedClock
from tests.desk.updates.conftest import at_once
from tests.fakes.releases import Publisher

WHEN = 1_790_000_000


def built(folder: Path) -> Path:
    """What is laid down as ``/usr/lib/motcua``, of little weight."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to("/usr/bin/python3.11")
    (folder / "motcua.pyw").write_text("", "utf-8")
    (folder / "lib").mkdir()
    (folder / "lib/tool").write_text("#!/bin/sh\n", "utf-8")
    (folder / "lib/tool").chmod(0o755)
    note_program(folder, "0.9.0", LINUX, compiled=True)
    return folder


def test_what_was_built_with_the_publishers_keys_reaches_a_desk_as_it_was(
    tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(tmp_path / "publisher", clock)
    monkeypatch.setenv(TRUSTED, str(publisher.metadata("1.root.json")))
    made = [package(built(tmp_path / name / "motcua"), tmp_path / name, WHEN) for name in ("one", "two")]
    assert made[0] is not None
    assert made[1] is not None
    assert made[0].read_bytes() == made[1].read_bytes()
    assert publisher.repository.add([made[0]]) == ["motcua-0.9.0-linux-x64.zip"]
    home = tmp_path / "program"
    seen = Repository(home, publisher.root, FolderSource(publisher.folder), at_once(), clock())
    (found,) = seen.packages(LINUX)
    laid = unpack(seen.fetch(found), home, found.version, LINUX)
    assert (laid / "bin/python").readlink() == Path("/usr/bin/python3.11")
    assert (laid / "lib/tool").stat().st_mode & 0o111
    assert (laid / "root.json").read_bytes() == publisher.root


def test_without_keys_no_package_is_made_and_with_a_strangers_none_is_signed(
    tmp_path: Path, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TRUSTED, raising=False)
    assert package(built(tmp_path / "none"), tmp_path, WHEN) is None
    stranger = Publisher(tmp_path / "stranger", clock)
    monkeypatch.setenv(TRUSTED, str(stranger.metadata("1.root.json")))
    made = package(built(tmp_path / "motcua"), tmp_path, WHEN)
    assert made is not None
    with pytest.raises(click.ClickException, match="another repository"):
        Publisher(tmp_path / "publisher", clock).repository.add([made])


def test_the_two_newest_of_a_system_stay(tmp_path: Path, clock: TurnedClock) -> None:
    publisher = Publisher(tmp_path, clock)
    for version in ("0.9.0", "0.10.0", "0.11.0"):
        publisher.release(version)
    listed = json.loads(publisher.metadata("4.targets.json").read_text("utf-8"))["signed"]["targets"]
    assert [one["custom"]["version"] for one in listed.values()] == ["0.10.0", "0.11.0"]
    assert len(list((publisher.folder / "targets").iterdir())) == 2


def test_keys_never_lie_in_the_tree_and_a_role_without_enough_of_them_is_not_signed(
    tmp_path: Path, clock: TurnedClock
) -> None:
    with pytest.raises(click.UsageError):
        Keys(Path(__file__).parent)
    publisher = Publisher(tmp_path, clock)
    assert {role: len(Keys(publisher.keys).signers(role)) for role in rules()} == {
        "root": 3,
        "targets": 3,
        "snapshot": 1,
        "timestamp": 1,
    }
    for number in (1, 2):
        (publisher.keys / f"targets-{number}.pem").unlink()
    with pytest.raises(click.ClickException, match="Too few keys of targets"):
        publisher.release("0.9.0")
    clock.turn(days=100)
    publisher.repository.refresh()  # the clock's work needs neither root nor targets
    assert publisher.repository.ends()["timestamp"] == clock() + timedelta(days=120)


def test_nothing_is_signed_over_what_is_missing_and_no_version_goes_back_or_becomes_another(
    tmp_path: Path, clock: TurnedClock
) -> None:
    publisher = Publisher(tmp_path, clock)
    package = publisher.release("0.9.0")
    publisher.repository.add([package])  # the same once more: its signature is renewed
    newest = publisher.metadata("3.targets.json").read_bytes()
    with pytest.raises(click.ClickException, match="signed already"):
        publisher.release("0.9.0", filler=8)
    with pytest.raises(click.ClickException, match="older than what is signed"):
        publisher.release("0.8.0")
    (kept,) = (publisher.folder / "targets").iterdir()
    content = kept.read_bytes()
    for damage in (content[:-1], b""):
        kept.write_bytes(damage)
        with pytest.raises(click.ClickException, match="is not it"):
            publisher.release("0.10.0")
    kept.unlink()
    with pytest.raises(click.ClickException, match="is not it"):
        publisher.release("0.10.0")
    assert not publisher.metadata("4.targets.json").exists()
    assert publisher.metadata("3.targets.json").read_bytes() == newest
    kept.write_bytes(content)
    publisher.release("0.10.0")


def test_a_desk_with_other_keys_takes_nothing(tmp_path: Path, clock: TurnedClock) -> None:
    publisher, other = Publisher(tmp_path / "one", clock), Publisher(tmp_path / "other", clock)
    publisher.release("0.9.0")
    with pytest.raises(UpdateNotTrusted):
        Repository(tmp_path / "program", other.root, FolderSource(publisher.folder), at_once(), clock()).packages(LINUX)

"""Versions beside each other: unpacked whole or not at all, switched to in one step, killed at any of them."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from desk.updates.launcher import next_start, start_words
from desk.updates.refusals import PackageUnfit
from desk.updates.versions import (
    OwnProgram,
    note_failed_trial,
    note_ready,
    note_tried,
    own_program,
    state_of,
    sweep,
    switch,
    unpack,
)
from tests.fakes.releases import PLATFORM, packed


def running(home: Path, version: str) -> OwnProgram:
    return OwnProgram(version=version, platform=PLATFORM, home=home, root=b"")


def content(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


KILLED = """
import os, signal, sys
from pathlib import Path
from desk.updates.versions import unpack

package, home, steps = Path(sys.argv[1]), Path(sys.argv[2]), []
unpack(package, home / "counted", "0.3.0", "linux-x64", step=steps.append)
print(len(steps))
for number in range(len(steps)):
    if not os.fork():
        left = iter(range(number, -1, -1))
        unpack(package, home / str(number), "0.3.0", "linux-x64",
               step=lambda _: next(left) or os.kill(os.getpid(), signal.SIGKILL))
        os._exit(0)
    assert os.wait()[1] == signal.SIGKILL
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_at_any_step_of_unpacking_the_old_version_starts_and_the_next_attempt_is_whole(tmp_path: Path) -> None:
    package = packed(tmp_path, "0.3.0", b"{}", filler=8)
    older = packed(tmp_path, "0.2.0", b"{}")
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", KILLED, str(package), str(tmp_path)], check=True, capture_output=True, text=True
    )
    steps = int(done.stdout)
    assert steps >= 10
    for home in (tmp_path / str(number) for number in range(steps)):
        unpack(older, home, "0.2.0", PLATFORM)
        note_tried(home, "0.2.0")
        switch(running(home, "0.1.0"))
        note_ready(running(home, "0.2.0"))
        assert next_start(home, "0.1.0", counts=True) == "0.2.0"
        assert state_of(home).ready == ""
        unpack(package, home, "0.3.0", PLATFORM)
        assert content(home / "versions/0.3.0") == content(tmp_path / "counted/versions/0.3.0")
        sweep(home)
        assert [path.name for path in (home / "versions").iterdir()] == ["0.2.0"]


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "C:/outside", "..\\outside"])
def test_a_package_never_writes_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    package = packed(tmp_path, "0.2.0", b"{}", more=name)
    with pytest.raises(PackageUnfit):
        unpack(package, tmp_path / "home", "0.2.0", PLATFORM)
    assert not list(tmp_path.rglob("outside"))
    assert next_start(tmp_path / "home", "", counts=False) == ""


def test_a_link_leads_to_the_interpreter_of_the_system_and_nowhere_else(tmp_path: Path) -> None:
    for target, fits in (
        ("/usr/bin/python3.11", True),
        ("/home/somebody/python", False),
        ("/usr/bin/python3/../x", False),
    ):
        package = packed(tmp_path, "0.2.0", b"{}")
        link = zipfile.ZipInfo("lib/link")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(package, "a") as file:
            file.writestr(link, target)
        if fits:
            assert str((unpack(package, tmp_path / "home", "0.2.0", PLATFORM) / "lib/link").readlink()) == target
        else:
            with pytest.raises(PackageUnfit):
                unpack(package, tmp_path / "home", "0.2.0", PLATFORM)


@pytest.mark.parametrize(("version", "platform"), [("0.3.0", PLATFORM), ("0.2.0", "windows-x64")])
def test_a_package_of_another_version_or_system_is_refused(tmp_path: Path, version: str, platform: str) -> None:
    with pytest.raises(PackageUnfit):
        unpack(packed(tmp_path, "0.2.0", b"{}"), tmp_path / "home", version, platform)
    assert not (tmp_path / "home/versions" / version).exists()


def test_a_version_that_failed_its_test_goes_and_the_one_before_the_current_one_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for version in ("0.2.0", "0.3.0", "0.4.0", "0.5.0"):
        unpack(packed(tmp_path, version, b"{}"), home, version, PLATFORM)
    for version, running_now in (("0.2.0", "0.1.0"), ("0.3.0", "0.2.0")):
        note_tried(home, version)
        assert switch(running(home, running_now)) == version
        note_ready(running(home, version))
    note_tried(home, "0.5.0")
    note_failed_trial(home, "0.4.0", "row_differs")
    sweep(home)
    assert {path.name for path in (home / "versions").iterdir()} == {"0.2.0", "0.3.0", "0.5.0"}
    assert (state_of(home).bad.version, state_of(home).bad.why) == ("0.4.0", "trial")


def test_a_version_that_a_process_still_runs_from_stays_until_it_has_ended(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = unpack(packed(tmp_path, "0.2.0", b"{}", "input()"), home, "0.2.0", PLATFORM)
    kiosk = subprocess.Popen(start_words(folder, ["kiosk"]), stdin=subprocess.PIPE)  # noqa: S603 - this interpreter
    sweep(home)
    assert (folder / "complete").exists()
    kiosk.communicate(b"\n")
    sweep(home)
    assert not folder.exists()


def test_an_older_version_is_never_switched_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    unpack(packed(tmp_path, "0.2.0", b"{}"), home, "0.2.0", PLATFORM)
    note_tried(home, "0.2.0")
    assert switch(running(home, "0.10.0")) == ""
    assert state_of(home).current == ""


def test_a_program_without_keys_of_its_own_is_not_updated(tmp_path: Path) -> None:
    assert own_program(tmp_path) is None
    (tmp_path / "program.json").write_text(json.dumps({"version": "0.1.0", "platform": PLATFORM}), "utf-8")
    assert own_program(tmp_path) is None
    (tmp_path / "root.json").write_bytes(b"{}")
    found = own_program(tmp_path)
    assert found is not None
    assert (found.version, found.platform) == ("0.1.0", PLATFORM)
    assert own_program() is None  # this very tree

"""Which version starts: counted, falling back by itself, and never one that is not whole. With real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.updates import launcher
from desk.updates.launcher import STARTED_BY, next_start, read_state
from desk.updates.versions import OwnProgram, note_ready, note_tried, state_of, switch, unpack
from tests.fakes.releases import PLATFORM, packed

SAYS = "import os, sys; print(os.path.basename(os.path.dirname(os.path.abspath(__file__))), *sys.argv[1:])"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The folder of what the package or set-up has installed: version 0.1.0."""
    prefix = tmp_path / "installed"
    prefix.mkdir()
    (prefix / "program.json").write_text('{"version": "0.1.0", "platform": "linux-x64"}', "utf-8")
    return prefix


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "motcua-program"


def got(home: Path, version: str, entry: str = SAYS) -> None:
    """A version is there, unpacked and tested."""
    home.parent.mkdir(exist_ok=True)
    unpack(packed(home.parent, version, b"{}", entry), home, version, PLATFORM)
    note_tried(home, version)


def running(home: Path, version: str) -> OwnProgram:
    return OwnProgram(version=version, platform=PLATFORM, home=home, root=b"")


def started(installed: Path, *words: str) -> str:
    """What a start prints: the version and the words it was given, or that the installed one works."""
    code = (
        "import sys; from pathlib import Path; from desk.updates.launcher import launch; "
        f"launch(Path({str(installed)!r}), {list(words)!r}); print('installed')"
    )
    environment = {**os.environ, "XDG_DATA_HOME": str(installed.parent)}
    environment.pop(STARTED_BY, None)
    return subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_without_any_update_the_installed_version_starts_and_nothing_is_read(installed: Path, home: Path) -> None:
    assert started(installed, "run") == "installed"
    assert not home.exists()


def test_the_version_that_was_switched_to_starts_with_the_words_that_were_typed(installed: Path, home: Path) -> None:
    got(home, "0.2.0")
    assert started(installed, "run") == "installed"  # ready, and not switched to
    assert switch(running(home, "0.1.0")) == "0.2.0"
    assert started(installed, "--data", "x y", "status") == "0.2.0 --data x y status"


def test_a_version_that_is_not_ready_twice_falls_back_to_the_one_before_by_itself(installed: Path, home: Path) -> None:
    got(home, "0.2.0")
    switch(running(home, "0.1.0"))
    assert started(installed, "run") == "0.2.0 run"
    assert note_ready(running(home, "0.2.0")) is None
    got(home, "0.3.0", "raise SystemExit('it does not start')")
    switch(running(home, "0.2.0"))
    for _ in range(launcher.STARTS):
        with pytest.raises(subprocess.CalledProcessError):
            started(installed, "run")
    assert started(installed, "run") == "0.2.0 run"
    failed = note_ready(running(home, "0.2.0"))
    assert failed is not None
    assert (failed.version, failed.why) == ("0.3.0", "starts")
    assert note_ready(running(home, "0.2.0")) is None  # told once
    assert started(installed, "run") == "0.2.0 run"


def test_the_first_version_of_all_falls_back_to_the_installed_one(installed: Path, home: Path) -> None:
    got(home, "0.2.0", "raise SystemExit(1)")
    switch(running(home, "0.1.0"))
    assert [next_start(home, "0.1.0", counts=True) for _ in range(4)] == ["0.2.0", "0.2.0", "", ""]
    assert started(installed, "run") == "installed"


def test_only_starts_of_the_window_are_counted_and_none_once_it_was_ready(home: Path) -> None:
    got(home, "0.2.0")
    switch(running(home, "0.1.0"))
    assert {next_start(home, "0.1.0", counts=False) for _ in range(5)} == {"0.2.0"}
    next_start(home, "0.1.0", counts=True)
    note_ready(running(home, "0.2.0"))
    assert {next_start(home, "0.1.0", counts=True) for _ in range(5)} == {"0.2.0"}
    assert launcher.is_window(["run"])
    assert launcher.is_window(["--data", "x", "run"])
    assert not launcher.is_window(["run", "--training"])
    assert not launcher.is_window(["sync"])


def test_a_version_whose_folder_is_not_whole_is_never_started(installed: Path, home: Path) -> None:
    got(home, "0.2.0")
    switch(running(home, "0.1.0"))
    (home / "versions/0.2.0/complete").unlink()
    assert started(installed, "run") == "installed"
    assert state_of(home).bad.why == "damaged"


def test_an_installed_version_that_is_newer_than_what_was_fetched_starts(installed: Path, home: Path) -> None:
    got(home, "0.2.0")
    switch(running(home, "0.1.0"))
    (installed / "program.json").write_text('{"version": "0.10.0", "platform": "linux-x64"}', "utf-8")
    assert started(installed, "run") == "installed"


def test_a_state_that_cannot_be_read_never_keeps_an_office_from_working(installed: Path, home: Path) -> None:
    home.mkdir()
    for broken in (b"", b"{", b"[]", b"\xff\xfe", b'{"current": 7}'):
        (home / launcher.STATE).write_bytes(broken)
        assert next_start(home, "0.1.0", counts=True) == ""
    (home / launcher.STATE).write_bytes(b"{")
    assert started(installed, "run") == "installed"


def test_what_was_started_knows_how_to_start_the_launcher_again_and_does_not_launch_twice(
    installed: Path, home: Path
) -> None:
    entry = (
        "import os, json; from pathlib import Path; from desk.updates.launcher import launch; "
        f"launch(Path({str(installed)!r}), ['run']); print(json.loads(os.environ['{STARTED_BY}'])[-2])"
    )
    got(home, "0.2.0", entry)
    switch(running(home, "0.1.0"))
    assert started(installed, "run") == "-c"
    assert read_state(home)["starts"] == 1


def test_the_launcher_loads_the_standard_library_alone() -> None:
    code = (
        "import sys; before = set(sys.modules); import desk.updates.launcher; "
        "print(*sorted(n for n in set(sys.modules) - before if n.partition('.')[0] not in sys.stdlib_module_names))"
    )
    done = subprocess.run(  # noqa: S603 - likewise
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["desk", "desk.updates", "desk.updates.launcher"]


def test_what_the_launcher_writes_is_what_the_program_reads(home: Path) -> None:
    got(home, "0.2.0")
    switch(running(home, "0.1.0"))
    next_start(home, "0.1.0", counts=True)
    state = state_of(home)
    assert (state.current, state.before, state.starts, state.proven) == ("0.2.0", "", 1, False)
    assert json.loads((home / launcher.STATE).read_text("utf-8"))["starts"] == 1

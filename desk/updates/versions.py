"""The folder of versions on this PC: what runs, what is ready, what was given up; unpacking one, switching to it."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from desk.updates.child_process import wait_for
from desk.updates.launcher import (
    COMPLETE,
    ENTRY,
    PROGRAM,
    VERSIONS,
    home_of,
    is_newer,
    is_whole,
    read_state,
    write_state,
)
from desk.updates.refusals import PackageUnfit
from models.files.disk import on_disk, sync_folder, write_whole
from models.system.decoding import prepared
from models.trouble import CutOff

ROOT = "root.json"
"""Beside ``program.json``: the signed keys that everything fetched must lead back to."""

MOST_CUT = 3
"""How often the system may end self-tests before a version counts as one that this PC cannot bear."""

_INTERPRETERS = ("/usr/bin/python3",)
"""Beginnings of what a link in a package may point to: the interpreter of the system."""


class OwnProgram(Struct, frozen=True, kw_only=True):
    """What runs here.

    Attributes:
        version: of it.
        platform: which packages are for it: ``linux-x64``, ``windows-x64``, ``windows-x64-camera``.
        home: the folder of versions.
        root: the signed keys it came with.
    """

    version: str
    platform: str
    home: Path
    root: bytes


def own_program(prefix: Path | None = None) -> OwnProgram | None:
    """What runs here; None = it cannot be updated: a development tree, or built without keys.

    Args:
        prefix: folder of the interpreter; None = of this one.
    """
    prefix = Path(sys.prefix) if prefix is None else prefix
    try:
        told = json.loads((prefix / PROGRAM).read_text("utf-8"))
        root = (prefix / ROOT).read_bytes()
    except (OSError, ValueError):
        return None
    return OwnProgram(version=told["version"], platform=told["platform"], home=home_of(prefix), root=root)


class FailedVersion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A version that was given up here, and is not tried again.

    Attributes:
        why: ``starts`` (not ready after two starts), ``damaged`` (its folder is not whole), ``trial`` (its self-test).
        detail: of the self-test.
    """

    version: str = ""
    why: str = ""
    detail: str = ""


NOT_STARTED = frozenset({"starts", "damaged"})
"""Why the launcher gives a version up."""


class State(Struct, kw_only=True, omit_defaults=True):
    """``updates.json``, shared with the launcher, which reads and writes the first four.

    Attributes:
        current: the version that starts; empty = the installed one.
        before: what starts again if it does not become ready.
        starts: how often it was started in vain.
        proven: it has been ready once.
        bad: the last version that was given up.
        ready: a version that is unpacked and has passed its self-test; it waits for the switch.
        held: the hub has paused all updates, or offers this one no more: nothing is switched to.
        ends: when each role of what is signed ends, as it was last seen.
        checked_at: when a source was last asked with success.
        cut: how often the system has ended the self-test of a version that would be ready by now.
        unfinished: a download was cut off, by the line or because the desk closed: it is gone on with soon.
        told: the version of ``bad`` that somebody was told of.
        trouble: why nothing could be taken the last time, as a sentence; empty = nothing was wrong.
    """

    current: str = ""
    before: str = ""
    starts: int = 0
    proven: bool = False
    bad: FailedVersion = FailedVersion()
    ready: str = ""
    held: bool = False
    cut: int = 0
    unfinished: bool = False
    ends: dict[str, datetime] = {}
    checked_at: datetime | None = None
    told: str = ""
    trouble: str = ""


def state_of(home: Path) -> State:
    """What is said there; what cannot be read counts as nothing."""
    try:
        return msgspec.convert(read_state(home), prepared(State))
    except msgspec.ValidationError:
        return State()


def save(home: Path, state: State) -> None:
    """Write it.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    with on_disk(home):
        home.mkdir(parents=True, exist_ok=True)
        write_state(home, msgspec.to_builtins(state))


def note_ready(program: OwnProgram) -> FailedVersion | None:
    """The window is usable: the version that runs counts as good. Tells once which one did not start before it.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    state = state_of(program.home)
    news = state.bad if state.bad.why in NOT_STARTED and state.told != state.bad.version else None
    becomes = state.current == program.version and not state.proven
    if becomes:
        state.proven, state.starts = True, 0
    if news:
        state.told = news.version
    if becomes or news:
        save(program.home, state)
    return news


def note_failed_trial(home: Path, version: str, detail: str) -> None:
    """A version has not passed its self-test: it is not tried again, and its folder goes.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    state = state_of(home)
    state.bad = FailedVersion(version=version, why="trial", detail=detail)
    state.ready = "" if state.ready == version else state.ready
    state.cut = 0
    save(home, state)
    with on_disk(home):
        shutil.rmtree(home / VERSIONS / version, ignore_errors=True)


def note_cut_trial(home: Path) -> bool:
    """The system has ended a self-test; whether it may be tried once more.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    state = state_of(home)
    state.cut += 1
    save(home, state)
    return state.cut < MOST_CUT


def note_tried(home: Path, version: str) -> None:
    """A version has passed its self-test and waits for the switch.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly
    """
    state = state_of(home)
    state.ready, state.held, state.cut = version, False, 0
    save(home, state)


def switch(program: OwnProgram) -> str:
    """From the next start on, the version that waits runs; returns it, empty = none waits, or it is held back.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: nothing was switched.
    """
    state = state_of(program.home)
    version = "" if state.held else state.ready
    if not version or not is_newer(version, program.version) or not is_whole(program.home, version):
        return ""
    state.before = state.current if state.current == program.version else ""
    state.current, state.ready, state.starts, state.proven = version, "", 0, False
    save(program.home, state)
    return version


def sweep(home: Path) -> None:
    """Remove half unpacked folders and versions that are neither run, nor fallen back to, nor ready.

    A kiosk or a board may run one for weeks: what a process was started from stays, for it still loads modules.

    Raises:
        DiskFailing, FolderReadOnly
    """
    state = state_of(home)
    kept = {state.current, state.before, state.ready}
    with on_disk(home):
        old = [folder for folder in (home / VERSIONS).glob("*") if folder.name not in kept]
        for folder in set(old) - _in_use(old):
            (folder / COMPLETE).unlink(missing_ok=True)  # first of all: without it nothing is started
            shutil.rmtree(folder, ignore_errors=True)  # what Windows still holds open goes the next time


def _in_use(folders: Collection[Path]) -> set[Path]:
    """Those that a process of this user was started from."""
    if not folders:
        return set()
    import psutil  # noqa: PLC0415 - only where there is something to remove

    found = set()
    for process in psutil.process_iter(["cmdline"]):
        words = [Path(word) for word in process.info["cmdline"] or ()]
        found |= {folder for folder in folders if any(folder in word.parents for word in words)}
    return found


def unpack(
    package: Path,
    home: Path,
    version: str,
    platform: str,
    *,
    step: Callable[[str], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Path:
    """Unpack a proven package into a folder of its own; killed at any moment, nothing of it is ever started.

    The folder counts once its last file is there. It is never renamed: Windows refuses that while a scanner of viruses,
    or anything else, looks at a file in it.

    Args:
        package: the ZIP.
        home: the folder of versions.
        version: it must be of this version,
        platform: and for this system.
        step: told before each step.
        stop: asked now and then.

    Raises:
        CutOff: ``stop`` said so.
        PackageUnfit: it is another version, for another system, or has names that lead out of its folder.
        DiskFull, DiskFailing, FolderReadOnly
    """
    target = home / VERSIONS / version
    with on_disk(home):
        step("clear")
        (target / COMPLETE).unlink(missing_ok=True)
        shutil.rmtree(target, ignore_errors=True)  # what is still held open is written over, or refuses that
        target.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(package) as packed:
            for entry in packed.infolist():
                step(entry.filename)
                if stop():
                    raise CutOff(str(target))
                _lay(packed, entry, target)
        step("check")
        told = _told(target)
        if (told.get("version"), told.get("platform")) != (version, platform) or not (target / ENTRY).exists():
            shutil.rmtree(target, ignore_errors=True)
            raise PackageUnfit(version)
        step("compile")
        if not told.get("compiled"):
            _compile(target, stop)
        step("flush")
        _flush(target)
        sync_folder(target.parent)
        step("complete")
        write_whole(target / COMPLETE, b"")
    step("done")
    return target


def _lay(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    """One entry; neither its name nor what it links to leads anywhere else."""
    path = folder / entry.filename
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in entry.filename:
        raise PackageUnfit(entry.filename)
    mode = entry.external_attr >> 16
    if entry.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if stat.S_ISLNK(mode):
        target = packed.read(entry).decode()
        if not target.startswith(_INTERPRETERS) or ".." in target:
            raise PackageUnfit(entry.filename)
        path.symlink_to(target)
        return
    with packed.open(entry) as source, path.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)
    if mode & 0o100:
        path.chmod(0o755)


def _told(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / PROGRAM).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PackageUnfit(PROGRAM) from error
    return found if isinstance(found, dict) else {}


def python_of(folder: Path) -> list[str]:
    """What starts the interpreter of a version, for modules."""
    if sys.platform == "win32":
        return [str(folder / "python.exe")]
    return [str(folder / "bin/python"), "-I"]


def _compile(folder: Path, stop: Callable[[], bool]) -> None:
    """Compile all modules now, not at the first start of each.

    What does not compile, or an interpreter that may not be started here, shows in the self-test.
    """
    words = [*python_of(folder), "-m", "compileall", "-q", "-j", "1", str(folder)]
    try:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - what was proven and unpacked
    except OSError:
        return
    wait_for(process, folder, stop=stop)


def _flush(folder: Path) -> None:
    """Make everything below durable."""
    if sys.platform == "win32":
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("r+b") as file:
                    os.fsync(file.fileno())
    else:
        os.sync()  # of five thousand files one by one an old disk takes minutes

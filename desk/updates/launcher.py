"""Starts the version that is to run. Standard library only, and nothing else of ours: it outlives every version.

Versions lie in ``versions/<version>`` of one folder, each whole and never changed; ``updates.json`` beside them says
which one starts. A version that has not been ready yet is counted at each start of the window; after two starts in vain
the one before it starts again, whatever is wrong with the new one. Without that file the installed version starts, at
the cost of one question to the disk.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STATE = "updates.json"
VERSIONS = "versions"
COMPLETE = "complete"
"""File in the folder of a version, written last: without it the folder is half unpacked and never started."""

PROGRAM = "program.json"
"""File beside the interpreter of everything that was built for offices: which version it is, for which system."""

ENTRY = "motcua.pyw"
STARTS = 2
"""How often a new version may be started without becoming ready."""

_TRIES, _PAUSE = 20, 0.05
"""Windows: how often ``updates.json`` is written once more while somebody reads it, and seconds between."""

STARTED_BY = "MOTCUA_LAUNCHER"
"""Environment of a version that was started from here: the words that start the launcher again."""


def launch(prefix: Path | None = None, words: Sequence[str] | None = None) -> None:
    """Run the version that is to run in place of the installed one; returns where that is the installed one itself.

    Args:
        prefix: folder of the interpreter that was installed; None = of this one.
        words: of the command line, without the program; None = those of this process.
    """
    if os.environ.get(STARTED_BY):
        return
    prefix = Path(sys.prefix) if prefix is None else prefix
    words = sys.argv[1:] if words is None else words
    home = home_of(prefix)
    if not (home / STATE).exists():
        return
    version = next_start(home, version_of(prefix), counts=is_window(words))
    if version:
        _run(home / VERSIONS / version, words)


def home_of(prefix: Path) -> Path:
    """The folder of ``updates.json`` and ``versions``: beside the program, or the user's own where others own that.

    Args:
        prefix: folder of an interpreter, of the installed version or of one that was fetched.
    """
    if prefix.parent.name == VERSIONS:
        return prefix.parent.parent
    if sys.platform == "win32":
        return prefix.parent
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(shared) / "motcua-program"


def version_of(prefix: Path) -> str:
    """The version that lies there; empty = it was not built for offices."""
    found = _json(prefix / PROGRAM)
    return str(found.get("version", ""))


def is_window(words: Sequence[str]) -> bool:
    """Whether these words open the counter's window, the only start that can become ready."""
    return "run" in words and "--training" not in words


def next_start(home: Path, installed: str, *, counts: bool) -> str:
    """The version to start, counting this start; empty = the installed one.

    A file that cannot be read or written never keeps an office from working: then the installed version starts.
    """
    state = read_state(home)
    before = dict(state)
    if counts and state.get("current") and not state.get("proven"):
        if int(state.get("starts", 0)) >= STARTS:
            fall_back(state, "starts")
        else:
            state["starts"] = int(state.get("starts", 0)) + 1
    current = str(state.get("current", ""))
    if current and not is_whole(home, current):
        fall_back(state, "damaged")
        current = str(state.get("current", ""))
        current = current if current and is_whole(home, current) else ""
    if state != before:
        try:
            write_state(home, state)
        except OSError:
            return ""  # what cannot be counted is not tried
    return current if current and is_newer(current, installed) else ""


def fall_back(state: dict[str, Any], why: str) -> None:
    """Change the state so that the version before the current one starts, and the current one is not offered again."""
    state["bad"] = {"version": state.get("current", ""), "why": why}
    state["current"], state["before"] = state.get("before", ""), ""
    state["proven"], state["starts"] = True, 0


def is_whole(home: Path, version: str) -> bool:
    """Whether this version lies there completely."""
    return (home / VERSIONS / version / COMPLETE).exists() and (home / VERSIONS / version / ENTRY).exists()


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another one; numbers between points, "" comes before all."""
    return number(version) > number(than)


def number(version: str) -> tuple[int, ...]:
    """The numbers of a version, to be compared; of no version, none."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def read_state(home: Path) -> dict[str, Any]:
    """What ``updates.json`` says; nothing where it is not there or is no JSON."""
    return _json(home / STATE)


def write_state(home: Path, state: dict[str, Any]) -> None:
    """Write ``updates.json``: whole or as it was, whenever the power goes.

    Raises:
        OSError
    """
    import json  # noqa: PLC0415 - not needed by an installed version that was never updated

    part = home / f"{STATE}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(json.dumps(state, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    for last in (*[False] * _TRIES, True):
        try:
            part.replace(home / STATE)
        except PermissionError:
            if last or os.name != "nt":
                raise
            time.sleep(_PAUSE)  # somebody reads it at this moment, whose file Windows does not replace
        else:
            return


def _json(path: Path) -> dict[str, Any]:
    import json  # noqa: PLC0415 - likewise

    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def start_words(folder: Path, words: Sequence[str]) -> list[str]:
    """What starts the version in this folder."""
    if sys.platform == "win32":
        python = Path(sys.executable).name  # pythonw.exe without a console, python.exe in one
        return [str(folder / python), str(folder / ENTRY), *words]
    return [str(folder / "bin/python"), "-I", str(folder / ENTRY), *words]


def _run(folder: Path, words: Sequence[str]) -> None:
    """Run a version to its end in place of this process."""
    import json  # noqa: PLC0415 - likewise

    command = start_words(folder, words)
    environment = {**os.environ, STARTED_BY: json.dumps(sys.orig_argv)}
    if sys.platform == "win32":
        import subprocess  # noqa: PLC0415 - Windows cannot put another program into this process

        sys.exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 - likewise
    try:
        os.execve(command[0], command, environment)  # noqa: S606 - the version that was proven and unpacked
    except OSError:
        return  # its interpreter is gone: the installed version works

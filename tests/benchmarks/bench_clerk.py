"""The clerk's minute: a scripted clerk takes in the ten commonest procedures by keys, in the real window.

Behind the window lie the log and the rows of 200,000 visits, and its printer is a slow one at the end of a wire, so
that a print job runs whenever a key is pressed.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from tests.benchmarks.bench_store import VISITS, pour
from tests.benchmarks.figures import Figure, percentile

ROUNDS = 20
MOST_KEYS = 12
SLOW = 20_000
"""Bytes a second that the printer takes: a serial line of some speed."""

_HERE = Path(__file__).parent


def figures() -> Iterator[Figure]:
    """Keystrokes, the mouse, and how long each answer took."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, _slow_printer() as printer:
        many_visits(Path(folder))
        measured = clerk(Path(folder), printer)
    minutes: list[dict[str, Any]] = measured["minutes"]
    answers = [ms for minute in minutes for _, ms in minute["answers"]]
    one_case = [minute["keys"] for minute in minutes if not any(step == "case" for step, _ in minute["steps"])]
    yield Figure(
        "keystrokes, card to receipt, one case, most of the ten commonest",
        max(one_case), "keys", 0, "", f"<= {MOST_KEYS}",
    )  # fmt: skip
    yield Figure("the same with a case to choose", max(m["keys"] for m in minutes), "keys", 0, "", "as it is")
    yield Figure("mouse buttons pressed", sum(m["mouse"] for m in minutes), "times", 0, "", "0")
    bare = measured["bare"]
    for share, target in ((0.5, "as it is"), (0.99, "<= 33 ms")):
        yield Figure(
            f"key -> answer painted, {VISITS:,} dossiers, a print job running, p{share * 100:.0f}",
            percentile(answers, share), "ms", percentile(bare, share), "a whole repaint of the window", target,
        )  # fmt: skip
    waits = [sum(ms for _, ms in minute["answers"]) for minute in minutes]
    yield Figure("waiting for the program in one intake, p50", statistics.median(waits), "ms", 0, "", "as it is")
    sys.stderr.write(by_procedure(minutes) + "\n")


def by_procedure(minutes: list[dict[str, Any]]) -> str:
    """The table of the README: one line for each procedure."""
    lines = [
        "| procedure | typed | keys | mouse | slowest answer, p50 ms | waiting in all, p50 ms |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for code in dict.fromkeys(minute["code"] for minute in minutes):
        same = [minute for minute in minutes if minute["code"] == code]
        slowest = statistics.median(max(ms for _, ms in minute["answers"]) for minute in same)
        waiting = statistics.median(sum(ms for _, ms in minute["answers"]) for minute in same)
        first = same[0]
        lines.append(
            f"| {code} {first['name']} | {first['typed']} | {max(m['keys'] for m in same)} | "
            f"{max(m['mouse'] for m in same)} | {slowest:.0f} | {waiting:.0f} |"
        )
    return "\n".join(lines)


def many_visits(folder: Path, visits: int = VISITS) -> None:
    """A data folder with the visits of years."""
    desk = open_desk(folder, settings=training_settings(), training=True)
    try:
        pour(desk.store, visits)
        desk.store.log.rebuild()
    finally:
        close_desk(desk)


def clerk(folder: Path, printer: str, rounds: int = ROUNDS, *, within: Sequence[str] = ()) -> dict[str, Any]:
    """Run ``clerk_child.py`` and read what it measured.

    Args:
        folder: the office's data.
        printer: its address; empty = papers are written as PDF.
        rounds: how often each of the procedures is taken in.
        within: begins the command: what confines it.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not in an intake
    done = subprocess.run(  # noqa: S603 - our own file
        [*within, sys.executable, str(_HERE / "clerk_child.py"), str(folder), printer, str(rounds)],
        env=environment,
        cwd=_HERE.parent.parent,
        capture_output=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise SystemExit(done.stderr.decode(errors="replace"))
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


@contextmanager
def _slow_printer() -> Iterator[str]:
    """A thermal printer on a port of this machine that takes its time; gives its address."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def take(wire: socket.socket) -> None:
        with wire:
            while not ended.is_set() and (piece := wire.recv(1024)):
                ended.wait(len(piece) / SLOW)

    def listen() -> None:
        while not ended.is_set():
            try:
                wire, _ = server.accept()
            except OSError:
                return
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            threading.Thread(target=take, args=(wire,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}?dots=576"
    finally:
        ended.set()
        server.close()

"""Has a new version test itself on a copy of the office's database, in a process of its own, while work goes on.

Three steps, as of a backup: ``begin`` (the desk's thread), ``run`` (any thread: minutes), ``end`` (the desk's thread).
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desk.backup.backup_run import BESIDE
from desk.desk import Desk
from desk.settings import DATABASE
from desk.updates.child_process import wait_for
from desk.updates.refusals import UpdateTrialFailed
from desk.updates.room import check_room
from desk.updates.trial_messages import TrialAnswer, TrialAsked
from desk.updates.versions import python_of
from models.files.disk import on_disk
from models.store.file.snapshot import Snapshot
from models.store.keys.key import find_key
from models.system.decoding import prepared
from models.trouble import CutOff, DiskFailing

FOLDER = "update-trial"
"""In the data folder: the copy and what is drawn. It goes when the trial ends, and at the next opening of the desk."""

PATIENCE = 1800.0
"""Seconds after which a version that gives no answer has not passed."""

_BELOW_NORMAL = 0x4000
"""Windows: the counter's window goes first."""

if sys.platform == "win32":
    _ENDED_FROM_OUTSIDE = frozenset({0x40010004, 0xC000013A})
else:
    _ENDED_FROM_OUTSIDE = frozenset({-signal.SIGHUP, -signal.SIGINT, -signal.SIGKILL, -signal.SIGTERM})
"""Exit codes of a process that the system has ended, at its shutdown or for want of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """A trial that has begun.

    Attributes:
        folder: the data folder.
        held: the database, standing still; None = nothing is copied on this PC.
        key: of it.
    """

    folder: Path
    held: Snapshot | None
    key: bytes = field(repr=False)


def begin(desk: Desk) -> TrialPlan:
    """Take a snapshot, until ``end``. A visit laptop, which keeps no copies, tests in an invented office alone.

    Raises:
        UpdateNeedsRoom: there is too little room for the copy.
        KeyMissing, DiskFull, DiskFailing
    """
    if desk.is_visit_laptop:
        return TrialPlan(folder=desk.folder, held=None, key=b"")
    with on_disk(desk.folder):
        size = (desk.folder / DATABASE).stat().st_size
    check_room(desk.folder, 3 * size)  # the copy, the copy that a migration makes of it, what rows made anew need
    key = find_key(desk.folder, use_keyring=not desk.training)
    return TrialPlan(folder=desk.folder, held=desk.store.take_snapshot(), key=key)


def end(desk: Desk, plan: TrialPlan) -> None:
    """Release the snapshot, as soon as it is copied or the trial has ended."""
    if plan.held is not None:
        desk.store.release_snapshot(plan.held)


def sweep(folder: Path) -> None:
    """Remove what a trial that was cut off left."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def run(plan: TrialPlan, version: Path, *, stop: Callable[[], bool] = lambda: False) -> TrialAnswer:
    """Copy, have the version test itself, remove the copy.

    Args:
        plan: what was begun.
        version: folder of the version.
        stop: asked now and then.

    Raises:
        UpdateTrialFailed: it has not passed.
        CutOff: ``stop`` said so, or the system has ended it, which says nothing of the version either.
        DiskFull, DiskFailing, FolderReadOnly: the disk refused, which says nothing of the version.
    """
    trial = plan.folder / FOLDER
    try:
        with on_disk(trial):
            sweep(plan.folder)
            trial.mkdir(mode=0o700)
            asked = _prepared(plan, trial, stop)
        return _answered(asked, version, stop)
    finally:
        sweep(plan.folder)


def _prepared(plan: TrialPlan, trial: Path, stop: Callable[[], bool]) -> TrialAsked:
    asked = TrialAsked(nonce=secrets.token_hex(16), answer=str(trial / "answer.json"), scratch=str(trial / "papers"))
    (trial / "papers").mkdir()
    if plan.held is None:
        return asked
    copy = trial / "data"
    copy.mkdir()
    plan.held.copy(copy / DATABASE, stop=stop)
    for name in BESIDE:
        if (plan.folder / name).exists():
            shutil.copyfile(plan.folder / name, copy / name)
    held = plan.held
    return msgspec.structs.replace(
        asked, copy=str(copy), key=plan.key, device=held.device, seq=held.seq, digest=bytes(held.digest)
    )


def _answered(asked: TrialAsked, version: Path, stop: Callable[[], bool]) -> TrialAnswer:
    words = [*python_of(version), "-m", "desk.updates.self_test"]
    try:
        process = subprocess.Popen(  # noqa: S603 - the version that was proven and unpacked
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=version,
            env={name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")},
            creationflags=_BELOW_NORMAL if sys.platform == "win32" else 0,
        )
    except OSError as error:
        raise UpdateTrialFailed(version.name, type(error).__name__) from error
    try:
        code = wait_for(process, version, msgspec.json.encode(asked), stop=stop, patience=PATIENCE)
    except TimeoutError as late:
        raise UpdateTrialFailed(version.name, "quá lâu") from late
    return _judged(asked, version, code)


def _judged(asked: TrialAsked, version: Path, code: int) -> TrialAnswer:
    try:
        answer = msgspec.json.decode(Path(asked.answer).read_bytes(), type=prepared(TrialAnswer))
    except (OSError, msgspec.MsgspecError) as error:
        if code in _ENDED_FROM_OUTSIDE:
            raise CutOff(str(version)) from error
        raise UpdateTrialFailed(version.name, f"không trả lời, mã {code}") from error
    if answer.nonce != asked.nonce:
        raise UpdateTrialFailed(version.name, "trả lời lạ")
    if answer.by_disk:
        raise DiskFailing(asked.scratch, answer.detail)
    if not answer.whole:
        raise UpdateTrialFailed(version.name, answer.detail)
    return answer

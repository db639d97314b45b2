"""A PC of ten years ago, as far as this machine can be made one: one core, 2 GB, a slow disk.

By control groups of Linux, version 1 or 2; what cannot be had here is told, never left out in silence.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEMORY = 2 * 1024**3
"""Bytes, cached files included."""

DISK_BYTES = 30 * 1024**2
"""A second, each for reading and writing: a notebook's hard disk of 5,400 turns a minute."""

DISK_WAYS = 90
"""Reads and writes a second, each: about as many as the arm of such a disk makes."""

_GROUPS = Path("/sys/fs/cgroup")
_NAME = "motcua-old-pc"


@dataclass(frozen=True)
class Confined:
    """Where a process has one core and little else.

    Attributes:
        prefix: of a command that is to run there.
        lacks: what could not be limited here, in words.
        memory: the group that counts memory, if any.
    """

    prefix: tuple[str, ...]
    lacks: tuple[str, ...]
    memory: Path | None

    def most_memory(self) -> float:
        """The most that was ever in use, MB, cached files included; 0 = unknown."""
        for name in ("memory.peak", "memory.max_usage_in_bytes"):
            if self.memory is not None and (self.memory / name).exists():
                return int((self.memory / name).read_text()) / 1024**2
        return 0.0


@contextmanager
def old_pc(folder: Path) -> Iterator[Confined]:
    """Groups for the length of a measurement.

    Args:
        folder: lies on the disk that is to be slow.
    """
    device = folder.stat().st_dev
    disk = f"{os.major(device)}:{os.minor(device)}"
    wanted: dict[str, tuple[tuple[str, str], ...]]
    if (_GROUPS / "cgroup.controllers").exists():
        limits = f"{disk} rbps={DISK_BYTES} wbps={DISK_BYTES} riops={DISK_WAYS} wiops={DISK_WAYS}"
        wanted = {"": (("memory.max", str(MEMORY)), ("io.max", limits))}
    else:
        per_second = {"bps": DISK_BYTES, "iops": DISK_WAYS}
        throttles = tuple(
            (f"blkio.throttle.{way}_{unit}_device", f"{disk} {most}")
            for way in ("read", "write")
            for unit, most in per_second.items()
        )
        wanted = {"memory": (("memory.limit_in_bytes", str(MEMORY)),), "blkio": throttles}
    groups: list[Path] = []
    lacks: list[str] = []
    try:
        for hierarchy, settings in wanted.items():
            group = _GROUPS / hierarchy / _NAME
            try:
                group.mkdir()
                groups.append(group)
            except OSError as reason:
                lacks.append(f"{hierarchy or 'groups'}: {reason.strerror}")
                continue
            for name, value in settings:
                try:
                    (group / name).write_text(value)
                except OSError as reason:
                    lacks.append(f"{name}: {reason.strerror}")
        joins = " && ".join([*(f"echo $$ > {group}/cgroup.procs" for group in groups), 'exec "$@"'])
        memory = next(
            (one for one in groups if any(one.glob("memory.*usage*")) or (one / "memory.peak").exists()), None
        )
        yield Confined(("taskset", "-c", "0", "sh", "-c", joins, "sh"), tuple(lacks), memory)
    finally:
        for group in groups:
            with suppress(OSError):  # a child that was killed and not yet reaped; the empty group does no harm
                group.rmdir()


def forget_files() -> bool:
    """Have the system forget what it read of the disk, as after switching on; False where that is not allowed."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("1")
    except OSError as reason:
        sys.stderr.write(f"files stay cached: {reason.strerror}\n")
        return False
    return True

"""The private environment of an installed program: its locked wheels and its own, without what nobody needs, compiled.

Everything that would differ between two builds of the same tree is settled here: times, modes, order, paths.
"""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[1]
LEFT_OUT = Path(__file__).parent / "left_out.toml"

_NOT_FOR_OFFICES = ("bin", "Scripts", "share", "include")
"""What wheels bring beside their packages: commands of the libraries, their manuals."""


class LeftOut(msgspec.Struct, frozen=True):
    """Files of libraries that the program does not need. ``megabytes``: saved on Linux."""

    why: str
    megabytes: int
    files: tuple[str, ...]


class HubLeaves(msgspec.Struct, frozen=True):
    """What the hub does not need: packages of its lock, and floors of this tree."""

    why: str
    packages: frozenset[str]
    floors: tuple[str, ...]


class _File(msgspec.Struct, frozen=True):
    left_out: tuple[LeftOut, ...]
    hub: HubLeaves


class Shelf(msgspec.Struct, frozen=True):
    """Where wheels come from and where they are kept.

    Attributes:
        cache: a folder outside of the tree; what lies there is not fetched again.
        target: further words for pip when the wheels are for another system than this one.
    """

    cache: Path
    target: tuple[str, ...] = ()

    def fetch(self, requirements: Path) -> None:
        """Fetch what is not there yet; each wheel's hash must stand in the list."""
        self.cache.mkdir(parents=True, exist_ok=True)
        words: tuple[str | Path, ...] = (
            "download",
            "--no-deps",
            "--require-hashes",
            *self.target,
            "--dest",
            self.cache,
            "-r",
            requirements,
        )
        try:
            _pip("--isolated", *words, "--no-index", "--find-links", self.cache, quiet=True)
        except subprocess.CalledProcessError:  # something is missing: now the registry is asked
            _pip(*words)

    def install(self, requirements: Path, packages: Path, *, hashed: bool = True) -> None:
        """Unpack the wheels of a list into a folder, hashes proven once more; asks no registry."""
        hashes = ("--require-hashes",) if hashed else ()
        # pip would hold what a wheel asks of Python against the Python that builds; markers and tags are the target's
        foreign = (*self.target, "--ignore-requires-python") if self.target else ()
        _pip(
            *("--isolated", "install", "--no-index", "--find-links", self.cache, "--no-deps", "--no-compile"),
            *(*hashes, *foreign, "--upgrade", "--target", packages, "-r", requirements),
        )
        for name in _NOT_FOR_OFFICES:
            shutil.rmtree(packages / name, ignore_errors=True)


def left_out() -> tuple[LeftOut, ...]:
    """What of the libraries' files is left out everywhere."""
    return _read().left_out


def hub_leaves() -> HubLeaves:
    """What the hub leaves out beyond that."""
    return _read().hub


def _read() -> _File:
    return msgspec.convert(tomllib.loads(LEFT_OUT.read_text("utf-8")), _File)


def matcher(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression for many patterns; it reads a file's path in the folder of packages."""
    return re.compile("|".join(fnmatch.translate(pattern) for pattern in patterns))


def drop_left_out(packages: Path) -> None:
    """Remove what is left out, and the folders that become empty."""
    leaves = matcher(pattern for part in left_out() for pattern in part.files)
    for folder, _, names in os.walk(packages, topdown=False):
        for path in (Path(folder) / name for name in names):
            if leaves.match(path.relative_to(packages).as_posix()):
                path.unlink()
        if not any(Path(folder).iterdir()):
            Path(folder).rmdir()


def unpack_shiboken(packages: Path) -> None:
    """Lay shiboken6's own Python modules beside it as files, where it looks for them before it takes its packed ones.

    Those, a ZIP in its library, it would compile at each start (35 ms). The folder is made by shiboken6 itself
    (``SBK_EMBED``): by the one that runs here, for the one in ``packages`` may be made for another system.

    Raises:
        SystemExit: the two are not of the same release.
    """
    shiboken = packages / "shiboken6"
    if not shiboken.exists():  # the hub has no window
        return
    if not (packages / f"shiboken6-{version('shiboken6')}.dist-info").exists():
        raise SystemExit(f"shiboken6 {version('shiboken6')} builds, but another one is to be installed: make setup.")
    made = subprocess.run(
        [sys.executable, "-c", "import shiboken6; print(shiboken6.__file__)"],
        env={**os.environ, "SBK_EMBED": "0"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    files = Path(made.stdout.strip()).with_name("files.dir")
    shutil.copytree(files, shiboken / files.name, ignore=shutil.ignore_patterns("__pycache__"))


def without(requirements: Path, packages: frozenset[str], out: Path) -> Path:
    """Write a list that names all but some packages; every line keeps its hashes."""
    lines, keeps = [], True
    for line in requirements.read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "-")):
            keeps = line.partition("==")[0].partition("[")[0] not in packages
        if keeps:
            lines.append(line)
    out.write_text("\n".join(lines) + "\n", "utf-8")
    return out


def own_wheel(out: Path, when: int) -> Path:
    """Build the wheel of this tree; the same tree gives the same bytes."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(when)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    (wheel,) = out.glob("motcua-*.whl")
    return wheel


def install_own(wheel: Path, packages: Path, *, floors: tuple[str, ...] = ()) -> None:
    """Unpack our own wheel, without some floors. By name, for a wheel given as a file leaves its path behind."""
    listed = wheel.parent / "own.txt"
    listed.write_text(f"motcua=={wheel.name.split('-')[1]}\n", "utf-8")
    Shelf(wheel.parent).install(listed, packages, hashed=False)
    for floor in floors:
        shutil.rmtree(packages / floor)


def compile_all(python: Path | str, stage: Path, folder: Path) -> None:
    """Compile every module below ``folder`` once, as it will lie when ``stage`` is ``/``.

    Never looked at again beside its source (PEP 552, unchecked): both come and go with the package.
    """
    subprocess.run(
        [
            *(str(python), "-s", "-m", "compileall", "-q", "-j", "1", "--invalidation-mode", "unchecked-hash"),
            *("-s", str(stage), "-p", "/", str(folder)),
        ],
        cwd="/",
        env={"PYTHONHASHSEED": "0", "PATH": os.environ["PATH"]},  # the order of sets is written too
        check=True,
    )


def settle(stage: Path, when: int) -> None:
    """Set every file's time and mode: whoever built it and with which umask, it is the same."""
    for path in sorted(stage.rglob("*"), reverse=True):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)
    os.utime(stage, (when, when))
    stage.chmod(0o755)


def _pip(*words: str | Path, quiet: bool = False) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)],
        check=True,
        stderr=subprocess.DEVNULL if quiet else None,
    )

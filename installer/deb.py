"""The two Debian packages: the desk's and the hub's. Built without root, byte for byte the same each time."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from installer.environment import (
    Shelf,
    compile_all,
    drop_left_out,
    install_own,
    own_wheel,
    settle,
    unpack_shiboken,
)
from installer.program import LINUX, note_program

HERE = Path(__file__).parent
PYTHON = "/usr/bin/python3.11"
"""Debian 12's own: its security fixes reach the program without us."""

PACKAGES = "lib/python3.11/site-packages"

COMPRESSION = ("-Zzstd", "-z9", "--threads-max=1")
"""Made in seconds; xz takes minutes for a tenth less. The number of threads is fixed, for it may change the bytes."""


class Package(Struct, frozen=True):
    """One of them.

    Attributes:
        name: of the package, and of its folder in ``/usr/lib``.
        templates: the folder with control file, scripts and what else is laid down.
        requirements: the locked list of what it contains.
        commands: what stands in ``/usr/bin``, by the module whose ``main`` it is.
        laid_down: further files: where to, by their name in ``templates``.
        floors_left_out: floors of this tree that it has no use for.
        updated: its command starts the version that is to run, which updates have fetched.
    """

    name: str
    templates: Path
    requirements: Path
    commands: dict[str, str]
    laid_down: dict[str, str]
    floors_left_out: tuple[str, ...] = ()
    updated: bool = False


Gather = Callable[[Path, Path], None]
"""What is written about the contents: (folder of packages, folder of the package's documents)."""


def build(package: Package, shelf: Shelf, out: Path, *, version: str, when: int, gather: Gather | None = None) -> Path:
    """Build one package into ``out`` and return its file.

    Args:
        package: which.
        shelf: the wheels; what is not there is fetched by whoever made it.
        out: the folder it is put into.
        version: of the program.
        when: the time of every file in it, seconds since 1970.
        gather: writes licences and the list of contents.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-deb-") as scratch:
        stage = Path(scratch) / "stage"
        home = stage / "usr/lib" / package.name
        packages = home / PACKAGES
        packages.mkdir(parents=True)
        shelf.install(package.requirements, packages)
        install_own(own_wheel(Path(scratch), when), packages, floors=package.floors_left_out)
        drop_left_out(packages)
        unpack_shiboken(packages)
        _private(home)
        for command, module in package.commands.items():
            _command(stage, home, command, module, launches=package.updated)
        if package.updated:
            note_program(home, version, LINUX, compiled=True)
            shutil.copy(HERE / "windows/motcua.pyw", home / "motcua.pyw")
        for name, target in package.laid_down.items():
            path = stage / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((package.templates / name).read_bytes())
        documents = stage / "usr/share/doc" / package.name
        documents.mkdir(parents=True, exist_ok=True)
        if gather:
            gather(packages, documents)
        compile_all(PYTHON, stage, packages)
        _control(package, stage, version)
        settle(stage, when)
        return _packed(stage, out / f"{package.name}_{version}_amd64.deb", when)


def _private(home: Path) -> None:
    """Make it an environment of its own: it sees no package of the system, the system sees none of it."""
    (home / "bin").mkdir()
    (home / "bin/python").symlink_to(PYTHON)
    (home / "pyvenv.cfg").write_text(
        f"home = {Path(PYTHON).parent}\ninclude-system-site-packages = false\nversion = 3.11\n", "utf-8"
    )


def _command(stage: Path, home: Path, command: str, module: str, *, launches: bool) -> None:
    script = stage / "usr/bin" / command
    script.parent.mkdir(parents=True, exist_ok=True)
    python = "/" / home.relative_to(stage) / "bin/python"
    first = "from desk.updates.launcher import launch\n\nlaunch()\n" if launches else ""
    script.write_text(f"#!{python} -I\n{first}from {module} import main\n\nmain()\n", "utf-8")
    script.chmod(0o755)


def _control(package: Package, stage: Path, version: str) -> None:
    """Fill in ``DEBIAN/``: control file, the scripts that there are, the sums of all files. There are no conffiles."""
    size = sum(path.lstat().st_size for path in stage.rglob("*") if path.is_file()) // 1024
    folder = stage / "DEBIAN"
    files = sorted(path for path in stage.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [f"{_md5(path)}  {path.relative_to(stage)}\n" for path in files]
    folder.mkdir()
    for name in ("control", "preinst", "postinst", "prerm", "postrm"):
        template = package.templates / "debian" / name
        if template.exists():
            text = template.read_text("utf-8").replace("@VERSION@", version).replace("@SIZE@", str(size))
            (folder / name).write_text(text, "utf-8")
            (folder / name).chmod(0o644 if name == "control" else 0o755)
    (folder / "md5sums").write_text("".join(sums), "utf-8")


def _md5(path: Path) -> str:
    import hashlib  # noqa: PLC0415 - only here

    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _packed(stage: Path, file: Path, when: int) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    program = shutil.which("dpkg-deb")
    if program is None:
        raise SystemExit("dpkg-deb is missing: a .deb is built on Debian.")
    subprocess.run(
        [program, "--root-owner-group", *COMPRESSION, "--build", str(stage), str(file)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(when), "LC_ALL": "C.UTF-8"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return file


def unpacked(file: Path, folder: Path) -> Path:
    """Unpack what a package lays down into a folder, without installing it."""
    subprocess.run(["dpkg-deb", "--extract", str(file), str(folder)], check=True)
    return folder

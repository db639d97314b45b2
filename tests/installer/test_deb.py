"""The Debian packages: twice the same bytes, nothing that asks, nothing that a checkout would be needed for.

Built here with two libraries of no weight and one floor of the program; what is built whole is tried by
``make installer-test``.
"""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from installer import deb, packages
from installer.environment import Shelf, hub_leaves

pytestmark = pytest.mark.skipif(
    shutil.which("dpkg-deb") is None or not Path(deb.PYTHON).exists(), reason="packages are built on Debian 12"
)

WHEN = 1_790_000_000
VERSION = "2.5.1"


def tiny_wheel(folder: Path, name: str, files: dict[str, str]) -> str:
    """A wheel of these modules; returns its line in a lock."""
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nLicense: MIT\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def build(folder: Path, mask: int) -> Path:
    """The desk's package with two tiny libraries and ``models`` alone, built under a umask."""
    folder.mkdir()
    shelf = Shelf(folder / "wheels")
    shelf.cache.mkdir()
    lock = folder / "lock.txt"
    lock.write_text(
        tiny_wheel(shelf.cache, "tiny", {"tiny/__init__.py": "A = {'x', 'y', 'z'}\n", "tiny/tests/t.py": ""})
        + tiny_wheel(
            shelf.cache, "PySide6", {"PySide6/__init__.py": "", "PySide6/Qt/qml/a.qml": "", "PySide6/u.pyi": ""}
        )
    )
    package = replace(packages.desk(), requirements=lock, floors_left_out=("desk", "printing", "sync", "ui"))
    before = os.umask(mask)
    try:
        return deb.build(package, shelf, folder / "out", version=VERSION, when=WHEN)
    finally:
        os.umask(before)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same package, built twice in different folders."""
    folder = tmp_path_factory.mktemp("deb")
    return build(folder / "one", 0o022), build(folder / "another, with a long name", 0o077)


def told(*words: str | Path) -> str:
    return subprocess.run(["dpkg-deb", *words], check=True, capture_output=True, text=True).stdout


def test_two_builds_give_the_same_bytes_whatever_the_folder_and_the_umask(built: tuple[Path, Path]) -> None:
    one, other = (path.read_bytes() for path in built)
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(other).hexdigest()


def test_what_is_installed_belongs_to_root_is_compiled_and_is_all_there_is(built: tuple[Path, Path]) -> None:
    rows = [line.split(maxsplit=5) for line in told("--contents", built[0]).splitlines()]
    assert {row[1] for row in rows} == {"root/root"}
    assert not any(row[0][5] == "w" or row[0][8] == "w" for row in rows if row[0][0] != "l")
    names = {row[5].removeprefix("./") for row in rows}
    inside = f"usr/lib/motcua/{deb.PACKAGES}"
    for name in (
        "usr/bin/motcua",
        "usr/share/applications/motcua.desktop",
        "usr/share/icons/hicolor/scalable/apps/motcua.svg",
        "usr/lib/udev/rules.d/60-motcua.rules",
        f"usr/lib/motcua/bin/python -> {deb.PYTHON}",
        f"{inside}/models/catalogue/commune.json",
        f"{inside}/models/__pycache__/__init__.cpython-311.pyc",
        f"{inside}/tiny/__pycache__/__init__.cpython-311.pyc",
    ):
        assert name in names
    assert not any("tiny/tests" in name or name.endswith((".qml", ".pyi")) for name in names)
    assert not any(name.startswith(f"{inside}/{floor}/") for name in names for floor in ("desk", "ui"))


def test_no_path_of_the_machine_that_built_it_is_inside(built: tuple[Path, Path], tmp_path: Path) -> None:
    told("--extract", built[0], tmp_path)
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            assert b"motcua-deb-" not in content, path
            assert os.fsencode(packages.HERE.parent) not in content, path


def test_no_file_of_it_is_asked_about_and_older_is_never_put_over_newer(
    built: tuple[Path, Path], tmp_path: Path
) -> None:
    told("--control", built[0], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"control", "preinst", "postrm", "md5sums"}
    assert f"Version: {VERSION}\n" in (tmp_path / "control").read_text("utf-8")
    assert "@" not in (tmp_path / "control").read_text("utf-8").replace("motcua@localhost", "")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", *words], check=False, capture_output=True, text=True)

    refused = run(str(tmp_path / "preinst"), "upgrade", "2.6.0")
    assert refused.returncode == 1
    assert "không cài bản cũ đè lên bản mới" in refused.stderr
    for before in ("2.5.1", "2.4.9"):
        assert run(str(tmp_path / "preinst"), "upgrade", before).returncode == 0
    assert run(str(tmp_path / "preinst"), "install").returncode == 0


@pytest.mark.parametrize("folder", ["desk", "hub"])
def test_every_script_is_sound_and_asks_nobody(folder: str) -> None:
    for script in (packages.HERE / folder / "debian").iterdir():
        if script.name != "control":
            assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
            assert not {"read -p", "debconf", "apt-get install"} & set(script.read_text("utf-8").splitlines())


def test_the_hub_leaves_out_what_its_lock_has_and_keeps_each_hash_of_the_rest(tmp_path: Path) -> None:
    lock = (packages.HERE / "requirements-hub.txt").read_text("utf-8")
    listed = packages.hub(tmp_path).requirements.read_text("utf-8")
    assert "\nfastapi==" in listed
    assert "pyside6" in lock
    assert "pyside6" not in listed
    assert set(listed.splitlines()) < set(lock.splitlines())
    for name in hub_leaves().packages:
        assert f"\n{name}==" in lock, f"{name} is no longer in the hub's lock"

"""What offices do not get of the libraries is not needed: measured, and everything imported without it."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.environment import ROOT, hub_leaves, left_out, matcher
from tests.installer.test_lock import locked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the list is measured on Linux")

WITHOUT = """
import importlib, pkgutil, sys
sys.path[:0] = sys.argv[1:]
floors = [importlib.import_module(name) for name in ("desk", "models", "printing", "sync.client", "ui")]
for floor in floors:
    for module in pkgutil.walk_packages(floor.__path__, floor.__name__ + "."):
        if module.name.endswith(("__main__", "_build", "clip_synthesis")):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as lacks:
            if lacks.name not in {"cv2", "numpy"}:  # of the extra `camera`, which this lock has not
                raise
from models.places.nationality import nationality_name
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication
from ui.style.icon import FOLDER
application = QApplication([])
assert nationality_name("DEU") == "Đức", nationality_name("DEU")
assert not QImage(str(FOLDER / "print.svg")).isNull()
assert {b"jpeg", b"png", b"svg", b"tiff"} <= {bytes(kind.data()) for kind in QImageReader.supportedImageFormats()}
assert not any("site-packages" in (getattr(one, "__file__", "") or "") for one in sys.modules.values())
"""

OF_HUB = """
import importlib, pkgutil, sys
class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, LeftOut())
for floor in map(importlib.import_module, ("models", "sync.hub")):
    for module in pkgutil.walk_packages(floor.__path__, floor.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(with all, without what is left out): the desk's libraries, linked from where these tests run."""
    whole, trimmed = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("trimmed")
    leaves = matcher(pattern for part in left_out() for pattern in part.files)
    for wanted in locked("requirements.txt"):
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue  # for another system or Python
        for file in importlib.metadata.files(wanted.name) or ():
            source = Path(str(file.locate()))
            if ".." in file.parts or "__pycache__" in file.parts or not source.exists():
                continue
            for tree in (whole, *([] if leaves.match(file.as_posix()) else [trimmed])):
                (tree / file).parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(source, tree / file)
                except OSError:  # another disk
                    shutil.copy2(source, tree / file)
    return whole, trimmed


def test_each_part_saves_what_the_list_says(trees: tuple[Path, Path]) -> None:
    sizes = {
        path.relative_to(trees[0]).as_posix(): path.stat().st_size for path in trees[0].rglob("*") if path.is_file()
    }
    told = {}
    for part in left_out():
        gone = [name for name in sizes if matcher(part.files).match(name)]
        told[part.why] = round(sum(map(sizes.pop, gone)) / 1e6)
    assert told == {part.why: part.megabytes for part in left_out()}


def test_every_module_of_the_desk_and_a_window_load_without_it(trees: tuple[Path, Path]) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "ignore", "-c", WITHOUT, str(trees[1]), str(ROOT)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": ""},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_no_library_that_stays_misses_one_that_went(trees: tuple[Path, Path]) -> None:
    def missing(tree: Path, library: Path) -> set[str]:
        told = subprocess.run(["ldd", tree / library], check=False, capture_output=True, text=True).stdout
        return {line.split()[0] for line in told.splitlines() if "not found" in line}

    for path in (trees[1] / "PySide6").rglob("*.so*"):
        library = path.relative_to(trees[1])
        assert missing(trees[1], library) == missing(trees[0], library), library


def test_every_module_of_the_hub_loads_without_what_only_desks_have() -> None:
    leaves = hub_leaves()
    gone = [
        module
        for module, packages in importlib.metadata.packages_distributions().items()
        if {re.sub(r"[-_.]+", "-", name).lower() for name in packages} <= {*leaves.packages}
    ]
    assert {"PySide6", "reportlab"} <= {*gone}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", OF_HUB, *gone, *leaves.floors],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

"""The private environment: shiboken6's own modules lie in it as files, which are compiled once."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from installer.environment import unpack_shiboken

ASKED = """
import shiboken6, sys
print(sys.modules["shibokensupport.signature.loader"].__file__)
"""


def test_shiboken_takes_its_own_modules_from_the_files_laid_beside_it(tmp_path: Path) -> None:
    spec = find_spec("shiboken6")
    assert spec
    assert spec.origin
    installed = Path(spec.origin).parent
    shutil.copytree(installed, tmp_path / "shiboken6", ignore=shutil.ignore_patterns("files.dir", "__pycache__"))
    (tmp_path / f"shiboken6-{version('shiboken6')}.dist-info").mkdir()
    unpack_shiboken(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    out = subprocess.run([sys.executable, "-c", ASKED], env=environment, check=True, capture_output=True, text=True)
    assert Path(out.stdout.strip()).is_relative_to(tmp_path / "shiboken6/files.dir")
    assert not list(tmp_path.rglob("__pycache__"))


def test_another_release_than_the_one_that_builds_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "shiboken6").mkdir()
    (tmp_path / "shiboken6-0.0.dist-info").mkdir()
    with pytest.raises(SystemExit, match="make setup"):
        unpack_shiboken(tmp_path)


def test_what_has_no_window_has_no_such_files(tmp_path: Path) -> None:
    unpack_shiboken(tmp_path)
    assert not list(tmp_path.iterdir())

"""A program small enough to be packed many times."""

from pathlib import Path

import pytest

from installer import windows
from installer.environment import settle

WHEN = 1_790_000_000
"""Seconds since 1970: when all files of what is packed were made."""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of four files; its picture is drawn as for the real one."""
    folder = tmp_path / "program"
    (folder / "Lib/site-packages/ui").mkdir(parents=True)
    for name in ("pythonw.exe", "motcua.pyw", "Lib/site-packages/ui/__init__.py"):
        (folder / name).write_text(name)
    windows.draw_icon(folder / "motcua.ico")
    settle(folder, WHEN)
    return folder

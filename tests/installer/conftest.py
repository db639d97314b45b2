"""A program small enough to be packed many times."""

from pathlib import Path

import pytest

from installer import windows
from installer.environment import settle

WHEN = 1_790_000_000
"""Seconds since 1970: when all files of what is packed were made."""

DRAWN = """
from desk.prints.printers import DrawingProcess
from printing.devices.drawing import draw
from printing.layout.sheet import PaperSize, Paragraph, Sheet
words = Paragraph("Giấy vẽ ở tiến trình thứ hai")
sheet = Sheet(paper=PaperSize.A5, form="01", code="thu", version="thu", blocks=(words,))
there = DrawingProcess()
for dots in (None, 576):
    assert there.draw(sheet, dots, None) == draw(sheet, dots, None)
assert there.is_running
there.end()
"""
"""Papers are drawn by the installed program's second process, as by its window."""


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

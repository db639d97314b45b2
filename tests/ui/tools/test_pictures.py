"""The pictures for people without a display: every page, in a process of its own, with nothing on stderr."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image


def test_without_a_display_the_training_run_gives_papers_and_pictures(tmp_path: Path) -> None:
    environment = {**os.environ, "COVERAGE_PROCESS_START": ""}
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "ui", "--data", str(tmp_path), "run", "--training"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert str(tmp_path / "pictures") in done.stdout
    pictures = sorted((tmp_path / "pictures").glob("*.png"))
    assert len(pictures) == 10
    for picture in pictures:
        with Image.open(picture) as seen:
            assert seen.size == (1366, 728)
            assert len(seen.convert("RGB").getcolors(1 << 20) or []) > 50
    assert list((tmp_path / "papers").glob("*.pdf"))

"""Photographs of papers on the dossier page: one key takes page after page, each kept as it is accepted."""

from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("cv2", reason="OpenCV is an extra")

import cv2
import numpy as np
from PySide6.QtCore import Qt

from tests.fakes.photographed import HIGH, WIDE, as_file, photographed
from tests.ui.conftest import Clerk
from tests.ui.dossiers.sheets import part_of
from tests.ui.dossiers.test_list_page import opens_dossier, received
from ui.dossiers.dossier_page import DossierPage
from ui.dossiers.photograph_act import PhotographAct

__all__ = ["received"]

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def _has_files(page: DossierPage, count: int) -> bool:
    return len(page.files.lines) == count


def test_one_key_photographs_page_after_page_and_each_is_kept(received: Clerk, tmp_path: Path) -> None:
    film = tmp_path / "camera.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (WIDE, HIGH))
    frame = np.ascontiguousarray(photographed(5).pixels[:, :, ::-1])
    for _ in range(40):
        writer.write(frame)
    writer.release()
    page = opens_dossier(received)
    received.press(Qt.Key.Key_K, CTRL_ALT)
    part = part_of(page, "photograph", PhotographAct)
    received.waits()
    shots = part.photograph
    shots.begin(str(film))
    received.until(lambda: shots.is_on and shots.main.isEnabled())
    for kept in (1, 2):
        shots.main.setFocus()
        received.press(Qt.Key.Key_Space)
        received.until(lambda: bool(shots.jpeg))
        assert "Đã cắt" in shots.words.text()
        if kept == 2:
            shots.rotate.click()  # else the same bytes are the same file
            received.until(shots.main.isEnabled)
        received.press(Qt.Key.Key_Space)
        received.until(partial(_has_files, page, kept))
    received.press(Qt.Key.Key_F9)
    received.until(lambda: not shots.is_on)
    received.waits()
    assert len(page.files.lines) == 2
    assert not part.isVisible()


def test_a_file_is_looked_at_kept_whole_or_left(received: Clerk, tmp_path: Path) -> None:
    picture, broken = tmp_path / "a.jpg", tmp_path / "b.jpg"
    picture.write_bytes(as_file(photographed(5).pixels))
    broken.write_bytes(b"\xff\xd8\xff no picture")
    page = opens_dossier(received)
    received.press(Qt.Key.Key_K, CTRL_ALT)
    shots = part_of(page, "photograph", PhotographAct).photograph
    received.waits()
    assert not shots.is_on, "this machine has no camera"
    shots.take([str(broken)])
    received.until(lambda: "b.jpg" in shots.words.text())
    shots.take([str(picture)])
    received.until(lambda: bool(shots.jpeg))
    cut = shots.jpeg
    shots.cut.click()
    received.until(lambda: bool(shots.jpeg) and shots.jpeg != cut)
    assert shots.words.text() == "Giữ cả ảnh, không cắt."
    shots.again.click()
    received.waits()
    assert shots.jpeg == b""
    assert page.files.lines == []

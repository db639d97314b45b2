"""One camera for cards and papers: one opens it at a time, and the next gets it when it is let go."""

import queue
import threading
from pathlib import Path

import pytest

pytest.importorskip("cv2", reason="OpenCV is an extra")

from desk import camera_device
from desk.camera_device import Picture, open_camera
from desk.photographs.paper_camera import PaperCamera
from models.trouble import CameraNotThere, Trouble
from tests.fakes.webcam import HIGH, WIDE, film, seen
from tests.patience import PATIENCE


def test_one_has_the_camera_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = str(film(tmp_path / "camera.avi", [seen("x")] * 3))
    monkeypatch.setattr(camera_device, "HANDED_ON", 0.01)
    with open_camera(source, WIDE, HIGH), pytest.raises(CameraNotThere), open_camera(source, WIDE, HIGH):
        pass
    with open_camera(source, WIDE, HIGH) as capture:
        assert capture.read()[0]


def test_an_error_nobody_foresaw_is_told_and_ends_as_a_camera_that_went_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException | None] = []
    troubles: queue.Queue[Trouble] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda facts: bugs.append(facts.exc_value))

    def stumble(_: Picture) -> None:
        raise ZeroDivisionError

    source = str(film(tmp_path / "film.avi", [seen("x")] * 3))
    camera = PaperCamera(source, on_picture=stumble, on_taken=lambda _: None, on_trouble=troubles.put)
    camera.start()
    assert isinstance(troubles.get(timeout=PATIENCE), CameraNotThere)
    camera.stop()
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_a_photograph_is_the_whole_picture_and_a_camera_that_goes_away_says_so(tmp_path: Path) -> None:
    taken: queue.Queue[bytes] = queue.Queue()
    troubles: queue.Queue[Trouble] = queue.Queue()
    camera = PaperCamera(
        str(film(tmp_path / "camera.avi", [seen("x")] * 6)),
        on_picture=lambda _: None,
        on_taken=taken.put,
        on_trouble=troubles.put,
    )
    camera.take()
    camera.start()
    from desk.photographs.picture import upright  # noqa: PLC0415 - Pillow, of this test alone

    assert upright(taken.get(timeout=PATIENCE), "x").size == (WIDE, HIGH)
    assert isinstance(troubles.get(timeout=PATIENCE), CameraNotThere)
    camera.stop()

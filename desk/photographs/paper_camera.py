"""The camera while papers are photographed: a small picture for the window, and the whole one when asked."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.camera_device import Picture, camera_name, open_camera, opencv, small_picture
from models.system.bugs import report
from models.trouble import CameraNotThere, Trouble

if TYPE_CHECKING:
    import cv2
    from cv2.typing import MatLike

_WIDE, _HIGH = 3840, 2160
"""Wanted; a camera gives the largest it has. A page of A4 across it has 180 dots an inch."""

_PAUSE = 0.1
"""Seconds between two pictures for the window."""

_TRIED = 3
"""Of so many pictures one after the other the sharpest is taken: a hand has just left the key."""

_log = logging.getLogger(__name__)


class PaperCamera:
    """One camera, open from ``start`` to ``stop``. Can be started once. Callbacks run on its own thread.

    Args:
        source: number of the camera; or a video file, for tests.
        on_picture: called with what it sees, a few times a second.
        on_taken: called with the JPEG of each photograph asked for by ``take``.
        on_trouble: called when it cannot be opened, or goes away; it is off then.
    """

    def __init__(
        self,
        source: int | str,
        *,
        on_picture: Callable[[Picture], None],
        on_taken: Callable[[bytes], None],
        on_trouble: Callable[[Trouble], None],
    ) -> None:
        self._source = source
        self._on_picture = on_picture
        self._on_taken = on_taken
        self._on_trouble = on_trouble
        self._stop, self._wanted = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="paper camera", daemon=True)

    def start(self) -> None:
        """Open it; returns at once."""
        self._thread.start()

    def take(self) -> None:
        """The next pictures are a photograph; returns at once."""
        self._wanted.set()

    def stop(self) -> None:
        """Close it and wait for its thread: another may have the camera now. No callback comes afterwards."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _work(self) -> None:
        try:
            with open_camera(self._source, _WIDE, _HIGH) as capture:
                _log.info("paper camera: open")
                while not self._stop.is_set():
                    if self._wanted.is_set():
                        self._wanted.clear()
                        self._on_taken(_jpeg(self._sharpest(capture)))
                    else:
                        self._on_picture(small_picture(self._next(capture)))
                        self._stop.wait(_PAUSE)
        except Trouble as trouble:
            self._failed(trouble)
        except Exception as bug:  # noqa: BLE001 - ours or OpenCV's: told, and the window does not wait for a picture
            report(bug)
            self._failed(CameraNotThere(camera_name(self._source)))

    def _failed(self, trouble: Trouble) -> None:
        if not self._stop.is_set():
            self._on_trouble(trouble)

    def _next(self, capture: "cv2.VideoCapture") -> "MatLike":
        got, frame = capture.read()
        if not got:
            raise CameraNotThere(camera_name(self._source))
        return frame

    def _sharpest(self, capture: "cv2.VideoCapture") -> "MatLike":
        return max((self._next(capture) for _ in range(_TRIED)), key=_sharpness)


def _sharpness(frame: "MatLike") -> float:
    cv = opencv()
    grey = cv.cvtColor(frame, cv.COLOR_BGR2GRAY)
    return float(cv.Laplacian(grey, cv.CV_64F).var())


def _jpeg(frame: "MatLike") -> bytes:
    cv = opencv()
    _, written = cv.imencode(".jpg", frame, [cv.IMWRITE_JPEG_QUALITY, 95])
    return bytes(written.tobytes())

"""The camera of this machine: one device, whether it reads cards or photographs papers. OpenCV is loaded when wanted.

A camera gives its pictures to one at a time. Whoever wants it next waits until the last one has let it go.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from models.trouble import CameraNotInstalled, CameraNotThere

if TYPE_CHECKING:
    import cv2
    from cv2.typing import MatLike

_PREVIEW = 480

HANDED_ON = 5.0
"""Seconds within which whoever has the camera lets it go: one picture takes far less."""

_in_use = threading.Lock()


class Picture(NamedTuple):
    """What the camera sees, small, for the window: three bytes (red, green, blue) a pixel, row by row."""

    width: int
    height: int
    rgb: bytes


def opencv() -> ModuleType:
    """The library that opens cameras and looks at pictures.

    Raises:
        CameraNotInstalled: it is not there, or does not load.
    """
    try:
        import cv2 as library  # noqa: PLC0415 - 40 MB, for the few machines that have a camera
    except (ImportError, OSError, AttributeError) as missing:  # see ``models.system.libraries``
        raise CameraNotInstalled from missing
    return library


def camera_name(source: int | str) -> str:
    """What people call it: cameras are counted from one; a film by its file."""
    return str(source + 1) if isinstance(source, int) else Path(source).name


@contextmanager
def open_camera(source: int | str, width: int, height: int) -> Iterator["cv2.VideoCapture"]:
    """The camera while it is open; nobody else in this program has it then.

    Args:
        source: number of the camera; or a video file, for tests.
        width: of the pictures wanted, in pixels; a camera gives the nearest it can.
        height: likewise.

    Raises:
        CameraNotInstalled, CameraNotThere.
    """
    cv = opencv()
    if not _in_use.acquire(timeout=HANDED_ON):
        raise CameraNotThere(camera_name(source))
    try:
        capture = cv.VideoCapture(source)
        try:
            if not capture.isOpened():
                raise CameraNotThere(camera_name(source))
            if isinstance(source, int):
                capture.set(cv.CAP_PROP_FRAME_WIDTH, width)
                capture.set(cv.CAP_PROP_FRAME_HEIGHT, height)
                capture.set(cv.CAP_PROP_BUFFERSIZE, 1)
            yield capture
        finally:
            capture.release()
    finally:
        _in_use.release()


def small_picture(frame: "MatLike") -> Picture:
    """A picture of the camera (blue, green, red) for the window."""
    cv = opencv()
    height, width = frame.shape[:2]
    small = cv.resize(frame, (_PREVIEW, max(1, round(height * _PREVIEW / width))), interpolation=cv.INTER_AREA)
    rgb = cv.cvtColor(small, cv.COLOR_BGR2RGB)
    return Picture(_PREVIEW, rgb.shape[0], rgb.tobytes())

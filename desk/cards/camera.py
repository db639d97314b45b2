"""A webcam as card reader: looks for the card's QR code in the picture, a few times a second, only while wanted.

Reads QR codes alone (at least 160 pixels wide in the picture); a machine-readable zone would need letters recognised,
which this does not do. OpenCV is loaded when a camera is first wanted; where it is not installed, that is a trouble.
"""

import logging
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desk.camera_device import Picture, camera_name, open_camera, opencv, small_picture
from desk.cards.formats.kinds import Scan, ScanKind
from desk.cards.reader import ScanDecoder
from models.system.bugs import report
from models.system.libraries import library
from models.trouble import CameraNotThere, Trouble

if TYPE_CHECKING:
    import cv2
    from cv2.typing import MatLike

PATIENCE = 30.0
"""Seconds a camera looks for a card before it gives up."""

BETWEEN = 0.2
"""Seconds between two pictures that are looked at, at the least; what comes meanwhile is let go."""

_REST = 5
"""At least so many times as long as one look takes until the next, so that a slow PC keeps four fifths of its core."""

_WIDE, _HIGH = 1280, 720
_CAMERAS = 4
"""So many numbers are tried in search of cameras."""

_log = logging.getLogger(__name__)


class CameraState(StrEnum):
    """How far the camera is."""

    OPENING = "opening"
    LOOKING = "looking"
    READ = "read"
    """A card or a dossier code was read; the camera is off."""
    GAVE_UP = "gave_up"
    """Nothing was read in ``PATIENCE``; the camera is off."""
    FAILED = "failed"
    """See ``trouble``; the camera is off."""
    STOPPED = "stopped"


def cameras() -> list[int]:
    """Numbers of the cameras that open. Takes a moment for each.

    Raises:
        CameraNotInstalled: OpenCV is not there.
    """
    cv = opencv()
    found = []
    for number in range(_CAMERAS):
        if sys.platform.startswith("linux") and not Path(f"/dev/video{number}").exists():
            continue
        capture = cv.VideoCapture(number)
        if capture.isOpened():
            found.append(number)
        capture.release()
    return found


class CameraReader:
    """Looks through one camera until a card is read, ``patience`` is over, or it is stopped. Can be started once.

    All callbacks run on the camera's own thread.

    Args:
        source: number of the camera; or a video file, for tests.
        on_scan: called with each different thing read. A card or a dossier code ends it.
        on_state: called at each change.
        on_picture: called with each picture looked at.
        today: the day on the office calendar.
        patience: seconds.
        on_error: takes exceptions of the callbacks.
    """

    def __init__(
        self,
        source: int | str,
        *,
        on_scan: Callable[[Scan], None],
        on_state: Callable[[CameraState], None],
        on_picture: Callable[[Picture], None],
        today: Callable[[], date],
        patience: float = PATIENCE,
        on_error: Callable[[Exception], None] = report,
    ) -> None:
        self._source = source
        self._name = camera_name(source)
        self._on_scan = on_scan
        self._on_state = on_state
        self._on_picture = on_picture
        self._patience = patience
        self._on_error = on_error
        self._new_decoder = partial(ScanDecoder, on_scan=self._scanned, today=today, on_error=on_error)
        self._stop = threading.Event()
        self._read = False
        self._said: set[bytes] = set()
        self._thread = threading.Thread(target=self._work, name="camera", daemon=True)
        self.trouble: Trouble | None = None
        """Why it failed."""

    @property
    def thread(self) -> threading.Thread:
        """The thread that looks."""
        return self._thread

    def start(self) -> None:
        """Begin to look; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more and wait for the thread. No callback comes afterwards."""
        self._stop.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join()

    def _work(self) -> None:
        self._say(CameraState.OPENING)
        try:
            ended = self._look()
        except Trouble as trouble:
            self.trouble = trouble
            ended = CameraState.FAILED
        except Exception as bug:  # noqa: BLE001 - ours or OpenCV's: told, and the window does not wait for a picture
            self._on_error(bug)
            self.trouble = CameraNotThere(self._name)
            ended = CameraState.FAILED
        self._say(CameraState.STOPPED if self._stop.is_set() else ended)

    def _look(self) -> CameraState:
        opencv().setNumThreads(1)  # one core is plenty for five pictures a second, and an old PC has two
        with open_camera(self._source, _WIDE, _HIGH) as capture:
            self._say(CameraState.LOOKING)
            return self._watch(capture)

    def _watch(self, capture: "cv2.VideoCapture") -> CameraState:
        decoder = self._new_decoder()
        until = time.monotonic() + self._patience
        due = 0.0
        turn = 0
        while not self._stop.is_set():
            now = time.monotonic()
            if now > until:
                return CameraState.GAVE_UP
            if not capture.grab():
                raise CameraNotThere(self._name)
            if now < due:  # pictures between two looks are thrown away unread; a camera paces itself, a file does not
                self._stop.wait(max(0.0, 0.02 - (time.monotonic() - now)))
                continue
            due = now + BETWEEN
            got, frame = capture.retrieve()
            if not got:
                continue
            turn += 1
            used = time.thread_time()
            self._call(self._on_picture, small_picture(frame))
            for text in codes(frame, closer=turn % 2 == 0):
                if text not in self._said:
                    self._said.add(text)
                    decoder.feed(text)
                    decoder.flush()
            if self._read:
                return CameraState.READ
            due = max(due, now + _REST * (time.thread_time() - used))
        return CameraState.STOPPED

    def _scanned(self, scan: Scan) -> None:
        self._read = self._read or scan.kind in {ScanKind.ID_CARD, ScanKind.DOSSIER_CODE}
        self._on_scan(scan)

    def _say(self, state: CameraState) -> None:
        _log.info("camera: %s", state)
        self._call(self._on_state, state)

    def _call(self, callback: Callable[..., None], fact: object) -> None:
        try:
            callback(fact)
        except Exception as error:  # noqa: BLE001  a bug of the listener must not blind the desk
            self._on_error(error)


def codes(frame: "MatLike", *, closer: bool) -> list[bytes]:
    """The bytes of every QR code in a picture (blue, green, red, or grey alone).

    Args:
        frame: the picture.
        closer: take its middle twice as large, with the dark drawn apart: for small or dark codes.
    """
    with library("zxing-cpp"):
        import zxingcpp  # noqa: PLC0415 - likewise

    cv = opencv()
    grey = cv.cvtColor(frame, cv.COLOR_BGR2GRAY) if frame.ndim == 3 else frame
    if closer:
        height, width = grey.shape
        middle = grey[height // 6 : height - height // 6, width // 6 : width - width // 6]
        grey = cv.createCLAHE(2.0, (8, 8)).apply(cv.resize(middle, None, fx=1.6, fy=1.6, interpolation=cv.INTER_CUBIC))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [bytes(found.bytes) for found in zxingcpp.read_barcodes(grey, formats=formats)]

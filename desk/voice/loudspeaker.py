"""The loudspeaker through miniaudio; opened for each announcement, so it may be plugged in later."""

import sys
import threading
from array import array
from collections.abc import Callable, Generator
from pathlib import Path

from desk.voice.clips import RATE, amplify
from models.system.libraries import library

_LEAD = 0.15
"""Seconds of silence first: amplifiers and Bluetooth swallow the beginning."""

_CHECKS = 0.05

_CARDS = Path("/proc/asound/cards")


class Loudspeaker:
    """The sound device the system prefers."""

    def play(self, samples: "memoryview[int]", gain: Callable[[], float], ended: threading.Event) -> None:
        """See ``desk.voice.speaker.Output``."""
        with library("miniaudio"):
            import miniaudio  # noqa: PLC0415 - loaded with the first call that is spoken

        not_heard = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
        if not _has_cards():  # ALSA would fill the standard error with its complaints at each announcement
            not_heard.add(miniaudio.Backend.ALSA)
        done = threading.Event()
        stream = _stream(samples, gain, done)
        next(stream)
        try:
            with miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=100,
                backends=[kind for kind in miniaudio.get_enabled_backends() if kind not in not_heard],
                app_name="motcua",
            ) as device:
                device.start(stream)
                left = len(samples) / RATE + 5.0
                while not done.wait(_CHECKS) and not ended.is_set():
                    left -= _CHECKS
                    if left < 0:
                        raise OSError("the sound device takes nothing")
        except miniaudio.MiniaudioError as error:
            raise OSError(str(error)) from error


def _has_cards() -> bool:
    """Whether Linux knows any sound card; elsewhere the system is asked when it is opened."""
    if sys.platform != "linux":
        return True
    try:
        return "no soundcards" not in _CARDS.read_text("utf-8")
    except OSError:
        return False


def _stream(
    samples: "memoryview[int]", gain: Callable[[], float], done: threading.Event
) -> Generator["array[int]", int, None]:
    """Gives the device as many samples as it asks for, as loud as is wished now; silence around them."""
    wanted = yield array("h")
    lead = int(_LEAD * RATE)
    while lead > 0:
        wanted = yield array("h", bytes(2 * wanted))
        lead -= wanted
    at = 0
    while at < len(samples):
        piece = amplify(array("h", samples[at : at + wanted]), gain())
        at += wanted
        piece.extend(array("h", bytes(2 * (wanted - len(piece)))))
        wanted = yield piece
    for _ in range(3):  # what is still in the device's buffers has to sound
        wanted = yield array("h", bytes(2 * wanted))
    done.set()
    while True:
        wanted = yield array("h", bytes(2 * wanted))

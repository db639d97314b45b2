"""A thread that speaks calls one after the other; callers never wait."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from desk.voice.clips import Clips
from desk.voice.words import Phrase, announcement
from models.trouble import LibraryUnusable


class Announcement(Struct, frozen=True, kw_only=True):
    """What is to be called: a number, to a counter."""

    number: str
    counter: str
    priority: bool = False
    again: bool = False


class Output(Protocol):
    """Where sound comes out."""

    def play(self, samples: "memoryview[int]", gain: Callable[[], float], ended: threading.Event) -> None:
        """Play 16-bit mono samples at ``RATE`` and return when they have sounded, or soon after ``ended`` is set.

        Args:
            samples: of the whole announcement.
            gain: 0 to 1, asked again and again, so that a change is heard at once.
            ended: set when it is to be broken off.

        Raises:
            OSError: no sound comes out of this machine.
        """


PAUSE = 0.6
"""Seconds between two calls, and between a call and its repetition."""

MOST = 60
"""Calls that may wait; of more the oldest are left unsaid, for nobody waits five minutes to hear them."""


class Speaker:
    """The queue of calls and the one thread that says them.

    Args:
        clips: what is said with.
        output: where it sounds.
        times: how often each call is said.
        volume: 0 to 100.
        on_sound: told False when this machine gives no sound (once, until it does again: then True). In our thread.
        on_error: told of a bug of ours; the thread goes on with the next call.
    """

    def __init__(
        self,
        clips: Clips,
        output: Output,
        *,
        times: int = 2,
        volume: int = 80,
        on_sound: Callable[[bool], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._clips = clips
        self._output = output
        self._times = max(1, times)
        self._volume = _within(volume)
        self._muted = False
        self._on_sound = on_sound
        self._on_error = on_error
        self._sounds = True
        self._pending: OrderedDict[str, Announcement] = OrderedDict()
        self._last: Announcement | None = None
        self._wake = threading.Condition()
        self._ended = threading.Event()
        self._hush = threading.Event()
        """Set to break off what is being said."""
        self._busy = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)

    def start(self) -> None:
        """Begin to listen for calls."""
        self._thread.start()

    def stop(self) -> None:
        """Break off and end."""
        with self._wake:
            self._ended.set()
            self._hush.set()
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def say(self, call: Announcement) -> None:
        """Have a call said in its turn. The newer of two waiting calls of one number takes the place of the older."""
        with self._wake:
            self._last = call
            if self._muted:
                return
            self._pending[call.number] = call
            while len(self._pending) > MOST:
                self._pending.popitem(last=False)
            self._wake.notify_all()

    def repeat(self) -> None:
        """The last call once more, as it was called or would have been."""
        with self._wake:
            last = self._last
        if last is not None:
            self.say(last)

    @property
    def muted(self) -> bool:
        """Whether it keeps silent."""
        return self._muted

    def mute(self, *, muted: bool) -> None:
        """Keep silent at once and forget what waits, or speak again from the next call on."""
        with self._wake:
            self._muted = muted
            if muted:
                self._pending.clear()
                self._hush.set()

    @property
    def volume(self) -> int:
        """0 to 100."""
        return self._volume

    def set_volume(self, volume: int) -> None:
        """Louder or softer, from now on and in what is being said."""
        self._volume = _within(volume)

    def configure(self, clips: Clips, *, times: int, volume: int) -> None:
        """Other settings are in force, from the next call on."""
        self._clips, self._times, self._volume = clips, max(1, times), _within(volume)

    def _gain(self) -> float:
        return self._volume / 100

    def _run(self) -> None:
        while True:
            with self._wake:
                self._busy = False
                self._wake.notify_all()
                while not self._pending and not self._ended.is_set():
                    self._wake.wait()
                if self._ended.is_set():
                    return
                _, call = self._pending.popitem(last=False)
                self._busy = True
                self._hush.clear()
            try:
                self._announce(call)
            except Exception as bug:  # noqa: BLE001 - our own bug: reported, and the next number is called
                if self._on_error is not None:
                    self._on_error(bug)

    def _announce(self, call: Announcement) -> None:
        phrases = announcement(call.number, call.counter, priority=call.priority, again=call.again)
        for time_ in range(self._times):
            if self._hush.is_set():
                return
            self._play(phrases, chime=time_ == 0)
            self._hush.wait(PAUSE if self._sounds else 0)

    def _play(self, phrases: tuple[Phrase, ...], *, chime: bool) -> None:
        try:
            samples = self._clips.joined(phrases, chime=chime)
            self._output.play(memoryview(samples), self._gain, self._hush)
        except (OSError, LibraryUnusable):
            self._heard(sounds=False)
        else:
            self._heard(sounds=True)

    def _heard(self, *, sounds: bool) -> None:
        if sounds != self._sounds:
            self._sounds = sounds
            if self._on_sound is not None:
                self._on_sound(sounds)


def _within(volume: int) -> int:
    return max(0, min(100, volume))

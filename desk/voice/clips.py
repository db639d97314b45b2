"""The clips: the office's recordings, else the program's; normalised in sample rate and loudness.

Any WAV, FLAC, MP3 or OGG of any rate, mono or stereo. A recording that is missing or cannot be read is replaced by
the program's own, so a call is never silent for lack of a word.
"""

import math
from array import array
from collections.abc import Iterable
from pathlib import Path

from desk.voice.words import CHIME, HERE, Phrase
from models.system.libraries import library

RATE = 22_050
"""Samples a second, mono, 16 bits."""

LOUDNESS = 0.12
"""Root of the mean square that every clip is brought to, of full scale 1: loud enough for a hall, far from clipping."""

_PEAK = 0.95
_QUIET = 0.01
"""Below this share of full scale it is silence."""

ENDINGS = (".wav", ".flac", ".mp3", ".ogg")
FOLDER = HERE / "clips"

_BETWEEN_CLIPS, _BETWEEN_PHRASES, _AFTER_CHIME = 0.05, 0.28, 0.15
"""Seconds of silence."""


class Clips:
    """Loads each clip once, when first said.

    Args:
        own: folder of the office's recordings, or None. The names of its files are those of ``clips.toml``.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._loaded: dict[str, array[int]] = {}
        self.unreadable: list[str] = []
        """Recordings of the office that could not be used, by name of file."""

    def get(self, name: str) -> "array[int]":
        """The samples of a clip; of one that nobody has, a short silence."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def joined(self, phrases: Iterable[Phrase], *, chime: bool = False) -> "array[int]":
        """All of it in one piece, pauses between."""
        whole = array("h")
        if chime:
            whole.extend(self.get(CHIME))
            whole.extend(_silence(_AFTER_CHIME))
        for n, phrase in enumerate(phrases):
            if n:
                whole.extend(_silence(_BETWEEN_PHRASES))
            for m, clip in enumerate(phrase):
                if m:
                    whole.extend(_silence(_BETWEEN_CLIPS))
                whole.extend(self.get(clip))
        return whole

    def _load(self, name: str) -> "array[int]":
        for file in self._recordings(name):
            samples = decode(file)
            if samples is not None:
                return match_loudness(trim_silence(samples))
            self.unreadable.append(file.name)
        samples = decode(FOLDER / f"{name}.wav")  # trimmed and matched when it was made
        return _silence(0.2) if samples is None else samples

    def _recordings(self, name: str) -> list[Path]:
        """Files of the office for this clip, however their endings are written."""
        if self._own is None:
            return []
        try:
            return sorted(f for f in self._own.iterdir() if f.stem.lower() == name and f.suffix.lower() in ENDINGS)
        except OSError:
            return []  # the folder is gone, or on a stick that was pulled: the program's own clips speak


def decode(file: Path) -> "array[int] | None":
    """The samples of a sound file at our rate, or None when it is none."""
    with library("miniaudio"):
        import miniaudio  # noqa: PLC0415 - loaded with the first call that is spoken

    try:
        sound = miniaudio.decode_file(str(file), miniaudio.SampleFormat.SIGNED16, 1, RATE)
    except (miniaudio.MiniaudioError, OSError):
        return None
    return array("h", sound.samples) if sound.samples else None


def loudness(samples: "array[int]") -> float:
    """Root of the mean square of what is not silence, 0 to 1."""
    loud = [s for s in samples if abs(s) > _QUIET * 32768]
    return math.sqrt(sum(s * s for s in loud) / len(loud)) / 32768 if loud else 0.0


def match_loudness(samples: "array[int]") -> "array[int]":
    """As loud as all others, never beyond the peak."""
    now = loudness(samples)
    if not now:
        return samples
    factor = min(LOUDNESS / now, _PEAK * 32768 / max(abs(s) for s in samples))
    return amplify(samples, factor)


def amplify(samples: "array[int]", factor: float) -> "array[int]":
    """Each sample times a factor, within 16 bits."""
    return array("h", [max(-32768, min(32767, round(s * factor))) for s in samples])


def trim_silence(samples: "array[int]", *, keep: float = 0.02) -> "array[int]":
    """Without the silence before and after, but for ``keep`` seconds of it."""
    loud = [n for n, s in enumerate(samples) if abs(s) > _QUIET * 32768]
    if not loud:
        return samples
    rest = int(keep * RATE)
    return samples[max(0, loud[0] - rest) : loud[-1] + rest]


def _silence(seconds: float) -> "array[int]":
    return array("h", bytes(2 * int(seconds * RATE)))

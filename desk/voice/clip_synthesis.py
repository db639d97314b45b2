"""Generates the program's own clips with espeak-ng, used until an office records its own.

    python -m desk.voice.clip_synthesis

Needs ``espeak-ng`` with its Vietnamese voice; run it again after a change of ``clips.toml`` and commit what it made.
"""

import math
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from pathlib import Path

from desk.voice.clips import FOLDER, RATE, decode, match_loudness, trim_silence
from desk.voice.words import CHIME, spoken

_SPEED = "145"
"""Words a minute: calm, and still understood in a hall that echoes."""

_TONES = ((783.99, 0.32), (587.33, 0.55))
"""Hertz and seconds: g'' and d'', as of a door bell."""


def main() -> None:
    """Make all of them."""
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        sys.exit("espeak-ng is not installed")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, words in spoken().items():
            raw = Path(folder) / f"{name}.wav"
            subprocess.run([espeak, "-v", "vi", "-s", _SPEED, "-w", str(raw), words], check=True)  # noqa: S603 - ours
            samples = decode(raw)
            if samples is None:
                sys.exit(f"espeak-ng made no sound of {name}")
            _keep(name, match_loudness(_faded(trim_silence(samples))))
    _keep(CHIME, match_loudness(_chime()))


def _keep(name: str, samples: "array[int]") -> None:
    with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def _faded(samples: "array[int]") -> "array[int]":
    """In and out within 8 ms, so that joined clips do not click."""
    edge, last = int(0.008 * RATE), len(samples) - 1
    return array("h", [round(s * min(1.0, n / edge, (last - n) / edge)) for n, s in enumerate(samples)])


def _chime() -> "array[int]":
    made = array("h")
    for hertz, seconds in _TONES:
        count = int(seconds * RATE)
        for n in range(count):
            swell = min(1.0, n / (0.005 * RATE)) * math.exp(-4.0 * n / count) * min(1.0, (count - n) / (0.02 * RATE))
            tone = math.sin(2 * math.pi * hertz * n / RATE) + 0.25 * math.sin(4 * math.pi * hertz * n / RATE)
            made.append(round(12_000 * swell * tone))
    return made


if __name__ == "__main__":
    main()

"""The clips are speech, alike in loudness, and an office's recordings go before them."""

import itertools
import math
import wave
from array import array
from pathlib import Path

import pytest

from desk.voice.clips import FOLDER, LOUDNESS, RATE, Clips, decode, loudness
from desk.voice.words import CHIME, announcement, spoken

NAMES = [*spoken(), CHIME]


def tone(path: Path, *, rate: int, hertz: float, channels: int = 1, seconds: float = 0.5, loud: float = 0.3) -> None:
    """A recording with silence around it."""
    silence = array("h", bytes(2 * channels * rate // 2))
    sound = array("h")
    for n in range(int(seconds * rate)):
        sound.extend([round(32767 * loud * math.sin(2 * math.pi * hertz * n / rate))] * channels)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((silence + sound + silence).tobytes())


@pytest.mark.parametrize("name", NAMES)
def test_each_clip_is_audible_and_of_sane_length(name: str) -> None:
    samples = Clips().get(name)
    assert 0.2 < len(samples) / RATE < 1.5
    assert loudness(samples) == pytest.approx(LOUDNESS, rel=0.1)
    assert max(map(abs, samples)) < 32_000


def test_no_clip_lies_there_that_nobody_says_and_all_are_small() -> None:
    files = list(FOLDER.glob("*.wav"))
    assert {file.stem for file in files} == set(NAMES)
    assert sum(file.stat().st_size for file in files) < 1_000_000


def test_joined_calls_hold_their_clips_in_the_order_of_the_call() -> None:
    clips = Clips()
    whole = clips.joined(announcement("A012", "3"))
    at = 0
    for name in ("moi-so", "a", "0", "1", "2", "den-quay-so", "3"):
        wanted = clips.get(name).tobytes()
        found = whole.tobytes().find(wanted, at)
        assert found >= at, name
        at = found + len(wanted)
    assert at == len(whole.tobytes())


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (44_100, 2), (48_000, 1)])
def test_an_offices_recording_of_any_rate_goes_before_ours_trimmed_and_as_loud(
    tmp_path: Path, rate: int, channels: int
) -> None:
    tone(tmp_path / "A.WAV", rate=rate, channels=channels, hertz=440, loud=0.03)
    own = Clips(tmp_path).get("a")
    assert len(own) / RATE == pytest.approx(0.54, abs=0.03)
    assert loudness(own) == pytest.approx(LOUDNESS, rel=0.1)
    crossings = sum(1 for x, y in itertools.pairwise(own) if x < 0 <= y)
    assert crossings == pytest.approx(220, rel=0.05)


def test_what_an_office_has_not_recorded_is_said_by_the_program(tmp_path: Path) -> None:
    assert Clips(tmp_path).get("b") == Clips().get("b")


def test_a_recording_that_is_none_is_named_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "b.wav").write_text("not a sound")
    clips = Clips(tmp_path)
    assert clips.get("b") == Clips().get("b")
    assert clips.unreadable == ["b.wav"]


def test_a_folder_that_is_gone_leaves_the_program_its_own_voice(tmp_path: Path) -> None:
    assert Clips(tmp_path / "gone").get("b") == Clips().get("b")


def test_our_clips_are_what_the_device_is_given(tmp_path: Path) -> None:
    assert decode(tmp_path / "nothing.wav") is None

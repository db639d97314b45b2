"""Calls are said in order, once each, and whoever calls goes on at once."""

import threading
from array import array
from collections.abc import Callable, Iterator

import pytest

from desk.voice import speaker as speaker_module
from desk.voice.clips import Clips
from desk.voice.loudspeaker import _stream
from desk.voice.speaker import MOST, Announcement, Speaker
from desk.voice.words import announcement
from tests.patience import PATIENCE


class Heard:
    """An output that listens instead of sounding; may be held up, broken or deaf."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.gains: list[float] = []
        self.go_on = threading.Event()
        self.go_on.set()
        self.began = threading.Semaphore(0)
        self.wrong: Exception | None = None

    def play(self, samples: "memoryview[int]", gain: Callable[[], float], ended: threading.Event) -> None:
        self.began.release()
        while not self.go_on.wait(0.005) and not ended.is_set():
            pass
        if self.wrong is not None:
            raise self.wrong
        self.pieces.append(samples.tobytes())
        self.gains.append(gain())


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_module, "PAUSE", 0.0)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def speaker(heard: Heard) -> Iterator[Speaker]:
    made = Speaker(Clips(), heard, times=1)
    made.start()
    yield made
    heard.go_on.set()
    made.stop()


def until_idle(speaker: Speaker) -> None:
    with speaker._wake:
        assert speaker._wake.wait_for(lambda: not speaker._pending and not speaker._busy, timeout=PATIENCE)


def sound(number: str, counter: str = "3", *, again: bool = False, chime: bool = True) -> bytes:
    return Clips().joined(announcement(number, counter, again=again), chime=chime).tobytes()


def test_twenty_calls_at_once_are_all_said_in_order_and_the_caller_waits_for_none(
    speaker: Speaker, heard: Heard
) -> None:
    heard.go_on.clear()
    numbers = [f"A{n:03d}" for n in range(1, 21)]
    for number in numbers:
        speaker.say(Announcement(number=number, counter="3"))
    assert len(heard.pieces) <= 1, "nobody waited until a call was over"
    heard.go_on.set()
    until_idle(speaker)
    assert heard.pieces == [sound(number) for number in numbers]


def test_the_chime_sounds_before_the_first_of_several_times_only(heard: Heard) -> None:
    speaker = Speaker(Clips(), heard, times=3)
    speaker.start()
    speaker.say(Announcement(number="A001", counter="3"))
    until_idle(speaker)
    speaker.stop()
    assert heard.pieces == [sound("A001"), sound("A001", chime=False), sound("A001", chime=False)]


def test_a_repeat_takes_the_place_of_the_same_call_that_still_waits(speaker: Speaker, heard: Heard) -> None:
    heard.go_on.clear()
    speaker.say(Announcement(number="A001", counter="1"))
    assert heard.began.acquire(timeout=PATIENCE)
    speaker.say(Announcement(number="A002", counter="1"))
    speaker.say(Announcement(number="A003", counter="1"))
    speaker.say(Announcement(number="A002", counter="2", again=True))
    heard.go_on.set()
    until_idle(speaker)
    assert heard.pieces == [sound("A001", "1"), sound("A002", "2", again=True), sound("A003", "1")]


def test_muted_it_breaks_off_forgets_what_waits_and_speaks_again_later(speaker: Speaker, heard: Heard) -> None:
    heard.go_on.clear()
    speaker.say(Announcement(number="A001", counter="1"))
    assert heard.began.acquire(timeout=PATIENCE)
    speaker.say(Announcement(number="A002", counter="1"))
    speaker.mute(muted=True)
    until_idle(speaker)
    speaker.say(Announcement(number="A003", counter="1"))
    heard.go_on.set()
    speaker.mute(muted=False)
    heard.pieces.clear()
    speaker.say(Announcement(number="A004", counter="1"))
    until_idle(speaker)
    assert heard.pieces == [sound("A004", "1")]


def test_the_last_call_is_repeated_on_demand(speaker: Speaker, heard: Heard) -> None:
    speaker.say(Announcement(number="A001", counter="1"))
    until_idle(speaker)
    speaker.repeat()
    until_idle(speaker)
    assert heard.pieces == [sound("A001", "1")] * 2


def test_without_a_sound_device_it_says_so_once_and_again_when_there_is_one(heard: Heard) -> None:
    told: list[bool] = []
    speaker = Speaker(Clips(), heard, times=2, on_sound=told.append)
    speaker.start()
    heard.wrong = OSError("no device")
    for number in ("A001", "A002"):
        speaker.say(Announcement(number=number, counter="1"))
    until_idle(speaker)
    assert told == [False]
    heard.wrong = None
    speaker.say(Announcement(number="A003", counter="1"))
    until_idle(speaker)
    speaker.stop()
    assert told == [False, True]


def test_a_bug_in_one_call_does_not_silence_the_next(heard: Heard) -> None:
    bugs: list[Exception] = []
    speaker = Speaker(Clips(), heard, times=1, on_error=bugs.append)
    speaker.start()
    heard.wrong = KeyError("bug")
    speaker.say(Announcement(number="A001", counter="1"))
    until_idle(speaker)
    heard.wrong = None
    speaker.say(Announcement(number="A002", counter="1"))
    until_idle(speaker)
    speaker.stop()
    assert [type(bug) for bug in bugs] == [KeyError]
    assert heard.pieces == [sound("A002", "1")]


def test_of_more_calls_than_anybody_waits_for_the_oldest_stay_unsaid(heard: Heard) -> None:
    speaker = Speaker(Clips(), heard, times=1)
    for n in range(MOST + 5):
        speaker.say(Announcement(number=f"A{n:03d}", counter="1"))
    assert next(iter(speaker._pending)) == "A005"
    assert len(speaker._pending) == MOST


def test_volume_stays_between_nothing_and_all(speaker: Speaker, heard: Heard) -> None:
    speaker.set_volume(140)
    assert speaker.volume == 100
    speaker.set_volume(-3)
    speaker.say(Announcement(number="A001", counter="1"))
    until_idle(speaker)
    assert heard.gains == [0.0]


def test_the_device_is_given_every_sample_in_order_as_loud_as_wished() -> None:
    samples = array("h", range(1, 5001))
    done = threading.Event()
    gain = [1.0]
    stream = _stream(memoryview(samples), lambda: gain[0], done)
    next(stream)
    given = array("h")
    for _ in range(200):
        given.extend(stream.send(441))
        if done.is_set():
            break
    assert done.is_set()
    start = given.index(1)
    assert given[start : start + 5000] == samples
    assert not any(given[:start])
    assert not any(given[start + 5000 :])

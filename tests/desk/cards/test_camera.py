"""The camera as card reader, over films of an invented card: turned, blurred, dark, small; and how often it looks."""

import builtins
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

cv2 = pytest.importorskip("cv2", reason="OpenCV is an extra")

from desk.camera_device import Picture  # noqa: E402
from desk.cards import camera as camera_module  # noqa: E402
from desk.cards.camera import CameraReader, CameraState, cameras, codes  # noqa: E402
from desk.cards.formats.kinds import Scan, ScanKind  # noqa: E402
from desk.cards.samples import citizen, qr_text  # noqa: E402
from models.trouble import CameraNotInstalled, CameraNotThere  # noqa: E402
from tests.fakes.webcam import film, seen  # noqa: E402
from tests.patience import FOR_EVER, PATIENCE  # noqa: E402

TODAY = date(2026, 11, 23)
CARD = qr_text(citizen(1), new_card=True)


class Desk:
    def __init__(self) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[CameraState] = queue.Queue()
        self.pictures: queue.Queue[Picture] = queue.Queue()
        self.readers: list[CameraReader] = []

    def look(self, source: int | str, patience: float = 30.0) -> CameraReader:
        reader = CameraReader(
            source,
            on_scan=self.scans.put,
            on_state=self.states.put,
            on_picture=self.pictures.put,
            today=lambda: TODAY,
            patience=patience,
        )
        self.readers.append(reader)
        reader.start()
        return reader

    def ends(self) -> CameraState:
        state = CameraState.OPENING
        while state in {CameraState.OPENING, CameraState.LOOKING}:
            state = self.states.get(timeout=PATIENCE)
        return state


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    for reader in desk.readers:
        reader.stop()


@pytest.mark.parametrize("code", [160, 200, 280])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"turned": 12.0, "blur": 3},
        {"turned": 45.0},
        {"turned": 180.0},
        {"blur": 5},
        {"light": 0.3, "noise": 8.0},
        {"light": 0.2, "noise": 4.0, "turned": 7.0},
    ],
)
def test_a_card_is_read_turned_blurred_or_dark(code: int, how: Mapping[str, float]) -> None:
    picture = seen(CARD, code=code, **how)  # type: ignore[arg-type]  # a whole number where one is wanted
    found = codes(picture, closer=False) + codes(picture, closer=True)
    assert set(found) == {CARD.encode()}


def test_the_camera_reads_one_card_and_switches_itself_off(desk: Desk, tmp_path: Path) -> None:
    night, day = seen(CARD, light=0.0), seen(CARD)
    reader = desk.look(str(film(tmp_path / "card.avi", [night] * 5 + [day] * 40)))
    assert desk.scans.get(timeout=PATIENCE).person == citizen(1)
    assert desk.ends() is CameraState.READ
    reader.thread.join(PATIENCE)
    assert not reader.thread.is_alive()
    picture = desk.pictures.get(timeout=PATIENCE)
    assert len(picture.rgb) == picture.width * picture.height * 3
    assert desk.scans.empty()


def test_a_foreign_code_is_told_once_and_looked_past(desk: Desk, tmp_path: Path) -> None:
    desk.look(str(film(tmp_path / "other.avi", [seen("https://example.org/")] * 200)), patience=1.0)
    assert desk.scans.get(timeout=PATIENCE).kind is ScanKind.UNKNOWN
    assert desk.ends() in {CameraState.GAVE_UP, CameraState.FAILED}
    assert desk.scans.empty()


def test_patience_ends(desk: Desk, tmp_path: Path) -> None:
    desk.look(str(film(tmp_path / "long.avi", [seen("x", light=0.0)] * 100)), patience=0.3)
    assert desk.ends() is CameraState.GAVE_UP


def test_a_film_that_ends_is_a_camera_that_went_away(desk: Desk, tmp_path: Path) -> None:
    reader = desk.look(str(film(tmp_path / "short.avi", [seen("x", light=0.0)] * 3)))
    assert desk.ends() is CameraState.FAILED
    assert isinstance(reader.trouble, CameraNotThere)


def test_no_camera_is_said(desk: Desk, tmp_path: Path) -> None:
    reader = desk.look(str(tmp_path / "nothing.avi"))
    assert desk.ends() is CameraState.FAILED
    assert isinstance(reader.trouble, CameraNotThere)


def test_an_error_nobody_foresaw_ends_it_as_a_camera_that_went_away(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> object:
        raise cv2.error("of OpenCV")

    bugs: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda facts: bugs.append(facts.exc_value))
    monkeypatch.setattr(camera_module, "codes", stumble)
    reader = desk.look(str(film(tmp_path / "long.avi", [seen("x", light=0.0)] * 30)))
    assert desk.ends() is CameraState.FAILED
    assert isinstance(reader.trouble, CameraNotThere)
    assert [type(bug) for bug in bugs] == [cv2.error]


def test_stopping_waits_for_no_pause_and_nothing_is_called_afterwards(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "BETWEEN", FOR_EVER)
    reader = desk.look(str(film(tmp_path / "long.avi", [seen("x", light=0.0)] * 300)))
    desk.pictures.get(timeout=PATIENCE)
    stopping = threading.Thread(target=reader.stop)
    stopping.start()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert desk.ends() is CameraState.STOPPED
    reader.stop()


def test_without_opencv_the_trouble_says_so(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    real = builtins.__import__

    def without(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> object:
        if name == "cv2":
            raise ImportError(name)
        return real(name, globals_, locals_, fromlist, level)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CameraNotInstalled):
        cameras()
    reader = desk.look(0)
    assert desk.ends() is CameraState.FAILED
    assert isinstance(reader.trouble, CameraNotInstalled)


@pytest.mark.parametrize(("between", "rest", "looked"), [(0.0, 0, 20), (FOR_EVER, 0, 1), (0.0, 10**9, 1)])
def test_a_look_is_due_after_the_pause_and_after_a_rest_as_long_as_the_last_one_worked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: float, rest: int, looked: int
) -> None:
    monkeypatch.setattr(camera_module, "BETWEEN", between)
    monkeypatch.setattr(camera_module, "_REST", rest)
    desk.look(str(film(tmp_path / "film.avi", [seen("x", noise=6.0, light=0.05)] * 20)))
    assert desk.ends() is CameraState.FAILED  # at the end of the film
    assert desk.pictures.qsize() == looked

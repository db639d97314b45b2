"""The pictures of the guide show what citizens see."""

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desk.opening import close_desk, open_desk
from desk.settings import write_settings
from desk.training.training import training_settings
from tests.conftest import TurnedClock
from ui.hall.pictures import take_hall_pictures


def test_kiosk_and_board_are_taken_from_an_offices_own_data(tmp_path: Path, clock: TurnedClock, qtbot: QtBot) -> None:
    del qtbot  # the one application
    folder = tmp_path / "desk"
    write_settings(folder, training_settings())
    close_desk(open_desk(folder, clock=clock, training=True))
    taken = take_hall_pictures(folder, tmp_path / "out", clock=clock)
    assert [path.stem for path in taken] == ["kiosk", "kiosk-priority", "kiosk-number", "board"]
    assert all(QImage(str(path)).size().toTuple() == (1366, 768) for path in taken)

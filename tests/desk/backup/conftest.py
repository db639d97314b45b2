"""An office of its own in a folder, with dossiers and scans, opened as often as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import Backups, read_settings, write_settings
from desk.training.training import training_settings
from models.ids import ClerkId, new_dossier_id
from tests.conftest import TurnedClock
from tests.models.store.test_log import received

CLERK = ClerkId("mau")
SCAN = b"%PDF-1.7 an invented paper " * 40

Opens = Callable[..., Desk]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    write_settings(folder, training_settings())
    return folder


@pytest.fixture
def place(tmp_path: Path, data: Path) -> Path:
    """Where copies go, as set."""
    folder = tmp_path / "stick"
    folder.mkdir()
    write_settings(data, replace(read_settings(data), backups=Backups(folder=str(folder))))
    return folder


@pytest.fixture
def opens(data: Path, clock: TurnedClock) -> Iterator[Opens]:
    """Opens a data folder; closed when the test ends. The key lies beside the file: nobody's keyring is touched."""
    with ExitStack() as stack:

        def open_(folder: Path = data, *, training: bool = True) -> Desk:
            desk = open_desk(folder, clock=clock, training=training)
            stack.callback(close_desk, desk)
            return desk

        yield open_


@pytest.fixture
def desk(place: Path, opens: Opens) -> Desk:
    """A desk with three dossiers and two scans."""
    assert place.exists()
    desk = opens()
    fill(desk, 3)
    desk.files.put(SCAN)
    desk.files.put(SCAN + b"2")
    return desk


def fill(desk: Desk, count: int) -> None:
    """So many dossiers more."""
    for _ in range(count):
        desk.store.log.record(new_dossier_id(), CLERK, received())


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

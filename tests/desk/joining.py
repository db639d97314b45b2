"""Offices at a hub under test, and desks that join it."""

from pathlib import Path

from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake
from desk.opening import open_desk
from desk.settings import Settings, write_settings
from desk.training.training import training_settings
from models.calendar.clock import Clock, wall_clock
from models.ids import DeviceId
from sync.hub.offices import offices
from tests.desk.intake.test_intake import COPIES, complete
from tests.fakes.hub import RunningHub


def code(hub: RunningHub, device: int | None = None) -> str:
    """A one-time code for a machine of the office that the hub is seen from."""
    return offices.make_code(hub.store, hub.office, device=device, now=hub.hub.clock())


def settings_of(hub: RunningHub, device: int = 3) -> Settings:
    """Of a machine of that office."""
    plain = training_settings()
    office = replace(plain.office, unit=replace(plain.office.unit, id=hub.office))
    return replace(plain, office=office, device=replace(plain.device, number=DeviceId(device)))


def opened(folder: Path, hub: RunningHub, device: int = 3, clock: Clock = wall_clock) -> Desk:
    """A desk whose settings stand in a file, as at an office."""
    if not folder.exists():
        write_settings(folder, settings_of(hub, device))
    return open_desk(folder, clock=clock, training=True)


def take_in(desk: Desk) -> None:
    """One dossier more."""
    intake.take_in(desk, complete(desk, COPIES, pages=3))

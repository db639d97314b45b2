"""The table of background services, started once the desk is open and the window painted."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from desk.settings import Settings
    from models.calendar.clock import Clock
    from ui.core.card_bridge import CardBridge
    from ui.core.jobs import Jobs
    from ui.core.province_bridge import ProvinceBridge
    from ui.counter.counter_page import CounterPage
    from ui.crash.reports import Crash
    from ui.program.services import Services
    from ui.program.signals import ProgramSignals
    from ui.shell.window import Window


class BackgroundService(Protocol):
    """Something that runs beside the window; created in the window's thread."""

    def stop(self) -> None:
        """Stop it. The desk is still open and is closed next."""


class Program(Protocol):
    """What services use of the program; it knows them, they do not know it."""

    jobs: "Jobs"
    services: "Services"
    signals: "ProgramSignals"
    bridge: "CardBridge"
    province: "ProvinceBridge"
    window: "Window"
    crash: "Crash"
    settings: "Settings | None"

    @property
    def counter(self) -> "CounterPage":
        """The page of line and intake."""

    @property
    def folder(self) -> "Path":
        """The data folder."""

    @property
    def clock(self) -> "Clock":
        """The office's clock."""


def _scanning(app: Program) -> BackgroundService:
    from ui.cards.scanning import ScannerSettings  # noqa: PLC0415 - loaded after the clerk's first look

    return ScannerSettings(app.window, app.bridge, lambda: app.settings, app.signals.settings_saved)


def _hall(app: Program) -> BackgroundService:
    from ui.hall.hall_service import HallService  # noqa: PLC0415 - not needed to paint a window

    beside = HallService(app.jobs, app.window, app.counter, app.folder, lambda: app.settings, app.clock)
    beside.crashed.connect(app.crash.happened)
    return beside


def _sessions(app: Program) -> BackgroundService:
    from ui.staff.sessions import IdleWatch  # noqa: PLC0415 - not needed to paint a window

    return IdleWatch(app, app.window.locking, app.window.banners)


def _papers(app: Program) -> BackgroundService:
    from ui.prints.print_news import PrintNews  # noqa: PLC0415 - not needed to paint a window

    return PrintNews(app.services.print_queue, app.window)


def _practice(app: Program) -> BackgroundService:
    from ui.training.practice import Practice  # noqa: PLC0415 - not needed to paint a window

    return Practice(app.window, app.bridge, app.jobs)


def _keeping(app: Program) -> BackgroundService:
    from ui.health.backup_runner import BackupSchedule  # noqa: PLC0415 - not needed to paint a window

    return BackupSchedule(app.jobs, app.services.copying, app.province, app.window.banners)


def _citizen(app: Program) -> BackgroundService:
    from ui.citizen.citizen_service import CitizenService  # noqa: PLC0415 - not needed to paint a window

    return CitizenService(app.services.citizen, app.window, app.counter.line, lambda: app.settings, app.clock)


def _signs(app: Program) -> BackgroundService:
    from ui.program.rail_signs import RailSigns  # noqa: PLC0415 - not needed to paint a window

    return RailSigns(app.window, app.counter.line, app.services.print_queue, app.province, app.jobs)


def _battery(app: Program) -> BackgroundService:
    from ui.health.battery_watch import BatteryWatch  # noqa: PLC0415 - not needed to paint a window

    return BatteryWatch(app.window, app.jobs)


def _laptop(app: Program) -> BackgroundService:
    from ui.laptop.laptop_watch import LaptopWatch  # noqa: PLC0415 - not needed to paint a window

    return LaptopWatch(app.window, app.province, app.jobs)


def _updates(app: Program) -> BackgroundService:
    from ui.health.update_watch import UpdateWatch  # noqa: PLC0415 - not needed to paint a window

    return UpdateWatch(app.jobs, app.window.banners)


BEGIN: tuple[Callable[[Program], BackgroundService], ...] = (
    _papers,
    _sessions,
    _scanning,
    _practice,
    _hall,
    _citizen,
    _keeping,
    _signs,
    _battery,
    _laptop,
    _updates,
)
"""Makers, in the order in which they begin; they are stopped in the other order."""


def begin(app: Program) -> list[BackgroundService]:
    """Start all services."""
    return [make(app) for make in BEGIN]

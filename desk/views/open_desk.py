"""``OpenDesk``: the open desk for screens, ``work.<subject>.<question>()``; worker thread only.

Imported by the worker, not by the window: the database and the papers take their time to load, and the window is
painted meanwhile. A subject is loaded when it is first asked.
"""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import Settings
from desk.staff import session
from desk.views.state import DeskState, Views
from desk.views.view_models import AtWork
from models.calendar.clock import Clock, wall_clock
from models.trouble import FileInUse

if TYPE_CHECKING:
    from desk.setup.first_hour import FirstHour
    from desk.views.backup import BackupViews
    from desk.views.citizen_file.file_view import CitizenFileViews
    from desk.views.dossiers import DossierViews
    from desk.views.hand_over import HandOverViews
    from desk.views.health import HealthViews
    from desk.views.intake import IntakeViews
    from desk.views.laptop import LaptopViews
    from desk.views.line import LineViews
    from desk.views.lists import ListViews
    from desk.views.mobile.mobile_page import MobileViews
    from desk.views.money.page import MoneyViews
    from desk.views.money.payments import PaymentViews
    from desk.views.money.receipts import ReceiptViews
    from desk.views.money.shifts import ShiftViews
    from desk.views.money.transfers import TransferViews
    from desk.views.post.consignments import ConsignmentViews
    from desk.views.post.parcels import PostViews
    from desk.views.posters import PosterViews
    from desk.views.prints import PrintViews
    from desk.views.process import ManyViews, ProcessViews
    from desk.views.program.updates import UpdateViews
    from desk.views.province import ProvinceViews
    from desk.views.register import RegisterViews
    from desk.views.returns import ReturnViews
    from desk.views.service.appointments import AppointmentViews
    from desk.views.service.assisted import AssistedViews
    from desk.views.service.bundles import BundleViews
    from desk.views.service.declarations import DeclarationViews
    from desk.views.setup import SetupViews
    from desk.views.staff import StaffViews
    from desk.views.training import TrainingViews
    from desk.views.visits.visit import VisitViews
    from desk.views.work import WorkViews


class Late(cached_property[Any]):
    """The views of one subject: made, and their module loaded, when first asked."""

    def __init__(self, module: str, name: str) -> None:
        super().__init__(self._made)
        self._module, self._name = module, name

    @property
    def kind(self) -> Callable[[DeskState], Views]:
        """Their class."""
        found: Callable[[DeskState], Views] = getattr(import_module(f"desk.views.{self._module}"), self._name)
        return found

    def _made(self, work: DeskState) -> Views:
        return self.kind(work)


def _late(module: str, name: str) -> Any:  # noqa: ANN401 - of the class that is named
    return Late(module, name)


class OpenDesk(DeskState):
    """The desk while it is open. ``desk`` is read by nobody but the worker.

    Attributes:
        at_start: who works here when the desk opens, for the window to know at once.
    """

    line: "LineViews" = _late("line", "LineViews")
    """The waiting line."""
    intake: "IntakeViews" = _late("intake", "IntakeViews")
    """The form at the counter."""
    appointments: "AppointmentViews" = _late("service.appointments", "AppointmentViews")
    """Appointments."""
    money: "MoneyViews" = _late("money.page", "MoneyViews")
    """The page of money."""
    payments: "PaymentViews" = _late("money.payments", "PaymentViews")
    """Payments."""
    receipts: "ReceiptViews" = _late("money.receipts", "ReceiptViews")
    """Receipts."""
    shifts: "ShiftViews" = _late("money.shifts", "ShiftViews")
    """Shifts of a drawer."""
    transfers: "TransferViews" = _late("money.transfers", "TransferViews")
    """Transfers that arrived."""
    mobile: "MobileViews" = _late("mobile.mobile_page", "MobileViews")
    """Mobile points, and slips printed before the trip."""
    assisted: "AssistedViews" = _late("service.assisted", "AssistedViews")
    """Help with online filing."""
    post: "PostViews" = _late("post.parcels", "PostViews")
    """Postal staff, and what goes by post."""
    updates: "UpdateViews" = _late("program.updates", "UpdateViews")
    """New versions of the program."""
    laptop: "LaptopViews" = _late("laptop", "LaptopViews")
    """Visit laptops: what is on this one, and the office's."""
    visits: "VisitViews" = _late("visits.visit", "VisitViews")
    """Home visits."""
    consignments: "ConsignmentViews" = _late("post.consignments", "ConsignmentViews")
    """Dossiers sent in by post."""
    lists: "ListViews" = _late("lists", "ListViews")
    """Lists of people."""
    dossiers: "DossierViews" = _late("dossiers", "DossierViews")
    """Dossiers."""
    citizen_file: "CitizenFileViews" = _late("citizen_file.file_view", "CitizenFileViews")
    """Citizens' files."""
    process: "ProcessViews" = _late("process", "ProcessViews")
    """The way of a dossier through the office."""
    many: "ManyViews" = _late("process", "ManyViews")
    """Acts on many dossiers."""
    hand_over: "HandOverViews" = _late("hand_over", "HandOverViews")
    """Hand-over lists."""
    work: "WorkViews" = _late("work", "WorkViews")
    """The day's lists."""
    prints: "PrintViews" = _late("prints", "PrintViews")
    """Papers on their way to a printer."""
    bundles: "BundleViews" = _late("service.bundles", "BundleViews")
    """Several matters taken in together."""
    declarations: "DeclarationViews" = _late("service.declarations", "DeclarationViews")
    """Declarations filled in for citizens."""
    posters: "PosterViews" = _late("posters", "PosterViews")
    """Posters of procedures."""
    register: "RegisterViews" = _late("register", "RegisterViews")
    """The register of dossiers."""
    returns: "ReturnViews" = _late("returns", "ReturnViews")
    """Results at the desk."""
    staff: "StaffViews" = _late("staff", "StaffViews")
    """Who works here."""
    province: "ProvinceViews" = _late("province", "ProvinceViews")
    """The province."""
    backup: "BackupViews" = _late("backup", "BackupViews")
    """Copies, and keys of the file."""
    health: "HealthViews" = _late("health", "HealthViews")
    """How this PC is."""
    setup: "SetupViews" = _late("setup", "SetupViews")
    """Settings."""
    training: "TrainingViews" = _late("training", "TrainingViews")
    """What a training desk has beside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.at_start: AtWork = self.at_work()

    @classmethod
    def opened(
        cls,
        folder: Path,
        *,
        settings: Settings | None,
        training: bool,
        clock: Clock = wall_clock,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> "OpenDesk":
        """Open the data folder; see ``desk.opening.open_desk``. A kiosk or board that has the file gives it away."""
        try:
            desk = open_desk(folder, settings=settings, clock=clock, training=training, on_progress=on_progress)
        except FileInUse:
            from desk.hall.locator import ask_for_file  # noqa: PLC0415 - where a kiosk was started before the window

            if not ask_for_file(folder):
                raise
            desk = open_desk(folder, settings=settings, clock=clock, training=training, on_progress=on_progress)
        return cls(desk)

    @classmethod
    def begun(cls, folder: Path, first: "FirstHour", *, training: bool, clock: Clock = wall_clock) -> "OpenDesk":
        """Open the data folder for the first time, with the answers of the first hour."""
        from desk.setup.settings_change import open_with  # noqa: PLC0415 - once in the life of a machine

        return cls(open_with(folder, first, clock=clock, training=training))

    def close(self) -> None:
        """Close the database; who works here goes home."""
        self.desk = session.close(self.desk)
        close_desk(self.desk)

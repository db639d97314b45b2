"""``OpenDesk``: the open desk for screens, ``work.<subject>.<question>()``; worker thread only.

Imported by the worker, not by the window: the database and the papers take their time to load, and the window is
painted meanwhile. A subject is loaded when it is first asked.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.opening import close_desk, open_desk
from desk.settings import Settings
from desk.staff import session
from desk.views.state import DeskState
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


class OpenDesk(DeskState):
    """The desk while it is open. ``desk`` is read by nobody but the worker.

    Attributes:
        at_start: who works here when the desk opens, for the window to know at once.
    """

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

    @cached_property
    def line(self) -> "LineViews":
        """The waiting line."""
        from desk.views.line import LineViews  # noqa: PLC0415 - loaded when first asked

        return LineViews(self)

    @cached_property
    def intake(self) -> "IntakeViews":
        """The form at the counter."""
        from desk.views.intake import IntakeViews  # noqa: PLC0415 - loaded when first asked

        return IntakeViews(self)

    @cached_property
    def appointments(self) -> "AppointmentViews":
        """Appointments."""
        from desk.views.service.appointments import AppointmentViews  # noqa: PLC0415 - loaded when first asked

        return AppointmentViews(self)

    @cached_property
    def money(self) -> "MoneyViews":
        """The page of money."""
        from desk.views.money.page import MoneyViews  # noqa: PLC0415 - loaded when first asked

        return MoneyViews(self)

    @cached_property
    def payments(self) -> "PaymentViews":
        """Payments."""
        from desk.views.money.payments import PaymentViews  # noqa: PLC0415 - loaded when first asked

        return PaymentViews(self)

    @cached_property
    def receipts(self) -> "ReceiptViews":
        """Receipts."""
        from desk.views.money.receipts import ReceiptViews  # noqa: PLC0415 - loaded when first asked

        return ReceiptViews(self)

    @cached_property
    def shifts(self) -> "ShiftViews":
        """Shifts of a drawer."""
        from desk.views.money.shifts import ShiftViews  # noqa: PLC0415 - loaded when first asked

        return ShiftViews(self)

    @cached_property
    def transfers(self) -> "TransferViews":
        """Transfers that arrived."""
        from desk.views.money.transfers import TransferViews  # noqa: PLC0415 - loaded when first asked

        return TransferViews(self)

    @cached_property
    def mobile(self) -> "MobileViews":
        """Mobile points, and slips printed before the trip."""
        from desk.views.mobile.mobile_page import MobileViews  # noqa: PLC0415 - loaded when first asked

        return MobileViews(self)

    @cached_property
    def assisted(self) -> "AssistedViews":
        """Help with online filing."""
        from desk.views.service.assisted import AssistedViews  # noqa: PLC0415 - loaded when first asked

        return AssistedViews(self)

    @cached_property
    def post(self) -> "PostViews":
        """Postal staff, and what goes by post."""
        from desk.views.post.parcels import PostViews  # noqa: PLC0415 - loaded when first asked

        return PostViews(self)

    @cached_property
    def laptop(self) -> "LaptopViews":
        """Visit laptops: what is on this one, and the office's."""
        from desk.views.laptop import LaptopViews  # noqa: PLC0415 - loaded when first asked

        return LaptopViews(self)

    @cached_property
    def visits(self) -> "VisitViews":
        """Home visits."""
        from desk.views.visits.visit import VisitViews  # noqa: PLC0415 - loaded when first asked

        return VisitViews(self)

    @cached_property
    def consignments(self) -> "ConsignmentViews":
        """Dossiers sent in by post."""
        from desk.views.post.consignments import ConsignmentViews  # noqa: PLC0415 - loaded when first asked

        return ConsignmentViews(self)

    @cached_property
    def lists(self) -> "ListViews":
        """Lists of people."""
        from desk.views.lists import ListViews  # noqa: PLC0415 - loaded when first asked

        return ListViews(self)

    @cached_property
    def dossiers(self) -> "DossierViews":
        """Dossiers."""
        from desk.views.dossiers import DossierViews  # noqa: PLC0415 - loaded when first asked

        return DossierViews(self)

    @cached_property
    def citizen_file(self) -> "CitizenFileViews":
        """Citizens' files."""
        from desk.views.citizen_file.file_view import CitizenFileViews  # noqa: PLC0415 - loaded when first asked

        return CitizenFileViews(self)

    @cached_property
    def process(self) -> "ProcessViews":
        """The way of a dossier through the office."""
        from desk.views.process import ProcessViews  # noqa: PLC0415 - loaded when first asked

        return ProcessViews(self)

    @cached_property
    def many(self) -> "ManyViews":
        """Acts on many dossiers."""
        from desk.views.process import ManyViews  # noqa: PLC0415 - loaded when first asked

        return ManyViews(self)

    @cached_property
    def hand_over(self) -> "HandOverViews":
        """Hand-over lists."""
        from desk.views.hand_over import HandOverViews  # noqa: PLC0415 - loaded when first asked

        return HandOverViews(self)

    @cached_property
    def work(self) -> "WorkViews":
        """The day's lists."""
        from desk.views.work import WorkViews  # noqa: PLC0415 - loaded when first asked

        return WorkViews(self)

    @cached_property
    def prints(self) -> "PrintViews":
        """Papers on their way to a printer."""
        from desk.views.prints import PrintViews  # noqa: PLC0415 - loaded when first asked

        return PrintViews(self)

    @cached_property
    def bundles(self) -> "BundleViews":
        """Several matters taken in together."""
        from desk.views.service.bundles import BundleViews  # noqa: PLC0415 - loaded when first asked

        return BundleViews(self)

    @cached_property
    def declarations(self) -> "DeclarationViews":
        """Declarations filled in for citizens."""
        from desk.views.service.declarations import DeclarationViews  # noqa: PLC0415 - loaded when first asked

        return DeclarationViews(self)

    @cached_property
    def posters(self) -> "PosterViews":
        """Posters of procedures."""
        from desk.views.posters import PosterViews  # noqa: PLC0415 - loaded when first asked

        return PosterViews(self)

    @cached_property
    def register(self) -> "RegisterViews":
        """The register of dossiers."""
        from desk.views.register import RegisterViews  # noqa: PLC0415 - loaded when first asked

        return RegisterViews(self)

    @cached_property
    def returns(self) -> "ReturnViews":
        """Results at the desk."""
        from desk.views.returns import ReturnViews  # noqa: PLC0415 - loaded when first asked

        return ReturnViews(self)

    @cached_property
    def staff(self) -> "StaffViews":
        """Who works here."""
        from desk.views.staff import StaffViews  # noqa: PLC0415 - loaded when first asked

        return StaffViews(self)

    @cached_property
    def province(self) -> "ProvinceViews":
        """The province."""
        from desk.views.province import ProvinceViews  # noqa: PLC0415 - loaded when first asked

        return ProvinceViews(self)

    @cached_property
    def backup(self) -> "BackupViews":
        """Copies, and keys of the file."""
        from desk.views.backup import BackupViews  # noqa: PLC0415 - loaded when first asked

        return BackupViews(self)

    @cached_property
    def health(self) -> "HealthViews":
        """How this PC is."""
        from desk.views.health import HealthViews  # noqa: PLC0415 - loaded when first asked

        return HealthViews(self)

    @cached_property
    def setup(self) -> "SetupViews":
        """Settings."""
        from desk.views.setup import SetupViews  # noqa: PLC0415 - loaded when first asked

        return SetupViews(self)

    @cached_property
    def training(self) -> "TrainingViews":
        """What a training desk has beside."""
        from desk.views.training import TrainingViews  # noqa: PLC0415 - loaded when first asked

        return TrainingViews(self)

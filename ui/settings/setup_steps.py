"""The steps of the first set-up, each one or more parts of the settings."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desk.settings import Settings
from desk.setup.first_hour import FirstHour, SetupStep
from desk.setup.setting_problems import Problem
from ui.settings.scanners.setting import ScannerSetting
from ui.settings.setting_part import SettingPart, SettingTools
from ui.settings.setup_backup import BackupPart
from ui.settings.setup_clerks import ClerksPart
from ui.settings.setup_device import DevicePart, LinePart
from ui.settings.setup_hall import HallPart
from ui.settings.setup_hours import HoursSetting
from ui.settings.setup_offered import OfferedPart
from ui.settings.setup_office import OfficePart
from ui.settings.setup_printers import PrintersPart
from ui.settings.setup_recovery import RecoveryPart
from ui.settings.setup_summary import SummaryPart
from ui.widgets.fold import FoldOut

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan


class CombinedPart(SettingPart):
    """Several parts as one: the first open, the others folded."""

    def __init__(self, first: SettingPart, *folded: tuple[str, SettingPart]) -> None:
        super().__init__()
        self.parts = (first, *(part for _, part in folded))
        self.heads = tuple(head for part in self.parts for head in part.heads)
        self.body.addWidget(first)
        self.folds: list[FoldOut] = []
        for words, part in folded:
            fold = FoldOut(words)
            fold.toggled.connect(part.setVisible)
            part.hide()
            self.folds.append(fold)
            self.body.addWidget(fold)
            self.body.addWidget(part)
        for part in self.parts:
            part.changed.connect(self.changed)
            self.fields |= part.fields

    def put(self, settings: Settings) -> None:
        """Show these."""
        for part in self.parts:
            part.put(settings)

    def apply_to(self, settings: Settings) -> Settings:
        """These with all that stands in the parts."""
        for part in self.parts:
            settings = part.apply_to(settings)
        return settings

    def unreadable_answers(self) -> tuple[Problem, ...]:
        """Of all parts."""
        return tuple(problem for part in self.parts for problem in part.unreadable_answers())

    def mark(self, problems: Sequence[Problem], *, all_of_them: bool) -> None:
        """In each part; a folded one in which something is wrong is opened."""
        for at, part in enumerate(self.parts):
            part.mark(problems, all_of_them=all_of_them)
            if at and all_of_them and any(part.owns(problem) for problem in problems):
                self.folds[at - 1].setChecked(True)

    def page_shown(self) -> None:
        """All come into sight."""
        for part in self.parts:
            part.page_shown()

    def use_scan(self, scan: "Scan") -> bool:
        """Whichever has use for it."""
        return any(part.use_scan(scan) for part in self.parts)

    def focus_first(self) -> None:
        """The first one's first field."""
        self.parts[0].focus_first()


class ClerksStep(ClerksPart):
    """The clerks as the first hour keeps them."""

    def show_first_hour(self, first: FirstHour | None) -> None:
        """Show who was entered."""
        self.put_clerks(first.clerks if first else ())

    def apply_to_first_hour(self, first: FirstHour) -> FirstHour:
        """With everybody who stands here."""
        from msgspec.structs import replace  # noqa: PLC0415 - small

        return replace(super().apply_to_first_hour(first), clerks=self.clerks)


def part_of(step: SetupStep, bench: SettingTools) -> SettingPart:
    """The part for a step, empty."""
    match step:
        case SetupStep.OFFICE:
            return OfficePart(bench)
        case SetupStep.COUNTER:
            return CombinedPart(DevicePart(), ("Dịch vụ của hàng chờ và thứ tự gọi", LinePart()))
        case SetupStep.CLERKS:
            return ClerksStep(bench)
        case SetupStep.HOURS:
            return HoursSetting()
        case SetupStep.PROCEDURES:
            return OfferedPart(bench)
        case SetupStep.PRINTERS:
            return PrintersPart(bench)
        case SetupStep.SCANNER:
            return ScannerSetting(bench)
        case SetupStep.HALL:
            return HallPart(bench)
        case SetupStep.BACKUP:
            return BackupPart(bench)
        case SetupStep.RECOVERY:
            return RecoveryPart(bench)
        case SetupStep.SUMMARY:
            return SummaryPart()

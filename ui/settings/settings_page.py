"""The settings page: subjects left, one of them in front; saved as a whole, by permission."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.settings import Settings
from desk.setup.first_hour import blank
from desk.setup.setting_problems import Problem, problems_of
from desk.setup.setting_words import problem_words
from models.calendar.clock import Clock
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.settings.scanners.setting import ScannerSetting
from ui.settings.service.setup_days import DaysPart
from ui.settings.setting_part import SettingPart, SettingTools
from ui.settings.setup_approved import ApprovedPart
from ui.settings.setup_backup import BackupPart
from ui.settings.setup_clerks import SignerPart
from ui.settings.setup_device import DevicePart, LinePart
from ui.settings.setup_fees import FeesPart
from ui.settings.setup_hall import HallPart
from ui.settings.setup_hours import HoursSetting, SessionsPart
from ui.settings.setup_look import LookPart
from ui.settings.setup_money import MoneyPart
from ui.settings.setup_offered import OfferedPart
from ui.settings.setup_office import OfficePart, OtherUnitsPart
from ui.settings.setup_posters import PostersPart
from ui.settings.setup_printers import PrintersPart
from ui.settings.subjects import SUBJECTS
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.style.look import look
from ui.widgets.basic import frame, label, row, scrolled, set_scaled_width
from ui.widgets.buttons import KeyButton
from ui.widgets.field import go_to_red, red_fields
from ui.widgets.nav import Nav

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from ui.core.card_bridge import ReaderSeen

Part = TypeVar("Part", bound=SettingPart)

_WORDS = {name: words for name, words, _ in SUBJECTS}

_SIDE = 232
"""Width of the list of subjects, before the size of type."""

_ONLY_ADMINS = "Chỉ quản trị đổi được thiết lập. Mọi mục đều xem được; giao diện thì ai cũng đổi được."

_PAGES = {"clerk": ("page_clerks",), "backup": ("page_health",)}
"""Actions that belong to a subject, shown under it where the window has them."""


class SettingsPage(Page):
    """All subjects; built when first looked at.

    Attributes:
        saved: carries the new ``Settings``.
        look_chosen: carries a ``Look`` to be worn at once.
        scanners_chosen: carries ``Settings`` whose scanners are to be tried before they are saved.
    """

    saved = Signal(object)
    look_chosen = Signal(object)
    scanners_chosen = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        acts: Mapping[str, Act],
        banners: Banners,
        folder: Path,
        clock: Clock,
        *,
        training: bool = False,
    ) -> None:
        super().__init__(jobs, acts, banners)
        self._settings: Settings | None = None
        self.bench = SettingTools(jobs=jobs, folder=folder, clock=clock, settings=self.settings, training=training)
        self._made: dict[str, SettingPart] = {}
        self._readers: Sequence[ReaderSeen] = ()
        self._front = "office"
        self._may = True
        self.nav = Nav("Các mục thiết lập", SUBJECTS)
        self.nav.picked.connect(self._picked)
        self.head = label("", "page")
        self.lock = label("", "small", wrap=True)
        self.save_button = KeyButton(acts["save_settings"], "primary")
        self._place = QVBoxLayout()
        self._lay_out()
        self.nav.choose(self._front)

    def _lay_out(self) -> None:
        side = self._side = frame("side")
        set_scaled_width(side, _SIDE)
        subjects = QVBoxLayout(side)
        subjects.setContentsMargins(12, 16, 12, 16)
        subjects.setSpacing(12)
        subjects.addWidget(label("Thiết lập", "section"))
        subjects.addWidget(self.nav)
        subjects.addStretch(1)
        inside = QWidget()
        self._place = QVBoxLayout(inside)
        self._place.setContentsMargins(32, 4, 32, 24)
        self._place.addStretch(1)
        head = row(self.head, self.save_button)
        head.setStretch(0, 1)
        head.setContentsMargins(32, 16, 32, 0)
        self.lock.setContentsMargins(32, 0, 32, 0)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addLayout(head)
        right.addWidget(self.lock)
        right.addWidget(scrolled(inside), 1)
        across = row(side, gap=0)
        across.addLayout(right, 1)
        self.setLayout(across)

    def turn(self, *, narrow: bool) -> None:
        """In a narrow window the subjects leave room to the one in front."""
        width = look().wide(_SIDE) if narrow else look().px(_SIDE)
        self._side.setFixedWidth(width)

    # ---- the page ----------------------------------------------------------------------------------------

    def page_shown(self, what: object) -> None:
        """Bring a subject to the front: the one named, or the last one."""
        self.show_part(what if isinstance(what, str) and what in self.nav.rows else self._front)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What this page does."""
        return {"save_settings": self.save, "add_line": self._add_line}

    def context(self, context: ActContext) -> ActContext:
        """Whether who works here may change anything is known with every change of person."""
        if context.sets_up != self._may:
            self._may = context.sets_up
            self._follow_rights()
        part = self._made.get(self._front)
        return replace(context, adds=part is not None and part.adds)

    def use_scan(self, scan: "Scan") -> bool:
        """Something was scanned while this page is in front: the live test, and it fills no form."""
        if self._front != "scanner":
            self.show_part("scanner")
        return self.part("scanner", ScannerSetting).use_scan(scan)

    def typed(self) -> None:
        """It was a scanner that types."""
        if self._front == "scanner":
            self.part("scanner", ScannerSetting).typed()

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the scanners are now."""
        self._readers = readers
        if "scanner" in self._made:
            self._made["scanner"].show_readers(readers)

    def show_settings(self, settings: Settings) -> None:
        """Those in force."""
        self.put(settings)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._settings = settings
        for name, part in self._made.items():
            part.put(settings)
            part.mark((), all_of_them=True)
            self.nav.rows[name].say("")

    def part(self, name: str, kind: type[Part]) -> Part:
        """The part of a subject."""
        found = self._built(name)
        if not isinstance(found, kind):
            raise TypeError(name)
        return found

    def show_part(self, name: str) -> None:
        """Bring a subject to the front; the keys go to its first field."""
        self.nav.choose(name)
        self._picked(name)
        self._made[name].focus_first()

    @Slot(object)
    def _picked(self, name: object) -> None:
        """By arrows the keys stay in the list; Enter goes into the subject."""
        self._front = str(name)
        part = self._built(self._front)
        for other, made in self._made.items():
            made.setVisible(other == self._front)
        self.head.setText(_WORDS[self._front])
        self._follow_rights()
        part.page_shown()
        self.context_changed.emit()

    def _add_line(self) -> None:
        self._built(self._front).add_line()

    def _built(self, name: str) -> SettingPart:
        if name in self._made:
            return self._made[name]
        made = _part(name, self.bench)
        self._made[name] = made
        self._place.insertWidget(self._place.count() - 1, made)
        for action in _PAGES.get(name, ()):
            if action in self.acts:
                made.body.addLayout(row(KeyButton(self.acts[action]), 1))
        if self._settings is not None:
            made.put(self._settings)
        made.show_readers(self._readers)
        made.changed.connect(partial(self._changed, name))
        if isinstance(made, LookPart):
            made.look_chosen.connect(self.look_chosen)
        return made

    def _follow_rights(self) -> None:
        """Who may not set up sees everything and changes only how the window looks."""
        for name, made in self._made.items():
            made.setEnabled(self._may or name == "look")
        self.lock.setText("" if self._may else _ONLY_ADMINS)
        self.lock.setVisible(not self._may)

    # ---- answers -----------------------------------------------------------------------------------------

    def _changed(self, name: str) -> None:
        if self._settings is None:
            return
        part = self._made[name]
        settings = self.settings()
        wrong = self._wrong(part, settings)
        part.mark(wrong, all_of_them=False)
        differs = part.apply_to(self._settings) != self._settings or bool(part.unreadable_answers())
        self.nav.rows[name].say("unsaved" if differs else "")

    def settings(self) -> Settings:
        """The settings as all subjects stand on screen; what is no answer leaves the one before."""
        made = self._settings or blank()
        for part in self._made.values():
            made = part.apply_to(made)
        return made

    def _wrong(self, part: SettingPart, settings: Settings) -> tuple[Problem, ...]:
        return (*part.unreadable_answers(), *(one for one in problems_of(settings) if part.owns(one)))

    @Slot()
    def save(self) -> None:
        """Hand the settings on, or say everything that is wrong with them and go to the first of it."""
        settings = self.settings()
        everything = problems_of(settings)
        if everything:  # it may be about a subject nobody has looked at yet
            for name, _, _ in SUBJECTS:
                self._built(name)
        found: list[Problem] = []
        wrong_in: list[str] = []
        for name, part in self._made.items():
            wrong = self._wrong(part, settings)
            part.mark(wrong, all_of_them=True)
            if wrong or red_fields(part):
                self.nav.rows[name].say("bad")
                wrong_in.append(name)
            found += [one for one in wrong if one not in found]
        found += [one for one in everything if one not in found]
        if found:
            self.banners.show_banner("warn", " ".join(problem_words(one) for one in found[:4]))
        if wrong_in:
            front = self._front if self._front in wrong_in else wrong_in[0]
            self.show_part(front)
            go_to_red(self._made[front])
        elif not found:
            for part in self._made.values():
                part.save_own()
            self.saved.emit(settings)

    @property
    def heard_words(self) -> str:
        """What the live test of the scanner says."""
        return self.part("scanner", ScannerSetting).scanners.heard_words


def _part(name: str, bench: SettingTools) -> SettingPart:
    plain: dict[str, Callable[[], SettingPart]] = {
        "office": partial(OfficePart, bench),
        "device": DevicePart,
        "clerk": SignerPart,
        "hours": HoursSetting,
        "line": LinePart,
        "offered": partial(OfferedPart, bench),
        "fees": partial(FeesPart, bench),
        "units": OtherUnitsPart,
        "printers": partial(PrintersPart, bench),
        "scanner": partial(ScannerSetting, bench),
        "hall": partial(HallPart, bench),
        "money": MoneyPart,
        "post": partial(ApprovedPart, bench),
        "posters": PostersPart,
        "days": partial(DaysPart, bench),
        "backup": partial(BackupPart, bench),
        "sessions": SessionsPart,
        "look": LookPart,
    }
    return plain[name]()

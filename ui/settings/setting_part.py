"""Base of one subject's settings widget, used in first set-up and in the settings."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desk.settings import Settings
from desk.setup.setting_problems import Problem, problem_with, rule_of
from desk.setup.setting_words import why_words
from desk.views.closed import DeskClosed
from models.calendar.clock import Clock
from models.files import rules
from ui.core.jobs import Jobs
from ui.style.look import look
from ui.widgets.basic import label
from ui.widgets.field import Field

_WIDEST = 860
"""Longer lines are hard to follow; wider fields say nothing more."""

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.prints.print_jobs import Ask
    from desk.setup.first_hour import FirstHour
    from ui.core.card_bridge import ReaderSeen


class SettingTools(Struct, frozen=True, kw_only=True):
    """What a part needs to try something out: a printer, a port, a folder.

    Attributes:
        settings: gives the settings as they stand on screen now, saved or not.
        training: the throw-away desk: nothing of it is kept in the system's keyring.
    """

    jobs: Jobs
    folder: Path
    clock: Clock
    settings: Callable[[], Settings]
    training: bool = False


def reach_desk(jobs: Jobs) -> "Ask[object] | None":
    """What runs a step with the open desk, for another thread than the window's; None at the first set-up."""
    try:
        jobs.call(lambda _: None)
    except DeskClosed:
        return None
    return lambda step: jobs.call(lambda work: work.prints.with_desk(step))


class SettingPart(QWidget):
    """Shows its part of the settings and gives it back.

    Attributes:
        changed: an answer was given, whole: a field was left, something was chosen.
        held: what was still in the hands is refused; it is said where it stands.
    """

    changed = Signal()
    held = Signal()

    heads: tuple[str, ...] = ()
    """First words of the keys that are answered here."""

    def __init__(self) -> None:
        super().__init__()
        self.adder: QPushButton | None = None
        """Adds a line to the list of this part; Insert presses it."""
        self.fields: dict[str, Field] = {}
        self._numbers: dict[str, int] = {}
        self._told: dict[str, str] = {}
        self._touched: set[str] = set()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumWidth(look().px(_WIDEST))

    def turn(self, *, narrow: bool) -> None:
        """In a narrow window fields stand one below the other, and what is said of them takes the lines it needs."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for line in self.body.findChildren(QHBoxLayout):
            fields = [field for field in self.findChildren(Field) if line.indexOf(field) != -1]
            if len(fields) == line.count():
                line.setDirection(way)
        for words in self.findChildren(QLabel):
            if words.property("role") == "label":
                words.setWordWrap(narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """Built late: the window is as it is."""
        self.turn(narrow=look().is_narrow(self.window().width()))
        super().showEvent(event)

    @property
    def adds(self) -> bool:
        """Whether a line may be added now."""
        return self.adder is not None and self.adder.isEnabled()

    def add_line(self) -> None:
        """Add one, with the keys in it."""
        if self.adder is not None:
            self.adder.click()

    def field(self, key: str, words: str, hint: str = "") -> Field:
        """A field for one answer; ``key`` as the file of settings names it."""
        made = Field(words, name=f"settings.{key}", hint=hint)
        made.left.connect(partial(self._left, key))
        self.fields[key] = made
        return made

    def number_field(self, key: str, words: str, *, digits: int = 0) -> Field:
        """A field for one number, whose range and default are those of the settings; ``digits``: at least so many."""
        self._numbers[key] = digits
        return self.field(key, words, f"{rule_of(key).default or ''}")

    def hint(self, words: str) -> None:
        """A line of explanation."""
        self.body.addWidget(label(words, "small", wrap=True))

    def show_text(self, key: str, text: str) -> None:
        """Fill a field; that is no answer given."""
        self.fields[key].put(text)
        self._told[key] = self.fields[key].text

    def show_numbers(self, settings: Settings) -> None:
        """Fill every number field."""
        for key, digits in self._numbers.items():
            self.show_text(key, f"{rules.values_of(settings, key)[0]:0{digits}d}")

    def with_numbers(self, settings: Settings) -> Settings:
        """These settings with every number typed here; what is none leaves the one before: ``unreadable_answers``."""
        for key in self._numbers:
            number = _number(self.fields[key].text)
            if number is not None:
                settings = rules.with_value(settings, key, number)
        return settings

    # ---- for each subject to say -------------------------------------------------------------------------

    def put(self, settings: Settings) -> None:
        """Show these."""
        raise NotImplementedError

    def apply_to(self, settings: Settings) -> Settings:
        """These settings with what is answered here. Never raises: what is no answer leaves the one before."""
        raise NotImplementedError

    def unreadable_answers(self) -> tuple[Problem, ...]:
        """What is typed here that cannot even be put into settings."""
        found = (problem_with(key, _number(self.fields[key].text)) for key in self._numbers)
        return tuple(problem for problem in found if problem is not None)

    def show_first_hour(self, first: "FirstHour | None") -> None:
        """Show what only the first hour knows (who works here, the recovery sheet)."""

    def apply_to_first_hour(self, first: "FirstHour") -> "FirstHour":
        """The first hour with what is answered here."""
        return replace(first, settings=self.apply_to(first.settings))

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the scanners are now."""

    def finish_typing(self, then: Callable[[], None]) -> None:
        """Take in what is still in the hands, then go on; not where it is refused."""
        then()

    def save_own(self) -> None:
        """Write what stands in a file of its own, beside the settings."""

    def page_shown(self) -> None:
        """The part comes into sight: look what is plugged in."""

    def use_scan(self, scan: "Scan") -> bool:
        """Something was scanned; whether the part has use for it."""
        del scan
        return False

    def focus_first(self) -> None:
        """The keys go to the first field of it."""
        for made in self.fields.values():
            if made.isVisibleTo(self):
                made.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                made.edit.selectAll()
                return
        self.focusNextChild()

    # ---- problems ----------------------------------------------------------------------------------------

    def owns(self, problem: Problem) -> bool:
        """Whether the answer it is about is given here."""
        return problem.key.partition(".")[0] in self.heads

    def mark(self, problems: Sequence[Problem], *, all_of_them: bool) -> None:
        """Say under each field what is wrong with it; of fields not left yet only when ``all_of_them``."""
        wrong = {problem.key: problem for problem in reversed(problems)}
        for key, made in self.fields.items():
            problem = wrong.get(key)
            if problem is None:
                made.say("", "")
            elif all_of_them or key in self._touched:
                words = why_words(problem)
                made.say("bad", words[:1].upper() + words[1:])

    def tell(self) -> None:
        """An answer was given."""
        self.changed.emit()

    def _left(self, key: str) -> None:
        text = self.fields[key].text
        if self._told.get(key, "") != text or key in self._touched:
            self._told[key] = text
            self._touched.add(key)
            self.changed.emit()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

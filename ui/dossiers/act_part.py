"""Base classes for the fields of an act on a dossier."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.not_allowed import ReasonMissing
from models.subjects.dossier import Dossier
from ui.core.jobs import Jobs
from ui.core.words import short_moment, why
from ui.widgets.field import FINE, Field, LongField, Verdict
from ui.widgets.input_parsing import moment, no_moment_words

if TYPE_CHECKING:
    from desk.views.view_models import DossierView

_EXAMPLE = "Ghi ngày giờ, ví dụ 25/11/2026 10:30."


class ActPart(QWidget):
    """What is filled in before something is done to a dossier.

    Attributes:
        done: it is filled in, and nothing more is to be pressed (files were chosen).
        lacks: carries the sentence that says what is not filled in.
        edited: what is filled in is another, and so perhaps who has to confirm.
        recorded: something of the dossier was recorded while it is filled in.
        tall: takes the room there is, and scrolls.
    """

    done = Signal()
    lacks = Signal(str)
    edited = Signal()
    recorded = Signal()
    tall = False

    @property
    def alone(self) -> bool:
        """Of an act by two: one person is enough for what is filled in now."""
        return False

    def use(self, jobs: Jobs) -> None:
        """What asks the desk while it is filled in."""

    def fill(self, dossier: Dossier) -> None:
        """As it begins for this dossier."""

    def fill_from(self, view: "DossierView") -> None:
        """Likewise, where more than the dossier itself is shown."""
        self.fill(view.dossier)

    def clear(self) -> None:
        """As it begins for many dossiers."""

    def focus_first(self) -> None:
        """The keys go to where typing begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def given(self) -> tuple[object, ...] | None:
        """What the verb is given after the dossier; None = something lacks, which is said."""
        raise NotImplementedError


class MomentField(Field):
    """A day and an hour, typed."""

    def __init__(self, words: str) -> None:
        super().__init__(words, hint="25/11/2026 10:30", judge=_judge_moment)

    @property
    def at(self) -> datetime | None:
        """The instant; None when it is none."""
        try:
            return moment(self.text)
        except ValueError:
            return None


class FieldsPart(ActPart):
    """Fields one below the other; their texts are what the verb is given, a moment as an instant.

    A long one is a reason: it may not be empty.

    Args:
        begins: what stands in the first field for this dossier.
    """

    def __init__(self, *fields: Field | LongField, begins: Callable[[Dossier], str] = lambda _: "") -> None:
        super().__init__()
        self.fields = fields
        self._begins = begins
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in fields:
            column.addWidget(field)

    def fill(self, dossier: Dossier) -> None:
        """Fresh."""
        self._put(self._begins(dossier))

    def clear(self) -> None:
        """Empty."""
        self._put("")

    def _put(self, first: str) -> None:
        for field, text in zip(self.fields, (first, *("" for _ in self.fields)), strict=False):
            if isinstance(field, Field):
                field.put(text)
                field.say("", "")
            else:
                field.edit.setPlainText(text)

    def focus_first(self) -> None:
        """The first field, its text marked so that typing replaces it."""
        first = self.fields[0].edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def given(self) -> tuple[object, ...] | None:
        """In the order of the fields."""
        for field in self.fields:
            lacks = _EXAMPLE if isinstance(field, MomentField) and field.at is None else ""
            if isinstance(field, LongField) and not field.text:
                lacks = why(ReasonMissing())
            if lacks:
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                self.lacks.emit(lacks)
                return None
        return tuple(field.at if isinstance(field, MomentField) else field.text for field in self.fields)


def _judge_moment(text: str) -> Verdict:
    if not text:
        return FINE
    try:
        return "", short_moment(moment(text))
    except ValueError:
        return "bad", no_moment_words(text)

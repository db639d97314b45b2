"""The sheet of one act: explanation, fields, confirmation by a second person, and buttons."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from models.ids import DossierId
from models.not_allowed import NotAllowed
from models.subjects.dossier import Dossier
from models.trouble import Trouble
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.dossiers.dossier_act import DossierAct, SheetSpec
from ui.shell.credential_check import CredentialCheck
from ui.shell.second_part import SecondPart
from ui.widgets.basic import label, set_tone
from ui.widgets.buttons import KeyButton
from ui.widgets.field import go_to_red, wrong_words
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob
    from desk.staff.accounts import SignInAttempt
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import DossierView, Second


class ActSheet(FoldOutSheet):
    """What folds out for one act of the table, over one dossier or a list; it asks the desk itself.

    Args:
        verb: of the desk: given the dossier or the dossiers, then what was filled in; None = two people confirm it.

    Attributes:
        done: carries the act and what the desk answered.
        refused: carries the reason; one that the second person caused stands in the sheet.
        ready_changed: whether it can be done now is another.
        recorded: of its part.
    """

    done = Signal(object, object)
    refused = Signal(object)
    ready_changed = Signal()
    recorded = Signal()

    def __init__(
        self,
        act: DossierAct,
        sheet: SheetSpec,
        verb: "Callable[[OpenDesk], Callable[..., Any]] | None",
        jobs: Jobs,
        do_it: Act,
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.act = act
        self._jobs = jobs
        self._verb = verb
        self._words = sheet.head or act.action.words
        self._dossier: Dossier | None = None
        self._target: DossierId | tuple[DossierId, ...] | None = None
        self._asking = False
        self._asked = False
        """Who may confirm was asked for."""
        self.part = sheet.part() if sheet.part else None
        self.second = SecondPart() if sheet.by_two or sheet.by_two_if_needed else None
        self.note = label("", "note", wrap=True)
        self._warn = sheet.warn
        self.warning = label("", "note", wrap=True)
        set_tone(self.warning, "warn")
        self.ok = KeyButton(do_it, "primary", words=sheet.ok or act.action.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._head = label(self._words, "section")
        column.addWidget(self._head)
        column.addWidget(label(sheet.say, "muted", wrap=True))
        column.addWidget(self.warning)
        if self.part is not None:
            self.part.use(jobs)
            column.addWidget(self.part, 1 if self.part.tall else 0)
            self.part.done.connect(self.confirm)
            self.part.lacks.connect(self._lacks)
            self.part.edited.connect(self._follow)
            self.part.recorded.connect(self.recorded)
        if self.second is not None:
            column.addWidget(self.second)
            self._check = CredentialCheck(jobs, self)
            self.second.confirmed.connect(self.confirm)
            self.second.ready_changed.connect(self.ready_changed)
        column.addWidget(self.note)
        column.addLayout(self.foot(self.ok))
        if self.part is None or not self.part.tall:
            column.addStretch(1)

    @property
    def is_ready(self) -> bool:
        """Whether it can be done now: nobody can confirm = no."""
        return self.second is None or self._alone or self.second.person is not None

    @property
    def _alone(self) -> bool:
        return self.part is not None and self.part.alone

    def open(self, view: "DossierView") -> None:
        """Show it for this dossier: fresh, or as it was left if nothing has happened to the dossier since."""
        dossier = view.dossier
        before, self._dossier, self._target = self._dossier, dossier, dossier.id
        self._tell("", "")
        warning = self._warn(view) if self._warn is not None else ""
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        if self.part is not None:
            if before is None or (before.id, before.changed_at) != (dossier.id, dossier.changed_at):
                self.part.fill_from(view)
            self.part.focus_first()
        else:
            self.ok.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.second is not None:
            self.second.clear()
            self._asked = False
            self._follow()

    @Slot()
    def _follow(self) -> None:
        """The second person is asked for as soon as one is needed."""
        if self.second is None or self._dossier is None:
            return
        self.second.setVisible(not self._alone)
        if not self._alone and not self._asked:
            self._asked = True
            id_, what = self._dossier.id, self.act.action.id
            self._jobs.ask(
                self, lambda work: work.dossiers.seconds(id_, what), self._seconds_found, self._not_confirmed
            )
        self.ready_changed.emit()

    def open_many(self, dossiers: tuple[DossierId, ...]) -> None:
        """Show it for these of a list: fresh, or as it was left for the same."""
        before, self._target = self._target, dossiers
        self._head.setText(f"{self._words}: {len(dossiers)} hồ sơ")
        self._tell("", "")
        self.show()
        if self.part is None:
            self.ok.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if before != dossiers:
            self.part.clear()
        self.part.focus_first()

    @Slot()
    def confirm(self) -> None:
        """Do it: F9, the button, Enter in the last field. What is red anywhere on the sheet stands in the way."""
        red = go_to_red(self)
        if red is not None:
            self._lacks(wrong_words(red))
            return
        given = self.part.given() if self.part is not None else ()
        target, verb = self._target, self._verb
        if given is None or target is None or self._asking:
            return
        if self.second is not None and self._dossier is not None and not self._alone:
            self._have_confirmed(self._dossier, given, self.second)
        elif verb is not None:
            self._asking = True
            self._jobs.ask(self, lambda work: verb(work)(target, *given), self._done, self._refused, ended=self._ended)

    def _ended(self) -> None:
        self._asking = False

    def _done(self, answer: object) -> None:
        self._tell("", "")
        self.done.emit(self.act, answer)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.refused.emit(reason)

    @Slot(str)
    def _lacks(self, words: str) -> None:
        self._tell("bad", words)

    def _tell(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    # ---- what two people confirm -------------------------------------------------------------------------

    def _seconds_found(self, found: "tuple[tuple[Second, ...], tuple[str, ...]]") -> None:
        if self.second is not None:
            self.second.offer(*found)

    def _have_confirmed(self, dossier: Dossier, given: tuple[object, ...], second: SecondPart) -> None:
        who, secret = second.person, second.secret.secret
        if not secret:
            second.secret.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif who is not None:
            id_, what = dossier.id, self.act.action.id

            def then(work: "OpenDesk", tried: "SignInAttempt", fits: bool, _: str) -> "DossierView | PrintJob":
                return work.dossiers.confirm(id_, what, given, tried, fits=fits)

            self._tell("", "Đang kiểm tra…")
            self._check.prove(
                lambda work: work.dossiers.begin_second(id_, what, given, who),
                secret,
                then,
                self._done,
                self._not_confirmed,
            )

    def _not_confirmed(self, reason: NotAllowed | Trouble) -> None:
        if self.second is not None:
            self.second.secret.forget()
        self._tell("bad", why(reason))

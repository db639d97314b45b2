"""Locks and unlocks the window and changes clerks: what is shown, and whose draft is in the form."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from models.events.clerks import SessionEnd
from models.ids import ClerkId
from models.not_allowed import NoAccounts, NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.shell.credential_check import CredentialCheck

if TYPE_CHECKING:
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm
    from desk.staff.accounts import SignInAttempt
    from desk.staff.session import SignInChoice
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AtWork, SignedIn
    from ui.shell.lock import LockCover

_LOOK_EVERY = 5000
"""Milliseconds between looks at the line while the window is covered."""


class CoverableWindow(Protocol):
    """What locking needs of the window."""

    def cover_with(self, cover: QWidget) -> None:
        """Show this widget alone."""

    def uncover(self) -> None:
        """Show the pages again."""

    def save_unfinished(self) -> None:
        """Save what is half typed, and the field with the focus."""

    def change_clerk(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Change of clerk: the last one's data leaves the screen; the new one's draft is loaded."""

    def waiting_line_words(self) -> str:
        """The ticket now called and how many wait; no names."""

    def say_reason(self, reason: NotAllowed | Trouble) -> None:
        """Show a reason that no page shows."""


class Locking(QObject):
    """Controls the lock screen and knows the signed-in clerk.

    Attributes:
        changed: another clerk, or none, is signed in, or the clerk's permissions have changed.
        training_note: shown on the lock screen of a training desk.
    """

    changed = Signal()

    def __init__(self, window: CoverableWindow, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._jobs = jobs
        self.state: AtWork | None = None
        self.cover: LockCover | None = None
        self.is_covered = False
        self.training_note = ""
        self._last = ClerkId("")
        """Whose form stands in the fields."""
        self._focus: QWidget | None = None
        self._proving = CredentialCheck(jobs, self)
        self._hall = QTimer(self)
        self._hall.setInterval(_LOOK_EVERY)
        self._hall.timeout.connect(self._show_hall)

    def begin(self, state: "AtWork") -> None:
        """The desk is open: show the signed-in clerk, or the lock screen."""
        self._last = state.clerk
        self._know(state)

    def refresh(self) -> None:
        """Accounts may have changed (an edition, another page): ask the desk again."""
        self._jobs.ask(self, lambda work: work.at_work(), self._know)

    # ---- covering ----------------------------------------------------------------------------------------

    def lock(self, how: SessionEnd = SessionEnd.LOCKED) -> None:
        """Lock at once; nobody is signed in from now on."""
        if not self._may_cover():
            return
        self._cover(changing=False, said="Máy tự khóa vì không ai dùng." if how is SessionEnd.IDLE else "")
        self._jobs.ask(self, lambda work: work.staff.lock(how), self._know)

    def relieve(self) -> None:
        """Show the lock screen for a colleague; the signed-in clerk may go back."""
        if self._may_cover():
            self._cover(changing=True)

    def _may_cover(self) -> bool:
        """Whether a signed-in clerk could come back; if so, unfinished work is saved."""
        if self.state is None or self.state.locked:
            return False
        if not self.state.accounts:
            self._window.say_reason(NoAccounts())
            return False
        self._window.save_unfinished()
        return True

    def scanned(self) -> None:
        """Handle a scan while locked: announced, not shown."""
        if self.cover is not None:
            self.cover.say_scan()

    def _cover(self, *, changing: bool, said: str = "") -> None:
        cover = self._made()
        if not self.is_covered:
            self._focus = QApplication.focusWidget()
        _close_what_is_over()
        self.is_covered = True
        cover.open(changing=changing, said=said or ("" if changing else self.training_note))
        cover.working(on=False)
        self._window.cover_with(cover)
        self._show_hall()
        self._hall.start()
        cover.offer(self.state.people if self.state else (), self._last, first_list=changing)
        self._jobs.ask(self, lambda work: work.staff.offered(), self._offer)
        self.changed.emit()

    def _made(self) -> "LockCover":
        if self.cover is None:
            from ui.shell.lock import LockCover  # noqa: PLC0415 - built when first wanted

            self.cover = LockCover()
            self.cover.wanted.connect(self._prove)
            self.cover.away.connect(self._back)
        return self.cover

    def _offer(self, people: "tuple[SignInChoice, ...]") -> None:
        """Update the accounts, which may have changed; the focus stays."""
        if self.cover is not None:
            self.cover.names.offer(people, self._last)

    @Slot()
    def _show_hall(self) -> None:
        if self.cover is not None:
            self.cover.show_hall(self._window.waiting_line_words())

    # ---- uncovering --------------------------------------------------------------------------------------

    @Slot(str, str, str)
    def _prove(self, clerk: str, secret: str, fresh: str) -> None:
        if self.cover is None or self._proving.busy:
            return
        self.cover.working(on=True)
        self._proving.prove(
            lambda work: work.staff.begin(ClerkId(clerk)),
            secret,
            _signing_in,
            self._signed_in,
            self._refused,
            fresh=fresh,
        )

    def _signed_in(self, signed_in: "SignedIn") -> None:
        state = signed_in.at_work
        other = state.clerk != self._last
        self._last = state.clerk
        self._uncover()
        self._know(state)
        if other:
            self._window.change_clerk(signed_in.blank, signed_in.draft)
        else:
            self._focus_again()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        if self.cover is not None:
            self.cover.working(on=False)
            self.cover.refuse(reason)

    @Slot()
    def _back(self) -> None:
        """Unlock without a change of clerk."""
        if self.state is not None and not self.state.locked:
            self._uncover()
            self._focus_again()

    def _uncover(self) -> None:
        self._hall.stop()
        self.is_covered = False
        if self.cover is not None:
            self.cover.working(on=False)
        self._window.uncover()
        self.changed.emit()

    def _focus_again(self) -> None:
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _know(self, state: "AtWork") -> None:
        self.state = state
        if state.locked and state.accounts and not self.is_covered:
            self._cover(changing=False)
        self.changed.emit()


def _close_what_is_over() -> None:
    """Close popups, menus and file dialogs: they lie above the lock screen too, and take its keys."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def _signing_in(work: "OpenDesk", tried: "SignInAttempt", fits: bool, proof: str) -> "SignedIn":
    return work.staff.sign_in(tried, fits=fits, proof=proof)

"""Checks a PIN or password: loaded in the worker, hashed in another thread, settled in the worker."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import AskDesk, Jobs

if TYPE_CHECKING:
    from desk.staff.accounts import SignInAttempt
    from desk.views.open_desk import OpenDesk

QUEUE = "secrets"


class CredentialCheck(QObject):
    """Runs one check at a time; a call during a check is ignored (a key held down)."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.busy = False
        """Whether a check is running."""

    def prove(
        self,
        begin: "Callable[[OpenDesk], SignInAttempt]",
        secret: str,
        then: "Callable[[OpenDesk, SignInAttempt, bool, str], Any]",
        answer: Callable[[Any], None],
        refused: Callable[[NotAllowed | Trouble], None],
        *,
        fresh: str = "",
    ) -> None:
        """Check a secret.

        Args:
            begin: in the worker: returns the sign-in attempt.
            secret: as typed.
            then: in the worker: given the attempt, whether the secret fits, and the hash of ``fresh``.
            answer: bound method, given what ``then`` gives.
            refused: bound method, given the reason.
            fresh: a new secret in place of the old one; judged first, so that an unfit one costs no attempt.
        """
        if self.busy:
            return
        self.busy = True

        def proven(ask: AskDesk) -> object:
            from desk.staff import pins  # noqa: PLC0415 - only where somebody signs in

            proof = pins.anew(secret, fresh) if fresh else ""
            tried = ask(begin)
            fits = pins.fits(tried.proof, secret)
            return ask(lambda work: then(work, tried, fits, proof))

        self._jobs.run_with_desk(
            self, proven, partial(_tell, answer), partial(_tell, refused), ended=self._ended, queue=QUEUE
        )

    def _ended(self) -> None:
        self.busy = False


def _tell(method: Callable[[Any], None], outcome: Any) -> None:  # noqa: ANN401  whatever was asked for
    """Call a method, unless the sheet it belongs to is gone."""
    owner = getattr(method, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        method(outcome)

"""Checks a PIN or password: loaded in the worker, hashed in another thread, settled in the worker."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import QObject
from shiboken6 import isValid

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import AskDesk, Jobs

if TYPE_CHECKING:
    from desk.staff.accounts import SignInAttempt
    from desk.views.open_desk import OpenDesk

QUEUE = "secrets"


class _Asked(Struct, kw_only=True, eq=False):
    answer: Callable[[Any], None]
    refused: Callable[[NotAllowed | Trouble], None]


class CredentialCheck(QObject):
    """Runs one check at a time; a call during a check is ignored (a key held down)."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._now: _Asked | None = None

    @property
    def busy(self) -> bool:
        """Whether a check is running."""
        return self._now is not None

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
        if self._now is not None:
            return
        self._now = _Asked(answer=answer, refused=refused)

        def proven(ask: AskDesk) -> object:
            from desk.staff import pins  # noqa: PLC0415 - only where somebody signs in

            proof = pins.anew(secret, fresh) if fresh else ""
            tried = ask(begin)
            fits = pins.fits(tried.proof, secret)
            return ask(lambda work: then(work, tried, fits, proof))

        self._jobs.run_with_desk(self, proven, self._done, self._refused, queue=QUEUE)

    def _done(self, outcome: object) -> None:
        asked, self._now = self._now, None
        if asked is not None and _is_there(asked.answer):
            asked.answer(outcome)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        asked, self._now = self._now, None
        if asked is not None and _is_there(asked.refused):
            asked.refused(reason)


def _is_there(method: object) -> bool:
    owner = getattr(method, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)

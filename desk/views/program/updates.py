"""Views of updates: what a window needs to fetch, try and switch to a new version beside the work."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from desk.updates import versions
from desk.updates.update_words import fell_back_words
from desk.updates.versions import own_program
from desk.views.state import Views
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from sync.client.membership import read_membership
from sync.client.rate import TransferRate

if TYPE_CHECKING:
    from desk.updates.trial import TrialPlan
    from desk.updates.updates import Looker

EVERY = timedelta(hours=1)
"""Between two looks: so soon a version that is ready here is held back when the hub pauses."""


class DueLook(NamedTuple):
    """One look at the source, to be taken in another thread; ``cut`` aborts it there."""

    looker: "Looker"
    cut: Callable[[], None]


class UpdateViews(Views):
    """Updates of the program that shows this window; nothing where it cannot be updated."""

    def started(self) -> str:
        """The window is usable: this version counts as good. Returns what the clerk is to know; mostly nothing."""
        program = own_program()
        failed = versions.note_ready(program) if program else None
        return fell_back_words(failed, program.version) if program and failed else ""

    def look(self, wait: Callable[[float], bool]) -> DueLook | None:
        """The look that is due now; None = none is, or nothing is set, or the office has switched them off.

        Args:
            wait: pauses of the download, see ``sync.client.rate.TransferRate``.
        """
        desk, program = self.desk, own_program()
        if program is None or desk.training or not desk.settings.updates.automatic:
            return None
        now, state = desk.clock(), versions.state_of(program.home)
        last = None if state.unfinished else state.checked_at
        if last is not None and timedelta(0) <= now - last < EVERY:
            return None
        member = read_membership(desk.store)
        if member is None and not desk.settings.updates.source:
            return None
        from desk.updates.updates import Looker, source_for  # noqa: PLC0415 - the framework loads when a look is due

        source = source_for(desk.settings, member, desk.clock)
        return DueLook(Looker(program, source, TransferRate(wait), now), source.cut)

    def begin_trial(self) -> "TrialPlan":
        """Take the snapshot of a self-test."""
        from desk.updates import trial  # noqa: PLC0415 - likewise

        return trial.begin(self.desk)

    def end_trial(self, plan: "TrialPlan") -> None:
        """Release it."""
        from desk.updates import trial  # noqa: PLC0415 - likewise

        trial.end(self.desk, plan)

    def switch(self) -> None:
        """The window closes: the version that waits runs from the next start on, unless somebody is at the counter."""
        program = own_program()
        if program is None or self.desk.training or not versions.state_of(program.home).ready:
            return
        if self.desk.settings.updates.automatic:
            from desk.updates.switching import switch  # noqa: PLC0415 - only where a version waits

            try:
                switch(self.desk, program)
            except (NotAllowed, Trouble):
                return  # somebody is being served, or the disk refuses: the next time

"""Controller of bulk intake: checks while typing, takes in one by one, prints the results."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.intake.bulk_part import BulkPart

if TYPE_CHECKING:
    from desk.intake.bulk import Batch
    from desk.intake.columns import Means
    from desk.intake.intake import IntakeForm
    from desk.prints.print_jobs import PrintJob
    from desk.views.view_models import ListFile, ListSeen, ListStanding

_REST = 250
"""Milliseconds of rest after typing before the list is checked."""


class BulkIntake(QObject):
    """The work behind a ``BulkPart``.

    Attributes:
        printing: carries a print job that is written down and waits for its printer.
        refused: carries the reason why it does not go on.
        changed: another state, so other keys may be allowed.
        finished: the list is put away.
        part: the sheet.
    """

    printing = Signal(object)
    refused = Signal(object)
    changed = Signal()
    finished = Signal()

    def __init__(self, jobs: Jobs, part: BulkPart, form: "Callable[[], IntakeForm | None]") -> None:
        super().__init__(part)
        self._jobs = jobs
        self.part = part
        self._form = form
        self._batch: Batch | None = None
        self._at = 0
        self._running = False
        self._paused = False
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self.check)
        part.edited.connect(self._timer.start)
        part.go.connect(self.go)
        part.list_wanted.connect(self.print_list)
        part.given_up.connect(self.give_up)
        part.file_chosen.connect(self._read_file)
        part.better_wanted.connect(self.make_better)

    @property
    def is_resting(self) -> bool:
        """Whether typing has paused and the check is still to come, or the list is going on."""
        return self._timer.isActive() or self._running

    @Slot()
    def check_soon(self) -> None:
        """The form changed: the list may be possible now."""
        if self._batch is None and self.part.isVisible():
            self._timer.start()

    @Slot()
    def check(self) -> None:
        """Whom the list names as it stands, and what is wrong with it and with the form."""
        self._timer.stop()
        form, asked = self._form(), self._asked()
        if form is not None and self._batch is None:
            self._jobs.ask(self, lambda work: work.lists.read(form, *asked), self._read, newest="list")

    def _asked(self) -> "tuple[str, str, dict[int, Means]]":
        return self.part.text, self.part.address.text, dict(self.part.columns.chosen)

    @Slot()
    def make_better(self) -> None:
        """Put in what is proposed."""
        asked = self._asked()
        if self._batch is None:
            self._jobs.ask(self, lambda work: work.lists.better(*asked), self._better)

    def _better(self, text: str) -> None:
        self.part.put_better(text)
        self.check()

    def resume(self, left: "tuple[Batch, ListStanding]") -> None:
        """A list that was left in the middle: it goes on when the clerk says so."""
        self._batch, standing = left
        self._at = 0
        self.part.show_standing(standing)
        self.changed.emit()

    @Slot()
    def go(self) -> None:
        """Take in, go on, or print what is taken in."""
        if self._running:
            return
        batch, form = self._batch, self._form()
        if batch is not None and self.part.is_done:
            self._jobs.ask(self, lambda work: work.lists.slip_jobs(batch), self._written, self._refused)
        elif batch is not None:
            self._next()
        elif form is not None:
            if not self.part.ok.isEnabled():
                self.part.first_wrong()  # what stands in the way is shown there; F9 goes to it
                return
            asked = self._asked()
            self._running, self._paused = True, False
            self._jobs.ask(self, lambda work: work.lists.begun(form, *asked), self._begun, self._refused)

    def pause(self) -> None:
        """The window is covered: whoever sits down next may be another, so it goes on only when somebody says so."""
        self._paused = True

    def leave(self) -> None:
        """Another clerk: the list is kept for who began it, and nothing of it stays in sight."""
        self._timer.stop()
        self._batch, self._at, self._running = None, 0, False
        self.part.clear()

    @Slot()
    def print_list(self) -> None:
        """One paper for all who are taken in."""
        batch = self._batch
        if batch is not None and not self._running:
            self._jobs.ask(self, lambda work: work.lists.list_job(batch), self._written, self._refused)

    @Slot()
    def give_up(self) -> None:
        """Put the list away; who is taken in stays so, and lines that were not right come back to be settled."""
        if self._running or self._batch is None:
            return
        left = self._batch.left
        self._batch = None
        self.part.clear(left)
        self._jobs.ask(self, lambda work: work.lists.finish())
        if left:
            self.check()
        else:
            self.finished.emit()
        self.changed.emit()

    def _begun(self, begun: "tuple[Batch, ListStanding]") -> None:
        self._running = False
        self.resume(begun)
        if not self._paused:
            self._next()

    def _next(self) -> None:
        """One dossier a question: between two of them the desk answers whatever else is asked."""
        batch, at = self._batch, self._at
        if batch is None:
            return
        self._paused = False
        self._running = True
        self._jobs.ask(self, lambda work: work.lists.one_more(batch, at), self._taken, self._refused)

    def _taken(self, standing: "ListStanding") -> None:
        self._at += 1
        more = self._batch is not None and self._at < len(self._batch.entries) and not self._paused
        self._running = more
        self.part.show_standing(standing, running=more)
        if more:
            self._next()
        self.changed.emit()

    def _written(self, jobs: "Iterable[PrintJob]") -> None:
        for job in jobs:
            self.printing.emit(job)

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._running = False
        self.part.end_run()
        self.refused.emit(reason)
        self.changed.emit()

    def _read(self, seen: "ListSeen") -> None:
        if self._batch is None:
            self.part.show_read(seen)

    @Slot(str)
    def _read_file(self, path: str) -> None:
        from desk.views.lists import ListViews  # noqa: PLC0415 - lists are rare

        self._jobs.run_in_thread(self, lambda: ListViews.file(Path(path)), self._file_read, self._refused)

    def _file_read(self, file: "ListFile") -> None:
        self.part.put_file(file)
        self.check()

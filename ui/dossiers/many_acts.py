"""Acts on the dossiers chosen in a list: what folds out before, what the desk is asked, what is said afterwards."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.actions import Act
from ui.core.jobs import Jobs, Reason
from ui.core.print_queue import PrintOutcome, PrintQueue, not_printed_words, trouble_words
from ui.dossiers.act_menu import ActMenu, menu_button
from ui.dossiers.act_sheet import ActSheet
from ui.dossiers.acts import ACTS, DO_IT
from ui.dossiers.dossier_act import DossierAct, ManySpec, SheetSpec
from ui.shell.banner import Banners

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob
    from desk.views.open_desk import OpenDesk
    from desk.views.process import WorkDone
    from models.ids import DossierId

_MANY = tuple((act, act.many) for act in ACTS if act.many is not None)


class ManyActs(QWidget):
    """Stands above a list; has no height while no sheet is folded out.

    Attributes:
        done: carries the dossiers for which it was refused.
        closed: a sheet was folded in without doing it.
        changed: whether a sheet is open or something is being done is another.
        busy: something is being done.

    Args:
        chosen: the dossiers that an act works on: the marked, else the one under the cursor.
    """

    done = Signal(object)
    closed = Signal()
    changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        print_queue: PrintQueue,
        acts: Mapping[str, Act],
        banners: Banners,
        chosen: "Callable[[], Sequence[DossierId]]",
    ) -> None:
        super().__init__()
        self.busy = False
        self._jobs, self._print_queue, self._acts, self._banners = jobs, print_queue, acts, banners
        self._chosen = chosen
        self._sheets: dict[str, ActSheet] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.menu = ActMenu(acts)
        self.hide()

    def button(self) -> QPushButton:
        """Opens the menu of what can be done to those chosen."""
        return menu_button(self.menu, "Việc với các hồ sơ đã đánh dấu")

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            **{act.action.id: partial(self._begin, act, many) for act, many in _MANY},
            DO_IT.id: self._confirm,
        }

    @property
    def sheet(self) -> ActSheet | None:
        """What is folded out."""
        return next((one for one in self._sheets.values() if one.isVisibleTo(self)), None)

    def close_sheet(self) -> bool:
        """Fold in what is folded out; False = nothing was."""
        sheet = self.sheet
        if sheet is None:
            return False
        self._fold()
        self.closed.emit()
        self.changed.emit()
        return True

    def run(self, ask: "Callable[[OpenDesk], WorkDone]") -> None:
        """Have the desk do something to many; what came of it is said."""
        if not self.busy:
            self.busy = True
            self.changed.emit()
            self._jobs.ask(self, ask, self._done, self._refused, ended=self._ended)

    def print_jobs(self, jobs: "Sequence[PrintJob]") -> None:
        """Send papers to the printer; those that do not come out wait."""
        for job in jobs:
            self._print_queue.send(job, self._printed)

    def _begin(self, act: DossierAct, many: ManySpec) -> None:
        ids = tuple(self._chosen())
        if not ids or self.busy:
            return
        if many.sheet is None:
            self.run(lambda work: many.do(work)(ids))
            return
        self._fold()
        self.show()
        self._sheet(act, many, many.sheet).open_many(ids)
        self.changed.emit()

    def _sheet(self, act: DossierAct, many: ManySpec, spec: SheetSpec) -> ActSheet:
        made = self._sheets.get(act.action.id)
        if made is None:
            made = self._sheets[act.action.id] = ActSheet(act, spec, many.do, self._jobs, self._acts[DO_IT.id])
            made.done.connect(self._done_by_sheet)
            made.refused.connect(self._refused)
            made.away.connect(self.close_sheet)
            self._column.addWidget(made)
        return made

    def _confirm(self) -> None:
        if self.sheet is not None:
            self.sheet.confirm()

    @Slot(object, object)
    def _done_by_sheet(self, _: DossierAct, done: "WorkDone") -> None:
        self.close_sheet()
        self._done(done)

    def _ended(self) -> None:
        self.busy = False
        self.changed.emit()

    def _done(self, done: "WorkDone") -> None:
        self.print_jobs(done.jobs)
        self._banners.show_banner("warn" if done.refused else "good", done.sentence)
        self.done.emit(done.refused)
        self.changed.emit()

    @Slot(object)
    def _refused(self, reason: Reason) -> None:
        self._jobs.refused.emit(reason)

    def _fold(self) -> None:
        for sheet in self._sheets.values():
            sheet.hide()
        self.hide()

    def _printed(self, sent: PrintOutcome) -> None:
        if sent.trouble is not None:
            again, about = self._acts["page_papers"].trigger, not_printed_words(sent.job.subject)
            self._banners.show_banner("warn", trouble_words(sent), "Giấy chưa in", again, about=about)

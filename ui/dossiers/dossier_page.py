"""The page of one dossier: person, next act, promise, papers, history."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desk.permissions import Permission
from desk.words.ways import dispute_words
from models.calendar.pauses import PauseKind
from models.events import FileAttached
from models.ids import DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.subjects.dossier import DossierStatus
from models.trouble import Trouble
from ui.actions import Act, ActContext, ProcessContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintOutcome, PrintQueue, not_printed_words, out_words, trouble_words
from ui.core.words import tone_of, why
from ui.dossiers.act_sheet import ActSheet
from ui.dossiers.acts import ACTS, BACK, DO_IT, next_act
from ui.dossiers.dossier_act import DossierAct, SheetSpec
from ui.dossiers.dossier_head import DossierHead
from ui.dossiers.dossier_parts import history, papers, papers_words, people_and_matter
from ui.dossiers.files_part import FilesPart
from ui.dossiers.ladder import LadderPart, delivery_words
from ui.dossiers.step_line_part import StepLinePart
from ui.shell.banner import Banners
from ui.shell.page import Opening, Page
from ui.widgets.basic import column, frame, label, scrolled
from ui.widgets.columns import Columns

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob
    from desk.views.view_models import AtWork, DossierView
    from sync.client.link_state import LinkState

_THREE_ABREAST = 1200
"""Width of a window in which there is room for three cards."""


class DossierPage(Page):
    """Head, way to the province, three cards; in the place of the last two, one sheet for what is being done."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.view: DossierView | None = None
        self._said: dict[SubjectId, str] = {}
        """What was said of an act, by the paper of it that is at the printer."""
        self._comes: DossierId | None = None
        """Asked for, and not here yet: what is shown is the one before, or nothing."""
        self._wanted_first: str | None = None
        """The act whose key was pressed meanwhile; it is for the one that comes."""
        self.print_queue = print_queue
        self.head = DossierHead(acts)
        self.step_line = StepLinePart()
        self.step_line.opened.connect(self._open_ladder)
        self.on_the_spot = label("", "muted", wrap=True)
        self.bundle = label("", "small", wrap=True)
        self.bundle.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bundle.hide()
        self._signs = False
        self.ladder = LadderPart()
        self._ladder_open = False
        self.files = FilesPart()
        self.files.opened.connect(self._open_file)
        self._people, self._history = scrolled(QWidget()), scrolled(QWidget())
        self._papers = column()
        self._papers.addWidget(self.files)
        self._papers.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._papers)
        self._papers_shown: QWidget | None = None
        self._papers_head = label("Giấy tờ", "section")
        abreast = Columns(
            _card(self._papers_head, scrolled(inside)),
            _card(label("Diễn biến", "section"), self._history),
            weights=(2, 3),
            least=120,
            abreast=_THREE_ABREAST,
        )
        self._stack = QStackedWidget()
        self._stack.currentChanged.connect(self._turned)
        self._stack.addWidget(abreast)
        self._sheets: dict[str, ActSheet] = {}
        across = Columns(_card(self._people), self._stack, weights=(1, 2), least=200)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addWidget(self.step_line)
        whole.addWidget(self.on_the_spot)
        whole.addWidget(self.bundle)
        whole.addWidget(self.ladder)
        whole.addWidget(across, 1)

    def sheet(self, act: DossierAct, sheet: SheetSpec) -> ActSheet:
        """What folds out for an act; built when first wanted."""
        if act.action.id in self._sheets:
            return self._sheets[act.action.id]
        made = self._sheets[act.action.id] = ActSheet(act, sheet, act.do, self.jobs, self.acts[DO_IT.id])
        made.done.connect(self._answered)
        made.refused.connect(self._say_reason)
        made.away.connect(self._close_sheet)
        made.ready_changed.connect(self.context_changed)
        made.recorded.connect(self._ask_again)
        self._stack.addWidget(made)
        return made

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            **{act.action.id: partial(self._act, act) for act in ACTS},
            DO_IT.id: self._do_it,
            BACK.id: self._back,
        }

    def context(self, context: ActContext) -> ActContext:
        """The status of the dossier shown, and whether F9 has something to do."""
        comes = self._comes is not None
        status = self.view.dossier.status if self.view and not comes else None
        sheet = self._open_sheet
        here = replace(context, dossier=status, dossier_comes=comes, process=_process(self.view), signs=self._signs)
        do_it = sheet.is_ready if sheet else comes or (status is not None and next_act(here) is not None)
        return replace(here, do_it=do_it)

    def _next_act(self) -> DossierAct | None:
        """What comes next for the dossier shown."""
        if self.view is None:
            return None
        status, process = self.view.dossier.status, _process(self.view)
        return next_act(ActContext(page="dossier", open=True, dossier=status, process=process, signs=self._signs))

    def page_shown(self, what: object) -> None:
        """Show the dossier of this id."""
        if isinstance(what, str):
            what = Opening(dossier=DossierId(what))  # type: ignore[arg-type] # a subject id by construction
        if isinstance(what, Opening):
            self._close_sheet()
            dossier, by, words = what.dossier, what.by, what.words
            self._comes, self._wanted_first = dossier, None
            self.context_changed.emit()
            self.jobs.ask(
                self, lambda work: work.dossiers.opened(dossier, by, words), self.show_dossier, self._does_not_come
            )

    def _does_not_come(self, reason: NotAllowed | Trouble) -> None:
        self._comes = self._wanted_first = None
        self.context_changed.emit()
        self._say_reason(reason)

    def _has_come(self) -> None:
        """What was wanted of it before it was here is done now, if it may be."""
        self._comes, wanted, self._wanted_first = None, self._wanted_first, None
        self.context_changed.emit()
        if wanted is not None and self.isVisible():
            qaction = self.acts[wanted]
            if qaction.isEnabled():
                qaction.trigger()
            elif qaction.statusTip():
                self.banners.show_banner("warn", qaction.statusTip())

    def show_clerk(self, state: "AtWork | None") -> None:
        """Whether who works here signs."""
        super().show_clerk(state)
        self._signs = state is not None and Permission.SIGN in state.permissions

    def focus_first(self) -> None:
        """What comes next."""
        if self._open_sheet is None:
            self.head.focus_first()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Others told something of the dossier shown: what it says follows; an open sheet stays as it is."""
        if self.view is not None and self.view.dossier.id in subjects:
            self._ask_again()

    def show_link(self, state: "LinkState") -> None:
        """The ladder follows what has arrived."""
        before = self.link
        super().show_link(state)
        seen = (before.unsent, before.phase, before.set_aside) if before is not None else None
        if self.isVisible() and seen != (state.unsent, state.phase, state.set_aside):
            self._ask_again()

    @Slot()
    def _ask_again(self) -> None:
        if self.view is not None:
            id_ = self.view.dossier.id
            self.jobs.ask(self, lambda work: work.dossiers.one(id_), self.show_dossier, newest="dossier")

    def escape(self) -> bool:
        """Close the sheet, else go back to the list."""
        if self._open_sheet:
            self._close_sheet()
        else:
            self._back()
        return True

    def show_dossier(self, view: "DossierView") -> None:
        """Show this one."""
        comes = self._comes == view.dossier.id
        if self._comes is not None and not comes:
            return  # news of the one before
        if view != self.view:
            self._show(view)
        if comes:
            self._has_come()

    def _show(self, view: "DossierView") -> None:
        other = self.view is None or self.view.dossier.id != view.dossier.id
        self.view = view
        dossier = view.dossier
        self.head.show_dossier(view)
        self.ladder.show_ladder(view.ladder)
        self.step_line.show_steps(view.steps, delivery_words(view.ladder))
        self.bundle.setText("\n".join(view.bundle))
        self.bundle.setVisible(bool(view.bundle))
        self.on_the_spot.setText(view.on_the_spot)
        self.on_the_spot.setVisible(bool(view.on_the_spot))
        if other:
            self._ladder_open = self.ladder.needs_person or not view.steps
        self._show_ladder()
        upcoming = self._next_act()
        self.head.show_next_act(upcoming.action.id if upcoming else "")
        self.files.show_files(dossier.files)
        self._papers_head.setText(f"Giấy tờ {papers_words(dossier)}")
        for area, part in (
            (self._people, people_and_matter(dossier, view.clock)),
            (self._history, history(view.told)),
        ):
            where = 0 if other else area.verticalScrollBar().value()
            area.setWidget(part)
            part.setAutoFillBackground(False)
            area.verticalScrollBar().setValue(where)
        before = self._papers_shown
        self._papers_shown = papers(dossier, view.declarations)
        self._papers.insertWidget(0, self._papers_shown)
        if before is not None:
            before.hide()
            before.deleteLater()
        self.context_changed.emit()
        self._tell_disputes(view)
        if other and self._open_sheet is None and self.isVisible():
            self.head.focus_first()

    def _tell_disputes(self, view: "DossierView") -> None:
        """Say what contradicts itself, and offer to settle it; what is settled is said no more."""
        about, settle = f"disputes of {view.dossier.id}", self.acts["settle"]
        self.banners.clear_cause(about)
        if said := dispute_words(view.dossier, with_machine=True):
            offer = (settle.action.words, settle.trigger) if settle.isEnabled() else ("", None)
            self.banners.show_banner("bad", f"Cần người xem lại: {said}.", *offer, about=about)

    # ---- acts --------------------------------------------------------------------------------------------

    @property
    def _open_sheet(self) -> ActSheet | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, ActSheet) else None

    def _act(self, act: DossierAct) -> None:
        """Begin an act: fold its sheet out, or do it at once."""
        if self._comes is not None:
            self._wanted_first = act.action.id
        if self.view is None or self._comes is not None:
            return
        id_, verb = self.view.dossier.id, act.do
        if act.sheet is not None:
            sheet = self.sheet(act, act.sheet)
            self._stack.setCurrentWidget(sheet)
            sheet.open(self.view)
        elif act.leads_to:
            self.wanted.emit(act.leads_to, id_)
        elif act.opens and verb is not None:
            self.jobs.ask(self, lambda work: verb(work)(id_), self.page_shown, self._say_reason)
        elif verb is not None:
            self.jobs.ask(self, lambda work: (act, verb(work)(id_)), self._answered_at_once)

    def _do_it(self) -> None:
        """F9: do what is folded out, else begin what comes next; who may not is told who may."""
        act = self._next_act()
        if self._comes is not None:
            self._wanted_first = DO_IT.id
        elif self._open_sheet:
            self._open_sheet.confirm()
        elif act is not None:
            qaction = self.acts[act.action.id]
            if qaction.isEnabled():
                qaction.trigger()
            else:
                self.banners.show_banner("warn", qaction.statusTip())

    def _answered_at_once(self, done: "tuple[DossierAct, DossierView | PrintJob]") -> None:
        self._answered(*done)
        self.focus_first()

    @Slot(object, object)
    def _answered(self, act: DossierAct, answer: "DossierView | PrintJob") -> None:
        self.recorded.emit()
        if act.prints:
            job: PrintJob = answer  # type: ignore[assignment] # the row says that it is one
            self.print_queue.send(job, self._printed)
            if act.sheet is not None and self.view is not None and self.view.dossier.id == job.subject:
                self._close_sheet()
            return
        view: DossierView = answer  # type: ignore[assignment] # likewise
        if self.view is not None and self.view.dossier.id == view.dossier.id:  # else somebody has gone on to another
            self.show_dossier(view)
            self._close_sheet()
        said = f"{act.says(view)} {view.written}".strip()
        if view.on_the_spot and view.dossier.status is DossierStatus.HANDED_OVER:
            self.banners.show_banner("good", said, "Về quầy", lambda: self.wanted.emit("counter", None))
        else:
            self.banners.show_banner("good", said)
        for job in view.papers:
            self._said[job.subject] = said
            self.print_queue.send(job, self._paper_out)

    def _paper_out(self, sent: PrintOutcome) -> None:
        """A paper of what was done; the printer's answer would take the place of what was said of it."""
        said = self._said.pop(sent.job.subject, "")
        if sent.printed is None:
            self._printed(sent)
        else:
            self.banners.show_banner("good", f"{said} {out_words(sent.printed)}".strip())

    @Slot(object)
    def _say_reason(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))

    def _printed(self, sent: PrintOutcome) -> None:
        if sent.trouble is not None:
            again, about = partial(self.print_queue.again, (sent.job.key,)), not_printed_words(sent.job.subject)
            self.banners.show_banner("warn", trouble_words(sent), "In lại", again, about=about)
        elif sent.printed is not None:
            self.banners.show_banner("good", f"Lần {sent.printed.copy}. {out_words(sent.printed)}")
        if self.view is not None and self.view.dossier.id == sent.job.subject:
            self._ask_again()

    @Slot(object)
    def _open_file(self, file: FileAttached) -> None:
        self.jobs.ask(self, lambda work: work.dossiers.readable(file), self._show_file)

    def _show_file(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.banners.show_banner("warn", f"Máy này không có chương trình mở tệp {path.name}.")

    @Slot()
    def _open_ladder(self) -> None:
        self._ladder_open = not self._ladder_open
        self._show_ladder()

    def _show_ladder(self) -> None:
        """A sheet that is open has its room."""
        self.ladder.setVisible(self._ladder_open and self._open_sheet is None and self.view is not None)

    def _back(self) -> None:
        self.wanted.emit("dossiers", None)

    @Slot()
    def _close_sheet(self) -> None:
        self._stack.setCurrentIndex(0)

    @Slot()
    def _turned(self) -> None:
        self.head.show_next(shown=self._open_sheet is None)
        self._show_ladder()
        self.context_changed.emit()
        if self._open_sheet is None and self.isVisible():
            self.head.focus_first()


def _process(view: "DossierView | None") -> ProcessContext:
    """Where the dossier shown stands, as conditions of acts ask for it."""
    if view is None:
        return ProcessContext()
    dossier = view.dossier
    return ProcessContext(
        coded=bool(dossier.code),
        stage=dossier.processing.stage,
        accepted=bool(dossier.processing.holder.clerk),
        others_hand=view.others_hand,
        on_the_spot=bool(view.on_the_spot),
        consults=bool(dossier.processing.consultations),
        obliged=any(pause.kind is PauseKind.OBLIGATION for pause in dossier.waits),
        extended=dossier.postponed > 0,
        owes=dossier.owes > 0,
        paid=dossier.taken > 0,
        disputed=bool(dossier.disputes),
        bundled=dossier.bundle is not None,
        on_portal=view.on_portal,
    )


def _card(*parts: QWidget) -> QFrame:
    made = frame("card")
    inside = column(*parts)
    inside.setContentsMargins(16, 12, 8, 12)
    made.setLayout(inside)
    return made

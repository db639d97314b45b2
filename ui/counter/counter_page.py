"""The counter page: waiting line left, intake form right, one view for the whole day."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from desk.permissions import Permission
from models.events.dossiers import PaperMissing
from models.events.papers import Form
from models.ids import DOSSIER, TICKET, DossierId, SubjectId
from models.not_allowed import NotAllowed
from models.person import Person, number_of
from models.procedure import Procedure
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.ticket_state import TicketState
from models.trouble import Trouble
from ui.actions import Act, ActContext, key_words
from ui.core.jobs import Jobs
from ui.core.page_services import PageServices
from ui.core.print_queue import PrintOutcome, not_printed_words, out_words, trouble_words
from ui.core.words import tone_of, why
from ui.intake.intake_form import BUNDLE, BUNDLE_FOLDED, LIST, IntakeFace
from ui.line.line_panel import LinePanel
from ui.shell.banner import Banners
from ui.shell.page import AssistWanted, CitizenWanted, FormWanted, Page, ProcedureWanted
from ui.style.look import look
from ui.widgets.field import go_to_red, wrong_words

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.citizen.citizen_view import CitizenView
    from desk.intake.bulk import Batch
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm
    from desk.prints.print_jobs import PrintJob
    from desk.settings import Settings
    from desk.views.open_desk import OpenDesk
    from desk.views.post.consignments import ConsignmentDone
    from desk.views.service.bundles import BundleOutcome
    from desk.views.view_models import AtWork, Issued, ListStanding, Outcome

T = TypeVar("T")


class CounterPage(Page):
    """Line and intake."""

    def __init__(self, jobs: Jobs, services: PageServices, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self._services = services
        self.line = LinePanel(jobs, acts)
        self.intake = IntakeFace(jobs, acts)
        self._cleared: IntakeForm | None = None
        self._card_of = ""
        """Number of the card that was read last for the form that is in work; empty = none was."""
        self._before: Person | None = None
        self._confirmed: CitizenView | None = None
        """What the citizen was shown last of the form."""
        self._settings: Settings | None = None
        self._person: AtWork | None = None
        self._done: DossierId | None = None
        self._on_the_spot = False
        """What was taken in last is signed and returned while the citizen waits."""
        self._told: dict[str, str] = {}
        """What was said of each dossier or number whose paper is on its way, by subject."""
        self.print_queue = services.print_queue
        self._above = False
        """The line lies above the form."""
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.line)
        across.addWidget(self.intake, 1)
        self.line.changed.connect(self._line_changed)
        self.line.issued.connect(self._issued)
        self.intake.changed.connect(self.context_changed)
        self.intake.changed.connect(self._show_citizen)
        self.intake.slip_wanted.connect(self._make_slip)
        self.intake.dossier_wanted.connect(self._show_dossier)
        self.intake.supplement_of.connect(self._supplement_of)

    def turn(self, *, narrow: bool) -> None:
        """Where both have no room side by side the line lies above the form."""
        self._above = narrow and look().is_cramped(self.window().width())
        way = QBoxLayout.Direction.TopToBottom if self._above else QBoxLayout.Direction.LeftToRight
        self._across.setDirection(way)
        self.line.fit()

    def event(self, event: QEvent) -> bool:
        """One above the other both are as high as they wish to be: Qt would else share too little room in halves."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.setMinimumHeight(self._across.totalHeightForWidth(self.width()) if self._above else 0)
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a tight window the line leaves room to the form."""
        super().resizeEvent(event)
        self.line.fit()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        line = self.line
        return {
            "call_next": line.call_next,
            "call_again": line.call_again,
            "serve": line.serve,
            "finish": line.finish,
            "skip": line.skip,
            "hold": line.hold,
            "return": line.return_to_line,
            "move": line.open_move,
            "left": line.left,
            "issue": line.open_issue,
            "line_go": line.go,
            "procedure": self._to_procedure,
            "all_papers": self._all_papers,
            "supplement": self._open_supplement,
            "refuse": self._open_refusal,
            "take_in": self.take_in,
            "intake_cash": self.intake.promise.turn_cash,
            "intake_pay": self._take_in_and_pay,
            "send_by_post": self._send_by_post,
            "on_the_spot": self._open_done,
            "assist": self._assist,
            "make_slip": self._make_slip,
            "bulk_go": self._go_on_with_list,
            "counter_file": self._open_citizen_file,
            "declare": self._declare,
            "clear": self._clear,
            "bring_back": self._bring_back,
            "bulk": self._open_bulk,
            "bulk_list": self._print_list,
            "bundle": self._open_bundle,
            "bundle_add": self._add_matter,
            "bundle_go": self._take_in_together,
            "take_hint": self.intake.hints.take,
            "leave_hint": self.intake.hints.leave,
        }

    def context(self, context: ActContext) -> ActContext:
        """Who is here, how many wait, whether the form is begun."""
        view = self.line.line.view if self.line.line else None
        return replace(
            context,
            here=view.here.state if view and view.here else None,
            waiting=len(view.waiting) if view else 0,
            begun=self.intake.begun or self.intake.bulk_is_open,
            taken_on_the_spot=self._on_the_spot,
            line_sheet=self.line.has_sheet,
            sheet=self.intake.sheet,
            listed=self.intake.bulk_is_open and self.intake.bulk.part.is_begun,
            hints=self.intake.hints.first is not None,
            owed=self.intake.promise.costs,
            online=self.intake.online,
        )

    def desk_opened(self) -> None:
        """The line, and the draft that was left."""
        self.line.desk_opened()
        self.jobs.ask(self, _start, self._started)

    def page_shown(self, what: object) -> None:
        """A dossier to be completed, a procedure, a form to be gone on with, or nothing."""
        if isinstance(what, str):
            dossier = DossierId(what)  # type: ignore[arg-type] # a subject id by construction
            self.jobs.ask(self, lambda work: work.intake.continued(dossier), self._continue)
        if isinstance(what, ProcedureWanted):
            self._choose(what.procedure)
        if isinstance(what, FormWanted):
            self._go_on(what.form)
        self.line.refresh()

    def focus_first(self) -> None:
        """The submitter's number: a card is scanned or a number is typed."""
        self.intake.submitter.number.edit.setFocus()

    def show_settings(self, settings: "Settings") -> None:
        """Which counter this is."""
        self._settings = settings
        self._show_place()

    def show_clerk(self, state: "AtWork | None") -> None:
        """Who sits at it, and whether they may take in."""
        self._person = state
        self._show_place()
        self.intake.setEnabled(state is None or Permission.TAKE_IN in state.permissions or state.locked)

    def _show_place(self) -> None:
        if self._settings is not None:
            state = self._person
            name = state.name if state is not None and state.accounts else self._settings.clerk.name
            self.line.show_place(self._settings.device.counter, name)

    def save_unfinished(self) -> None:
        """The form goes to its draft and begins anew for who comes next."""
        self.intake.pause()
        self.intake.keep()

    def window_closing(self) -> None:
        """What was typed last goes to the draft."""
        self.intake.keep()

    def change_clerk(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Another clerk sits down: nothing of the last one's stays; the own draft comes back to its field."""
        self._cleared = self._before = self._done = None
        self._card_of = ""
        self._on_the_spot = False
        self._told.clear()
        self.line.fold()
        self.intake.change_clerk(blank, draft)
        if draft is not None:
            self.banners.show_banner("info", "Phiếu đang làm dở đã mở lại.", "Làm phiếu mới", self._clear)
        self._list_typed(draft)
        self._matters_typed(draft)
        self.jobs.ask(self, _left, self._list_left)
        self.line.refresh()
        self.context_changed.emit()

    def waiting_line_words(self) -> str:
        """The number at this counter and how many wait; no names."""
        view = self.line.line.view if self.line.line else None
        if view is None:
            return ""
        here = f"Quầy đang mời số {view.here.number}. " if view.here else ""
        return f"{here}{len(view.waiting)} người đang chờ."

    @property
    def is_free(self) -> bool:
        """Whether the form is empty, so that the desk may go over to other rules."""
        intake = self.intake
        return not (self.acting or intake.begun or intake.slip_is_open or intake.typed())

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Numbers drawn or called at other desks."""
        if any(subject.startswith(TICKET) for subject in subjects):
            self.line.refresh()
        if any(subject.startswith(DOSSIER) for subject in subjects):  # a decision heard of may start a part's clock
            self.jobs.ask(self, lambda work: work.bundles.start_clocks())

    def escape(self) -> bool:
        """Close the sheet of a slip or of the line."""
        if self.intake.sheet:
            self.intake.close_slip()
            self.intake.papers.focus_first()
            return True
        return self.line.fold()

    def _started(self, started: "tuple[IntakeForm, Draft | None]") -> None:
        blank, draft = started
        came_back = draft is not None and not self.intake.begun
        self.intake.open(blank, draft)
        if came_back:
            self.banners.show_banner(
                "info", "Phiếu đang làm dở đã được khôi phục đến ô cuối cùng.", "Làm phiếu mới", self._clear
            )
        self._list_typed(draft if came_back else None)
        self._matters_typed(draft if came_back else None)
        self.jobs.ask(self, _left, self._list_left)
        self.context_changed.emit()

    def _go_on(self, form: "IntakeForm") -> None:
        """A form begun for a home visit; what stood here can be had back."""
        self._keep_before_clearing()
        self.intake.put(form)
        self.intake.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    def _continue(self, form: "IntakeForm") -> None:
        self._keep_before_clearing()
        self.intake.put(form)
        self.intake.papers.focus_first()

    @Slot()
    def _show_citizen(self) -> None:
        """What is typed, for the citizen to confirm; nothing while the form is empty."""
        shown = self.intake.shown if self.intake.begun else None
        if shown != self._confirmed:
            self._confirmed = shown
            self._services.citizen.confirm(shown)

    # ---- the card ----------------------------------------------------------------------------------------

    def card(self, scan: "Scan") -> None:
        """An ID card was scanned: its person is in the fields at once."""
        if scan.person is None:
            return
        before = self.intake.take_card(scan.person)
        self._card_of = number_of(scan.person)
        other = before.personal_number and before.personal_number != scan.person.personal_number
        if other or (before.full_name and not before.personal_number):
            self._before = before
            self.banners.show_banner(
                "info",
                f"Đã thay {before.full_name} bằng {scan.person.full_name}.",
                "Lấy lại người trước",
                self._undo_card,
            )
        self.context_changed.emit()

    def _undo_card(self) -> None:
        if self._before is not None:
            self.intake.submitter.put(self._before)
            self.intake.refresh()

    # ---- verbs of the form -------------------------------------------------------------------------------

    def _to_procedure(self) -> None:
        if not (self.intake.bulk_is_open or self.intake.bundle_is_open):  # they stand beside the procedure
            self.intake.close_slip()
        self.intake.matter.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.intake.matter.search.selectAll()

    def _choose(self, procedure: Procedure) -> None:
        """The form is about this procedure now; one that was about another can be had back."""
        before = self.intake.form
        if not (self.intake.bulk_is_open or self.intake.bundle_is_open):
            self.intake.close_slip()
        if before is not None and before.procedure not in {"", procedure.code}:
            self._cleared = before
            self.banners.show_banner("info", "Phiếu đã đổi thủ tục.", "Lấy lại thủ tục trước", self._bring_back)
        self.intake.matter.take(procedure)

    def _all_papers(self) -> None:
        if self.intake.bundle_is_open:
            self.intake.bundle.part.tick_required()
            return
        self.intake.papers.tick_required()

    def _open_supplement(self) -> None:
        self.intake.open_slip("supplement")

    def _open_refusal(self) -> None:
        self.intake.open_slip("refuse")

    def take_in(self) -> None:
        """F9; what can be filed online only is not taken in here: the citizen is helped to file it."""
        if self.intake.online_only:
            self._assist()
            return
        form = self._to_send()
        if form is not None:
            self._send(lambda work: work.intake.take_in(form), self._taken)

    def _take_in_and_pay(self) -> None:
        """Money is of a dossier: it is taken in without any, and the sheet that takes a payment follows."""
        form = self._to_send()
        if form is not None:
            unpaid = replace(form, paid_by=None)
            self._send(lambda work: work.intake.take_in(unpaid), self._taken_to_pay)

    def _taken_to_pay(self, outcome: "Outcome") -> None:
        self._taken(outcome)
        if outcome.dossier.owes:
            self.wanted.emit("pay", (outcome.dossier.id,))

    def _send_by_post(self) -> None:
        """The form is of a dossier that goes by post: its slip is made out, or what was entered of it is corrected."""
        form = self._to_send()
        if form is not None:
            self._send(lambda work: work.consignments.make_out(form), self._made_out)

    def _assist(self) -> None:
        """The citizen files on the portal: the form goes along, and its place is free for the next."""
        form = self.intake.form
        if form is None:
            return
        here = self.line.here
        ticket = here.id if here is not None and here.state is TicketState.SERVING else None
        self._cleared, self._card_of = self.intake.clear(), ""
        self.wanted.emit("assisted", AssistWanted(form=replace(form, ticket=ticket)))

    def _made_out(self, done: "ConsignmentDone") -> None:
        self._cleared, self._card_of = None, ""
        self.intake.forget_draft()
        self.intake.clear()
        self.intake.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.banners.show_banner("good", done.sentence, "Mở trang Gửi đến", self._open_consignments)
        for job in done.jobs:
            self._told[job.subject] = done.sentence
            self.print_queue.send(job, self._job_sent)
        self.recorded.emit()

    def _declare(self) -> None:
        """The declarations of the chosen procedure, for the person of the form; the form stays as it is."""
        form = self.intake.form
        if form is not None:
            self.wanted.emit("declarations", FormWanted(form=form))

    def _open_citizen_file(self) -> None:
        """The file of who submits; whose card was read here is asked for no reason. The form stays as it is."""
        form = self.intake.form
        if form is None:
            return
        by_card = bool(self._card_of) and number_of(form.submitter) == self._card_of
        self.wanted.emit("citizen_file", CitizenWanted(person=form.submitter, by_card=by_card))

    def _open_consignments(self) -> None:
        self.wanted.emit("consignments", None)

    # ---- several matters at once -------------------------------------------------------------------------

    def _open_bundle(self) -> None:
        self._make_bundle()
        self.intake.open_bundle()

    def _make_bundle(self) -> None:
        if "bundle" not in self.intake.__dict__:
            self.intake.bundle.refused.connect(self._refused)
            self.intake.bundle.go.connect(self._take_in_together)

    def _matters_typed(self, draft: "Draft | None") -> None:
        """Several matters were being entered."""
        typed = draft.typed if draft is not None else {}
        text = typed.get(BUNDLE) or typed.get(BUNDLE_FOLDED)
        if not text:
            return
        self._make_bundle()
        self.intake.bundle.put_typed(text)
        if BUNDLE in typed:
            self.intake.open_bundle()

    def _add_matter(self) -> None:
        self.intake.bundle.add()

    def _take_in_together(self) -> None:
        form, people = self.intake.bundle.form, self._to_send()
        if people is None:
            return
        if form is None or not self.intake.bundle.part.ok.isEnabled():
            self.banners.show_banner("warn", self.intake.bundle.part.problem.text())
            return
        whole = replace(form, people=replace(form.people, ticket=people.ticket))
        self._send(lambda work: work.bundles.take_in(whole), self._taken_together)

    def _taken_together(self, outcome: "BundleOutcome") -> None:
        self._cleared, self._card_of = None, ""
        self._done = outcome.first
        self._on_the_spot = False
        self.intake.forget_draft()
        self.intake.bundle.clear()
        self.intake.clear()
        self.intake.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.banners.show_banner("good", outcome.said, self._open_words, self._open_done)
        for job in outcome.jobs:
            self._told[job.subject] = outcome.said
            self.print_queue.send(job, self._job_sent)
        self.line.refresh()
        self.context_changed.emit()

    # ---- lists -------------------------------------------------------------------------------------------

    def _open_bulk(self) -> None:
        if "bulk" not in self.intake.__dict__:
            self.intake.bulk.printing.connect(self._send_of_list)
            self.intake.bulk.refused.connect(self._refused)
        self.intake.open_bulk()
        self.context_changed.emit()

    def _list_typed(self, draft: "Draft | None") -> None:
        """A list was being typed."""
        if draft is not None and LIST in draft.typed:
            self._open_bulk()
            self.intake.bulk.part.put_typed(draft.typed)

    def _list_left(self, left: "tuple[Batch, ListStanding] | None") -> None:
        """A list was cut off in the middle the last time."""
        if left is not None:
            self._open_bulk()
            self.intake.bulk.resume(left)
            self.banners.show_banner("info", "Danh sách đang nhận dở đã được mở lại; F9 để nhận tiếp hoặc in.")

    def _go_on_with_list(self) -> None:
        red = go_to_red(self.intake.bulk.part)
        if red is not None:
            self.banners.show_banner("warn", wrong_words(red))
            return
        hindrance = self.intake.bulk.part.hindrance
        if hindrance:
            self.banners.show_banner("warn", hindrance)
        self.intake.bulk.go()

    def _print_list(self) -> None:
        self.intake.bulk.print_list()

    @Slot(object)
    def _send_of_list(self, job: "PrintJob") -> None:
        self.print_queue.send(job, self._job_sent)

    @Slot()
    def _make_slip(self) -> None:
        form = self._to_send()
        if form is None:
            return
        kind, reason = self.intake.slip.kind, self.intake.slip.reason.text
        if kind == "supplement":
            missing: tuple[PaperMissing, ...] = self.intake.slip.missing
            self._send(lambda work: work.intake.ask_supplement(form, missing, reason), self._taken)
        else:
            self._send(lambda work: work.intake.refuse(form, reason), self._taken)

    def _to_send(self) -> "IntakeForm | None":
        """The form with this counter's number; None while one is on its way (a key held down sends no second)."""
        form = self.intake.form
        if form is None or self.acting:
            return None
        here = self.line.here
        return replace(form, ticket=here.id) if here is not None and here.state is TicketState.SERVING else form

    def _send(self, outcome: "Callable[[OpenDesk], T]", answer: "Callable[[T], None]") -> None:
        self.act(self.intake.sent(outcome), answer, self._refused)

    def _acted(self) -> None:
        """Whatever has become of it; an outcome, which is told next, ends the draft."""
        super()._acted()
        self.intake.keep_soon()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))
        self.intake.go_to(reason)

    def _taken(self, outcome: "Outcome") -> None:
        in_visit = self.intake.visit
        self._cleared, self._card_of = None, ""
        self._done = outcome.dossier.id
        self._on_the_spot = outcome.on_the_spot
        self.intake.forget_draft()
        self.intake.clear()
        self.intake.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if outcome.shown is not None:
            self._services.citizen.show(outcome.shown)
        words = f"{_outcome_words(outcome.dossier)} {outcome.written}".strip()
        self.banners.show_banner("good", words, self._open_words, self._open_done)
        for job in filter(None, (outcome.job, *outcome.papers)):
            self._told[job.subject] = words
            self.print_queue.send(job, self._job_sent)
        self.line.refresh()
        if in_visit:
            self.wanted.emit("visits", in_visit)

    def _job_sent(self, sent: PrintOutcome) -> None:
        words = self._told.get(sent.job.subject, "")
        if sent.trouble is not None:
            subject = sent.job.subject
            again = partial(self._print_again, subject)
            told = f"{words} {trouble_words(sent)}".strip()
            self.banners.show_banner("warn", told, "In lại", again, about=not_printed_words(subject))
        elif sent.printed is not None:
            self._told.pop(sent.job.subject, None)
            told = f"{words} {out_words(sent.printed)}".strip()
            if sent.job.form is Form.TICKET:
                # A slip that comes late says nothing over what was told since: a code stays in sight.
                if any(banner.label.text() == words for banner in self.banners.shown):
                    self.banners.show_banner("good", told)
            else:
                self.banners.show_banner("good", told, self._open_words, self._open_done)

    def _print_again(self, subject: SubjectId) -> None:
        self.jobs.ask(self, lambda work: work.prints.job_again(subject), self._written_again, self._refused)

    def _written_again(self, job: "PrintJob") -> None:
        self.print_queue.send(job, self._job_sent)

    @Slot(object)
    def _show_dossier(self, dossier: DossierId) -> None:
        self.wanted.emit("dossier", dossier)

    @Slot(object)
    def _supplement_of(self, dossier: DossierId) -> None:
        """What is entered is the supplement of an earlier dossier: its papers and its slip go on."""
        self.jobs.ask(self, lambda work: work.intake.continued(dossier), self._continue)

    @property
    def _open_words(self) -> str:
        """Words of the button that leads to what was taken in last."""
        return f"Làm tại chỗ · {key_words(self.acts['on_the_spot'].action.key)}" if self._on_the_spot else "Mở hồ sơ"

    def _open_done(self) -> None:
        if self._done is not None:
            self.wanted.emit("dossier", self._done)

    def _clear(self) -> None:
        self._keep_before_clearing()
        self.intake.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_before_clearing(self) -> None:
        self._card_of = ""
        before = self.intake.clear()
        if before is not None:
            self._cleared = before
            self.banners.show_banner("info", "Đã mở phiếu mới.", "Lấy lại phiếu vừa xóa", self._bring_back)

    def _bring_back(self) -> None:
        if self._cleared is not None:
            form, self._cleared = self._cleared, None
            self.intake.put(form)
            if "bundle" in self.intake.__dict__:
                self.intake.bundle.bring_back(form)

    # ---- the line ----------------------------------------------------------------------------------------

    @Slot()
    def _line_changed(self) -> None:
        self.context_changed.emit()

    @Slot(object)
    def _issued(self, issued: "Issued") -> None:
        words = f"Đã lấy số {issued.ticket.number}."
        self._told[issued.ticket.id] = words
        self.banners.show_banner("good", words)
        self.print_queue.send(issued.job, self._job_sent)


def _start(work: "OpenDesk") -> "tuple[IntakeForm, Draft | None]":
    return work.intake.blank(), work.intake.draft()


def _left(work: "OpenDesk") -> "tuple[Batch, ListStanding] | None":
    return work.lists.left()


def _outcome_words(dossier: Dossier) -> str:
    match dossier.status:
        case DossierStatus.SUPPLEMENT:
            return f"Đã lập phiếu yêu cầu bổ sung {dossier.slip}."
        case DossierStatus.REFUSED:
            return f"Đã lập phiếu từ chối {dossier.slip}."
        case _:
            return f"Đã tiếp nhận hồ sơ {dossier.code}."

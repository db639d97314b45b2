"""One dossier: what it is, what was promised, and everything that happened to it, told in sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk.words.terms import DISPUTE
from models.events import FileAttached
from models.ids import ClerkId, DossierId, SubjectId
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue, Sent, out_words, trouble_words
from ui.dossiers.correct_part import CorrectPart
from ui.dossiers.dossier_parts import facts, history
from ui.dossiers.exception_part import ExceptionPart
from ui.dossiers.files_part import AttachPart, FilesPart
from ui.dossiers.ladder import LadderPart
from ui.shell.banner import Banners
from ui.shell.credential_check import CredentialCheck
from ui.shell.page import Opening, Page
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import Field, LongField
from ui.widgets.plain import frame, label, row, scrolled
from ui.widgets.sheet_card import sheet
from ui.widgets.status import StatusMark

if TYPE_CHECKING:
    from desk.prints.receipts import Paper
    from desk.staff.accounts import Try
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import DossierView, Second
    from sync.link_state import LinkState


class DossierPage(Page):
    """Facts at the left, history at the right, one sheet at a time for what is done to it."""

    def __init__(self, jobs: Jobs, papers: PrintQueue, deeds: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, deeds, banners)
        self.view: DossierView | None = None
        self.papers = papers
        self._code = label("", "page")
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status = StatusMark()
        self._procedure = label("", "muted", wrap=True)
        self._facts = scrolled(QWidget())
        self._history = scrolled(QWidget())
        self.ladder = LadderPart()
        self.files = FilesPart()
        self.attaching = AttachPart()
        self.correcting = CorrectPart()
        self.voiding = ExceptionPart(postponing=False)
        self.postponing = ExceptionPart(postponing=True)
        self._proving = CredentialCheck(jobs, self)
        self.withdraw_reason = LongField("Lý do rút hồ sơ", "theo đề nghị của người nộp…", lines=3)
        self.receiver = Field("Người nhận kết quả", name="")
        self.receipt_note = Field("Ghi chú", name="", hint="giấy tờ đã xem, ủy quyền…")
        self._stack = QStackedWidget()
        self._sheets = {"": 0, "correct": 1, "withdraw": 2, "hand_over": 3, "attach": 4, "void": 5, "postpone": 6}
        self._lay_out()

    def _lay_out(self) -> None:
        deeds = self.deeds
        back = KeyButton(deeds["back"], "quiet", with_icon=True)
        head = row(self._code, self._status, 1, back, gap=16)
        acts = Flow(
            KeyButton(deeds["hand_over"], "primary", only_when_allowed=True),
            KeyButton(deeds["continue"], "primary", only_when_allowed=True),
            KeyButton(deeds["reprint"], with_icon=True),
            KeyButton(deeds["attach"], with_icon=True),
            KeyButton(deeds["correct"], with_icon=True, only_when_allowed=True),
            KeyButton(deeds["withdraw"], with_icon=True, only_when_allowed=True),
            KeyButton(deeds["postpone"], with_icon=True, only_when_allowed=True),
            KeyButton(deeds["void"], with_icon=True, only_when_allowed=True),
        )
        history = frame("card")
        history_column = QVBoxLayout(history)
        history_column.setContentsMargins(16, 12, 8, 12)
        history_column.setSpacing(8)
        history_column.addWidget(self.files)
        history_column.addWidget(label("Diễn biến", "section"))
        history_column.addWidget(self._history, 1)
        self._stack.addWidget(history)
        self.correcting.done.connect(self._correct)
        self.correcting.away.connect(self._close_sheet)
        self._stack.addWidget(sheet("Sửa hồ sơ", "Lịch sử giữ cả bản cũ.", (self.correcting,)))
        self.do_withdraw, self.do_hand_over = (QPushButton(words) for words in ("Rút hồ sơ", "Đã trả kết quả"))
        self.do_withdraw.clicked.connect(self._withdraw)
        self.do_hand_over.clicked.connect(self._hand_over)
        for title, say, ok, parts in (
            (
                "Rút hồ sơ",
                "Người nộp nhận lại giấy tờ; hồ sơ kết thúc.",
                self.do_withdraw,
                (self.withdraw_reason,),
            ),
            (
                "Trả kết quả",
                "Trả lại bản chính đã nộp để đối chiếu, nếu có.",
                self.do_hand_over,
                (self.receiver, self.receipt_note),
            ),
        ):
            self._stack.addWidget(sheet(title, say, parts, ok, self._close_sheet))
        self.files.opened.connect(self._open_file)
        self.attaching.chosen.connect(self._attach)
        self.attaching.away.connect(self._close_sheet)
        say = "Chọn giấy tờ có trong bản quét, rồi chọn một hay nhiều tệp PDF, JPEG, PNG, TIFF."
        self._stack.addWidget(sheet("Đính kèm bản quét", say, (self.attaching,)))
        self.voiding.done.connect(self._void)
        self.postponing.done.connect(self._postpone)
        say = "Chỉ khi nhập nhầm; lịch sử giữ lại. Cần người thứ hai xác nhận."
        self._stack.addWidget(sheet("Hủy hồ sơ nhập nhầm", say, (self.voiding,)))
        say = "Chỉ được hẹn lại một lần, có lý do (NĐ 61/2018, Điều 19 khoản 9). Cần người thứ hai xác nhận."
        self._stack.addWidget(sheet("Hẹn lại ngày trả kết quả", say, (self.postponing,)))
        for part in (self.voiding, self.postponing):
            part.away.connect(self._close_sheet)
        facts = frame("card")
        facts_column = QVBoxLayout(facts)
        facts_column.setContentsMargins(16, 12, 8, 12)
        facts_column.addWidget(self._facts)
        across = Columns(facts, self._stack, least=200)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._procedure)
        column.addSpacing(4)
        column.addLayout(acts)
        column.addSpacing(4)
        column.addWidget(self.ladder)
        column.addWidget(across, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def verbs(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "reprint": self._reprint,
            "correct": self._open_correct,
            "withdraw": self._open_withdraw,
            "hand_over": self._open_hand_over,
            "attach": self._open_attach,
            "void": self._open_void,
            "postpone": self._open_postpone,
            "continue": self._continue,
            "back": self._back,
        }

    def scene(self, scene: ActContext) -> ActContext:
        """The status of the dossier shown."""
        status = self.view.dossier.status if self.view else None
        return ActContext(page=scene.page, open=scene.open, training=scene.training, dossier=status)

    def come(self, what: object) -> None:
        """Show the dossier of this id."""
        if isinstance(what, str):
            what = Opening(dossier=DossierId(what))  # type: ignore[arg-type] # a subject id by construction
        if isinstance(what, Opening):
            self._close_sheet()
            dossier, by, words = what.dossier, what.by, what.words
            self.jobs.ask(self, lambda work: work.dossiers.opened(dossier, by, words), self.show_dossier)

    def merged(self, subjects: "frozenset[SubjectId]") -> None:
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

    def _ask_again(self) -> None:
        if self.view is not None:
            id_ = self.view.dossier.id
            self.jobs.ask(self, lambda work: work.dossiers.one(id_), self.show_dossier, newest="dossier")

    def escape(self) -> bool:
        """Close the sheet, else go back to the list."""
        if self._stack.currentIndex():
            self._close_sheet()
        else:
            self._back()
        return True

    def show_dossier(self, view: "DossierView") -> None:
        """Show this one."""
        if view == self.view:
            return
        other = self.view is None or self.view.dossier.id != view.dossier.id
        self.view = view
        dossier = view.dossier
        self._code.setText(dossier.code or dossier.slip or "Hồ sơ")
        self._status.show_status(dossier.status)
        procedure = dossier.intake.procedure if dossier.intake else None
        case = f" · {procedure.case_name}" if procedure and procedure.case_name else ""
        self._procedure.setText(f"{procedure.name}{case}" if procedure else "")
        self.ladder.show_ladder(view.ladder)
        self.files.show_files(dossier.files)
        for area, part in ((self._facts, facts(dossier)), (self._history, history(view.told))):
            where = 0 if other else area.verticalScrollBar().value()
            area.setWidget(part)
            part.setAutoFillBackground(False)
            area.verticalScrollBar().setValue(where)
        for dispute in dossier.disputes:
            self.banners.show_banner("bad", f"Cần người xem lại: {DISPUTE[dispute.kind]} (máy {dispute.device}).")
        self.scene_changed.emit()

    # ---- verbs -------------------------------------------------------------------------------------------

    def _changed(self, view: "DossierView") -> None:
        self._close_sheet()
        self.show_dossier(view)
        self.banners.show_banner("good", view.told[-1].sentence)

    def _reprint(self) -> None:
        if self.view is not None:
            id_ = self.view.dossier.id
            self.jobs.ask(self, lambda work: work.prints.paper_again(id_), self._written)

    def _written(self, paper: "Paper") -> None:
        self.papers.send(paper, self._printed)

    def _printed(self, sent: Sent) -> None:
        if sent.trouble is not None:
            self.banners.show_banner("warn", trouble_words(sent), "In lại", self._reprint)
        elif sent.printed is not None:
            self.banners.show_banner("good", f"Lần {sent.printed.copy}. {out_words(sent.printed, sent.printed.where)}")
        if self.view is not None and self.view.dossier.id == sent.paper.subject:
            self._ask_again()

    def _open_correct(self) -> None:
        if self.view is not None and self.view.dossier.intake is not None:
            self._stack.setCurrentIndex(self._sheets["correct"])
            self.correcting.open(self.view.dossier.intake)

    def _correct(self) -> None:
        if self.view is not None:
            id_ = self.view.dossier.id
            correction, procedure = self.correcting.correction, self.correcting.procedure.text
            self.jobs.ask(self, lambda work: work.dossiers.correct(id_, correction, procedure), self._changed)

    def _open_withdraw(self) -> None:
        self._stack.setCurrentIndex(self._sheets["withdraw"])
        self.withdraw_reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _withdraw(self) -> None:
        if self.view is not None:
            id_, reason = self.view.dossier.id, self.withdraw_reason.text
            self.jobs.ask(self, lambda work: work.dossiers.withdraw(id_, reason), self._changed)

    def _open_hand_over(self) -> None:
        if self.view is not None and self.view.dossier.intake is not None:
            self.receiver.put(self.view.dossier.intake.submitter.full_name)
            self._stack.setCurrentIndex(self._sheets["hand_over"])
            self.receiver.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.receiver.edit.selectAll()

    def _hand_over(self) -> None:
        if self.view is not None:
            id_, to, note = self.view.dossier.id, self.receiver.text, self.receipt_note.text
            self.jobs.ask(self, lambda work: work.dossiers.hand_over(id_, to, note), self._changed)

    def _open_void(self) -> None:
        self._open_exception("void", self.voiding)

    def _open_postpone(self) -> None:
        self._open_exception("postpone", self.postponing)

    def _open_exception(self, name: str, part: ExceptionPart) -> None:
        if self.view is not None:
            self._stack.setCurrentIndex(self._sheets[name])
            part.open()
            id_ = self.view.dossier.id
            self.jobs.ask(self, lambda work: work.dossiers.seconds(id_), self._seconds_found, part.refuse)

    def _seconds_found(self, found: "tuple[tuple[Second, ...], tuple[str, ...], tuple[str, ...]]") -> None:
        people, void, postpone = found
        self.voiding.offer(people, void)
        self.postponing.offer(people, postpone)

    @Slot(str, str)
    def _void(self, second: ClerkId, secret: str) -> None:
        self._confirm(self.voiding, None, second, secret)

    @Slot(str, str)
    def _postpone(self, second: ClerkId, secret: str) -> None:
        self._confirm(self.postponing, self.postponing.due_at, second, secret)

    def _confirm(self, part: ExceptionPart, due_at: datetime | None, second: ClerkId, secret: str) -> None:
        if self.view is not None:
            id_, reason = self.view.dossier.id, part.reason.text

            def then(work: "OpenDesk", tried: "Try", fits: bool, _: str) -> "DossierView":
                return work.dossiers.confirm(id_, due_at, reason, tried, fits=fits)

            self._proving.prove(
                lambda work: work.dossiers.begin_second(id_, second, due_at, reason),
                secret,
                then,
                self._changed,
                part.refuse,
            )

    def _open_attach(self) -> None:
        if self.view is not None:
            self._stack.setCurrentIndex(self._sheets["attach"])
            self.attaching.open(self.view.dossier)

    @Slot(object, str)
    def _attach(self, paths: tuple[Path, ...], paper: str) -> None:
        if self.view is not None:
            id_ = self.view.dossier.id
            self.jobs.ask(self, lambda work: work.dossiers.attach(id_, paths, paper), self._changed)

    @Slot(object)
    def _open_file(self, file: FileAttached) -> None:
        self.jobs.ask(self, lambda work: work.dossiers.readable(file), self._show_file)

    def _show_file(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.banners.show_banner("warn", f"Máy này không có chương trình mở tệp {path.name}.")

    def _continue(self) -> None:
        if self.view is not None:
            self.wanted.emit("counter", self.view.dossier.id)

    def _back(self) -> None:
        self.wanted.emit("dossiers", None)

    @Slot()
    def _close_sheet(self) -> None:
        self._stack.setCurrentIndex(0)

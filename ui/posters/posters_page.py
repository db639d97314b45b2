"""The posters of procedures: which hang, which are out of date, and writing those that are to be put up."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from models.events import POSTERS
from models.words.money_words import in_figures
from ui.actions import Act, ActContext
from ui.core.jobs import AskDesk, Jobs, Reason
from ui.core.words import tone_of, why
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import label, row
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_pdf
from ui.widgets.file_progress import FileProgress
from ui.widgets.marks import Marks
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.posters.writing import PosterFile, PosterSize
    from desk.views.posters import PosterRow
    from models.ids import SubjectId

_QUEUE = "posters"
_ICON = {"warn": "paper", "bad": "clock", "good": "check"}
_EMPTY = "Chưa có thủ tục nào để niêm yết."


def _columns(marks: "Callable[[], Marks[PosterRow]]") -> "tuple[ListColumn[PosterRow], ...]":
    return (
        Marks.column(marks),
        ListColumn(head="Mã thủ tục", words=lambda one: one.procedure, width=110),
        ListColumn(head="Thủ tục", words=lambda one: one.name, width=320),
        ListColumn(head="Treo ở", words=lambda one: one.place, width=170, gives_way=1),
        ListColumn(
            head="Tình trạng",
            words=lambda one: one.state,
            width=230,
            icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
        ),
        ListColumn(head="In lúc", words=lambda one: one.written, width=204, quiet=True, gives_way=2),
    )


class PostersPage(Page):
    """The list; what is marked is written, and with nothing marked all that is due."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        columns = _columns(lambda: self.marks)
        self.rows: RowsModel[PosterRow] = RowsModel(columns, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Tờ niêm yết")
        self.table.setModel(self.rows)
        self.marks: Marks[PosterRow] = Marks(self.table, self.rows, lambda one: one.key)
        dress_table(self.table, stretched=2)
        RoomForColumns(self.table, columns)
        self._count = label("", "small")
        self._empty = label(_EMPTY, "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.writing = FileProgress()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self.context_changed)
        self.marks.changed.connect(self.context_changed)

    def _lay_out(self) -> None:
        out = QWidget()
        booklet = KeyButton(self.acts["posters_booklet"], "quiet")
        out.setLayout(Flow(booklet, KeyButton(self.acts["posters_a3"]), KeyButton(self.acts["posters_a4"], "primary")))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Tờ niêm yết thủ tục", "page"), self._count, 1, out, gap=12))
        column.addWidget(self.writing)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        fit_table(self.table, self.rows.columns)
        self._show(())

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        from desk.posters.writing import PosterSize  # noqa: PLC0415 - reportlab loads with the first paper

        return {
            "posters_a4": partial(self._ask_name, PosterSize.A4),
            "posters_a3": partial(self._ask_name, PosterSize.A3),
            "posters_booklet": partial(self._ask_name, PosterSize.A4, booklet=True),
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether anything can be written."""
        return replace(context, do_it=bool(self.rows.rows) and not self.writing.is_writing)

    def page_shown(self, what: object) -> None:
        """Ask anew: the catalogue or the settings may have changed."""
        del what
        self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Written at another desk."""
        if self.isVisible() and any(subject.startswith(POSTERS) for subject in subjects):
            self._ask()

    def escape(self) -> bool:
        """What is being written is given up; then marks go."""
        if self.writing.is_writing:
            self.writing.stop()
            return True
        had = bool(self.marks.count)
        self.marks.clear()
        return had

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.posters.rows(), self._show)

    def _show(self, rows: "tuple[PosterRow, ...]") -> None:
        self.marks.keep({one.key for one in rows})
        show_rows(self.table, self.rows, rows, lambda one: one.key)
        due = sum(one.due for one in rows)
        said = f"{in_figures(len(rows))} tờ, {in_figures(due)} tờ cần in" if due else f"{in_figures(len(rows))} tờ"
        self._count.setText(said if rows else "")
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.context_changed.emit()

    # ---- writing -----------------------------------------------------------------------------------------

    def _ask_name(self, size: "PosterSize", *, booklet: bool = False) -> None:
        name = "tap-thu-tuc.pdf" if booklet else f"niem-yet-{size.value}.pdf"
        ask_pdf(self, "Ghi tờ niêm yết ra tệp", lambda path: self.write_to(Path(path), size, booklet=booklet), name)

    def write_to(self, out: Path, size: "PosterSize", *, booklet: bool = False) -> None:
        """Write what is marked, or all that is due; a booklet has every procedure."""
        if self.writing.is_writing:
            return
        marked = frozenset((one.procedure, one.hamlet) for one in self.marks.chosen() if self.marks.has(one))
        stopped = self.writing.begin()

        def written(ask: AskDesk) -> "PosterFile | None":
            from desk.posters.writing import page_job, record_posters, write_posters  # noqa: PLC0415 - likewise

            job = ask(lambda work: work.posters.with_desk(lambda desk: page_job(desk, marked, size, booklet=booklet)))
            done = write_posters(job, out, on_progress=self.writing.progressed.emit, stopped=stopped.is_set)
            if done is not None:
                ask(lambda work: work.posters.with_desk(lambda desk: record_posters(desk, job)))
            return done

        self.context_changed.emit()
        self.jobs.run_with_desk(self, written, self._written, self._not_written, queue=_QUEUE)

    def _written(self, written: "PosterFile | None") -> None:
        self._over()
        if written is None:
            self.banners.show_banner("info", "Đã dừng ghi tờ niêm yết; không có tệp nào được tạo.")
            return
        self.marks.clear()
        self.banners.show_banner(
            "good",
            f"Đã ghi {in_figures(written.posters)} tờ, {in_figures(written.pages)} trang, tệp {written.file.name}.",
        )
        self._ask()

    def _not_written(self, reason: Reason) -> None:
        self._over()
        self.banners.show_banner(tone_of(reason), why(reason))

    def _over(self) -> None:
        self.writing.end()
        self.context_changed.emit()

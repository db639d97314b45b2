"""Where to go today: the people in the order of the route, and of the chosen one all that is needed at the door."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.words.visits.visit import NO_VISITS_TODAY, money_to_take
from models.events import VISIT
from models.ids import DOSSIER, SubjectId
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners
from ui.shell.page import FormWanted, Opening, Page, ReturnWanted
from ui.shell.page_prints import PagePrints
from ui.visits.missed_part import MissedPart, day_typed
from ui.widgets.basic import frame, label, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import go_to_red, wrong_words
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table

if TYPE_CHECKING:
    from desk.intake.intake import IntakeForm
    from desk.views.view_models import AtWork
    from desk.views.visits.visit import CrossedDossier, VisitActDone, VisitCard, VisitDay
    from ui.visits.photographing_part import PhotographingPart

_ICON = {"bad": "warn", "warn": "clock", "good": "check"}
_NEXT_TRY = timedelta(days=2)
"""Proposed for the next try after nobody was met."""

_COLUMNS: "tuple[ListColumn[VisitCard], ...]" = (
    ListColumn(head="TT", words=lambda one: str(one.line.order or ""), width=44),
    ListColumn(head="Người", words=lambda one: one.line.name, width=176),
    ListColumn(head="Thôn", words=lambda one: one.line.hamlet, width=110, quiet=True, gives_way=2),
    ListColumn(head="Mang theo", words=lambda one: one.line.bring, width=130, gives_way=1),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.line.state,
        width=176,
        icon=lambda one: (_ICON.get(one.line.tone, ""), one.line.tone),
        tone=lambda one: (one.line.tone if one.line.tone == "bad" else "", False),
    ),
)
_CROSSED: "tuple[ListColumn[CrossedDossier], ...]" = (
    ListColumn(head="Mã hồ sơ", words=lambda one: one.code, width=206),
    ListColumn(head="Chủ hồ sơ", words=lambda one: one.owner, width=140, quiet=True, gives_way=1),
    ListColumn(head="Quầy và lượt tận nhà cùng sửa", words=lambda one: one.what, width=180),
)


class VisitsPage(Page):
    """The route at the left, the visit under the cursor at the right; beneath, what counter and visit changed both."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.rows: RowsModel[VisitCard] = RowsModel(_COLUMNS, "", self)
        self.table = QTableView()
        self.table.setAccessibleName("Các lượt của ngày theo thứ tự đi")
        self.table.setModel(self.rows)
        dress_table(self.table, stretched=3)
        RoomForColumns(self.table, _COLUMNS)
        self.crossed: RowsModel[CrossedDossier] = RowsModel(_CROSSED, "", self)
        self.crossed_table = QTableView()
        self.crossed_table.setAccessibleName("Hồ sơ quầy và lượt tận nhà cùng sửa")
        self.crossed_table.setModel(self.crossed)
        dress_table(self.crossed_table, stretched=len(_CROSSED) - 1)
        RoomForColumns(self.crossed_table, _CROSSED)
        self.missed = MissedPart(acts)
        self.missed.hide()
        self.photographing: PhotographingPart | None = None
        """Made when it is first opened: few machines have a camera."""
        self._photographed: dict[SubjectId, int] = {}
        """Of visits that were worked on: how much there was to be photographed when the sheet was last opened."""
        self._facts: VisitDay | None = None
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._chosen_changed)
        self.crossed_table.doubleClicked.connect(self._open_crossed)
        self.missed.away.connect(self._fold)

    def _lay_out(self) -> None:
        self._day = label("", "muted")
        head = row(Flow(label("Hôm nay đi đâu", "page"), self._day, gap=12))
        head.setStretch(0, 1)
        acts = [KeyButton(self.acts["visit_route"], "quiet", with_icon=True)]
        acts += [
            KeyButton(self.acts[one], kind, only_when_allowed=True)
            for one, kind in (
                ("visit_missed", "soft"),
                ("visit_done", "soft"),
                ("visit_photograph", "soft"),
                ("visit_give", "soft"),
                ("visit_take_in", "primary"),
            )
        ]
        head.addLayout(Flow(*acts))
        self._empty = label(NO_VISITS_TODAY, "muted", wrap=True)
        self._left_over = label("", "small", wrap=True)
        self._crossed_head = label(
            "Quầy và lượt tận nhà cùng sửa một hồ sơ: mở từng hồ sơ để chọn", "section", wrap=True
        )
        left, right = QWidget(), QWidget()
        route = QVBoxLayout(left)
        route.setContentsMargins(0, 0, 0, 0)
        route.setSpacing(8)
        route.addWidget(self.table, 3)
        route.addWidget(self._empty)
        route.addWidget(self._left_over)
        route.addWidget(self._crossed_head)
        route.addWidget(self.crossed_table, 1)
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(6)
        self._name, self._phone = label("", "page", wrap=True), label("", "strong", wrap=True)
        self._where, self._ground = label("", "", wrap=True), label("", "muted", wrap=True)
        self._todo_head, self._todo = label("Tiếp nhận", "section"), label("", "", wrap=True)
        self._bring_head, self._bring = label("Mang theo", "section"), label("", "", wrap=True)
        self._changed, self._note = label("", "strong", wrap=True), label("", "muted", wrap=True)
        for one in (
            self._name,
            self._phone,
            self._where,
            self._ground,
            self._changed,
            self._todo_head,
            self._todo,
            self._bring_head,
            self._bring,
            self._note,
        ):
            inside.addWidget(one)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(self.missed)
        self._beside = beside
        beside.addWidget(self._card)
        beside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        self._columns = Columns(left, scrolled(right), weights=(3, 2), abreast=1000)
        whole.addWidget(self._columns, 1)
        fit_table(self.table, _COLUMNS)
        fit_table(self.crossed_table, _CROSSED)
        self._show_nothing()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "visit_take_in": self._take_in,
            "visit_give": self._give,
            "visit_photograph": self._open_photographing,
            "visit_photographed": self._photographed_all,
            "visit_done": self._done,
            "visit_missed": self._open_missed,
            "visit_say": self._say_missed,
            "visit_route": self._print_route,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether a visit that is not ended is chosen, and whether something is to be given there."""
        chosen = self.chosen
        is_open = chosen is not None and chosen.line.is_open and not self.acting
        brings = chosen is not None and any(one.ready for one in chosen.results)
        sheet = "missed" if self.missed.isVisibleTo(self) else "photographs" if self._photographs else ""
        shows = chosen is not None and bool(chosen.photographs)
        return replace(context, chosen=is_open, shelved=brings, sheet=sheet, do_it=shows)

    @property
    def _photographs(self) -> bool:
        """Whether papers are photographed now."""
        return self.photographing is not None and self.photographing.isVisibleTo(self)

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew."""
        super().show_clerk(state)
        self._show_nothing()

    def page_shown(self, what: object) -> None:
        """Ask; ``what``: a visit that was worked on elsewhere and is shown again, its papers photographed."""
        back = SubjectId(what) if isinstance(what, str) and what.startswith(VISIT) else None
        self._ask(back)
        if back is not None:
            self.jobs.ask(self, lambda work: work.dossiers.camera(), partial(self._came_back, back))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Visits planned elsewhere, dossiers of theirs."""
        if self.isVisible() and any(subject.startswith((VISIT, DOSSIER)) for subject in subjects):
            self._ask()

    def escape(self) -> bool:
        """Close what is folded out."""
        if not (self.missed.isVisibleTo(self) or self._photographs):
            return False
        self._fold()
        return True

    @property
    def chosen(self) -> "VisitCard | None":
        """The visit under the cursor."""
        at = self.table.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self, then: SubjectId | None = None) -> None:
        chosen = self.chosen
        keep = then or (chosen.line.id if chosen is not None else None)
        self.jobs.ask(self, lambda work: work.visits.day(), partial(self._show, keep), newest="visits")

    def _show(self, keep: SubjectId | None, facts: "VisitDay") -> None:
        self._facts = facts
        self._day.setText(" · ".join(filter(None, (facts.words, facts.laptop, _progress(facts)))))
        at = max(0, self.table.currentIndex().row())
        self.table.selectionModel().blockSignals(True)  # the visit in front stays: nothing folds in between
        self.rows.put(facts.visits, None)
        self.table.selectionModel().blockSignals(False)
        self.crossed.put(facts.crossed, None)
        left = "; ".join(f"{one.name} ({one.day})" for one in facts.left)
        self._left_over.setText(f"Ngày trước chưa ghi kết quả: {left}" if left else "")
        if facts.visits:
            found = [number for number, one in enumerate(facts.visits) if one.line.id == keep]
            row_ = _next_open(facts, found[0]) if found else min(at, len(facts.visits) - 1)
            self.table.setCurrentIndex(self.rows.index(row_, 0))
        self._show_parts()

    def _show_nothing(self) -> None:
        self._facts = None
        self.rows.put((), None)
        self.crossed.put((), None)
        self._day.setText("")
        self._left_over.setText("")
        self._show_parts()

    def _show_parts(self) -> None:
        self._empty.setVisible(not self.rows.rows)
        self._left_over.setVisible(bool(self._left_over.text()))
        for one in (self._crossed_head, self.crossed_table):
            one.setVisible(bool(self.crossed.rows))
        self._show_card()
        self.context_changed.emit()

    @Slot()
    def _chosen_changed(self) -> None:
        card = self.chosen
        sheet = self.photographing if self._photographs else self.missed
        if card is None or sheet is None or card.line.id != sheet.visit:
            self._fold()
        self._show_card()

    def _show_card(self) -> None:
        card = self.chosen
        self._card.setVisible(card is not None)
        if card is None:
            return
        line = card.line
        said = (
            (self._name, line.name),
            (self._phone, f"ĐT {line.phone}" if line.phone else ""),
            (self._where, ", ".join(dict.fromkeys(filter(None, (line.address or line.hamlet,))))),
            (self._ground, " · ".join(filter(None, (line.ground, *card.tries)))),
            (self._changed, "\n".join(card.changed)),
            (self._todo, _todo(card)),
            (self._bring, _bring(card)),
            (self._note, f"Ghi chú: {line.note}" if line.note else ""),
        )
        for part, words in said:
            part.setText(words)
            part.setVisible(bool(words))
        self._todo_head.setVisible(bool(self._todo.text()))
        self._bring_head.setVisible(bool(self._bring.text()))

    # ---- verbs -------------------------------------------------------------------------------------------

    def _take_in(self) -> None:
        """The counter's form with what is known; of several procedures the first that is not taken in."""
        card = self.chosen
        if card is None:
            return
        visit, codes = card.line.id, [one.code for one in card.procedures]
        code = codes[min(len(card.taken), len(codes) - 1)] if codes else ""
        self.jobs.ask(self, lambda work: work.visits.begin_intake(visit, code), self._begun)

    def _begun(self, form: "IntakeForm") -> None:
        self.wanted.emit("counter", FormWanted(form=form))

    def _give(self) -> None:
        card = self.chosen
        ready = [one for one in card.results if one.ready] if card is not None else []
        if card is not None and ready:
            self.wanted.emit("returns", ReturnWanted(code=ready[0].code, visit=card.line.id))

    def _done(self) -> None:
        card = self.chosen
        if card is not None:
            visit = card.line.id
            self.act(lambda work: work.visits.done(visit, ""), self._said)

    def _open_missed(self) -> None:
        card = self.chosen
        if card is not None and self._facts is not None:
            self.missed.open_for(card.line.id, card.line.name, self._facts.day + _NEXT_TRY)
            self.missed.show()
            self.missed.next_on.edit.setFocus()
            self.context_changed.emit()

    def _came_back(self, visit: SubjectId, camera: int) -> None:
        """With a camera what was just taken in, or signed for, is photographed next, without a further key."""
        card = self.chosen
        waits = len(card.photographs) if card is not None and card.line.id == visit else 0
        if camera >= 0 and waits and self._photographed.get(visit) != waits:
            self._open_photographing()

    def _photographed_all(self) -> None:
        if self.photographing is not None:
            self.photographing.keep_shown()
        self._fold()

    def _open_photographing(self) -> None:
        card = self.chosen
        if card is None:
            return
        if self.photographing is None:
            from ui.visits.photographing_part import PhotographingPart  # noqa: PLC0415 - few machines have a camera

            self.photographing = PhotographingPart(self.jobs, self.acts)
            self.photographing.away.connect(self._fold)
            self.photographing.kept.connect(self._photograph_kept)
            self._beside.insertWidget(0, self.photographing)
        self._photographed[card.line.id] = len(card.photographs)
        self.missed.hide()
        self.photographing.open_for(card.line.id, card.photographs)
        self.context_changed.emit()

    @Slot()
    def _photograph_kept(self) -> None:
        self.recorded.emit()

    @Slot()
    def _fold(self) -> None:
        if self.missed.isVisibleTo(self) or self._photographs:
            self.missed.hide()
            if self.photographing is not None:
                self.photographing.hide()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    def _say_missed(self) -> None:
        part = self.missed
        red = go_to_red(part)
        if red is not None:
            self.banners.show_banner("warn", wrong_words(red))
        else:
            visit, day, at, note = part.visit, day_typed(part.next_on.text), part.next_at.text, part.note.text
            self.act(lambda work: work.visits.missed(visit, day, at, note), self._said)

    def _print_route(self) -> None:
        if self._facts is not None:
            day = self._facts.day
            self.jobs.ask(self, lambda work: work.visits.route_paper(day), self.prints.send)

    def _said(self, done: "VisitActDone") -> None:
        self.missed.visit = SubjectId("")
        self._fold()
        self.banners.show_banner("good", done.sentence)
        if done.job is not None:
            self.prints.send(done.job)
        self._ask()
        self.recorded.emit()

    @Slot(QModelIndex)
    def _open_crossed(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.crossed.rows):
            self.wanted.emit("dossier", Opening(dossier=self.crossed.rows[index.row()].dossier))


def _progress(facts: "VisitDay") -> str:
    """``"3 lượt, còn 2"``."""
    left = sum(one.line.is_open for one in facts.visits)
    return f"{len(facts.visits)} lượt, còn {left}" if facts.visits else ""


def _next_open(facts: "VisitDay", at: int) -> int:
    """The visit itself while it is open, else the next one of the route that is."""
    later = [n for n in range(at, len(facts.visits)) if facts.visits[n].line.is_open]
    return later[0] if later else at


def _todo(card: "VisitCard") -> str:
    lines = []
    for one in card.procedures:
        lines.append(one.name)
        lines += [f"   – {paper}" for paper in one.papers]
        if one.several:
            lines.append("   – giấy tờ khác tùy trường hợp")
    if card.taken:
        lines.append(f"Đã tiếp nhận: {', '.join(card.taken)}")
    return "\n".join(lines)


def _bring(card: "VisitCard") -> str:
    said = []
    for one in card.results:
        place = f"ngăn {one.place}" if one.place and one.ready else ""
        state = "đã trả" if one.returned else ""
        said.append(" · ".join(filter(None, (one.code, one.procedure, place, money_to_take(one.owes), state))))
    return "\n".join(said)

"""Requests to come to people's homes, and on which day, with which laptop and officer somebody goes."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from models.events import VISIT, VisitGround
from models.ids import ClerkId, DeviceId, SubjectId
from models.procedure import Procedure
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners, announce
from ui.shell.page import Page
from ui.shell.page_prints import PagePrints
from ui.visits.missed_part import judge_day
from ui.visits.request_part import RequestPart
from ui.widgets import input_parsing
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import KeyButton, PickList
from ui.widgets.columns import Columns, Flow
from ui.widgets.dialogs import ask_file
from ui.widgets.field import Field, go_to_red, wrong_words
from ui.widgets.marks import Marks, marked_words
from ui.widgets.sheet import FoldOutSheet
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.views.view_models import AtWork
    from desk.views.visits.visit import VisitActDone, VisitFields, VisitLine, VisitPlanning
    from models.subjects.visits.entitled_person import EntitledPerson

_ICON = {"bad": "warn", "warn": "clock", "good": "check"}


def _waits(one: "VisitLine") -> str:
    """That nobody has said what became of it, else when the person would like it, else since when it waits."""
    if one.day:
        return f"chưa ghi, {one.day}"
    return f"mong {one.wished}" if one.wished else one.state


def _waiting(marks: "Callable[[], Marks[VisitLine]]") -> "tuple[ListColumn[VisitLine], ...]":
    return (
        Marks.column(marks),
        ListColumn(head="Thôn", words=lambda one: one.hamlet, width=110),
        ListColumn(head="Người", words=lambda one: one.name, width=150),
        ListColumn(head="Việc", words=lambda one: one.todo, width=140, quiet=True, gives_way=1),
        ListColumn(
            head="Tình trạng",
            words=_waits,
            width=130,
            icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
        ),
    )


_ROUTE: "tuple[ListColumn[VisitLine], ...]" = (
    ListColumn(head="TT", words=lambda one: str(one.order or ""), width=44),
    ListColumn(head="Thôn", words=lambda one: one.hamlet, width=100, quiet=True, gives_way=1),
    ListColumn(head="Người", words=lambda one: one.name, width=150),
    ListColumn(head="Ai đi", words=lambda one: one.with_, width=110, gives_way=2),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=140,
        icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
        tone=lambda one: (one.tone if one.tone == "bad" else "", False),
    ),
)


class _CancelPart(FoldOutSheet):
    """Why nobody goes there any more."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.who = label("", "section", wrap=True)
        self.reason = Field("Lý do", hint="người dân đã tự đến quầy, không cần nữa…")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.who)
        inside.addWidget(self.reason)
        inside.addLayout(self.foot(KeyButton(acts["visit_cancel_go"], "danger")))


class VisitPlanningPage(Page):
    """Requests at the left, the route of the day in front at the right; a request or a reason folds out above."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        columns = _waiting(lambda: self.marks)
        self.waiting: RowsModel[VisitLine] = RowsModel(columns, "", self)
        self.waiting_table = _table("Yêu cầu chờ xếp ngày", self.waiting, columns, stretched=3)
        self.route: RowsModel[VisitLine] = RowsModel(_ROUTE, "", self)
        self.route_table = _table("Các lượt của ngày đang xếp", self.route, _ROUTE, stretched=2)
        self.marks: Marks[VisitLine] = Marks(self.waiting_table, self.waiting, lambda one: one.id)
        self.day = Field("Ngày đi", hint="1/12/2026", judge=judge_day)
        self.laptop = PickList("Máy mang theo")
        self.officer = PickList("Cán bộ đi")
        self.request = RequestPart(acts)
        self.cancel = _CancelPart(acts)
        self._facts: VisitPlanning | None = None
        self._cancelled = SubjectId("")
        """Whose reason is being written down; what was typed stays until another one is chosen."""
        self._in_route = False
        """The keys were last in the route, not in what waits."""
        self._lay_out()
        self._show_nothing()
        for table in (self.waiting_table, self.route_table):
            table.selectionModel().currentRowChanged.connect(self.context_changed)
            table.installEventFilter(self)
        self.marks.changed.connect(self._marked)
        self.day.left.connect(self._day_typed)
        self.request.away.connect(self._fold)
        self.cancel.away.connect(self._fold)
        self.request.people_asked.connect(self._ask_people)
        self.request.procedures_asked.connect(self._ask_procedures)

    def _lay_out(self) -> None:
        head = row(Flow(label("Xếp lượt tận nhà", "page"), label("Ai cần đến, ngày nào đi?", "muted"), gap=12))
        head.setStretch(0, 1)
        acts = [KeyButton(self.acts[one], "quiet") for one in ("visit_plan_paper", "visit_people")]
        acts += [KeyButton(self.acts["visit_ask"], "soft", with_icon=True)]
        acts += [KeyButton(self.acts["visit_plan"], "primary", with_icon=True)]
        head.addLayout(Flow(*acts))
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        plan = row(self.day, _named(self.laptop), _named(self.officer), gap=12)
        for at in range(3):
            plan.setStretch(at, 1)
        inside.addLayout(plan)
        self._days = label("", "small", wrap=True)
        inside.addWidget(self._days)
        self._waiting_head, self._route_head = label("", "section"), label("", "section")
        changes = row(self._waiting_head, 1, gap=8)
        for one in ("visit_change", "visit_cancel"):
            changes.addWidget(KeyButton(self.acts[one], "quiet", only_when_allowed=True))
        moves = row(self._route_head, 1, gap=8)
        for one in ("visit_up", "visit_down", "visit_off"):
            moves.addWidget(KeyButton(self.acts[one], "quiet", only_when_allowed=True))
        left, right = QWidget(), QWidget()
        for part, top, table in (
            (left, changes, self.waiting_table),
            (right, moves, self.route_table),
        ):
            lines = QVBoxLayout(part)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(8)
            lines.addLayout(top)
            lines.addWidget(table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._card)
        whole.addWidget(self.request)
        whole.addWidget(self.cancel)
        self._columns = Columns(left, right, weights=(1, 1), abreast=1000)
        whole.addWidget(self._columns, 1)
        self.request.hide()
        self.cancel.hide()

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "visit_plan": self._plan,
            "visit_off": self._take_off,
            "visit_up": lambda: self._move(-1),
            "visit_down": lambda: self._move(1),
            "visit_ask": self._open_request,
            "visit_change": self._open_change,
            "visit_save": self._save_request,
            "visit_cancel": self._open_cancel,
            "visit_cancel_go": self._cancel,
            "visit_people": self._ask_list,
            "visit_plan_paper": self._print_route,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether a visit is chosen, and what is folded out."""
        sheet = "request" if self.request.isVisibleTo(self) else "cancel" if self.cancel.isVisibleTo(self) else ""
        chosen = self.chosen if not self.acting else []
        planned = bool(chosen) and (self._in_route or all(one.day for one in chosen))
        return replace(context, chosen=bool(chosen), shelved=planned, sheet=sheet)

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew; what was typed is the last one's."""
        super().show_clerk(state)
        self.marks.clear()
        self.request.clear()
        self._show_nothing()

    def page_shown(self, what: object) -> None:
        """Ask anew."""
        del what
        self._ask()
        self.waiting_table.setFocus(Qt.FocusReason.OtherFocusReason)

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Requests and plans of other machines."""
        if self.isVisible() and any(subject.startswith(VISIT) for subject in subjects):
            self._ask()

    def escape(self) -> bool:
        """What is folded out, then marks."""
        if self.request.isVisibleTo(self) or self.cancel.isVisibleTo(self):
            self._fold()
            return True
        if not self.marks.count:
            return False
        self.marks.clear()
        return True

    @property
    def chosen(self) -> "list[VisitLine]":
        """What an act works on: the line of the route, where the keys were last; else the marked ones."""
        if self._in_route:
            at = self.route_table.currentIndex().row()
            return [self.route.rows[at]] if 0 <= at < len(self.route.rows) else []
        return self.marks.chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Which of the two lists an act works on: the one that last had the keys."""
        if event.type() is QEvent.Type.FocusIn and watched in {self.waiting_table, self.route_table}:
            self._in_route = watched is self.route_table
            self.context_changed.emit()
        return super().eventFilter(watched, event)

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        day = self._day_in_front()
        self.jobs.ask(self, lambda work: work.visits.planning(day), self._show, newest="visit_planning")

    def _day_in_front(self) -> date | None:
        try:
            return input_parsing.day(self.day.text)
        except ValueError:
            return None

    def _show(self, facts: "VisitPlanning") -> None:
        first = self._facts is None
        self._facts = facts
        if not self.day.text:
            self.day.put(f"{facts.day:%d/%m/%Y}")
        self.laptop.offer(facts.laptops)
        if first and facts.here is not None:
            self.laptop.choose(facts.here)
        self.officer.offer(facts.officers)
        ahead = f"Đã xếp: {'; '.join(facts.days)}" if facts.days else "Chưa xếp ngày nào."
        listed = f"danh sách của xã: {facts.listed} người" if facts.listed else ""
        self._days.setText(" · ".join(filter(None, (ahead, listed))))
        self.marks.keep({one.id for one in facts.waiting})
        for rows, table, lines in (
            (self.waiting, self.waiting_table, facts.waiting),
            (self.route, self.route_table, facts.visits),
        ):
            show_rows(table, rows, lines, lambda one: one.id)
        self._waiting_head.setText(f"Chờ xếp ngày ({len(facts.waiting)})")
        self._route_head.setText(f"{facts.words[:1].upper()}{facts.words[1:]} ({len(facts.visits)})")
        self.context_changed.emit()

    def _show_nothing(self) -> None:
        self._facts = None
        self.waiting.put((), None)
        self.route.put((), None)
        self._waiting_head.setText("Chờ xếp ngày")
        self._route_head.setText("")
        self._days.setText("")
        self.context_changed.emit()

    @Slot()
    def _day_typed(self) -> None:
        if not self.day.is_wrong and self._facts is not None and self._day_in_front() not in {None, self._facts.day}:
            self._ask()

    @Slot()
    def _marked(self) -> None:
        announce(self.waiting_table, marked_words(self.marks.count, "lượt"), at_once=False)
        self.context_changed.emit()

    @Slot(str)
    def _ask_people(self, typed: str) -> None:
        self.jobs.ask(self, lambda work: work.visits.offered(typed), self._people_found, newest="visit_people")

    def _people_found(self, people: "tuple[EntitledPerson, ...]") -> None:
        self.request.offer_people(people)

    @Slot(str)
    def _ask_procedures(self, typed: str) -> None:
        self.jobs.ask(self, lambda work: work.intake.procedures(typed), self._procedures_found, newest="procedures")

    def _procedures_found(self, found: list[Procedure]) -> None:
        self.request.offer_procedures(found)

    # ---- verbs -------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        """The marked visits, else the one under the cursor, go on the day above."""
        red = go_to_red(self._card)
        day = self._day_in_front()
        if red is not None or day is None:
            self.banners.show_banner("warn", wrong_words(red) if red is not None else "Ghi ngày đi.")
            return
        ids = [one.id for one in self.chosen]
        laptop = DeviceId(self.laptop.value) if isinstance(self.laptop.value, int) else None
        officer = ClerkId(str(self.officer.value or ""))
        self.act(lambda work: work.visits.plan(ids, day, laptop, officer), self._said)

    def _take_off(self) -> None:
        ids = [one.id for one in self.chosen]
        self.act(lambda work: work.visits.take_off(ids), self._said)

    def _move(self, by: int) -> None:
        at = self.route_table.currentIndex().row()
        if 0 <= at < len(self.route.rows):
            visit = self.route.rows[at].id
            self.act(lambda work: work.visits.move(visit, by), self._moved)

    def _moved(self, done: object) -> None:
        del done  # the line keeps the cursor, wherever it lies now
        self._ask()

    def _open_request(self) -> None:
        if self.request.was is not None:
            self.request.clear()
        self._unfold_request()

    def _unfold_request(self) -> None:
        self._fold()
        self.request.show()
        self._card.hide()
        self.request.name.edit.setFocus()
        self.context_changed.emit()

    def _open_change(self) -> None:
        """What is written down of the chosen visit; what was typed for it before stays."""
        visit = self.chosen[0].id
        if visit == self.request.changes:
            self._unfold_request()
            return
        self.jobs.ask(self, lambda work: work.visits.fields(visit), partial(self._show_fields, visit))

    def _show_fields(self, visit: SubjectId, was: "VisitFields") -> None:
        self.request.put_right(visit, was)
        self._unfold_request()

    def _save_request(self) -> None:
        asked, visit, was = self.request.asked, self.request.changes, self.request.was
        if self._is_wrong(self.request):
            return
        if was is None:
            self.act(lambda work: work.visits.request(asked), self._requested)
        else:
            self.act(lambda work: work.visits.change(visit, was, asked), self._requested)

    def _is_wrong(self, part: FoldOutSheet) -> bool:
        """Whether something on it is red; then it is said, and the keys go there."""
        red = go_to_red(part)
        if red is not None:
            self.banners.show_banner("warn", wrong_words(red))
        return red is not None

    def _requested(self, done: "VisitActDone") -> None:
        self.request.clear()
        self._said(done)

    def _open_cancel(self) -> None:
        chosen = self.chosen
        if chosen:
            self._fold()
            if chosen[0].id != self._cancelled:
                self._cancelled = chosen[0].id
                self.cancel.who.setText(f"Hủy lượt đến nhà {chosen[0].name}?")
                self.cancel.reason.put("")
            self.cancel.show()
            self._card.hide()
            self.cancel.reason.edit.setFocus()
            self.context_changed.emit()

    def _cancel(self) -> None:
        visit, reason = self._cancelled, self.cancel.reason.text
        if not self._is_wrong(self.cancel):
            self.act(lambda work: work.visits.cancel(visit, reason), self._said)

    def _ask_list(self) -> None:
        ask_file(self, "Chọn danh sách của xã", self._list_chosen, "Danh sách (*.xlsx *.csv *.txt)")

    @Slot(str)
    def _list_chosen(self, name: str) -> None:
        self.import_list(Path(name))

    def import_list(self, path: Path) -> None:
        """Enter the people of this file; whose line names no ground gets the one chosen in the request's fields."""
        value = self.request.ground.value
        ground = value if isinstance(value, VisitGround) else None
        self.act(lambda work: work.visits.import_list(path, ground), self._said)

    def _print_route(self) -> None:
        if self._facts is not None:
            day = self._facts.day
            self.jobs.ask(self, lambda work: work.visits.route_paper(day), self.prints.send)

    @Slot()
    def _fold(self) -> None:
        self.request.hide()
        self.cancel.hide()
        self._card.show()
        self.waiting_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    def _said(self, done: "VisitActDone") -> None:
        self.marks.clear()
        self._fold()
        self.banners.show_banner("good", done.sentence)
        self._ask()
        self.recorded.emit()


def _named(chosen: PickList) -> QWidget:
    """A pick list below its name, as fields have it."""
    part = QWidget()
    box = QVBoxLayout(part)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(label(chosen.accessibleName(), "label"))
    box.addWidget(chosen)
    box.addStretch(1)
    return part


def _table(
    words: str, rows: "RowsModel[VisitLine]", columns: "tuple[ListColumn[VisitLine], ...]", *, stretched: int
) -> QTableView:
    table = QTableView()
    table.setAccessibleName(words)
    table.setModel(rows)
    dress_table(table, stretched=stretched)
    RoomForColumns(table, columns)
    fit_table(table, columns)
    return table

"""Mobile points (điểm lưu động), and slips printed before the trip: planned, opened, printed, accounted for."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QTableView, QVBoxLayout, QWidget

from desk.words.visits.mobile import SLIP_END
from models.events import MOBILE_POINT, PREPRINTED_SLIP, SlipEnd
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.shell.page_prints import PagePrints
from ui.widgets.basic import column, frame, label, row
from ui.widgets.buttons import KeyButton, Segments
from ui.widgets.columns import Flow
from ui.widgets.field import Field
from ui.widgets.input_parsing import count, day
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.mobile.points import PointPlan
    from desk.views.mobile.mobile_page import MobilePageFacts, PointLine, SlipLine, SlipsMade
    from models.ids import SubjectId

_POINTS: "tuple[ListColumn[PointLine], ...]" = (
    ListColumn(head="Ngày, giờ", words=lambda one: one.when, width=204),
    ListColumn(head="Nơi", words=lambda one: one.place, width=150, gives_way=2),
    ListColumn(head="Tình trạng", words=lambda one: one.state, width=148, tone=lambda one: ("", one.here)),
    ListColumn(head="Hồ sơ", words=lambda one: one.dossiers, width=64),
)
_SLIPS: "tuple[ListColumn[SlipLine], ...]" = (
    ListColumn(head="Số", words=lambda one: one.number, width=64),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state.capitalize(),
        width=120,
        tone=lambda one: (one.tone if one.tone in {"bad", "warn"} else "", False),
    ),
    ListColumn(head="Hồ sơ, lý do", words=lambda one: one.what, width=160, quiet=True, gives_way=1),
)


class MobilePage(Page):
    """Left the points with the fields of one, right the slips."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.points: RowsModel[PointLine] = RowsModel(_POINTS, "", self)
        self.slips: RowsModel[SlipLine] = RowsModel(_SLIPS, "", self)
        self.point_table, self.slip_table = QTableView(), QTableView()
        for table, model, columns, name, stretched in (
            (self.point_table, self.points, _POINTS, "Điểm lưu động", 1),
            (self.slip_table, self.slips, _SLIPS, "Phiếu in sẵn", 2),
        ):
            table.setAccessibleName(name)
            table.setModel(model)
            dress_table(table, stretched=stretched)
            RoomForColumns(table, columns)
            fit_table(table, columns)
        self.place = Field("Nơi tiếp nhận", name="", hint="Nhà văn hóa thôn…")
        self.address = Field("Địa chỉ", name="")
        self.on = Field("Ngày", name="", hint="15/12/2026")
        self.hours = Field("Từ – đến", name="", hint="08:00 - 11:00")
        self.results_place = Field("Trả kết quả tại", name="", hint="trống: tại cơ quan")
        self.results_at = Field("Trả kết quả lúc", name="", hint="22/12/2026 08:30")
        self.how_many = Field("Số phiếu cần in", name="", hint="20")
        self.number = Field("Số phiếu không dùng", name="", hint="bốn số, hoặc chọn một dòng")
        self.how = Segments("Phiếu không dùng vì", [(one, SLIP_END[one].capitalize()) for one in SlipEnd])
        self.reason = Field("Lý do", name="", hint="bắt buộc khi mất")
        self.note = label("", "muted")
        self._editing: SubjectId | None = None
        self._lay_out()
        self.point_table.selectionModel().currentRowChanged.connect(self._point_chosen)
        self.how_many.edit.returnPressed.connect(self._make_slips)

    def _lay_out(self) -> None:
        head = row(Flow(label("Điểm lưu động", "page"), self.note, gap=12))
        head.setStretch(0, 1)
        head.addLayout(
            Flow(
                KeyButton(self.acts["point_results"], "quiet", with_icon=True),
                KeyButton(self.acts["point_board"], "quiet", with_icon=True),
                KeyButton(self.acts["point_plan"]),
                KeyButton(self.acts["point_switch"], "primary", with_icon=True),
            )
        )
        fields = QGridLayout()
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(8)
        for place, field in enumerate(
            (self.place, self.address, self.on, self.hours, self.results_place, self.results_at)
        ):
            fields.addWidget(field, place // 2, place % 2)
        left = _card(label("Điểm", "section"), self.point_table, fields)
        close = KeyButton(self.acts["slips_close"])
        make = KeyButton(self.acts["slips_print"])
        right = _card(
            label("Phiếu in sẵn", "section"),
            self.slip_table,
            row(self.how_many, column(1, make)),
            self.how,
            row(self.number, self.reason),
            row(close),
        )
        across = row(left, right, gap=16)
        across.setStretch(0, 3)
        across.setStretch(1, 2)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 16, 24, 16)
        around.setSpacing(12)
        around.addLayout(head)
        around.addLayout(across, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "point_switch": self._switch,
            "point_plan": self._plan,
            "point_board": self._board,
            "point_results": self._results,
            "slips_print": self._make_slips,
            "slips_close": self._close_slips,
        }

    def context(self, context: ActContext) -> ActContext:
        """Whether a point is chosen, and whether it can be opened or closed."""
        chosen = self.chosen
        can = chosen is not None and (chosen.here or chosen.may_open) and not self.acting
        return replace(context, chosen=chosen is not None, do_it=can)

    @property
    def chosen(self) -> "PointLine | None":
        """The point under the cursor."""
        at = self.point_table.currentIndex().row()
        return self.points.rows[at] if 0 <= at < len(self.points.rows) else None

    def page_shown(self, what: object) -> None:
        """Ask anew."""
        del what
        self._ask()
        self.point_table.setFocus()

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Points and slips of other machines."""
        if self.isVisible() and any(one.startswith((MOBILE_POINT, PREPRINTED_SLIP)) for one in subjects):
            self._ask()

    def escape(self) -> bool:
        """Fields of a point that is being changed become those of a new one."""
        if self._editing is None:
            return False
        self._edit(None)
        return True

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.jobs.ask(self, lambda work: work.mobile.page(), self._show, newest="mobile")

    def _show(self, facts: "MobilePageFacts") -> None:
        show_rows(self.point_table, self.points, facts.points, lambda one: one.id)
        show_rows(self.slip_table, self.slips, facts.slips, lambda one: one.id)
        self.note.setText(f"Máy này đang làm ở {facts.here}." if facts.here else "Máy này đang làm tại cơ quan.")
        self.context_changed.emit()

    @Slot()
    def _point_chosen(self) -> None:
        self.context_changed.emit()
        chosen = self.chosen
        if chosen is not None and self._editing != chosen.id:
            self._edit(chosen)

    def _edit(self, line: "PointLine | None") -> None:
        """The fields tell this point, which "Ghi điểm" then changes; None = a new one."""
        plan = line.plan if line is not None else None
        self._editing = line.id if line is not None and plan is not None else None
        results_at = ""
        if plan is not None and plan.results_day is not None:
            results_at = f"{plan.results_day:%d/%m/%Y}" + (f" {plan.results_time:%H:%M}" if plan.results_time else "")
        for field, text in (
            (self.place, plan.place if plan else ""),
            (self.address, plan.address if plan else ""),
            (self.on, f"{plan.day:%d/%m/%Y}" if plan else ""),
            (self.hours, f"{plan.begins:%H:%M} - {plan.ends:%H:%M}" if plan else ""),
            (self.results_place, plan.results_place if plan else ""),
            (self.results_at, results_at),
        ):
            field.put(text)

    # ---- verbs -------------------------------------------------------------------------------------------

    def _plan(self) -> None:
        """The point that stands in the fields: the chosen one otherwise; after Esc, or at another place, a new one."""
        plan = self._read()
        if plan is None:
            return
        changed = self._editing if self.chosen is not None and self.chosen.place == plan.place else None
        self.act(lambda work: work.mobile.plan(plan, changed), self._done)

    def _read(self) -> "PointPlan | None":
        from desk.mobile.points import PointPlan  # noqa: PLC0415 - the desk's verbs load when one is wanted

        try:
            on = day(self.on.text)
            begins, ends = (_hour(part) for part in self.hours.text.replace("–", "-").split("-", 1))
            results_day, results_time = _moment(self.results_at.text)
        except ValueError:
            self.banners.show_banner("warn", "Ghi ngày như 15/12/2026, giờ như 08:00 - 11:00.")
            return None
        return PointPlan(
            place=self.place.text,
            day=on,
            begins=begins,
            ends=ends,
            address=self.address.text,
            results_place=self.results_place.text,
            results_day=results_day,
            results_time=results_time,
        )

    def _switch(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        here, id_ = chosen.here, chosen.id
        self.act(lambda work: work.mobile.close() if here else work.mobile.open(id_), self._done)

    def _board(self) -> None:
        if self.chosen is not None:
            id_ = self.chosen.id
            self.jobs.ask(self, lambda work: work.mobile.board(id_), self.prints.send)

    def _results(self) -> None:
        if self.chosen is not None:
            id_ = self.chosen.id
            self.jobs.ask(self, lambda work: work.mobile.results(id_), self.prints.send)

    @Slot()
    def _make_slips(self) -> None:
        try:
            wanted = count(self.how_many.text)
        except ValueError:
            self.banners.show_banner("warn", "Ghi số phiếu cần in.")
            self.how_many.edit.setFocus()
            return
        self.act(lambda work: work.mobile.make_slips(wanted), self._made)

    def _close_slips(self) -> None:
        at = self.slip_table.currentIndex().row()
        row_ = self.slips.rows[at].number if 0 <= at < len(self.slips.rows) else ""
        number, how, reason = self.number.text or row_, self.how.value, self.reason.text
        if number and isinstance(how, SlipEnd):
            self.act(lambda work: work.mobile.close_slips([number], how, reason), self._done)

    def _made(self, made: "SlipsMade") -> None:
        self.how_many.put("")
        self._done(made.sentence)
        self.prints.send_all(made.jobs)

    def _done(self, sentence: str) -> None:
        self.number.put("")
        self.reason.put("")
        if sentence:
            self.banners.show_banner("good", sentence)
        self._ask()
        self.recorded.emit()


def _hour(text: str) -> time:
    hours, _, minutes = text.strip().replace("h", ":").partition(":")
    return time(int(hours), int(minutes or 0))


def _moment(text: str) -> tuple[date | None, time | None]:
    """A day, perhaps with an hour behind it; nothing typed = neither."""
    if not text.strip():
        return None, None
    on, _, at = text.strip().partition(" ")
    return day(on), _hour(at) if at.strip() else None


def _card(*parts: "QWidget | QGridLayout | object") -> QWidget:
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    for part in parts:
        if isinstance(part, QWidget):
            inside.addWidget(part, 1 if isinstance(part, QTableView) else 0)
        else:
            inside.addLayout(part)  # type: ignore[arg-type]  # a layout
    return card

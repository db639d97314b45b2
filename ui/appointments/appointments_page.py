"""Who comes on a day, and which times still have room: slots at the left, appointments at the right."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from desk.words.service.appointments import NO_APPOINTMENTS, NOTHING_OFFERED
from models.codes.appointment_code import appointment_code_in
from models.events import APPOINTMENT, SEAT_LEASE, SLOTS, AppointmentOutcome, BookedBy
from models.ids import CounterId, SubjectId
from ui.actions import Act, ActContext
from ui.appointments.parts import BookPart, CancelPart, NewTimePart, ResolvePart, SlotHoursPart, judge_day
from ui.core.jobs import Jobs
from ui.core.print_queue import PrintQueue
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.shell.page_prints import PagePrints
from ui.widgets import input_parsing
from ui.widgets.basic import label, row
from ui.widgets.buttons import KeyButton, PickList
from ui.widgets.columns import Columns, Flow
from ui.widgets.field import Field, go_to_red, wrong_words
from ui.widgets.sheet import FoldOutSheet
from ui.widgets.table import ListColumn, RoomForColumns, RowsModel, dress_table, fit_table, show_rows

if TYPE_CHECKING:
    from desk.appointments.offering import SlotChange
    from desk.cards.formats.kinds import Scan
    from desk.views.service.appointments import AppointmentDay, AppointmentDone, AppointmentLine, SlotLine
    from desk.views.view_models import AtWork

_ICON = {"bad": "warn", "warn": "clock", "good": "check"}


def _room(one: "SlotLine") -> str:
    """How many places this machine may give now; else where there are some."""
    if one.is_over:
        return "hết hạn đặt"
    if one.free:
        return f"còn {one.free}"
    return "xin thêm (F4)" if one.elsewhere else "đủ người"


_SLOTS: "tuple[ListColumn[SlotLine], ...]" = (
    ListColumn(head="Giờ", words=lambda one: one.at, width=64),
    ListColumn(head="Đã đặt", words=lambda one: f"{one.booked}/{one.seats}", width=74),
    ListColumn(
        head="Ở máy này",
        words=_room,
        width=120,
        tone=lambda one: ("" if one.free and not one.is_over else "muted", False),
    ),
)
_LINES: "tuple[ListColumn[AppointmentLine], ...]" = (
    ListColumn(head="Giờ", words=lambda one: one.at, width=64),
    ListColumn(head="Người", words=lambda one: one.name, width=170),
    ListColumn(head="Điện thoại", words=lambda one: one.phone, width=110, quiet=True, gives_way=2),
    ListColumn(head="Việc", words=lambda one: one.what, width=150, quiet=True, gives_way=1),
    ListColumn(
        head="Tình trạng",
        words=lambda one: one.state,
        width=170,
        icon=lambda one: (_ICON.get(one.tone, ""), one.tone),
        tone=lambda one: (one.tone if one.tone == "bad" else "", False),
    ),
)


_NO_SLOT = "Ngày này không còn giờ nào để đặt: chọn ngày khác."


class AppointmentsPage(Page):
    """A day of appointments."""

    def __init__(self, jobs: Jobs, print_queue: PrintQueue, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.prints = PagePrints(print_queue, banners, self)
        self.day = Field("Ngày", hint="1/12/2026", judge=judge_day)
        self.place = PickList("Dịch vụ, quầy")
        self.slots: RowsModel[SlotLine] = RowsModel(_SLOTS, "", self)
        self.slot_table = _table("Các khung giờ của ngày", self.slots, _SLOTS, stretched=2)
        self.lines: RowsModel[AppointmentLine] = RowsModel(_LINES, "", self)
        self.line_table = _table("Các lịch hẹn của ngày", self.lines, _LINES, stretched=3)
        self.book = BookPart(acts)
        self.moving = NewTimePart(acts)
        self.cancel = CancelPart(acts)
        self.resolve = ResolvePart(acts)
        self.hours = SlotHoursPart(acts)
        self._parts: dict[str, FoldOutSheet] = {
            "book": self.book,
            "move": self.moving,
            "cancel": self.cancel,
            "resolve": self.resolve,
            "hours": self.hours,
        }
        self._facts: AppointmentDay | None = None
        self._of = SubjectId("")
        """The appointment that a part is folded out for."""
        self._hit: SlotChange | None = None
        """A change that hits bookings, as it stood when that was said."""
        self._lay_out()
        self._show_nothing()
        for table in (self.slot_table, self.line_table):
            table.selectionModel().currentRowChanged.connect(self.context_changed)
        self.slot_table.selectionModel().currentRowChanged.connect(self._say_slot)
        self.day.left.connect(self._day_typed)
        self.place.chosen.connect(lambda _: self._ask())
        self.hours.edited.connect(self._hours_edited)
        for part in self._parts.values():
            part.away.connect(self._fold)

    def _lay_out(self) -> None:
        self._words = label("", "muted")
        head = row(Flow(label("Lịch hẹn", "page"), self._words, gap=12))
        head.setStretch(0, 1)
        buttons = [KeyButton(self.acts["appointment_hours"], "quiet", only_when_allowed=True)]
        buttons += [
            KeyButton(self.acts[one], kind, only_when_allowed=True)
            for one, kind in (
                ("appointment_resolve", "soft"),
                ("appointment_cancel", "quiet"),
                ("appointment_move", "soft"),
                ("appointment_arrive", "soft"),
                ("appointment_book", "primary"),
            )
        ]
        head.addLayout(Flow(*buttons))
        chosen = QWidget()
        inside = QVBoxLayout(chosen)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        inside.addWidget(label("Dịch vụ, quầy", "label"))
        inside.addWidget(self.place)
        inside.addStretch(1)
        self._rule = label("", "small", wrap=True)
        self._notice = label("", "strong", wrap=True)
        self._slots_head, self._lines_head = label("Giờ", "section"), label("", "section")
        self._empty = label(NO_APPOINTMENTS, "muted", wrap=True)
        left, right = QWidget(), QWidget()
        for part, widgets in (
            (left, (self._slots_head, self._rule, self.slot_table)),
            (right, (self._lines_head, self.line_table, self._empty, self._notice)),
        ):
            box = QVBoxLayout(part)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(8)
            for one in widgets:
                box.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 16, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(head)
        choose = row(self.day, chosen, gap=12)
        choose.setStretch(1, 1)
        whole.addLayout(choose)
        for part in self._parts.values():
            whole.addWidget(part)
            part.hide()
        self._columns = Columns(left, right, weights=(2, 5), abreast=1000)
        whole.addWidget(self._columns, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "appointment_book": self._open_book,
            "appointment_save": self._save,
            "appointment_arrive": self._arrive,
            "appointment_move": self._open_move,
            "appointment_move_go": self._move,
            "appointment_cancel": partial(self._open_of, "cancel"),
            "appointment_cancel_go": self._cancel,
            "appointment_resolve": partial(self._open_of, "resolve"),
            "appointment_resolve_go": self._resolve,
            "appointment_keep": self._keep,
            "appointment_seats": self._ask_seats,
            "appointment_slip": partial(self._print, roll=False),
            "appointment_roll": partial(self._print, roll=True),
            "appointment_hours": self._open_hours,
            "appointment_hours_save": self._save_hours,
            "appointment_hours_anyway": self._save_hours_anyway,
            "appointment_rule_off": self._remove_rule,
            "appointment_earlier": partial(self._turn_day, -1),
            "appointment_later": partial(self._turn_day, 1),
        }

    def context(self, context: ActContext) -> ActContext:
        """What is folded out, which appointment and which slot are under the cursors."""
        sheet = next((name for name, part in self._parts.items() if part.isVisibleTo(self)), "")
        line, slot = self.chosen, self.slot
        there = line is not None and not self.acting
        return replace(
            context,
            sheet=sheet,
            chosen=there and line is not None and line.is_open,
            shelved=there and line is not None and line.may_arrive,
            owed=there and line is not None and line.unresolved,
            contradicts=there and line is not None and bool(line.held),
            adds=slot is not None and not self.acting and bool(slot.free) and not slot.is_over,
            doubled=self._hit is not None,
        )

    def turn(self, *, narrow: bool) -> None:
        """One below the other in a narrow window."""
        self._columns.turn(narrow=narrow)

    def show_clerk(self, state: "AtWork | None") -> None:
        """Another person asks anew; what was typed is the last one's."""
        super().show_clerk(state)
        self.book.clear()
        self._show_nothing()

    def page_shown(self, what: object) -> None:
        """Ask anew; ``what``: the code of an appointment that was scanned: its owner is there."""
        self._ask()
        self.line_table.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(what, str) and what:
            self.jobs.ask(self, lambda work: work.appointments.arrive_by_code(what), self._said)

    def use_scan(self, scan: "Scan") -> bool:
        """A slip: its owner is there. A card: of whoever is being booked, else of who may have an appointment."""
        code = appointment_code_in(scan.code or scan.text)
        if code:
            self.jobs.ask(self, lambda work: work.appointments.arrive_by_code(code), self._said)
            return True
        person = scan.person
        if person is None:
            return False
        if self.book.isVisibleTo(self):
            self.book.put_person(person)
        else:
            self.jobs.ask(self, lambda work: work.appointments.arrive_by_card(person), self._by_card)
        return True

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """What other machines, the hub and the portal did."""
        if self.isVisible() and any(one.startswith((APPOINTMENT, SLOTS, SEAT_LEASE)) for one in subjects):
            self._ask()

    def escape(self) -> bool:
        """Close what is folded out."""
        if not any(part.isVisibleTo(self) for part in self._parts.values()):
            return False
        self._fold()
        return True

    @property
    def chosen(self) -> "AppointmentLine | None":
        """The appointment under the cursor."""
        at = self.line_table.currentIndex().row()
        return self.lines.rows[at] if 0 <= at < len(self.lines.rows) else None

    @property
    def slot(self) -> "SlotLine | None":
        """The slot under the cursor."""
        at = self.slot_table.currentIndex().row()
        return self.slots.rows[at] if 0 <= at < len(self.slots.rows) else None

    # ---- asking ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        day, value = self._day(), self.place.value
        place = value if isinstance(value, tuple) else None
        self.jobs.ask(self, lambda work: work.appointments.day(day, place), self._show, newest="appointments")

    def _day(self) -> date | None:
        try:
            return input_parsing.day(self.day.text)
        except ValueError:
            return None

    @Slot()
    def _day_typed(self) -> None:
        if not self.day.is_wrong and self._facts is not None and self._day() not in {None, self._facts.day}:
            self._ask()

    def _turn_day(self, by: int) -> None:
        if self._facts is not None:
            self.day.put(f"{self._facts.day + timedelta(days=by):%d/%m/%Y}")
            self._ask()

    def _show(self, facts: "AppointmentDay") -> None:
        self._facts = facts
        self.day.put(f"{facts.day:%d/%m/%Y}")
        self.place.offer([((one.service, one.counter), one.words) for one in facts.places])
        if facts.place is not None:
            self.place.choose((facts.place.service, facts.place.counter))
        leased = "" if facts.leased is None else f"máy này giữ {facts.leased} chỗ"
        self._words.setText(" · ".join(filter(None, (facts.words, f"{len(facts.lines)} lịch", leased))))
        self._slots_head.setText("Giờ còn chỗ")
        self._lines_head.setText(f"{facts.words[:1].upper()}{facts.words[1:]}")
        self._rule.setText(facts.rule or NOTHING_OFFERED)
        told = [f"Lịch ngoài giờ đang mở: {_named(facts.outside)}"] if facts.outside else []
        told += [f"Ngày trước chưa rõ vì sao không đến: {_named(facts.left)}"] if facts.left else []
        self._notice.setText("\n".join(told))
        show_rows(self.slot_table, self.slots, facts.slots, lambda one: one.minute)
        show_rows(self.line_table, self.lines, (*facts.lines, *facts.left), lambda one: one.id)
        self._say_slot()
        self._show_parts()

    def _show_nothing(self) -> None:
        self._facts = None
        self.slots.put((), None)
        self.lines.put((), None)
        for part in (self._words, self._rule, self._notice, self._lines_head):
            part.setText("")
        self._show_parts()

    def _show_parts(self) -> None:
        self._empty.setVisible(not self.lines.rows)
        self._notice.setVisible(bool(self._notice.text()))
        self.context_changed.emit()

    # ---- verbs -------------------------------------------------------------------------------------------

    def _open(self, name: str, focus: QWidget) -> None:
        for other, part in self._parts.items():
            part.setVisible(other == name)
        focus.setFocus()
        self.context_changed.emit()

    def _open_book(self) -> None:
        if self.slot is not None and self._facts is not None and self._facts.place is not None:
            self._say_slot()
            self._open("book", self.book.name.edit)

    @Slot()
    def _say_slot(self) -> None:
        """Day and slot can be changed while one writes down who comes: what is said is what is booked."""
        slot, facts = self.slot, self._facts
        if slot is None or facts is None or facts.place is None:
            self.book.head.setText(_NO_SLOT)
        else:
            self.book.head.setText(f"Đặt lịch {slot.at}, {facts.words} · {facts.place.words}")

    def _save(self) -> None:
        from desk.appointments.booking import AppointmentWish  # noqa: PLC0415 - the verbs load with the first booking

        slot, facts, part = self.slot, self._facts, self.book
        if slot is None or facts is None or facts.place is None:
            self.banners.show_banner("warn", _NO_SLOT)
            return
        if self._is_wrong(part):
            return
        by = part.by.value
        wish = AppointmentWish(
            service=facts.place.service,
            counter=CounterId(facts.place.counter),
            day=facts.day,
            minute=slot.minute,
            person=part.person,
            procedure=part.procedure.text,
            by=by if isinstance(by, BookedBy) else BookedBy.COUNTER,
            note=part.note.text,
        )
        self.act(lambda work: work.appointments.book(wish), self._booked)

    def _booked(self, done: "AppointmentDone") -> None:
        self.book.clear()
        self._said(done)
        self.banners.show_banner("good", done.sentence, "In phiếu hẹn", lambda: self._print_of(done.id, roll=False))

    def _open_of(self, name: str) -> None:
        line = self.chosen
        if line is None:
            return
        self._of = line.id
        said = f"{line.name}, {line.at}, {line.code}"
        if name == "cancel":
            self.cancel.open_for(line.id, said)
            self._open(name, self.cancel.reason.edit)
        else:
            self.resolve.head.setText(f"Vì sao không đến đúng giờ: {said}")
            self._open(name, self.resolve.outcome)

    def _open_move(self) -> None:
        line = self.chosen
        if line is not None:
            self._of = line.id
            self.moving.head.setText(f"Dời lịch của {line.name} ({line.at}) sang giờ đang chọn ở cột bên trái")
            self._open("move", self.slot_table)

    def _move(self) -> None:
        slot, facts, id_ = self.slot, self._facts, self._of
        if slot is not None and facts is not None:
            day, minute = facts.day, slot.minute
            self.act(lambda work: work.appointments.move(id_, day, minute, ""), self._said)

    def _keep(self) -> None:
        line = self.chosen
        if line is not None and line.held:
            id_, seat = line.id, line.held[-1][0]
            self.act(lambda work: work.appointments.keep(id_, seat), self._said)

    def _cancel(self) -> None:
        id_, reason, by_office = self._of, self.cancel.reason.text, bool(self.cancel.by_office.value)
        if not self._is_wrong(self.cancel):
            self.act(lambda work: work.appointments.cancel(id_, reason, by_office=by_office), self._said)

    def _resolve(self) -> None:
        id_, outcome = self._of, self.resolve.outcome.value
        if isinstance(outcome, AppointmentOutcome):
            self.act(lambda work: work.appointments.resolve(id_, outcome), self._said)

    def _arrive(self) -> None:
        line = self.chosen
        if line is not None:
            id_ = line.id
            self.act(lambda work: work.appointments.arrive(id_), self._said)

    def _by_card(self, done: "AppointmentDone | None") -> None:
        if done is None:
            self.banners.show_banner("info", "Người này không có lịch hẹn hôm nay: lấy số như thường.")
        else:
            self._said(done)

    def _ask_seats(self) -> None:
        slot, facts = self.slot, self._facts
        if facts is None or facts.place is None or slot is None or slot.free:
            self.act(lambda work: work.appointments.ask_seats(), self._said)
            return
        place, day, minute = facts.place, facts.day, slot.minute
        self.act(lambda work: work.appointments.want_slot(place, day, minute), self._said)

    # ---- hours -------------------------------------------------------------------------------------------

    def _open_hours(self) -> None:
        if self._facts is not None:
            self._hit = None
            self.hours.show_facts(self._facts)
            self._open("hours", self.hours.hours.edit)

    @Slot()
    def _hours_edited(self) -> None:
        if self._hit is not None:
            self._hit = None
            self.context_changed.emit()

    def _save_hours(self) -> None:
        if not self._is_wrong(self.hours):
            self._change(self.hours.change, confirmed=False)

    def _remove_rule(self) -> None:
        removal = self.hours.removal
        if removal is not None:
            self._change(removal, confirmed=False)

    def _save_hours_anyway(self) -> None:
        if self._hit is not None:
            self._change(self._hit, confirmed=True)

    def _change(self, change: "SlotChange", *, confirmed: bool) -> None:
        self.act(
            lambda work: work.appointments.change(change, confirmed=confirmed), self._said, partial(self._hits, change)
        )

    def _hits(self, change: "SlotChange", reason: object) -> None:
        """The bookings that are hit are named; one key more saves all the same."""
        from desk.appointments.offering import BookingsHit  # noqa: PLC0415 - loaded by who refused

        if isinstance(reason, BookingsHit):
            self._hit = change
            named = "; ".join(f"{one.name} ({one.code}, {one.phone or 'không có số gọi'})" for one in reason.hit)
            self.hours.told.setText(f"Bị chạm: {named}")
            self.hours.told.show()
            self.context_changed.emit()
        self.jobs.refused.emit(reason)

    # ---- after -------------------------------------------------------------------------------------------

    @Slot()
    def _fold(self) -> None:
        for part in self._parts.values():
            part.hide()
        self._hit = None
        self.line_table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    def _is_wrong(self, part: FoldOutSheet) -> bool:
        """Whether something on it is red; then it is said, and the keys go there."""
        red = go_to_red(part)
        if red is not None:
            self.banners.show_banner("warn", wrong_words(red))
        return red is not None

    def _said(self, done: "AppointmentDone") -> None:
        self._fold()
        self.banners.show_banner("good", done.sentence)
        if done.job is not None:
            self.prints.send(done.job)
        self._ask()
        self.recorded.emit()

    def _print(self, *, roll: bool) -> None:
        line = self.chosen
        if line is not None:
            self._print_of(line.id, roll=roll)

    def _print_of(self, id_: SubjectId, *, roll: bool) -> None:
        self.jobs.ask(self, lambda work: work.appointments.slip(id_, roll=roll), self.prints.send)


def _named(lines: "tuple[AppointmentLine, ...]") -> str:
    return "; ".join(f"{one.name} ({one.at})" for one in lines)


def _table(
    words: str,
    rows: "RowsModel[SlotLine] | RowsModel[AppointmentLine]",
    columns: "tuple[ListColumn[SlotLine], ...] | tuple[ListColumn[AppointmentLine], ...]",
    *,
    stretched: int,
) -> QTableView:
    table = QTableView()
    table.setAccessibleName(words)
    table.setModel(rows)
    dress_table(table, stretched=stretched)
    RoomForColumns(table, columns)
    fit_table(table, columns)
    return table

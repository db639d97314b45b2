"""What folds out over the page of appointments: a booking, a move, a cancelling, why nobody came, hours."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.words.service.appointments import BOOKED_BY, DAYS_KIND, OUTCOME
from models.appointment_hours import hours_typed, weekly_typed
from models.events import (
    AppointmentOutcome,
    AppointmentRulesSet,
    BookedBy,
    SlotDaysKind,
    SlotDaysSet,
    SlotHoursSet,
)
from models.ids import CounterId, SubjectId
from models.person import Person
from ui.actions import Act
from ui.widgets import input_parsing
from ui.widgets.basic import label, row
from ui.widgets.buttons import KeyButton, PickList, Segments, Tick
from ui.widgets.field import FINE, Field, Verdict, judge_count
from ui.widgets.sheet import FoldOutSheet

if TYPE_CHECKING:
    from desk.appointments.offering import SlotChange
    from desk.views.service.appointments import AppointmentDay, RuleLine

_HOURS = "Ghi như 07:30-11:30, 13:30-16:30."
_WEEKDAYS = "Ghi như 2-6, hoặc 3, 5, CN."


def judge_day(text: str) -> Verdict:
    """Of a field in which a day must stand."""
    try:
        input_parsing.day(text)
    except ValueError:
        return "bad", input_parsing.no_day_words(text)
    return FINE


def _judge_optional_day(text: str) -> Verdict:
    return judge_day(text) if text else FINE


def _judge_hours(text: str) -> Verdict:
    try:
        hours_typed(text)
    except ValueError:
        return "bad", _HOURS
    return FINE


def _judge_number(text: str) -> Verdict:
    """Of a field in which zero means none."""
    try:
        input_parsing.count(text, least=0)
    except ValueError:
        return "bad", "Nhập một số; 0 là không có."
    return FINE


def _judge_weekdays(text: str) -> Verdict:
    try:
        weekly_typed(text, "")
    except ValueError:
        return "bad", _WEEKDAYS
    return FINE


class BookPart(FoldOutSheet):
    """Who comes, and what for. The slot is the one that was under the cursor."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.head = label("", "section", wrap=True)
        self.name = Field("Họ và tên", hint="gõ tên, hoặc quét thẻ căn cước")
        self.phone = Field("Điện thoại", hint="để nhắc hẹn")
        self.number = Field("Số định danh", hint="không bắt buộc")
        self.procedure = Field("Đến làm việc gì", hint="tên thủ tục, không bắt buộc")
        self.note = Field("Ghi chú")
        self.by = Segments("Đặt", [(one, BOOKED_BY[one]) for one in (BookedBy.COUNTER, BookedBy.TELEPHONE)])
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addLayout(row(self.name, self.phone, self.number, gap=12))
        inside.addLayout(row(self.procedure, self.note, gap=12))
        inside.addWidget(self.by)
        inside.addLayout(self.foot(KeyButton(acts["appointment_save"], "primary", with_icon=True)))

    @property
    def person(self) -> Person:
        """Who it is."""
        return Person(full_name=self.name.text, phone=self.phone.text, personal_number=self.number.text)

    def put_person(self, person: Person) -> None:
        """What a card says."""
        self.name.put(person.full_name)
        self.number.put(person.personal_number)
        if person.phone:
            self.phone.put(person.phone)

    def clear(self) -> None:
        """Nobody is being booked."""
        for field in (self.name, self.phone, self.number, self.procedure, self.note):
            field.put("")


class NewTimePart(FoldOutSheet):
    """Which appointment is being moved; the new time is chosen in the page's list of slots."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.head = label("", "section", wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addWidget(
            label("Chọn ngày ở trên (Ctrl+Down ngày sau), đưa con trỏ đến giờ mới trong cột giờ.", "muted")
        )
        inside.addLayout(self.foot(KeyButton(acts["appointment_move_go"], "primary", with_icon=True)))


class CancelPart(FoldOutSheet):
    """Why an appointment does not take place, and who says so."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.head = label("", "section", wrap=True)
        self.by_office = Segments("Ai hủy", [(False, "người dân hủy"), (True, "cơ quan không tiếp được")])
        self.reason = Field("Lý do", hint="cơ quan hủy thì phải ghi")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addWidget(self.by_office)
        inside.addWidget(self.reason)
        inside.addLayout(self.foot(KeyButton(acts["appointment_cancel_go"], "danger")))
        self._of = SubjectId("")

    def open_for(self, id_: SubjectId, said: str) -> None:
        """For this appointment; what was typed for the same one stays."""
        if id_ != self._of:
            self._of = id_
            self.reason.put("")
        self.head.setText(f"Hủy lịch của {said}?")


class ResolvePart(FoldOutSheet):
    """Why nobody came in time."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.head = label("", "section", wrap=True)
        self.outcome = Segments("Vì sao", [(one, OUTCOME[one]) for one in AppointmentOutcome])
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.head)
        inside.addWidget(self.outcome)
        inside.addLayout(self.foot(KeyButton(acts["appointment_resolve_go"], "primary")))


class SlotHoursPart(FoldOutSheet):
    """Weekly hours of a service, a rule for certain days, or the office's limits.

    Attributes:
        edited: something else stands in it now; what a change would hit is unknown again.
    """

    edited = Signal()

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.what = Segments("Đặt", [("weekly", "Giờ hằng tuần"), ("days", "Ngày riêng"), ("limits", "Giới hạn")])
        self.service = PickList("Dịch vụ")
        self.counter = Field("Quầy", hint="trống: quầy nào cũng được")
        self.valid_from = Field("Từ ngày", hint="1/12/2026", judge=judge_day)
        self.weekdays = Field("Thứ", hint="2-6", judge=_judge_weekdays)
        self.hours = Field("Giờ", hint="07:30-11:30, 13:30-16:30; trống: thôi nhận", judge=_judge_hours)
        self.minutes = Field("Mỗi khung (phút)", judge=judge_count)
        self.seats = Field("Mỗi khung (người)", judge=judge_count)
        self.buffer = Field("Nghỉ giữa hai khung (phút)", judge=_judge_number)
        self.on_holidays = Tick("Mở cả ngày lễ", "Mở cả ngày lễ")
        self.kind = Segments("Quy định ngày", [(one, DAYS_KIND[one]) for one in SlotDaysKind])
        self.first = Field("Từ ngày", hint="1/12/2026", judge=judge_day)
        self.last = Field("Đến hết ngày", hint="trống: một ngày", judge=_judge_optional_day)
        self.days_hours = Field("Giờ", hint="08:00-10:00", judge=_judge_hours)
        self.days_open = Tick("Mở dù là ngày lễ", "Mở dù là ngày lễ")
        self.reason = Field("Lý do", hint="ngày nghỉ thì phải ghi")
        self.rules = PickList("Quy định ngày đang có")
        self.limits = {
            "per_person": Field("Mỗi người một ngày (lịch)", judge=judge_count),
            "drawn_per_person": Field("Lấy số một ngày (0: tùy)", judge=_judge_number),
            "days_ahead": Field("Đặt trước (ngày)", judge=_judge_number),
            "notice_minutes": Field("Báo trước ít nhất (phút)", judge=_judge_number),
            "cancel_minutes": Field("Hủy sát giờ (phút)", judge=_judge_number),
            "grace_minutes": Field("Giữ chỗ (phút)", judge=_judge_number),
        }
        self.told = label("", "small", wrap=True)
        self._rules: tuple[RuleLine, ...] = ()
        self._groups = {"weekly": self._weekly(), "days": self._days(acts), "limits": self._limits()}
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self.what)
        self._place = QWidget()
        place = row(_titled("Dịch vụ", self.service), self.counter, gap=12)
        place.setContentsMargins(0, 0, 0, 0)
        self._place.setLayout(place)
        inside.addWidget(self._place)
        for group in self._groups.values():
            inside.addWidget(group)
        inside.addWidget(self.told)
        save = KeyButton(acts["appointment_hours_save"], "primary", with_icon=True)
        anyway = KeyButton(acts["appointment_hours_anyway"], "danger", only_when_allowed=True)
        inside.addLayout(self.foot(save, anyway))
        self.what.chosen.connect(self._show_group)
        for field in self.findChildren(Field):
            field.edited.connect(self.edited)
        self._show_group()

    def _weekly(self) -> QWidget:
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(row(self.valid_from, self.weekdays, self.hours, gap=12))
        inside.addLayout(row(self.minutes, self.seats, self.buffer, self.on_holidays, gap=12))
        return whole

    def _days(self, acts: Mapping[str, Act]) -> QWidget:
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.kind)
        inside.addLayout(row(self.first, self.last, self.days_hours, gap=12))
        inside.addLayout(row(self.reason, self.days_open, gap=12))
        off = KeyButton(acts["appointment_rule_off"], "quiet")
        inside.addLayout(row(_titled("Đang có", self.rules), off, gap=12))
        return whole

    def _limits(self) -> QWidget:
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        fields = list(self.limits.values())
        inside.addLayout(row(*fields[:3], gap=12))
        inside.addLayout(row(*fields[3:], gap=12))
        return whole

    @Slot()
    def _show_group(self) -> None:
        value = str(self.what.value)
        for name, group in self._groups.items():
            group.setVisible(name == value)
        self._place.setVisible(value != "limits")
        self.edited.emit()

    def show_facts(self, facts: "AppointmentDay") -> None:
        """What is in force, where nothing was typed yet."""
        every = [("", "Mọi dịch vụ (chỉ cho ngày riêng)")]
        self.service.offer([*facts.services.items(), *every])
        self._rules = facts.days
        self.rules.offer([(n, one.words) for n, one in enumerate(facts.days)] or [(None, "chưa có")])
        for name, field in self.limits.items():
            field.put(str(getattr(facts.limits, name)))
        for field, text in (
            (self.valid_from, f"{facts.day:%d/%m/%Y}"),
            (self.first, f"{facts.day:%d/%m/%Y}"),
            (self.weekdays, "2-6"),
            (self.minutes, "30"),
            (self.seats, "1"),
            (self.buffer, "0"),
        ):
            if not field.text:
                field.put(text)
        self.told.setText("\n".join(facts.hours))
        self.told.setVisible(bool(facts.hours))

    @property
    def change(self) -> "SlotChange":
        """What stands in it. Nothing in it is red."""
        from desk.appointments.offering import SlotChange  # noqa: PLC0415 - the desk's verbs load with the first change

        service, counter = str(self.service.value or ""), CounterId(self.counter.text)
        match self.what.value:
            case "weekly":
                event: SlotHoursSet | SlotDaysSet | AppointmentRulesSet = SlotHoursSet(
                    service=service,
                    counter=counter,
                    valid_from=input_parsing.day(self.valid_from.text),
                    weekly=weekly_typed(self.weekdays.text, self.hours.text),
                    minutes=int(self.minutes.text or "0"),
                    seats=int(self.seats.text or "0"),
                    on_holidays=self.on_holidays.isChecked(),
                    buffer=int(self.buffer.text or "0"),
                )
            case "days":
                kind = self.kind.value
                first = input_parsing.day(self.first.text)
                event = SlotDaysSet(
                    kind=kind if isinstance(kind, SlotDaysKind) else SlotDaysKind.CLOSURE,
                    first=first,
                    last=input_parsing.day(self.last.text) if self.last.text else first,
                    hours=hours_typed(self.days_hours.text),
                    on_holidays=self.days_open.isChecked(),
                    reason=self.reason.text,
                )
            case _:
                service, counter = "", CounterId("")
                event = AppointmentRulesSet(**{name: int(field.text or "0") for name, field in self.limits.items()})
        return SlotChange(event=event, service=service, counter=counter if service else CounterId(""))

    @property
    def removal(self) -> "SlotChange | None":
        """The rule for certain days that is chosen, to be removed."""
        at = self.rules.value
        return self._rules[at].removal if isinstance(at, int) and self.what.value == "days" else None


def _titled(words: str, part: QWidget) -> QWidget:
    whole = QWidget()
    inside = QVBoxLayout(whole)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.setSpacing(2)
    inside.addWidget(label(words, "label"))
    inside.addWidget(part)
    inside.addStretch(1)
    return whole

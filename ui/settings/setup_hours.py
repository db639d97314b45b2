"""Settings of working hours and due dates, and of the idle minutes before the desk locks."""

from msgspec.structs import replace
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.settings import Settings
from desk.setup.setting_problems import Problem, ProblemKind, rule_of
from models.calendar.due_dates import Session, WorkingHours, parse_sessions, working_hours
from ui.settings.setting_part import SettingPart
from ui.widgets.basic import row
from ui.widgets.field import FINE, Field, Verdict

_SATURDAY, _SUNDAY = 5, 6


class HoursPart(QWidget):
    """Working hours of weekdays and of Saturday."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, str] = ("", "")
        self._before = WorkingHours()
        self.weekdays = Field(
            "Giờ làm việc, thứ Hai đến thứ Sáu", name="", hint="07:00-11:30, 13:30-17:00", judge=_judge
        )
        self.saturday = Field("Thứ Bảy", name="", hint="bỏ trống: nghỉ", judge=_judge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.weekdays)
        column.addWidget(self.saturday)
        self.put(self._before)

    def put(self, hours: WorkingHours) -> None:
        """Show these hours."""
        self._before = hours
        self._shown = _words(hours.full_day), _words(hours.week[_SATURDAY])
        self.weekdays.put(self._shown[0])
        self.saturday.put(self._shown[1])

    @property
    def hours(self) -> WorkingHours:
        """The hours typed; untouched, they stay to the last weekday as they were.

        Raises:
            ValueError: they are no hours.
        """
        if (self.weekdays.text, self.saturday.text) == self._shown:
            return self._before
        return working_hours(self.weekdays.text, self.saturday.text, _words(self._before.week[_SUNDAY]))


def _words(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in sessions)


def _judge(text: str) -> Verdict:
    try:
        parse_sessions(text)
    except ValueError:
        return "bad", "Ghi như 07:00-11:30, 13:30-17:00."
    return FINE


class HoursSetting(SettingPart):
    """When the office is open; appointments are counted in these hours."""

    heads = ("hours", "deadlines", "shelf")

    def __init__(self) -> None:
        super().__init__()
        self.hint(
            "Ngày hẹn trả được tính theo giờ này. Ghi như biển ở cửa; nghỉ lễ, làm bù đã có sẵn trong chương trình."
        )
        self.hours = HoursPart()
        self.body.addWidget(self.hours)
        for field in (self.hours.weekdays, self.hours.saturday):
            field.left.connect(self.tell)
        self.body.addWidget(
            self.number_field("deadlines.soon_days", "“Sắp hạn” là còn hạn trong bao nhiêu ngày làm việc tới")
        )
        self.body.addWidget(
            self.number_field("deadlines.uncollected_days", "“Lâu chưa đến nhận” là để ở quầy quá bao nhiêu ngày")
        )
        boxes = self.field("shelf.boxes", "Chữ của các ngăn để kết quả", rule_of("shelf.boxes").example)
        self.body.addLayout(row(boxes, self.number_field("shelf.places", "Số chỗ mỗi ngăn")))

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.hours.put(settings.hours)
        self.show_text("shelf.boxes", settings.shelf.boxes)
        self.show_numbers(settings)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the hours as they stand here."""
        hours, boxes = self._hours(), self.fields["shelf.boxes"].text.upper()
        settings = replace(settings, shelf=replace(settings.shelf, boxes=boxes), hours=hours or settings.hours)
        return self.with_numbers(settings)

    def unreadable_answers(self) -> tuple[Problem, ...]:
        """What is no hours."""
        if self._hours() is not None:
            return super().unreadable_answers()
        try:
            parse_sessions(self.hours.saturday.text)
        except ValueError:
            return (Problem("hours.saturday", ProblemKind.HOURS), *super().unreadable_answers())
        return (Problem("hours.weekdays", ProblemKind.HOURS), *super().unreadable_answers())

    def focus_first(self) -> None:
        """The weekdays."""
        self.hours.weekdays.edit.setFocus()

    def _hours(self) -> WorkingHours | None:
        try:
            return self.hours.hours
        except ValueError:
            return None


class SessionsPart(SettingPart):
    """After how many idle minutes the desk locks itself."""

    heads = ("sessions",)

    def __init__(self) -> None:
        super().__init__()
        self.hint("Quầy có nhiều người thì máy tự khóa khi không ai gõ phím hay quẹt thẻ; việc đang nhập còn nguyên.")
        self.body.addWidget(self.number_field("sessions.idle_minutes", "Tự khóa sau bao nhiêu phút (0: không tự khóa)"))

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.show_numbers(settings)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the minutes as they stand here."""
        return self.with_numbers(settings)

"""When the office is open: two lines of text, as they stand on the sign at the door."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.calendar.working_days import Session, WorkingHours, parse_sessions, working_hours
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

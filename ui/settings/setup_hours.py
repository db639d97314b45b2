"""Working hours, and after how many idle minutes the desk locks itself."""

from msgspec.structs import replace

from desk.settings import Settings
from desk.setup.setting_problems import Problem, Why
from models.calendar.working_days import WorkingHours, parse_sessions
from ui.settings.hours_part import HoursPart
from ui.settings.setting_part import SettingPart


class HoursSetting(SettingPart):
    """When the office is open; appointments are counted in these hours."""

    heads = ("hours",)

    def __init__(self) -> None:
        super().__init__()
        self.hint(
            "Ngày hẹn trả được tính theo giờ này. Ghi như biển ở cửa; nghỉ lễ, làm bù đã có sẵn trong chương trình."
        )
        self.hours = HoursPart()
        self.body.addWidget(self.hours)
        for field in (self.hours.weekdays, self.hours.saturday):
            field.left.connect(self.tell)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.hours.put(settings.hours)

    def into(self, settings: Settings) -> Settings:
        """These with the hours as they stand here."""
        hours = self._hours()
        return settings if hours is None else replace(settings, hours=hours)

    def typed_wrong(self) -> tuple[Problem, ...]:
        """What is no hours."""
        if self._hours() is not None:
            return ()
        try:
            parse_sessions(self.hours.saturday.text)
        except ValueError:
            return (Problem("hours.saturday", Why.HOURS),)
        return (Problem("hours.weekdays", Why.HOURS),)

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

    def into(self, settings: Settings) -> Settings:
        """These with the minutes as they stand here."""
        return self.with_numbers(settings)

"""Settings of days with a rule of their own: one line for each rule."""

from msgspec.structs import replace

from desk.settings import DayRuleSettings, Settings
from ui.settings.setting_part import SettingPart, SettingTools
from ui.widgets.basic import label
from ui.widgets.field import LongField

_SAMPLE = "Ngày không hẹn; thứ Ba, thứ Năm; không giấy hẹn, trả ngay; 2.000815; từ 01/12/2026; QĐ 12/QĐ-UBND"


class DaysPart(SettingPart):
    """The office's own rules; those of the province's edition stand beside them and need no line here."""

    heads = ("days",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._jobs = bench.jobs
        self.hint("Ngày không hẹn, Thứ Ba không viết, Thứ Sáu xanh…: máy lấy số, bảng và quầy nói trong ngày đó.")
        self.rules = LongField("Mỗi dòng một quy định: tên; ngày; thay đổi; thủ tục; từ … đến …; quyết định", lines=6)
        self.body.addWidget(self.rules)
        self.hint(f"Ví dụ: {_SAMPLE}")
        self.hint(
            "Ngày: thứ Hai … Chủ nhật, hoặc 31/12/2026; bỏ trống: mọi ngày làm việc. Thủ tục: mã, cách nhau dấu phẩy; "
            "bỏ trống: mọi thủ tục."
        )
        self.hint(
            "Thay đổi: không giấy hẹn, trả ngay, không viết, không bản giấy, giảm 50%, miễn phí. Để bỏ điều mà "
            "quy định khác đặt ra: có giấy hẹn, trả theo hẹn, có viết, có bản giấy, thu đủ."
        )
        self.hint(
            "Hai quy định gặp nhau: theo dòng nêu ngày cụ thể, rồi dòng nêu thủ tục, rồi quy định của cơ quan trước "
            "của tỉnh, rồi dòng có hiệu lực sau."
        )
        self.figures = label("", "small", wrap=True)
        self.figures.hide()
        self.body.addWidget(self.figures)
        self._quiet = False
        self.rules.edit.textChanged.connect(self._typed)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._quiet = True
        self.rules.edit.setPlainText("\n".join(settings.days.rules))
        self._quiet = False

    def page_shown(self) -> None:
        """How many dossiers were taken in by each rule this month, and its next day."""
        self._jobs.ask(self, lambda work: work.setup.day_figures(), self._show_figures)

    def _show_figures(self, lines: tuple[str, ...]) -> None:
        self.figures.setText("\n".join(lines))
        self.figures.setVisible(bool(lines))

    def apply_to(self, settings: Settings) -> Settings:
        """These with the rules as they stand here."""
        lines = (" ".join(line.split()) for line in self.rules.edit.toPlainText().splitlines())
        return replace(settings, days=DayRuleSettings(rules=tuple(filter(None, lines))))

    def focus_first(self) -> None:
        """The rules."""
        self.rules.edit.setFocus()

    def _typed(self) -> None:
        if not self._quiet:
            self.tell()

"""Settings of posters: the place they name, the official page, and whom to ask."""

from msgspec.structs import replace

from desk.posters.contact_lines import contact_lines, read_contacts
from desk.settings import PosterSettings, Settings
from desk.setup.setting_problems import rule_of
from ui.settings.setting_part import SettingPart
from ui.widgets.field import LongField


class PostersPart(SettingPart):
    """What every poster says besides its procedure."""

    heads = ("posters",)

    def __init__(self) -> None:
        super().__init__()
        self.hint("Tờ niêm yết thủ tục ở trụ sở và ở nhà văn hóa các thôn: nơi nhận, trang chính thức, hỏi ai.")
        self.body.addWidget(self.field("posters.place", "Nơi nhận hồ sơ và địa chỉ (bỏ trống: tên cơ quan)"))
        link = rule_of("posters.link").example
        self.body.addWidget(
            self.field(
                "posters.link", "Địa chỉ trang chính thức, {code} là mã thủ tục (bỏ trống: không in mã QR)", link
            )
        )
        self.contacts = LongField("Hỏi ai, mỗi dòng một người: họ tên; điện thoại; thôn; lĩnh vực", lines=6)
        self.body.addWidget(self.contacts)
        self.hint(
            "Bỏ trống thôn: có trên mọi tờ. Bỏ trống lĩnh vực: cho mọi thủ tục. Nhiều lĩnh vực cách nhau dấu phẩy."
        )
        self._quiet = False
        self.contacts.edit.textChanged.connect(self._typed)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self._quiet = True
        self.show_text("posters.place", settings.posters.place)
        self.show_text("posters.link", settings.posters.link)
        self.contacts.edit.setPlainText(contact_lines(settings.posters.contacts))
        self._quiet = False

    def apply_to(self, settings: Settings) -> Settings:
        """These with the posters as they stand here."""
        posters = PosterSettings(
            place=self.fields["posters.place"].text,
            link=self.fields["posters.link"].text,
            contacts=read_contacts(self.contacts.edit.toPlainText()),
        )
        return replace(settings, posters=posters)

    def focus_first(self) -> None:
        """The place."""
        self.fields["posters.place"].edit.setFocus()

    def _typed(self) -> None:
        if not self._quiet:
            self.tell()

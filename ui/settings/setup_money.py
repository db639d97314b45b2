"""Settings of fees: the office's account for transfers, and the screen that is turned to the citizen."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox

from desk.citizen.qr import qr_rows
from desk.settings import MoneySettings, Settings
from desk.setup.setting_problems import rule_of
from models.catalogue.banks import bank_called, banks
from models.catalogue.paper_receipts import paper_rule
from models.codes.vietqr import vietqr_text
from models.not_allowed import OfOneVerb
from models.text import clean
from ui.settings.screen_choice import ScreenChoice
from ui.settings.setting_part import SettingPart
from ui.widgets.basic import column, label, row
from ui.widgets.buttons import PickList
from ui.widgets.qr_code import QrCode

_OTHER = "Ngân hàng khác: gõ mã và tên bên dưới"

_TRY = (
    "Quét thử mã này bằng một ứng dụng ngân hàng: phải hiện đúng tên chủ tài khoản; không cần chuyển tiền. Danh sách "
    "ngân hàng ở trên lấy từ nguồn công khai, chưa đối chiếu với NAPAS."
)
_NOTHING_TO_TRY = "Điền đủ ngân hàng và số tài khoản thì mã để quét thử hiện ở đây. Bỏ trống: không thu bằng VietQR."

_SIDE = 232


class MoneyPart(SettingPart):
    """Bank and account, with a code to try them; the citizen's screen."""

    heads = ("money", "citizen")

    def __init__(self) -> None:
        super().__init__()
        self.hint(
            "Tài khoản thu phí, lệ phí của cơ quan: mã VietQR hiện cho người nộp quét, có sẵn số tiền và nội dung."
        )
        self.bank = PickList("Ngân hàng")
        self.bank.chosen.connect(self._bank_chosen)
        self.body.addLayout(column(label("Ngân hàng", "label"), self.bank, gap=2))
        self.body.addLayout(
            row(
                self.field("money.bank_bin", "Mã ngân hàng (BIN), 6 chữ số", rule_of("money.bank_bin").example),
                self.field("money.bank_name", "Tên ngân hàng, như người nộp biết"),
            )
        )
        self.body.addLayout(
            row(
                self.field("money.account", "Số tài khoản", rule_of("money.account").example),
                self.field("money.account_holder", "Tên chủ tài khoản, như ngân hàng ghi"),
            )
        )
        self.e_receipts = QCheckBox("Biên lai do nhà cung cấp lập qua tỉnh, không lấy số từ dải được cấp")
        self.e_receipts.toggled.connect(self.tell)
        tax = self.field("money.tax_code", "Mã số thuế của cơ quan thu", rule_of("money.tax_code").example)
        self.body.addLayout(row(tax, self.e_receipts, gap=16))
        self.body.addWidget(
            label(
                f"Biên lai giấy in sẵn ở quầy này, viết đến hết ngày {paper_rule().last_day:%d/%m/%Y}. "
                "Không có quyển nào thì bỏ trống.",
                "small",
                wrap=True,
            )
        )
        self.body.addLayout(
            row(
                self.field("money.paper_form", "Mẫu số", "01BLP2-001"),
                self.field("money.paper_series", "Ký hiệu", "AA-26P"),
                self.number_field("money.paper_first", "Số đầu còn trong quyển"),
                self.number_field("money.paper_last", "Số cuối"),
            )
        )
        self.code = QrCode("Mã VietQR để quét thử", _SIDE)
        self.say = label("", "small", wrap=True)
        self.say.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = row(self.code, self.say, gap=16)
        beside.setStretch(1, 1)
        self.body.addLayout(beside)
        self.screens = ScreenChoice("Màn hình quay về phía công dân", "Màn hình của công dân", first=2)
        self.body.addWidget(self.screens)
        self.about_screen = label("", "small", wrap=True)
        self.body.addWidget(self.about_screen)
        self.confirm = QCheckBox("Người dân thấy điều đang nhập, để xem lại và nói chỗ sai")
        self.confirm.toggled.connect(self.tell)
        seconds = self.number_field("citizen.seconds", "Tự xóa sau bao nhiêu giây")
        self.body.addLayout(row(seconds, self.confirm, gap=16))
        self.screens.chosen.connect(self._screen_chosen)
        for made in self.fields.values():
            made.edit.textChanged.connect(self._show_code)

    def page_shown(self) -> None:
        """Look which screens there are."""
        self.screens.refresh()

    def put(self, settings: Settings) -> None:
        """Show these."""
        money = settings.money
        self.bank.offer([("", _OTHER), *((bank.bin, f"{bank.name} · {bank.full_name}") for bank in banks())])
        self.show_text("money.bank_bin", money.bank_bin)
        self.show_text("money.bank_name", money.bank_name)
        self.show_text("money.account", money.account)
        self.show_text("money.account_holder", money.account_holder)
        self.show_text("money.tax_code", money.tax_code)
        self.e_receipts.setChecked(money.e_receipts)
        self.show_text("money.paper_form", money.paper_form)
        self.show_text("money.paper_series", money.paper_series)
        self.show_numbers(settings)
        self.screens.put(settings.citizen.screen)
        self.confirm.setChecked(settings.citizen.confirm)
        self._show_screen()
        self._show_code()

    def apply_to(self, settings: Settings) -> Settings:
        """These with account and screen as they stand here."""
        was = settings.money
        money = replace(
            self._money(),
            southern_words=was.southern_words,
            paper_first=was.paper_first,
            paper_last=was.paper_last,
        )
        citizen = replace(settings.citizen, screen=self.screens.number, confirm=self.confirm.isChecked())
        settings = replace(settings, money=money, citizen=citizen)
        return self.with_numbers(settings)

    def focus_first(self) -> None:
        """The bank."""
        self.bank.setFocus()

    def _money(self) -> MoneySettings:
        """Blanks and dots, as banks print an account in groups, do not count."""
        account = self.fields["money.account"].text
        return MoneySettings(
            bank_bin=self.fields["money.bank_bin"].text.replace(" ", ""),
            bank_name=clean(self.fields["money.bank_name"].text),
            account="".join(sign for sign in account if sign not in " .-"),
            account_holder=clean(self.fields["money.account_holder"].text),
            tax_code=self.fields["money.tax_code"].text.replace(" ", ""),
            e_receipts=self.e_receipts.isChecked(),
            paper_form=clean(self.fields["money.paper_form"].text),
            paper_series=clean(self.fields["money.paper_series"].text),
        )

    @Slot(object)
    def _bank_chosen(self, bank_bin: object) -> None:
        if isinstance(bank_bin, str) and bank_bin:
            self.show_text("money.bank_bin", bank_bin)
            self.show_text("money.bank_name", bank_called(bank_bin))
        self._show_code()
        self.tell()

    @Slot()
    def _show_code(self) -> None:
        """The bank of the number in the list, and the code while there can be one."""
        money = self._money()
        self.bank.choose(money.bank_bin if bank_called(money.bank_bin) else "")
        try:
            text = vietqr_text(money.bank_bin, money.account, None)
        except OfOneVerb:  # said under its field
            text = ""
        self.code.show_code(qr_rows(text) if text else ())
        self.code.setVisible(bool(text))
        self.say.setText(_TRY if text else _NOTHING_TO_TRY)

    @Slot()
    def _screen_chosen(self) -> None:
        self._show_screen()
        self.tell()

    def _show_screen(self) -> None:
        self.about_screen.setText(
            "Công dân thấy tên, thủ tục, ngày hẹn, số tiền và mã VietQR của mình; 20 giây sau thì xóa. Màn hình phải "
            "quay về phía người nộp, người chờ không nhìn thấy."
            if self.screens.number
            else "Có màn hình thứ hai ở quầy thì chọn ở đây: công dân thấy ngày hẹn, số tiền và quét mã VietQR trên đó."
        )

"""Fields of one account: person, roles, and the administrator's acts."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.views.view_models import AccountRow
from desk.words.terms import ROLE_NAME
from models.clerk import Role
from ui.shell.lock import SecretField
from ui.widgets.basic import column as stacked
from ui.widgets.basic import label, row, set_tone
from ui.widgets.buttons import PickList, Tick
from ui.widgets.field import Field

_WHAT = {
    Role.CLERK: "tiếp nhận, trả kết quả, gọi số",
    Role.LEADER: "từ chối, xác nhận việc ngoại lệ",
    Role.POSTAL: "tiếp nhận, trả kết quả, gọi số; không từ chối",
    Role.VISITOR: "tiếp nhận tại nhà người dân",
    Role.ADMIN: "cài đặt máy, tài khoản, sao lưu; không xem hồ sơ",
}

_NO_UNIT = "Không thuộc đơn vị nào (ở quầy)"

_FIRST = (
    "Chưa ai có tài khoản: ai mở máy cũng làm được mọi việc. Tài khoản đầu tiên luôn là quản trị và vào làm việc "
    "ngay; từ đó ai làm việc cũng phải có tài khoản."
)


class ClerkPart(QWidget):
    """The fields of an account.

    Attributes:
        kept: the fields shall be kept (a new account, or the one shown).
        pin_wanted: a one-time PIN for the account shown.
        switched: the account shown on (True) or off.
    """

    kept = Signal()
    pin_wanted = Signal()
    switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.shown: AccountRow | None = None
        self._first = False
        self.head = label("", "section")
        self.say = label("", "muted", wrap=True)
        self.id = Field("Mã công chức", name="", hint="chữ không dấu, số; không đổi được về sau")
        self.name = Field("Họ và tên", name="")
        self.phone = Field("Điện thoại in trên giấy", name="")
        self.unit = PickList("Đơn vị làm việc")
        self.unit.offer([("", _NO_UNIT)])
        self.unit.setMinimumContentsLength(26)
        self.roles = {role: Tick(f"{words}: {_WHAT[role]}") for role, words in ROLE_NAME.items()}
        self.fresh = SecretField("Mã PIN (ít nhất 6 chữ số) hoặc mật khẩu (ít nhất 10 ký tự)")
        self.again = SecretField("Nhập lại mã")
        self.pin = label("", "large", wrap=True)
        self.note = label("", "note", wrap=True)
        self.ok = QPushButton()
        self.ok.setProperty("kind", "primary")
        self.ok.clicked.connect(self.keep)
        self.reset = QPushButton("Cấp mã dùng một lần")
        self.reset.clicked.connect(self.pin_wanted)
        self.switch = QPushButton("Ngừng tài khoản")
        self.switch.clicked.connect(self._switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.say)
        column.addLayout(row(self.id, self.name, gap=12))
        unit = QWidget()
        unit.setLayout(stacked(label("Đơn vị", "label"), self.unit, gap=4))
        column.addLayout(row(self.phone, unit, gap=12))
        column.addWidget(label("Vai trò", "label"))
        for tick in self.roles.values():
            column.addWidget(tick)
        column.addLayout(row(self.fresh, self.again, gap=12))
        column.addWidget(self.pin)
        column.addWidget(self.note)
        column.addLayout(row(self.reset, self.switch, 1, self.ok))

    def offer_units(self, units: Iterable[tuple[str, str]]) -> None:
        """The units of the office, by id and name."""
        self.unit.offer([("", _NO_UNIT), *units])

    @property
    def chosen_unit(self) -> str:
        """Id of the one chosen; empty = none."""
        return str(self.unit.value or "")

    @property
    def chosen_roles(self) -> frozenset[Role]:
        """Those ticked."""
        return frozenset(role for role, tick in self.roles.items() if tick.isChecked())

    def open(self, account: AccountRow | None, *, first: bool) -> None:
        """Show this account, or empty fields for a new one; ``first`` = nobody has one yet."""
        self.shown, self._first = account, first
        self.head.setText(account.name if account else "Tài khoản đầu tiên" if first else "Tài khoản mới")
        staffed = "Theo danh sách của tỉnh: tên, vai trò được đặt lại theo bản danh mục sau." if account else ""
        self.say.setText(_FIRST if first and account is None else staffed if account and account.staffed else "")
        self.say.setVisible(bool(self.say.text()))
        self.id.put(account.id if account else "")
        self.id.edit.setReadOnly(account is not None)
        self.name.put(account.name if account else "")
        self.phone.put(account.phone if account else "")
        self.unit.choose(account.unit if account else "")
        held = account.roles if account else (Role.CLERK,)
        for role, tick in self.roles.items():
            tick.setChecked(role in held or (first and account is None and role is Role.ADMIN))
        choosing = first and account is None
        for field in (self.fresh, self.again):
            field.forget()
            field.setVisible(choosing)
        self.reset.setVisible(account is not None)
        self.switch.setVisible(account is not None)
        self.switch.setText("Mở lại tài khoản" if account and account.off else "Ngừng tài khoản")
        self.ok.setText("Lưu · F9" if account else "Tạo tài khoản · F9")
        self.pin.setText("")
        self.pin.hide()
        self.tell("", "")

    def focus_first(self) -> None:
        """The keys go to the first field that can be typed into."""
        (self.name if self.shown else self.id).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pin(self, name: str, pin: str) -> None:
        """Shown this once."""
        self.pin.setText(f"Mã dùng một lần của {name}: {pin[:4]} {pin[4:]}")
        self.pin.setAccessibleName(self.pin.text())
        self.pin.show()
        self.tell("warn", "Đọc cho người ấy, mã chỉ hiện lần này; lần đăng nhập đầu phải đổi mã của riêng mình.")

    def tell(self, tone: str, words: str) -> None:
        """One line above the buttons."""
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    @Slot()
    def keep(self) -> None:
        """The fields shall be kept, if the two secrets of a first account are the same."""
        if self.fresh.isVisible() and self.fresh.secret != self.again.secret:
            self.again.forget()
            self.tell("bad", "Hai lần nhập mã không giống nhau.")
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.kept.emit()

    @Slot()
    def _switch(self) -> None:
        if self.shown is not None:
            self.switched.emit(self.shown.off)

"""Editor for the accounts of the first set-up; a PIN is stored only as its hash."""

from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.settings import ClerkSetting, Settings
from desk.setup.first_hour import NewClerk, accounts_of
from desk.setup.setting_problems import Problem, problems_of_clerks
from desk.setup.setting_words import problem_words, why_words
from desk.words.terms import ROLE_NAME
from models.clerk import Role
from models.ids import ClerkId
from models.not_allowed import NotAllowed
from models.text import search_key
from models.trouble import Trouble
from ui.core.words import why
from ui.settings.setting_part import SettingPart, SettingTools
from ui.shell.lock import SecretField
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import Tick
from ui.widgets.columns import Flow
from ui.widgets.field import Field, go_to_red

_PIN = "Mã PIN, ít nhất 6 chữ số"
_SET = "Đã đặt; gõ mã mới để thay"


def _hashed(secret: str) -> str:
    from desk.staff.pins import hashed  # noqa: PLC0415 - Argon2 loads with the first PIN

    return hashed(secret)


def _judge(secret: str) -> None:
    from desk.staff.pins import judge  # noqa: PLC0415 - likewise

    judge(secret)


def usual_id(name: str) -> str:
    """``"Trần Thị Thử" -> "thu.tran"``: given name and family name, without marks."""
    words = search_key(name).split()
    return ".".join((words[-1], words[0])) if len(words) > 1 else "".join(words)


class ClerkRow(QWidget):
    """One person.

    Attributes:
        changed: an answer was given.
        removed: the person is to be taken out.
        judged: the PIN that was typed is set, or refused.
        is_judging: a PIN is being judged.
    """

    changed = Signal()
    removed = Signal()
    judged = Signal()

    def __init__(self, bench: SettingTools, clerk: NewClerk) -> None:
        super().__init__()
        self._bench = bench
        self._proof = clerk.pin
        self.is_judging = False
        self.name = Field("Họ tên, như in trên phiếu", hint="Trần Thị Thử")
        self.id = Field("Tên đăng nhập", hint="thu.tran")
        self.phone = Field("Điện thoại")
        self.pin = SecretField(_PIN)
        self.again = SecretField("Nhập lại mã PIN")
        self.roles = {role: Tick(ROLE_NAME[role], f"Vai trò: {ROLE_NAME[role]}") for role in Role}
        away = QPushButton("Bỏ")
        away.setProperty("kind", "quiet")
        away.setAccessibleName("Bỏ người này")
        away.clicked.connect(self.removed)
        card = frame("tray")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        for fields, weights in (((self.name, self.id, self.phone), (4, 3, 2)), ((self.pin, self.again), (1, 1))):
            line = row(*fields)
            for at, (field, weight) in enumerate(zip(fields, weights, strict=True)):
                line.setStretch(at, weight)
                line.setAlignment(field, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(line)
        inside.addWidget(label("Vai trò", "label"))
        inside.addLayout(Flow(*self.roles.values(), away, gap=12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        self.put(clerk)
        self.name.left.connect(self._named)
        for field in (self.id, self.phone):
            field.left.connect(self.changed)
        for tick in self.roles.values():
            tick.toggled.connect(self._ticked)
        self.pin.left.connect(self._pin_left)
        self.again.left.connect(self.take_pin)

    def put(self, clerk: NewClerk) -> None:
        """Show this person."""
        self._proof = clerk.pin
        for field, text in ((self.name, clerk.name), (self.id, clerk.id), (self.phone, clerk.phone)):
            field.put(text)
        for role, tick in self.roles.items():
            tick.blockSignals(True)
            tick.setChecked(role in clerk.roles)
            tick.blockSignals(False)
        self._show_pin()

    @property
    def value(self) -> NewClerk:
        """The person as the row stands."""
        return NewClerk(
            id=ClerkId(self.id.text),
            name=self.name.text,
            phone=self.phone.text,
            roles=frozenset(role for role, tick in self.roles.items() if tick.isChecked()),
            pin=self._proof,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nobody stands in it."""
        return not any(field.text for field in (self.name, self.id, self.phone)) and not self._proof

    def mark(self, problems: Sequence[Problem]) -> None:
        """Say under each field what is wrong with it."""
        fields = {"name": self.name, "id": self.id, "phone": self.phone, "pin": self.pin}
        wrong = {problem.key.rpartition(".")[2]: problem for problem in problems}
        for key, field in fields.items():
            words = why_words(wrong[key]) if key in wrong else ""
            if words or key != "pin":
                field.say("bad" if words else "", words[:1].upper() + words[1:])

    @Slot()
    def _named(self) -> None:
        if not self.id.text:
            self.id.put(usual_id(self.name.text))
        self.changed.emit()

    @Slot()
    def _ticked(self) -> None:
        self.changed.emit()

    @Slot()
    def _pin_left(self) -> None:
        """A PIN that is none is said at once; one that is waits to be typed again."""
        secret = self.pin.secret
        self.again.say("", "")
        if not secret:
            self._show_pin()  # left empty: none is wanted, or the one before stays
            return
        if self._is_fit(secret) and self.again.secret:
            self.take_pin()

    def _is_fit(self, secret: str) -> bool:
        """Whether it may be a PIN; one that may not is said and forgotten."""
        try:
            _judge(secret)
        except NotAllowed as reason:
            self._refused(reason)
            return False
        return True

    @Slot()
    def take_pin(self) -> None:
        """Typed twice the same it is hashed beside the window, and forgotten at once."""
        secret, again = self.pin.secret, self.again.secret
        if not secret and not again:
            return
        if secret and not self._is_fit(secret):
            return
        if secret != again:
            twice = "Hai lần nhập mã không giống nhau." if again else "Nhập lại mã PIN ở đây."
            missing = self.pin.note.text() if self.pin.is_red else "Nhập mã PIN ở đây trước."
            self._hold_up(*((self.again, twice) if secret else (self.pin, missing)))
            return
        self.is_judging = True
        self._forget()
        self.pin.edit.setPlaceholderText("Đang giữ mã…")
        self._bench.jobs.run_in_thread(self, partial(_hashed, secret), self._hashed, self._refused, queue="pins")

    def _hashed(self, proof: str) -> None:
        self._proof = proof
        self.is_judging = False
        self._show_pin()
        self.changed.emit()
        self.judged.emit()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._forget()
        self._show_pin()
        self._hold_up(self.pin, why(reason))

    @property
    def is_refused(self) -> bool:
        """Whether what was typed as PIN is none."""
        return self.pin.is_red or self.again.is_red

    def _hold_up(self, field: SecretField, words: str) -> None:
        self.is_judging = False
        self.again.forget()
        field.say("bad", words)
        self.judged.emit()

    def _forget(self) -> None:
        for field in (self.pin, self.again):
            field.forget()
            field.say("", "")

    def _show_pin(self) -> None:
        self.pin.edit.setPlaceholderText(_SET if self._proof else "")
        self.pin.say("good" if self._proof else "", "Đã đặt mã PIN." if self._proof else "")


class ClerksPart(SettingPart):
    """All of them."""

    heads = ("clerks", "clerk")

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self.rows: list[ClerkRow] = []
        self._then: Callable[[], None] | None = None
        self.hint(
            "Một người làm một mình thì có thể bỏ trống mã PIN: máy không hỏi đăng nhập. Nhiều người thì mỗi người một "
            "mã; mã chỉ được giữ dưới dạng không đọc ngược lại được. Cần ít nhất một người là quản trị."
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.body.addLayout(self._column)
        self.note = label("", "note", wrap=True)
        self.note.hide()
        self.body.addWidget(self.note)
        self.more = QPushButton("Thêm người · Insert")
        self.more.clicked.connect(self._add_empty)
        self.adder = self.more
        self.body.addLayout(row(self.more, 1))

    def put_clerks(self, clerks: Sequence[NewClerk]) -> None:
        """Show these; one empty row when there is nobody, who will be clerk and administrator."""
        for one in list(self.rows):
            self._take_away(one)
        everything = frozenset({Role.CLERK, Role.LEADER, Role.ADMIN})
        for clerk in clerks or (NewClerk(id=ClerkId(""), name="", roles=everything),):
            self._add(clerk)

    @property
    def clerks(self) -> tuple[NewClerk, ...]:
        """Everybody in whose row something stands."""
        return tuple(one.value for one in self.rows if not one.is_empty)

    def put(self, settings: Settings) -> None:
        """Nothing of the settings stands here but the clerk who signs."""

    def apply_to(self, settings: Settings) -> Settings:
        """These, signed by the first."""
        if not self.clerks:
            return replace(settings, clerk=ClerkSetting(id=ClerkId(""), name=""))
        one = self.clerks[0]
        return replace(settings, clerk=ClerkSetting(id=one.id, name=one.name, phone=one.phone))

    def mark(self, problems: Sequence[Problem], *, all_of_them: bool) -> None:
        """In each row what is wrong with it; below what is wrong with the list."""
        del problems  # they know only the first of the rows
        if not all_of_them:
            return
        found = problems_of_clerks(accounts_of(self.clerks))
        filled = [one for one in self.rows if not one.is_empty]
        for at, one in enumerate(filled):
            one.mark([problem for problem in found if problem.key.startswith(f"clerks.{at}.")])
        whole = [why_words(problem) for problem in found if problem.key == "clerks"]
        whole += [problem_words(problem) for problem in found if problem.key.endswith(".roles")]
        words = " ".join(text[:1].upper() + text[1:] for text in whole)
        self.note.setText(words)
        self.note.setProperty("tone", "bad")
        self.note.setVisible(bool(words))

    def finish_typing(self, then: Callable[[], None]) -> None:
        """A PIN typed last is judged first: it must neither be lost nor pass unseen where it is refused."""
        self._then = then
        for one in self.rows:
            one.take_pin()
        self._judged()

    @Slot()
    def _judged(self) -> None:
        if self._then is None or any(one.is_judging for one in self.rows):
            return
        then, self._then = self._then, None
        if any(one.is_refused for one in self.rows):
            go_to_red(self)
            self.held.emit()
        else:
            then()

    def focus_first(self) -> None:
        """The first name."""
        self.rows[0].name.edit.setFocus()

    @Slot()
    def _add_empty(self) -> None:
        self._add(NewClerk(id=ClerkId(""), name="")).name.edit.setFocus()

    def _add(self, clerk: NewClerk) -> ClerkRow:
        made = ClerkRow(self._bench, clerk)
        made.changed.connect(self.changed)
        made.removed.connect(self._take_out)
        made.judged.connect(self._judged)
        self._column.addWidget(made)
        self.rows.append(made)
        return made

    @Slot()
    def _take_out(self) -> None:
        gone = self.sender()
        if isinstance(gone, ClerkRow):
            self._take_away(gone)
            if not self.rows:
                self.put_clerks(())
            self.more.setFocus()
            self.tell()

    def _take_away(self, gone: ClerkRow) -> None:
        self.rows.remove(gone)
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()


class SignerPart(SettingPart):
    """The clerk of the settings: whose name slips bear where nobody has an account."""

    heads = ("clerk",)

    def __init__(self) -> None:
        super().__init__()
        self.hint(
            "Tên này in trên phiếu khi máy không dùng tài khoản. Có tài khoản thì phiếu in tên người đang đăng nhập; "
            "thêm người, đổi mã PIN ở trang Công chức."
        )
        self.body.addLayout(
            row(self.field("clerk.name", "Công chức tiếp nhận"), self.field("clerk.id", "Tên đăng nhập", "thu.tran"))
        )
        self.body.addWidget(self.field("clerk.phone", "Điện thoại của công chức"))

    def put(self, settings: Settings) -> None:
        """Show these."""
        clerk = settings.clerk
        for key, text in (("clerk.name", clerk.name), ("clerk.id", clerk.id), ("clerk.phone", clerk.phone)):
            self.show_text(key, text)

    def apply_to(self, settings: Settings) -> Settings:
        """These with the clerk as it stands here."""
        said = {key: field.text for key, field in self.fields.items()}
        clerk = ClerkSetting(id=ClerkId(said["clerk.id"]), name=said["clerk.name"], phone=said["clerk.phone"])
        return replace(settings, clerk=clerk)

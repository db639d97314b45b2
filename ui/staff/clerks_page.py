"""The page of accounts for the administrator, and of the own PIN for everybody."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desk.permissions import Permission
from desk.staff import pins
from desk.words.terms import ROLE_NAME
from models.ids import ClerkId
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.actions import Act, ActContext
from ui.core.jobs import AskDesk, Jobs
from ui.core.words import why
from ui.shell.banner import Banners
from ui.shell.credential_check import QUEUE, CredentialCheck
from ui.shell.lock import SecretField
from ui.shell.page import Page
from ui.staff.clerk_part import ClerkPart
from ui.style.look import look
from ui.widgets.basic import column, frame, label, row, scrolled, set_tone
from ui.widgets.columns import Columns, Flow
from ui.widgets.input_parsing import day_words

if TYPE_CHECKING:
    from desk.staff.accounts import SignInAttempt
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AccountRow, AtWork


class _Look(Struct, kw_only=True, eq=False):
    """The accounts, the units of the office by id and name, and who works here."""

    rows: "tuple[AccountRow, ...]"
    units: tuple[tuple[str, str], ...]
    at_work: "AtWork"


class _Given(Struct, kw_only=True, eq=False):
    """A one-time PIN that an account has now, and all accounts as they are then."""

    id: ClerkId
    name: str
    pin: str
    found: "_Look"


class ClerksPage(Page):
    """The list at the left, one account at the right; below, the own PIN."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self.rows: tuple[AccountRow, ...] = ()
        self._state: AtWork | None = None
        self._words = ""
        self._proving = CredentialCheck(jobs, self)
        self.list = QListWidget()
        self.list.setAccessibleName("Công chức có tài khoản")
        self.list.setProperty("role", "names")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.currentRowChanged.connect(self._chosen)
        self.new = QPushButton("Thêm người · Insert")
        self.new.clicked.connect(self._open_new)
        self.part = ClerkPart()
        self.part.kept.connect(self._keep)
        self.part.pin_wanted.connect(self._give_pin)
        self.part.switched.connect(self._switch)
        self.own = QWidget()
        self.old, self.fresh, self.again = (
            SecretField(words) for words in ("Mã đang dùng", "Mã mới", "Nhập lại mã mới")
        )
        self.own_note = label("", "note", wrap=True)
        self.change = QPushButton("Đổi mã của tôi")
        self.change.clicked.connect(self._change_own)
        self.again.edit.returnPressed.disconnect()
        self.again.edit.returnPressed.connect(self._change_own)
        self._lay_out()

    def _lay_out(self) -> None:
        people = frame("card")
        left = QVBoxLayout(people)
        left.setContentsMargins(16, 12, 16, 16)
        left.setSpacing(8)
        left.addLayout(Flow(label("Người làm việc ở máy này", "section"), self.new, apart=True))
        left.addWidget(self.list, 1)
        inside = frame("card")
        right = QVBoxLayout(inside)
        right.setContentsMargins(16, 12, 16, 16)
        right.addWidget(self.part)
        right.addStretch(1)
        self._people, self._one = people, inside
        own = frame("card")
        below = QVBoxLayout(own)
        below.setContentsMargins(16, 12, 16, 16)
        below.setSpacing(8)
        below.addWidget(label("Mã của tôi", "section"))
        below.addWidget(self.old)
        below.addLayout(row(self.fresh, self.again, gap=12))
        below.addLayout(row(self.own_note, 1, self.change))
        self.own.setLayout(column(own))
        body = QWidget()
        first = QWidget()
        first.setLayout(column(people, self.own, gap=16))
        whole = QVBoxLayout(body)
        whole.setContentsMargins(24, 0, 24, 16)
        whole.addWidget(Columns(first, inside, weights=(2, 3)), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 0)
        outer.setSpacing(12)
        head = row(label("Công chức", "page"), 1)
        head.setContentsMargins(24, 0, 24, 0)
        outer.addLayout(head)
        outer.addWidget(scrolled(body), 1)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"save_clerk": self.part.keep, "change_pin": self._change_own, "add_line": self._open_new}

    def context(self, context: ActContext) -> ActContext:
        """Whether accounts may be changed here, or the own PIN alone."""
        manages = self._state is not None and Permission.MANAGE_CLERKS in self._state.permissions
        return replace(context, manages=manages, adds=manages)

    def page_shown(self, what: object) -> None:
        """The list anew."""
        del what
        for field in (self.old, self.fresh, self.again):
            field.forget()
        self.jobs.ask(self, _look, self._looked)

    # ---- shown -------------------------------------------------------------------------------------------

    def _looked(self, found: "_Look") -> None:
        self.rows, self._state = found.rows, found.at_work
        self.part.offer_units(found.units)
        manages = Permission.MANAGE_CLERKS in self._state.permissions
        self.own.setVisible(self._state.accounts)
        self.change.setText("Đổi mã của tôi" if manages else "Đổi mã của tôi · F9")
        self._people.setVisible(manages)
        self._one.setVisible(manages)
        before = self.part.shown
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.rows:
            item = QListWidgetItem(f"{one.name}\n{_standing(one)} · {_roles(one)}")
            item.setSizeHint(QSize(look().px(120), look().px(50)))  # as wide as the list, whatever it says
            self.list.addItem(item)
        at = next((n for n, one in enumerate(self.rows) if before and one.id == before.id), -1)
        self.list.setCurrentRow(at)
        self.list.blockSignals(False)
        self.list.setMinimumHeight(look().px(150))
        self.part.open(self.rows[at] if at >= 0 else None, first=not self._state.accounts)
        if manages and not self.rows:
            self.part.focus_first()
        elif manages:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.old.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.context_changed.emit()

    @Slot(int)
    def _chosen(self, at: int) -> None:
        if 0 <= at < len(self.rows):
            self.part.open(self.rows[at], first=not self._accounts)

    @Slot()
    def _open_new(self) -> None:
        self.list.setCurrentRow(-1)
        self.part.open(None, first=not self._accounts)
        self.part.focus_first()

    @property
    def _accounts(self) -> bool:
        return self._state is not None and self._state.accounts

    # ---- accounts ----------------------------------------------------------------------------------------

    @Slot()
    def _keep(self) -> None:
        from desk.views.staff import AccountFields  # noqa: PLC0415 - loaded with the desk

        part, shown = self.part, self.part.shown
        told = AccountFields(name=part.name.text, phone=part.phone.text, roles=part.chosen_roles, unit=part.chosen_unit)
        if shown is not None:
            id_ = shown.id
            self._ask(lambda work: work.staff.change(id_, told), "Đã lưu tài khoản.")
            return
        new = part.id.text
        if self._accounts:
            self._with_pin(
                lambda work, proof: work.staff.make(new, told, proof, one_time=True), told.name, ClerkId(new.strip())
            )
            return
        secret = part.fresh.secret

        def made_first(ask: AskDesk) -> "AtWork":
            proof = pins.hashed(secret)
            return ask(lambda work: work.staff.make(new, told, proof, one_time=False))

        self._words = f"{told.name} là quản trị và đang làm việc. F10 khóa máy, Ctrl+F10 đổi người."
        self.jobs.run_with_desk(self, made_first, self._kept, self._refused, queue=QUEUE)

    @Slot()
    def _give_pin(self) -> None:
        shown = self.part.shown
        if shown is not None:
            id_ = shown.id
            self._with_pin(lambda work, proof: work.staff.reset(id_, proof), shown.name, id_)

    @Slot(bool)
    def _switch(self, on: bool) -> None:
        shown = self.part.shown
        if shown is not None:
            id_ = shown.id
            words = "Đã mở lại tài khoản." if on else "Đã ngừng tài khoản; lịch sử vẫn giữ tên người này."
            self._ask(lambda work: work.staff.switch(id_, on=on), words)

    def _with_pin(self, do: "Callable[[OpenDesk, str], AtWork]", name: str, id_: ClerkId) -> None:
        """With a one-time PIN made here, shown once it is kept."""

        def given(ask: AskDesk) -> _Given:
            pin = pins.one_time()
            proof = pins.hashed(pin)
            ask(lambda work: do(work, proof))
            return _Given(id=id_, name=name, pin=pin, found=ask(_look))

        self.jobs.run_with_desk(self, given, self._pin_given, self._refused, queue=QUEUE)

    def _pin_given(self, given: _Given) -> None:
        self._looked(given.found)
        self.list.setCurrentRow(next((n for n, one in enumerate(self.rows) if one.id == given.id), -1))
        self.part.show_pin(given.name, given.pin)
        self.people_changed.emit()

    def _ask(self, do: "Callable[[OpenDesk], AtWork]", words: str) -> None:
        self._words = words
        self.jobs.ask(self, do, self._kept, self._refused)

    def _kept(self, _: "AtWork") -> None:
        self.banners.show_banner("good", self._words)
        self.jobs.ask(self, _look, self._looked)
        self.people_changed.emit()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.part.tell("bad", why(reason))

    # ---- the own PIN -------------------------------------------------------------------------------------

    @Slot()
    def _change_own(self) -> None:
        if self._state is None or self._proving.busy:
            return
        for field in (self.old, self.fresh, self.again):
            if not field.secret:
                field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self.fresh.secret != self.again.secret:
            self.again.forget()
            self._say_own("bad", "Hai lần nhập mã mới không giống nhau.")
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        me = self._state.clerk
        self._say_own("", "Đang kiểm tra…")
        self._proving.prove(
            lambda work: work.staff.begin(me),
            self.old.secret,
            _choose,
            self._own_changed,
            self._own_refused,
            fresh=self.fresh.secret,
        )

    def _own_changed(self, _: "AtWork") -> None:
        for field in (self.old, self.fresh, self.again):
            field.forget()
        self._say_own("good", "Đã đổi mã.")

    def _own_refused(self, reason: NotAllowed | Trouble) -> None:
        self.old.forget()
        self._say_own("bad", why(reason))

    def _say_own(self, tone: str, words: str) -> None:
        set_tone(self.own_note, tone)
        self.own_note.setText(words)


def _roles(one: "AccountRow") -> str:
    return ", ".join(ROLE_NAME[role].lower() for role in one.roles)


def _standing(one: "AccountRow") -> str:
    if one.off:
        return "đã ngừng"
    if not one.opens:
        return "chưa có mã"
    if one.one_time:
        return "chờ đổi mã dùng một lần"
    return f"làm việc lần cuối {day_words(one.seen_on)}" if one.seen_on else "chưa làm việc ở máy này"


def _look(work: "OpenDesk") -> _Look:
    return _Look(rows=work.staff.rows(), units=work.staff.units(), at_work=work.at_work())


def _choose(work: "OpenDesk", tried: "SignInAttempt", fits: bool, proof: str) -> "AtWork":
    return work.staff.choose(tried, fits=fits, proof=proof)

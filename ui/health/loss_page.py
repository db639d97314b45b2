"""The page shown when acknowledged events are missing: what is missing, what to try, how to continue."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from models.calendar.clock import Clock
from models.ids import ClerkId
from models.not_allowed import NotAllowed
from models.trouble import Trouble, WorkLost
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import tone_of, why
from ui.shell.banner import Banners
from ui.shell.lock import NamePicker, SecretField
from ui.shell.page import Page
from ui.widgets.basic import frame, label, row
from ui.widgets.buttons import Tick

if TYPE_CHECKING:
    from desk.health.loss import Loss, MissingWork


class LossPage(Page):
    """Nothing is written until a keeper has ticked that it is meant, and proved who they are.

    Attributes:
        accepted: it was recorded; the desk may be opened.
    """

    accepted = Signal()

    def __init__(
        self,
        jobs: Jobs,
        acts: Mapping[str, Act],
        banners: Banners,
        folder: Path,
        clock: Clock,
        *,
        training: bool = False,
    ) -> None:
        super().__init__(jobs, acts, banners)
        self._folder, self._clock, self._training = folder, clock, training
        self._what = label("", wrap=True)
        self.people = NamePicker()
        self.secret = SecretField("Mã PIN hoặc mật khẩu")
        self.meant = Tick("Đã chép cả thư mục dữ liệu ra nơi khác, không tìm lại được tệp đúng")
        self.go = QPushButton("Làm tiếp với phần còn lại")
        self.go.setProperty("kind", "soft")
        self.go.setEnabled(False)
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(self._what)
        for words in _FIRST:
            inside.addWidget(label(words, wrap=True))
        last = frame("card")
        under = QVBoxLayout(last)
        under.setContentsMargins(16, 12, 16, 12)
        under.setSpacing(8)
        under.addWidget(label("Làm tiếp với phần còn lại", "section"))
        under.addWidget(label(_COST, wrap=True))
        under.addWidget(self.meant)
        self._who = label("Người có quyền giữ dữ liệu", "muted")
        under.addWidget(self._who)
        under.addWidget(self.people)
        under.addWidget(self.secret)
        under.addLayout(row(1, self.go))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Tệp dữ liệu thiếu việc đã lưu", "page"), 1))
        column.addWidget(card)
        column.addWidget(last)
        column.addStretch(1)
        self.meant.toggled.connect(self._ready)
        self.people.picked.connect(self.secret.edit.setFocus)
        self.secret.edit.returnPressed.connect(self._go_on)
        self.go.clicked.connect(self._go_on)
        self._offer(())

    def page_shown(self, what: object) -> None:
        """The file did not open for this reason: read what is missing, and who may let the desk go on."""
        if not isinstance(what, WorkLost):
            return
        folder, clock, training = self._folder, self._clock, self._training

        def looked() -> "Loss | None":
            from desk.health import loss  # noqa: PLC0415 - rarely in the life of a machine

            return loss.find_loss(folder, clock=clock, training=training)

        self.jobs.run_in_thread(self, looked, self._looked, self._refused)

    def _looked(self, found: "Loss | None") -> None:
        if found is None:
            return
        from desk.words.backup import lost_words  # noqa: PLC0415 - likewise

        lost = found.lost
        words = lost_words(lost.what, lost.kept, lost.known)
        self._what.setText(words[0].upper() + words[1:] + ".")
        self.people.offer(found.people, ClerkId(""))
        self._offer(found.people)

    def _offer(self, people: tuple[object, ...]) -> None:
        for widget in (self._who, self.people, self.secret):
            widget.setVisible(bool(people))

    @Slot(bool)
    def _ready(self, meant: bool) -> None:
        self.go.setEnabled(meant)
        if meant and self.people.people:
            self.people.setFocus()

    @Slot()
    def _go_on(self) -> None:
        if not self.go.isEnabled():
            return
        folder, clock, training = self._folder, self._clock, self._training
        clerk, secret = self.people.chosen, self.secret.secret
        self.go.setEnabled(False)

        def gone_on() -> "MissingWork | None":
            from desk.health import loss  # noqa: PLC0415 - likewise

            return loss.accept_loss_as(folder, clerk, secret, clock=clock, training=training)

        self.jobs.run_in_thread(self, gone_on, self._gone_on, self._refused)

    def _gone_on(self, _: "MissingWork | None") -> None:
        self.secret.forget()
        self.meant.setChecked(False)
        self.banners.show_banner("warn", _AFTER)
        self.accepted.emit()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.go.setEnabled(self.meant.isChecked())
        self.secret.forget()
        self.banners.show_banner(tone_of(reason), why(reason))
        if self.secret.isVisible():
            self.secret.edit.setFocus()


_FIRST = (
    "Máy chưa đổi gì và không mở, để số đã cấp không bị cấp lại. Không xóa tệp nào trong thư mục dữ liệu.",
    "1. Chép cả thư mục dữ liệu ra USB hoặc ổ khác.",
    "2. Tệp đúng còn ở đâu đó (ổ cũ, máy cũ): đặt về chỗ cũ rồi bấm Thử lại.",
    "3. Có bản sao lưu: khôi phục bằng lệnh motcua restore.",
    "4. Không còn cách nào: làm tiếp ở dưới.",
)

_COST = (
    "Việc này được ghi lại. Số hồ sơ và số thứ tự hôm nay nhảy qua các số đã cấp; giấy đang chờ in được hỏi lại. Sau "
    "đó đối chiếu giấy tiếp nhận trên tay người dân và nhập lại phần thiếu; những gì tỉnh đã nhận thì tỉnh gửi lại."
)

_AFTER = (
    "Đã cho làm tiếp. Nhật ký hỏng được giữ cạnh tệp dữ liệu (tên có “.kept-”); đừng xóa. Đối chiếu giấy tiếp nhận "
    "trên tay, nhập lại phần thiếu."
)

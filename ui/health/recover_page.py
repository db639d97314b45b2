"""The page to enter the recovery key when the file's key is gone: typed by groups, or scanned."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from models.codes.recovery_digits import GROUPS, is_group
from models.not_allowed import NotAllowed, RecoveryKeyMistyped
from models.trouble import Trouble
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import tone_of, why
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import frame, label, row
from ui.widgets.field import FINE, Field, Verdict

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan


class RecoverPage(Page):
    """Eight groups. Nothing that is typed here goes anywhere but to the seal.

    Attributes:
        recovered: the key is known to this PC now; the desk may be opened.
    """

    recovered = Signal()

    def __init__(
        self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners, folder: Path, *, training: bool = False
    ) -> None:
        super().__init__(jobs, acts, banners)
        self._folder, self._training = folder, training
        self.groups = [
            Field(f"Nhóm {number}", name=f"recovery_{number}", judge=_judge) for number in range(1, GROUPS + 1)
        ]
        self.go = QPushButton("Mở dữ liệu · F9")
        self.go.setProperty("kind", "primary")
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Nhập khóa khôi phục", "section"))
        inside.addWidget(
            label(
                "Máy này không có khóa mở tệp dữ liệu. Lấy phong bì khóa khôi phục ở thủ trưởng, "
                "quét mã vuông trên tờ giấy, hoặc gõ 8 nhóm số rồi bấm Mở dữ liệu.",
                wrap=True,
            )
        )
        half = GROUPS // 2
        inside.addLayout(row(*self.groups[:half], gap=12))
        inside.addLayout(row(*self.groups[half:], gap=12))
        inside.addLayout(row(1, self.go))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(row(label("Mở dữ liệu bằng khóa khôi phục", "page"), 1))
        column.addWidget(card)
        column.addStretch(1)
        for before, after in zip(self.groups, [*self.groups[1:], None], strict=True):
            before.edit.returnPressed.connect(after.edit.setFocus if after is not None else self._typed)
        self.go.clicked.connect(self._typed)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {"open_data": self.go.click}

    def page_shown(self, what: object) -> None:
        """The first group has the keys."""
        del what
        self.groups[0].edit.setFocus()

    def use_scan(self, scan: "Scan") -> bool:
        """The sheet was scanned."""
        if not scan.secret:
            return False
        self._try(scan.secret)
        return True

    @Slot()
    def _typed(self) -> None:
        self._try(" ".join(group.edit.text() for group in self.groups))

    def _try(self, text: str) -> None:
        folder, training = self._folder, self._training
        self.go.setEnabled(False)

        def opened() -> None:
            from desk.backup import recovery  # noqa: PLC0415 - rarely in the life of a machine

            recovery.recover(folder, text, use_keyring=not training)

        self.jobs.run_in_thread(self, opened, self._opened, self._refused)

    def _opened(self, _: None) -> None:
        self._clear()
        self.banners.show_banner("good", "Đã mở được dữ liệu và giữ khóa trên máy này. Nên in tờ khóa khôi phục mới.")
        self.recovered.emit()

    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self.go.setEnabled(True)
        self.banners.show_banner(tone_of(reason), why(reason))
        if isinstance(reason, RecoveryKeyMistyped) and reason.groups:
            wrong = self.groups[reason.groups[0] - 1].edit
            wrong.setFocus()
            wrong.selectAll()

    def _clear(self) -> None:
        self.go.setEnabled(True)
        for group in self.groups:
            group.edit.clear()


def _judge(text: str) -> Verdict:
    """A group typed wrong is known by itself."""
    return FINE if not text or is_group(text) else ("bad", "Gõ nhầm: so lại với tờ giấy.")

"""The health page: checks, backups, integrity check, recovery sheet, new key, clock."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout

from models.not_allowed import BackupNowhere, RecoverySheetOnDisk
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs, Reason
from ui.core.province_bridge import ProvinceBridge
from ui.core.recovery_sheet import SheetProof
from ui.core.words import tone_of, why
from ui.health.backup_runner import BackupRunner
from ui.health.health_lines import HealthLines
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import frame, label, paint, picture, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Flow
from ui.widgets.dialogs import ask_folder, ask_pdf
from ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.backup.backup_run import FinishedBackup
    from desk.backup.recovery import ProposedSheet
    from desk.cards.reader import ReaderState
    from desk.health.health import Check
    from desk.settings import Settings
    from desk.views.open_desk import OpenDesk
    from ui.core.card_bridge import ReaderSeen

_SUMS = {
    "ok": ("good", "good", "Máy khỏe."),
    "warn": ("warn", "warn", "Có chỗ cần xem."),
    "stop": ("bad", "bad", "Có chỗ phải xử lý ngay."),
}


class HealthPage(Page):
    """The lines in the middle, what can be done above them."""

    def __init__(
        self, jobs: Jobs, copying: BackupRunner, acts: Mapping[str, Act], banners: Banners, bridge: ProvinceBridge
    ) -> None:
        super().__init__(jobs, acts, banners)
        self._bridge = bridge
        self.copying = copying
        self.lines = HealthLines()
        self._reader: ReaderState | None = None
        self._checks: dict[str, Check] = {}
        self._sign = picture("clock", "muted", 20)
        self._sum = label("Đang xem…", "strong", wrap=True)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Tiến độ sao lưu")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.hide()
        self.group = Field("Gõ lại một nhóm số trên tờ vừa in", name="recovery_group")
        self.group_go = QPushButton("Tờ này đúng")
        self.group_go.setAccessibleName("Tờ khóa khôi phục vừa in đọc được, dùng tờ này")
        self._sheet = frame("card")
        self.proof = SheetProof(jobs, self._sheet, self.group, "Gõ nhóm {asked} (6 chữ số) trên tờ vừa in")
        self._lay_out()
        self.group_go.clicked.connect(self.proof.answer)
        self.proof.out.connect(self._printed)
        self.proof.failed.connect(self._not_printed)
        self.proof.typed.connect(self._keep)
        self.copying.progressed.connect(self._progressed)
        self.copying.made.connect(self._made)
        self.copying.checked.connect(self._checked)
        self.copying.failed.connect(self._failed)

    def _lay_out(self) -> None:
        acts = self.acts
        inside = QVBoxLayout(self._sheet)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(label("Tờ khóa khôi phục mới", "section"))
        inside.addWidget(
            label("Tờ mới chỉ có hiệu lực khi gõ đúng một nhóm số đọc từ giấy; chưa gõ thì tờ cũ vẫn dùng.", wrap=True)
        )
        inside.addLayout(row(self.group, self.group_go, 1))
        card = frame("card")
        within = QVBoxLayout(card)
        within.setContentsMargins(16, 8, 8, 8)
        within.addWidget(scrolled(self.lines))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(row(label("Sức khỏe máy", "page"), 1))
        said = row(self._sign, self._sum, gap=8)
        said.setStretch(1, 1)
        column.addLayout(said)
        column.addLayout(
            Flow(
                KeyButton(acts["backup_now"], "primary"),
                KeyButton(acts["check_file"]),
                KeyButton(acts["print_recovery"]),
                KeyButton(acts["rotate_key"]),
                KeyButton(acts["clock_right"], only_when_allowed=True),
            )
        )
        column.addWidget(self.progress)
        column.addWidget(self._sheet)
        column.addWidget(card, 1)

    # ---- the page ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """By id of the action."""
        return {
            "backup_now": self._back_up,
            "check_file": self._check,
            "print_recovery": self._propose,
            "rotate_key": self._rotate,
            "clock_right": self._trust,
        }

    def context(self, context: ActContext) -> ActContext:
        """Nothing of a dossier here."""
        clock = self._checks.get("clock")
        doubted = clock is not None and clock.state.value == "stop"
        return ActContext(
            page=context.page,
            open=context.open,
            training=context.training,
            sets_up=context.sets_up,
            clock_doubted=doubted,
        )

    def page_shown(self, what: object) -> None:
        """Look anew."""
        del what
        self.refresh()

    def desk_opened(self) -> None:
        """The desk can be asked now."""
        self.refresh()

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the scanners are."""
        self._reader = next((seen.state for seen in readers if seen.state is not None), None)

    def refresh(self) -> None:
        """Ask everything again; the printers apart, since they take their time."""
        reader, link = self._reader, self.link

        def looked(work: "OpenDesk") -> "tuple[tuple[Check, ...], Settings]":
            from desk.health.health import WindowState  # noqa: PLC0415 - loaded in the worker

            return work.health.checks(WindowState(reader=reader, link=link)), work.desk.settings

        self.jobs.ask(self, looked, self._seen, newest="health")

    def _seen(self, seen: "tuple[tuple[Check, ...], Settings]") -> None:
        checks, settings = seen
        self._put(checks)

        def asked() -> "tuple[Check, ...]":
            from desk.health import health  # noqa: PLC0415 - the worker has loaded it

            return health.printer_checks(settings)

        self.jobs.run_in_thread(self, asked, self._put, queue="health")

    def _put(self, checks: "tuple[Check, ...]") -> None:
        self._checks |= {check.what.value: check for check in checks}
        self.lines.put(checks)
        states = {check.state.value for check in self._checks.values()}
        icon, colour, words = _SUMS["stop" if "stop" in states else "warn" if "warn" in states else "ok"]
        paint(self._sign, icon, colour, 20)
        self._sum.setText(words)
        self.context_changed.emit()

    def escape(self) -> bool:
        """Fold the sheet away: it never counted."""
        if self._sheet.isVisible():
            self.proof.fold()
            return True
        return False

    # ---- copies and reading through ----------------------------------------------------------------------

    def _back_up(self, to: Path | None = None) -> None:
        self._begin_progress("Đang sao lưu; cứ làm việc bình thường.")
        self.copying.back_up(to, by_hand=True)

    def _check(self) -> None:
        self._begin_progress("Đang đọc kiểm tra tệp; cứ làm việc bình thường.")
        self.progress.setRange(0, 0)
        self.copying.check()

    def _begin_progress(self, words: str) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(0)
        self.progress.show()
        self._sum.setText(words)

    @Slot(int)
    def _progressed(self, part: int) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(part)
        self.progress.setVisible(self.copying.busy)

    @Slot(object)
    def _made(self, made: "FinishedBackup") -> None:
        self.progress.hide()
        if self.copying.by_hand:
            said = f"Đã sao lưu và mở thử bản sao: {made.manifest.events} sự việc, {made.copy}."
            lacking = len(made.missing) + len(made.damaged)
            self.banners.show_banner(
                "warn" if lacking else "good",
                f"{said} Thiếu {lacking} bản quét không còn hoặc đã hỏng trên máy." if lacking else said,
            )
        self.refresh()

    @Slot()
    def _checked(self) -> None:
        self.progress.hide()
        self.banners.show_banner("good", "Đã đọc kiểm tra toàn bộ tệp dữ liệu: nguyên vẹn.")
        self.refresh()

    @Slot(object)
    def _failed(self, reason: Reason) -> None:
        self.progress.hide()
        self.refresh()
        if not self.copying.by_hand:
            return
        if isinstance(reason, BackupNowhere):
            ask_folder(self, "Chọn thư mục hoặc USB để sao lưu", self._back_up_there)
            return
        self.banners.show_banner(tone_of(reason), why(reason))

    @Slot(str)
    def _back_up_there(self, folder: str) -> None:
        self._back_up(Path(folder))

    # ---- the recovery sheet ------------------------------------------------------------------------------

    def _propose(self) -> None:
        def proposed(work: "OpenDesk") -> "tuple[ProposedSheet, str]":
            return work.backup.propose_sheet()

        self.jobs.ask(self, proposed, self._print)

    def _print(self, asked: "tuple[ProposedSheet, str]") -> None:
        self.proof.print(*asked)

    @Slot(str)
    def _printed(self, where: str) -> None:
        from desk.prints.print_words import taken_by  # noqa: PLC0415 - loaded with the desk

        self.banners.show_banner("info", f"Đã gửi tờ khóa khôi phục cho {taken_by(where)}.")

    @Slot(object)
    def _not_printed(self, reason: Reason) -> None:
        if isinstance(reason, RecoverySheetOnDisk):
            self.banners.show_banner("warn", why(reason), "Lưu ra tệp…", self._ask_file)
            return
        self.banners.show_banner(tone_of(reason), why(reason))

    def _ask_file(self) -> None:
        ask_pdf(self, "Lưu tờ khóa khôi phục; in xong thì xóa tệp này", self._save)

    @Slot(str)
    def _save(self, path: str) -> None:
        if self.proof.proposed is not None:
            self.proof.save(self.proof.proposed, Path(path))

    @Slot(str)
    def _keep(self, typed: str) -> None:
        proposed = self.proof.proposed
        if proposed is None:
            return

        def kept(work: "OpenDesk") -> None:
            work.backup.keep_sheet(proposed, typed)

        self.jobs.ask(self, kept, self._kept)

    def _kept(self, _: None) -> None:
        self.proof.fold()
        self.banners.show_banner("good", "Tờ khóa khôi phục mới có hiệu lực. Dán phong bì, giao thủ trưởng cất.")
        self.refresh()

    # ---- a new key, the clock ----------------------------------------------------------------------------

    def _rotate(self) -> None:
        self._bridge.pause()
        self._sum.setText("Đang đổi khóa; chờ một chút.")

        def rotated(work: "OpenDesk") -> str:
            return work.backup.rotate_key()

        self.jobs.ask(self, rotated, self._rotated, self._not_rotated)

    def _rotated(self, told: str) -> None:
        self._bridge.start()
        self.banners.show_banner("good", f"Đã đổi khóa của tệp dữ liệu. {told}")
        self.copying.renew_scans()
        self.refresh()

    def _not_rotated(self, reason: Reason) -> None:
        self._bridge.start()
        self.banners.show_banner(tone_of(reason), why(reason))
        self.refresh()

    def _trust(self) -> None:
        def trusted(work: "OpenDesk") -> None:
            work.health.trust_clock()

        self.jobs.ask(self, trusted, self._trusted)

    def _trusted(self, _: None) -> None:
        self.banners.show_banner("good", "Đã ghi nhận đồng hồ đang đúng; máy cấp số lại bình thường.")
        self.refresh()

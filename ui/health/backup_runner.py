"""Background maintenance: scheduled and manual backups, early warnings, files re-encrypted under a new key.

The worker is needed only briefly; long work runs in a queue of its own, one task after the other.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.trouble import CutOff, Trouble
from ui.core.jobs import AskDesk, Jobs, Reason
from ui.core.words import tone_of, why

if TYPE_CHECKING:
    from desk.backup.backup_run import FinishedBackup
    from desk.limits import Limit
    from sync.client.link_state import LinkState
    from ui.core.province_bridge import ProvinceBridge
    from ui.shell.banner import Banners

_LOOK_EVERY = 60_000
_AGAIN_AFTER = 15
"""Milliseconds between two looks at the clock, and after how many looks a copy that was not made is tried again."""

_QUEUE = "keeping"

BACKUP, LIMIT = "backup", "limit "
"""Causes of banners, the second followed by which limit."""

NOWHERE = "Chưa đặt nơi sao lưu: máy hỏng là mất dữ liệu. Chọn thư mục trong Thiết lập; xem Sức khỏe máy (Ctrl+5)."


class BackupRunner(QObject):
    """Copies and readings of this window, one at a time.

    Attributes:
        progressed: how far the one under way is, 0 to 100.
        made: a copy is whole (``FinishedBackup``).
        checked: the file was read through and is whole.
        failed: carries the reason.
        busy: one is under way; ``by_hand``: a person asked for it.
    """

    progressed = Signal(int)
    made = Signal(object)
    checked = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._stopped = False
        self._told = -1
        self.busy = False
        self.by_hand = False

    # ---- a copy ------------------------------------------------------------------------------------------

    def back_up(self, to: Path | None = None, *, by_hand: bool) -> None:
        """Make a copy; nothing happens while another thing is under way."""
        if self.busy:
            return
        self.busy, self.by_hand, self._told = True, by_hand, -1

        def copied(ask: AskDesk) -> "FinishedBackup":
            from desk.backup import backup_run  # noqa: PLC0415 - only when one is made

            plan = ask(lambda work: work.backup.begin(to, by_hand=by_hand))
            try:
                made = backup_run.run_backup(plan, stop=self._is_stopped, on_progress=self._progress)
            except Trouble as trouble:
                reason = trouble
                ask(lambda work: work.backup.fail(plan, reason))
                raise
            return ask(lambda work: work.backup.end(plan, made))

        self._jobs.run_with_desk(self, copied, self._is_made, self._over, ended=self._ended, queue=_QUEUE)

    def _is_made(self, made: "FinishedBackup") -> None:
        self.made.emit(made)

    # ---- reading the file through ------------------------------------------------------------------------

    def check(self) -> None:
        """Read the whole file through, while work goes on."""
        if self.busy:
            return
        self.busy, self.by_hand = True, True

        def read_through(ask: AskDesk) -> None:
            from desk.backup import integrity_check  # noqa: PLC0415 - likewise

            begun = ask(lambda work: work.backup.begin_reading())
            try:
                integrity_check.carry_out(begun, stop=self._is_stopped)
            except Trouble as trouble:
                reason = trouble
                ask(lambda work: work.backup.end_reading(begun, reason))
                raise
            ask(lambda work: work.backup.end_reading(begun, None))

        self._jobs.run_with_desk(self, read_through, self._is_checked, self._over, ended=self._ended, queue=_QUEUE)

    def _is_checked(self, _: None) -> None:
        self.checked.emit()

    # ---- scanned files under a new key --------------------------------------------------------------------

    def renew_scans(self) -> None:
        """Put scanned files that lie under an older key under the newest; goes on where it was cut short."""

        def renewed(ask: AskDesk) -> None:
            wanted = ask(lambda work: work.backup.scans_to_renew())
            if wanted is not None:
                files, newest = wanted
                if files.renew(self._is_stopped).whole:
                    ask(lambda work: work.backup.scans_renewed(newest))

        self._jobs.run_with_desk(self, renewed, refused=self._over, queue=_QUEUE)

    # ---- all --------------------------------------------------------------------------------------------

    def _ended(self) -> None:
        self.busy = False

    def _over(self, reason: Reason) -> None:
        if not isinstance(reason, CutOff):
            self.failed.emit(reason)

    def stop(self) -> None:
        """Whatever is under way ends soon, and leaves no half copy that counts."""
        self._stopped = True

    def _is_stopped(self) -> bool:
        return self._stopped

    def _progress(self, done: int, total: int) -> None:
        """In the thread that copies."""
        part = done * 100 // total if total else 100
        if part != self._told:
            self._told = part
            self.progressed.emit(part)


class BackupSchedule(QObject):
    """The clock that makes copies, and what warns before work stops.

    A failure is told once by a banner; it is tried again quietly, and the health page says it all the time.
    """

    def __init__(self, jobs: Jobs, copying: BackupRunner, bridge: "ProvinceBridge", banners: "Banners") -> None:
        super().__init__()
        self._jobs, self._bridge, self._banners = jobs, bridge, banners
        self.copying = copying
        self._waits = 0
        self._told: type[Exception] | None = None
        self._stopped = False
        self.copying.made.connect(self._made)
        self.copying.failed.connect(self._failed)
        bridge.state_changed.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_EVERY)
        self.look()
        jobs.ask(self, lambda work: work.backup.goes_nowhere(), self._nowhere)
        self.copying.renew_scans()

    def stop(self) -> None:
        """The window closes: nothing is begun any more, and what is under way ends soon."""
        self._stopped = True
        self._timer.stop()
        self.copying.stop()

    @Slot()
    def look(self) -> None:
        """Is a copy due? Is a limit near?"""
        self._jobs.ask(self, lambda work: work.health.warnings(), self._warn)
        if self._waits:
            self._waits -= 1
        elif not self.copying.busy:
            self._jobs.ask(self, lambda work: work.backup.is_due(), self._is_due)

    def _nowhere(self, nowhere: bool) -> None:
        if nowhere:
            self._banners.show_to_everyone("warn", NOWHERE, about=BACKUP)

    def _is_due(self, due: bool) -> None:
        if due and not self._stopped:
            self.copying.back_up(by_hand=False)

    @Slot(object)
    def _made(self, _: "FinishedBackup") -> None:
        self._told = None
        self._banners.clear_cause(BACKUP)

    @Slot(object)
    def _failed(self, reason: Reason) -> None:
        if self.copying.by_hand:
            return
        self._waits = _AGAIN_AFTER
        if type(reason) is not self._told:
            self._told = type(reason)
            self._banners.show_to_everyone(
                tone_of(reason), f"Sao lưu tự động chưa làm được. {why(reason)}", about=BACKUP
            )

    def _warn(self, limits: "tuple[Limit, ...]") -> None:
        from desk.words.backup import limit_words  # noqa: PLC0415 - not needed to paint a window

        told = {f"{LIMIT}{limit.why}": limit for limit in limits}
        for about in self._banners.open_causes():
            if about.startswith(LIMIT) and about not in told:
                self._banners.clear_cause(about)
        for about, limit in told.items():
            self._banners.show_to_everyone("bad" if limit.state == "stop" else "warn", limit_words(limit), about=about)

    @Slot(object)
    def _heard(self, state: "LinkState") -> None:
        """The province has answered: how far is its clock from ours?"""
        if state.phase == "up_to_date":
            self._jobs.ask(self, lambda work: work.health.province_clock(state.clock_off), newest="clock")

"""Step of the first set-up for the recovery sheet: printed, confirmed by typing one group."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desk.settings import Settings
from models.calendar.clock import Clock
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.recovery_sheet import SheetProof
from ui.core.words import why
from ui.settings.setting_part import SettingPart, SettingTools
from ui.widgets.basic import label, row, set_tone
from ui.widgets.dialogs import ask_pdf
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.backup.recovery import ProposedSheet
    from desk.setup.first_hour import FirstHour


def _propose(settings: Settings, folder: Path, clock: Clock) -> "ProposedSheet":
    from desk.backup.recovery import propose_for  # noqa: PLC0415 - the database's libraries load beside the window

    return propose_for(settings, folder, clock())


def _keep(folder: Path, proposed: "ProposedSheet", typed: str, training: bool) -> None:
    from desk.backup.recovery import adopt_at_set_up  # noqa: PLC0415 - likewise

    adopt_at_set_up(folder, proposed, typed, use_keyring=not training)


class RecoveryPart(SettingPart):
    """Print, put into an envelope, type one group to show that the paper can be read. The key stays on paper alone."""

    heads = ("recovery",)

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self._then: Callable[[ProposedSheet], None] = self._out
        self.sheet = ""
        self.hint(
            "Tờ khóa có 8 nhóm số và một mã vuông. In ra, gấp lại, cho vào phong bì dán kín, giao thủ trưởng cơ quan "
            "cất. Máy không giữ khóa này: mất tờ giấy thì in tờ khác, nhưng chỉ khi máy còn mở được."
        )
        self.print = QPushButton("In tờ khóa")
        self.print.setProperty("kind", "primary")
        self.save = QPushButton("Lưu thành tệp PDF trên USB…")
        self.said = label("", "note", wrap=True)
        self.body.addLayout(row(self.print, self.save, 1))
        self.body.addWidget(self.said)
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.typed = Field("Nhóm số", hint="6 chữ số")
        self.ok = QPushButton("Đúng, tờ này dùng được")
        column.addLayout(row(self.typed, 1))
        column.addLayout(row(self.ok, 1))
        self.body.addWidget(card)
        self.proof = SheetProof(bench.jobs, card, self.typed, "Nhóm số thứ {asked} trên tờ giấy")
        self.proof.out.connect(self._is_out)
        self.proof.failed.connect(self._refused)
        self.proof.typed.connect(self._proven)
        self.ok.clicked.connect(self.proof.answer)
        self.print.clicked.connect(self._print_it)
        self.save.clicked.connect(self._ask_where)

    def put(self, settings: Settings) -> None:
        """Nothing of the settings stands here."""

    def apply_to(self, settings: Settings) -> Settings:
        """Nothing of the settings is answered here."""
        return settings

    def show_first_hour(self, first: "FirstHour | None") -> None:
        """Whether a sheet was printed before."""
        self.sheet = first.sheet if first else ""
        if self.sheet:
            self._say("good", f"Đã in tờ khóa ({self.sheet}). In lại sẽ là tờ mới, tờ trước không dùng nữa.")

    def apply_to_first_hour(self, first: "FirstHour") -> "FirstHour":
        """With what became of the sheet."""
        return replace(first, sheet=self.sheet)

    def focus_first(self) -> None:
        """The button that prints."""
        self.print.setFocus()

    # ---- the sheet ---------------------------------------------------------------------------------------

    @Slot()
    def _print_it(self) -> None:
        self._with_sheet(self._out)

    @Slot()
    def _ask_where(self) -> None:
        ask_pdf(self, "Lưu tờ khóa: chọn USB, không để trong máy này", self.save_to, "khoa-phuc-hoi.pdf")

    @Slot(str)
    def save_to(self, path: str) -> None:
        """Write the sheet there."""
        self._with_sheet(partial(self._write, Path(path)))

    def _with_sheet(self, then: "Callable[[ProposedSheet], None]") -> None:
        bench = self._bench
        self._then = then
        self._say("", "Đang tạo khóa…")
        work = partial(_propose, bench.settings(), bench.folder, bench.clock)
        bench.jobs.run_in_thread(self, work, self._is_proposed, self._refused)

    def _is_proposed(self, proposed: "ProposedSheet") -> None:
        self._then(proposed)

    def _out(self, proposed: "ProposedSheet") -> None:
        self.proof.print(proposed, self._bench.settings().printers.papers)

    def _write(self, path: Path, proposed: "ProposedSheet") -> None:
        self.proof.save(proposed, path)

    @Slot(str)
    def _is_out(self, where: str) -> None:
        proposed = self.proof.proposed
        if proposed is not None:
            self._say("", f"Đã ra: {where}. Cầm tờ giấy và gõ nhóm số thứ {proposed.asked} để chắc là đọc được.")

    @Slot(str)
    def _proven(self, typed: str) -> None:
        proposed, bench = self.proof.proposed, self._bench
        if proposed is not None and typed.strip():
            work = partial(_keep, bench.folder, proposed, typed, bench.training)
            bench.jobs.run_in_thread(self, work, self._is_kept, self._refused)

    def _is_kept(self, _: None) -> None:
        proposed = self.proof.proposed
        if proposed is None:
            return
        self.sheet = f"{proposed.made_at:%Y-%m-%d}"
        self.proof.fold()
        self._say("good", "Tờ khóa dùng được. Cho vào phong bì, dán kín, giao thủ trưởng cơ quan cất.")
        self.print.setText("In tờ khác")
        self.tell()
        self.print.setFocus()

    @Slot(object)
    def _refused(self, reason: NotAllowed | Trouble) -> None:
        self._say("bad", why(reason))

    def _say(self, tone: str, words: str) -> None:
        set_tone(self.said, tone)
        self.said.setText(words)

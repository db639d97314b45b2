"""Settings of card scanners with a live test, and printed codes that correct a wrong configuration."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from desk.settings import Settings
from desk.setup.setting_problems import Problem, ProblemKind
from models.calendar.clock import Clock
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.core.words import why
from ui.settings.scanners.part import ScannersPart, ScannersSet
from ui.settings.setting_part import SettingPart, SettingTools, reach_desk
from ui.widgets.basic import frame, label, row, set_tone
from ui.widgets.buttons import PickList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.cards.formats.kinds import Scan
    from desk.prints.desk_sheets import ScannerFamily
    from ui.core.card_bridge import ReaderSeen


_KEYBOARD = (
    "Đầu đọc này đang ở chế độ bàn phím: dùng được, nhưng bộ gõ tiếng Việt có thể làm hỏng dấu. Nên in mã cài đặt của "
    "hãng, quẹt mã “Cổng nối tiếp qua USB”, cắm lại rồi chọn cổng ở trên."
)


def _families() -> "tuple[ScannerFamily, ...]":
    from desk.prints.desk_sheets import families  # noqa: PLC0415 - printing loads with the first paper

    return families()


def _print(settings: Settings, folder: Path, clock: Clock, wanted: tuple[str, ...], jobs: Jobs) -> tuple[str, ...]:
    from desk.prints.desk_sheets import print_codes  # noqa: PLC0415 - likewise

    return print_codes(settings, folder, clock(), wanted, reach_desk(jobs))


class ScannerSetting(SettingPart):
    """Ports, keyboard kind, camera; a card to try; the sheet of codes."""

    heads = ("scanner", "more_scanners", "keyboard_scanner", "camera")

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._bench = bench
        self.hint("Quét thử một thẻ căn cước: đọc đúng họ tên có dấu là xong. Không có đầu đọc thì vẫn nhập bằng tay.")
        self.scanners = ScannersPart(bench.jobs)
        self.adder = self.scanners.add
        self.family = PickList("Hãng của đầu đọc")
        self.family.offer([("", "Mọi hãng")])
        self.codes = QPushButton("In mã cài đặt")
        self.said = label("", "note", wrap=True)
        self.body.addWidget(self.scanners)
        self.body.addWidget(frame("rule"))
        self.body.addWidget(label("Đầu đọc đặt sai thì in mã cài đặt của hãng rồi quẹt từng mã", "label"))
        line = row(self.family, self.codes)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.said)
        self._known = False
        self.scanners.changed.connect(self.tell)
        self.codes.clicked.connect(self._print)

    def page_shown(self) -> None:
        """Look which ports there are, and what is known of scanners."""
        self.scanners.refresh()
        if not self._known:
            self._bench.jobs.run_in_thread(self, _families, self._show_families)

    def put(self, settings: Settings) -> None:
        """Show these."""
        self.scanners.put(ScannersSet.of(settings))

    def apply_to(self, settings: Settings) -> Settings:
        """These with the scanners as chosen; two at one port are no answer."""
        if self.scanners.problems:
            return settings
        chosen = self.scanners.value
        return replace(
            settings,
            scanner=chosen.scanner,
            more_scanners=chosen.more_scanners,
            keyboard_scanner=chosen.keyboard_scanner,
            camera=chosen.camera,
        )

    def unreadable_answers(self) -> tuple[Problem, ...]:
        """Two scanners at one port."""
        return tuple(
            Problem("more_scanners", ProblemKind.TOLD, (words.rstrip("."),)) for words in self.scanners.problems
        )

    def use_scan(self, scan: "Scan") -> bool:
        """The live test."""
        self.scanners.use_scan(scan)
        return True

    def typed(self) -> None:
        """What was heard last was typed as on a keyboard: it works, and is bent by every Vietnamese keyboard driver."""
        self._say("warn", _KEYBOARD)

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the readers are now."""
        self.scanners.show_state(readers)

    def focus_first(self) -> None:
        """The first scanner, or the button for one."""
        rows = self.scanners.rows
        (rows[0].port if rows else self.scanners.add).setFocus()

    def _show_families(self, found: "tuple[ScannerFamily, ...]") -> None:
        self._known = True
        options: list[tuple[object, str]] = [("", "Mọi hãng")]
        options += [(one.id, one.name if one.has_codes else f"{one.name} · chỉ trang sách") for one in found]
        self.family.offer(options)

    @Slot()
    def _print(self) -> None:
        bench = self._bench
        wanted = (str(self.family.value),) if self.family.value else ()
        work = partial(_print, bench.settings(), bench.folder, bench.clock, wanted, bench.jobs)
        self._say("", "Đang in…")
        bench.jobs.run_in_thread(self, work, self._printed, self._not_printed)

    def _printed(self, where: tuple[str, ...]) -> None:
        self._say("good", f"Đã in {len(where)} trang: {where[0]}" + (" …" if len(where) > 1 else ""))

    def _not_printed(self, reason: NotAllowed | Trouble) -> None:
        self._say("bad", why(reason))

    def _say(self, tone: str, words: str) -> None:
        set_tone(self.said, tone)
        self.said.setText(words)

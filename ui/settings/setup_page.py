"""The first set-up: one group of questions per step, saved at each answer, until the desk opens."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.settings import Settings
from desk.setup.first_hour import (
    ESSENTIAL,
    FirstHour,
    SetupStep,
    answered,
    before,
    fresh,
    load_answers,
    problems_at,
    put_aside,
    put_off,
    save_answers,
    settings_of,
    step_of,
)
from desk.setup.setting_problems import Problem
from desk.setup.setting_words import problem_words
from models.calendar.clock import Clock
from models.not_allowed import NotAllowed
from models.trouble import SettingsUnreadable, Trouble
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.core.words import tone_of, why
from ui.settings.scanners.setting import ScannerSetting
from ui.settings.setting_part import SettingPart, SettingTools
from ui.settings.setup_summary import STEPS, WORDS, SummaryPart, unanswered
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import frame, in_tab_order, label, row, scrolled, set_scaled_width
from ui.widgets.buttons import KeyButton
from ui.widgets.field import go_to_red
from ui.widgets.nav import Nav

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.cards.formats.kinds import Scan
    from ui.core.card_bridge import ReaderSeen

_SAY = {
    SetupStep.OFFICE: (
        "Gõ tên xã, phường rồi chọn: tiêu đề và tên cơ quan tự điền. Mã định danh xem ở văn bản của tỉnh."
    ),
    SetupStep.COUNTER: "Máy đầu tiên của cơ quan là máy 1. Những số khác theo số máy, thường không phải sửa.",
    SetupStep.CLERKS: "Ai làm việc ở máy này.",
    SetupStep.HOURS: "Khi nào cơ quan mở cửa.",
    SetupStep.PROCEDURES: "Nhận những thủ tục nào ở đây.",
    SetupStep.PRINTERS: "Giấy in ra ở đâu. In thử từng loại, cầm tờ giấy trên tay rồi mới sang bước sau.",
    SetupStep.SCANNER: "Đọc thẻ căn cước thay cho gõ tay.",
    SetupStep.HALL: "Người dân chờ thấy gì, nghe gì.",
    SetupStep.BACKUP: "Bản sao để máy hỏng không mất việc.",
    SetupStep.RECOVERY: "Dữ liệu được mã hóa; máy hỏng thì chỉ tờ giấy này mở được bản sao.",
    SetupStep.SUMMARY: "Xem lại một lượt. Bấm vào mục cần sửa, hoặc mở quầy.",
}


def _begin() -> FirstHour:
    from desk.training.training import SERVICES  # noqa: PLC0415 - the services that most offices have

    return fresh(SERVICES)


def _kept(folder: Path) -> tuple[FirstHour, str]:
    """What was answered before, and the name of the file put aside if that could not be read."""
    try:
        return load_answers(folder) or _begin(), ""
    except SettingsUnreadable:
        return _begin(), put_aside(folder).name


class SetupPage(Page):
    """The steps at the left, one of them in front.

    Attributes:
        finished: the desk is to be opened with these answers; carries a ``FirstHour``.
        scanners_chosen: carries ``Settings`` whose scanners are to be listened at from now on.
        look_chosen: carries a ``Look`` to be worn at once.
    """

    finished = Signal(object)
    scanners_chosen = Signal(object)
    look_chosen = Signal(object)

    def __init__(
        self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners, folder: Path, clock: Clock, *, training: bool
    ) -> None:
        super().__init__(jobs, acts, banners)
        self._folder = folder
        self.first: FirstHour | None = None
        self._entered: FirstHour | None = None
        self.bench = SettingTools(jobs=jobs, folder=folder, clock=clock, settings=self._settings, training=training)
        self._made: dict[SetupStep, SettingPart] = {}
        self._readers: Sequence[ReaderSeen] = ()
        self._opening = False
        self._tried = False
        """F9 was pressed in the step in front: all that is wrong in it is said."""
        self.nav = Nav("Các bước cài đặt", STEPS)
        self.nav.picked.connect(self._picked)
        self.head = label("", "page")
        self.say = label("", "muted", wrap=True)
        self.note = label("", "note")
        self.note.setProperty("tone", "bad")
        self.back = KeyButton(acts["setup_back"], "quiet")
        self.later = KeyButton(acts["setup_later"], only_when_allowed=True)
        self.onward = KeyButton(acts["setup_next"], "primary")
        self._place = QVBoxLayout()
        self._side: QWidget = QWidget()
        self._is_narrow = False
        self._lay_out()

    def _lay_out(self) -> None:
        side = self._side = frame("side")
        set_scaled_width(side, 264)
        steps = QVBoxLayout(side)
        steps.setContentsMargins(12, 16, 12, 16)
        steps.setSpacing(12)
        steps.addWidget(label("Cài đặt lần đầu", "section"))
        steps.addWidget(label("Khoảng 15 phút. Tắt máy giữa chừng cũng không mất gì.", "small", wrap=True))
        steps.addWidget(self.nav)
        steps.addStretch(1)
        inside = QWidget()
        self._place = QVBoxLayout(inside)
        self._place.setContentsMargins(32, 4, 32, 16)
        self._place.addStretch(1)
        foot = frame("foot")
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(32, 12, 32, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.back)
        buttons.addWidget(self.note, 1, Qt.AlignmentFlag.AlignRight)
        buttons.addWidget(self.later)
        buttons.addWidget(self.onward)
        head = QVBoxLayout()
        head.setContentsMargins(32, 20, 32, 12)
        head.setSpacing(4)
        head.addWidget(self.head)
        head.addWidget(self.say)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(scrolled(inside), 1)
        right.addWidget(foot)
        across = row(side, gap=0)
        across.addLayout(right, 1)
        self.setLayout(across)

    # ---- the page ----------------------------------------------------------------------------------------

    def page_shown(self, what: object) -> None:
        """Bring back what was answered before."""
        del what
        if self.first is None:
            self.jobs.run_in_thread(self, partial(_kept, self._folder), self._begin, self._not_kept)

    def _begin(self, begun: tuple[FirstHour, str]) -> None:
        self.first, unreadable = begun
        if unreadable:
            words = f"Không đọc được phần đã trả lời trước đây; bắt đầu lại. Tệp cũ còn ở {unreadable}."
            self.banners.show_banner("warn", words)
        elif self.first.done or self.first.later:
            self.banners.show_banner("info", "Tiếp tục từ bước đang dở; những gì đã trả lời còn nguyên.")
            self.look_chosen.emit(self.first.settings.look)
        self.scanners_chosen.emit(self.first.settings)
        self._show(self.first.step)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What this page does."""
        return {
            "setup_next": self.go_on,
            "setup_back": self.go_back,
            "setup_later": self.put_off,
            "add_line": self._add_line,
        }

    def context(self, context: ActContext) -> ActContext:
        """Which step is in front."""
        step = self.first.step if self.first else SetupStep.OFFICE
        if self.first is None or self._opening:
            return replace(context, step="waits")
        kind = "essential" if step in ESSENTIAL or step is SetupStep.SUMMARY else "other"
        return replace(context, step=kind, adds=step in self._made and self.part.adds)

    def use_scan(self, scan: "Scan") -> bool:
        """A card laid on now is the live test, and fills no form."""
        if self.first is not None:
            self.part.use_scan(scan)
        return True

    def typed(self) -> None:
        """It was a scanner that types."""
        part = self._made.get(SetupStep.SCANNER)
        if self.first is not None and self.first.step is SetupStep.SCANNER and isinstance(part, ScannerSetting):
            part.typed()

    def take_scanners(self, settings: Settings) -> None:
        """A scanner turned out to talk at another speed: that is the answer now."""
        if self.first is None:
            return
        self.first = replace(
            self.first,
            settings=replace(self.first.settings, scanner=settings.scanner, more_scanners=settings.more_scanners),
        )
        self._keep()
        part = self._made.get(SetupStep.SCANNER)
        if part is not None:
            part.put(self.first.settings)
        self.scanners_chosen.emit(self.first.settings)

    @property
    def settings(self) -> Settings | None:
        """As answered so far."""
        return self.first.settings if self.first else None

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the scanners are now."""
        self._readers = readers
        part = self._made.get(SetupStep.SCANNER)
        if part is not None:
            part.show_readers(readers)

    @property
    def part(self) -> SettingPart:
        """What is in front."""
        step = self.first.step if self.first else SetupStep.OFFICE
        return self._made[step]

    def _add_line(self) -> None:
        self.part.add_line()

    # ---- steps -------------------------------------------------------------------------------------------

    @Slot()
    def go_on(self) -> None:
        """The step is answered, unless something in it is wrong; at the end the desk opens."""
        if self.first is not None and not self._opening:
            self.part.finish_typing(partial(self._go_on, self.first.step))

    def _go_on(self, step: SetupStep) -> None:
        if self.first is None or self._opening or self.first.step is not step:
            return
        self._collect()
        found = self._wrong(step)
        if step is SetupStep.SUMMARY:
            self._open_desk()
            return
        if found:
            self._refuse(found)
            return
        self._go(put_off(self.first, step) if step in unanswered(self.first) else answered(self.first, step))

    @Slot()
    def go_back(self) -> None:
        """The step before; what stands here stays."""
        if self.first is not None and not self._opening:
            self._collect()
            self._go(replace(self.first, step=before(self.first.step)))

    @Slot()
    def put_off(self) -> None:
        """Leave the step for later, as it was before anything was tried in it."""
        if self.first is None or self.first.step in ESSENTIAL or self.first.step is SetupStep.SUMMARY:
            return
        settings = self._entered.settings if self._entered and self._wrong(self.first.step) else self.first.settings
        self._go(put_off(replace(self.first, settings=settings), self.first.step))

    @Slot(object)
    def _picked(self, step: object) -> None:
        if self.first is None or not isinstance(step, SetupStep):
            return
        self._collect()
        self._go(replace(self.first, step=step))

    def _go(self, first: FirstHour) -> None:
        self.first = first
        self._keep()
        self._show(first.step)

    def _show(self, step: SetupStep) -> None:
        if self.first is None:
            return
        self._entered = self.first
        for other, made in self._made.items():
            made.setVisible(other is step)
        part = self._made.get(step) or self._make(step)
        part.put(self.first.settings)
        if isinstance(part, SummaryPart):
            part.show_all(self.first)
        self._say_head()
        self.say.setText(_SAY[step])
        self._tried = False
        self.note.setText("")
        self.onward.setText("Mở quầy" if step is SetupStep.SUMMARY else "Tiếp tục")
        self.nav.choose(step)
        self._show_states()
        self.context_changed.emit()
        part.show()
        part.page_shown()
        self._order()
        if step is SetupStep.SUMMARY:
            self.onward.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            part.focus_first()

    def turn(self, *, narrow: bool) -> None:
        """In a narrow window the head says which step of how many this is; the last one leads to each of them."""
        self._is_narrow = narrow
        self._side.setVisible(not narrow)
        self._say_head()

    def _say_head(self) -> None:
        step = self.first.step if self.first else SetupStep.OFFICE
        at = f"{list(SetupStep).index(step) + 1}/{len(SetupStep)} · " if self._is_narrow else ""
        self.head.setText(at + WORDS[step])

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Tab and Enter go through what is asked, rows added just now too, and then to the buttons at the foot."""
        self._order()
        return super().focusNextPrevChild(next_)

    def _order(self) -> None:
        if self.first is None or self.first.step not in self._made:
            return
        part, last, found = self.part, None, self.nextInFocusChain()
        while found is not self and found is not None:
            if part.isAncestorOf(found) and found.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                last = found
            found = found.nextInFocusChain()
        if last is not None:
            in_tab_order((last, self.back, self.later, self.onward))

    def _show_states(self) -> None:
        if self.first is None:
            return
        reached = max(
            (list(SetupStep).index(s) for s in (*self.first.done, *self.first.later, self.first.step)), default=0
        )
        every = list(SetupStep)
        if self.first.done >= ESSENTIAL:
            reached = max(reached, every.index(SetupStep.HOURS))
        for step, nav_row in self.nav.rows.items():
            if not isinstance(step, SetupStep):
                continue
            nav_row.setEnabled(every.index(step) <= reached)
            done = step in self.first.done
            wrong = done and bool(problems_at(step, self.first))
            nav_row.say("bad" if wrong else "done" if done else "later" if step in self.first.later else "")

    def _make(self, step: SetupStep) -> SettingPart:
        made = _part_of(step, self.bench)
        self._made[step] = made
        self._place.insertWidget(self._place.count() - 1, made)
        if isinstance(made, SummaryPart):
            made.wanted.connect(self._picked)
        made.show_first_hour(self.first)
        if step is SetupStep.SCANNER:
            made.show_readers(self._readers)
        made.changed.connect(partial(self._changed, step))
        made.held.connect(self._count_wrong)
        return made

    # ---- answers -----------------------------------------------------------------------------------------

    def _settings(self) -> Settings:
        if self.first is None:
            return _begin().settings
        self._collect()
        return settings_of(self.first)

    def _changed(self, step: SetupStep) -> None:
        """An answer was given: keep it at once, and say what is wrong with what was left."""
        if self.first is None:
            return
        before_ = self.first.settings
        part = self._made[step]
        self.first = part.apply_to_first_hour(self.first)
        self._keep()
        tried = self._tried and step is self.first.step
        part.mark(self._wrong(step), all_of_them=tried)
        if tried:
            self._count_wrong()
        self._show_states()
        if step is SetupStep.SCANNER and _scanners(before_) != _scanners(self.first.settings):
            self.scanners_chosen.emit(self.first.settings)

    def _collect(self) -> None:
        """What stands in the part in front, into the answers."""
        if self.first is not None and self.first.step in self._made:
            self.first = self.part.apply_to_first_hour(self.first)

    def _wrong(self, step: SetupStep) -> tuple[Problem, ...]:
        if self.first is None:
            return ()
        return (*self._made[step].unreadable_answers(), *problems_at(step, self.first))

    def _refuse(self, found: tuple[Problem, ...]) -> None:
        self._tried = True
        self.part.mark(found, all_of_them=True)
        self._count_wrong()
        if go_to_red(self.part) is None:
            self.part.focus_first()

    @Slot()
    def _count_wrong(self) -> None:
        """So many places are red in the step in front: as many as are seen."""
        red = [
            one
            for one in self.part.findChildren(QLabel)
            if one.property("role") == "note" and one.property("tone") == "bad" and one.text()
        ]
        count = sum(one.isVisibleTo(self.part) for one in red)
        found = self._wrong(self.first.step) if self.first else ()
        if not count and found:  # nothing of the part says it
            self.note.setText(problem_words(found[0]))
        else:
            self.note.setText(f"Còn {count} chỗ cần sửa." if count else "")

    def _keep(self) -> None:
        if self.first is not None:
            self.jobs.run_in_thread(
                self, partial(save_answers, self._folder, self.first), self._is_kept, self._not_kept, queue="keep"
            )

    def _is_kept(self, _: None) -> None:
        """Nothing to say: it is what everybody expects."""

    def _not_kept(self, reason: NotAllowed | Trouble) -> None:
        self.banners.show_banner(tone_of(reason), why(reason))

    # ---- the end -----------------------------------------------------------------------------------------

    def _open_desk(self) -> None:
        summary = self._made[SetupStep.SUMMARY]
        if self.first is None or not isinstance(summary, SummaryPart):
            return
        found = summary.show_all(self.first)
        steps = {step_of(one.key) for one in found}
        self.note.setText(f"Còn {len(steps)} bước cần sửa." if steps else "")
        if found:
            summary.focus_wrong()
            return
        self._opening = True
        self.onward.setText("Đang mở quầy…")
        self.context_changed.emit()
        self.finished.emit(self.first)

    def not_opened(self) -> None:
        """The desk could not be opened: it may be tried again."""
        self._opening = False
        self.onward.setText("Mở quầy")
        self.context_changed.emit()


def _scanners(settings: Settings) -> object:
    return settings.scanner, settings.more_scanners, settings.keyboard_scanner, settings.camera


def _part_of(step: SetupStep, bench: SettingTools) -> SettingPart:
    from ui.settings import setup_steps  # noqa: PLC0415 - built when first reached

    return setup_steps.part_of(step, bench)

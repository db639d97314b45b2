"""Settings of what postal staff take in and return: one row for each decision, with its level, days and procedures."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from desk.settings import Settings
from desk.words.post.parcels import LEVEL, NOTHING_APPROVED_WORDS
from models.catalogue.approved_list import Approval
from models.procedure import Level
from ui.core.words import why
from ui.settings.setting_part import SettingPart, SettingTools
from ui.widgets import input_parsing
from ui.widgets.basic import label, row, set_tone
from ui.widgets.buttons import Segments
from ui.widgets.field import FINE, Field, LongField, Verdict

if TYPE_CHECKING:
    from desk.views.setup import ApprovedFacts
    from models.not_allowed import NotAllowed
    from models.trouble import Trouble

_BETWEEN_CODES = re.compile(r"[\s,;]+")
_NAMED = 3
"""Procedures whose names are told under the codes; of more their number is told."""


class ApprovalRow(QFrame):
    """One decision.

    Attributes:
        removed: it is to be taken out.
        changed: something of it was typed.
    """

    removed = Signal()
    changed = Signal()

    def __init__(self, approval: Approval | None, names: Mapping[str, str]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._names = names
        self.source = Field("Quyết định", name="", hint="12/QĐ-UBND ngày 20/06/2026")
        self.begins = Field("Có hiệu lực từ", name="", hint="01/07/2026", judge=_judge_day)
        self.ends = Field("Đến hết ngày", name="", hint="bỏ trống: chưa biết", judge=_judge_day)
        self.level = Segments("Thủ tục của cấp", [(one, words.capitalize()) for one, words in LEVEL.items()])
        self.codes = LongField("Mã thủ tục, cách nhau bằng dấu phẩy hoặc xuống dòng", lines=2)
        self.told = label("", "small", wrap=True)
        away = QPushButton("Bỏ")
        away.setProperty("kind", "quiet")
        away.setAccessibleName("Bỏ quyết định này")
        away.clicked.connect(self.removed)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        first = row(self.source, self.begins, self.ends)
        for at, weight in enumerate((2, 1, 1)):
            first.setStretch(at, weight)
        inside.addLayout(first)
        inside.addLayout(row(self.level, 1, away))
        inside.addWidget(self.codes)
        inside.addWidget(self.told)
        if approval is not None:
            self.source.put(approval.source)
            self.begins.put(f"{approval.valid_from:%d/%m/%Y}")
            self.ends.put(f"{approval.valid_to:%d/%m/%Y}" if approval.valid_to else "")
            self.level.choose(approval.level)
            self.codes.edit.setPlainText(", ".join(approval.procedures))
        self._tell()
        self.codes.edit.textChanged.connect(self._tell)

    @property
    def procedures(self) -> tuple[str, ...]:
        """The codes that are typed."""
        return tuple(one for one in _BETWEEN_CODES.split(self.codes.edit.toPlainText()) if one)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not (self.source.text or self.begins.text or self.procedures)

    @property
    def approval(self) -> Approval | None:
        """The decision; None = it lacks its first day, or a day is none."""
        begins, ends = _day(self.begins.text), _day(self.ends.text)
        if begins is None or (self.ends.text and ends is None):
            return None
        level = self.level.value
        return Approval(
            procedures=self.procedures,
            valid_from=begins,
            valid_to=ends,
            source=self.source.text,
            level=level if isinstance(level, Level) else Level.COMMUNE,
        )

    @Slot()
    def _tell(self) -> None:
        """How the procedures are called, so that a wrong code is seen."""
        known = [self._names[code] for code in self.procedures if code in self._names]
        unknown = [code for code in self.procedures if code not in self._names]
        more = f" và {len(known) - _NAMED} thủ tục khác" if len(known) > _NAMED else ""
        said = [f"{len(known)} thủ tục: {'; '.join(known[:_NAMED])}{more}." if known else ""]
        said.append(f"Không có trong danh mục thủ tục trên máy: {', '.join(unknown)}." if unknown else "")
        self.told.setText(" ".join(filter(None, said)))
        set_tone(self.told, "warn" if unknown else "")
        self.changed.emit()


class ApprovedPart(SettingPart):
    """The list stands in a file of its own, written when the settings are saved."""

    def __init__(self, bench: SettingTools) -> None:
        super().__init__()
        self._jobs = bench.jobs
        self._names: Mapping[str, str] = {}
        self._known: tuple[Approval, ...] | None = None
        self.rows: list[ApprovalRow] = []
        self.hint(
            "Nhân viên bưu điện chỉ tiếp nhận và trả những thủ tục ghi ở đây, theo từng quyết định, trong thời gian "
            "quyết định có hiệu lực; thủ tục khác thì máy chỉ quầy nào nhận. Ấn bản của tỉnh có danh mục thì thay danh "
            "mục này."
        )
        self.state = label("Đang đọc danh mục…", "strong", wrap=True)
        self.note = label("", "note", wrap=True)
        self.note.hide()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.adder = QPushButton("Thêm quyết định · Insert")
        self.adder.clicked.connect(self._add_empty)
        self.body.addWidget(self.state)
        self.body.addWidget(self.note)
        self.body.addLayout(self._rows)
        self.body.addLayout(row(self.adder, 1))

    def put(self, settings: Settings) -> None:
        """Nothing of the settings themselves is shown here."""
        del settings

    def apply_to(self, settings: Settings) -> Settings:
        """The list stands in another file."""
        return settings

    def page_shown(self) -> None:
        """Ask what is entered, unless somebody is typing."""
        if not self.is_edited:
            self._jobs.ask(self, lambda work: work.setup.approved(), self.show_facts)

    @property
    def is_edited(self) -> bool:
        """Whether something else stands here than what is entered."""
        filled = [one for one in self.rows if not one.is_empty]
        return self._known is not None and tuple(one.approval for one in filled) != self._known

    def show_facts(self, facts: "ApprovedFacts") -> None:
        """The decisions, and how many procedures they give today."""
        self._names, self._known = facts.names, facts.approvals
        said = f"Hôm nay nhân viên bưu điện nhận, trả {facts.today} thủ tục."
        self.state.setText(said if facts.today else NOTHING_APPROVED_WORDS)
        for one in list(self.rows):
            self._remove(one)
        for approval in facts.approvals:
            self._add(approval)

    def save_own(self) -> None:
        """Write the list, if it was changed."""
        if not self.is_edited:
            return
        filled = [one for one in self.rows if not one.is_empty]
        approvals = [one.approval for one in filled]
        undated = next((one for one, read in zip(filled, approvals, strict=True) if read is None), None)
        if undated is not None:
            self._say("bad", "Ghi ngày quyết định có hiệu lực, ví dụ 01/07/2026.")
            undated.begins.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        whole: Sequence[Approval] = [one for one in approvals if one is not None]
        self._jobs.ask(self, lambda work: work.setup.enter_approved(whole), self._entered, self._refused)

    def _entered(self, facts: "ApprovedFacts") -> None:
        self._say("good", "Đã ghi danh mục giao bưu điện.")
        self.show_facts(facts)

    def _refused(self, reason: "NotAllowed | Trouble") -> None:
        self._say("bad", why(reason))

    def _say(self, tone: str, words: str) -> None:
        set_tone(self.note, tone)
        self.note.setText(words)
        self.note.show()

    def focus_first(self) -> None:
        """The first decision, or the button that adds one."""
        to = self.rows[0].source.edit if self.rows else self.adder
        if to is not None:
            to.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _add_empty(self) -> None:
        self._add(None).source.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, approval: Approval | None) -> ApprovalRow:
        made = ApprovalRow(approval, self._names)
        made.removed.connect(self._take_out)
        self._rows.addWidget(made)
        self.rows.append(made)
        return made

    @Slot()
    def _take_out(self) -> None:
        gone = self.sender()
        if isinstance(gone, ApprovalRow):
            self._remove(gone)
            self.focus_first()

    def _remove(self, gone: ApprovalRow) -> None:
        self.rows.remove(gone)
        self._rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()


def _day(text: str) -> date | None:
    try:
        return input_parsing.day(text) if text else None
    except ValueError:
        return None


def _judge_day(text: str) -> Verdict:
    return ("bad", "Ghi ngày, ví dụ 01/07/2026.") if text and _day(text) is None else FINE

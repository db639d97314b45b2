"""The F1 sheet: every key, grouped by place, straight from the table of actions."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.actions import ACTIONS, Deed, Place, key_words
from ui.jobs import Jobs
from ui.parts.banner import Banners
from ui.parts.columns import Columns
from ui.parts.page import Page
from ui.parts.plain import column, frame, label, picture, row, scrolled

_ALSO = (
    ("Enter", "Sang ô tiếp theo; trong danh sách gợi ý: chọn dòng"),
    ("Tab", "Sang phần tiếp theo"),
    ("↑ ↓", "Lên xuống trong danh sách, giấy tờ, gợi ý"),
    ("→ ←", "Vào ra ô số bản của giấy tờ; đổi lựa chọn cạnh nhau"),
    ("Space", "Đánh dấu giấy tờ"),
    ("Esc", "Đóng phần đang mở; không bao giờ mất chữ đã gõ"),
)


class KeysPage(Page):
    """All keys on one sheet."""

    def __init__(self, jobs: Jobs, deeds: Mapping[str, Deed], banners: Banners) -> None:
        super().__init__(jobs, deeds, banners)
        stacks = [column(gap=16), column(gap=16), column(gap=16)]
        sides = [QWidget() for _ in stacks]
        for side, stack in zip(sides, stacks, strict=True):
            side.setLayout(stack)
        inside = Columns(*sides)
        inside.setContentsMargins(24, 4, 24, 24)
        cards = {
            place.value: [(key_words(a.key), a.words, a.icon) for a in ACTIONS if a.place is place] for place in Place
        }
        cards["Bàn phím"] = [(key, words, "") for key, words in _ALSO]
        filled = [0] * len(stacks)
        for title, lines in cards.items():
            if lines:
                shortest = filled.index(min(filled))
                filled[shortest] += len(lines) + 2
                stacks[shortest].addWidget(_card(title, lines))
        for stack in stacks:
            stack.addStretch(1)
        self._scroll = scrolled(inside)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setProperty("role", "read")
        self._scroll.setAccessibleName("Bảng phím")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 16, 0, 0)
        page.setSpacing(12)
        head = row(label("Bảng phím", "page"), 1, label("Esc để quay lại", "small"))
        head.setContentsMargins(24, 0, 24, 0)
        page.addLayout(head)
        page.addWidget(self._scroll, 1)

    def come(self, what: object) -> None:
        """The sheet takes the keys, so that it can be scrolled."""
        del what
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)


def _card(head: str, lines: list[tuple[str, str, str]]) -> QWidget:
    card = frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(8)
    inside.addWidget(label(head, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for n, (key, words, icon) in enumerate(lines):
        if icon:
            grid.addWidget(picture(icon, "muted", 18), n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(words, wrap=True), n, 1)
        grid.addWidget(label(key, "key"), n, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    inside.addLayout(grid)
    return card

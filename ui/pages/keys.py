"""The F1 sheet: every key, grouped by place, straight from the table of actions."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.actions import ACTIONS, Deed, Place, key_words
from ui.jobs import Jobs
from ui.parts.banner import Banners
from ui.parts.page import Page
from ui.parts.plain import frame, label, picture, row, scrolled

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
        inside = QWidget()
        columns = row(gap=16)
        columns.setContentsMargins(24, 4, 24, 24)
        inside.setLayout(columns)
        stacks = [QVBoxLayout(), QVBoxLayout(), QVBoxLayout()]
        for stack in stacks:
            stack.setSpacing(16)
            columns.addLayout(stack, 1)
        home = {Place.LINE: 0, Place.INTAKE: 1, Place.PROVINCE: 1, Place.EVERYWHERE: 2, Place.DOSSIER: 2}
        for place in (Place.LINE, Place.INTAKE, Place.PROVINCE, Place.EVERYWHERE, Place.DOSSIER):
            lines = [(key_words(a.key), a.words, a.icon) for a in ACTIONS if a.place is place]
            stacks[home[place]].addWidget(_card(place.value, lines))
        stacks[0].addWidget(_card("Bàn phím", [(key, words, "") for key, words in _ALSO]))
        for stack in stacks:
            stack.addStretch(1)
        self._scroll = scrolled(inside)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName("Bảng phím")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        head = row(label("Bảng phím", "page"), 1, label("Esc để quay lại", "small"))
        head.setContentsMargins(24, 0, 24, 0)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    def come(self, what: object) -> None:
        """The sheet takes the keys, so that it can be scrolled."""
        del what
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)


def _card(head: str, lines: list[tuple[str, str, str]]) -> QWidget:
    card = frame("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(label(head, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for n, (key, words, icon) in enumerate(lines):
        if icon:
            grid.addWidget(picture(icon, "muted", 18), n, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(words, wrap=True), n, 1)
        grid.addWidget(label(key, "key"), n, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    return card

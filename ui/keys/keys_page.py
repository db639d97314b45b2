"""The F1 sheet: all keys grouped by place, from the table of actions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.actions import Act, Action, ActionPlace, key_words
from ui.core.jobs import AskDesk, Jobs
from ui.core.words import tone_of, why
from ui.shell.banner import Banners
from ui.shell.page import Page
from ui.widgets.basic import column, frame, label, picture, row, scrolled
from ui.widgets.buttons import KeyButton
from ui.widgets.columns import Columns

if TYPE_CHECKING:
    from models.not_allowed import NotAllowed
    from models.trouble import Trouble

_ALSO = (
    ("Enter", "Sang ô tiếp theo; trong danh sách gợi ý: chọn dòng"),
    ("Tab", "Sang phần tiếp theo"),
    ("↑ ↓", "Lên xuống trong danh sách, giấy tờ, gợi ý"),
    ("→ ←", "Vào ra ô số bản của giấy tờ; đổi lựa chọn cạnh nhau"),
    ("Space", "Đánh dấu giấy tờ, đánh dấu hồ sơ trong danh sách việc"),
    ("Shift+Space", "Đánh dấu cả dãy hồ sơ"),
    ("Esc", "Đóng phần đang mở; không bao giờ mất chữ đã gõ"),
)

_ON_PAPER = (
    ("Return", "Enter"),
    ("Ins", "Insert"),
    ("Left", "mũi tên trái"),
    ("Right", "mũi tên phải"),
    ("Up", "mũi tên lên"),
    ("Down", "mũi tên xuống"),
    ("↑ ↓", "Mũi tên lên, xuống"),
    ("→ ←", "Mũi tên phải, trái"),
)


class KeysPage(Page):
    """All keys on one sheet."""

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__(jobs, acts, banners)
        self._actions = [qaction.action for qaction in acts.values()]
        self._first: tuple[str, ...] = ()
        self._scroll = scrolled(self._sheet())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setProperty("role", "read")
        self._scroll.setAccessibleName("Bảng phím")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 16, 0, 0)
        page.setSpacing(12)
        head = row(label("Bảng phím", "page"), 1, label("Esc để quay lại", "small"), gap=12)
        head.addWidget(KeyButton(acts["print_keys"], with_icon=True))
        head.setContentsMargins(24, 0, 24, 0)
        page.addLayout(head)
        page.addWidget(self._scroll, 1)

    def _sheet(self) -> Columns:
        """A card for each place, those of the page one comes from first; each goes to the shortest column."""
        stacks = [column(gap=16), column(gap=16), column(gap=16)]
        sides = [QWidget() for _ in stacks]
        for side, stack in zip(sides, stacks, strict=True):
            side.setLayout(stack)
        icons = {(key_words(action.key), action.words): action.icon for action in self._actions}
        filled = [0] * len(stacks)
        ahead = list(self._first)
        for title, keys in sorted(sheet_of_keys(self._actions), key=lambda one: one[0] not in ahead):
            shortest = filled.index(min(filled))
            filled[shortest] += len(keys) + 2
            stacks[shortest].addWidget(_card(title, [(*one, icons.get(one, "")) for one in keys]))
        for stack in stacks:
            stack.addStretch(1)
        inside = Columns(*sides)
        inside.setContentsMargins(24, 4, 24, 24)
        return inside

    def page_shown(self, what: object) -> None:
        """Keys of the page one comes from go first. The sheet takes the keys, so that it can be scrolled."""
        first = what if isinstance(what, tuple) else ()
        if first != self._first:
            self._first = first
            fresh = self._sheet()
            self._scroll.setWidget(fresh)
            fresh.setAutoFillBackground(False)  # setWidget has turned it on
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- on paper ----------------------------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """What this page does."""
        return {"print_keys": self._print}

    def _print(self) -> None:
        sheet = sheet_of_keys(self._actions, paper_words)

        def printed(ask: AskDesk) -> str:
            from desk.prints.desk_sheets import print_keys  # noqa: PLC0415 - reportlab loads with the first paper

            settings, folder, now = ask(lambda work: (work.desk.settings, work.desk.folder, work.desk.clock()))
            return print_keys(settings, folder, now, sheet, lambda step: ask(lambda work: work.prints.with_desk(step)))

        self.jobs.run_with_desk(self, printed, self._printed, self._refused, queue="print keys")

    def _printed(self, where: str) -> None:
        from desk.prints.print_words import taken_by  # noqa: PLC0415 - loaded with the first paper

        self.banners.show_banner("good", f"Đã in bảng phím: {taken_by(where)}.")

    def _refused(self, reason: "NotAllowed | Trouble") -> None:
        self.banners.show_banner(tone_of(reason), why(reason))


def paper_words(key: str) -> str:
    """A key in letters alone, for paper: ``"Alt+Left" -> "Alt+mũi tên trái"``. Its type has no signs of keys."""
    for sign, words in _ON_PAPER:
        key = key.replace(sign, words)
    return key


def sheet_of_keys(
    actions: Iterable[Action], said: Callable[[str], str] = key_words
) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Every key of the window and those that hold in every field: where, and of each its key and what it does.

    Args:
        actions: of the window.
        said: how a key is written.
    """
    given = tuple(actions)
    places: dict[str, list[tuple[str, str]]] = {
        str(place): [] for place in (*ActionPlace, *(one.place for one in given))
    }
    for action in given:
        places[action.place].append((said(action.key), action.words))
    return [
        *((place, keys) for place, keys in places.items() if keys),
        ("Bàn phím", [(said(key), words) for key, words in _ALSO]),
    ]


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

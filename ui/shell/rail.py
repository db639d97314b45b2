"""The rail at the left edge: pages by role, and state below them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from models.clerk import ALL_ROLES, Role
from ui.actions import Act, key_words
from ui.style.icon import draw
from ui.style.look import look
from ui.widgets.basic import in_tab_order

if TYPE_CHECKING:
    from ui.shell.page_entry import PageEntry, RailSign

WIDTH = 84

MOST = 8
"""Places that are taken in at one look; the other pages are reached by the palette and by their keys."""

_BARE = 28
"""Least height of a button, with its icon alone, before the size of type."""

_PLACE, _FOOT = (52, 22), (44, 18)
"""Height and side of the icon: of a page's place, and of what stands at the foot."""

_TYPE = 11


def places_of(
    roles: frozenset[Role],
    order: Mapping[Role, Sequence[str]],
    known: Container[str],
    at_choice: Container[str] = (),
) -> tuple[str, ...]:
    """Names of the places that somebody with these roles has, ``MOST`` at most.

    Those of the roles in the order of the table come first; each stands behind what it follows in its own role.

    Args:
        roles: of who works here.
        order: the places of each role.
        known: pages that there are.
        at_choice: pages that give way where there are too many.
    """
    theirs = {role: [name for name in order[role] if name in known] for role in order if role in roles}
    several = dict.fromkeys(chain.from_iterable(theirs.values()))
    chosen = sorted(several, key=lambda name: name in at_choice)[:MOST]
    placed: list[str] = []
    for names in theirs.values():
        at = len(placed)
        for name in names:
            if name in placed:
                at = placed.index(name) + 1
            elif name in chosen:
                placed.insert(at, name)
                at += 1
    return tuple(placed)


class RailButton(QPushButton):
    """Icon over a word; checked = page in front. A count is drawn at the icon's corner."""

    def __init__(self, words: str, icon: str, qaction: Act | None = None, *, is_place: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self._words = words
        self._icon = icon
        self._colour = ""
        self._count = 0
        self._deed = qaction
        self._height, self._side = _PLACE if is_place else _FOOT
        self.setCheckable(is_place)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._name(words)
        if qaction is not None:
            self._name("")
            self.clicked.connect(qaction.trigger)

    def say(self, words: str, icon: str, colour: str = "") -> None:
        """Set word and sign."""
        self._words, self._icon, self._colour = words, icon, colour
        self._name(words, with_key=False)
        self.update()

    def show_sign(self, sign: "RailSign") -> None:
        """Set the sign, keeping the word."""
        if self._deed is not None:
            self._icon = sign.icon or self._deed.action.icon
        self._count, self._colour = sign.count, sign.tone
        self._name(sign.words)
        self.update()

    def _name(self, said: str, *, with_key: bool = True) -> None:
        qaction = self._deed
        if qaction is None or not with_key:
            self.setAccessibleName(said)
            self.setToolTip(said)
            return
        more = f": {said}" if said else ""
        self.setAccessibleName(f"{qaction.action.words} ({qaction.action.key}){more}")
        self.setToolTip(f"{qaction.action.words} · {key_words(qaction.action.key)}{more}")

    def sizeHint(self) -> QSize:
        """The height of icon and word; with large type it grows half as fast, so that all fit."""
        return QSize(look().wide(66), look().wide(self._height))

    def minimumSizeHint(self) -> QSize:
        """Without room the icon stands alone; the word is in accessible name and tool tip."""
        return QSize(look().wide(66), look().wide(_BARE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints background, icon, word and count."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look().font(look().px(_TYPE)))
        colour = self._colour or ("accent_text" if self.isChecked() else "muted")
        side, line = look().wide(self._side), painter.fontMetrics().height()
        bare = self.height() < side + line + 2
        top = (self.height() - side - (0 if bare else line)) / 2
        where = QRectF((self.width() - side) / 2, top, side, side)
        draw(painter, self._icon, look().colour(colour), where)
        if not bare:
            painter.setFont(self._font())
            painter.setPen(look().colour(colour))
            below = self.rect().adjusted(0, round(top) + side, 0, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._words)
        if self._count:
            self._paint_count(painter, where)
        painter.end()

    def _font(self) -> QFont:
        """The word's font; with large type it grows half as fast, as the rail does."""
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium
        font = look().font(look().px(_TYPE), weight)
        wide = QFontMetrics(font).horizontalAdvance(self._words) > self.width()
        return look().font(look().wide(_TYPE), weight) if wide else font

    def _paint_count(self, painter: QPainter, icon: QRectF) -> None:
        wear, words = look(), str(self._count) if self._count < 100 else "99+"
        painter.setFont(wear.font(wear.px(_TYPE), QFont.Weight.DemiBold))
        high = painter.fontMetrics().height()
        wide = max(high, painter.fontMetrics().horizontalAdvance(words) + 8)
        left = min(icon.right() - high / 4, self.width() - wide - 2)
        pill = QRectF(left, max(1.0, icon.top() - high / 3), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wear.colour(self._colour or "accent"))
        painter.drawRoundedRect(pill, high / 2, high / 2)
        painter.setPen(wear.colour("surface" if self._colour else "on_accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """Places of pages above, states below.

    Attributes:
        pages: the places by page, shown or not.
        placed: names of the pages whose places are shown, from above.
        first: name of the page whose place stands first; empty = none has one.

    Args:
        order: the places of each role.
    """

    def __init__(
        self, acts: Mapping[str, Act], entries: Iterable["PageEntry"], order: Mapping[Role, Sequence[str]]
    ) -> None:
        super().__init__()
        self._order = order
        self.setProperty("role", "rail")
        self._fit()
        self._entries = {entry.name: entry for entry in entries if entry.rail}
        self.pages = {
            name: RailButton(one.rail, acts[one.actions[0]].action.icon, acts[one.actions[0]], is_place=True)
            for name, one in self._entries.items()
        }
        self._needs: dict[str, RailButton] = {}
        self._signs: dict[str, RailSign] = {}
        self._at_choice = {name for name, one in self._entries.items() if one.at_choice}
        self._unused = set(self._at_choice)
        self._roles = ALL_ROLES
        self._acts = acts
        self.placed: tuple[str, ...] = ()
        self.training = RailButton("ĐÀO TẠO", "training", acts["page_faults"])
        self.training.say("ĐÀO TẠO", "training", "warn")
        self.training.setAccessibleName("Chế độ đào tạo: tập xử lý sự cố (Ctrl+Shift+T)")
        self.reader = RailButton("Đầu đọc", "card")
        self.reader.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.palette_sign = RailButton("Ctrl+K", "search", acts["palette"])
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(2)
        for button in self.pages.values():
            column.addWidget(button)
        column.addStretch(1)
        for button in (self.training, self.reader, self.palette_sign):
            column.addWidget(button)
        self._column = column
        self.training.hide()
        self.show_roles(ALL_ROLES)

    @property
    def first(self) -> str:
        """The page of the first place; empty = there is none."""
        return self.placed[0] if self.placed else ""

    def show_roles(self, roles: frozenset[Role]) -> None:
        """Show the places of these roles."""
        self._roles = roles
        self.placed = places_of(roles, self._order, self._entries.keys() - self._unused, self._at_choice)
        for at, name in enumerate(self.placed):
            self._column.insertWidget(at, self.pages[name])  # out of its old place
        in_tab_order(self.pages[name] for name in self.placed)
        for name, button in self.pages.items():
            button.setVisible(name in self.placed)
        for name in self._needs:
            self._show_need(name)

    def show_sign(self, name: str, sign: "RailSign") -> None:
        """Set a page's sign. One that needs attention and has no place is shown at the foot."""
        self._signs[name] = sign
        self.pages[name].show_sign(sign)
        if name in self._at_choice and sign.unused != (name in self._unused):
            self._unused ^= {name}
            self.show_roles(self._roles)
        if sign.needs or name in self._needs:
            self._show_need(name)

    def _show_need(self, name: str) -> None:
        sign = self._signs[name]
        if name not in self._needs:
            entry = self._entries[name]
            qaction = self._acts[entry.actions[0]]
            self._needs[name] = RailButton(entry.rail, qaction.action.icon, qaction)
            self._needs[name].setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.insertWidget(self._column.indexOf(self.training) + 1, self._needs[name])
        self._needs[name].show_sign(sign)
        self._needs[name].setVisible(sign.needs and name not in self.placed)

    def add_sign(self, sign: RailButton) -> None:
        """Add a state above the reader's."""
        self._column.insertWidget(self._column.indexOf(self.reader), sign)

    def _fit(self) -> None:
        self.setFixedWidth(look().wide(WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        """Adapts the width to the type size."""
        if event.type() is QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Mark this page's place, if it has one."""
        for page, button in self.pages.items():
            button.setChecked(page == name)

"""Basic widgets: labels, cards, rules, rows and columns on the spacing scale."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.style.icon import icon, pixmap
from ui.style.look import look

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label; ``role`` names its place in the type scale."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return made


def picture(name: str, colour: str = "muted", size: int = 18) -> QLabel:
    """An icon that stands beside words."""
    made = QLabel()
    paint(made, name, colour, size)
    return made


def paint(on: QLabel, name: str, colour: str = "muted", size: int = 18) -> None:
    """Put an icon on a label, in the palette and at the size of type now in force; it follows both."""
    on.setProperty("picture", f"{name}|{colour}|{size}")
    side = look().px(size)
    on.setFixedSize(side, side)
    on.setPixmap(pixmap(name, look().colour(colour), side, on.devicePixelRatioF()))


def set_icon(button: QPushButton, name: str, colour: str = "muted") -> None:
    """Put an icon on a button, in the palette now in force; it follows it."""
    button.setProperty("sign", f"{name}|{colour}")
    button.setIcon(icon(name, look().colour(colour)))


def set_scaled_width(widget: QWidget, width: int) -> None:
    """Fix a width that grows with the type; it follows when the size of type changes."""
    widget.setProperty("wide", width)
    widget.setFixedWidth(look().px(width))


def fix_height(widget: QWidget, height: int) -> None:
    """Fix a height, and lay out what is within at once.

    A part that is about to be shown is told its size only once; a size that it gives itself then reaches nobody.
    """
    widget.setFixedHeight(height)
    inside, room = widget.layout(), widget.contentsRect()
    if inside is not None and inside.geometry() != room:
        inside.setGeometry(room)


@contextmanager
def laid_out_once(*parts: QWidget) -> Iterator[None]:
    """What is shown and hidden directly in these parts meanwhile is laid out together, at the end.

    Else Qt lays out the whole window, at once, for each thing that is shown.
    """
    held = [part for part in parts if (layout := part.layout()) is not None and layout.isEnabled()]
    for part in held:
        _layout(part).setEnabled(False)
    try:
        yield
    finally:
        for part in held:
            _layout(part).setEnabled(True)
        for part in sorted(_with_all_around(held), key=_depth, reverse=True):
            _layout(part).activate()


def _layout(part: QWidget) -> QLayout:
    layout = part.layout()
    assert layout is not None  # noqa: S101 - only asked of parts that have one
    return layout


def _with_all_around(parts: Iterable[QWidget]) -> set[QWidget]:
    """These, and what they lie in, as far as each lays out the one within."""
    found: set[QWidget] = set()
    for part in parts:
        around: QWidget | None = part
        while around is not None and around not in found and around.layout() is not None:
            found.add(around)
            around = around.parentWidget()
    return found


def _depth(part: QWidget) -> int:
    around = part.parentWidget()
    return 0 if around is None else 1 + _depth(around)


def repaint_pictures(root: QWidget) -> None:
    """Paint every icon below ``root`` in the colours now in force, and give what grows with the type its size."""
    for found in root.findChildren(QWidget):
        said = found.property("picture")
        if said and isinstance(found, QLabel):
            name, colour, size = str(said).split("|")
            paint(found, name, colour, int(size))
        sign = found.property("sign")
        if sign and isinstance(found, QPushButton):
            set_icon(found, *str(sign).split("|"))
        wide = found.property("wide")
        if wide:
            set_scaled_width(found, int(wide))


def add_search_icon(search: QLineEdit) -> None:
    """The sign of a search at the left end of its field."""
    inside = row(picture("search", "muted", 18), 1)
    inside.setContentsMargins(12, 0, 0, 0)
    search.setLayout(inside)


def frame(role: str) -> QFrame:
    """A frame; ``role`` says which."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def scrolled(part: QWidget) -> QScrollArea:
    """A part that scrolls up and down when it is longer than its place; no ground of its own."""
    area = QScrollArea()
    area.setViewport(QWidget())  # one of ours: to ask for Qt's own costs 20 ms, in which PySide learns every widget
    area.setWidget(part)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    part.setAutoFillBackground(False)  # setWidget has turned it on
    return area


def row(*parts: QWidget | QLayout | int, gap: int = 8) -> QHBoxLayout:
    """Side by side; a number is a stretch of that weight."""
    made = QHBoxLayout()
    return _fill(made, parts, gap)


def column(*parts: QWidget | QLayout | int, gap: int = 8) -> QVBoxLayout:
    """One below the other; a number is a stretch of that weight."""
    made = QVBoxLayout()
    return _fill(made, parts, gap)


def _fill(box: Box, parts: tuple[QWidget | QLayout | int, ...], gap: int) -> Box:
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box


def in_tab_order(parts: Iterable[QWidget]) -> None:
    """Tab goes through these in this order, whenever each was built."""
    for before, after in pairwise(parts):
        QWidget.setTabOrder(before, after)


def focus_next(widget: QWidget) -> None:
    """Enter in what is filled in: the keys go to the next such part, or to the main button; others are for Tab."""
    for _ in range(_MOST_BUTTONS):
        widget.focusNextPrevChild(True)
        after = widget.window().focusWidget()
        if not isinstance(after, QPushButton) or after.isCheckable() or after.property("kind") == "primary":
            return
        widget = after


_MOST_BUTTONS = 40
"""Buttons passed by at most: a window of nothing but buttons is left as it is."""


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget another tone of the style sheet."""
    if (widget.property("tone") or "") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)

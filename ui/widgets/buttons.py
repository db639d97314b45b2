"""Buttons that show their key, segmented choices, check boxes and combo boxes in one look."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QToolTip,
    QWidget,
)

from ui.actions import Act, key_words
from ui.style.icon import draw, icon
from ui.style.look import look
from ui.widgets.basic import fix_height, focus_next
from ui.widgets.columns import Flow


def moved_on(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether the key was Enter, which has then given the keys to the next part."""
    if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        focus_next(widget)
        return True
    return False


class KeyButton(QPushButton):
    """A button for an action of the table: its words, and its key at the right.

    Args:
        words, key: shown instead of the action's own.
    """

    def __init__(
        self,
        qaction: Act,
        kind: str = "",
        *,
        words: str = "",
        key: str = "",
        with_icon: bool = False,
        only_when_allowed: bool = False,
    ) -> None:
        super().__init__(words or qaction.action.words)
        self._deed = qaction
        self._only_when_allowed = only_when_allowed
        self._key = key_words(key or qaction.action.key)
        self._kind = kind
        self._icon = qaction.action.icon if with_icon else ""
        self._measured: tuple[str, int] | None = None
        if kind:
            self.setProperty("kind", kind)
        self.setAccessibleName(f"{self.text()} ({key or qaction.action.key})")
        self.clicked.connect(qaction.trigger)
        qaction.changed.connect(self._follow)
        self._follow()
        self._dress()

    @Slot()
    def _follow(self) -> None:
        why = self._deed.statusTip()
        self.setEnabled(self._deed.isEnabled())
        self.setStatusTip(why)
        self.setAccessibleDescription(why)
        self.setToolTip(f"{self.text()} · {self._key}" + (f"\n{why}" if why else ""))
        shown = self._deed.isEnabled() or bool(why)
        if self._only_when_allowed and not (shown and self.parentWidget() is None):  # else it would be a window
            self.setVisible(shown)

    def _dress(self) -> None:
        if self._icon:
            name = {"primary": "on_accent", "soft": "accent_text"}.get(self._kind, "text")
            self.setIcon(icon(self._icon, look().colour(name), look().colour("off")))

    def changeEvent(self, event: QEvent) -> None:
        """A new palette paints the icon anew."""
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() is QEvent.Type.FontChange:
            self._measured = None
        super().changeEvent(event)

    def _blanks(self) -> tuple[str, int]:
        """Blanks as wide as the key, and how wide they are with one more; measured once in each type."""
        if self._measured is None:
            metrics = self.fontMetrics()
            width = metrics.horizontalAdvance(self._key) + 8
            blanks = " " * (1 + width // max(1, metrics.horizontalAdvance(" ")))
            self._measured = blanks, metrics.horizontalAdvance(blanks + " ")
        return self._measured

    def sizeHint(self) -> QSize:
        """Room for the key too."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._blanks()[1], hint.height())

    def minimumSizeHint(self) -> QSize:
        """No narrower than its words and key."""
        return self.sizeHint()

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """The style draws the words moved left by blanks."""
        super().initStyleOption(option)
        option.text = (" " if self._icon else "") + self.text() + self._blanks()[0]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key stands at the right edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(look().font(look().small))
        name = {"primary": "on_accent", "soft": "accent_text"}.get(self._kind, "muted")
        colour = look().colour(name if self.isEnabled() else "off")
        colour.setAlphaF(0.85)
        painter.setPen(colour)
        side = 14 if self._kind == "primary" else 10
        where = self.rect().adjusted(0, 0, -side, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key)
        painter.end()


class _Segment(QPushButton):
    """One of the choices; Enter moves on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, as in a field."""
        if not moved_on(self, event):
            super().keyPressEvent(event)


class Segments(QFrame):
    """One of a few, side by side, in further lines where there is no room; arrow keys move, one tab stop.

    Attributes:
        chosen: carries the value when the clerk picks another.
    """

    chosen = Signal(object)

    def __init__(self, name: str, options: Iterable[tuple[object, str]] = ()) -> None:
        super().__init__()
        self.setProperty("role", "segments")
        self._name = name
        self._row = Flow(gap=2, margin=2)
        self.setLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._toggled)
        self._values: list[object] = []
        self._quiet = False
        self.offer(options)

    def offer(self, options: Iterable[tuple[object, str]]) -> None:
        """Show these ``(value, words)``; the value in force stays when it is still among them."""
        before, offered = self.value, list(options)
        if [value for value, _ in offered] != self._values:
            self._build(offered)
        for button, (_, words) in zip(self._group.buttons(), offered, strict=True):
            if button.text() != words:  # in place: the keys stay where they are
                button.setText(words)
                button.setAccessibleName(f"{self._name}: {words}")
        if self._values:
            self.choose(before if before in self._values else self._values[0])

    def _build(self, options: Iterable[tuple[object, str]]) -> None:
        self._quiet = True
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._values = []
        for value, words in options:
            button = _Segment(words)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{self._name}: {words}")
            self._group.addButton(button, len(self._values))
            self._row.addWidget(button)
            button.show()  # at once: who offers while it is seen may give it the keys
            self._values.append(value)
        self._quiet = False

    @property
    def value(self) -> object:
        """What is chosen; None while there is nothing to choose from."""
        at = self._group.checkedId()
        return self._values[at] if 0 <= at < len(self._values) else None

    @property
    def values(self) -> tuple[object, ...]:
        """What can be chosen."""
        return tuple(self._values)

    def buttons(self) -> list[QAbstractButton]:
        """The buttons, in order."""
        return self._group.buttons()

    def choose(self, value: object) -> None:
        """Choose without telling anybody; a value not offered leaves nothing chosen."""
        self._quiet = True
        if value in self._values:
            self._group.button(self._values.index(value)).setChecked(True)
        else:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
        self._quiet = False

    def event(self, event: QEvent) -> bool:
        """As high as its lines are in this width: a height of its own is more than a layout gives a fixed one."""
        done = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            fix_height(self, self._row.heightForWidth(self.width()))
        return done

    @Slot(int, bool)
    def _toggled(self, at: int, checked: bool) -> None:
        if checked and not self._quiet:
            self.chosen.emit(self._values[at])


class Tick(QCheckBox):
    """A check box in the house's line; its words go on in further lines where they have no room."""

    def __init__(self, words: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._measured: QSize | None = None
        self.setAccessibleName(name or words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, words: str) -> None:
        """Other words, other room."""
        self._measured = None
        super().setText(words)

    def _side(self) -> int:
        return look().px(18)

    def _words_at(self) -> int:
        """Where the words begin: the gap grows with the box."""
        return self._side() + 2 + look().px(8)

    def sizeHint(self) -> QSize:
        """The box and the words, which are measured once in each type: layouts ask a hundred times."""
        if self._measured is None:
            self._measured = self.fontMetrics().size(0, self.text()) if self.text() else QSize(0, 0)
        words = self._measured
        gap = look().px(8) if words.width() else 0
        return QSize(self._side() + gap + words.width() + 4, max(self._side() + 6, words.height() + 4))

    def minimumSizeHint(self) -> QSize:
        """Room for a word or two."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._side() + look().px(110)), hint.height())

    def heightForWidth(self, width: int) -> int:
        """In as many lines as its words need."""
        hint = self.sizeHint()
        if width >= hint.width():
            return hint.height()
        room = QRect(0, 0, width - self._words_at(), 10_000)
        words = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())
        return max(self._side() + 6, words.height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as that."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def changeEvent(self, event: QEvent) -> None:
        """Other type, other lines."""
        if event.type() is QEvent.Type.FontChange:
            self._measured = None
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.setFixedHeight(self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, Space ticks."""
        if not moved_on(self, event):
            super().keyPressEvent(event)

    def hitButton(self, pos: object) -> bool:
        """The whole of it can be clicked."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded box, filled and checked when on; a ring when it has the keys."""
        del event
        colours = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        box = QRectF(2.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("accent" if self.isEnabled() else "edge"))
            painter.drawRoundedRect(box, 4.5, 4.5)
            draw(painter, "check", colours.colour("on_accent"), box.adjusted(1.5, 1.5, -1.5, -1.5))
        else:
            painter.setPen(QPen(colours.colour("text" if self.underMouse() else "field"), 1.4))
            painter.setBrush(colours.colour("surface"))
            painter.drawRoundedRect(box, 4.5, 4.5)
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("accent"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 6, 6)
        if self.text():
            painter.setPen(colours.colour("text" if self.isEnabled() else "muted"))
            where = self.rect().adjusted(self._words_at(), 0, 0, 0)
            across = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(where, across | Qt.TextFlag.TextWordWrap, self.text())
        painter.end()


class PickList(QComboBox):
    """A pick list that cannot be typed into (an editable one breaks Vietnamese typing).

    Attributes:
        chosen: carries the value when the clerk picks another.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEditable(False)
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self._values: list[object] = []
        self.activated.connect(self._picked)
        self.currentIndexChanged.connect(self._picked)
        self._quiet = False

    def offer(self, options: Iterable[tuple[object, str]]) -> None:
        """Show these ``(value, words)``; the value in force stays when it is still among them."""
        before = self.value
        self._quiet = True
        self.clear()
        self._values = []
        for value, words in options:
            self._values.append(value)
            self.addItem(words)
        self._quiet = False
        if self._values:
            self.choose(before if before in self._values else self._values[0])
        self._last = self.value

    @property
    def value(self) -> object:
        """What is chosen, or None."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def choose(self, value: object) -> None:
        """Choose without telling anybody."""
        self._quiet = True
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._quiet = False
        self._last = self.value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on, arrows choose."""
        if not moved_on(self, event):
            super().keyPressEvent(event)

    @Slot(int)
    def _picked(self, _: int) -> None:
        if not self._quiet and self.value != self._last:
            self._last = self.value
            self.chosen.emit(self._last)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """What is longer than its room shows its beginning."""
        super().initStyleOption(option)
        room = self.width() - 38
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def event(self, event: QEvent) -> bool:
        """What is cut is told whole."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.currentText():
            QToolTip.showText(event.globalPos(), self.currentText(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's box with our chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look().colour("muted")), 1.6))
        arm = float(look().px(4))
        x, y = self.width() - 13.0 - arm, self.height() / 2 - arm / 2
        painter.drawPolyline(QPolygonF([QPointF(x - arm, y), QPointF(x, y + arm), QPointF(x + arm, y)]))
        painter.end()

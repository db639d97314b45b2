"""The lines of the health page: icon, name, state, and what to do; never by colour alone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.style.look import look
from ui.widgets.basic import in_tab_order, label, paint, picture, set_scaled_width

if TYPE_CHECKING:
    from desk.health.health import Check, CheckSubject

SIGN = {"ok": ("good", "good"), "warn": ("warn", "warn"), "stop": ("bad", "bad")}
"""Icon and colour of each state."""


class HealthLine(QWidget):
    """One line; read out as a whole when it has the keys."""

    def __init__(self, check: "Check") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        self._icon = picture("clock", "muted", 20)
        self._name = label("", "strong", wrap=True)
        set_scaled_width(self._name, 150)
        self._state = label("", "small")
        set_scaled_width(self._state, 84)
        self._told = label("", wrap=True)
        self._do = label("", "note", wrap=True)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._icon, 0, 0, top)
        grid.addWidget(self._name, 0, 1, top)
        grid.addWidget(self._state, 0, 2, top)
        grid.addWidget(self._told, 0, 3, top)
        grid.addWidget(self._do, 1, 3, top)
        grid.setColumnStretch(3, 1)
        self.show_check(check)

    @property
    def words(self) -> QLabel:
        """The sentence."""
        return self._told

    def show_check(self, check: "Check") -> None:
        """Show this."""
        from desk.health.health_words import NAME, STATE_WORDS, advice, check_words  # noqa: PLC0415 - loaded with the desk

        paint(self._icon, *SIGN[check.state.value], 20)
        name, state, words, do = NAME[check.what], STATE_WORDS[check.state], check_words(check), advice(check)
        self._name.setText(name)
        self._state.setText(state)
        self._told.setText(words)
        self._do.setText(f"→ {do}" if do else "")
        self._do.setVisible(bool(do))
        self.setAccessibleName(f"{name}: {state}")
        self.setAccessibleDescription(" ".join(part for part in (words, do) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring when it has the keys."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look().colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.update()


class HealthLines(QWidget):
    """All lines in their order; each stays where it is when it changes."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[CheckSubject, HealthLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)

    def put(self, checks: "tuple[Check, ...]") -> None:
        """Show these, in their order; what is not among them stays as it was."""
        for check in checks:
            line = self.lines.get(check.what)
            if line is not None:
                line.show_check(check)
                continue
            line = self.lines[check.what] = HealthLine(check)
            order = list(type(check.what))
            before = sum(1 for what in self.lines if order.index(what) < order.index(check.what))
            self._column.insertWidget(before, line)
        order = list(type(checks[0].what)) if checks else []
        in_tab_order([self.lines[what] for what in order if what in self.lines])

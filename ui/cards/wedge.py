"""Captures a keyboard scanner's input before it reaches shortcuts and fields, whatever has the focus.

Keys are looked at where they enter the window, before shortcuts and widgets; letters of an input method where they
reach the field. ``desk.cards.keyboard.strokes`` tells scanner from person; here is only what Qt needs for it.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QTextCursor, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from desk.cards.keyboard.strokes import ENTER, HOLD, QUIET, Stroke, StrokeAction, StrokeDecision, TypedScan, TypingWatch
from desk.cards.keyboard.telex_recovery import recover_text

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
)
_COMBINED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

TextField = QLineEdit | QPlainTextEdit | QTextEdit


class _Field:
    """A text field as it was before a burst, to be put back."""

    def __init__(self, widget: TextField) -> None:
        self.widget = widget
        if isinstance(widget, QLineEdit):
            self._text = widget.text()
            start = widget.selectionStart()
            self._from, self._to = (start, widget.selectionEnd()) if start >= 0 else (widget.cursorPosition(),) * 2
            self._cursor = widget.cursorPosition()
        else:
            cursor = widget.textCursor()
            self._text = widget.toPlainText()
            self._from, self._to = cursor.selectionStart(), cursor.selectionEnd()
            self._cursor = cursor.position()

    def put(self, typed: str = "") -> None:
        """The text as it was; with something typed in place of what was selected."""
        text = self._text if not typed else self._text[: self._from] + typed + self._text[self._to :]
        anchor, cursor = (self._from, self._to) if self._cursor == self._to else (self._to, self._from)
        if typed:
            anchor = cursor = self._from + len(typed)
        if isinstance(self.widget, QLineEdit):
            self.widget.setText(text)
            self.widget.setSelection(anchor, cursor - anchor)
            if anchor == cursor:
                self.widget.setCursorPosition(cursor)
            return
        self.widget.setPlainText(text)
        where = self.widget.textCursor()
        where.setPosition(anchor)
        where.setPosition(cursor, QTextCursor.MoveMode.KeepAnchor)
        self.widget.setTextCursor(where)


class Wedge(QObject):
    """Watches the keys of one window.

    Attributes:
        typed: a scanner typed something; carries a ``Typed``.

    Args:
        window: a window that is shown.
        today: the day on the office calendar.
        is_on: whether the office wants typing scanners to be listened to.
        ticks: milliseconds of a clock that only goes forward; for what Qt gives no time of.
    """

    typed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        today: Callable[[], date],
        is_on: Callable[[], bool],
        ticks: Callable[[], float] = lambda: time.monotonic() * 1000,
    ) -> None:
        super().__init__(window)
        self._is_on = is_on
        self._today = today
        self._ticks = ticks
        self._lag: float | None = None
        """What the clock shows more than the events' own stamps."""
        self._watch = TypingWatch()
        self._held: list[QKeyEvent] = []
        self._field: _Field | None = None
        self._enter: QKeyEvent | None = None
        self._preedit = ""
        self._giving_out = False
        self._had_keys: QObject | None = None
        self._calm = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._rest)
        handle = window.windowHandle()
        self._handle: QWindow = handle
        handle.installEventFilter(self)
        QGuiApplication.instance().focusObjectChanged.connect(self._focus_changed)  # type: ignore[union-attr]
        self._focus_changed(QGuiApplication.focusObject())

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        if isValid(self._handle):
            self._handle.removeEventFilter(self)
        QGuiApplication.instance().focusObjectChanged.disconnect(self._focus_changed)  # type: ignore[union-attr]
        self._focus_changed(None)

    # ---- what comes --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True = it goes no further."""
        kind = event.type()
        if self._giving_out:
            return False
        if kind in _KEYS and self._is_on() and watched is self._handle and isinstance(event, QKeyEvent):
            return self._key(kind, event)
        if (
            kind is QEvent.Type.InputMethod
            and self._is_on()
            and watched is not self._handle
            and isinstance(event, QInputMethodEvent)
        ):
            return self._composed(event)
        return False

    @Slot("QObject*")
    def _focus_changed(self, now: QObject | None) -> None:
        """Letters of an input method go straight to what has the keys."""
        if self._had_keys is not None and isValid(self._had_keys):
            self._had_keys.removeEventFilter(self)
        self._had_keys = now if isinstance(now, QWidget) else None
        self._preedit = ""
        if self._had_keys is not None:
            self._had_keys.installEventFilter(self)

    def _key(self, kind: QEvent.Type, event: QKeyEvent) -> bool:
        if kind is QEvent.Type.ShortcutOverride:
            if self._watch.is_fast and not event.isAutoRepeat():
                event.accept()  # no shortcut in the middle of a scan
                return True
            return False
        if kind is QEvent.Type.KeyRelease:
            return self._watch.is_scan or (bool(self._held) and not event.isAutoRepeat())
        stroke = _stroke(event)
        if event.isAutoRepeat() or stroke is None:
            if self._watch.is_fast:
                self._again()
                return True
            if stroke is None and event.key() not in _SILENT:
                self._out()  # a key that writes nothing: what is held comes before it
            return False
        return self._answered(
            self._watch.stroke(stroke, at=self._at(event.timestamp()), in_text=_text_field() is not None), event
        )

    def _composed(self, event: QInputMethodEvent) -> bool:
        before, now = self._preedit, event.commitString() + event.preeditString()
        kept = next(
            (n for n, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now))
        )
        taken = event.replacementLength() if event.replacementStart() < 0 else 0
        if taken:
            kept = 0
        stroke = Stroke(delete=len(before) - kept + taken, insert=now[kept:])
        self._preedit = event.preeditString()
        if not (stroke.delete or stroke.insert):
            return self._watch.is_scan
        answer = self._watch.stroke(stroke, at=self._at(0), in_text=_text_field() is not None)
        if answer.do is StrokeAction.HOLD:  # letters go to text fields alone
            return False
        return self._answered(answer, None)

    def _at(self, stamp: int) -> float:
        """Milliseconds: when the system noted it, not when the window came to it."""
        now = self._ticks()
        if not stamp:
            return now - (self._lag or 0.0)
        lag = now - stamp
        self._lag = lag if self._lag is None or abs(lag - self._lag) > 60_000 else min(self._lag, lag)
        return float(stamp)

    # ---- what becomes of it ------------------------------------------------------------------------------

    def _answered(self, answer: StrokeDecision, event: QKeyEvent | None) -> bool:
        if answer.ended is not None:
            self._end(answer.ended)
        if answer.release:
            self._give_out()
        if answer.begins:
            widget = _text_field()
            self._field = _Field(widget) if widget is not None else None
            self._enter = None
        if answer.do is StrokeAction.PASS:
            if self._watch.is_waiting:
                self._again()
            return False
        if event is not None:
            self._held.append(event.clone())
        self._again()
        return True

    def _again(self) -> None:
        """Something came: the silence begins anew."""
        self._calm = False
        self._timer.start(round((QUIET if self._watch.is_scan or self._field is not None else HOLD) / 2))

    @Slot()
    def _rest(self) -> None:
        """Half of the silence is over; the second half proves that no key waits behind a window that was busy."""
        if not self._calm:
            self._calm = True
            return
        self._out()

    def _out(self) -> None:
        self._timer.stop()
        self._calm = False
        burst, release = self._watch.end_burst()
        if burst is not None:
            self._end(burst)
        elif release:
            self._give_out()
        self._held.clear()
        self._field = None

    def _give_out(self) -> None:
        """Keys that were held go where they would have gone."""
        held, self._held = self._held, []
        self._giving_out = True
        try:
            for event in held:
                QApplication.sendEvent(self._handle, event)
                up = QKeyEvent(QEvent.Type.KeyRelease, event.key(), event.modifiers(), event.text())
                QApplication.sendEvent(self._handle, up)
        finally:
            self._giving_out = False

    def _end(self, burst: TypedScan) -> None:
        """A scan was typed: take it out of the field again, or leave in the field what is no scan after all."""
        made = recover_text(burst.strokes, self._today())
        held, self._held = self._held, []
        field, self._field = self._field, None
        if field is not None:
            QGuiApplication.inputMethod().reset()
            self._preedit = ""
            if not made.is_one:
                field.put(made.shown.rstrip("\n"))
                if burst.strokes[-1].insert == ENTER and held:
                    self._held = held[-1:]
                    self._give_out()
                return
            field.put()
        self.typed.emit(made)


def _stroke(event: QKeyEvent) -> Stroke | None:
    """What a key writes; None when it writes nothing."""
    if event.key() in _ENDS:
        return None if event.modifiers() & _COMBINED else Stroke(insert=ENTER)
    if event.key() == Qt.Key.Key_Backspace:
        return Stroke(delete=1)
    text = event.text()
    if not text or not text.isprintable():
        return None
    combined = event.modifiers() & _COMBINED
    if combined and not (combined & Qt.KeyboardModifier.ControlModifier and combined & Qt.KeyboardModifier.AltModifier):
        return None  # Control and Alt together are AltGr
    return Stroke(insert=text)


def _text_field() -> TextField | None:
    """The text field that has the keys and can be written in."""
    widget = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly() and widget.isEnabled():
        return None if QApplication.activePopupWidget() is not None else widget
    return None


def type_out(window: QWidget, strokes: Iterable[Stroke], at: int) -> None:
    """Press keys as a scanner does that poses as a keyboard: two milliseconds apart, from this stamp on."""
    handle = window.windowHandle()
    for stroke in strokes:
        keys = [(Qt.Key.Key_Backspace, "\b")] * stroke.delete
        keys += [(Qt.Key.Key_Return, "\r") if sign == ENTER else (Qt.Key.Key_unknown, sign) for sign in stroke.insert]
        for key, text in keys:
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(at)
                event.ignore()
                QApplication.sendEvent(handle, event)
        at += 2

"""Paints the board from a ``Board``, a rectangle, and the age of the newest call. Pure.

Sizes by rule: what everybody has to read, numbers and counters called, is an eighth of the height of the screen. On
a 43-inch set of full HD (0.496 mm a pixel) its capitals are 47 mm tall and are seen from 8 m under 20 minutes of arc,
what ISO 9241-303 prefers; normal sight needs 5. All the rest (who waits, notices, clock) is a twentieth: 8 minutes of
arc from 8 m, comfortable from 3.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from models.calendar.clock import local
from ui.core.words import today_words
from ui.hall import words
from ui.style.look import CONTRAST_DARK as C

if TYPE_CHECKING:
    from desk.hall.hall import Board, Call, Waiting

CALLED = 1 / 8
"""Of the height: size of the type of numbers and counters called."""

REST = 1 / 20
"""Of the height: size of all other type."""

_CALLS_UPRIGHT = 0.6
"""Of an upright board: the share of the calls, above those who wait."""

ROWS = 4
"""Calls shown, the newest included."""

_LEFT, _CENTRE, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class BoardContext(Struct, frozen=True, kw_only=True):
    """What is drawn besides the board.

    Attributes:
        glow: 1.0 as a call comes, 0.0 when it is old.
        notice: the line of the office shown now.
        reconnecting: the desk does not answer; what was known last stays on the wall.
        first_waiting: the service at the top of those who wait, when not all have room.
    """

    glow: float = 0.0
    notice: str = ""
    reconnecting: bool = False
    first_waiting: int = 0


class BoardPainter:
    """Draws one board into one rectangle."""

    def __init__(self, painter: QPainter, where: QRect, family: QFont) -> None:
        self._p = painter
        self._where = where
        self._family = family
        self._is_upright = where.height() > where.width()
        self._h = unit(where.width(), where.height())
        self._pad = round(self._h * 0.025)

    def draw(self, board: "Board", context: BoardContext) -> None:
        """All of it."""
        self._p.fillRect(self._where, QColor(C.ground))
        head = round(self._h * (0.19 if self._is_upright else 0.1))
        foot = round(self._h * 0.1) if context.notice or context.reconnecting else 0
        self._head(QRect(0, 0, self._where.width(), head), board)
        body = QRect(0, head, self._where.width(), self._where.height() - head - foot)
        if self._is_upright:
            upper = QRect(0, body.top(), body.width(), round(body.height() * _CALLS_UPRIGHT))
            side = QRect(0, upper.bottom() + 1, body.width(), body.height() - upper.height())
        else:
            upper = QRect(0, body.top(), round(body.width() * 0.64), body.height())
            side = QRect(upper.width(), body.top(), body.width() - upper.width(), body.height())
        self._calls(upper, board, context.glow)
        self._waiting(side, board.waiting, context.first_waiting)
        if foot:
            self._foot(QRect(0, body.bottom() + 1, self._where.width(), foot), context)

    def _head(self, where: QRect, board: "Board") -> None:
        inside = where.adjusted(self._pad, 0, -self._pad, 0)
        if self._is_upright:
            line = where.height() // 2
            office = QRect(inside.left(), inside.top(), inside.width(), line)
            self._say(board.office, office, REST, colour=C.text, weight=QFont.Weight.DemiBold)
            inside = office.translated(0, line)
        when = f"{today_words(board.now)}   {local(board.now):%H:%M}"
        right = self._width(when, REST, QFont.Weight.Medium)
        self._say(when, inside, REST, colour=C.text, weight=QFont.Weight.Medium, along=_RIGHT)
        if not self._is_upright:
            left = inside.adjusted(0, 0, -right - self._pad, 0)
            self._say(board.office, left, REST, colour=C.text, weight=QFont.Weight.DemiBold)
        self._rule(where.left(), where.bottom(), where.width())

    def _calls(self, where: QRect, board: "Board", glow: float) -> None:
        inside = where.adjusted(self._pad, self._pad, -self._pad, -self._pad)
        if not board.calls:
            said = words.CLOSED if board.opens_at is not None else words.NO_CALLS
            self._say(said, inside, REST * 1.6, colour=C.muted, along=_CENTRE)
            return
        tall = inside.height() // (ROWS + 1)
        newest = QRect(inside.left(), inside.top(), inside.width(), round(tall * 1.75))
        self._newest(newest, board.calls[0], glow)
        top = newest.bottom() + self._pad
        each = (inside.bottom() - top) // (ROWS - 1)
        for n, call in enumerate(board.calls[1:ROWS]):
            self._row(QRect(inside.left(), top + n * each, inside.width(), each), call, last=n == ROWS - 2)

    def _newest(self, where: QRect, call: "Call", glow: float) -> None:
        """The newest call: its frame is filled as it comes, and grows calm again; its words never move."""
        ground = _between(QColor(C.accent_soft), QColor(C.accent), glow)
        ink = QColor(C.on_accent) if glow > 0.5 else QColor(C.accent)
        self._p.setBrush(ground)
        self._p.setPen(QColor(C.accent))
        radius = self._h * 0.02
        self._p.drawRoundedRect(QRectF(where), radius, radius)
        half = where.width() // 2
        label = round(self._h * REST * 1.15)
        pad = round(self._h * 0.012)
        for n, (head, said) in enumerate(((words.NOW_CALLED, call.number), (words.TO_COUNTER, call.counter))):
            box = QRect(where.left() + n * half, where.top(), half, where.height())
            small = QRect(box.left(), box.top() + pad, box.width(), label)
            big = QRect(
                box.left() + pad, small.bottom(), box.width() - 2 * pad, box.bottom() - small.bottom() - pad // 2
            )
            self._say(head, small, REST * 0.9, ink=ink, weight=QFont.Weight.DemiBold, along=_CENTRE)
            self._say(said, big, CALLED * 1.2, ink=ink, weight=QFont.Weight.DemiBold, along=_CENTRE)

    def _row(self, where: QRect, call: "Call", *, last: bool) -> None:
        half = where.width() // 2
        number = QRect(where.left(), where.top(), half, where.height())
        counter = QRect(where.left() + half, where.top(), half, where.height())
        self._say(call.number, number, CALLED, colour=C.text, weight=QFont.Weight.DemiBold, along=_CENTRE)
        said = words.COUNTER.format(counter=call.counter)
        self._say(said, counter, CALLED * 0.8, colour=C.text, weight=QFont.Weight.Medium, along=_CENTRE)
        if not last:
            self._rule(where.left(), where.bottom(), where.width())

    def _waiting(self, where: QRect, services: "Sequence[Waiting]", first: int) -> None:
        if self._is_upright:
            self._rule(where.left(), where.top(), where.width())
        else:
            self._p.fillRect(QRect(where.left(), where.top(), max(1, self._h // 360), where.height()), QColor(C.line))
        inside = where.adjusted(2 * self._pad, self._pad, -self._pad, -self._pad)
        head = round(self._h * REST * 1.5)
        title = QRect(inside.left(), inside.top(), inside.width(), head)
        self._say(words.WAITING, title, REST, colour=C.accent_text, weight=QFont.Weight.DemiBold)
        each = round(self._h * REST * 2.55)
        room = max(1, (inside.height() - head) // each)
        shown = _turned(services, first, room)
        top = title.bottom() + 1
        medium, strong = QFont.Weight.Medium, QFont.Weight.DemiBold
        tight = REST * 0.9  # one size for all names, as small as the longest needs
        for service in services:
            room_beside = inside.width() - self._width(str(service.count), REST, strong) - self._pad
            tight = self._fitting(service.service, tight, room_beside, medium, least=REST * 0.72)
        for n, service in enumerate(shown):
            box = QRect(inside.left(), top + n * each, inside.width(), each)
            line = round(self._h * REST * 1.25)
            count = str(service.count)
            wide = self._width(count, REST, QFont.Weight.DemiBold)
            name = QRect(box.left(), box.top(), box.width() - wide - self._pad, line)
            self._say(service.service, name, tight, colour=C.text, weight=medium)
            much = QRect(box.left(), box.top(), box.width(), line)
            self._say(count, much, REST, colour=C.text, weight=QFont.Weight.DemiBold, along=_RIGHT)
            beneath = QRect(box.left(), box.top() + line, box.width(), round(self._h * REST))
            following = "  ".join(service.next) if service.next else words.NOBODY_WAITS
            self._say(following, beneath, min(REST * 0.8, tight), colour=C.accent_text if service.next else C.muted)

    def _foot(self, where: QRect, context: BoardContext) -> None:
        self._rule(where.left(), where.top(), where.width())
        inside = where.adjusted(self._pad, 0, -self._pad, 0)
        if context.reconnecting:
            self._p.fillRect(where, QColor(C.warn_soft))
            said = words.RECONNECTING
            self._say(said, inside, REST, colour=C.warn, weight=QFont.Weight.DemiBold, along=_CENTRE)
            return
        share = self._fitting(context.notice, REST, inside.width(), QFont.Weight.Normal, least=REST * 0.75)
        if self._width(context.notice, share, QFont.Weight.Normal) <= inside.width():
            self._say(context.notice, inside, share, colour=C.text, along=_CENTRE)
            return
        self._p.setFont(self._font(share, QFont.Weight.Normal))
        self._p.setPen(QColor(C.text))
        self._p.drawText(inside, int(_CENTRE | _MIDDLE | Qt.TextFlag.TextWordWrap), context.notice)

    # ---- type --------------------------------------------------------------------------------------------

    def _font(self, share: float, weight: QFont.Weight) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(max(12, round(self._h * share)))
        font.setWeight(weight)
        return font

    def _width(self, text: str, share: float, weight: QFont.Weight) -> int:
        return QFontMetrics(self._font(share, weight)).horizontalAdvance(text)

    def _fitting(self, text: str, share: float, room: int, weight: QFont.Weight, *, least: float) -> float:
        """A size at which the text has room on one line; the least if it has none."""
        while share > least and self._width(text, share, weight) > room:
            share *= 0.95
        return share

    def _say(
        self,
        text: str,
        where: QRect,
        share: float,
        *,
        colour: str = "",
        ink: QColor | None = None,
        weight: QFont.Weight = QFont.Weight.Normal,
        along: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        """One line: smaller down to six tenths if it must be, then cut."""
        share = self._fitting(text, share, where.width(), weight, least=share * 0.6)
        font = self._font(share, weight)
        self._p.setFont(font)
        self._p.setPen(ink or QColor(colour))
        shown = text
        if self._width(text, share, weight) > where.width():
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        self._p.drawText(where, int(along | _MIDDLE), shown)

    def _rule(self, left: int, top: int, width: int) -> None:
        self._p.fillRect(QRect(left, top, width, max(1, self._h // 540)), QColor(C.line))


def unit(width: int, height: int) -> int:
    """What sizes of type are a share of: the height, or on an upright board so much of its width that a call fits."""
    return height if height <= width else min(height, round(width * 0.8))


def waiting_room(width: int, height: int) -> int:
    """How many services have room at once beside or beneath the calls, with a line of notices at the foot."""
    size = unit(width, height)
    upright = height > width
    body = (height - size * 0.29) * (1 - _CALLS_UPRIGHT) if upright else size * 0.8
    inside = body - 2 * round(size * 0.025) - round(size * REST * 1.5)
    return max(1, int(inside // round(size * REST * 2.55)))


def _turned(services: "Sequence[Waiting]", first: int, room: int) -> "Sequence[Waiting]":
    if len(services) <= room:
        return services
    start = first % len(services)
    return [services[(start + n) % len(services)] for n in range(room)]


def _between(calm: QColor, bright: QColor, share: float) -> QColor:
    def mixed(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mixed(calm.red(), bright.red()), mixed(calm.green(), bright.green()), mixed(calm.blue(), bright.blue())
    )

"""Paints the citizen's screen from a ``CitizenView``, a rectangle, and the time. Pure.

Sizes by rule, as shares of the height: what matters (name, due date, amount) is a tenth, other words a twentieth, and
what is typed into a telephone by hand, from near, has smaller heads. On a 10-inch screen of 1024×600 (0.217 mm a pixel)
capitals of a twentieth are 4.6 mm tall, 10 minutes of arc from 1.5 m; normal sight needs 5. Those of a tenth are 9 mm,
21 minutes, what ISO 9241-303 prefers.

Black on white whatever theme the clerk has: who stands before it is old as often as not, and the hall is bright.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from desk.citizen.citizen_view import CitizenState, CitizenView
from models.calendar.clock import local
from models.words.money_words import in_figures
from ui.citizen import words
from ui.core.words import today_words
from ui.style.icon import draw
from ui.style.look import CONTRAST_LIGHT
from ui.widgets.qr_code import QUIET, paint_qr

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGE = 1 / 10
REST = 1 / 20
"""Of the height: size of type of what matters, and of all else."""

_BREAKS, _LEAST = 0.86, 0.72
"""Of its size: so small words become before they go on in a second line, and before they are cut."""

_SHARES = (1.0, 0.94, 0.88, 0.83, 0.78, _LEAST)

_LEFT, _CENTRE, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
_MIDDLE, _TOP = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
_WRAP = Qt.TextFlag.TextWordWrap

_PLAIN, _STRONG = QFont.Weight.Normal, QFont.Weight.DemiBold


def _colour(name: str) -> QColor:
    return QColor(getattr(CONTRAST_LIGHT, name))


class CitizenPainter:
    """Draws one view into one rectangle.

    Args:
        code: the VietQR of the view as rows of modules; none = paid in another way.
    """

    def __init__(self, painter: QPainter, where: QRect, family: QFont, code: tuple[str, ...]) -> None:
        self._p = painter
        self._where = where
        self._family = family
        self._code = code
        self._h = self.unit(where.width(), where.height())
        self._pad = round(self._h * 0.05)

    @staticmethod
    def unit(width: int, height: int) -> int:
        """What sizes of type are a share of: the height, where the screen lies."""
        return max(1, min(height, round(width / 1.6)))

    def draw(self, view: CitizenView, office: str, now: datetime) -> None:
        """All of it."""
        self._p.fillRect(self._where, _colour("ground"))
        if view.state is CitizenState.IDLE:
            self._idle(self._where.marginsRemoved(self._margins()), office, now)
            return
        head = QRect(self._where.left(), self._where.top(), self._where.width(), round(self._h * 0.11))
        self._head(head, office, now)
        body = self._where.adjusted(0, head.height(), 0, 0).marginsRemoved(self._margins())
        match view.state:
            case CitizenState.CONFIRM:
                self._confirm(body, view)
            case CitizenState.DOSSIER:
                self._dossier(body, view)
            case CitizenState.PAYMENT:
                self._payment(body, view)
            case CitizenState.TAKEN:
                self._taken(body, view)

    def _head(self, where: QRect, office: str, now: datetime) -> None:
        inside = where.adjusted(self._pad, 0, -self._pad, 0)
        time = f"{local(now):%H:%M}"
        self._line(time, inside, REST, "muted", _PLAIN, _RIGHT)
        room = inside.adjusted(0, 0, -self._width(time, REST, _PLAIN) - self._pad, 0)
        self._line(office, room, REST, "muted", _PLAIN)
        thick = max(1, self._h // 540)
        self._p.fillRect(QRect(where.left(), where.bottom(), where.width(), thick), _colour("line"))

    def _idle(self, where: QRect, office: str, now: datetime) -> None:
        """The office, the time, the day: nothing of anybody, and nothing asked."""
        parts = (
            _Part(office, LARGE * 0.75, "text", _STRONG, lines=3),
            _Part(f"{local(now):%H:%M}", 0.3, "accent_text", _STRONG, before=0.04),
            _Part(today_words(now), REST * 1.2, "muted"),
        )
        self._stack(parts, where, _CENTRE)

    def _confirm(self, where: QRect, view: CitizenView) -> None:
        """The person beside the matter; on a standing screen above it."""
        title = QRect(where.left(), where.top(), where.width(), round(self._h * REST * 1.5))
        self._line(words.CONFIRM, title, REST * 1.1, "accent_text", _STRONG)
        below = where.adjusted(0, title.height() + self._pad // 2, 0, 0)
        cost = words.FREE if view.free else words.AMOUNT.format(amount=in_figures(view.amount)) if view.amount else ""
        person = (
            (words.NUMBER, view.number),
            (words.BORN, view.born),
            (words.PHONE, view.phone),
            (words.ADDRESS, view.address),
            (words.OWNER, view.owner),
        )
        matter = (
            (words.MATTER, view.procedure),
            (words.DUE, view.due),
            (words.TO_PAY, cost),
        )
        name = _Part(view.name, LARGE * 0.85, "text", _STRONG, lines=2)
        if where.height() > where.width():
            self._stack((name, *_facts((*person, *matter))), below, _LEFT)
            return
        half = (below.width() - self._pad) // 2
        left, right = below.adjusted(0, 0, half - below.width(), 0), below.adjusted(below.width() - half, 0, 0, 0)
        self._stack((name, *_facts(person)), left, _LEFT, from_top=True)
        self._stack(_facts(matter), right, _LEFT, from_top=True)

    def _dossier(self, where: QRect, view: CitizenView) -> None:
        parts = [
            _Part(view.name, LARGE, "text", _STRONG, lines=2),
            _Part(view.procedure, LARGE * 0.7, "text", lines=3, before=0.02),
        ]
        if view.due:
            parts += [
                _Part(words.DUE, REST, "muted", before=0.08),
                _Part(view.due, LARGE, "accent_text", _STRONG, lines=2),
            ]
        if view.amount:
            parts += [
                _Part(words.TO_PAY, REST, "muted", before=0.04),
                _Part(words.AMOUNT.format(amount=in_figures(view.amount)), LARGE * 0.8, "accent_text", _STRONG),
            ]
        if view.note:
            parts.append(_Part(view.note, REST, "muted", lines=2, before=0.03))
        self._stack(parts, where, _LEFT)

    def _payment(self, where: QRect, view: CitizenView) -> None:
        amount = words.AMOUNT.format(amount=in_figures(view.amount))
        if not self._code:
            asked = (
                _Part(view.name, LARGE * 0.75, "text", _STRONG, lines=2),
                _Part(view.procedure, REST, "muted", lines=3),
                _Part(words.TO_PAY, REST, "muted", before=0.08),
                _Part(amount, 0.16, "accent_text", _STRONG),
                _Part(words.PAY_AT_COUNTER, REST, "text", before=0.03),
            )
            self._stack(asked, where, _CENTRE)
            return
        title = QRect(where.left(), where.top(), where.width(), round(self._h * REST * 1.5))
        self._line(words.SCAN, title, REST * 1.1, "text", _STRONG)
        below = where.adjusted(0, title.height() + self._pad // 2, 0, 0)
        if where.height() > where.width():
            side = min(below.width(), round(below.height() * 0.6))
            square = QRect(below.left() + (below.width() - side) // 2, below.top(), side, side)
            beside = below.adjusted(0, side + self._pad, 0, 0)
        else:
            modules = len(self._code) + 2 * QUIET
            side = max(1, min(below.height(), round(below.width() * 0.52)) // modules) * modules
            square = QRect(below.left(), below.top() + (below.height() - side) // 2, side, side)
            beside = below.adjusted(side + self._pad, 0, 0, 0)
        paint_qr(self._p, self._code, square)
        typed = (
            (words.BANK, view.bank),
            (words.ACCOUNT, view.account),
            (words.HOLDER, view.holder),
            (words.REFERENCE, view.reference),
        )
        parts = [_Part(words.TO_PAY, REST, "muted"), _Part(amount, LARGE * 1.1, "accent_text", _STRONG)]
        for label, value in typed:
            if value:
                parts += [
                    _Part(label, REST * 0.72, "muted", before=0.015),
                    _Part(value, REST, "text", _STRONG, lines=2),
                ]
        self._stack(parts, beside, _LEFT)

    def _taken(self, where: QRect, view: CitizenView) -> None:
        side = round(self._h * 0.26)
        parts = [_Part(words.TAKEN.format(amount=in_figures(view.amount)), LARGE * 1.1, "text", _STRONG, lines=2)]
        if view.note:
            parts.append(_Part(view.note, REST, "muted", lines=2, before=0.03))
        set_ = [self._set(part, where.width(), _CENTRE) for part in parts]
        top = where.top() + (where.height() - side - self._pad - sum(one.height for one in set_)) // 2
        middle = where.left() + (where.width() - side) / 2
        draw(self._p, "good", _colour("good"), QRectF(middle, top, side, side))
        self._stack(parts, where.adjusted(0, top + side + self._pad - where.top(), 0, 0), _CENTRE, from_top=True)

    # ---- type --------------------------------------------------------------------------------------------

    def _margins(self) -> QMargins:
        return QMargins(self._pad, self._pad, self._pad, self._pad)

    def _stack(
        self, parts: "Sequence[_Part]", where: QRect, along: Qt.AlignmentFlag, *, from_top: bool = False
    ) -> None:
        """Parts one below the other, in the middle of the height; smaller altogether where there is no room."""
        shown = [part for part in parts if part.text]
        scale = 1.0
        made = [self._set(part, where.width(), along) for part in shown]
        while (height := sum(one.height for one in made)) > where.height() and scale > 0.5:
            scale *= min(0.98, (where.height() / height) ** 0.8)  # in smaller type some words need fewer lines
            made = [self._set(part, where.width(), along, scale) for part in shown]
        top = where.top() if from_top else where.top() + (where.height() - sum(one.height for one in made)) // 2
        for one in made:
            self._p.setFont(one.font)
            self._p.setPen(_colour(one.part.colour))
            room = QRect(where.left(), top + one.before, where.width(), one.height - one.before)
            self._p.drawText(room, int(along | _TOP | _WRAP), one.part.text)
            top += one.height

    def _set(self, part: "_Part", width: int, along: Qt.AlignmentFlag, scale: float = 1.0) -> "_SetPart":
        """A part in the largest type, up to its own, in which it takes no more than its lines; the least if none is."""
        full = part.size * scale
        one_line = full * min(1.0, 0.98 * width / max(1, self._width(part.text, full, part.weight)))
        tries = [(one_line, 1)] if one_line >= full * _BREAKS else []
        tries += [(full * share, part.lines) for share in _SHARES]
        room, flags = QRect(0, 0, width, 9 * self._h), int(along | _TOP | _WRAP)
        for size, lines in tries:
            font = self._font(size, part.weight)
            metrics = QFontMetrics(font)
            rect = metrics.boundingRect(room, flags, part.text)
            if rect.width() <= width and rect.height() < metrics.lineSpacing() * (lines + 0.5):
                break
        before = round(self._h * part.before * scale)
        return _SetPart(part=part, font=font, before=before, height=before + rect.height())

    def _line(
        self,
        text: str,
        where: QRect,
        size: float,
        colour: str,
        weight: QFont.Weight,
        along: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        """One line: smaller if it must be, then cut."""
        least = size * _LEAST
        while size > least and self._width(text, size, weight) > where.width():
            size *= 0.96
        font = self._font(size, weight)
        self._p.setFont(font)
        self._p.setPen(_colour(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        self._p.drawText(where, int(along | _MIDDLE), shown)

    def _width(self, text: str, size: float, weight: QFont.Weight) -> int:
        return QFontMetrics(self._font(size, weight)).horizontalAdvance(text)

    def _font(self, size: float, weight: QFont.Weight) -> QFont:
        font = QFont(self._family)
        font.setPixelSize(max(12, round(self._h * size)))
        font.setWeight(weight)
        return font


class _Part(Struct, frozen=True):
    """Words in one type. ``size`` and ``before`` (the space above): shares of the height."""

    text: str
    size: float
    colour: str
    weight: QFont.Weight = _PLAIN
    lines: int = 1
    before: float = 0.0


def _facts(facts: "Sequence[tuple[str, str]]") -> "tuple[_Part, ...]":
    """Labels and values, one below the other; what is not known is left out."""
    found = []
    for label, value in facts:
        if value:
            found += [
                _Part(label, REST * 0.85, "muted", before=0.014),
                _Part(value, REST * 1.15, "text", _STRONG, lines=3),
            ]
    return tuple(found)


class _SetPart(Struct, frozen=True):
    """A part in the type in which it fits, and its height in pixels with the space above it."""

    part: _Part
    font: QFont
    before: int
    height: int

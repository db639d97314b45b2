"""A dossier's status by icon, colour and word, in tables and beside a heading; never by colour alone."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.words.terms import STATUS
from models.subjects.dossier import Status
from ui.style.icon import draw
from ui.style.look import look
from ui.widgets.plain import label, paint, picture

SIGN = {
    Status.NEW: ("clock", "muted"),
    Status.RECEIVED: ("good", "accent_text"),
    Status.SUPPLEMENT: ("warn", "warn"),
    Status.REFUSED: ("bad", "bad"),
    Status.WITHDRAWN: ("withdraw", "muted"),
    Status.VOIDED: ("bad", "muted"),
    Status.HANDED_OVER: ("hand_over", "good"),
}
"""Icon and colour of each status."""


class StatusMark(QFrame):
    """Icon and word."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = picture("clock", "muted", 18)
        self._words = label("", "strong")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        across.addWidget(self._icon)
        across.addWidget(self._words)

    def show_status(self, status: Status) -> None:
        """Show this one."""
        paint(self._icon, *SIGN[status], 18)
        self._words.setText(STATUS[status])


class CellPainter(QStyledItemDelegate):
    """A cell of a list: one line, elided, with the icon that the model names."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, icon, words, hair line."""
        rect = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look().colour("accent_soft"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look().colour("line"))
        inner = rect.adjusted(10, 0, -8, 0)
        sign = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(sign, tuple):
            side = look().px(16)
            where = QRectF(inner.left(), inner.center().y() - side / 2 + 0.5, side, side)
            draw(painter, sign[0], look().colour(sign[1]), where)
            inner.adjust(side + 7, 0, 0, 0)
        painter.setPen(look().colour("muted" if index.column() > 2 and not isinstance(sign, tuple) else "text"))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

"""The list widget of offers, loaded when first shown."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style.look import look
from ui.widgets.line_list import Index, Lines, list_of
from ui.widgets.suggestion import Suggestion


class _Painter(QStyledItemDelegate):
    """Two lines of type, the chosen one on the accent's ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for both lines."""
        del option
        offer = index.data(Qt.ItemDataRole.UserRole)
        return QSize(100, look().px(46 if offer.detail else 32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, detail."""
        offer = index.data(Qt.ItemDataRole.UserRole)
        rect = QRect(option.rect).adjusted(4, 1, -4, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour("accent_soft"))
            painter.drawRoundedRect(rect, 6, 6)
        inner = rect.adjusted(8, 3, -8, -3)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        top = QRect(inner)
        if offer.detail:
            top.setHeight(inner.height() * 11 // 20)
            low = inner.adjusted(0, top.height(), 0, 0)
            painter.setFont(look().font(look().small))
            painter.setPen(look().colour("muted"))
            words = painter.fontMetrics().elidedText(offer.detail, Qt.TextElideMode.ElideRight, low.width())
            painter.drawText(low, flags, words)
        painter.setFont(look().font(look().body, QFont.Weight.Medium))
        painter.setPen(look().colour("text"))
        words = painter.fontMetrics().elidedText(offer.words, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, flags, words)
        painter.restore()


def offers_view(parent: QWidget) -> tuple[QListView, Lines[Suggestion]]:
    """A list that never takes the keys, and its lines."""
    model: Lines[Suggestion] = Lines(parent)
    view = list_of(model, parent, _Painter(parent), "Gợi ý")
    view.setUniformItemSizes(False)
    view.entered.connect(view.setCurrentIndex)
    return view, model

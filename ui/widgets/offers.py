"""The lines of an offer as a list shows them; loaded when something is first offered."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style.look import look
from ui.widgets.offer import Offer

Index = QModelIndex | QPersistentModelIndex


class Offers(QAbstractListModel):
    """The lines now offered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[Offer, ...] = ()

    def put(self, lines: Sequence[Offer]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for eyes and for a screen reader."""
        offer = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{offer.words}, {offer.detail}" if offer.detail else offer.words
        if role == Qt.ItemDataRole.UserRole:
            return offer
        return None


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


def offers_view(parent: QWidget) -> tuple[QListView, Offers]:
    """A list that never takes the keys, and its lines."""
    view = QListView(parent)
    view.setProperty("role", "offers")
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setAccessibleName("Gợi ý")
    view.setUniformItemSizes(False)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setItemDelegate(_Painter(view))
    view.setMouseTracking(True)
    view.entered.connect(view.setCurrentIndex)
    model = Offers(view)
    view.setModel(model)
    return view, model

"""The list widget of palette lines: icon, words, smaller words, and the key at the right edge."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.palette.line import PaletteLine
from ui.style.icon import draw
from ui.style.look import look
from ui.widgets.line_list import Index, Lines, list_of

ROW = 36


class LinePainter(QStyledItemDelegate):
    """One line of type; the chosen one on the accent's ground."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row high enough for a finger."""
        del option, index
        return QSize(100, look().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, words, smaller words, key."""
        line = index.data(Qt.ItemDataRole.UserRole)
        wear = look()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = QRect(option.rect).adjusted(6, 1, -6, -1)
        if chosen:
            painter.setPen(wear.colour("edge") if wear.contrast else Qt.PenStyle.NoPen)
            painter.setBrush(wear.colour("accent_soft"))
            painter.drawRoundedRect(ground, 6, 6)
        inner = ground.adjusted(10, 0, -10, 0)
        side = wear.px(18)
        if line.icon:
            colour = "accent_text" if chosen and not line.off and line.colour == "muted" else line.colour
            draw(
                painter, line.icon, wear.colour(colour), QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            )
        inner.setLeft(inner.left() + side + 12)
        inner.setRight(inner.right() - self._key(painter, line.key, inner))
        painter.setFont(wear.font(wear.body, QFont.Weight.Normal if line.off else QFont.Weight.Medium))
        painter.setPen(wear.colour("muted" if line.off else "text"))
        wide = self._words(painter, line.words, inner, 3 if line.detail else 4)
        if line.detail:
            painter.setFont(wear.font(wear.small))
            painter.setPen(wear.colour("muted"))
            self._words(painter, line.detail, inner.adjusted(wide + 12, 0, 0, 0), 4)
        painter.restore()

    @staticmethod
    def _words(painter: QPainter, words: str, where: QRect, quarters: int) -> int:
        """Left, elided where they are longer than so many quarters of the place; gives how wide they are."""
        metrics = painter.fontMetrics()
        said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, where.width() * quarters // 4)
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, said)
        return metrics.horizontalAdvance(said)

    @staticmethod
    def _key(painter: QPainter, key: str, where: QRect) -> int:
        """At the right edge; gives the room it takes."""
        if not key:
            return 0
        painter.setFont(look().font(look().small))
        painter.setPen(look().colour("muted"))
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, key)
        return painter.fontMetrics().horizontalAdvance(key) + 16


def line_list(parent: QWidget) -> tuple[QListView, Lines[PaletteLine]]:
    """A list that never takes the keys, and its lines."""
    model: Lines[PaletteLine] = Lines(parent)
    view = list_of(model, parent, LinePainter(parent), "Kết quả tìm")
    view.setUniformItemSizes(True)
    return view, model

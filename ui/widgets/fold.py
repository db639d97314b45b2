"""A line that folds further fields out and in; folded fields still count."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from ui.style.look import look
from ui.widgets.buttons import Tick


class FoldOut(Tick):
    """Space folds out and in, Enter moves on, as with a tick; a chevron shows which."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A chevron to the right, or down when open; a ring when it has the keys."""
        del event
        colours = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._side()
        x, y = 2 + side / 2, self.height() / 2
        down = [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
        right = [QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)]
        painter.setPen(QPen(colours.colour("text" if self.underMouse() else "muted"), 1.6))
        painter.drawPolyline(QPolygonF(down if self.isChecked() else right))
        where = self.rect().adjusted(side + 10, 0, 0, 0)
        painter.setPen(colours.colour("text"))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("accent"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

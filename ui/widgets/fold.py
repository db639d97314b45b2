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
        far, near = side / 4.5, side / 9
        down = [QPointF(x - far, y - near), QPointF(x, y + near), QPointF(x + far, y - near)]
        right = [QPointF(x - near, y - far), QPointF(x + near, y), QPointF(x - near, y + far)]
        painter.setPen(QPen(colours.colour("text" if self.underMouse() else "muted"), side / 11))
        painter.drawPolyline(QPolygonF(down if self.isChecked() else right))
        where = self.rect().adjusted(self._words_at(), 0, 0, 0)
        painter.setPen(colours.colour("text"))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setPen(QPen(colours.colour("accent"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

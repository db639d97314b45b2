"""The list of tickets: number, service, priority by word and icon, minutes waited."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.words.terms import PRIORITY
from models.subjects.ticket import Ticket
from ui.style.icon import draw
from ui.style.look import look

Index = QModelIndex | QPersistentModelIndex


class TicketsModel(QAbstractListModel):
    """The tickets of one list, in the order they will be worked off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tickets: tuple[Ticket, ...] = ()
        self.services: Mapping[str, str] = {}
        self.now: datetime | None = None

    def put(self, tickets: Sequence[Ticket], services: Mapping[str, str], now: datetime) -> None:
        """Show these; ``services`` are names by id."""
        self.services, self.now = services, now
        if tuple(t.id for t in tickets) == tuple(t.id for t in self.tickets):
            self.tickets = tuple(tickets)
            if tickets:
                self.dataChanged.emit(self.index(0), self.index(len(tickets) - 1))
            return
        self.beginResetModel()
        self.tickets = tuple(tickets)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many."""
        return 0 if parent is not None and parent.isValid() else len(self.tickets)

    def matter(self, ticket: Ticket) -> str:
        """What the ticket waits for, in words."""
        return ", ".join(self.services.get(service, service) for service in ticket.services)

    def minutes(self, ticket: Ticket) -> int:
        """Minutes in the present state."""
        if self.now is None or not ticket.periods:
            return 0
        return int(ticket.periods[-1].length(self.now).total_seconds() // 60)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for eyes and for a screen reader."""
        ticket = self.tickets[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            parts = [f"Số {ticket.number}", self.matter(ticket), f"{self.minutes(ticket)} phút"]
            if ticket.priority:
                parts.insert(1, PRIORITY[ticket.priority])
            return ", ".join(parts)
        if role == Qt.ItemDataRole.UserRole:
            return ticket
        return None


class _Painter(QStyledItemDelegate):
    """Number at the left, matter and priority in the middle, minutes at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line, or two when somebody has priority."""
        del option, index
        return QSize(100, look().px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One ticket."""
        model = index.model()
        ticket = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(model, TicketsModel) or not isinstance(ticket, Ticket):
            return
        rect = QRect(option.rect).adjusted(4, 1, -4, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(look().colour("accent") if state & QStyle.StateFlag.State_HasFocus else Qt.PenStyle.NoPen)
            painter.setBrush(look().colour("accent_soft"))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        inner = rect.adjusted(10, 4, -10, -4)
        middle = Qt.AlignmentFlag.AlignVCenter
        number = QRect(inner.left(), inner.top(), look().px(58), inner.height())
        painter.setPen(look().colour("text"))
        painter.setFont(look().font(look().px(17), QFont.Weight.DemiBold))
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignLeft, ticket.number)
        painter.setFont(look().font(look().small))
        painter.setPen(look().colour("muted"))
        waited = f"{model.minutes(ticket)}′"
        width = painter.fontMetrics().horizontalAdvance(waited) + 6
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, waited)
        words = QRect(number.right(), inner.top(), inner.right() - number.right() - width, inner.height())
        left = middle | Qt.AlignmentFlag.AlignLeft
        matter = " · ".join(part for part in (model.matter(ticket), ticket.name) if part)
        if ticket.priority:
            top = QRect(words.left(), words.top(), words.width(), words.height() // 2)
            low = QRect(words.left(), top.bottom() + 1, words.width(), words.height() // 2)
            painter.drawText(top, left, _elided(painter, matter, top.width()))
            side = look().px(15)
            where = QRectF(low.left(), low.center().y() - side / 2 + 0.5, side, side)
            draw(painter, ticket.priority.value, look().colour("accent_text"), where)
            painter.setPen(look().colour("accent_text"))
            painter.setFont(look().font(look().small, QFont.Weight.Medium))
            low.adjust(side + 4, 0, 0, 0)
            painter.drawText(low, left, _elided(painter, PRIORITY[ticket.priority], low.width()))
        else:
            painter.drawText(words, left, _elided(painter, matter, words.width()))
        painter.restore()


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


class TicketList(QListView):
    """A list of tickets. ``picked`` carries the ticket on which Enter or a double click fell."""

    picked = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.list = TicketsModel(self)
        self.setModel(self.list)
        self.doubleClicked.connect(self._picked)

    @Slot(QModelIndex)
    def _picked(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self.list.tickets):
            self.picked.emit(self.list.tickets[index.row()])

    def focusInEvent(self, event: object) -> None:
        """The keys always land on a line."""
        super().focusInEvent(event)  # type: ignore[arg-type] # Qt's own event
        if not self.currentIndex().isValid() and self.list.tickets:
            self.setCurrentIndex(self.list.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._picked(self.currentIndex())
            return
        super().keyPressEvent(event)

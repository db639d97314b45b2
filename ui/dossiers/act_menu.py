"""The menu of acts on a dossier, or on those chosen in a list."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton

from ui.actions import Act, key_words
from ui.dossiers.acts import ACTS
from ui.dossiers.dossier_act import DossierAct, Weight
from ui.style.icon import icon
from ui.style.look import look
from ui.widgets.basic import set_icon


def menu_button(menu: QMenu, words: str) -> QPushButton:
    """The small button that opens it; the words are for the tip and a screen reader."""
    made = QPushButton()
    set_icon(made, "more", "text")
    made.setAccessibleName(words)
    made.setToolTip(words)
    made.setMenu(menu)
    made.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0px; }")
    return made


class ActMenu(QMenu):
    """The other acts with their keys; what destroys stands last, in red, apart. Keys work while it is closed."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self._acts = acts
        self.next_id = ""
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.refill)

    @Slot()
    def refill(self) -> None:
        """What may be done now; what somebody else may do stays to be seen, with who that is."""
        self.clear()
        for weight in (Weight.REST, Weight.ENDS):
            if weight is Weight.ENDS:
                self.addSeparator()
            for act in ACTS:
                qaction = self._acts[act.action.id]
                if (
                    act.weight is weight
                    and act.action.id != self.next_id
                    and (qaction.isEnabled() or qaction.statusTip())
                ):
                    self.addAction(self._line(act, qaction))

    def _line(self, act: DossierAct, qaction: Act) -> QAction:
        colour = look().colour("bad" if act.weight is Weight.ENDS else "muted")
        made = QAction(icon(act.action.icon, colour), f"{act.action.words}\t{key_words(act.action.key)}", self)
        made.setData(act.weight)
        made.setEnabled(qaction.isEnabled())
        made.setToolTip(qaction.statusTip())
        made.triggered.connect(qaction.trigger)
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's frame; the rows are painted here, since a style sheet cannot say of one that it is red."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self.actions():
            if not line.isSeparator():
                self._paint(painter, line)
        painter.end()

    def _paint(self, painter: QPainter, line: QAction) -> None:
        ends, active = line.data() is Weight.ENDS, line is self.activeAction() and line.isEnabled()
        words, _, key = line.text().partition("\t")
        where = self.actionGeometry(line)
        painter.fillRect(where, look().colour("surface"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour(("bad_soft" if ends else "accent_soft") if active else "surface"))
        painter.drawRoundedRect(where, 4, 4)
        side = look().px(16)
        line.icon().paint(painter, QRect(where.left() + 10, where.center().y() - side // 2 + 1, side, side))
        inner = where.adjusted(18 + side, 0, -12, 0)
        tones = ("bad", "bad") if ends else ("accent_text", "accent_text") if active else ("text", "muted")
        for said, tone, at in (
            (words, tones[0], Qt.AlignmentFlag.AlignLeft),
            (key, tones[1], Qt.AlignmentFlag.AlignRight),
        ):
            painter.setPen(look().colour(tone if line.isEnabled() else "off"))
            painter.drawText(inner, at | Qt.AlignmentFlag.AlignVCenter, said)

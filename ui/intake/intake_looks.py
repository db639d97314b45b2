"""Layout of the intake form: people and procedure left, papers and promise right, a foot."""

from collections.abc import Mapping
from contextlib import AbstractContextManager

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import Act
from ui.core.words import QR_IS_NO_PROOF
from ui.intake.checklist import Checklist
from ui.intake.hints_part import HintsPart
from ui.intake.matter_part import MatterPart
from ui.intake.more_part import MorePart
from ui.intake.owner_part import OwnerPart
from ui.intake.person_part import PersonPart
from ui.intake.promise_part import PromisePart
from ui.style.look import look
from ui.widgets.basic import frame, in_tab_order, label, laid_out_once, picture, row, scrolled
from ui.widgets.buttons import KeyButton

_PAPERS_LEAST = 180
"""How high the list of papers is at least in a narrow window, before the size of type."""


_ROOMY = 800
"""How wide the form is at least, before the size of type, that its fields may become narrower for a table."""

_WORDS_LEAST = 240
"""Width of what is said at the foot at least, before the size of type, to stand beside the outcomes."""

_SHORT = ("Từ chối", "Bổ sung", "Tiếp nhận")
"""The three outcomes where type is large for its window: one line of buttons, heard by their whole names."""


class IntakeLooks(QFrame):
    """The parts of the form and their places; what they mean is ``IntakeFace``'s."""

    def __init__(self, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.submitter = PersonPart("submitter")
        self.owner = OwnerPart()
        self.matter = MatterPart()
        self.more = MorePart()
        self.hints = HintsPart(acts)
        self.papers = Checklist()
        self.promise = PromisePart()
        self._draft_words = label("", "small")
        self._papers_count = label("", "small")
        self._problem = label("", "muted", wrap=True)
        self._problem_icon = picture("info", "muted", 18)
        self._empty = label("", "muted", wrap=True)
        self._stack = QStackedWidget()
        self._outcomes = QWidget()
        self.qr_line = QWidget()
        self._lay_out(acts)

    def _lay_out(self, acts: Mapping[str, Act]) -> None:
        columns = QHBoxLayout()
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        for part in (self._left(), self._right(acts)):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            columns.addWidget(part, 1)
        self._columns = columns
        head = QWidget()
        head_row = row(label("Tiếp nhận hồ sơ", "page"), self._draft_words, 1, KeyButton(acts["clear"], "quiet"))
        head_row.setContentsMargins(20, 12, 20, 4)
        head_row.setSpacing(12)
        head.setLayout(head_row)
        self._head_row = head_row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(columns, 1)
        column.addWidget(self._foot(acts))

    def _left(self) -> QWidget:
        """People and matter."""
        qr = row(picture("info", "muted", 15), label(QR_IS_NO_PROOF, "small", wrap=True), gap=6)
        self.qr_line.setLayout(qr)
        self.qr_line.hide()
        inside = QWidget()
        left = QVBoxLayout(inside)
        left.setContentsMargins(20, 4, 12, 16)
        left.setSpacing(8)
        left.addLayout(_head(label("Người nộp", "section"), 1))
        left.addWidget(self.submitter)
        left.addWidget(self.qr_line)
        left.addWidget(self.hints)
        left.addWidget(self.owner)
        left.addSpacing(4)
        left.addLayout(_head(label("Thủ tục", "section"), 1))
        left.addWidget(self.matter)
        left.addWidget(self.more)
        left.addStretch(1)
        self._left_column = left
        self._inside = inside
        self._scroll = scrolled(inside)
        return self._scroll

    def _right(self, acts: Mapping[str, Act]) -> QWidget:
        """Papers and promise; behind them the sheet of a slip."""
        normal = QWidget()
        self._normal = normal
        right = QVBoxLayout(normal)
        right.setContentsMargins(12, 4, 20, 16)
        right.setSpacing(8)
        self._all_there = KeyButton(acts["all_papers"], "quiet")
        right.addLayout(_head(label("Giấy tờ", "section"), self._papers_count, 1, self._all_there))
        right.addWidget(self._empty)
        right.addWidget(self.papers, 1)
        right.addWidget(self.promise)
        self._right_column = right
        right.addStretch(0)
        self._stack.addWidget(normal)
        return self._stack

    def _foot(self, acts: Mapping[str, Act]) -> QWidget:
        """What is still missing, and the three outcomes."""
        foot = frame("foot")
        outcomes = (
            KeyButton(acts["refuse"], "quiet"),
            KeyButton(acts["supplement"]),
            KeyButton(acts["take_in"], "primary"),
        )
        self._outcomes.setLayout(row(*outcomes))
        self._outcome_words = tuple(zip(_SHORT, (button.text() for button in outcomes), strict=True))
        said = row(self._problem_icon, self._problem)
        said.setStretch(1, 1)
        said.addStrut(36)
        line = row(said, self._outcomes)
        line.setContentsMargins(20, 8, 20, 8)
        line.setStretch(0, 1)
        foot.setLayout(line)
        self._foot_frame = foot
        self._foot_line = line
        return foot

    def _laid_out_once(self) -> AbstractContextManager[None]:
        """For parts that come and go with a person or a procedure."""
        inside = self.submitter, self.owner, self.matter, *self.promise.boxes, *self.papers.boxes
        return laid_out_once(self._inside, self._normal, *inside)

    def widen_right(self, *, wide: bool) -> None:
        """A table beside the form needs more room than the papers do, and has its own foot."""
        has_room = wide and self.width() > look().px(_ROOMY)
        self._columns.setStretch(0, 2 if has_room else 1)
        self._columns.setStretch(1, 3 if has_room else 1)
        self._foot_frame.setVisible(not wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is missing stands above the outcomes where beside them it would be one word a line."""
        super().resizeEvent(event)
        beside = self.width() - 40 - self._outcomes.sizeHint().width()
        below = look().is_narrow(self.window().width()) or beside < look().px(_WORDS_LEAST)
        self._foot_line.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)

    def turn(self, *, narrow: bool) -> None:
        """In a narrow window the papers come below the matter, in one scroll; the foot has the lines it needs."""
        from ui.widgets.columns import Flow  # noqa: PLC0415 - most windows are never narrow

        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._foot_line.setDirection(way)
        self._right_column.setContentsMargins(0 if narrow else 12, 4, 0 if narrow else 20, 16)
        self.papers.setMinimumHeight(look().px(_PAPERS_LEAST) if narrow else 0)
        before = self._outcomes.layout()
        if before is None or narrow == isinstance(before, Flow):
            return
        outcomes = self._outcomes.findChildren(KeyButton)
        for button, (short, whole) in zip(outcomes, self._outcome_words, strict=True):
            before.removeWidget(button)
            button.setText(short if narrow else whole)
        QWidget().setLayout(before)  # a widget's layout is let go by giving it away, empty
        self._outcomes.setLayout(Flow(*outcomes) if narrow else row(*outcomes))
        if narrow:
            self._left_column.insertWidget(0, self._draft_words)
            self._columns.removeWidget(self._stack)
            self._left_column.insertWidget(self._left_column.count() - 1, self._stack)
        else:
            self._head_row.insertWidget(1, self._draft_words)
            self._left_column.removeWidget(self._stack)
            self._columns.addWidget(self._stack, 1)
        policy = QSizePolicy.Policy.Preferred if narrow else QSizePolicy.Policy.Ignored
        self._stack.setSizePolicy(policy, QSizePolicy.Policy.Expanding)

    def _order_tabs(self) -> None:
        """Lines of papers are built late, yet come between the matter and the promise."""
        promise, owner = self.promise, self.owner
        in_tab_order(
            [
                owner.tick,
                *(owner.inside.tab_order if "inside" in owner.__dict__ else ()),
                self.matter.search,
                self.matter.case,
                *self.matter.channel.buttons(),
                self.matter.exempt.pick,
                self.matter.exempt.proposal,
                self.matter.exempt.proof.edit,
                *self.matter.exempt.usual,
                self.matter.pages.edit,
                self.matter.copies.edit,
                self.matter.persons.edit,
                self.matter.several.further,
                self.more.fold,
                *(self.more.inside.tab_order if self.more.is_built else ()),
                self._all_there,
                *(line.tick for line in self.papers.lines),
                self.papers.further,
                promise.slip,
                promise.agreed.edit,
                promise.agreed_why.edit,
                *promise.paid.buttons(),
                *promise.return_by.buttons(),
                promise.return_to.edit,
                promise.at_unit,
                *self._outcomes.findChildren(KeyButton),
            ]
        )

    @Slot()
    def _show_more(self) -> None:
        """When it has its height."""
        self._scroll.ensureWidgetVisible(self.more)


def _head(*parts: QWidget | int) -> QHBoxLayout:
    """The head of a section, as tall beside a button as without one."""
    line = row(*parts)
    line.addStrut(32)
    return line

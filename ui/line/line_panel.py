"""The panel of the waiting line at one counter: current ticket, waiting, on hold, issuing."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desk.words.terms import PRIORITY, STATE
from models.events.tickets import LinePlace, Priority
from models.ids import TicketId
from models.subjects.ticket_state import TicketState
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.style.look import look
from ui.widgets.basic import frame, label, paint, picture, row, scrolled, set_icon
from ui.widgets.buttons import KeyButton, Segments

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import Issued, WaitingLine
    from models.subjects.ticket import Ticket
    from ui.line.hold_part import HoldPart
    from ui.line.issue_part import IssuePart
    from ui.line.move_part import MovePart
    from ui.line.tickets import TicketList

STATE_ICON = {
    TicketState.CALLED: "call",
    TicketState.SERVING: "serve",
    TicketState.HELD: "hold",
    TicketState.SKIPPED: "skip",
    TicketState.WAITING: "clock",
}

_NO_LIMIT = (1 << 24) - 1
"""Qt's greatest width of a widget (QWIDGETSIZE_MAX): none is set."""

_LOOK_AGAIN = 20_000
"""Milliseconds between two looks at the line: minutes pass, and at midnight the day rolls over."""


class LinePanel(QFrame):
    """The line.

    Attributes:
        changed: the line is another one now.
        issued: carries an ``Issued``.
    """

    changed = Signal()
    issued = Signal(object)

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act]) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._jobs = jobs
        self._acts = acts
        self.line: WaitingLine | None = None
        self._above = False
        """It lies above the form, as wide as the page."""
        self._came_from: QWidget | None = None
        """What had the keys before a hold, and gets them back."""
        self._open: IssuePart | MovePart | HoldPart | None = None
        self._place = label("Quầy", "strong")
        self._clerk = label("", "small")
        self._state = label("", "small")
        self._state_icon = picture("clock", "muted", 16)
        self.number = label("", "huge")
        self._matter = label("", "muted", wrap=True)
        self._priority = QWidget()
        self._priority_icon = picture("elderly", "accent_text", 18)
        self._priority_words = label("", "small")
        self._priority.setLayout(row(self._priority_icon, self._priority_words, 1, gap=6))
        self.lists = Segments("Danh sách", [("waiting", "Chờ"), ("held", "Tạm giữ"), ("skipped", "Vắng")])
        self._empty = label("", "muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN)
        self._timer.timeout.connect(self.refresh)
        self.lists.chosen.connect(self._show_list)

    def fit(self) -> None:
        """As wide as type and window make it."""
        width = self.window().width()
        tight, self._above = look().is_tight(width), look().is_cramped(width)
        if self._above:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_NO_LIMIT)
        else:
            self.setFixedWidth(min(look().px(248), look().wide(304)) if tight else look().wide(304))
        beside = not tight or self._above
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._again_line.setDirection(way)

    def event(self, event: QEvent) -> bool:
        """Above the form it is as high as what it shows: the page scrolls, its parts do not shrink."""
        done = super().event(event)
        column = self.layout()
        if column is not None and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.setMinimumHeight(column.totalHeightForWidth(self.width()) if self._above else 0)
        return done

    def changeEvent(self, event: QEvent) -> None:
        """Wider with larger type."""
        if event.type() is QEvent.Type.FontChange:
            self.fit()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        card = self._now()
        self.fit()
        self._issue_button = KeyButton(self._acts["issue"], "", with_icon=True)
        self._issue_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(row(self._place, 1, self._clerk))
        column.addWidget(card)
        column.addWidget(self.lists, 0, Qt.AlignmentFlag.AlignLeft)
        self._tickets_column = column
        column.addWidget(self._empty, 1)
        sheets = QWidget()
        self._sheets_column = QVBoxLayout(sheets)
        self._sheets_column.setContentsMargins(0, 0, 0, 0)
        self._sheets_column.addStretch(1)
        self._sheets = scrolled(sheets)
        self._sheets.hide()
        column.addWidget(self._sheets, 1)
        column.addWidget(self._issue_button)
        self._show_here(None)
        self._empty.setText("Đang mở dữ liệu…")

    @cached_property
    def tickets(self) -> "TicketList":
        """The list, built when the line is first known."""
        from ui.line.tickets import TicketList  # noqa: PLC0415 - no list before the database is open

        made = TicketList("Hàng chờ")
        made.picked.connect(self._picked)
        self._tickets_column.insertWidget(self._tickets_column.indexOf(self._empty), made, 1)
        QWidget.setTabOrder(self.lists.buttons()[-1], made)
        return made

    @cached_property
    def issue_part(self) -> "IssuePart":
        """The sheet of a new number, built when first wanted."""
        from ui.line.issue_part import IssuePart  # noqa: PLC0415 - loaded when first wanted

        part = IssuePart()
        part.done.connect(self._issue)
        part.away.connect(self.fold)
        self._sheets_column.insertWidget(0, part)
        return part

    @cached_property
    def move_part(self) -> "MovePart":
        """The sheet of a move, likewise."""
        from ui.line.move_part import MovePart  # noqa: PLC0415 - likewise

        part = MovePart()
        part.done.connect(self._move)
        part.away.connect(self.fold)
        self._sheets_column.insertWidget(0, part)
        return part

    @cached_property
    def hold_part(self) -> "HoldPart":
        """The sheet of a hold, likewise."""
        from ui.line.hold_part import HoldPart  # noqa: PLC0415 - likewise

        part = HoldPart()
        part.done.connect(self._hold)
        part.away.connect(self.fold)
        self._sheets_column.insertWidget(0, part)
        return part

    def _only(self, part: "IssuePart | MovePart | HoldPart") -> None:
        """Fold out one sheet alone."""
        self._issue_button.hide()
        for name in ("issue_part", "move_part", "hold_part"):
            if name in self.__dict__:
                getattr(self, name).setVisible(getattr(self, name) is part)
        self._sheets.show()
        self._open = part

    def _now(self) -> QFrame:
        """Who is at this counter, and what can be done with the number."""
        self._more = QPushButton()
        set_icon(self._more, "more")
        self._more.setProperty("kind", "quiet")
        self._more.setAccessibleName("Việc khác với số này")
        menu = QMenu(self)
        for name in ("hold", "return", "move", "left"):
            menu.addAction(self._acts[name])
        self._more.setMenu(menu)
        self._more.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0px; }")

        card = frame("now")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(2)
        inside.addLayout(row(self._state_icon, self._state, 1, self._more, gap=6))
        inside.addWidget(self.number)
        inside.addWidget(self._matter)
        inside.addWidget(self._priority)
        inside.addSpacing(8)
        self._next = KeyButton(self._acts["call_next"], "soft", with_icon=True)
        self._serve = KeyButton(self._acts["serve"], "soft", with_icon=True)
        self._finish = KeyButton(self._acts["finish"])
        self._again = KeyButton(self._acts["call_again"])
        self._skip = KeyButton(self._acts["skip"])
        for button in (self._next, self._serve, self._finish, self._again, self._skip):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        inside.addWidget(self._serve)
        inside.addWidget(self._next)
        inside.addSpacing(2)
        inside.addWidget(self._finish)
        again = self._again_line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        again.setSpacing(4)
        again.addWidget(self._again)
        again.addWidget(self._skip)
        inside.addSpacing(2)
        inside.addLayout(again)
        return card

    # ---- what is shown -----------------------------------------------------------------------------------

    @property
    def here(self) -> "Ticket | None":
        """The ticket at this counter."""
        return self.line.view.here if self.line else None

    def show_place(self, counter: str, clerk: str) -> None:
        """Which counter, and who sits there."""
        self._place.setText(f"Quầy {counter}")
        self._clerk.setText(clerk)

    def desk_opened(self) -> None:
        """Ask for the line, and again from time to time."""
        self._timer.start()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look at the line again."""
        self._jobs.ask(self, lambda work: work.line.now(), self.show_line, newest="line")

    def show_line(self, line: "WaitingLine") -> None:
        """Show this line."""
        self.line = line
        view = line.view
        self._show_here(view.here)
        for button, words, tickets in zip(
            self.lists.buttons(),
            ("Chờ", "Tạm giữ", "Vắng"),
            (view.waiting, view.held, view.skipped),
            strict=True,
        ):
            button.setText(f"{words} {len(tickets)}" if tickets else words)
        self._show_list()
        self.changed.emit()

    @Slot()
    def _show_list(self) -> None:
        if self.line is None:
            return
        which = str(self.lists.value)
        tickets = {"waiting": self.line.view.waiting, "held": self.line.view.held}.get(which, self.line.view.skipped)
        self.tickets.list.put(tickets, self.line.services, self.line.now)
        folded_out = self.has_sheet
        self.lists.setVisible(not folded_out)
        self.tickets.setVisible(bool(tickets) and not folded_out)
        self._empty.setVisible(not tickets and not folded_out)
        nobody = {
            "waiting": "Không còn ai chờ.",
            "held": "Không có số nào tạm giữ.",
            "skipped": "Không có số nào vắng mặt.",
        }[which]
        self._empty.setText(nobody)

    def _show_here(self, ticket: "Ticket | None") -> None:
        state = ticket.state if ticket else None
        self.number.setText(ticket.number if ticket else "")
        self.number.setVisible(ticket is not None)
        self._state.setText(STATE[state] if state else "Chưa gọi số nào")
        colour = {TicketState.CALLED: "warn", TicketState.SERVING: "good"}.get(state, "muted") if state else "muted"
        paint(self._state_icon, STATE_ICON.get(state, "clock") if state else "clock", colour, 16)
        matter = ""
        if ticket is not None and self.line is not None:
            names = [self.line.services.get(service, service) for service in ticket.services]
            matter = " · ".join([*names, *([ticket.name] if ticket.name else [])])
        self._matter.setText(matter)
        self._matter.setVisible(bool(matter))
        priority = ticket.priority if ticket else None
        self._priority.setVisible(priority is not None)
        if priority is not None:
            paint(self._priority_icon, priority.value, "accent_text", 18)
            self._priority_words.setText(f"Ưu tiên: {PRIORITY[priority]}")
        self._serve.setVisible(state is TicketState.CALLED)
        self._again.setVisible(state is TicketState.CALLED)
        self._skip.setVisible(state is TicketState.CALLED)
        self._finish.setVisible(state is TicketState.SERVING)
        self._next.setVisible(state is not TicketState.CALLED)
        self._more.setVisible(ticket is not None)

    # ---- what is done ------------------------------------------------------------------------------------

    def call_next(self) -> None:
        """F2."""
        self._jobs.ask(self, lambda work: work.line.call_next(), self.show_line)

    def call_again(self) -> None:
        """F3."""
        self._with_here(lambda work, ticket: work.line.call_again(ticket))

    def serve(self) -> None:
        """F4."""
        self._with_here(lambda work, ticket: work.line.serve(ticket))

    def finish(self) -> None:
        """F5."""
        self._with_here(lambda work, ticket: work.line.finish(ticket))

    def skip(self) -> None:
        """Nobody came."""
        self._with_here(lambda work, ticket: work.line.skip(ticket))

    def hold(self) -> None:
        """Fold out the sheet of a hold; the same key once more holds."""
        if self.here is None:
            return
        if "hold_part" in self.__dict__ and self.hold_part.isVisible():
            self._hold(self.hold_part.reason.text)
            return
        self._note_keys()
        self._only(self.hold_part)
        self.hold_part.open(self.here.id)
        self._show_list()
        self.changed.emit()

    def left(self) -> None:
        """The citizen went away."""
        self._with_here(lambda work, ticket: work.line.left(ticket))

    def return_to_line(self) -> None:
        """Back among those who wait, in the old turn."""
        here = self.here
        if here is not None:
            id_ = here.id
            self._jobs.ask(self, lambda work: work.line.return_to_line(id_, LinePlace.AS_BEFORE), self.show_line)

    def open_issue(self) -> None:
        """Fold out the sheet of a new number."""
        if self.line is not None:
            self._note_keys()
            self.issue_part.show_services(self.line.services)  # first: only what is on screen can take the keys
            self._only(self.issue_part)
            self.issue_part.open()
            self._show_list()
            self.changed.emit()

    def open_move(self) -> None:
        """Fold out the sheet of a move."""
        if self.here is not None and self.line is not None:
            self._note_keys()
            self._only(self.move_part)
            self.move_part.open(self.here.id, self.line.services)
            self._show_list()
            self.changed.emit()

    @property
    def has_sheet(self) -> bool:
        """Whether a sheet is folded out."""
        return self._sheets.isVisibleTo(self)

    def go(self) -> None:
        """Do what the sheet folded out is for."""
        if self._open is not None:
            self._open.go()

    def _note_keys(self) -> None:
        """Who had the keys before a sheet took them; another key while it is open changes nothing of that."""
        if not self.has_sheet:
            self._came_from = self.window().focusWidget()

    @Slot()
    def fold(self) -> bool:
        """Close what is folded out; False when nothing was."""
        was_open = self.has_sheet
        self._sheets.hide()
        self._open = None
        self._issue_button.show()
        self._show_list()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from):
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        if was_open:
            self.changed.emit()
        return was_open

    def _with_here(self, verb: "Callable[[OpenDesk, TicketId], WaitingLine]") -> None:
        here = self.here
        if here is not None:
            id_ = here.id
            self._jobs.ask(self, lambda work: verb(work, id_), self.show_line)

    @Slot(object)
    def _picked(self, ticket: "Ticket") -> None:
        """Enter on a ticket calls it out of turn."""
        self._jobs.ask(self, lambda work: work.line.call_one(ticket.number), self.show_line)

    @Slot(tuple, object, str, str)
    def _issue(self, services: tuple[str, ...], priority: object, name: str, phone: str) -> None:
        chosen = priority if isinstance(priority, Priority) else None
        self._jobs.ask(self, lambda work: work.line.issue(services, chosen, name, phone), self._issued)

    def _issued(self, issued: "Issued") -> None:
        self.issue_part.clear()
        self.fold()
        self.show_line(issued.line)
        self.issued.emit(issued)

    @Slot(str)
    def _hold(self, reason: str) -> None:
        here = self.here
        if here is not None:
            id_ = here.id
            self._jobs.ask(self, lambda work: work.line.hold(id_, reason), self._moved)

    @Slot(str, str)
    def _move(self, service: str, counter: str) -> None:
        here = self.here
        if here is not None:
            id_ = here.id
            self._jobs.ask(self, lambda work: work.line.move(id_, service, counter), self._moved)

    def _moved(self, line: "WaitingLine") -> None:
        self.fold()
        self.show_line(line)

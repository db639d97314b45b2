"""The kiosk: a touch screen that issues tickets, without sign-in; nothing personal stays on screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.calendar.clock import Clock, local
from models.codes.appointment_code import appointment_code_in
from models.text import masked_name
from ui.hall.big_button import BigButton, unit
from ui.hall.face import Big, KioskFace
from ui.hall.hall_polling import HallWatch
from ui.hall.kiosk_faces import MessageFace, NumberFace, PriorityFace, StartFace
from ui.hall.staff_face import StaffFace
from ui.hall.words import SWITCH, WORDS, Language, Words, opening
from ui.style.look import CONTRAST_LIGHT as C

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.hall.hall import DrawnTicket, KioskOffer, SlipState
    from models.events import Priority
    from models.ids import TicketId

IDLE = 30_000
"""Milliseconds without a touch after which the last person's choices and name are gone and Vietnamese is back."""

_SHOWN = 12_000
"""Milliseconds the number stays after its slip came out."""

_SHOWN_UNPRINTED = 40_000
"""Likewise when it has to be remembered."""

_TOUCHES = 5
"""Touches of the clock, within three seconds, that ask for the staff's code."""


class Kiosk(QWidget):
    """The window.

    Args:
        watch: asks the hall; started and stopped by who made it.
        clock: tells the time.

    Attributes:
        closing: staff have closed it.
        may_close: staff, or the system as it goes down, may close it now.
    """

    closing = Signal()

    def __init__(self, watch: HallWatch, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("kiosk")
        self.setWindowTitle("Một Cửa · lấy số")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QWidget#kiosk {{ background: {C.ground}; }} QFrame#rule {{ background: {C.edge}; }}")
        self._watch = watch
        self._clock = clock
        self._offer: KioskOffer | None = None
        self._is_there = False
        self.may_close = False
        self._name = ""
        self._number = ""
        self._service = ""
        self._ticket: TicketId | None = None
        self._touches = 0
        self.language = Language.VIETNAMESE
        self.office = Big(34, weight=QFont.Weight.DemiBold)
        self.office.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.clock_face = Big(40, weight=QFont.Weight.DemiBold)
        self.clock_face.setWordWrap(False)
        self.clock_face.installEventFilter(self)
        self.switch = BigButton(kind="quiet")
        self.switch.clicked.connect(self._switch)
        self.start = StartFace()
        self.priority = PriorityFace()
        self.number = NumberFace()
        self.message = MessageFace()
        self.staff = StaffFace()
        self.faces = QStackedWidget()
        for face in (self.start, self.priority, self.number, self.message, self.staff):
            self.faces.addWidget(face)
        self._lay_out()
        self._idle = self._timer(self.restart)
        self._forget_touches = self._timer(self._no_touches)
        self._tick = self._timer(self._show_time, every=1000)
        self._tick.start()
        self._listen(watch)
        self._speak(Language.VIETNAMESE)
        self._show_time()
        self.restart()

    def _timer(self, then: Callable[[], None], *, every: int = 0) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(not every)
        made.setInterval(every)
        made.timeout.connect(then)
        return made

    def _listen(self, watch: HallWatch) -> None:
        self.start.chosen.connect(self._chose)
        self.priority.chosen.connect(self._draw)
        self.priority.back.connect(self.restart)
        self.number.done.connect(self.restart)
        self.staff.typed.connect(self._staff_typed)
        self.staff.back.connect(self.restart)
        watch.offer_came.connect(self._offered)
        watch.drawn.connect(self._drawn)
        watch.not_drawn.connect(self._not_drawn)
        watch.slip_came.connect(self._slip_came)
        watch.lost.connect(self._lost)
        watch.found.connect(self._found)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.office, 1)
        self._head.addWidget(self.clock_face)
        self._head.addWidget(self.switch)
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(rule)
        column.addWidget(self.faces, 1)

    # ---- what the desk says ------------------------------------------------------------------------------

    @Slot(object)
    def _offered(self, offer: "KioskOffer") -> None:
        self._offer = offer
        self.office.setText(offer.office)
        self.start.tell_today(offer.today)
        self.start.offer(offer.services)
        self._show_resting()

    @Slot()
    def _lost(self) -> None:
        self._is_there = False
        self._show_resting()

    @Slot()
    def _found(self) -> None:
        self._is_there = True
        self._show_resting()

    @Slot(object)
    def _drawn(self, drawn: "DrawnTicket") -> None:
        self._ticket = drawn.ticket
        self.number.show_number(drawn.number, drawn.ahead, self._service_name())
        self._bring(self.number)
        self.number.close_.setFocus(Qt.FocusReason.OtherFocusReason)
        self._idle.start(_SHOWN_UNPRINTED)

    @Slot(str)
    def _not_drawn(self, reason: str) -> None:
        del reason  # the desk's own sentence is for staff; the citizen is told what to do
        self.restart()
        self.start.warn(self.words.not_drawn)
        self._idle.start(IDLE)

    @Slot(object, object)
    def _slip_came(self, ticket: "TicketId", state: "SlipState") -> None:
        if ticket != self._ticket:
            return
        self.number.show_slip(state)
        if state.value != "printing":
            self._idle.start(_SHOWN if state.value == "printed" else _SHOWN_UNPRINTED)

    # ---- what the citizen does ---------------------------------------------------------------------------

    @Slot(object)
    def scanned(self, scan: "Scan") -> None:
        """A card on this machine's scanner: its name goes on the slip, its number only to find an appointment of today.

        The slip of an appointment draws a number at once.
        """
        if self.front is not self.start:
            return
        code = appointment_code_in(scan.code or scan.text)
        if code:
            self._arrive(code)
            return
        name = scan.person.full_name if scan.person else ""
        if name:
            self._name = name
            self._number = scan.person.personal_number if scan.person else ""
            self.start.greet(masked_name(name))
        else:
            self.start.warn(self.words.no_card)
        self._idle.start(IDLE)

    @Slot(str)
    def _chose(self, service: str) -> None:
        self._service = service
        self.priority.ask(self._service_name())
        self._bring(self.priority)
        self.priority.none.setFocus(Qt.FocusReason.OtherFocusReason)
        self._idle.start(IDLE)

    @Slot(object)
    def _draw(self, priority: "Priority | None") -> None:
        from desk.hall.hall import TicketRequest  # noqa: PLC0415 - loaded already by whoever answers

        self._idle.stop()
        self.number.drawing()
        self._bring(self.number)
        wish = TicketRequest(services=(self._service,), priority=priority, name=self._name, number=self._number)
        self._watch.draw(wish)
        self._name = self._number = ""

    def _arrive(self, code: str) -> None:
        """The slip of an appointment was scanned: its owner is there, and gets a number at once."""
        from desk.hall.hall import TicketRequest  # noqa: PLC0415 - likewise

        self._idle.stop()
        self.number.drawing()
        self._bring(self.number)
        self._watch.draw(TicketRequest(services=(), appointment=code))

    @Slot()
    def restart(self) -> None:
        """Back to the beginning, in Vietnamese, with nothing of the last person on the screen or kept."""
        self._idle.stop()
        self._name = self._number = self._service = ""
        self._ticket = None
        self.number.forget()
        self.priority.ask("")
        self._speak(Language.VIETNAMESE)
        self.start.restart()
        self._bring(self.start)
        self._show_resting()
        if self.front is self.start:
            self._to_first()

    @Slot()
    def _switch(self) -> None:
        other = Language.ENGLISH if self.language is Language.VIETNAMESE else Language.VIETNAMESE
        self._speak(other)
        self._show_resting()
        self._idle.start(IDLE)

    # ---- what is in front --------------------------------------------------------------------------------

    @property
    def front(self) -> QWidget | None:
        """The face in front."""
        return self.faces.currentWidget()

    @property
    def words(self) -> Words:
        """The sentences of the language in use."""
        return WORDS[self.language]

    def _show_resting(self) -> None:
        """Between two citizens: the start, or why there is none. Who is in the middle of something is left alone."""
        if self.front not in {self.start, self.message}:
            return
        offer, words = self._offer, self.words
        if not self._is_there or offer is None:
            self.message.tell(words.reconnecting, words.reconnecting_hint)
            self._bring(self.message)
        elif offer.opens_at is not None:
            opens = opening(offer.opens_at, self._clock(), self.language)
            self.message.tell(words.closed, words.opens.format(moment=opens))
            self._bring(self.message)
        elif self.front is not self.start:
            self._bring(self.start)
            self._to_first()

    def _bring(self, face: KioskFace) -> None:
        self.faces.setCurrentWidget(face)

    def _to_first(self) -> None:
        """The keys on the first service."""
        if self.start.tiles:
            self.start.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _service_name(self) -> str:
        for service in self._offer.services if self._offer else ():
            if service.id == self._service:
                return service.english if self.language is Language.ENGLISH else service.name
        return ""

    def _speak(self, language: Language) -> None:
        self.language = language
        self.switch.put(SWITCH[language])
        for face in self._all_faces():
            face.set_language(WORDS[language], language)
        if self._service:
            self.priority.ask(self._service_name())

    def _all_faces(self) -> tuple[KioskFace, ...]:
        return (self.start, self.priority, self.number, self.message, self.staff)

    @Slot()
    def _show_time(self) -> None:
        self.clock_face.setText(f"{local(self._clock()):%H:%M}")

    # ---- staff -------------------------------------------------------------------------------------------

    @Slot()
    def _no_touches(self) -> None:
        self._touches = 0

    def _staff_wanted(self) -> None:
        if self._offer is not None and self._offer.pin:
            self.staff.open()
            self._bring(self.staff)
            self._idle.start(IDLE)

    @Slot(str)
    def _staff_typed(self, digits: str) -> None:
        if self._offer is not None and self._offer.pin and digits == self._offer.pin:
            self.leave()
        else:
            self.staff.wrong()
            self._idle.start(IDLE)

    def leave(self) -> None:
        """Staff close it."""
        self.may_close = True
        self.close()

    # ---- Qt ----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Touches of the clock."""
        if (
            watched is self.clock_face
            and isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonPress
        ):
            self._touches += 1
            self._forget_touches.start(3000)
            if self._touches >= _TOUCHES:
                self._touches = 0
                self._staff_wanted()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys press the keys on the screen, Enter the one that has the keys, Esc goes back to the beginning."""
        front = self.front
        keys = front.keys() if isinstance(front, KioskFace) else ()
        text = event.text()
        closes = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Q and event.modifiers() == closes:
            if self._offer is not None and self._offer.pin:
                self._staff_wanted()
            else:
                self.leave()
        elif front is self.staff and (text.isdigit() or event.key() == Qt.Key.Key_Backspace):
            self.staff.press(text if text.isdigit() else "⌫")
        elif front is self.staff and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.staff.ok.click()
        elif text.isascii() and text.isdigit() and 1 <= int(text) <= len(keys):
            keys[int(text) - 1].click()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            has = QApplication.focusWidget()
            if isinstance(has, BigButton) and has.isVisibleTo(self):
                has.click()
        elif event.key() == Qt.Key.Key_Escape:
            if not self.number.is_drawing or front is not self.number:  # the number is on its way to this person
                self.restart()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and whatever else a citizen finds does not close it."""
        if not self.may_close:
            event.ignore()
            return
        self._tick.stop()
        self._idle.stop()
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything follows the shorter side of the screen."""
        super().resizeEvent(event)
        scale = unit(self)
        portrait = self.height() > self.width()
        gap = round(26 * scale)
        self._head.setContentsMargins(gap, round(14 * scale), gap, round(14 * scale))
        self._head.setSpacing(gap)
        for part in (self.office, self.clock_face):
            part.fit(scale)
        self.switch.size_of_words = 28
        self.switch.fit(scale)
        self.switch.setMaximumWidth(max(220, round(240 * scale)))
        for face in self._all_faces():
            face.fit(scale, portrait=portrait)

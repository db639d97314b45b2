"""The kiosk's screens for citizens: service, priority, ticket, closed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QWidget

from models.events import Priority
from ui.hall.big_button import BigButton
from ui.hall.words import Language, Words
from ui.style.look import CONTRAST_LIGHT as C

if TYPE_CHECKING:
    from desk.hall.hall import OfferedService, SlipState

from ui.hall.face import Big, KioskFace

PER_PAGE = 8
"""Services on one face, so that each stays big and has a number key."""


class StartFace(KioskFace):
    """Which service. ``chosen`` carries its id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._services: tuple[OfferedService, ...] = ()
        self._page = 0
        self._portrait = False
        self._name = ""
        self._warned = False
        self.title = Big(46, weight=QFont.Weight.DemiBold)
        self.today = Big(32, colour=C.accent_text, weight=QFont.Weight.DemiBold)
        self.today.hide()
        self.card = Big(30, colour=C.muted)
        self._grid = QGridLayout()
        self.tiles: list[BigButton] = []
        self.more = BigButton(kind="quiet", icon="right")
        self.more.clicked.connect(self._turn)
        self.column.addWidget(self.today)
        self.column.addWidget(self.title)
        self.column.addLayout(self._grid, 1)
        self.column.addWidget(self.more)
        self.column.addWidget(self.card)
        self.more.hide()

    def tell_today(self, lines: tuple[str, ...]) -> None:
        """What a rule of the day brings; nothing on a day like any other."""
        self.today.setText("\n".join(lines))
        self.today.setVisible(bool(lines))

    def offer(self, services: "tuple[OfferedService, ...]") -> None:
        """These are offered now; keys stay as they are while only the numbers of those who wait change."""
        same = [s.id for s in services] == [s.id for s in self._services]
        self._services = services
        if not same:
            self._page = 0
            self._build()
        self._say()

    def greet(self, masked: str) -> None:
        """A card was read: whose, as far as others may see."""
        self._name, self._warned = masked, False
        self._say()

    def warn(self, sentence: str) -> None:
        """Something about the card or the number, in place of the hint, until the next one begins."""
        self._warned = True
        self.card.warn(sentence)

    def restart(self) -> None:
        """From the first page, with nobody's name."""
        self._name, self._warned = "", False
        if self._page:
            self._page = 0
            self._build()
        self._say()

    def fit(self, scale: float, *, portrait: bool) -> None:
        """More columns on a lying screen."""
        if portrait is not self._portrait:
            self._portrait = portrait
            self._build()
        super().fit(scale, portrait=portrait)
        self._grid.setSpacing(round(22 * scale))

    def set_language(self, words: Words, language: Language) -> None:
        """See ``KioskFace``."""
        super().set_language(words, language)
        self._say()

    def keys(self) -> Sequence[BigButton]:
        """The services."""
        return self.tiles

    @property
    def _shown(self) -> "tuple[OfferedService, ...]":
        return self._services[self._page * PER_PAGE : (self._page + 1) * PER_PAGE]

    def _build(self) -> None:
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        shown = self._shown
        columns = (1 if len(shown) <= 6 else 2) if self._portrait else (1 if len(shown) < 2 else 2)
        for n, service in enumerate(shown):
            tile = BigButton(service.name, under=" ", key=str(n + 1))
            tile.size_of_words = 60
            tile.fit(self.scale)
            tile.clicked.connect(self._picked)
            tile.setProperty("service", service.id)
            self._grid.addWidget(tile, n // columns, n % columns)
            self.tiles.append(tile)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self.more.setVisible(len(self._services) > PER_PAGE)
        if self.tiles:
            QWidget.setTabOrder(self.tiles[-1], self.more)

    def _say(self) -> None:
        self.title.setText(self.words.choose)
        if not self._warned:
            self.card.say(self.words.hello.format(name=self._name) if self._name else self.words.card)
        pages = -(-len(self._services) // PER_PAGE) or 1
        self.more.put(f"{self.words.another} · {self.words.page.format(n=self._page + 1, of=pages)}")
        for tile, service in zip(self.tiles, self._shown, strict=False):
            english = self.language is Language.ENGLISH
            waiting = self.words.waiting.format(count=service.waiting) if service.waiting else self.words.nobody
            about = "" if english or list(service.about) == [service.name] else ", ".join(service.about)
            tile.put(service.english if english else service.name, f"{about}\n{waiting}" if about else waiting)

    @Slot()
    def _picked(self) -> None:
        sender = self.sender()
        if isinstance(sender, BigButton):
            self.chosen.emit(str(sender.property("service")))

    @Slot()
    def _turn(self) -> None:
        self._page = (self._page + 1) % (-(-len(self._services) // PER_PAGE) or 1)
        self._build()
        self._say()


class PriorityFace(KioskFace):
    """Whether the law lets this person go first: asked kindly, believed here. ``chosen`` carries the group, or None."""

    chosen = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = Big(46, weight=QFont.Weight.DemiBold)
        self.service = Big(32, colour=C.accent_text, weight=QFont.Weight.DemiBold)
        self.hint = Big(32, colour=C.muted)
        self.none = BigButton(kind="primary", icon="ticket", key="1")
        self.none.size_of_words = 52
        self.none.clicked.connect(self._nobody)
        self.groups = {group: BigButton(icon=group.value, key=str(n)) for n, group in enumerate(Priority, start=2)}
        for group, button in self.groups.items():
            button.setProperty("group", group.value)
            button.size_of_words = 40
            button.clicked.connect(self._picked)
        self.return_ = BigButton(kind="quiet", icon="back")
        self.return_.clicked.connect(self.back)
        self._grid = QGridLayout()
        self.column.addWidget(self.service)
        self.column.addWidget(self.title)
        self.column.addWidget(self.none, 2)
        self.column.addWidget(self.hint)
        self.column.addLayout(self._grid, 5)
        self.column.addWidget(self.return_)

    def ask(self, service: str) -> None:
        """For this service."""
        self.service.setText(service)

    def fit(self, scale: float, *, portrait: bool) -> None:
        """See ``KioskFace``."""
        columns = 1 if portrait else 3
        for n, button in enumerate(self.groups.values()):
            self._grid.addWidget(button, n // columns, n % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setSpacing(round(22 * scale))
        super().fit(scale, portrait=portrait)

    def set_language(self, words: Words, language: Language) -> None:
        """See ``KioskFace``."""
        super().set_language(words, language)
        self.title.setText(words.ask_priority)
        self.hint.setText(words.priority_hint)
        self.none.put(words.no_priority)
        self.return_.put(words.back)
        for group, button in self.groups.items():
            button.put(words.priority[group])

    def keys(self) -> Sequence[BigButton]:
        """No first, then the groups."""
        return (self.none, *self.groups.values())

    @Slot()
    def _nobody(self) -> None:
        self.chosen.emit(None)

    @Slot()
    def _picked(self) -> None:
        sender = self.sender()
        if isinstance(sender, BigButton):
            self.chosen.emit(Priority(str(sender.property("group"))))


class NumberFace(KioskFace):
    """The number, as big as it goes, and what becomes of its slip."""

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._number = ""
        self._ahead = 0
        self._state: SlipState | None = None
        self.title = Big(46, weight=QFont.Weight.DemiBold)
        self.number = Big(300, weight=QFont.Weight.DemiBold, colour=C.accent_text)
        self.service = Big(36, weight=QFont.Weight.DemiBold)
        self.ahead = Big(40)
        self.slip = Big(42, weight=QFont.Weight.DemiBold, colour=C.text)
        self.close_ = BigButton(kind="primary", icon="check", key="1")
        self.close_.size_of_words = 44
        self.close_.clicked.connect(self.done)
        self.column.addStretch(1)
        for part in (self.title, self.number, self.service, self.ahead):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self.slip)
        self.column.addStretch(1)
        self.column.addWidget(self.close_)

    @property
    def is_drawing(self) -> bool:
        """Whether the number is still asked for."""
        return not self._number

    def drawing(self) -> None:
        """Asked for, not there yet."""
        self._number, self._state = "", None
        for part in (self.number, self.service, self.ahead, self.slip):
            part.say("")
        self.title.setText(self.words.drawing)
        self.close_.hide()

    def show_number(self, number: str, ahead: int, service: str) -> None:
        """This one."""
        self._number, self._ahead = number, ahead
        self.service.setText(service)
        self.close_.show()
        self._say()

    def show_slip(self, state: "SlipState") -> None:
        """What becomes of the slip."""
        self._state = state
        self._say()

    def forget(self) -> None:
        """Leave nothing on the screen."""
        self.drawing()
        self.title.setText("")

    def set_language(self, words: Words, language: Language) -> None:
        """See ``KioskFace``."""
        super().set_language(words, language)
        self.close_.put(words.done)
        if self._number:
            self._say()

    def keys(self) -> Sequence[BigButton]:
        """Done, once there is a number."""
        return () if self.is_drawing else (self.close_,)

    def _say(self) -> None:
        words = self.words
        self.title.setText(words.your_number)
        self.number.setText(self._number)
        self.number.setAccessibleName(f"{words.your_number} {self._number}")
        self.ahead.setText(words.ahead.format(count=self._ahead) if self._ahead else words.first)
        state = self._state.value if self._state else "printing"
        trouble = state in {"out_of_paper", "trouble"}
        said = {
            "printing": words.printing,
            "printed": words.take_slip,
            "out_of_paper": words.out_of_paper.format(number=self._number),
            "trouble": words.printer_trouble.format(number=self._number),
        }[state]
        if trouble:
            self.slip.warn(said)
        else:
            self.slip.say(said)


class MessageFace(KioskFace):
    """Nothing can be drawn now, and why."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Big(72, weight=QFont.Weight.DemiBold)
        self.text = Big(42)
        self.column.addStretch(1)
        self.column.addWidget(self.title)
        self.column.addWidget(self.text)
        self.column.addStretch(1)

    def tell(self, title: str, text: str) -> None:
        """This."""
        self.title.setText(title)
        self.text.setText(text)

"""The main window: a rail, one page in front, banners above it. It only routes; pages do the work."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.permissions import Permission
from models.clerk import Role
from models.ids import SubjectId
from models.not_allowed import NobodySignedIn, NotAllowed
from models.trouble import Trouble
from ui.actions import Act, ActContext, Action, Acts
from ui.core.jobs import Jobs
from ui.core.words import tone_of, why
from ui.shell.banner import Banners
from ui.shell.enter_presses import EnterPresses
from ui.shell.locking import Locking
from ui.shell.page import Page
from ui.shell.page_entry import PageEntry
from ui.shell.page_stack import PageStack
from ui.shell.province_line import ProvinceLine
from ui.shell.rail import Rail, RailButton
from ui.style.look import look
from ui.widgets.basic import label, repaint_pictures, set_tone

if TYPE_CHECKING:
    from desk.cards.reader import ReaderState
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm
    from desk.settings import Settings
    from sync.client.link_state import LinkState
    from ui.core.card_bridge import ReaderSeen


class Window(QWidget):
    """The main window.

    Attributes:
        painted: once, after the first paint.
        card_wanted: training: the next invented citizen lays a card on.
        camera_wanted: a card is to be read by the camera.
        desk_changed: the machine was joined to the province; carries the ``Settings`` now in force.
        covering: the window is about to be covered.
        recorded: a page has recorded something that counts on the rail may tell.
        went: another page was brought to the front.
        closing: the window was closed.
    """

    painted = Signal()
    card_wanted = Signal()
    camera_wanted = Signal()
    desk_changed = Signal(object)
    covering = Signal()
    went = Signal()
    recorded = Signal()
    closing = Signal()

    def __init__(
        self,
        jobs: Jobs,
        actions: Iterable[Action],
        entries: Sequence[PageEntry],
        make: "Callable[[PageEntry, Window], Page]",
        order: Mapping[Role, Sequence[str]],
        *,
        training: bool,
    ) -> None:
        super().__init__()
        self._worn = look()
        """What the pictures are painted in."""
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Một Cửa · tiếp nhận hồ sơ" + (" · ĐÀO TẠO" if training else ""))
        self.entries: Mapping[str, PageEntry] = {entry.name: entry for entry in entries}
        self._home = entries[0].name
        self._make_page = make
        self._training = training
        self._handlers: dict[str, Callable[[], None]] = {}
        self._lock_sign: RailButton | None = None
        self._missed: frozenset[SubjectId] = frozenset()
        self.locking = Locking(self, jobs, self)
        self.locking.changed.connect(self._person_changed)
        self._settings: Settings | None = None
        self._link: LinkState | None = None
        self._is_open = False
        self._was_painted = False
        self._readers: tuple[ReaderSeen, ...] = ()
        self.acts = Acts(actions, self)
        self.acts.group.triggered.connect(self._acted)
        self.rail = Rail(self.acts, entries, order)
        self.rail.training.setVisible(training)
        self._front = self._before = self._home
        body = self._body = QWidget()
        self._stack = PageStack()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banners = Banners(body)
        column.addWidget(self._stack, 1)
        self.province_line = ProvinceLine(self.acts["page_province"])
        self.battery = label("", "note")
        self._foot = _foot(self.province_line, self.battery)
        column.addWidget(self._foot)
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(body, 1)
        self._pages = self._stack.pages
        self._enter = EnterPresses(self)
        jobs.refused.connect(self.say_reason)
        self.show_reader(None)
        self.go(self._home)
        self._pages[self._home].focus_first()

    # ---- pages -------------------------------------------------------------------------------------------

    def page(self, name: str) -> Page:
        """A page by name; built when first needed."""
        if name not in self._pages:
            self._add(name, self._make(self.entries[name]))
        return self._pages[name]

    def _make(self, entry: PageEntry) -> Page:
        made = self._make_page(entry, self)
        made.desk_changed.connect(self.desk_changed)
        made.people_changed.connect(self.locking.refresh)
        if self._settings is not None:
            made.show_settings(self._settings)
        made.show_clerk(self.locking.state)
        made.show_readers(self._readers)
        if self._link is not None:
            made.show_link(self._link)
        return made

    def _add(self, name: str, page: Page) -> None:
        self._stack.add(name, page)
        page.wanted.connect(self.go)
        page.done.connect(self._back)
        page.context_changed.connect(self.set_context)
        page.recorded.connect(self.recorded)

    @property
    def is_open(self) -> bool:
        """Whether the desk is open."""
        return self._is_open

    @property
    def front(self) -> str:
        """Name of the page in front."""
        return self._front

    @Slot(str, object)
    def go(self, name: str, what: object = None) -> None:
        """Bring a page to the front."""
        if led := self.entries[name].leads_to:
            name, what = led, self.entries[name].shows
        page = self.page(name)  # a page that cannot be built leaves the one in front where it is
        entry = self.entries[name]
        if entry.leads_back and self._front != name:
            self._before = self._front
            what = self.entries[self._before].places if what is None else what
        self._front = name
        self._stack.bring(name)
        self.rail.show_page(entry.within or name)
        self.rail.setVisible(not entry.bare)
        self._foot.setVisible(not entry.bare)
        self.set_context()
        self.went.emit()
        page.page_shown(what)
        if not self._is_within(page):
            page.focus_first()
        if not self._is_within(page):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_within(self, page: Page) -> bool:
        """Whether the focus is in the page."""
        focus = self.focusWidget()
        return focus is page or page.isAncestorOf(focus) if focus is not None else False

    # ---- actions -----------------------------------------------------------------------------------------

    @Slot()
    def set_context(self) -> None:
        """Enable the actions allowed in this context."""
        state = self.locking.state
        sets_up = state is None or Permission.SET_UP in state.permissions
        context = ActContext(page=self._front, open=self._is_open, training=self._training, sets_up=sets_up)
        context = self._pages[self._front].context(context)
        is_covered = self.locking.is_covered
        permissions = frozenset() if is_covered else state.permissions if state else None
        self.acts.allow(context, permissions, is_covered=is_covered)

    def add_handlers(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Add actions that the program performs, whatever page is in front."""
        self._handlers.update(handlers)

    def own_handlers(self) -> dict[str, Callable[[], None]]:
        """Actions performed whatever page is in front, by id."""
        pages = {
            action: partial(self._toggle if entry.leads_back else self.go, entry.name)
            for entry in self.entries.values()
            for action in entry.actions
        }
        return {
            **pages,
            "lock": self.locking.lock,
            "change_clerk": self.locking.relieve,
            "try_card": self.card_wanted.emit,
            "camera": self.camera_wanted.emit,
            **self._handlers,
        }

    @Slot(QAction)
    def _acted(self, act: QAction) -> None:
        assert isinstance(act, Act)  # noqa: S101 - none but these are in the group
        self.do(act.action.id)

    def do(self, id_: str) -> None:
        """Perform an action of the table."""
        handler = self.own_handlers().get(id_) or self._pages[self._front].handlers().get(id_)
        if handler is not None:
            handler()

    @Slot()
    def _back(self) -> None:
        if self.entries[self._front].leads_back:
            self.go(self._before)

    def _toggle(self, name: str) -> None:
        self.go(self._before if self._front == name else name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back from a sheet, else closes what is folded out, else a banner. It never clears a field."""
        if event.key() == Qt.Key.Key_Escape:
            if self.entries[self._front].leads_back:
                self.go(self._before)
            elif not self._pages[self._front].escape():
                self.banners.dismiss_newest()
            return
        super().keyPressEvent(event)

    # ---- what comes from outside -------------------------------------------------------------------------

    def desk_opened(self, settings: "Settings") -> None:
        """The desk is open."""
        self._is_open = True
        self.show_settings(settings)
        for page in self._pages.values():
            page.desk_opened()
        self.set_context()

    def show_settings(self, settings: "Settings") -> None:
        """New settings are in force; the signed-in clerk or the roles may change with them."""
        self._settings = settings
        for page in self._pages.values():
            page.show_settings(settings)
        if self.locking.state is not None:
            self.locking.refresh()

    # ---- who works here ----------------------------------------------------------------------------------

    @Slot()
    def _person_changed(self) -> None:
        state = self.locking.state
        for page in self._pages.values():
            page.show_clerk(state)
        if state is not None and state.roles:
            self.rail.show_roles(state.roles)
        if state is not None and state.accounts and self._lock_sign is None:
            self._lock_sign = RailButton("Khóa", "lock", self.acts["lock"])
            self.rail.add_sign(self._lock_sign)
        self.set_context()

    def cover_with(self, cover: QWidget) -> None:
        """Show this widget alone."""
        self.rail.hide()
        self._body.hide()
        if self._across.indexOf(cover) < 0:
            self._across.addWidget(cover, 1)
        cover.show()
        self.banners.set_covered(on=True)
        cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Show the pages again."""
        if self.locking.cover is not None:
            self.locking.cover.hide()
        self.rail.show()
        self._body.show()
        self.banners.set_covered(on=False)
        missed, self._missed = self._missed, frozenset()
        if missed:
            self.events_merged(missed)

    def save_unfinished(self) -> None:
        """Save what is half typed, and the field with the focus."""
        self.covering.emit()
        for page in self._pages.values():
            page.save_unfinished()

    def change_clerk(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Change of clerk: the last one's data leaves the screen; the new one's draft is loaded."""
        self.banners.clear()
        self.go(self._home)
        self._stack.drop_all_but(self._home)
        self._pages[self._home].change_clerk(blank, draft)
        if self.rail.first not in {"", self._home}:
            self.go(self.rail.first)

    def waiting_line_words(self) -> str:
        """The ticket now called and how many wait; no names."""
        return self._pages[self._home].waiting_line_words()

    @Slot(object)
    def show_reader(self, state: "ReaderState | None") -> None:
        """Show the scanner's state by word and sign."""
        from ui.core.scan_words import READER, READER_NONE  # noqa: PLC0415 - small

        self.rail.reader.say(*(READER_NONE if state is None else READER[state.value]))

    def show_battery(self, words: str, tone: str) -> None:
        """What is left of the battery, at the foot; empty = it is not used."""
        set_tone(self.battery, tone)
        self.battery.setText(words)
        self.battery.setVisible(bool(words))

    @Slot()
    def typed(self) -> None:
        """The last scan came from a keyboard scanner."""
        self._pages[self._front].typed()

    @Slot(object)
    def show_readers(self, readers: "tuple[ReaderSeen, ...]") -> None:
        """Pass the states of all scanners to the settings page."""
        from ui.core.scan_words import readers_tip, readers_words  # noqa: PLC0415 - small

        self._readers = readers
        self.rail.reader.say(*readers_words(readers))
        self.rail.reader.setToolTip(readers_tip(readers))
        for page in self._pages.values():
            page.show_readers(readers)

    @Slot(object)
    def show_link(self, state: "LinkState") -> None:
        """Show the state of the exchange."""
        from desk.province.province_words import status  # noqa: PLC0415 - the exchange's libraries were loaded by the worker

        self._link = state
        self.province_line.say(status(state))
        for page in self._pages.values():
            page.show_link(state)
        self.set_context()

    @Slot(object)
    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Events of other desks or the province were stored: update the display, keep focus and fields."""
        if self.locking.is_covered:
            self._missed |= subjects  # nobody works here who might read them
            return
        for page in self._pages.values():
            page.events_merged(subjects)

    @Slot(object)
    def say_reason(self, reason: NotAllowed | Trouble) -> None:
        """Show a reason that no page shows; on a locked desk the lock screen shows it."""
        if self.locking.is_covered and isinstance(reason, NobodySignedIn):
            return
        self.banners.show_banner(tone_of(reason), why(reason))

    # ---- Qt ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first paint the database is opened."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the palette."""
        if event.type() is QEvent.Type.PaletteChange and look() != self._worn:  # not when the sheet is first put on
            self._repaint_pictures()
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._was_painted:
            self._repaint_pictures()
            self._stack.fit()

    def _repaint_pictures(self) -> None:
        self._worn = look()
        repaint_pictures(self)

    def setVisible(self, visible: bool) -> None:
        """Chooses narrow or wide layout before the window is shown: a wide one may not fit."""
        if visible and not self._was_painted:
            self._stack.fit()
        super().setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses narrow or wide layout for the new width."""
        super().resizeEvent(event)
        self._stack.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Saves what was typed last, then closes all."""
        for page in self._pages.values():
            page.window_closing()
        self.closing.emit()
        super().closeEvent(event)


def _foot(line: ProvinceLine, battery: QLabel) -> QWidget:
    """The line of the province, and the battery beside it while it is used."""
    foot = QWidget()
    across = QHBoxLayout(foot)
    across.setContentsMargins(0, 0, 12, 0)
    across.setSpacing(0)
    across.addWidget(line, 1)
    across.addWidget(battery)
    battery.hide()
    return foot

"""The window: a rail, one page in front, banners over it. Pages do the work; this only brings it to them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.verbs import Verb
from models.ids import SubjectId
from models.not_allowed import NobodySignedIn, NotAllowed
from models.trouble import Trouble
from ui.actions import ACTIONS, Deed, Scene
from ui.jobs import Jobs
from ui.locking import Locking
from ui.pages.counter import CounterPage
from ui.parts.banner import Banners
from ui.parts.page import Page
from ui.parts.page_stack import PageStack
from ui.parts.plain import repaint_pictures
from ui.parts.province_line import ProvinceLine
from ui.parts.rail import Rail, RailButton
from ui.province import ProvinceBridge
from ui.rooms import Place, make_page
from ui.services import Services
from ui.words import tone_of, why

if TYPE_CHECKING:
    from desk.cards.reader import ReaderState
    from desk.drafts import Draft
    from desk.intake import IntakeForm
    from desk.settings import Settings
    from sync.link_state import LinkState
    from ui.bridge import ReaderSeen


class Window(QWidget):
    """The window.

    Attributes:
        painted: once, after the first paint.
        card_wanted: training: the next invented citizen lays a card on.
        camera_wanted: a card is to be read by the camera.
        settings_saved: carries new ``Settings``.
        look_chosen: carries a ``Look`` to be worn.
        desk_changed: the machine was joined to the province; carries the ``Settings`` now in force.
        first_hour_done: the desk is to be opened with the answers of the first hour; carries a ``FirstHour``.
        scanners_chosen: carries ``Settings`` whose scanners are to be listened at.
        closing: the window was closed.
        again_wanted: the program shall be closed and opened anew.
    """

    painted = Signal()
    card_wanted = Signal()
    camera_wanted = Signal()
    settings_saved = Signal(object)
    look_chosen = Signal(object)
    desk_changed = Signal(object)
    first_hour_done = Signal(object)
    scanners_chosen = Signal(object)
    closing = Signal()
    again_wanted = Signal()

    def __init__(self, jobs: Jobs, services: Services, place: Place, bridge: ProvinceBridge) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Một Cửa · tiếp nhận hồ sơ" + (" · ĐÀO TẠO" if place.training else ""))
        self._jobs = jobs
        self._services = services
        self._place = place
        self._lock_sign: RailButton | None = None
        self._missed: frozenset[SubjectId] = frozenset()
        self.locking = Locking(self, jobs, self)
        self.locking.changed.connect(self._person_changed)
        self._bridge = bridge
        self._settings: Settings | None = None
        self._link: LinkState | None = None
        self._is_open = False
        self._was_painted = False
        self._readers: tuple[ReaderSeen, ...] = ()
        self.deeds = {action.id: Deed(action, self) for action in ACTIONS}
        for deed in self.deeds.values():
            deed.fired.connect(self.do)
            self.addAction(deed)
        self.rail = Rail(self.deeds)
        self.rail.training.setVisible(place.training)
        self._front = "counter"
        self._before_keys = "counter"
        body = self._body = QWidget()
        self._stack = PageStack()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banners = Banners()
        column.addWidget(self.banners)
        column.addWidget(self._stack, 1)
        self.province_line = ProvinceLine(self.deeds["page_province"])
        column.addWidget(self.province_line)
        across = self._across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addWidget(body, 1)
        self.counter = CounterPage(jobs, services.papers, self.deeds, self.banners)
        self._pages = self._stack.pages
        self._add("counter", self.counter)
        jobs.refused.connect(self.say_reason)
        self.show_reader(None)
        self.go("counter")
        self.counter.intake.submitter.number.edit.setFocus()

    # ---- pages -------------------------------------------------------------------------------------------

    def page(self, name: str) -> Page:
        """A page by name; all but the counter are built when first wanted."""
        if name not in self._pages:
            self._add(name, self._make(name))
        return self._pages[name]

    def _make(self, name: str) -> Page:
        made = make_page(name, self._jobs, self._services, self.deeds, self.banners, self._place, self._bridge)
        made.desk_changed.connect(self.desk_changed)
        made.people_changed.connect(self.locking.refresh)
        if name == "settings":
            from ui.pages.settings import SettingsPage  # noqa: PLC0415 - loaded just now

            if isinstance(made, SettingsPage):
                made.saved.connect(self.settings_saved)
                made.look_chosen.connect(self.look_chosen)
                if self._settings is not None:
                    made.put(self._settings)
        if name == "setup":
            from ui.pages.setup import SetupPage  # noqa: PLC0415 - once in the life of a machine

            if isinstance(made, SetupPage):
                made.finished.connect(self.first_hour_done)
                made.scanners_chosen.connect(self.scanners_chosen)
                made.look_chosen.connect(self.look_chosen)
        if name == "crash":
            from ui.pages.crash import CrashPage  # noqa: PLC0415 - loaded just now

            if isinstance(made, CrashPage):
                made.again.connect(self.again_wanted)
        made.show_readers(self._readers)
        if self._link is not None:
            made.show_link(self._link)
        return made

    def _add(self, name: str, page: Page) -> None:
        self._stack.add(name, page)
        page.wanted.connect(self.go)
        page.scene_changed.connect(self.set_scene)

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
        if name == "keys" and self._front != "keys":
            self._before_keys = self._front
        page = self.page(name)  # a page that cannot be built leaves the one in front where it is
        self._front = name
        self._stack.bring(name)
        self.rail.show_page(name)
        self.rail.setVisible(name != "setup")
        self.province_line.setVisible(name != "setup")
        self.set_scene()
        page.come(what)

    # ---- actions -----------------------------------------------------------------------------------------

    @Slot()
    def set_scene(self) -> None:
        """Allow what may be done now."""
        state = self.locking.state
        sets_up = state is None or Verb.SET_UP in state.verbs
        scene = Scene(page=self._front, open=self._is_open, training=self._place.training, sets_up=sets_up)
        scene = self._pages[self._front].scene(scene)
        for deed in self.deeds.values():
            deed.allow(scene, frozenset() if self.locking.is_covered else state.verbs if state else None)
            if self.locking.is_covered:
                deed.setEnabled(False)

    def own_verbs(self) -> dict[str, Callable[[], None]]:
        """What the window itself does, by id of the action."""
        return {
            "keys": self._keys,
            "page_counter": partial(self.go, "counter"),
            "page_dossiers": partial(self.go, "dossiers"),
            "page_settings": partial(self.go, "settings"),
            "page_province": partial(self.go, "province"),
            "page_clerks": partial(self.go, "clerks"),
            "page_health": partial(self.go, "health"),
            "page_crash": partial(self.go, "crash"),
            "page_papers": partial(self.go, "papers"),
            "print_waiting": partial(self._services.papers.print_waiting, self.go, self._front),
            "print_spare": partial(self._services.papers.print_spare, self.go, self._front),
            "lock": self.locking.lock,
            "change_clerk": self.locking.relieve,
            "find": partial(self.go, "dossiers"),
            "try_card": self.card_wanted.emit,
            "camera": self.camera_wanted.emit,
            "page_faults": partial(self.go, "faults"),
        }

    @Slot(str)
    def do(self, id_: str) -> None:
        """Do an action of the table."""
        verb = self.own_verbs().get(id_) or self._pages[self._front].verbs().get(id_)
        if verb is not None:
            verb()

    def open_first_dossier(self) -> None:
        """Open the dossier on top of the list."""
        from ui.pages.dossiers import DossiersPage  # noqa: PLC0415 - loaded when first shown

        page = self.page("dossiers")
        if isinstance(page, DossiersPage) and page.rows.rows:
            self.go("dossier", page.rows.rows[0].id)

    def _keys(self) -> None:
        self.go(self._before_keys if self._front == "keys" else "keys")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the sheet of keys, else what is folded out, else a banner. It never clears a field."""
        if event.key() == Qt.Key.Key_Escape:
            if self._front == "keys":
                self._keys()
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
        self.set_scene()

    def show_settings(self, settings: "Settings") -> None:
        """These settings are in force; with them others may work here, or the same ones as something else."""
        self._settings = settings
        self._show_place()
        if self.locking.state is not None:
            self.locking.refresh()
        page = self._pages.get("settings")
        if page is not None:
            from ui.pages.settings import SettingsPage  # noqa: PLC0415 - loaded already

            if isinstance(page, SettingsPage):
                page.put(settings)

    def _show_place(self) -> None:
        if self._settings is not None:
            state = self.locking.state
            name = state.name if state is not None and state.accounts else self._settings.clerk.name
            self.counter.line.show_place(self._settings.device.counter, name)

    # ---- who works here ----------------------------------------------------------------------------------

    @Slot()
    def _person_changed(self) -> None:
        state = self.locking.state
        self._show_place()
        if state is not None and state.accounts and self._lock_sign is None:
            self._lock_sign = RailButton("Khóa", "lock", self.deeds["lock"])
            self._lock_sign.setCheckable(False)
            self.rail.add_sign(self._lock_sign)
        self.counter.intake.setEnabled(state is None or Verb.TAKE_IN in state.verbs or state.locked)
        self.set_scene()

    def cover_with(self, cover: QWidget) -> None:
        """Show nothing but this."""
        self.rail.hide()
        self._body.hide()
        if self._across.indexOf(cover) < 0:
            self._across.addWidget(cover, 1)
        cover.show()
        self.banners.cover(on=True)
        cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def uncover(self) -> None:
        """Show the pages again."""
        if self.locking.cover is not None:
            self.locking.cover.hide()
        self.rail.show()
        self._body.show()
        self.banners.cover(on=False)
        missed, self._missed = self._missed, frozenset()
        if missed:
            self.merged(missed)

    def keep_work(self) -> None:
        """Keep what is half typed, with the field the keys are in."""
        self.counter.intake.pause()
        self.counter.intake.forget_draft()
        self.counter.intake.refresh()

    def give_over(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Another clerk: nothing of the last one stays on screen; the own draft comes back."""
        self.banners.clear()
        self.go("counter")
        self._stack.drop_all_but("counter")
        self.counter.give_over(blank, draft)

    def hall_words(self) -> str:
        """The number now called and how many wait; no names."""
        return self.counter.hall_words()

    @Slot(object)
    def show_reader(self, state: "ReaderState | None") -> None:
        """How the scanner is, by word and sign."""
        from ui.scans import READER, READER_NONE  # noqa: PLC0415 - small

        self.rail.reader.say(*(READER_NONE if state is None else READER[state.value]))

    @Slot()
    def typed(self) -> None:
        """What was heard last came from a scanner that types."""
        self._pages[self._front].typed()

    @Slot(object)
    def show_readers(self, readers: "tuple[ReaderSeen, ...]") -> None:
        """How all scanners are, for the page where they are set."""
        from ui.scans import readers_tip, readers_words  # noqa: PLC0415 - small

        self._readers = readers
        self.rail.reader.say(*readers_words(readers))
        self.rail.reader.setToolTip(readers_tip(readers))
        for page in self._pages.values():
            page.show_readers(readers)

    @Slot(object)
    def show_link(self, state: "LinkState") -> None:
        """How it stands with the province now."""
        from desk.words.province import status  # noqa: PLC0415 - the exchange's libraries were loaded by the worker

        self._link = state
        self.province_line.say(status(state))
        for page in self._pages.values():
            page.show_link(state)
        self.set_scene()

    @Slot(object)
    def merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Events of other desks or of the province came in: what is shown follows, keys and fields stay."""
        if self.locking.is_covered:
            self._missed |= subjects  # nobody works here who might read them
            return
        for page in self._pages.values():
            page.merged(subjects)

    @Slot(object)
    def say_reason(self, reason: NotAllowed | Trouble) -> None:
        """A reason that no page has a place for; that the desk is locked is said by what covers the window."""
        if self.locking.is_covered and isinstance(reason, NobodySignedIn):
            return
        self.banners.show_banner(tone_of(reason), why(reason))

    # ---- Qt ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint starts the day: only now the database is opened."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow the palette."""
        if event.type() is QEvent.Type.PaletteChange:
            repaint_pictures(self)
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._was_painted:
            repaint_pictures(self)
            self._stack.fit()

    def setVisible(self, visible: bool) -> None:
        """Narrow or wide is settled before the window is shown: a wide one asks for more room than there may be."""
        if visible and not self._was_painted:
            self._stack.fit()
        super().setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be a narrow one."""
        super().resizeEvent(event)
        self._stack.fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed last is kept, then all is closed."""
        self.counter.intake.refresh()
        self.closing.emit()
        super().closeEvent(event)

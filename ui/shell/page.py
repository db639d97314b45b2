"""``Page``: the base class of the window's pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.events import ReadBy
from models.ids import DossierId
from models.procedure import Procedure
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.shell.banner import Banners

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm
    from desk.settings import Settings
    from desk.views.view_models import AtWork
    from models.ids import SubjectId
    from sync.client.link_state import LinkState
    from ui.core.bridge import ReaderSeen


class Opening(Struct, frozen=True, kw_only=True):
    """A dossier that somebody wants to see: how they came to it, and what they searched for. That is recorded."""

    dossier: DossierId
    by: ReadBy = ReadBy.LIST
    words: str = ""


class ProcedureWanted(Struct, frozen=True, kw_only=True):
    """A procedure that the form at the counter shall be about."""

    procedure: Procedure


class Page(QWidget):
    """A page: does its actions by id, says what it shows, and leaves itself no window of its own.

    Attributes:
        scene_changed: something changed that decides what may be done.
        people_changed: an account was made or changed; who works here may do other things now.
        desk_changed: the desk works with other settings now (it was joined to the province); carries ``Settings``.
        wanted: another page, by name, and what it should show (a dossier, a form to continue), or None.
    """

    scene_changed = Signal()
    people_changed = Signal()
    desk_changed = Signal(object)
    wanted = Signal(str, object)

    def __init__(self, jobs: Jobs, deeds: Mapping[str, Act], banners: Banners) -> None:
        super().__init__()
        self.jobs = jobs
        self.deeds = deeds
        self.banners = banners
        self.link: LinkState | None = None

    def verbs(self) -> Mapping[str, Callable[[], None]]:
        """What this page does, by id of the action."""
        return {}

    def scene(self, scene: ActContext) -> ActContext:
        """The scene with this page's facts put in."""
        return scene

    def show_link(self, state: "LinkState") -> None:
        """How it stands with the province now."""
        self.link = state

    def show_settings(self, settings: "Settings") -> None:
        """These settings are in force."""

    def show_person(self, state: "AtWork | None") -> None:
        """Who works here now; None = nobody knows yet."""

    def take_keys(self) -> None:
        """The window opens, or the page has come without taking the keys: they go to where one begins."""

    def keep_work(self) -> None:
        """The window is about to be covered: keep what is half typed, with the field the keys are in."""

    def give_over(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Another clerk sits down: nothing of the last one's stays; the own draft comes back. First page only."""

    def hall_words(self) -> str:
        """What a covered window may say; nothing of anybody. First page only."""
        return ""

    def closing(self) -> None:
        """The window closes: what was typed last is kept."""

    def merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Events of other desks or of the province were stored: show them, and leave keys and fields where they are."""

    def desk_opened(self) -> None:
        """The desk is open now; ask it for what is shown."""

    def come(self, what: object) -> None:
        """The page comes to the front; ``what`` as given with ``wanted``."""

    def heard(self, scan: "Scan") -> bool:
        """Something was scanned while this page is in front; True = the page has used it, and nobody else does."""
        del scan
        return False

    def typed(self) -> None:
        """What was heard last came from a scanner that types."""

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """How the scanners are now."""

    def escape(self) -> bool:
        """Esc was pressed: close what is folded out. False = there was nothing. Never loses anything typed."""
        return False

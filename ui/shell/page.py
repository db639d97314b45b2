"""``Page``: the base class of the window's pages."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.events.dossiers import ReadBy
from models.ids import DossierId, SubjectId
from models.person import Person
from models.procedure import Procedure
from ui.actions import Act, ActContext
from ui.core.jobs import Jobs
from ui.shell.banner import Banners

if TYPE_CHECKING:
    from desk.cards.formats.kinds import Scan
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm
    from desk.settings import Settings
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import AtWork
    from sync.client.link_state import LinkState
    from ui.core.card_bridge import ReaderSeen
    from ui.core.jobs import Reason

T = TypeVar("T")


class Opening(Struct, frozen=True, kw_only=True):
    """A request to show a dossier: how the clerk came to it, and what was searched for. Recorded in the access log."""

    dossier: DossierId
    by: ReadBy = ReadBy.LIST
    words: str = ""


class ProcedureWanted(Struct, frozen=True, kw_only=True):
    """A request to start the counter's form with this procedure."""

    procedure: Procedure


class FormWanted(Struct, frozen=True, kw_only=True):
    """A request to go on with this form at the counter: begun elsewhere, for a home visit."""

    form: "IntakeForm"


class AssistWanted(Struct, frozen=True, kw_only=True):
    """A request to help the citizen of this form to file online."""

    form: "IntakeForm"


class CitizenWanted(Struct, frozen=True, kw_only=True):
    """A request for the file of who is at the counter; ``by_card``: the own card was presented."""

    person: Person
    by_card: bool


class ReturnWanted(Struct, frozen=True, kw_only=True):
    """A request to return the results of whom this code belongs to, in a home visit."""

    code: str
    visit: SubjectId


class Page(QWidget):
    """A page: performs its actions by id, and tells what it shows. It opens no window of its own.

    Attributes:
        context_changed: facts changed that decide which actions are enabled.
        people_changed: an account was made or changed, perhaps the signed-in clerk's.
        desk_changed: the desk works with other settings now (it was joined to the province); carries ``Settings``.
        recorded: something was recorded here that counts on the rail may tell.
        wanted: another page, by name, and what it should show (a dossier, a form to continue), or None.
        done: of a page that leads back: it has done what it was opened for.
    """

    context_changed = Signal()
    people_changed = Signal()
    desk_changed = Signal(object)
    recorded = Signal()
    wanted = Signal(str, object)
    done = Signal()

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act], banners: Banners) -> None:
        super().__init__()
        self.jobs = jobs
        self.acts = acts
        self.banners = banners
        self.link: LinkState | None = None
        self.acting = False
        """The desk does what was asked on this page; nothing further is begun until it has answered."""

    def act(
        self,
        work: "Callable[[OpenDesk], T]",
        answer: "Callable[[T], None]",
        refused: "Callable[[Reason], None] | None" = None,
    ) -> None:
        """Have the desk do something, one thing at a time; a key pressed once more meanwhile does nothing.

        Args:
            work: what it does, in its own thread.
            answer: a method of this page, given the result.
            refused: likewise, given the reason; without it the window says why.
        """
        if not self.acting:
            self.acting = True
            self.context_changed.emit()
            self.jobs.ask(self, work, answer, refused, ended=self._acted)

    def _acted(self) -> None:
        self.acting = False
        self.context_changed.emit()

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """The page's actions by id."""
        return {}

    def context(self, context: ActContext) -> ActContext:
        """The context, completed with this page's facts."""
        return context

    def show_link(self, state: "LinkState") -> None:
        """The state of the exchange has changed."""
        self.link = state

    def show_settings(self, settings: "Settings") -> None:
        """New settings are in force."""

    def show_clerk(self, state: "AtWork | None") -> None:
        """The signed-in clerk has changed; None = unknown yet."""

    def focus_first(self) -> None:
        """The window opens: focus the first field."""

    def save_unfinished(self) -> None:
        """The window is about to be covered: save what is half typed, and the field with the focus."""

    def change_clerk(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Change of clerk: clear the last one's data, load the new one's draft. First page only."""

    def waiting_line_words(self) -> str:
        """What a covered window may show of the waiting line; nothing personal. First page only."""
        return ""

    def window_closing(self) -> None:
        """The window closes: save what was typed last."""

    def events_merged(self, subjects: "frozenset[SubjectId]") -> None:
        """Events of other desks or the province were stored: update the display, keep focus and fields."""

    def desk_opened(self) -> None:
        """The desk is open: load what is shown."""

    def page_shown(self, what: object) -> None:
        """Called when the page comes to the front; ``what`` as given with ``wanted``."""

    def use_scan(self, scan: "Scan") -> bool:
        """A scan arrived while this page is in front; True = the page has used it."""
        del scan
        return False

    def typed(self) -> None:
        """Called when the last scan came from a keyboard scanner."""

    def show_readers(self, readers: "Sequence[ReaderSeen]") -> None:
        """The states of the scanners have changed."""

    def escape(self) -> bool:
        """Esc was pressed: close an open sheet or fold; False = none was open. Typed text is never lost."""
        return False

"""A row of the table of acts on a dossier, and the conditions its rows are made of."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from desk.permissions import Permission
from models.subjects.dossier import ENDED, DossierStatus
from models.subjects.processing import ProcessStage
from ui.actions import ActContext, Action, ActionPlace, ProcessContext

if TYPE_CHECKING:
    from desk.views.open_desk import OpenDesk
    from desk.views.process import WorkDone
    from desk.views.view_models import DossierView
    from ui.dossiers.act_part import ActPart

ALIVE = frozenset(DossierStatus) - ENDED
KNOWN = frozenset(DossierStatus) - {DossierStatus.NEW}
"""Something of it has arrived here."""


LISTS = frozenset({"dossiers", "work"})
"""Pages with a list of dossiers that can be marked."""

MANY = "many"
"""What ``ActContext.sheet`` says while the sheet of an act on many is folded out over a list."""


class Weight(Enum):
    """Where an act stands on the page."""

    MONEY = "money"
    """Beside what comes next."""
    REST = "rest"
    """In the menu, but while it comes next."""
    ENDS = "ends"
    """What destroys: last in the menu, in red, apart."""


class SheetSpec(Struct, frozen=True, kw_only=True):
    """What folds out before it is done.

    Attributes:
        say: what it means, or the question that is asked.
        warn: of the dossier shown, what to think of before; empty = nothing.
        head, ok: title, and words of the button that does it; empty = those of the action.
        part: makes what is filled in; None = nothing, it is a question only.
        by_two: a second person confirms; then the act is done by ``desk.dossiers.four_eyes.EXCEPTIONS``.
        by_two_if_needed: likewise where the part says that one person is not enough (``ActPart.alone``).
    """

    say: str
    warn: "Callable[[DossierView], str] | None" = None
    head: str = ""
    ok: str = ""
    part: "Callable[[], ActPart] | None" = None
    by_two: bool = False
    by_two_if_needed: bool = False


def never(_: ActContext) -> bool:
    """It never comes next."""
    return False


class ManySpec(Struct, frozen=True, kw_only=True):
    """An act on many dossiers of a list.

    Attributes:
        do: the verb of the desk; it is called with the dossiers, then with what was filled in.
        sheet: what folds out before; None = done at once.
    """

    do: "Callable[[OpenDesk], Callable[..., WorkDone]]"
    sheet: SheetSpec | None = None


def _newest(view: "DossierView") -> str:
    return view.told[-1].sentence


class DossierAct(Struct, frozen=True, kw_only=True):
    """One act.

    Attributes:
        action: its id, words, key, icon, while which status, which right.
        next_when: it comes next then: the one large button, F9. At most one act in each state.
        sheet: what folds out before; None = done at once.
        do: the verb of the desk; it is called with the dossier, then with what was filled in.
        many: how it is done to many dossiers of a list; None = to one only.
        prints: the verb gives a paper, which is printed; opens: it gives another dossier, which is shown; else the
            dossier as it is afterwards.
        leads_to: page that goes on with the dossier, instead of a verb.
        says: the banner.
        leaves, tone: name of the event it leaves; in the history it has the icon of the act, in this tone.
    """

    action: Action
    weight: Weight = Weight.REST
    next_when: Callable[[ActContext], bool] = never
    sheet: SheetSpec | None = None
    do: "Callable[[OpenDesk], Callable[..., Any]] | None" = None
    many: ManySpec | None = None
    prints: bool = False
    opens: bool = False
    leads_to: str = ""
    says: "Callable[[DossierView], str]" = _newest
    leaves: str = ""
    tone: str = "muted"


def while_status(*status: DossierStatus) -> Callable[[ActContext], bool]:
    """While the dossier shown has one of these; of one that is still coming, at once when it is here."""
    return lambda context: context.page == "dossier" and (context.dossier_comes or context.dossier in status)


def in_process(*stages: ProcessStage) -> Callable[[ActContext], bool]:
    """While a dossier in work stands at one of these stages."""
    in_work = while_status(DossierStatus.RECEIVED)
    return lambda context: in_work(context) and (context.dossier_comes or context.process.stage in stages)


def comes_next(*stages: ProcessStage, held: bool | None = None) -> Callable[[ActContext], bool]:
    """At these stages; with ``held`` only when a person has it in hand, or nobody."""
    here = in_process(*stages)
    return lambda context: here(context) and (held is None or context.process.accepted is held)


def only_if(
    allowed: Callable[[ActContext], bool], also: Callable[[ProcessContext], bool]
) -> Callable[[ActContext], bool]:
    """A condition narrowed by where the dossier stands in the office's work."""
    return lambda context: allowed(context) and (context.dossier_comes or also(context.process))


def owing() -> Callable[[ActContext], bool]:
    """While something of the price of the dossier shown is still to be paid."""
    return lambda context: context.page == "dossier" and (context.dossier_comes or context.process.owes)


def or_many(allowed: Callable[[ActContext], bool]) -> Callable[[ActContext], bool]:
    """A condition of the dossier shown; or a list with something to choose is in front, nothing folded out over it."""
    return lambda context: allowed(context) or (context.page in LISTS and context.chosen and not context.sheet)


def act_row(
    id_: str,
    words: str,
    key: str,
    icon: str,
    allowed: Callable[[ActContext], bool],
    permission: Permission | None = None,
) -> Action:
    """An action at a dossier's place of the table of keys."""
    return Action(id_, words, key, icon, allowed, permission, ActionPlace.DOSSIER)

"""Views of the post: what postal staff did."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from desk.post import supervision
from desk.rights import Permission, may
from desk.staff import colleagues
from desk.views.state import Views
from desk.words.post import ACT, accepted_words, act_state, figure_words
from desk.words.reasons import sentence
from models.calendar.clock import local
from models.ids import DossierId, SubjectId
from models.subjects.dossier_row import dossier_row
from models.subjects.postal_act import PostalAct, PostalActState
from models.words.money_words import amount_text

_DAYS = 7
"""Days of the figures beneath the list, today the last of them."""


class PostalActLine(Struct, frozen=True, kw_only=True):
    """One act in words.

    Attributes:
        waits: for who works here now: to be looked through, or to be done anew.
        tone: of its state.
    """

    id: SubjectId
    dossier: DossierId
    at: str
    clerk: str
    act: str
    code: str
    owner: str
    procedure: str
    amount: str
    state: str
    tone: str
    waits: bool


class SupervisionPageFacts(Struct, frozen=True, kw_only=True):
    """Everything of the page. ``supervises``: who works here looks through; else it is their own acts they see."""

    acts: tuple[PostalActLine, ...]
    figures: tuple[str, ...]
    supervises: bool


_TONE = {
    PostalActState.WAITS: "warn",
    PostalActState.GIVEN_BACK: "bad",
    PostalActState.ACCEPTED: "good",
    PostalActState.NEW: "",
}


class PostViews(Views):
    """The pages of the post."""

    def supervision(self) -> SupervisionPageFacts:
        """What postal staff did today, and earlier acts nobody has accepted."""
        desk, names = self.desk, colleagues.names(self.desk)
        supervises = may(desk, Permission.SUPERVISE_POST)
        figures = supervision.figures(desk, desk.today - timedelta(days=_DAYS - 1), desk.today)
        return SupervisionPageFacts(
            acts=tuple(self._line(one, names.get(one.by, one.by), supervises) for one in supervision.listed(desk)),
            figures=tuple(figure_words(figures, names)),
            supervises=supervises,
        )

    def acts_wait(self) -> int:
        """How many acts wait for who works here now; 0 while locked."""
        return supervision.waiting(self.desk) if may(self.desk, Permission.READ) else 0

    def accept(self, acts: Sequence[SubjectId]) -> str:
        """These are as they should be; as a sentence."""
        done = supervision.accept(self.desk, acts)
        return accepted_words(len(done.acts), [sentence(one.why) for one in done.refused])

    def give_back(self, act: SubjectId, reason: str) -> str:
        """One is to be done anew; as a sentence."""
        return f"{act_state(supervision.give_back(self.desk, act, reason))}."

    def redo(self, act: SubjectId, note: str) -> str:
        """It was done anew; as a sentence."""
        return f"{act_state(supervision.redo(self.desk, act, note))}."

    def _line(self, act: PostalAct, clerk: str, supervises: bool) -> PostalActLine:  # noqa: FBT001 - of one caller
        row = dossier_row(self.desk.store.log.dossier(act.dossier))
        wanted = PostalActState.WAITS if supervises else PostalActState.GIVEN_BACK
        return PostalActLine(
            id=act.id,
            dossier=act.dossier,
            at=f"{local(act.at):%H:%M %d/%m}" if act.at else "",
            clerk=clerk,
            act=ACT[act.act],
            code=row.code or row.slip,
            owner=row.owner if supervises else "",
            procedure=row.procedure_name,
            amount=amount_text(act.amount) if act.amount else "",
            state=act_state(act),
            tone=_TONE[act.state],
            waits=act.state is wanted,
        )

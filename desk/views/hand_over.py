"""Views of hand-over lists: made from the day's work, confirmed, struck, printed, scanned."""

from collections.abc import Sequence

from msgspec import Struct

from desk.dossiers import hand_over_lists
from desk.dossiers.work_lists import WorkFilter
from desk.prints.print_jobs import PrintJob
from desk.recording import RefusedAct
from desk.rights import Permission, may
from desk.views.process import WorkDone
from desk.views.state import Views
from desk.words.hand_over import OWN_LIST, STRUCK, confirmed_words, list_size, list_state, made_words, struck_words
from desk.words.reasons import sentence
from desk.words.terms import STAGE, STATUS
from models.calendar.clock import local
from models.ids import DossierId, SubjectId
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_row import dossier_row
from models.subjects.hand_over_list import HandOverList


class HandOverLine(Struct, frozen=True, kw_only=True):
    """One list in words. ``waits``: nobody has said that the papers are there."""

    id: SubjectId
    number: str
    to: str
    made: str
    size: str
    state: str
    waits: bool


class HandOverDossier(Struct, frozen=True, kw_only=True):
    """One dossier of a list in words. ``struck``: it was not there."""

    id: DossierId
    code: str
    owner: str
    procedure: str
    state: str
    struck: bool


class ListScanned(Struct, frozen=True, kw_only=True):
    """What scanning a list's number has done. ``list``: to be shown; None = it is not here."""

    list: SubjectId | None
    tone: str
    words: str


class HandOverViews(Views):
    """The page of the lists, and the act of the day's work that makes them."""

    def made(self, dossiers: Sequence[DossierId], narrowed: WorkFilter) -> WorkDone:
        """Lists of these dossiers; none named: of all that have to go today, of those in front. All or nothing.

        What is refused for one dossier stops no other.
        """
        desk = self.desk
        with desk.store.log.together():
            done = hand_over_lists.make(desk, dossiers=dossiers or None, narrowed=narrowed)
            prints = may(desk, Permission.PRINT)
            jobs = tuple(hand_over_lists.hand_over_job(desk, one.id) for one in done.lists) if prints else ()
        return WorkDone(
            sentence=made_words(done.lists, self._refused(done.refused), done.later),
            count=sum(len(one.dossiers) for one in done.lists),
            refused=frozenset(one.dossier for one in done.refused),
            jobs=jobs,
        )

    def page(self) -> tuple[HandOverLine, ...]:
        """The lists that wait, of whatever day, then the others of today."""
        return tuple(_line(one) for one in hand_over_lists.listed(self.desk))

    def dossiers(self, list_id: SubjectId) -> tuple[HandOverDossier, ...]:
        """What is on a list."""
        made = hand_over_lists.by_id(self.desk, list_id)
        struck = {one.dossier: one.reason for one in made.struck}
        return tuple(_dossier(one, struck.get(one.id)) for one in hand_over_lists.dossiers_of(self.desk, made))

    def confirm(self, number: str) -> str:
        """The papers are there; as a sentence."""
        done = hand_over_lists.confirm(self.desk, number)
        return confirmed_words(done.made, self._refused(done.refused))

    def strike(self, list_id: SubjectId, dossier: DossierId, reason: str) -> str:
        """A dossier is not there; as a sentence."""
        made = hand_over_lists.strike(self.desk, list_id, dossier, reason)
        return struck_words(made, self.desk.store.dossiers.code_of(dossier))

    def job(self, list_id: SubjectId) -> PrintJob:
        """The list once more on paper."""
        return hand_over_lists.hand_over_job(self.desk, list_id)

    def scanned(self, code: str, paper: str) -> ListScanned:
        """A list's code was scanned: the receiving side has the papers. Whoever made the list only sees it.

        Args:
            code: as bars or QR say it.
            paper: what a signed QR says; empty = it was no such.
        """
        from desk.dossiers import paper_check, paper_words  # noqa: PLC0415 - loaded with the first paper

        made = hand_over_lists.by_code(self.desk, code)
        if paper:
            checked = paper_check.check_paper(self.desk, paper)
            if checked.verdict in {paper_check.PaperVerdict.CHANGED, paper_check.PaperVerdict.REVOKED}:
                return ListScanned(list=None, tone="bad", words=paper_words.banner(checked)[1])
        if not made.waits:
            return ListScanned(list=made.id, tone="info", words=f"{made.number}: {list_state(made)}.")
        if made.made_by == self.desk.by:
            return ListScanned(list=made.id, tone="info", words=OWN_LIST.format(number=made.number))
        done = hand_over_lists.confirm(self.desk, code)
        words = confirmed_words(done.made, self._refused(done.refused))
        return ListScanned(list=made.id, tone="warn" if done.refused else "good", words=words)

    def _refused(self, refused: Sequence[RefusedAct]) -> list[tuple[str, str]]:
        code_of = self.desk.store.dossiers.code_of
        return [(code_of(one.dossier), sentence(one.why)) for one in refused]


def _line(made: HandOverList) -> HandOverLine:
    return HandOverLine(
        id=made.id,
        number=made.number,
        to=made.to.unit_name,
        made=f"{local(made.made_at):%H:%M %d/%m}" if made.made_at else "",
        size=list_size(made),
        state=list_state(made),
        waits=made.waits,
    )


def _dossier(dossier: Dossier, struck: str | None) -> HandOverDossier:
    row = dossier_row(dossier)
    in_work = dossier.status is DossierStatus.RECEIVED
    state = STAGE[dossier.processing.stage] if in_work else STATUS[dossier.status]
    return HandOverDossier(
        id=dossier.id,
        code=row.code or row.slip,
        owner=row.owner,
        procedure=row.procedure_name,
        state=state if struck is None else f"{STRUCK}: {struck}",
        struck=struck is not None,
    )

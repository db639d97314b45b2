"""Views of the post: what postal staff did, and parcels."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from desk.post import day_lists, parcel_papers, parcels, supervision
from desk.post.parcels import ForPost
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, may
from desk.staff import colleagues
from desk.views.state import Views
from desk.words.post.parcels import (
    ACT,
    accepted_words,
    act_state,
    figure_words,
    for_post_state,
    heard_words,
    money_words,
    parcel_state,
    posted_words,
)
from desk.words.reasons import sentence
from models.calendar.clock import local
from models.events import ParcelStage
from models.ids import DossierId, SubjectId
from models.subjects.dossier_row import dossier_row
from models.subjects.post.parcel import Parcel
from models.subjects.post.post_work_list import PostWorkList
from models.subjects.post.postal_act import PostalAct, PostalActState
from models.words.money_words import in_figures

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


class ForPostLine(Struct, frozen=True, kw_only=True):
    """A result that is to go by post, in words. ``came_back``: it was sent before."""

    dossier: DossierId
    code: str
    receiver: str
    address: str
    state: str
    came_back: bool


class ParcelLine(Struct, frozen=True, kw_only=True):
    """One parcel in words.

    Attributes:
        late: it should have arrived.
        owes: the post has money of it.
        reported: the post's system says that it ended, and nobody has confirmed it.
        contradictory: it was delivered and came back, as scans say.
    """

    id: SubjectId
    number: str
    receiver: str
    address: str
    state: str
    tone: str
    late: bool
    owes: bool
    reported: bool
    contradictory: bool


class ParcelsPageFacts(Struct, frozen=True, kw_only=True):
    """The three columns of the page: to be handed over, with the post, ended."""

    to_go: tuple[ForPostLine, ...]
    under_way: tuple[ParcelLine, ...]
    ended: tuple[ParcelLine, ...]


class Posted(Struct, frozen=True, kw_only=True):
    """What handing over has done, as a sentence, with the papers of it."""

    sentence: str
    jobs: tuple[PrintJob, ...]


class ParcelHeard(Struct, frozen=True, kw_only=True):
    """What a scan has done, as a sentence with its tone."""

    sentence: str
    tone: str


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

    def day(self) -> dict[PostWorkList, int]:
        """How many each of the day's lists of the post holds; none for who may see none, and while locked."""
        return day_lists.day(self.desk).counts if may(self.desk, Permission.READ) else {}

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
            amount=in_figures(act.amount) if act.amount else "",
            state=act_state(act),
            tone=_TONE[act.state],
            waits=act.state is wanted,
        )

    # ---- out by post -------------------------------------------------------------------------------------

    def parcels(self) -> ParcelsPageFacts:
        """Everything of the page of parcels."""
        desk = self.desk
        waiting = parcels.under_way(desk)
        with_post = [one for one in waiting if one.under_way]
        ended = [*(one for one in waiting if not one.under_way), *parcels.ended(desk)]
        return ParcelsPageFacts(
            to_go=tuple(_for_post(one) for one in parcels.to_go(desk)),
            under_way=tuple(self._parcel(one) for one in with_post),
            ended=tuple(self._parcel(one) for one in ended),
        )

    def parcels_wait(self) -> int:
        """How many results wait to go by post, and parcels that should have arrived; 0 for who has no part in it."""
        if not may(self.desk, Permission.POST):
            return 0
        fresh = sum(not one.came_back for one in parcels.wanted_by_post(self.desk))
        return fresh + len(parcels.late(self.desk))

    def hand_to_post(self, dossiers: Sequence[DossierId], postman: str) -> Posted:
        """Give these results to the post, none named: all that wait; with list and slips of them, all or nothing."""
        desk = self.desk
        jobs: tuple[PrintJob, ...] = ()
        with desk.store.log.together():
            done = parcels.hand_over(desk, dossiers or None, postman=postman)
            if done.parcels and may(desk, Permission.PRINT):
                slips = (parcel_papers.parcel_job(desk, one.id) for one in done.parcels)
                jobs = (parcel_papers.list_job(desk, done.list_number), *slips)
        code_of = desk.store.dossiers.code_of
        refused = [(code_of(one.dossier), sentence(one.why)) for one in done.refused]
        return Posted(sentence=posted_words(done.list_number, done.parcels, refused), jobs=jobs)

    def heard(self, code: str, stage: ParcelStage, receiver: str) -> ParcelHeard:
        """A parcel was scanned at a stage; delivered to nobody named: to whom it was sent."""
        if stage is ParcelStage.DELIVERED and not receiver:
            receiver = parcels.by_code(self.desk, code).receiver.name
        done = parcels.scan(self.desk, code, stage, receiver=receiver)
        words = heard_words(done.parcel, stage, fresh=done.fresh, too_soon=done.too_soon)
        return ParcelHeard(sentence=words, tone="warn" if done.too_soon else "good" if done.fresh else "info")

    def confirm_reported(self) -> ParcelHeard:
        """What the post's system says of parcels that ended is taken over."""
        done = parcels.confirm_reported(self.desk)
        said = " ".join(heard_words(one.parcel, one.parcel.stage, fresh=one.fresh, too_soon=False) for one in done)
        return ParcelHeard(sentence=said, tone="good")

    def settle(self, number: str, stage: ParcelStage, reason: str) -> ParcelHeard:
        """Which of two scans is true."""
        parcel = parcels.settle(self.desk, number, stage, reason)
        return ParcelHeard(sentence=f"{parcel.number}: {parcel_state(parcel, self.desk.today, None)[0]}.", tone="good")

    def money_of_post(self, number: str) -> Posted:
        """The post hands over what it collected for a parcel; with the papers of that payment, or not at all."""
        from desk.money import money_papers  # noqa: PLC0415 - loaded with the first paper

        with self.desk.store.log.together():
            done = parcels.receive_money(self.desk, number)
            jobs = money_papers.payment_jobs(self.desk, [done.payment]) if done.payment else ()
        return Posted(sentence=money_words(done, parcels.taken_of(self.desk, done)), jobs=jobs)

    def parcel_slip(self, parcel: SubjectId) -> PrintJob:
        """A parcel's slip once more on paper."""
        return parcel_papers.parcel_job(self.desk, parcel)

    def _parcel(self, parcel: Parcel) -> ParcelLine:
        words, tone = parcel_state(parcel, self.desk.today, parcels.second_call_on(self.desk, parcel))
        return ParcelLine(
            id=parcel.id,
            number=parcel.number,
            receiver=parcel.receiver.name,
            address=parcel.receiver.address,
            state=words,
            tone=tone,
            late=parcels.is_late(self.desk, parcel),
            owes=parcel.post_owes > 0,
            reported=parcel.reported is not None,
            contradictory=parcel.contradictory,
        )


def _for_post(one: ForPost) -> ForPostLine:
    dossier, intake = one.dossier, one.dossier.intake
    return ForPostLine(
        dossier=dossier.id,
        code=dossier.code,
        receiver=intake.submitter.full_name if intake else "",
        address=(intake.return_to or intake.submitter.address) if intake else "",
        state=for_post_state(dossier, came_back=one.came_back),
        came_back=one.came_back,
    )

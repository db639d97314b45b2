"""Views of dossiers sent in by post."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from desk.intake import drafts
from desk.intake.intake import IntakeForm
from desk.post import consignment_papers, consignments, delivery_record
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, may
from desk.views.state import Views
from desk.words.post.consignments import (
    arrived_words,
    consignment_state,
    corrected_words,
    count_words,
    counted_words,
    handed_in_words,
    made_out_words,
    slip_delivered_words,
)
from desk.words.reasons import sentence
from models.events import ConsignmentStage, PaperReceived
from models.ids import DossierId, SubjectId
from models.subjects.post.consignment import Consignment, PaperCount


class ConsignmentLine(Struct, frozen=True, kw_only=True):
    """One consignment in words.

    Attributes:
        fee: what the postman took, in đồng.
        tone: of its state.
        counted: its papers were counted; open: it is still to be handed in.
        late: it should have arrived, or its dossier's slip should be with the sender.
        slip_awaited: the post has its dossier's slip, on the way to the sender.
        dossier: what it became; empty = nothing yet.
    """

    id: SubjectId
    number: str
    post_number: str
    sender: str
    procedure: str
    fee: int
    state: str
    tone: str
    counted: bool
    open: bool
    late: bool
    slip_awaited: bool
    dossier: DossierId
    counts: tuple[PaperCount, ...]


class ConsignmentsPageFacts(Struct, frozen=True, kw_only=True):
    """The page: what is to come or to be handed in, and what ended in the last days."""

    waiting: tuple[ConsignmentLine, ...]
    ended: tuple[ConsignmentLine, ...]


class ConsignmentDone(Struct, frozen=True, kw_only=True):
    """What an act has done, as a sentence with its tone, and the papers of it."""

    sentence: str
    tone: str = "good"
    jobs: tuple[PrintJob, ...] = ()


class ConsignmentViews(Views):
    """The page of what comes in by post."""

    def page(self) -> ConsignmentsPageFacts:
        """Everything of it."""
        waiting = consignments.waiting(self.desk)
        return ConsignmentsPageFacts(
            waiting=tuple(self._line(one) for one in waiting),
            ended=tuple(self._line(one) for one in reversed(consignments.ended(self.desk))),
        )

    def waits(self) -> int:
        """How many have arrived and are not handed in, or should have arrived; 0 for who has no part in it."""
        if not may(self.desk, Permission.POST):
            return 0
        here = {ConsignmentStage.ARRIVED, ConsignmentStage.COUNTED}
        return sum(one.stage in here or consignments.is_late(self.desk, one) for one in consignments.waiting(self.desk))

    def make_out(self, form: IntakeForm) -> ConsignmentDone:
        """The counter's form is a consignment's: a new one, or data corrected; the draft is forgotten: all or nothing.

        Postal staff take the papers from the citizen: slip and label are printed at once. A clerk enters a slip that
        came with the packet.
        """
        desk = self.desk
        with desk.store.log.together():
            drafts.forget_draft(desk)
            if form.consignment:
                return ConsignmentDone(sentence=corrected_words(consignments.correct(desk, form.consignment, form)))
            takes = not may(desk, Permission.ANY_PROCEDURE)
            one = consignments.make_out(desk, form, postman=desk.clerk.name if takes and desk.clerk else "")
            jobs: tuple[PrintJob, ...] = ()
            if takes and may(desk, Permission.PRINT):
                jobs = (consignment_papers.slip_job(desk, one.id), consignment_papers.label_job(desk, one.id))
        return ConsignmentDone(sentence=made_out_words(one), jobs=jobs)

    def form(self, number: str) -> IntakeForm:
        """The counter's form of a consignment, to be corrected."""
        one = consignments.by_code(self.desk, number)
        return replace(consignments.form_of(one), papers=one.papers, paid_by=None, consignment=one.number)

    def arrived(self, code: str) -> ConsignmentDone:
        """A packet was scanned: it is here."""
        one, fresh = consignments.scan(self.desk, code)
        said = arrived_words(one, ConsignmentStage.ARRIVED, fresh=fresh)
        return ConsignmentDone(sentence=said, tone="good" if fresh else "info")

    def count(self, number: str, counted: Mapping[str, tuple[int, int]], post_number: str, fee: int) -> ConsignmentDone:
        """Originals and copies that were counted, by the name of the paper; the post's number, and what it took."""
        consignments.correct(self.desk, number, fee=fee, post_number=post_number)
        papers = [PaperReceived(name=name, originals=one[0], copies=one[1]) for name, one in counted.items()]
        done = consignments.count(self.desk, number, papers)
        return ConsignmentDone(sentence=counted_words(done), tone="warn" if count_words(done.counts) else "good")

    def hand_in(self, numbers: Sequence[str], postman: str, *, with_money: bool) -> ConsignmentDone:
        """Both sides sign; with the record and the slips of the dossiers, all or nothing.

        What is refused stays with the postman and stops no other.
        """
        from desk.money import money_papers  # noqa: PLC0415 - loaded with the first paper

        desk = self.desk
        jobs: list[PrintJob] = []
        with desk.store.log.together():
            done = delivery_record.hand_in(desk, numbers, postman=postman, with_money=with_money)
            if done.record and may(desk, Permission.PRINT):
                jobs.append(consignment_papers.record_job(desk, done.record))
                for one, dossier in zip(done.consignments, done.dossiers, strict=True):
                    jobs.append(form_jobs.outcome_job(desk, dossier.id))
                    if one.money:
                        jobs += money_papers.payment_jobs(desk, dossier.payments[-1:])
        names = {one.id: one.number for one in consignments.waiting(desk)}
        refused = [(names.get(one.consignment, ""), sentence(one.why)) for one in done.refused]
        said = handed_in_words(done.record, done.consignments, done.dossiers, refused)
        return ConsignmentDone(sentence=said, tone="warn" if refused else "good", jobs=tuple(jobs))

    def slip_delivered(self, number: str) -> ConsignmentDone:
        """The post has brought the sender the slip of one."""
        return ConsignmentDone(sentence=slip_delivered_words(consignments.slip_delivered(self.desk, number).number))

    def send_back(self, number: str, reason: str) -> ConsignmentDone:
        """The postman takes one back."""
        one = consignments.send_back(self.desk, number, reason)
        return ConsignmentDone(sentence=f"{one.number}: {self._line(one).state}.")

    def papers_of(self, consignment: SubjectId) -> tuple[PrintJob, ...]:
        """Slip and label once more; of one that was handed in, its record."""
        one = next((one for one in consignments.ended(self.desk) if one.id == consignment and one.record), None)
        if one is not None:
            return (consignment_papers.record_job(self.desk, one.record),)
        return consignment_papers.slip_job(self.desk, consignment), consignment_papers.label_job(self.desk, consignment)

    def _line(self, one: Consignment) -> ConsignmentLine:
        late = consignments.is_late(self.desk, one)
        state, tone = consignment_state(one, self.desk.today, late=late)
        return ConsignmentLine(
            id=one.id,
            number=one.number,
            post_number=one.post_number,
            sender=one.sender.name,
            procedure=one.intake.procedure.name if one.intake else "",
            fee=one.fee,
            state=state,
            tone=tone,
            counted=one.counted is not None,
            open=one.is_open,
            late=late or consignments.slip_is_late(self.desk, one),
            slip_awaited=one.slip_awaited,
            dossier=one.dossier,
            counts=one.counts,
        )

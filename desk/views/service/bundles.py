"""Views of bundles: the form of several matters, what it comes to, taking them in, and bundles as they stand."""

from functools import partial

from msgspec import Struct

from desk.bundles import bundles, definitions
from desk.bundles.bundle_draft import form_of_draft
from desk.bundles.bundle_form import BundleForm, BundlePaper, PartSeen, begin_bundle, bundle_preview, with_matter
from desk.bundles.bundles import BundlePartStanding, BundleStanding
from desk.bundles.taking_in import take_in_together
from desk.desk import Desk
from desk.intake import drafts
from desk.intake.intake import IntakeForm
from desk.money import money_papers
from desk.pauses import bundle_waits
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.views.money.done import by_hand
from desk.views.state import Views
from desk.words.reasons import sentence
from desk.words.service.assisted import filing_state
from desk.words.service.bundles import bundle_name
from desk.words.terms import STATUS, moment
from models.events import PaperReceived
from models.ids import DossierId, SubjectId
from models.not_allowed import TimeLimitUnknown
from models.words.money_words import in_figures


class MatterLine(Struct, frozen=True, kw_only=True):
    """One matter of the form.

    Attributes:
        detail: what it comes to, or what is wrong with it; empty = it is not chosen.
        days: working days agreed for it; None = its limit is published, none need be agreed.
    """

    id: str
    name: str
    chosen: bool
    detail: str = ""
    wrong: bool = False
    days: int | None = None


class BundleLook(Struct, frozen=True, kw_only=True):
    """A form as its sheet shows it; ``problem``: the first that prevents it, empty = it can be taken in."""

    form: BundleForm
    lines: tuple[MatterLine, ...]
    papers: tuple[BundlePaper, ...]
    summary: str
    problem: str
    electronic: bool


class BundleOutcome(Struct, frozen=True, kw_only=True):
    """What was taken in together; ``jobs``: papers to be printed, ``said`` in one sentence."""

    bundle: SubjectId
    first: DossierId
    said: str
    jobs: tuple[PrintJob, ...]


class BundleMember(Struct, frozen=True, kw_only=True):
    """A part of a bundle as its other parts show it; ``here``: it has arrived and may be opened."""

    dossier: DossierId
    words: str
    here: bool


class BundleNote(Struct, frozen=True, kw_only=True):
    """A bundle as the page of one of its dossiers shows it; ``on_portal``: it is followed there, by its code."""

    id: SubjectId
    words: str
    members: tuple[BundleMember, ...]
    on_portal: bool = False


class BundleViews(Views):
    """Several matters taken in together."""

    def offered(self) -> tuple[tuple[str, str], ...]:
        """The bundles of today, by code and name."""
        return tuple((one.code, one.name) for one in definitions.offered_bundles(self.desk))

    def begun(self, code: str, people: IntakeForm) -> BundleLook:
        """The sheet of a bundle; without one, of the matter that the form is about."""
        if code:
            return self.look(begin_bundle(self.desk, code, people))
        form = BundleForm(people=people)
        return self.look(with_matter(form, people) if people.procedure else form)

    def added(self, form: BundleForm, matter: IntakeForm) -> BundleLook:
        """The sheet with one more matter."""
        return self.look(with_matter(form, matter))

    def come_back(self, text: str, people: IntakeForm) -> BundleLook:
        """The sheet as a draft kept it."""
        return self.look(form_of_draft(text, people))

    def look(self, form: BundleForm) -> BundleLook:
        """What taking all in now would come to."""
        seen = bundle_preview(self.desk, form)
        parts = {one.part.id: one for one in seen.parts}
        lines = []
        for part in form.parts:
            one = parts.get(part.id)
            procedure = next((p for p in self.desk.catalogue.procedures if p.code == part.procedure), None)
            name = part.name or (procedure.name if procedure else part.procedure)
            if one is None:
                lines.append(MatterLine(id=part.id, name=name, chosen=False))
                continue
            wrong = next((problem for id_, problem in seen.problems if id_ == part.id), None)
            unknown = any(isinstance(problem, TimeLimitUnknown) for problem in one.seen.problems)
            lines.append(
                MatterLine(
                    id=part.id,
                    name=name,
                    chosen=True,
                    detail=_detail(one) if one.seen.due else sentence(wrong) if wrong else "",
                    wrong=wrong is not None,
                    days=part.days if part.days or unknown else None,
                )
            )
        due = max((one.due_at for one in seen.parts if one.due_at), default=None)
        told = [f"{len(seen.parts)} việc", f"{in_figures(seen.fee)} đồng" if seen.fee else ""]
        told.append(f"xong hết {moment(due)}" if due else "")
        return BundleLook(
            form=form,
            lines=tuple(lines),
            papers=seen.papers,
            summary=" · ".join(filter(None, told)),
            problem=sentence(seen.problems[0][1]) if seen.problems else "",
            electronic=seen.definition is not None and seen.definition.electronic,
        )

    def take_in(self, form: BundleForm) -> BundleOutcome:
        """Take all in, write their papers down, and forget the draft: all or nothing."""
        with self.desk.store.log.together():
            taken = take_in_together(self.desk, form, beside=partial(drafts.forget_draft, self.desk))
            jobs = [form_jobs.bundle_job(self.desk, taken.bundle.id)] if form.one_slip else []
            if not form.one_slip:
                jobs += [form_jobs.outcome_job(self.desk, one.id) for one in taken.dossiers if one.receipt_wanted]
            paid = taken.dossiers[0].payments[-1:] if form.people.paid_by else ()
            paid = paid or tuple(dict.fromkeys(payment for one in taken.dossiers for payment in one.payments))
            jobs += money_papers.payment_jobs(self.desk, paid)
        codes = ", ".join(one.code for one in taken.dossiers)
        said = f"Đã tiếp nhận {len(taken.dossiers)} việc: {codes}. {by_hand(self.desk, paid)}".strip()
        return BundleOutcome(
            bundle=taken.bundle.id,
            first=taken.dossiers[0].id,
            said=said,
            jobs=tuple(jobs),
        )

    def of_dossier(self, dossier: DossierId) -> BundleNote | None:
        """The bundle of a dossier; None = it stands alone."""
        found = bundles.of_dossier(self.desk, dossier)
        return note_of(self.desk, found) if found else None

    def open_notes(self) -> tuple[BundleNote, ...]:
        """The bundles of which something is at work, the youngest first."""
        return tuple(note_of(self.desk, one) for one in bundles.listed(self.desk))

    def next_part(self, dossier: DossierId) -> DossierId:
        """The part that follows this one in its bundle."""
        return bundles.next_part(self.desk, dossier)

    def slip(self, dossier: DossierId) -> PrintJob:
        """The combined slip of a dossier's bundle once more."""
        return form_jobs.bundle_job(self.desk, bundles.bundle_of(self.desk, dossier))

    def start_clocks(self) -> int:
        """After something has arrived: the clocks of parts that wait for nothing any more."""
        return bundle_waits.start_waiting(self.desk)


def note_of(desk: Desk, found: BundleStanding) -> BundleNote:
    """A bundle in words."""
    filing = bundles.on_portal(desk, found.bundle)
    head = f"{bundle_name(found.bundle.name)}: {found.ended}/{found.total} việc đã xong"
    if found.bundle.portal_code:
        head += f"; mã trên Cổng {found.bundle.portal_code}"
        head += f", {filing_state(filing)}" if filing else ""
    members = tuple(
        BundleMember(dossier=one.part.dossier, words=part_words(one), here=one.dossier is not None)
        for one in found.parts
    )
    return BundleNote(id=found.bundle.id, words=f"{head}.", members=members, on_portal=filing is not None)


def part_words(one: BundlePartStanding) -> str:
    """``"Đăng ký thường trú · …-3002 · chờ Đăng ký khai sinh · hẹn 17:00 …"``."""
    told = [one.part.name, one.part.code]
    if one.out:
        told.append(f"đã tách: {one.out}")
    elif one.dossier is None:
        told.append("chưa về máy này")
    elif one.waits_for:
        told.append(f"chờ {', '.join(part.name for part in one.waits_for)}")
    else:
        told.append(STATUS[one.dossier.status].lower())
    if one.dossier is not None and not one.ended and one.dossier.due and one.dossier.due.at:
        told.append(f"hẹn {moment(one.dossier.due.at)}")
    return " · ".join(told)


def _detail(one: PartSeen) -> str:
    told = [f"hẹn {moment(one.due_at)}" if one.due_at else ""]
    told.append("sau việc trước" if one.after else "")
    told.append(f"{in_figures(one.seen.fee.total)} đồng" if one.seen.fee and one.seen.fee.total else "")
    told.append(one.part.resolved_by.name if one.part.resolved_by else one.part.agency)
    return " · ".join(filter(None, told))


def given(paper: BundlePaper) -> PaperReceived:
    """A paper of the common checklist as handed in: as many as are asked for."""
    asked = paper.paper
    return PaperReceived(name=asked.name, originals=asked.originals, copies=asked.copies, shown_only=asked.to_show)

"""Views of dossiers: the list, one dossier, and acts on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import access_log
from desk.dossiers import deadlines, four_eyes, lookup, results
from desk.dossiers.clock import clock_of
from desk.dossiers.deadlines import Deadline
from desk.dossiers.on_the_spot_words import legs_words
from desk.dossiers.step_line import step_line
from desk.money import money_papers, payments, prices
from desk.staff import second_person
from desk.staff.accounts import SignInAttempt
from desk.views import PAGE
from desk.views.money.done import by_hand
from desk.views.state import Views
from desk.views.view_models import DossierLine, DossierView, HistoryLine, ScannedPaper, Second
from desk.views.ways import ways
from desk.words.due import appointment, due_cell
from desk.words.history import tell_each
from desk.words.pauses import supplemented_words
from models.events import DossierCorrected, FeeLine, FileAttached, ReadBy, tag_of
from models.ids import ClerkId, DossierId
from models.store.projections.declarations import FilledDeclarations
from models.subjects.dossier import DossierStatus
from models.subjects.dossier_row import DossierRow, Order
from models.subjects.on_the_spot import is_on_the_spot, legs
from models.trouble import ScanNotHere

if TYPE_CHECKING:
    from desk.prints.print_jobs import PrintJob


class DossierViews(Views):
    """Each change answers with the dossier as it is afterwards."""

    def listed(
        self,
        words: str,
        only: DossierStatus | Deadline | None,
        order: Order,
        after: DossierLine | None,
        unit: str = "",
    ) -> list[DossierLine]:
        """A page of the list, the first or the one behind a line: found by words (newest first), else narrowed."""
        behind = after.row if after else None
        if words.strip():
            found = lookup.find(self.desk, words, limit=PAGE, before=behind.id if behind else None)
        else:
            found = lookup.listed(self.desk, only=only, order=order, unit=unit, limit=PAGE, after=behind)
        now = self.desk.clock()
        return [self._line(row, now) for row in found]

    def _line(self, row: DossierRow, now: datetime) -> DossierLine:
        calendar = self.desk.calendar if row.runs else None
        return DossierLine(
            row=row,
            due=due_cell(row.due_at, now, calendar),
            nearness=deadlines.nearness(self.desk, row, now),
        )

    def found(self, words: str, limit: int) -> list[DossierRow]:
        """The newest few that are found by words; whose they are is recorded."""
        return lookup.find(self.desk, words, limit=limit)

    def count(self, only: DossierStatus | Deadline | None, unit: str = "") -> int:
        """How many there are in all, of a status or due at some time, held by a unit."""
        return lookup.count(self.desk, only, unit)

    def one(self, dossier: DossierId) -> DossierView:
        """One dossier with its history and how far it got."""
        from desk.dossiers.delivery import ladder  # noqa: PLC0415 - the exchange's libraries are not loaded to open a desk

        names = self._state.names()
        recorded = lookup.history(self.desk, dossier)
        told = tuple(
            HistoryLine(
                at=r.at,
                clerk=names.get(r.clerk, r.clerk),
                counter=r.device,
                sentence=sentence,
                what=tag_of(type(r.event)),
            )
            for r, sentence in zip(recorded, tell_each([r.event for r in recorded], names), strict=True)
        )
        seen, now = self.desk.store.log.dossier(dossier), self.desk.clock()
        in_work = seen.runs
        at = seen.due.at if seen.due else None
        bundle, on_portal = self._bundle(dossier) if seen.bundle else ((), False)
        return DossierView(
            dossier=seen,
            told=told,
            ladder=ladder(self.desk, dossier, set_aside=self._state.set_aside),
            promise=appointment(at, now, self.desk.calendar if in_work else None),
            late=in_work and at is not None and at < now,
            steps=step_line(self.desk, seen),
            others_hand=seen.processing.holder.clerk not in {"", self.desk.by},
            clock=clock_of(self.desk, seen).why if seen.pauses or seen.due != seen.promised else (),
            ways=ways(self.desk, seen, names) if seen.disputes else None,
            exemptions=prices.exemptions(self.desk, seen),
            supplemented=supplemented_words(recorded),
            bundle=bundle,
            on_portal=on_portal,
            declarations=self._declarations(dossier),
            on_the_spot=legs_words(legs(recorded)) if is_on_the_spot(self.desk.processes, seen) else "",
        )

    def _declarations(self, dossier: DossierId) -> tuple[str, ...]:
        if not self.desk.store.lists(FilledDeclarations).of_dossier(dossier):
            return ()
        from desk.declarations.handed_in import names_of_dossier  # noqa: PLC0415 - of a dossier that has some

        return names_of_dossier(self.desk, dossier)

    def _bundle(self, dossier: DossierId) -> tuple[tuple[str, ...], bool]:
        """The bundle as lines, and whether it is followed on the portal."""
        from desk.bundles.bundles import of_dossier  # noqa: PLC0415 - of a dossier in a bundle only
        from desk.views.service.bundles import note_of  # noqa: PLC0415 - likewise
        from desk.words.service.bundles import BUNDLE_NOT_HERE  # noqa: PLC0415 - likewise

        found = of_dossier(self.desk, dossier)
        if found is None:
            return (BUNDLE_NOT_HERE,), False
        note = note_of(self.desk, found)
        return (note.words, *(member.words for member in note.members)), note.on_portal

    def opened(self, dossier: DossierId, by: ReadBy, words: str) -> DossierView:
        """One dossier, opened by a person: which is recorded."""
        access_log.record_opened(self.desk, dossier, by, words)
        return self.one(dossier)

    def by_code(self, code: str) -> DossierId:
        """The dossier that bears this code or slip number."""
        return lookup.by_code(self.desk, code).id

    def scanned_paper(self, text: str) -> ScannedPaper:
        """What is known of the paper whose QR code was scanned, and its dossier, if that is here."""
        from desk.dossiers import paper_check, paper_words  # noqa: PLC0415 - loaded with the first paper

        checked = paper_check.check_paper(self.desk, text)
        tone, words = paper_words.banner(checked)
        return ScannedPaper(dossier=checked.dossier, tone=tone, words=words)

    def correct(self, dossier: DossierId, correction: DossierCorrected, procedure: str) -> DossierView:
        """Put right what was written wrongly; the procedure by its code."""
        results.correct(self.desk, dossier, correction, procedure=procedure)
        return self.one(dossier)

    def withdraw(self, dossier: DossierId, reason: str) -> DossierView:
        """The citizen takes it back."""
        results.withdraw(self.desk, dossier, reason)
        return self.one(dossier)

    def hand_over(self, dossier: DossierId, to: str, authority: str, signed_by: str, note: str) -> DossierView:
        """The result is given to somebody."""
        results.hand_over(self.desk, dossier, to, note, authority=authority, signed_by=signed_by)
        return self.one(dossier)

    def take_cash(self, dossier: DossierId) -> DossierView:
        """What it owes, exactly, in cash, and the papers of it: all or nothing."""
        with self.desk.store.log.together():
            paid = payments.take(self.desk, [dossier])
            papers = money_papers.payment_jobs(self.desk, [paid.id])
        written = by_hand(self.desk, [paid.id])
        return replace(self.one(dossier), papers=papers, written=written)

    def attach(self, dossier: DossierId, paths: tuple[Path, ...], paper: str) -> DossierView:
        """Keep scanned files with a dossier; those before one that is refused are kept."""
        from desk.dossiers import attachments  # noqa: PLC0415 - loaded when first wanted

        for path in paths:
            attachments.attach(self.desk, dossier, path, paper)
        return self.one(dossier)

    def camera(self) -> int:
        """The number of this machine's camera, for cards and papers alike; -1 = it has none."""
        return self.desk.settings.camera

    def keep_photograph(self, dossier: DossierId, jpeg: bytes, paper: str) -> int:
        """Keep a photograph with a dossier at once; how many files it has then."""
        from desk.dossiers import attachments  # noqa: PLC0415 - likewise
        from desk.photographs.photograph_words import photograph_name  # noqa: PLC0415 - likewise

        name = photograph_name(paper, len(self.desk.store.log.dossier(dossier).files) + 1)
        return len(attachments.attach_content(self.desk, dossier, name, jpeg, paper).files)

    def photographed(self, dossier: DossierId, last: bytes, paper: str) -> DossierView:
        """The dossier when all are taken; ``last`` is one that is still looked at, and kept too. Empty = none."""
        if last:
            self.keep_photograph(dossier, last, paper)
        return self.one(dossier)

    def correct_price(self, dossier: DossierId, lines: Sequence[FeeLine], source: str, reason: str) -> DossierView:
        """Put the price right, where no money goes back."""
        prices.correct_price(self.desk, dossier, lines, source, reason)
        return self.one(dossier)

    def exempt(self, dossier: DossierId, group: str, proof: str, reason: str) -> DossierView:
        """Exempt, or waive where no exemption is named; where no money goes back."""
        if group:
            prices.exempt(self.desk, dossier, group, proof, reason)
        else:
            prices.waive(self.desk, dossier, proof, reason)
        return self.one(dossier)

    def readable(self, file: FileAttached) -> Path:
        """A copy of a scanned file for a viewer; one that another desk scanned is sent for."""
        from desk.dossiers import attachments  # noqa: PLC0415 - likewise

        try:
            return attachments.open_copy(self.desk, file)
        except ScanNotHere:
            if self._state.fetching is not None:
                self._state.fetching.want(file.digest)
            raise

    # ---- what two people confirm -------------------------------------------------------------------------

    def seconds(self, dossier: DossierId, what: str) -> tuple[tuple[Second, ...], tuple[str, ...]]:
        """Who may confirm an exception, and what to think of before, as sentences."""
        people = tuple(Second(id=one.id, name=one.name) for one in second_person.second_persons(self.desk))
        seen = self.desk.store.log.dossier(dossier)
        return people, tuple(four_eyes.HEED[one] for one in four_eyes.EXCEPTIONS[what].heed(self.desk, seen))

    def begin_second(self, dossier: DossierId, what: str, given: Sequence[object], second: ClerkId) -> SignInAttempt:
        """All but the second person is looked at first; then that one is about to prove who they are."""
        four_eyes.EXCEPTIONS[what].check(self.desk, dossier, *given)
        return second_person.begin(self.desk, second)

    def confirm(
        self, dossier: DossierId, what: str, given: Sequence[object], tried: SignInAttempt, *, fits: bool
    ) -> "DossierView | PrintJob":
        """Do what the second person has confirmed; gives its paper where it has one: both are written or neither."""
        from desk.prints import form_jobs  # noqa: PLC0415 - reportlab loads with the first paper

        desk, act = self.desk, four_eyes.EXCEPTIONS[what]
        jobs: list[PrintJob] = []

        def write_papers() -> None:
            if act.paper is not None:
                jobs.append(form_jobs.form_job(desk, dossier, act.paper))
            if act.slips is not None:
                jobs.extend(act.slips(desk, desk.store.log.dossier(dossier)))

        prints = act.paper is not None or act.slips is not None
        act.do(desk, dossier, *given, tried, fits=fits, **({"beside": write_papers} if prints else {}))
        return jobs[0] if act.paper is not None else replace(self.one(dossier), papers=tuple(jobs))

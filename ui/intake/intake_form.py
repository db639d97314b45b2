"""The intake form: people, procedure, papers, promise; saved as a draft when a field is left.

People and matter at the left, papers and promise at the right. What has been entered is one immutable
``desk.intake.intake.IntakeForm``; the fields are its face.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.calendar.clock import local
from models.not_allowed import (
    EntryNotUnderstood,
    ExemptionProofMissing,
    NotAllowed,
    NumberMalformed,
    PersonDoubtful,
    PersonIncomplete,
    TimeLimitUnknown,
)
from models.person import Person, number_of
from models.person_key import PersonKey, key_of
from models.trouble import Trouble
from ui.actions import Act
from ui.core.jobs import Jobs
from ui.core.words import KNOWN_ALREADY, why
from ui.intake.hints import Noticing
from ui.intake.intake_looks import IntakeLooks
from ui.intake.lookups import Lookups
from ui.intake.more_part import NAMES as IN_MORE
from ui.widgets.basic import paint
from ui.widgets.field import Field

if TYPE_CHECKING:
    from desk.citizen.citizen_view import CitizenView
    from desk.intake.drafts import Draft
    from desk.intake.intake import IntakeForm, Preview
    from desk.intake.reuse import EarlierPaper
    from desk.views.open_desk import OpenDesk
    from desk.views.view_models import FormCheck
    from models.events import FileAttached
    from ui.intake.bulk_intake import BulkIntake
    from ui.intake.bundle_intake import BundleIntake
    from ui.intake.national_part import NationalPart
    from ui.intake.slip_part import SlipPart

T = TypeVar("T")

_ONLINE_ONLY = "Thủ tục này chỉ nộp trực tuyến: F9 hướng dẫn người dân nộp trên Cổng từng bước."
_REST = 300
"""Milliseconds of rest after typing before preview and draft follow; leaving a field does not wait."""

_KEEP = 150
"""Milliseconds after an answer before the draft is kept: a write to the disk, for which the next answer would wait."""


LIST = "list"
"""Name under which a list that is typed and not begun is kept with the draft; see ``BulkPart.typed``."""

BUNDLE, BUNDLE_FOLDED = "bundle", "bundle.folded"
"""Likewise of several matters: their sheet is open, or folded away; see ``BundleIntake.typed``."""


_FIELDS = {"full_name": "name", "personal_number": "number", "born_on": "born", "card_issued_on": "number"}
"""Names of fields of the form by those of ``Person``, where they differ."""


def _field_of(reason: NotAllowed | Trouble) -> str:
    """The name of the field a refusal is about; empty = of none."""
    match reason:
        case EntryNotUnderstood():
            return reason.field
        case PersonDoubtful():
            return f"{reason.role}.{_FIELDS.get(reason.field, reason.field)}"
        case PersonIncomplete():
            return f"{reason.role}.{_FIELDS.get(reason.missing[0], reason.missing[0])}"
        case NumberMalformed():
            return f"{reason.role}.number"
        case ExemptionProofMissing():
            return "exempt.proof"
        case _:
            return ""


class _Sent(Struct):
    """A form on its way to its outcome; written and read in the worker alone."""

    has_outcome: bool = False


class IntakeFace(IntakeLooks):
    """All fields of one intake.

    Attributes:
        changed: what stands in it changed (so what may be done may have changed too).
        slip_wanted: the supplement or refusal sheet was filled in and confirmed.
        dossier_wanted: carries a dossier to be looked at; ``supplement_of`` one that this form goes on with.
    """

    changed = Signal()
    slip_wanted = Signal()
    dossier_wanted = Signal(object)
    supplement_of = Signal(object)

    def __init__(self, jobs: Jobs, acts: Mapping[str, Act]) -> None:
        super().__init__(acts)
        self._jobs = jobs
        self._base: IntakeForm | None = None
        """The form as last shown; parts the fields do not carry (ticket, continues) live here."""
        self._blank: IntakeForm | None = None
        self.seen: Preview | None = None
        self.shown: CitizenView | None = None
        """What stands in it, as the citizen is shown it."""
        self.online = False
        """Its procedure can be filed online; ``online_only``: in no other way."""
        self.online_only = False
        self._kept: tuple[IntakeForm, dict[str, str]] | None = None
        """What the desk was last given as the draft; ``_stored``: it has one, of this form or from before."""
        self._stored = False
        self._sent = _Sent()
        self._asked_earlier: tuple[PersonKey, tuple[str, ...]] | None = None
        self._show_empty()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self.refresh)
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP)
        self._keeping.timeout.connect(self._keep)
        self._connect()

    @cached_property
    def slip(self) -> "SlipPart":
        """The sheet of a supplement or a refusal, built when first wanted."""
        from ui.intake.slip_part import SlipPart  # noqa: PLC0415 - loaded when first wanted

        slip = SlipPart()
        slip.edited.connect(self._edited)
        slip.done.connect(self.slip_wanted)
        slip.away.connect(self.close_slip)
        self._add_sheet("slip", slip)
        return slip

    @cached_property
    def bulk(self) -> "BulkIntake":
        """The sheet of a list, built when first wanted."""
        from ui.intake.bulk_intake import BulkIntake  # noqa: PLC0415 - loaded when first wanted
        from ui.intake.bulk_part import BulkPart  # noqa: PLC0415 - likewise

        part = BulkPart()
        made = BulkIntake(self._jobs, part, lambda: self.form)
        part.away.connect(self.close_slip)
        part.edited.connect(self._timer.start)
        made.finished.connect(self.close_slip)
        made.changed.connect(self.changed)
        self.changed.connect(made.check_soon)
        self._add_sheet("bulk", part)
        return made

    @cached_property
    def bundle(self) -> "BundleIntake":
        """The sheet of several matters, built when first wanted."""
        from ui.intake.bundle_intake import BundleIntake  # noqa: PLC0415 - loaded when first wanted
        from ui.intake.bundle_sheet import BundleSheet  # noqa: PLC0415 - likewise

        part = BundleSheet()
        made = BundleIntake(self._jobs, part, lambda: self.form)
        part.away.connect(self.close_slip)
        made.edited.connect(self._timer.start)
        self.submitter.left.connect(made.people_changed)
        self._add_sheet("bundle", part)
        return made

    def open_bundle(self) -> None:
        """Show the sheet of several matters where the papers stand."""
        bundle = self.bundle
        self._show_sheet("bundle")
        self._outcomes.hide()
        bundle.open()
        self._show_problem()
        self.changed.emit()

    @property
    def bundle_is_open(self) -> bool:
        """Whether the sheet of several matters is shown."""
        return self.sheet == "bundle"

    def _add_sheet(self, name: str, part: QWidget) -> None:
        sheet = QWidget()
        sheet.setObjectName(name)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(12, 4, 20, 16)
        column.addWidget(part)
        self._stack.addWidget(sheet)

    @cached_property
    def national(self) -> "NationalPart":
        """What the national system would lack, below the promise; built when something is for the first time."""
        from ui.intake.national_part import NationalPart  # noqa: PLC0415 - loaded when first wanted

        made = NationalPart()
        self._right_column.insertWidget(self._right_column.indexOf(self.promise) + 1, made)
        return made

    def _say_national(self, sentences: tuple[str, ...]) -> None:
        if sentences or "national" in self.__dict__:
            self.national.say(sentences)

    def _connect(self) -> None:
        for part in (self.submitter, self.owner, self.matter, self.more, self.promise):
            part.edited.connect(self._edited)
            part.left.connect(self.refresh)
        self.papers.changed.connect(self.refresh)
        self.submitter.taken.connect(self.more.put_email)
        self.more.units_wanted.connect(self._more_shown)
        self._lookups = Lookups(self._jobs, self)
        self.noticing = Noticing(self._jobs, self, self.hints)
        self.noticing.opened.connect(self.dossier_wanted)
        self.noticing.continued.connect(self.supplement_of)
        self.noticing.taken.connect(self.refresh)
        self.hints.changed.connect(self.changed)
        self.more.resolver_chosen.connect(self.promise.show_unit)

    # ---- the form ----------------------------------------------------------------------------------------

    @property
    def form(self) -> "IntakeForm | None":
        """Everything entered so far; None until the desk is open."""
        if self._base is None:
            return None
        return replace(
            self._base,
            submitter=replace(self.submitter.value, email=self.more.email),
            owner=self.owner.owner,
            authority=self.owner.authority,
            channel=self.matter.way,
            procedure=self.matter.code,
            case=self.matter.case_id,
            exempt=self.matter.exempt_id,
            exempt_proof=self.matter.exempt_proof,
            persons=self.matter.count_of(self.matter.persons),
            papers=self.papers.papers(),
            pages=self.matter.count_of(self.matter.pages),
            copies=self.matter.count_of(self.matter.copies),
            sets=self.more.sets,
            resolved_by=self.more.resolved_by,
            helped_by=self.more.helped_by,
            return_by=self.promise.way_back,
            return_to=self.promise.place,
            agreed_at=self.promise.agreed_at,
            agreed_why=self.promise.agreed_why.text,
            receipt_wanted=self.promise.receipt_wanted,
            paid_by=self.promise.paid_by,
            note=self.more.note,
            slip=self.more.preprinted,
            files=self._files(),
            documents=self.matter.documents,
            unread=tuple(field.name for field in self._wrong()),
        )

    @property
    def visit(self) -> str:
        """The home visit in which it is filled in; empty = none."""
        return self._base.visit if self._base is not None else ""

    def _files(self) -> "tuple[FileAttached, ...]":
        """Scans that hold for this dossier too: those taken from a hint, and of papers handed in earlier."""
        reused, names = self.papers.reused_files(), self.papers.reused_names()
        asked = {one.paper for one in reused}
        kept = [one for one in self._base.files if one.paper in names - asked] if self._base is not None else []
        taken = [one for one in self.noticing.files if one.paper not in names]
        return tuple({one.digest: one for one in (*taken, *kept, *reused)}.values())

    def _wrong(self) -> "list[Field]":
        """Fields that count and in which something stands that is none of what belongs there."""
        of_owner = self.owner.tick.isChecked()
        return [
            field
            for field in self.fields()
            if field.is_wrong and (not field.name.startswith("owner.") or (of_owner and field.isVisibleTo(self.owner)))
        ]

    def go_to(self, reason: NotAllowed | Trouble) -> None:
        """The keys go to the field that a refusal is about, where it is about one."""
        name = _field_of(reason)
        if not IN_MORE.isdisjoint({name}):
            self.more.fold_out()
        field = next((one for one in self.fields() if one.name == name), None)
        if field is not None:
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            field.edit.selectAll()
            self._scroll.ensureWidgetVisible(field)

    @property
    def is_resting(self) -> bool:
        """Whether typing has paused and its preview and draft are still to come."""
        return self._timer.isActive()

    @property
    def is_kept(self) -> bool:
        """Whether the draft is as the form is, or has been given to the desk as such."""
        return not self._keeping.isActive()

    @property
    def begun(self) -> bool:
        """Whether anything stands in it."""
        return not self.submitter.is_empty or bool(self.matter.code) or self.owner.tick.isChecked() or self.more.begun

    def fields(self) -> list[Field]:
        """Every field with a name."""
        return [field for field in self.findChildren(Field) if field.name]

    def typed(self) -> dict[str, str]:
        """What is typed but is not (yet) anything: kept with the draft so that it comes back letter by letter."""
        fields = self.fields()
        said = {field.name: field.text for field in fields if field.text and field.edit.property("tone")}
        if "bulk" in self.__dict__ and self.bulk.part.text and not self.bulk.part.is_begun:
            said |= self.bulk.part.typed()
        matters = self.bundle.typed() if "bundle" in self.__dict__ else ""
        if matters:
            said[BUNDLE if self.bundle_is_open else BUNDLE_FOLDED] = matters
        if self.matter.search.text():
            said["procedure"] = self.matter.search.text()
        marked = [field.name for field in fields if field.is_marked]
        if marked:
            said["marked"] = " ".join(marked)
        if self.slip_is_open and self.slip.reason.text:
            said["slip"] = self.slip.kind
            said["slip.reason"] = self.slip.reason.text
        return said

    def open(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """The desk is open: what was typed meanwhile stays; else the draft, if there is one, comes back."""
        self._blank = blank
        self._stored = draft is not None
        if self._base is None:
            self._base = blank
            if draft is not None and not self.begun:
                self.put(draft.form)
                self._put_typed(draft.typed, draft.field)
        self.refresh()

    def put(self, form: "IntakeForm") -> None:
        """Show this form."""
        with self._laid_out_once():
            self._put(form)
        self.refresh()

    def _put(self, form: "IntakeForm") -> None:
        self._base = form
        self.seen = None
        reused = {one.name for one in form.papers if one.reused}
        self.noticing.clear(tuple(one for one in form.files if one.paper not in reused))
        self._asked_earlier = None
        self.submitter.put(form.submitter)
        self.owner.put(form.owner, form.authority)
        self.matter.put(form)
        self.more.put(form)
        self.papers.show_papers(())
        self.papers.put(form.papers)
        agreed = f"{local(form.agreed_at):%d/%m/%Y %H:%M}" if form.agreed_at else ""
        self.promise.clear()
        self.promise.show_unit(form.resolved_by)
        self.promise.put(
            agreed, form.agreed_why, form.return_by, form.return_to, form.paid_by, slip=form.receipt_wanted
        )
        if "slip" in self.__dict__:
            self.slip.clear()
        self._fold_sheets()
        self.qr_line.hide()
        self._show_empty()

    def pause(self) -> None:
        """The window is covered: a list that is being taken in waits."""
        if "bulk" in self.__dict__:
            self.bulk.pause()

    def change_clerk(self, blank: "IntakeForm", draft: "Draft | None") -> None:
        """Another clerk: an empty form without anything to take back, or the one they had in work."""
        self._timer.stop()
        self._keeping.stop()
        self._blank = blank
        self._kept, self._stored = None, draft is not None
        if "bulk" in self.__dict__:
            self.bulk.leave()
        if "bundle" in self.__dict__:
            self.bundle.clear()
        self.put(blank)
        self.matter.search.setText("")
        self._draft_words.setText("")
        for edit in self.findChildren(QLineEdit):
            edit.setText(edit.text())  # forgets what could be undone
        if draft is None:
            self.submitter.number.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.put(draft.form)
        self._put_typed(draft.typed, draft.field)

    def clear(self) -> "IntakeForm | None":
        """Start anew; gives what stood there, so that it can be brought back."""
        before = self.form if self.begun else None
        if "bundle" in self.__dict__:
            self.bundle.set_aside()
        if self._blank is not None:
            self.put(self._blank)
        self._draft_words.setText("")
        self._scroll.verticalScrollBar().setValue(0)
        return before

    def take_card(self, person: Person) -> Person:
        """Fill in a scanned person at once; gives whom the fields showed before."""
        into_owner = self.owner.tick.isChecked() and self.owner.person.isAncestorOf(self.focusWidget() or self)
        part = self.owner.person if into_owner else self.submitter
        before = part.value
        known = before if number_of(person) and number_of(before) == number_of(person) else Person()
        email = person.email or known.email or (self.more.email if part is self.submitter and known != Person() else "")
        part.put(replace(person, phone=person.phone or known.phone, email=email))
        if part is self.submitter:
            self.more.put_email(email)
        self.qr_line.show()
        if part is self.submitter and not self.matter.code:
            self.matter.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()
        return before

    def _put_typed(self, typed: Mapping[str, str], field: str) -> None:
        if not IN_MORE.isdisjoint({*typed, field}):
            self.more.fold_out()
        for known in self.fields():
            if known.name in typed:
                known.put(typed[known.name])
            if known.name == field:
                known.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            if known.name in typed.get("marked", "").split():
                known.mark(KNOWN_ALREADY)
        if "procedure" in typed:
            self.matter.search.setText(typed["procedure"])
        if "slip" in typed:
            self.open_slip(typed["slip"], typed.get("slip.reason", ""))

    # ---- asking the desk ---------------------------------------------------------------------------------

    @Slot()
    def _edited(self) -> None:
        self._timer.start()
        self.changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Ask what the receipt would say now; soon the draft is kept too."""
        self._timer.stop()
        form = self.form
        if form is None:
            self.changed.emit()
            return
        self._jobs.ask(self, lambda work: work.intake.preview(form), self._previewed, newest="preview")
        self.keep_soon()
        self.changed.emit()

    def keep_soon(self) -> None:
        """Keep the draft when nothing has changed for a moment."""
        self._keeping.start()

    def keep(self) -> None:
        """Keep the draft now, with the field that has the keys: the window closes, or somebody else comes."""
        self.refresh()
        self._kept = None
        self._keep()

    def sent(self, outcome: "Callable[[OpenDesk], T]") -> "Callable[[OpenDesk], T]":
        """``outcome``, which is now asked of the desk for this form.

        What is kept behind it is kept only if it does not come: the draft of a dossier would else stay behind.
        """
        self._keeping.stop()
        sent = self._sent = _Sent()

        def asked(work: "OpenDesk") -> T:
            came = outcome(work)
            sent.has_outcome = True
            return came

        return asked

    @Slot()
    def _keep(self) -> None:
        self._keeping.stop()
        form, typed, sent = self.form, self.typed(), self._sent
        if form is None:
            return
        if not self.begun and not typed:
            self._kept = None
            if self._stored:
                self._stored = False
                self._jobs.ask(self, lambda work: work.intake.drop_draft())
            return
        if self._kept == (form, typed):
            return
        self._kept, self._stored = (form, typed), True
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None else ""

        def keep(work: "OpenDesk") -> datetime | None:
            return None if sent.has_outcome else work.intake.keep_draft(form, name, typed)

        self._jobs.ask(self, keep, self._draft_kept)

    @Slot(object)
    def _draft_kept(self, at: datetime | None) -> None:
        if at is not None:
            self._draft_words.setText(f"Đã giữ bản nháp lúc {local(at):%H:%M:%S}" if self.begun else "")

    def _ask_earlier(self, form: "IntakeForm | None", seen: "Preview") -> None:
        """Ask what of the list this person has handed in before, when it is another list or another person."""
        if form is None or self.is_resting:
            return
        whose, names = form.owner or form.submitter, tuple(one.name for one in seen.checklist)
        key = key_of(whose) if isinstance(whose, Person) else PersonKey("")
        if (key, names) == self._asked_earlier:
            return
        self._asked_earlier = (key, names)
        if key and names:
            self._jobs.ask(
                self,
                lambda work: work.intake.earlier_papers(whose, names),
                partial(self._earlier_known, key),
                newest="earlier",
            )
        else:
            self.papers.offer(())

    def _earlier_known(self, key: PersonKey, earlier: "tuple[EarlierPaper, ...]") -> None:
        if self._asked_earlier is not None and self._asked_earlier[0] == key:
            self.papers.offer(earlier)
            self.noticing.offered_in_list({one.file.digest for one in earlier})

    def forget_draft(self) -> None:
        """The desk has dropped the draft with the outcome."""
        self._keeping.stop()
        self._kept, self._stored, self._sent = None, False, _Sent()

    def _previewed(self, checked: "FormCheck") -> None:
        with self._laid_out_once():
            self._show(checked)
        self.changed.emit()

    def _show(self, checked: "FormCheck") -> None:
        seen = self.seen = checked.preview
        if not self.is_resting:  # while one types, lines that come and go would only disturb
            self._say_national(checked.national)
        asked = self.matter.case_id, self.matter.way
        self.matter.show_procedure(seen.procedure, seen.cases)
        self.online, self.online_only, self.shown = checked.online, checked.online_only, checked.shown
        self.matter.show_counts(seen.offer, seen.fee)
        self.matter.exempt.show_exemptions(seen.exemptions, seen.proposed)
        if not self.is_resting:  # else the address may be another one by now
            self.submitter.show_commune(seen.commune_code)
        if asked != (self.matter.case_id, self.matter.way):  # no longer offered, or the only one there is
            self.refresh()
        self.papers.show_papers(seen.checklist)
        self._ask_earlier(self.form, seen)
        self.more.show_slips(seen.slips_out)
        self._order_tabs()
        self.promise.show_promise(
            seen.due,
            seen.fee,
            receipt_wanted=seen.receipt_wanted,
            limit_unknown=any(isinstance(p, TimeLimitUnknown) for p in seen.problems),
            southern=seen.southern_words,
            on_the_spot=checked.on_the_spot,
            day=(*checked.day, _ONLINE_ONLY) if checked.online_only else checked.day,
        )
        if not self.is_resting:
            self._mark(seen)
            self.noticing.look(seen)
        self._show_empty()

    def _mark(self, seen: "Preview") -> None:
        """Red where something cannot be of any person."""
        doubtful = {_field_of(problem): problem for problem in seen.problems if isinstance(problem, PersonDoubtful)}
        for field in self.fields() if doubtful else ():
            if field.name in doubtful and not field.is_wrong:
                field.say("bad", why(doubtful[field.name]).partition(": ")[2].capitalize())

    def _show_problem(self) -> None:
        if self.sheet:
            words, icon, colour = "", "info", "muted"
        elif not self.begun:
            words, icon, colour = "Quẹt thẻ, hoặc gõ số định danh của người nộp.", "card", "muted"
        elif self.seen is None:
            words, icon, colour = "", "info", "muted"
        elif self.seen.problems:
            further = len(self.seen.problems) - 1
            words = why(self.seen.problems[0]) + (f" (và {further} điều nữa)" if further else "")
            icon, colour = "info", "muted"
        else:
            words, icon, colour = "Đủ điều kiện tiếp nhận.", "good", "good"
            unseen = sum(field.is_marked for field in self.fields())
            if unseen:
                words, icon, colour = f"Đủ điều kiện; còn {unseen} ô đã có từ trước chưa xem lại.", "info", "muted"
        self._problem.setText(words)
        paint(self._problem_icon, icon, colour, 18)
        self._problem_icon.setVisible(bool(words))

    def _show_empty(self) -> None:
        done, needed = self.papers.count()
        has_lines = bool(self.papers.lines)
        self._papers_count.setText(f"{done}/{needed}" if needed else "")
        chosen = bool(self.matter.code)
        self.papers.setVisible(chosen or has_lines)
        self._all_there.setVisible(has_lines)
        self._empty.setVisible(not has_lines)
        if not chosen:
            empty = "Chọn thủ tục để thấy giấy tờ phải nộp."
        elif self.matter.lacks_case:
            empty = "Chọn trường hợp để thấy giấy tờ phải nộp."
        else:
            empty = "Danh mục không liệt kê giấy tờ cho thủ tục này; ghi những gì nhận vào ô dưới."
        self._empty.setText(empty)
        self.promise.setVisible(chosen)
        if not chosen:
            self._say_national(())
        self._show_problem()

    @Slot()
    def _more_shown(self) -> None:
        self._order_tabs()
        if self.more.fold.hasFocus():
            QTimer.singleShot(0, self, self._show_more)  # when it has its height

    # ---- the other two outcomes --------------------------------------------------------------------------

    def open_bulk(self) -> None:
        """Show the sheet of a list where the papers stand."""
        bulk = self.bulk
        self._show_sheet("bulk")
        self._outcomes.hide()
        bulk.part.open()
        bulk.check()
        self._show_problem()

    @property
    def bulk_is_open(self) -> bool:
        """Whether the sheet of a list is shown."""
        return self.sheet == "bulk"

    @property
    def sheet(self) -> str:
        """Which sheet lies over the papers: ``slip``, ``bulk``, ``bundle`` or nothing."""
        return self._sheet(self._stack.currentIndex())

    def _show_sheet(self, name: str) -> None:
        self.widen_right(wide=name in {"bulk", "bundle"})
        for at in range(self._stack.count()):
            if self._sheet(at) == name:
                self._stack.setCurrentIndex(at)

    def _sheet(self, at: int) -> str:
        sheet = self._stack.widget(at)
        return sheet.objectName() if sheet is not None else ""

    def open_slip(self, kind: str, reason: str = "") -> None:
        """Show the sheet of a supplement or a refusal where the papers stand."""
        slip = self.slip
        self._show_sheet("slip")
        self._outcomes.hide()
        whose = " · ".join(part for part in (self.submitter.full_name.text, self.matter.name.text()) if part)
        slip.open(kind, self.papers.missing(), reason, whose)
        self._show_problem()
        self.changed.emit()

    @Slot()
    def close_slip(self) -> None:
        """Back to the papers; what was typed in the sheet stays there."""
        self._fold_sheets()
        self._show_problem()
        self.changed.emit()

    def _fold_sheets(self) -> None:
        self._stack.setCurrentIndex(0)
        self.widen_right(wide=False)
        self._outcomes.show()

    @property
    def slip_is_open(self) -> bool:
        """Whether the sheet of a slip is shown."""
        return self.sheet == "slip"

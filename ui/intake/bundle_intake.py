"""Controller of several matters taken in together: what is entered becomes a form, the desk says what it comes to."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from models.events import PaidBy, PaperReceived
from models.not_allowed import NotAllowed
from models.trouble import Trouble
from ui.core.jobs import Jobs
from ui.intake.bundle_sheet import BundleSheet

if TYPE_CHECKING:
    from desk.bundles.bundle_form import BundleForm
    from desk.intake.intake import IntakeForm
    from desk.views.service.bundles import BundleLook


class BundleIntake(QObject):
    """The work behind a ``BundleSheet``.

    Attributes:
        refused: carries the reason why it does not go on.
        go: everything is to be taken in; read ``form``.
        edited: what is entered changed, so that the draft is to be kept.
        part: the sheet.
    """

    refused = Signal(object)
    go = Signal()
    edited = Signal()

    def __init__(self, jobs: Jobs, part: BundleSheet, people: "Callable[[], IntakeForm | None]") -> None:
        super().__init__(part)
        self._jobs, self.part, self._people = jobs, part, people
        self._form: BundleForm | None = None
        self._cleared: BundleForm | None = None
        part.picked.connect(self.begin)
        part.matters_changed.connect(self._matters)
        part.papers_changed.connect(self._papers)
        part.edited.connect(self._edited)
        part.add_wanted.connect(self.add)
        part.go.connect(self.go)

    @property
    def form(self) -> "BundleForm | None":
        """Everything as it is entered now; None = nothing was begun."""
        people = self._people()
        if self._form is None or people is None:
            return None
        paid = self.part.paid.value
        return replace(
            self._form,
            people=replace(people, paid_by=paid if isinstance(paid, PaidBy) else None),
            portal_code=self.part.portal.text,
            one_slip=self.part.one_slip.isChecked(),
        )

    def open(self) -> None:
        """The bundle that the form at the left names, else its matter as the first of several."""
        self._jobs.ask(self, lambda work: work.bundles.offered(), self._offered, self._refuse)

    def _offered(self, bundles: tuple[tuple[str, str], ...]) -> None:
        people = self._people()
        named = people.procedure if people is not None else ""
        code = named if any(code == named for code, _ in bundles) else ""
        self.part.offer(bundles, code or (self._form.definition if self._form is not None else ""))
        if self._form is None or (code and self._form.definition != code):
            self.begin(code)
        else:
            self._ask()

    @Slot(str)
    def begin(self, code: str) -> None:
        """Another bundle, or matters of one's own choice."""
        people = self._people()
        if people is not None:
            self._jobs.ask(self, lambda work: work.bundles.begun(code, people), self._begun, self._refuse)

    @Slot()
    def add(self) -> None:
        """One more matter, as it stands at the left."""
        form, matter = self.form, self._people()
        if form is not None and matter is not None and matter.procedure:
            self._jobs.ask(self, lambda work: work.bundles.added(form, matter), self._begun, self._refuse)

    def clear(self) -> None:
        """All is taken in, or somebody else sits down."""
        self._form = self._cleared = None
        self.part.clear()

    def set_aside(self) -> None:
        """The form begins anew; ``bring_back`` has what stood here."""
        before = self.form or self._cleared
        self.clear()
        self._cleared = before

    def bring_back(self, people: "IntakeForm") -> None:
        """The matters that were set aside with this form, if there were any."""
        form = self._cleared
        if form is not None and replace(form.people, paid_by=people.paid_by) == people:
            self._cleared = None
            self._put(form)

    def typed(self) -> str:
        """What is entered, as text for the draft; empty = no matter stands here."""
        form = self.form
        if form is None or not form.parts:
            return ""
        from desk.bundles.bundle_draft import draft_text  # noqa: PLC0415 - once something is entered

        return draft_text(form)

    def put_typed(self, text: str) -> None:
        """The same, come back."""
        people = self._people()
        if people is not None:
            self._jobs.ask(self, lambda work: work.bundles.come_back(text, people), self._came_back, self._refuse)

    def _came_back(self, look: "BundleLook") -> None:
        self._put(look.form)
        self._shown(look)

    def _put(self, form: "BundleForm") -> None:
        self._form = form
        self.part.put_choices(form.portal_code, form.people.paid_by, one_slip=form.one_slip)

    @Slot()
    def people_changed(self) -> None:
        """Who is here changed."""
        if self._form is not None and self.part.isVisible():
            self._ask()

    def _begun(self, look: "BundleLook") -> None:
        self._shown(look)
        self.part.focus_first()

    def _shown(self, look: "BundleLook") -> None:
        self._form = look.form
        self.part.show_look(look)
        self.edited.emit()

    @Slot(object, object)
    def _matters(self, chosen: frozenset[str], agreed: dict[str, int]) -> None:
        if self._form is not None:
            parts = tuple(replace(one, chosen=one.id in chosen, days=agreed.get(one.id, 0)) for one in self._form.parts)
            self._form = replace(self._form, parts=parts)
            self._ask()

    @Slot(object)
    def _papers(self, papers: tuple[PaperReceived, ...]) -> None:
        if self._form is not None:
            self._form = replace(self._form, papers=papers)
            self._ask()

    @Slot()
    def _edited(self) -> None:
        if self._form is not None:
            self._ask()

    def _ask(self) -> None:
        form = self.form
        if form is not None:
            self._jobs.ask(self, lambda work: work.bundles.look(form), self._shown, self._refuse, newest="bundle")

    def _refuse(self, reason: NotAllowed | Trouble) -> None:
        self.refused.emit(reason)

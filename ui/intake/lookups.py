"""Look-ups of the intake form's fields while typing, and the part that shows each answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from models.person import Person
from ui.core.jobs import Jobs
from ui.intake.intake_looks import IntakeLooks
from ui.intake.person_part import PersonPart

if TYPE_CHECKING:
    from models.procedure import Procedure


class Lookups(QObject):
    """People, communes, procedures and units, asked of the desk; of each kind only the newest question counts."""

    def __init__(self, jobs: Jobs, form: IntakeLooks) -> None:
        super().__init__(form)
        self._jobs = jobs
        self._form = form
        self._owner_asks = False
        for part in (form.submitter, form.owner):
            part.asked.connect(self._ask_people)
            part.commune_asked.connect(self._ask_communes)
        form.submitter.read.connect(self._tell_read)
        form.owner.read.connect(self._tell_read)
        form.matter.asked.connect(self._ask_procedures)
        form.more.units_wanted.connect(self._ask_units)

    @property
    def _part(self) -> PersonPart:
        return self._form.owner.person if self._owner_asks else self._form.submitter

    @Slot(str)
    def _ask_people(self, words: str) -> None:
        self._owner_asks = self.sender() is self._form.owner
        self._jobs.ask(self, lambda work: work.intake.people(words), self._people_found, newest="people")

    def _people_found(self, people: list[Person]) -> None:
        self._part.offer_people(people)

    @Slot(object)
    def _tell_read(self, person: Person) -> None:
        self._jobs.ask(self, lambda work: work.intake.person_taken(person, person.full_name))

    @Slot(str)
    def _ask_communes(self, words: str) -> None:
        self._owner_asks = self.sender() is self._form.owner
        self._jobs.ask(self, lambda work: work.intake.communes(words), self._communes_found, newest="communes")

    def _communes_found(self, communes: list[tuple[str, str, str]]) -> None:
        self._part.offer_communes(communes)

    @Slot(str)
    def _ask_procedures(self, words: str) -> None:
        self._jobs.ask(self, lambda work: work.intake.procedures(words), self._procedures_found, newest="procedures")

    def _procedures_found(self, found: "list[Procedure]") -> None:
        self._form.matter.offer_procedures(found)

    @Slot()
    def _ask_units(self) -> None:
        self._jobs.ask(self, lambda work: work.intake.units(), self._form.more.offer_units, newest="units")

"""Views of a training desk."""

from typing import TYPE_CHECKING

from desk.settings import Settings
from desk.training import (
    citizen_files,
    home_visits,
    practice,
    training_appointments,
    training_bundles,
    training_clerks,
    training_hub,
    training_receipts,
)
from desk.views.state import Views

if TYPE_CHECKING:
    from desk.training.training_hub import TrainingHub


class TrainingViews(Views):
    """Clerks, a hub and a printer to practise with."""

    def add_clerks(self) -> None:
        """Practising begins with clerks who can lock, change and confirm."""
        self._state.desk = training_clerks.with_clerks(self.desk)

    def add_receipts(self) -> None:
        """Money is practised to the receipt with its number."""
        self._state.desk = training_receipts.with_receipts(self.desk)

    def add_home_visits(self) -> None:
        """Practising has homes to go to."""
        home_visits.add_home_visits(self.desk)
        training_appointments.add_appointments(self.desk)

    def add_citizen_files(self) -> None:
        """Practising has somebody who was here often, and stands in the books twice."""
        citizen_files.add_citizen_files(self.desk)

    def add_bundles(self) -> None:
        """Practising has two matters that were taken in together."""
        training_bundles.add_bundles(self.desk)

    @property
    def pin(self) -> str:
        """Of every clerk to practise with."""
        return training_clerks.PIN

    def join(self, hub: "TrainingHub") -> Settings:
        """Belong to the hub of this training; gives the settings now in force."""
        self._state.desk = training_receipts.with_receipts(training_hub.joined(self.desk, hub))
        return self.desk.settings

    def print_to(self, address: str) -> None:
        """Print to a printer that fails when told to."""
        self._state.desk = practice.printing_to(self.desk, address)

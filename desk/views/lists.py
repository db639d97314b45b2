"""Lists of people that are taken in one by one."""

from desk.intake import bulk
from desk.intake.bulk import Batch
from desk.intake.intake import IntakeForm
from desk.intake.name_list import bad_row_words, read_list
from desk.prints.print_jobs import PrintJob
from desk.views.state import Views
from desk.views.view_models import ListSeen, ListStanding
from desk.words.reasons import sentence


class ListViews(Views):
    """A list checked, taken in entry by entry, printed."""

    def checked(self, form: IntakeForm, text: str, address: str) -> ListSeen:
        """How many could be taken in, and what is wrong with whom."""
        listed = read_list(text, address=address)
        problems = bulk.check(self.desk, form, listed.rows) if listed.rows else ()
        return ListSeen(
            count=len(listed.rows),
            bad=tuple(map(bad_row_words, listed.bad)),
            problem=sentence(problems[0]) if problems else "",
        )

    def begun(self, form: IntakeForm, text: str, address: str) -> tuple[Batch, ListStanding]:
        """The list is written down; nobody is taken in yet."""
        batch = bulk.begin(self.desk, form, read_list(text, address=address).rows)
        return batch, self.standing(batch)

    def one_more(self, batch: Batch, at: int) -> ListStanding:
        """The entry at this place is taken in; how far it is then."""
        bulk.take_one(self.desk, batch, at)
        return self.standing(batch)

    def standing(self, batch: Batch) -> ListStanding:
        """How far it is."""
        at = bulk.standing(self.desk, batch)
        return ListStanding(done=len(at.taken), total=at.total, fee=at.fee, paid=at.paid)

    def left(self) -> tuple[Batch, ListStanding] | None:
        """The list that was left in the middle, or None."""
        batch = bulk.waiting(self.desk)
        return None if batch is None else (batch, self.standing(batch))

    def slip_jobs(self, batch: Batch) -> tuple[PrintJob, ...]:
        """The receipts that are not written down yet."""
        return bulk.slip_jobs(self.desk, batch)

    def list_job(self, batch: Batch) -> tuple[PrintJob, ...]:
        """The list of all of them."""
        return (bulk.list_job(self.desk, batch),)

    def finish(self) -> None:
        """The list need not be gone on with."""
        bulk.finish(self.desk)

"""Views of bulk intake: lists of people taken in one by one."""

import re
from collections.abc import Mapping
from pathlib import Path

from desk.intake import bulk
from desk.intake.bulk import Batch
from desk.intake.columns import Means
from desk.intake.intake import IntakeForm
from desk.intake.list_result import Listed
from desk.intake.table import read_file, replace_cells, table_of, table_text
from desk.prints.print_jobs import PrintJob
from desk.views.state import Views
from desk.views.view_models import ListFile, ListSeen, ListStanding
from desk.words.reasons import sentence


class ListViews(Views):
    """A list read, taken in entry by entry, printed."""

    @staticmethod
    def file(path: Path) -> ListFile:
        """The list of a file as a text, as it would have been typed; asks nothing of the desk."""
        table = read_file(path)
        return ListFile(text=table_text(table.lines), sheets=table.sheets, encoding=table.encoding)

    def read(self, form: IntakeForm, text: str, address: str, chosen: Mapping[int, Means]) -> ListSeen:
        """Whom the list names, column by column and line by line, and why they could not be taken in yet."""
        listed = self._listed(text, address, chosen)
        problems = bulk.check(self.desk, form, listed.rows) if listed.rows else ()
        return ListSeen(listed=listed, problem=sentence(problems[0]) if problems else "")

    def better(self, text: str, address: str, chosen: Mapping[int, Means]) -> str:
        """The text with everything that is proposed put in."""
        listed, lines = self._listed(text, address, chosen), table_of(text).lines
        for number, changes in listed.changes.items():
            lines = replace_cells(lines, number, {change.old: change.new for change in changes})
        return table_text(lines)

    def begun(
        self, form: IntakeForm, text: str, address: str, chosen: Mapping[int, Means]
    ) -> tuple[Batch, ListStanding]:
        """The list is written down; nobody is taken in yet. Lines that are not right stay, under their heads."""
        listed = self._listed(text, address, chosen)
        left = {row.line for row in listed.bad}
        heads = {one.line for one in listed.passed if one.is_head} if left else set()
        kept = [line for line in table_of(text).lines if line.number in left | heads]
        batch = bulk.begin(self.desk, form, listed.rows, re.sub(r"\n{2,}", "\n", table_text(kept)).strip("\n"))
        return batch, self.standing(batch)

    def one_more(self, batch: Batch, at: int) -> ListStanding:
        """The entry at this place is taken in; how far it is then."""
        bulk.take_in_entry(self.desk, batch, at)
        return self.standing(batch)

    def standing(self, batch: Batch) -> ListStanding:
        """How far it is."""
        from desk.intake.name_list import read_list  # noqa: PLC0415 - loaded with the first list, as below

        at = bulk.batch_progress(self.desk, batch)
        left = read_list(table_of(batch.left), today=self.desk.today).bad if batch.left else ()
        return ListStanding(done=len(at.taken), total=at.total, fee=at.fee, paid=at.paid, left=len(left))

    def left(self) -> tuple[Batch, ListStanding] | None:
        """The list that was left in the middle, or None."""
        batch = bulk.unfinished_batch(self.desk)
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

    def _listed(self, text: str, address: str, chosen: Mapping[int, Means]) -> Listed:
        from desk.intake.name_list import read_list  # noqa: PLC0415 - loaded with the first list

        return read_list(table_of(text), today=self.desk.today, address=address, chosen=chosen)

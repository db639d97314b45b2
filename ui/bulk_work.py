"""What the screen asks of lists: checked, taken in one by one, printed. Runs in the worker."""

from pathlib import Path

from desk import bulk
from desk.bulk import Batch
from desk.desk import Desk
from desk.intake import IntakeForm
from desk.name_list import read_file, read_list
from desk.print_jobs import Paper
from desk.words.bulk import bad_row_words
from desk.words.reasons import sentence
from ui.seen import ListSeen, ListStanding


def checked(desk: Desk, form: IntakeForm, text: str, address: str) -> ListSeen:
    """How many could be taken in, and what is wrong with whom."""
    listed = read_list(text, address=address)
    problems = bulk.check(desk, form, listed.rows) if listed.rows else ()
    return ListSeen(
        count=len(listed.rows),
        bad=tuple(map(bad_row_words, listed.bad)),
        problem=sentence(problems[0]) if problems else "",
    )


def begun(desk: Desk, form: IntakeForm, text: str, address: str) -> tuple[Batch, ListStanding]:
    """The list is written down; nobody is taken in yet."""
    batch = bulk.begin(desk, form, read_list(text, address=address).rows)
    return batch, standing(desk, batch)


def one_more(desk: Desk, batch: Batch, at: int) -> ListStanding:
    """The entry at this place is taken in; how far it is then."""
    bulk.take_one(desk, batch, at)
    return standing(desk, batch)


def standing(desk: Desk, batch: Batch) -> ListStanding:
    """How far it is."""
    at = bulk.standing(desk, batch)
    return ListStanding(done=len(at.taken), total=at.total, fee=at.fee, paid=at.paid)


def left(desk: Desk) -> tuple[Batch, ListStanding] | None:
    """The list that was left in the middle, or None."""
    batch = bulk.waiting(desk)
    return None if batch is None else (batch, standing(desk, batch))


def papers(desk: Desk, batch: Batch) -> tuple[Paper, ...]:
    """The receipts that are not written down yet."""
    return bulk.papers(desk, batch)


def list_paper(desk: Desk, batch: Batch) -> tuple[Paper, ...]:
    """One paper for all."""
    return (bulk.list_paper(desk, batch),)


def text_of(path: str) -> str:
    """A file as text."""
    return read_file(Path(path))

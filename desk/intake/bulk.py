"""Intake of one procedure for many people: each person of a checked list becomes a dossier.

The ids of all dossiers are written down before the first is taken in, and each is taken in by a transaction of its own:
after a power cut the list goes on where it stood, and nobody is taken in twice.
"""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from desk.desk import Desk
from desk.intake import intake, people
from desk.intake.intake import IntakeForm
from desk.intake.list_result import ListedPerson
from desk.prints import form_jobs
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, require
from models.events import Form
from models.ids import DossierId, new_dossier_id
from models.not_allowed import NotAllowed, NothingListed
from models.person import Person
from models.subjects.dossier import Dossier
from models.system.decoding import prepared


class Entry(Struct, frozen=True):
    """One person of a batch, and the id of their dossier."""

    line: int
    person: Person
    dossier: DossierId


class Batch(Struct, frozen=True):
    """A list being taken in: the common form and one entry for each person.

    Attributes:
        left: text of the lines still to be put right, under their heads; kept until a person settles them.
        shown: it was shown again after all were taken in, so that it need not be a second time.
    """

    form: IntakeForm
    entries: tuple[Entry, ...]
    left: str = ""
    shown: bool = False


class BatchProgress(Struct, frozen=True):
    """How far a batch is.

    Attributes:
        taken: its dossiers that are taken in, in the order of the list.
        fee: of all of them together, in đồng; ``paid`` what was taken of it.
    """

    total: int
    taken: tuple[DossierId, ...] = ()
    fee: int = 0
    paid: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether everybody is taken in."""
        return len(self.taken) == self.total


_decode = msgspec.json.Decoder(prepared(Batch)).decode
_encode = msgspec.json.Encoder().encode


def form_of(form: IntakeForm, person: Person) -> IntakeForm:
    """The form of one person as owner; submitter is the person at the counter, or the owner when none is named."""
    if people.tidy_person(form.submitter) == Person():
        return replace(form, submitter=person, owner=None, authority=None, continues=None)
    return replace(form, owner=person, continues=None)


def check(desk: Desk, form: IntakeForm, rows: Sequence[ListedPerson]) -> tuple[NotAllowed, ...]:
    """Why the list could not be taken in as the form stands now; empty = it can."""
    require(desk, Permission.TAKE_IN)
    if not rows:
        return (NothingListed(),)
    return intake.preview(desk, form_of(form, rows[0].person)).problems


def begin(desk: Desk, form: IntakeForm, rows: Sequence[ListedPerson], left: str = "") -> Batch:
    """Store the list with an id for each dossier; nobody is taken in yet.

    Args:
        desk: open.
        form: what all have in common.
        rows: of people, each right.
        left: see ``Batch``.

    Raises:
        NotAllowed: the first of ``check``; nothing was written down.
    """
    for problem in check(desk, form, rows):
        raise problem
    for row in rows:
        for problem in intake.preview(desk, form_of(form, row.person)).problems:
            raise problem
    batch = Batch(replace(form, continues=None), tuple(Entry(r.line, r.person, new_dossier_id()) for r in rows), left)
    desk.store.drafts.save(_key(desk), _encode(batch))
    return batch


def unfinished_batch(desk: Desk) -> Batch | None:
    """The list this clerk was taking in here when the desk was last closed or cut off, or None.

    One that is finished is shown once more, unless its papers are out; after that it is forgotten.
    """
    require(desk, Permission.TAKE_IN)
    body = desk.store.drafts.load(_key(desk))
    if body is None:
        return None
    batch = _decode(body)
    dossiers = list(_dossiers(desk, batch))
    if batch.left or not all(dossier.code for dossier in dossiers):
        return batch
    printed = any(dossier.printed(Form.LIST) for dossier in dossiers) or all(dossier.copies for dossier in dossiers)
    if batch.shown or printed:
        finish(desk)
        return None
    desk.store.drafts.save(_key(desk), _encode(replace(batch, shown=True)))
    return batch


def take_in_entry(desk: Desk, batch: Batch, at: int) -> Dossier:
    """Take in the entry at this place and return its dossier; one taken in before is returned as it is.

    Raises:
        NotAllowed: of ``intake.take_in``. The list stays, and goes on when the cause is gone.
    """
    entry = batch.entries[at]
    before = desk.store.log.dossier(entry.dossier)
    if before.code:
        return before
    return intake.take_in(desk, form_of(batch.form, entry.person), named=entry.dossier)


def batch_progress(desk: Desk, batch: Batch) -> BatchProgress:
    """Progress of the batch, read from the log."""
    taken = [dossier for dossier in _dossiers(desk, batch) if dossier.code]
    return BatchProgress(
        total=len(batch.entries),
        taken=tuple(dossier.id for dossier in taken),
        fee=sum(dossier.fee.total for dossier in taken if dossier.fee),
        paid=sum(dossier.taken for dossier in taken),
    )


def finish(desk: Desk) -> None:
    """Delete the stored list: all are taken in and printed, or the clerk gives up the rest."""
    require(desk, Permission.TAKE_IN)
    desk.store.drafts.drop(_key(desk))


def slip_jobs(desk: Desk, batch: Batch) -> tuple[PrintJob, ...]:
    """Stored print jobs for the receipts still missing, in the order of the list, in one transaction."""
    with desk.store.log.together():
        return tuple(
            form_jobs.outcome_job(desk, dossier.id)
            for dossier in _dossiers(desk, batch)
            if dossier.code and not dossier.copies
        )


def list_job(desk: Desk, batch: Batch) -> PrintJob:
    """One paper that names all dossiers of the list with code, due date and fee.

    Raises:
        NothingListed: nobody is taken in yet.
    """
    taken = [dossier for dossier in _dossiers(desk, batch) if dossier.code]
    if not taken:
        raise NothingListed
    return form_jobs.list_job(desk, taken)


def _dossiers(desk: Desk, batch: Batch) -> Iterator[Dossier]:
    return (desk.store.log.dossier(entry.dossier) for entry in batch.entries)


def _key(desk: Desk) -> str:
    return f"bulk/{quote(desk.settings.device.counter, safe='')}/{quote(desk.by, safe='')}"

"""Going on after acknowledged work was lost from the file: a person says so, it is recorded, and numbers jump."""

from msgspec import Struct

from desk import accounts, numbers, print_jobs, waiting
from desk.desk import Desk
from desk.keeping.remembered import note_gap
from desk.rights import Verb, require
from models.events import LossAccepted
from models.store.key import find_key


class Lost(Struct, frozen=True, kw_only=True):
    """What is missing, as ``models.trouble.WorkLost`` has it: after which of this machine's events, and up to which.

    Attributes:
        known: 0 = nobody knows.
    """

    what: str
    kept: int
    known: int


def accept(desk: Desk) -> Lost | None:
    """What is left counts from now on; the next opening tells of no loss. None = nothing was lost.

    Numbers go on beyond every one that may be on paper. Papers that waited for a printer may be out: they are in doubt.

    Args:
        desk: opened with ``accept_loss``; nothing is done with it afterwards but leaving it.

    Raises:
        NobodySignedIn, RoleForbids.
        FileDamaged: what is left does not fit together; only a copy helps.
        DiskFull, DiskFailing: it is told again.
    """
    require(desk, Verb.KEEP)
    store, clerk = desk.store, desk.clerk
    if not store.lost or clerk is None:
        return None
    store.read_through()
    lost = Lost(what=store.lost, kept=store.kept, known=store.remembered)
    note_gap(store, desk.clock(), lost=max(lost.known - lost.kept, 0))
    numbers.jump(desk, waiting.last_number(desk) + 1)
    print_jobs.doubt_all(store)
    accepted = LossAccepted(what=lost.what, kept=lost.kept, known=lost.known)
    store.log.record(accounts.subject_of(clerk.id), clerk.id, accepted)
    store.forget_loss(find_key(desk.folder, use_keyring=not desk.training))
    return lost

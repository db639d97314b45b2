"""Continuing after acknowledged work was lost from the file: confirmed, recorded, and number ranges skipped."""

from pathlib import Path

from msgspec import Struct

from desk import numbers
from desk.desk import Desk
from desk.line import waiting
from desk.machine_state import note_gap
from desk.opening import close_desk, open_desk
from desk.permission_opening import open_for_sign_in
from desk.prints import print_jobs
from desk.rights import Permission, permissions_of, require
from desk.staff import accounts, pins, session
from models.calendar.clock import Clock
from models.events import LossAccepted
from models.ids import ClerkId
from models.store.keys.key import find_key


class MissingWork(Struct, frozen=True, kw_only=True):
    """The missing events, as ``models.trouble.WorkLost`` has them: after which of this machine's, up to which.

    Attributes:
        known: 0 = nobody knows.
    """

    what: str
    kept: int
    known: int


class Loss(Struct, frozen=True, kw_only=True):
    """What a folder has lost, and the accounts that may accept it; none = no sign-in at this desk."""

    lost: MissingWork
    people: tuple[session.SignInChoice, ...]


def find_loss(folder: Path, *, clock: Clock, training: bool = False) -> Loss | None:
    """What is missing, read only. None = nothing is.

    Raises:
        FileTrouble: see ``desk.opening.open_desk``.
    """
    desk = open_for_sign_in(folder, clock=clock, training=training, accept_loss=True)
    if desk is None:
        return None
    try:
        if not desk.store.lost:
            return None
        may = {one.id for one in accounts.all_accounts(desk.store) if Permission.KEEP in permissions_of(one.roles)}
        people = tuple(one for one in session.sign_in_choices(desk) if one.id in may and not one.one_time)
        return Loss(lost=_lost(desk), people=people)
    finally:
        close_desk(desk)


def accept_loss_as(
    folder: Path, clerk: ClerkId, secret: str, *, clock: Clock, training: bool = False
) -> MissingWork | None:
    """``accept_loss`` for a folder that does not open, by a clerk who signs in for this alone.

    Args:
        folder: of the data; no desk of it is open.
        clerk: empty where nobody signs in.
        secret: the PIN or password as typed.
        clock: what gives events their time.
        training: for a desk to try things on.

    Raises:
        NotAllowed: see ``accounts.begin_try`` and ``session.sign_in``; NobodySignedIn, RoleForbids.
        FileTrouble: see ``desk.opening.open_desk``.
    """
    desk = open_desk(folder, clock=clock, training=training, create=False, accept_loss=True)
    try:
        if clerk:
            tried = accounts.begin_try(desk, clerk)
            desk = session.sign_in(desk, tried, fits=pins.fits(tried.proof, secret))
        return accept_loss(desk)
    finally:
        close_desk(session.close(desk))


def accept_loss(desk: Desk) -> MissingWork | None:
    """Accept the loss: what is left counts, and the next opening reports none. None = nothing was lost.

    Numbers go on beyond every one that may be on paper. Papers that waited for a printer may be out: they are in doubt.

    Args:
        desk: opened with ``accept_loss``; nothing is done with it afterwards but leaving it.

    Raises:
        NobodySignedIn, RoleForbids.
        FileDamaged: what is left does not fit together; only a copy helps.
        DiskFull, DiskFailing: it is told again.
    """
    require(desk, Permission.KEEP)
    store, clerk = desk.store, desk.clerk
    if not store.lost or clerk is None:
        return None
    store.read_through()
    lost = _lost(desk)
    note_gap(store, desk.clock(), lost=max(lost.known - lost.kept, 0))
    numbers.jump(desk, waiting.last_number(desk) + 1)
    print_jobs.doubt_all(store)
    accepted = LossAccepted(what=lost.what, kept=lost.kept, known=lost.known)
    store.log.record(accounts.subject_of(clerk.id), clerk.id, accepted)
    store.forget_loss(find_key(desk.folder, use_keyring=not desk.training))
    return lost


def _lost(desk: Desk) -> MissingWork:
    return MissingWork(what=desk.store.lost, kept=desk.store.kept, known=desk.store.remembered)

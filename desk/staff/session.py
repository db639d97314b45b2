"""The session at the desk: sign in, lock, hand over to a colleague.

Where nobody has an account, the clerk of the settings works here, as everything at once, and nothing is locked.
"""

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import date

from msgspec import Struct

from desk.desk import Desk
from desk.settings import READABLE, Settings
from desk.staff import accounts
from desk.staff.accounts import Account, SignInAttempt
from models.clerk import ALL_ROLES, Clerk
from models.events import ClerkSignedIn, ClerkSignedOut, SessionEnd
from models.ids import ClerkId
from models.not_allowed import NoAccounts, SecretMustChange
from models.store import Store
from models.trouble import FileTrouble


class SignInChoice(Struct, frozen=True, kw_only=True):
    """Somebody who may sign in here; ``today`` = worked at this machine today, ``seen_on`` = the last day of it."""

    id: ClerkId
    name: str
    one_time: bool = False
    today: bool = False
    seen_on: date | None = None


def initial_clerk(store: Store, settings: Settings) -> Clerk | None:
    """Who works here when the desk opens: nobody yet, or, where nobody can sign in, the clerk of the settings."""
    return None if accounts.anybody_can_sign_in(store) else _of(settings)


def with_settings(desk: Desk, settings: Settings) -> Desk:
    """The desk under other settings; where nobody can sign in, the clerk named there works here."""
    clerk = desk.clerk if accounts.anybody_can_sign_in(desk.store) else _of(settings)
    return replace(desk, settings=settings, clerk=clerk)


def carry_over(before: Desk, now: Desk) -> Desk:
    """A desk that was opened anew in the middle of the work: who worked here goes on."""
    return replace(now, clerk=before.clerk) if accounts.anybody_can_sign_in(now.store) else now


def sign_in_choices(desk: Desk) -> tuple[SignInChoice, ...]:
    """Who may sign in here, in an order that stays, so that a number is learnt by the fingers."""
    return tuple(
        SignInChoice(
            id=one.id, name=one.name, one_time=one.one_time, today=one.seen_on == desk.today, seen_on=one.seen_on
        )
        for one in accounts.all_accounts(desk.store)
        if one.opens
    )


def sign_in(desk: Desk, tried: SignInAttempt, *, fits: bool) -> Desk:
    """Work as this person from now on; whoever worked here is relieved.

    Args:
        desk: open.
        tried: from ``accounts.begin_try``.
        fits: what ``pins.fits`` said.

    Raises:
        SecretWrong.
        SecretMustChange: it was a one-time PIN; nobody was signed in. See ``sign_in_anew``.
    """
    known = accounts.end_try(desk, tried, fits=fits)
    if known.one_time:
        raise SecretMustChange
    return _begun(desk, known)


def sign_in_anew(desk: Desk, tried: SignInAttempt, proof: str, *, fits: bool) -> Desk:
    """Sign in by the one-time PIN, with a secret of one's own in its place.

    Raises:
        SecretWrong.
    """
    return _begun(desk, accounts.change_secret(desk, tried, proof, fits=fits))


def lock(desk: Desk, how: SessionEnd = SessionEnd.LOCKED) -> Desk:
    """Nobody works here until somebody signs in. Printing, sending and the hall go on.

    At a visit laptop readable copies and PDFs go at once: it may be stolen as it stands.

    Raises:
        NoAccounts: nobody could sign in again.
    """
    if not accounts.anybody_can_sign_in(desk.store):
        raise NoAccounts
    if desk.is_visit_laptop:
        shutil.rmtree(desk.folder / READABLE, ignore_errors=True)  # what a viewer holds open goes when the desk closes
    return _ended(desk, how)


def close(desk: Desk) -> Desk:
    """The desk is about to close: recorded, unless the disk takes nothing more, which is no reason not to close.

    At a desk that a deed has closed already, and could not open again, nothing can be recorded: whoever signs in next
    shows that this one ended.
    """
    if not desk.store.is_open or not accounts.anybody_can_sign_in(desk.store):
        return desk
    with suppress(FileTrouble):  # whoever signs in next shows that this one ended
        return _ended(desk, SessionEnd.CLOSED)
    return desk


def _begun(desk: Desk, known: Account) -> Desk:
    if desk.clerk is not None and accounts.anybody_can_sign_in(desk.store):
        desk = _ended(desk, SessionEnd.CHANGED)
    desk.store.log.record(accounts.subject_of(known.id), known.id, ClerkSignedIn())
    accounts.note_signed_in(desk, known)
    return replace(desk, clerk=known.clerk)


def _ended(desk: Desk, how: SessionEnd) -> Desk:
    if desk.clerk is None:
        return desk
    desk.store.log.record(accounts.subject_of(desk.clerk.id), desk.clerk.id, ClerkSignedOut(how=how))
    return replace(desk, clerk=None)


def _of(settings: Settings) -> Clerk:
    alone = settings.clerk
    return Clerk(id=alone.id, name=alone.name, phone=alone.phone, roles=ALL_ROLES)

"""Who works here, as the screen asks it. Runs in the worker thread alone; loaded when first asked."""

from datetime import datetime

from desk import accounts, attachments, drafts, exceptions, session
from desk.accounts import Account, Try
from desk.drafts import Draft
from desk.intake import IntakeForm
from desk.rights import Verb, may
from models.clerk import Role
from models.events import SessionEnd
from models.ids import ClerkId, DossierId
from ui.seen import AccountRow, AtWork, DossierView, Second, SignedIn
from ui.work import Work


def at_work(work: Work) -> AtWork:
    """Who works here now, and what they may do."""
    return work.at_work()


def offered(work: Work) -> tuple[session.Offered, ...]:
    """Who may sign in."""
    return session.offered(work.desk)


def begin(work: Work, clerk: ClerkId) -> Try:
    """Somebody is about to prove who they are."""
    return accounts.begin(work.desk, clerk)


def sign_in(work: Work, tried: Try, *, fits: bool, proof: str = "") -> SignedIn:
    """Work as this person from now on; with ``proof``, of a secret of their own in place of a one-time PIN."""
    if proof:
        work.desk = session.sign_in_anew(work.desk, tried, proof, fits=fits)
    else:
        work.desk = session.sign_in(work.desk, tried, fits=fits)
    attachments.remove_copies(work.desk)  # of whoever was relieved
    return SignedIn(at_work=at_work(work), blank=IntakeForm(), draft=draft(work))


def lock(work: Work, how: SessionEnd) -> AtWork:
    """Nobody works here until somebody signs in. No readable copy of a scan stays behind."""
    work.desk = session.lock(work.desk, how)
    attachments.remove_copies(work.desk)
    return at_work(work)


def draft(work: Work) -> Draft | None:
    """The form that this clerk had in work."""
    return drafts.kept(work.desk) if may(work.desk, Verb.TAKE_IN) else None


# ---- accounts ----------------------------------------------------------------------------------------------


def rows(work: Work) -> tuple[AccountRow, ...]:
    """Every account, for the list."""
    return tuple(_row(one) for one in accounts.all_of(work.desk.store))


def make(work: Work, id_: str, name: str, phone: str, roles: frozenset[Role], proof: str) -> AtWork:
    """A new account with a one-time PIN; the first one becomes administrator and works here."""
    work.desk = accounts.make(work.desk, id_, name=name, phone=phone, roles=roles, proof=proof, one_time=True)
    return _followed(work)


def make_first(work: Work, id_: str, name: str, phone: str, roles: frozenset[Role], proof: str) -> AtWork:
    """The first account, with a PIN that its owner has chosen."""
    work.desk = accounts.make(work.desk, id_, name=name, phone=phone, roles=roles, proof=proof)
    return _followed(work)


def change(work: Work, id_: ClerkId, name: str, phone: str, roles: frozenset[Role]) -> AtWork:
    """Another name, phone or roles."""
    work.desk = accounts.change(work.desk, id_, name=name, phone=phone, roles=roles)
    return _followed(work)


def reset(work: Work, id_: ClerkId, proof: str) -> AtWork:
    """A one-time PIN."""
    work.desk = accounts.reset(work.desk, id_, proof)
    return _followed(work)


def switch(work: Work, id_: ClerkId, *, on: bool) -> AtWork:
    """On or off."""
    work.desk = accounts.switch_on(work.desk, id_) if on else accounts.switch_off(work.desk, id_)
    return _followed(work)


def choose(work: Work, tried: Try, *, fits: bool, proof: str) -> AtWork:
    """Another secret of one's own."""
    accounts.choose(work.desk, tried, proof, fits=fits)
    return at_work(work)


def _followed(work: Work) -> AtWork:
    work.forget_names()
    return at_work(work)


def _row(one: Account) -> AccountRow:
    return AccountRow(
        id=one.id,
        name=one.name,
        phone=one.phone,
        roles=tuple(role for role in Role if role in one.roles),
        opens=one.opens,
        one_time=one.one_time,
        off=one.off,
        staffed=one.staffed,
        seen_on=one.seen_on,
    )


# ---- exceptions --------------------------------------------------------------------------------------------


def seconds(work: Work, dossier: DossierId) -> tuple[tuple[Second, ...], tuple[str, ...], tuple[str, ...]]:
    """Who may confirm, and what to think of before voiding and before postponing."""
    from desk.words.heeds import HEED  # noqa: PLC0415 - a few times a year

    seen = work.desk.store.log.dossier(dossier)
    people = tuple(Second(id=one.id, name=one.name) for one in exceptions.seconds(work.desk))
    void = tuple(HEED[one] for one in exceptions.heed_void(seen))
    postpone = tuple(HEED[one] for one in exceptions.heed_postpone(work.desk, seen))
    return people, void, postpone


def begin_second(work: Work, dossier: DossierId, second: ClerkId, due_at: datetime | None, reason: str) -> Try:
    """All but the second person is looked at first; then that one is about to prove who they are."""
    if due_at is None:
        exceptions.check_void(work.desk, dossier, reason)
    else:
        exceptions.check_postpone(work.desk, dossier, due_at, reason)
    return exceptions.begin(work.desk, second)


def confirm(
    work: Work, dossier: DossierId, due_at: datetime | None, reason: str, tried: Try, *, fits: bool
) -> DossierView:
    """Void it, or with ``due_at`` give a later appointment."""
    if due_at is None:
        exceptions.void(work.desk, dossier, reason, tried, fits=fits)
    else:
        exceptions.postpone(work.desk, dossier, due_at, reason, tried, fits=fits)
    return work.dossier(dossier)

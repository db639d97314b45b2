"""Accounts of this machine, managed by an administrator, never deleted because history names them.

Secrets come in as what is kept of them (``desk.staff.pins.hashed``), so that no verb here takes long. Tries are counted
before a secret is looked at and kept in the file: neither a restart nor a cut gives a free one, and no clock that is
set shortens the wait.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace as with_

from desk.desk import Desk
from desk.rights import Permission, require
from desk.staff.sign_in_throttle import seconds_after, seconds_left
from models.clerk import CLERK, Clerk, Role
from models.events import ClerkSignedIn, SignInFailed
from models.ids import ClerkId, SubjectId
from models.not_allowed import (
    AccountExists,
    AccountIncomplete,
    AccountOff,
    AccountUnknown,
    AccountWithoutPin,
    LastAdmin,
    OfOneVerb,
    SecretWrong,
    TryLater,
)
from models.store import Store
from models.system.decoding import prepared
from models.text import clean

if TYPE_CHECKING:
    from sync.messages import Staff

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")


class ClerkUnitUnknown(OfOneVerb):
    """No unit of the office is called so."""

    def __init__(self, unit: str, known: Iterable[str]) -> None:
        super().__init__(unit)
        self.sentence = f"Không có đơn vị “{unit}”. Các đơn vị: {', '.join(known)}."


class Account(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One account.

    Attributes:
        proof: what is kept of the PIN or password; empty = none was given yet, so nobody can sign in.
        one_time: the secret opens nothing but the choice of another.
        off: switched off.
        staffed: from the staff list of the province's edition, which it follows.
        unit: id of the unit of the office its owner works in; empty = none.
        tries: wrong tries in a row; tried_at: when the last one was, as the PC's clock told it.
        tried_up: likewise, seconds after the PC was started: what the wait is counted by, for the clock can be set.
        seen_on: the last day somebody signed in here with it.
    """

    id: ClerkId
    name: str
    phone: str = ""
    roles: frozenset[Role] = frozenset()
    proof: str = ""
    one_time: bool = False
    off: bool = False
    staffed: bool = False
    unit: str = ""
    tries: int = 0
    tried_at: datetime | None = None
    tried_up: float | None = None
    seen_on: date | None = None

    @property
    def opens(self) -> bool:
        """Whether somebody can sign in with it."""
        return bool(self.proof) and not self.off

    @property
    def clerk(self) -> Clerk:
        """Who it is of."""
        return Clerk(id=self.id, name=self.name, phone=self.phone, roles=self.roles, unit=self.unit)


class SignInAttempt(Struct, frozen=True):
    """One try to prove who one is, counted already: of whom, and what is kept of the secret."""

    clerk: ClerkId
    proof: str


_decode = msgspec.json.Decoder(prepared(Account)).decode
_encode = msgspec.json.Encoder().encode


# ---- who there is ------------------------------------------------------------------------------------------


def all_accounts(store: Store) -> list[Account]:
    """Every account, by id."""
    return [_decode(body) for _, body in store.accounts.all()]


def anybody_can_sign_in(store: Store) -> bool:
    """Whether anybody can sign in; until then the clerk of the settings works here, as what is needed."""
    return any(account.opens for account in all_accounts(store))


def account(desk: Desk, id_: ClerkId) -> Account:
    """One account.

    Raises:
        AccountUnknown.
    """
    body = desk.store.accounts.load(id_)
    if body is None:
        raise AccountUnknown(id_)
    return _decode(body)


# ---- made and changed --------------------------------------------------------------------------------------


def create_account(
    desk: Desk,
    id_: str,
    *,
    name: str,
    roles: Iterable[Role],
    proof: str,
    phone: str = "",
    unit: str = "",
    one_time: bool = False,
) -> Desk:
    """A new account. The first one of a machine becomes administrator whatever else it is, and works here from now on.

    Args:
        desk: open.
        id_: letters without marks, digits, dots; the history names it for ever.
        name: as slips print it.
        roles: at least one.
        proof: ``desk.staff.pins.hashed`` of the secret; empty = none yet, an administrator gives one by ``reset``.
        phone: likewise.
        unit: id or name of the unit they work in; empty = none.
        one_time: its owner has to choose another when signing in.

    Raises:
        RoleForbids, NobodySignedIn, AccountIncomplete, AccountExists, ClerkUnitUnknown.
    """
    require(desk, Permission.MANAGE_CLERKS)
    fresh = Account(
        id=ClerkId(id_.strip()),
        name=clean(name),
        phone=clean(phone),
        roles=frozenset(roles),
        proof=proof,
        unit=_unit(desk, unit),
        one_time=one_time,
    )
    _check(fresh)
    if desk.store.accounts.load(fresh.id) is not None:
        raise AccountExists(fresh.id)
    return _opened(desk, fresh)


def change(desk: Desk, id_: ClerkId, *, name: str, phone: str, roles: Iterable[Role], unit: str | None = None) -> Desk:
    """Another name, phone, roles or unit (None = as it is). What the province lists its next edition sets right again.

    Raises:
        RoleForbids, NobodySignedIn, AccountUnknown, AccountIncomplete, LastAdmin, ClerkUnitUnknown.
    """
    require(desk, Permission.MANAGE_CLERKS)
    before = account(desk, id_)
    unit = before.unit if unit is None else _unit(desk, unit)
    after = with_(before, name=clean(name), phone=clean(phone), roles=frozenset(roles), unit=unit)
    _check(after)
    _keep_an_admin(desk, after)
    return _kept(desk, after)


def switch_off(desk: Desk, id_: ClerkId) -> Desk:
    """Nobody signs in with it any more; what was done under it stays.

    Raises:
        RoleForbids, NobodySignedIn, AccountUnknown, LastAdmin.
    """
    require(desk, Permission.MANAGE_CLERKS)
    after = with_(account(desk, id_), off=True)
    _keep_an_admin(desk, after)
    return _kept(desk, after)


def switch_on(desk: Desk, id_: ClerkId) -> Desk:
    """It may be signed in with again, by the secret it had.

    Raises:
        RoleForbids, NobodySignedIn, AccountUnknown.
    """
    require(desk, Permission.MANAGE_CLERKS)
    return _kept(desk, with_(account(desk, id_), off=False))


def reset(desk: Desk, id_: ClerkId, proof: str) -> Desk:
    """A one-time PIN in place of the secret, which its owner has to change when signing in; wrong tries are forgotten.

    Raises:
        RoleForbids, NobodySignedIn, AccountUnknown.
    """
    require(desk, Permission.MANAGE_CLERKS)
    return _opened(desk, with_(account(desk, id_), proof=proof, one_time=True, tries=0, tried_at=None, tried_up=None))


# ---- proving who one is ------------------------------------------------------------------------------------


def begin_try(desk: Desk, id_: ClerkId) -> SignInAttempt:
    """Somebody is about to prove to be this person: counted as wrong until ``end_try`` says otherwise.

    Raises:
        AccountUnknown, AccountOff, AccountWithoutPin.
        TryLater: too many were wrong; how long to wait.
    """
    known = account(desk, id_)
    if known.off:
        raise AccountOff(known.name)
    if not known.proof:
        raise AccountWithoutPin(known.name)
    up = desk.observations.up()
    known = _since_start(desk, known, up)
    wait = seconds_left(known.tries, known.tried_up, up)
    if wait:
        raise TryLater(wait)
    _save(desk, with_(known, tries=known.tries + 1, tried_at=desk.clock(), tried_up=up))
    return SignInAttempt(known.id, known.proof)


def end_try(desk: Desk, tried: SignInAttempt, *, fits: bool) -> Account:
    """How the try went: the account, whose wrong tries are forgotten.

    Raises:
        SecretWrong: not the secret (or it was changed meanwhile); recorded.
    """
    known = account(desk, tried.clerk)
    if not fits or known.proof != tried.proof or known.off:
        desk.store.log.record(subject_of(known.id), known.id, SignInFailed(times=known.tries))
        raise SecretWrong(seconds_after(known.tries))
    known = with_(known, tries=0, tried_at=None, tried_up=None)
    _save(desk, known)
    return known


def note_signed_in(desk: Desk, known: Account) -> None:
    """Somebody has signed in with it."""
    if known.seen_on != desk.today:
        _save(desk, with_(known, seen_on=desk.today))


def change_secret(desk: Desk, tried: SignInAttempt, proof: str, *, fits: bool) -> Account:
    """Everybody changes the own secret, with the old one; a one-time PIN is used up by that.

    Raises:
        SecretWrong.
    """
    known = with_(end_try(desk, tried, fits=fits), proof=proof, one_time=False)
    _save(desk, known)
    return known


def subject_of(id_: ClerkId) -> SubjectId:
    """What the events of a session are about."""
    return SubjectId(CLERK + id_)


# ---- the province's list -----------------------------------------------------------------------------------


def follow_staff(desk: Desk, staff: "Iterable[Staff]") -> Desk:
    """Accounts as the edition in use lists them: new ones without a PIN; who is listed no more is switched off.

    The last administrator who can sign in stays one, whatever the list says.
    """
    listed = {one.id: one for one in staff}
    for known in all_accounts(desk.store):
        if known.staffed and not known.off and known.id not in listed:
            desk = _unless_last(desk, with_(known, off=True))
    for one in listed.values():
        roles = frozenset(Role(role) for role in one.roles if role in set(Role)) or frozenset({Role.CLERK})
        body = desk.store.accounts.load(one.id)
        if body is None:
            _save(desk, Account(id=one.id, name=one.name, phone=one.phone, roles=roles, staffed=True))
            continue
        known = _decode(body)
        back = known.staffed and known.off  # taken off the list once, and on it again
        after = with_(
            known,
            name=one.name,
            phone=one.phone or known.phone,
            roles=roles,
            staffed=True,
            off=known.off and not back,
        )
        if after != known:
            desk = _unless_last(desk, after)
    return desk


def _unless_last(desk: Desk, after: Account) -> Desk:
    try:
        _keep_an_admin(desk, after)
    except LastAdmin:
        after = with_(after, off=False, roles=after.roles | {Role.ADMIN})
    return _kept(desk, after)


# ---- beneath -----------------------------------------------------------------------------------------------


def _check(fresh: Account) -> None:
    wrong: dict[str, Callable[[], bool]] = {
        "id": lambda: _ID.fullmatch(fresh.id) is None,
        "name": lambda: not fresh.name,
        "roles": lambda: not fresh.roles,
    }
    missing = tuple(name for name, is_wrong in wrong.items() if is_wrong())
    if missing:
        raise AccountIncomplete(missing)


def _unit(desk: Desk, named: str) -> str:
    """Id of the unit of this id or name; empty = none was named.

    Raises:
        ClerkUnitUnknown.
    """
    named = clean(named)
    found = next((one.id for one in desk.processes.units if named in {one.id, one.name}), "")
    if named and not found:
        raise ClerkUnitUnknown(named, [f"{one.id} ({one.name})" for one in desk.processes.units])
    return found


def _keep_an_admin(desk: Desk, after: Account) -> None:
    """Somebody who can sign in stays administrator, if there was one."""
    before = all_accounts(desk.store)
    now = [after if one.id == after.id else one for one in before]
    if any(map(_is_admin, before)) and not any(map(_is_admin, now)):
        raise LastAdmin


def _is_admin(one: Account) -> bool:
    return one.opens and Role.ADMIN in one.roles


def _opened(desk: Desk, after: Account) -> Desk:
    """With the first account that opens, the machine is no longer everybody's: its owner works here from now on."""
    if anybody_can_sign_in(desk.store) or not after.opens:
        return _kept(desk, after)
    after = with_(after, roles=after.roles | {Role.ADMIN}, off=False, seen_on=desk.today)
    _save(desk, after)
    desk.store.log.record(subject_of(after.id), after.id, ClerkSignedIn())
    return replace(desk, clerk=after.clerk)


def _kept(desk: Desk, after: Account) -> Desk:
    """Saved; who works here now is what the account now says, or nobody when it was switched off."""
    _save(desk, after)
    if desk.clerk is None or desk.clerk.id != after.id or not anybody_can_sign_in(desk.store):
        return desk
    return replace(desk, clerk=after.clerk if after.opens else None)


def _save(desk: Desk, after: Account) -> None:
    desk.store.accounts.save(after.id, _encode(after))


def _since_start(desk: Desk, known: Account, up: float) -> Account:
    """A try before the PC was started lies at least as far back as that; one of an older version counts from now."""
    if not known.tries or (known.tried_up is not None and known.tried_up <= up):
        return known
    known = with_(known, tried_up=up if known.tried_up is None else 0.0)
    _save(desk, known)
    return known

"""The second person of what needs two: another account that may confirm.

That person proves it with the own PIN at the same screen, and is named in the event.
"""

from desk.desk import Desk
from desk.rights import TABLE, Permission, permissions_of
from desk.staff import accounts
from desk.staff.accounts import Account, SignInAttempt
from models.clerk import Role
from models.ids import ClerkId
from models.not_allowed import NoSecondPerson, RoleForbids, SecondIsFirst, SecretMustChange


def second_persons(desk: Desk) -> tuple[Account, ...]:
    """Who may confirm what the clerk at work asks.

    Raises:
        NoSecondPerson: nobody; an administrator has to make an account for a leader.
    """
    found = tuple(
        one
        for one in accounts.all_accounts(desk.store)
        if one.opens and one.id != desk.by and Permission.CONFIRM in permissions_of(one.roles)
    )
    if not found:
        raise NoSecondPerson
    return found


def begin(desk: Desk, second: ClerkId) -> SignInAttempt:
    """The second person is about to prove who they are; see ``accounts.begin_try``.

    Raises:
        NoSecondPerson, SecondIsFirst, RoleForbids: this one may not confirm here; nothing was counted.
        AccountUnknown, AccountOff, AccountWithoutPin, TryLater.
    """
    if second == desk.by:
        raise SecondIsFirst
    possible = second_persons(desk)
    if accounts.account(desk, second).opens and second not in {one.id for one in possible}:
        raise RoleForbids(Permission.CONFIRM.value, _may_confirm())
    return accounts.begin_try(desk, second)


def confirmed(desk: Desk, second: SignInAttempt, *, fits: bool) -> Account:
    """The second person, once the own PIN was right.

    Raises:
        SecretWrong, SecondIsFirst, SecretMustChange, RoleForbids.
    """
    known = accounts.end_try(desk, second, fits=fits)
    if known.id == desk.by:
        raise SecondIsFirst
    if known.one_time:
        raise SecretMustChange
    if Permission.CONFIRM not in permissions_of(known.roles):
        raise RoleForbids(Permission.CONFIRM.value, _may_confirm())
    return known


def _may_confirm() -> tuple[Role, ...]:
    return tuple(role for role in Role if role in TABLE[Permission.CONFIRM])

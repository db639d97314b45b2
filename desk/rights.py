"""Authorisation: every permission of the desk asks here first, whatever a screen shows as allowed.

What no clerk does (a ticket from the kiosk, a scheduled backup) has no row in the table.
"""

from collections.abc import Iterable

from desk.desk import Desk
from desk.permissions import TABLE, Permission
from models.clerk import Role
from models.not_allowed import NobodySignedIn, RoleForbids

__all__ = ["TABLE", "Permission", "may", "permissions_of", "require", "require_somebody"]


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that somebody with these roles may do."""
    held = frozenset(roles)
    return frozenset(permission for permission, allowed in TABLE.items() if held & allowed)


def may(desk: Desk, permission: Permission) -> bool:
    """Whether who works here now may do this."""
    return desk.clerk is not None and bool(desk.clerk.roles & TABLE[permission])


def require(desk: Desk, permission: Permission) -> None:
    """Go on only if who works here now may do this.

    Raises:
        NobodySignedIn: the desk is locked.
        RoleForbids: with the roles that may.
    """
    if desk.clerk is None:
        raise NobodySignedIn
    if not may(desk, permission):
        raise RoleForbids(permission.value, tuple(role for role in Role if role in TABLE[permission]))


def require_somebody(desk: Desk) -> None:
    """Go on only if somebody works here now, whoever it is.

    Raises:
        NobodySignedIn: the desk is locked.
    """
    if desk.clerk is None:
        raise NobodySignedIn

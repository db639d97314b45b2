"""A clerk and the clerk's roles."""

from enum import StrEnum

from msgspec import Struct

from models.ids import ClerkId


class Role(StrEnum):
    """What somebody is at the office; one person may be several. ``desk.rights`` says who may do what.

    The leader refuses and confirms what the clerk may not settle alone (domain.md §1.3); postal staff sit in the same
    office; visitors take dossiers in at people's homes; the administrator sets machines up and reads no dossier.
    """

    CLERK = "clerk"
    LEADER = "leader"
    POSTAL = "postal"
    VISITOR = "visitor"
    ADMIN = "admin"


ALL_ROLES = frozenset(Role)

MACHINE = ClerkId("")
"""Signs what nobody in particular did: a ticket from the kiosk, a number closed at the day's end."""

CLERK = "clerk/"
"""Subjects of what happens to a clerk's session: ``clerk/<id>``."""


class Clerk(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who works here, as slips print the name.

    Attributes:
        unit: id of the unit of the office they work in; empty = none, as at the reception desk.
    """

    id: ClerkId
    name: str
    phone: str = ""
    roles: frozenset[Role] = frozenset()
    unit: str = ""

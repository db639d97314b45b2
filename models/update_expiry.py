"""The end of what updates are signed with: nobody gets a new version after it, so it is an alarm long before."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from models.files.toml import read_toml
from models.system.decoding import prepared

_FILE = Path(__file__).parent / "update_expiry.toml"

ROLES = ("root", "targets", "snapshot", "timestamp")
"""Of The Update Framework: the keys themselves, the list of packages, what belongs together, that it is the newest."""


class RoleEnd(Struct, frozen=True, kw_only=True):
    """A role that ends soon, or has ended: ``days`` are the whole days left, below 0 after its end."""

    role: str
    at: datetime
    days: int


def alarming(ends: Mapping[str, datetime], now: datetime) -> RoleEnd | None:
    """The role that ends first of those for which it is an alarm; None = there is time.

    Args:
        ends: when each role ends; of what is not known, nothing is said.
        now: the time.
    """
    left = [RoleEnd(role=role, at=ends[role], days=(ends[role] - now).days) for role in ROLES if role in ends]
    soon = [one for one in left if one.days < alarm_days()[one.role]]
    return min(soon, key=lambda one: one.at, default=None)


@cache
def alarm_days() -> dict[str, int]:
    """For each role, how many days before its end the alarm begins."""
    return msgspec.convert(read_toml(_FILE.read_text("utf-8")), prepared(dict[str, int]))

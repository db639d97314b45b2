"""What the signed repository says of itself, for the administrator. Desks prove it; here it is only read."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from models.files.named_file import read_named
from models.update_expiry import ROLES, RoleEnd, alarming

_WRONG = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What a folder raises that is none, or whose files are not what they are called."""


def ends_in(folder: Path) -> dict[str, datetime]:
    """When each role ends; what cannot be read is not there."""
    found = {}
    for role in ROLES:
        try:
            found[role] = datetime.fromisoformat(_newest(folder, role)["expires"])
        except _WRONG:
            continue
    return found


def expiry(folder: Path | None, now: datetime) -> RoleEnd | None:
    """The role that ends soon; None = there is time, or no repository."""
    return alarming(ends_in(folder), now) if folder else None


def missing_of(folder: Path, version: str) -> tuple[str, ...] | None:
    """Files of a version that are signed and not there, or not of their length; None = the version is not signed."""
    try:
        mine = [(name, one) for name, one in _listed(folder) if one["custom"]["version"] == version]
        if not mine:
            return None
        return tuple(name for name, one in mine if not _is_there(folder, name, one))
    except _WRONG:
        return None


def _listed(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in _newest(folder, "targets")["targets"].items():
        if one.get("custom"):
            yield name, one


def _is_there(folder: Path, name: str, one: dict[str, Any]) -> bool:
    path = folder / "targets" / f"{one['hashes']['sha256']}.{name}"
    return path.is_file() and path.stat().st_size == one["length"]


def _newest(folder: Path, role: str) -> dict[str, Any]:
    """The signed part of the newest metadata of a role."""
    metadata = folder / "metadata"
    name = "timestamp.json"
    if role != "timestamp":
        name = f"{max(int(path.name.partition('.')[0]) for path in metadata.glob(f'*.{role}.json'))}.{role}.json"
    signed: dict[str, Any] = json.loads(read_named(metadata / name))["signed"]
    return signed

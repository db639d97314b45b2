"""The keys of a province's machines, as its hub tells them: with them a desk knows the papers of every other."""

import hashlib
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from models.ids import DeviceId

_Instant = Annotated[datetime, Meta(tz=True)]


class DeviceKey(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One key of one machine.

    Attributes:
        office: identifier of its office.
        key: Ed25519, 64 hexadecimal digits.
        since: when the hub admitted it.
        until: when the machine got another key under the same number; None = it has not.
        revoked_at: when the machine was revoked; None = it was not.
    """

    office: str
    device: DeviceId
    key: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    since: _Instant
    until: _Instant | None = None
    revoked_at: _Instant | None = None


class KeyList(Struct, frozen=True, kw_only=True, tag="KeyList"):
    """All keys of the province's machines, those of before included.

    Attributes:
        changed: microseconds since 1970 of the latest change in it, by the hub's clock; 0 = no machine yet.
        offices: their names by identifier.
    """

    changed: int
    offices: dict[str, str]
    keys: tuple[DeviceKey, ...]


class SignedKeys(Struct, frozen=True, kw_only=True):
    """A list of keys as the hub signed it: ``body`` is its JSON, ``signature`` Ed25519 over these bytes."""

    body: bytes
    signature: bytes


def name_of_keys(body: bytes) -> str:
    """What a list of keys is called in the question for another: 32 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(body).hexdigest()[:32]


class KeysTold(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a desk that asks for the list; None = it has the newest."""

    signed: SignedKeys | None = None

"""This machine's membership in an office of a hub: address, device number, key."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from models.ids import DeviceId
from models.not_allowed import NotJoined
from models.store import Store
from models.system.decoding import prepared
from sync.messages import Block

T = TypeVar("T")


class Ask(Protocol):
    """Runs a function with the store in the thread that owns it; returns its result or raises its exception.

    When the desk is closing it raises a ``Trouble`` instead of waiting for ever.
    """

    def __call__(self, work: Callable[[Store], T], /) -> T:
        """The result of ``work``."""


MEMBERSHIP = "membership"
"""Its name among the province values of the database, which is encrypted: the key lies nowhere else."""


class Membership(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a machine received at enrolment.

    Attributes:
        url: address of the hub.
        office: identifier of the office's unit.
        device: number of this machine in its office.
        key: seed of its Ed25519 key, 32 bytes.
        sign_key, seal_key: the hub's Ed25519 and X25519 keys, 64 hexadecimal digits each.
        block: the numbers leased to it; None = those of the settings.
        authority: PEM of the only certificate authority to be trusted; empty = those of the PC.
    """

    url: str
    hub_name: str
    office: str
    device: DeviceId
    key: bytes
    sign_key: str
    seal_key: str
    enrolled_at: datetime
    block: Block | None = None
    authority: str = ""

    @property
    def private_key(self) -> Ed25519PrivateKey:
        """The key that signs every request."""
        return Ed25519PrivateKey.from_private_bytes(self.key)


def read_membership(store: Store) -> Membership | None:
    """The membership stored in this file; None = the machine belongs to no hub."""
    kept = store.province.get(MEMBERSHIP)
    return None if kept is None else msgspec.json.decode(kept, type=prepared(Membership))


def joined(store: Store) -> Membership:
    """The membership stored in this file.

    Raises:
        NotJoined: it has none.
    """
    membership = read_membership(store)
    if membership is None:
        raise NotJoined
    return membership


def written(membership: Membership) -> bytes:
    """The stored form of a membership."""
    return msgspec.json.encode(membership)

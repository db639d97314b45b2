"""Keeps the list of the province's device keys, as its hub signed it."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import MsgspecError, json

from models.store import Store
from models.system.decoding import prepared
from sync.client.membership import Ask, Membership
from sync.client.peer import Peer
from sync.messages import KeyList, SignedKeys, name_of_keys

KEYS = "device-keys"
"""Name of the list among the province values."""

FETCH_EVERY = 3600.0
"""Seconds between two questions for the list: so late, at most, a linked desk learns that a machine was revoked."""


def fetch(peer: Peer, ask: Ask) -> None:
    """Ask for the list, and keep it if it is another than the one that is here.

    Raises:
        Whatever ``Peer.keys`` raises.
    """
    member = peer.membership
    signed = peer.keys(ask(name_of_kept))
    if signed is not None and opened(signed, member) is not None:
        ask(lambda store: store.province.put(KEYS, json.encode(signed)))


def keep(store: Store, member: Membership, signed: SignedKeys) -> bool:
    """Keep a list that a stick brought; whether it was: one of an earlier time, or of another hub, is not."""
    found, here = opened(signed, member), known(store, member)
    if found is None or (here is not None and found.changed < here.changed):
        return False
    store.province.put(KEYS, json.encode(signed))
    return True


def known(store: Store, member: Membership) -> KeyList | None:
    """The list that is here; None = none has come, or another hub's."""
    kept = store.province.get(KEYS)
    return None if kept is None else opened(json.decode(kept, type=prepared(SignedKeys)), member)


def opened(signed: SignedKeys, member: Membership) -> KeyList | None:
    """The list, if this machine's hub signed it."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(member.sign_key)).verify(signed.signature, signed.body)
        return json.decode(signed.body, type=prepared(KeyList))
    except (InvalidSignature, MsgspecError, UnicodeDecodeError, ValueError, RecursionError):
        return None


def name_of_kept(store: Store) -> str:
    """What the list that is here is called in the question for another; empty = none is."""
    kept = store.province.get(KEYS)
    return "" if kept is None else name_of_keys(json.decode(kept, type=prepared(SignedKeys)).body)

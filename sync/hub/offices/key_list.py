"""The list of all machines' keys, as desks are told it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import json

from models.calendar.clock import instant
from models.ids import DeviceId
from sync.hub.store import HubStore, key_rows
from sync.hub.store.key_rows import KeyRow
from sync.messages import DeviceKey, KeyList, SignedKeys, name_of_keys

_encode = json.Encoder(order="deterministic").encode


def key_list(store: HubStore) -> KeyList:
    """All keys, and when the latest change was."""
    with store.reading() as reading:
        rows = list(key_rows.all_keys(reading))
    changed = max((at for row in rows for at in (row.since, row.until, row.revoked_at) if at is not None), default=0)
    offices = {row.office: row.office_name for row in rows}
    return KeyList(changed=changed, offices=offices, keys=tuple(_key(row) for row in rows))


def signed_keys(store: HubStore, sign_key: Ed25519PrivateKey, *, but_not: str = "") -> SignedKeys | None:
    """The list, signed; None = it is the one of the name ``but_not``."""
    body = _encode(key_list(store))
    return None if name_of_keys(body) == but_not else SignedKeys(body=body, signature=sign_key.sign(body))


def _key(row: KeyRow) -> DeviceKey:
    return DeviceKey(
        office=row.office,
        device=DeviceId(row.number),
        key=row.public_key.hex(),
        since=instant(row.since),
        until=None if row.until is None else instant(row.until),
        revoked_at=None if row.revoked_at is None else instant(row.revoked_at),
    )

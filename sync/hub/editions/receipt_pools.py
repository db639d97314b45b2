"""Leased ranges of receipt numbers in editions: a change of them is a new version of the office's newest edition."""

from datetime import date, datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import instant, local_day, micros
from models.ids import DeviceId
from models.money import CollectingBody
from models.receipt_leases import ReceiptPool
from models.system.decoding import prepared
from sync.hub.log.stream import lock_stream
from sync.hub.store import HubStore, Reading, edition_rows, loss_rows, office_rows
from sync.hub.store.receipts import receipt_rows
from sync.messages import Edition

LEAP = 1 << 10
"""More than the editions that an office can have got between a backup of the hub and its restore."""

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(prepared(Edition)).decode
_decode_body = msgspec.json.Decoder(prepared(CollectingBody)).decode


class _Told(Struct, frozen=True):
    """The part of an edition that is compared; the catalogue beside it has megabytes."""

    receipts: tuple[ReceiptPool, ...] = ()


_decode_told = msgspec.json.Decoder(prepared(_Told)).decode


def leased(reading: Reading, office: str) -> tuple[ReceiptPool, ...]:
    """The open ranges of an office."""
    known = {(row.form, row.series): row for row in receipt_rows.series_of(reading, office)}
    found = []
    for row in receipt_rows.leases_of(reading, office):
        of = known.get((row.form, row.series))
        if row.closed_at is None:
            found.append(
                ReceiptPool(
                    device=DeviceId(row.device),
                    series=row.series,
                    first=row.first,
                    last=row.last,
                    form=row.form,
                    leased_at=instant(row.leased_at),
                    valid_to=date.fromisoformat(of.valid_to) if of and of.valid_to else None,
                    kind=of.kind if of else "",
                    body=_decode_body(of.body) if of and of.body else None,
                )
            )
    return tuple(found)


def publish(store: HubStore, office: str, sign_key: Ed25519PrivateKey, now: datetime) -> int:
    """Publish the office's newest edition again when its ranges of receipt numbers are others by now.

    Returns:
        The new version; 0 = the desks were told already.
    """
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        if stream is None:
            return 0
        pools = leased(writing, office)
        newest = edition_rows.newest_edition(writing, office)
        if pools == (_decode_told(newest[0]).receipts if newest else ()):
            return 0
        version = _next(writing, office, stream.office.edition)
        if newest is None:
            edition = Edition(version=version, name="", valid_from=local_day(now), office=office, only_receipts=True)
        else:
            edition = replace(_decode(newest[0]), version=version)
        body = _encode(replace(edition, receipts=pools))
        edition_rows.put_edition(writing, office, version, body, sign_key.sign(body), micros(now))
        office_rows.set_edition(writing, office, version)
    store.tell(office)
    return version


def _next(reading: Reading, office: str, newest: int) -> int:
    """The next version; beyond all that a hub restored from an older copy may have told and forgotten."""
    lost, published = loss_rows.last_loss(reading, office), edition_rows.last_published(reading, office)
    return newest + (LEAP if lost is not None and lost >= published else 1)

"""Editions of an office: published whole, signed, with rising version numbers."""

from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from models.calendar.clock import micros, wall_clock
from sync.hub.editions import receipt_pools
from sync.hub.log import quarantine
from sync.hub.log.stream import lock_stream
from sync.hub.log.validation import HasFile
from sync.hub.store import HubStore, aside_rows, edition_rows, office_rows
from sync.messages import AsideReason, Block, Edition, SignedEdition

_encode = msgspec.json.Encoder(order="deterministic").encode


class EditionNotNewer(Exception):  # noqa: N818 - a fact about an edition
    """An edition of this version or a later one was published; ``newest`` says which."""

    def __init__(self, newest: int) -> None:
        super().__init__(newest)
        self.newest = newest


class OfficeUnknown(Exception):  # noqa: N818 - a fact about an office
    """The edition names an office that the hub does not have."""


def publish(
    store: HubStore,
    edition: Edition,
    sign_key: Ed25519PrivateKey,
    now: datetime | None = None,
    *,
    has_file: HasFile = quarantine.any_file,
) -> SignedEdition:
    """Sign an edition and make it the office's newest. Events set aside as unknown procedures are validated again.

    Args:
        store: of the hub.
        edition: its ``blocks`` are filled with those leased, when it names none; its ``receipts`` with those leased.
        sign_key: of the hub.
        now: the hub's clock.
        has_file: whether a scanned file has arrived.

    Raises:
        EditionNotNewer, OfficeUnknown: nothing was stored.
    """
    at = now or wall_clock()
    with store.writing() as writing:
        stream = lock_stream(writing, edition.office)
        if stream is None:
            raise OfficeUnknown(edition.office)
        if edition.version <= stream.office.edition:
            raise EditionNotNewer(stream.office.edition)
        if not edition.blocks:
            leased = office_rows.devices_of(writing, edition.office)
            blocks = (Block(device=r.number, first=r.block_first, last=r.block_last, letter=r.letter) for r in leased)
            edition = replace(edition, blocks=tuple(blocks))
        edition = replace(edition, receipts=edition.receipts or receipt_pools.leased(writing, edition.office))
        body = _encode(edition)
        signed = SignedEdition(body=body, signature=sign_key.sign(body))
        edition_rows.put_edition(writing, edition.office, edition.version, body, signed.signature, micros(at))
        office_rows.set_edition(writing, edition.office, edition.version)
        stream.office = replace(stream.office, edition=edition.version)
        stream.save()
        rules = quarantine.rules_of(store, writing, stream, has_file)
        for waiting in aside_rows.pages_because(writing, edition.office, AsideReason.PROCEDURE_UNKNOWN):
            quarantine.validate_again(stream, waiting, rules, at)
            stream.save()
    store.tell(edition.office)
    return signed


def newest(store: HubStore, office: str) -> SignedEdition | None:
    """The office's newest edition; None = none was published."""
    with store.autocommit() as reading:
        found = edition_rows.newest_edition(reading, office)
    return None if found is None else SignedEdition(body=found[0], signature=found[1])

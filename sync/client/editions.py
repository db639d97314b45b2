"""Fetches editions, verifies the hub's signature, and stores them until the desk applies them.

Three file names in the data folder give the state: waiting, being applied, in use. Each step is one rename.
"""

import tempfile
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.calendar_days import load_calendar
from models.catalogue.approved_list import load_approved_list
from models.catalogue.catalogue import read_catalogue, write_catalogue
from models.catalogue.day_rules import load_day_rules
from models.catalogue.processes import load_processes
from models.fees import load_province_fees
from models.files.disk import on_disk, sync_folder, write_whole
from models.files.marked import marked_json
from models.receipt_leases import ReceiptPool, range_is_possible
from models.system.decoding import prepared
from models.trouble import CatalogueUnreadable, EditionUnusable
from sync.client.membership import Membership
from sync.client.peer import Peer
from sync.messages import Edition, SignedEdition, block_is_possible

WAITING = "edition-waiting.json"
APPLYING = "edition-applying.json"
IN_USE = "edition.json"


class _Leased(Struct, frozen=True):
    """The part of an edition that is read at every opening; the catalogue beside it has megabytes."""

    receipts: tuple[ReceiptPool, ...] = ()


def fetch(peer: Peer, folder: Path) -> Edition | None:
    """Fetch and store the office's newest edition, if it is newer than what is there.

    Returns:
        The edition that waits now; None = nothing newer than the one in use.

    Raises:
        EditionUnusable: the hub sent something that cannot be used; what was there stays.
        DiskFull, DiskFailing, FolderReadOnly, and whatever ``Peer.edition`` raises.
    """
    signed = peer.edition()
    return waiting(folder, peer.membership) if signed is None else keep(signed, folder, peer.membership)


def keep(signed: SignedEdition, folder: Path, membership: Membership) -> Edition | None:
    """Store an edition from any source, if it is newer than what is there.

    Returns:
        The edition that waits now; None = nothing newer than the one in use.

    Raises:
        EditionUnusable: it cannot be used; what was there stays.
        DiskFull, DiskFailing, FolderReadOnly.
    """
    edition = opened(signed, membership)
    kept = waiting(folder, membership)
    if edition.version <= max(version_in_use(folder), kept.version if kept else 0):
        return kept
    check(edition, membership.url)
    write_whole(folder / WAITING, marked_json(msgspec.json.encode(signed)))
    return edition


def waiting(folder: Path, membership: Membership) -> Edition | None:
    """The edition fetched and not applied yet; one that is no longer valid is ignored."""
    signed = _read(folder / WAITING)
    if signed is None:
        return None
    try:
        edition = opened(signed, membership)
    except EditionUnusable:
        return None
    return edition if edition.version > version_in_use(folder) else None


def version_in_use(folder: Path) -> int:
    """Version of the edition in use; 0 = none of the province."""
    signed = _read(folder / IN_USE)
    return 0 if signed is None else _edition(signed, folder / IN_USE).version


def leased_receipts(folder: Path, membership: Membership | None) -> tuple[ReceiptPool, ...]:
    """All ranges of receipt numbers that the newest edition here names, of all machines of the office.

    They hold from when they were leased: also those of an edition whose first day is still to come.
    """
    newest = waiting(folder, membership) if membership else None
    if newest is not None:
        return newest.receipts
    signed = _read(folder / IN_USE)
    if signed is None:
        return ()
    try:
        return msgspec.json.decode(signed.body, type=prepared(_Leased)).receipts
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise CatalogueUnreadable(str(folder / IN_USE), str(wrong)) from wrong


def opened(signed: SignedEdition, membership: Membership) -> Edition:
    """The edition, if the hub signed it for this office.

    Raises:
        EditionUnusable: it is not.
    """
    url = membership.url
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(membership.sign_key)).verify(signed.signature, signed.body)
        edition = msgspec.json.decode(signed.body, type=prepared(Edition))
    except InvalidSignature as wrong:
        raise EditionUnusable(url, 0, "signature") from wrong
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, RecursionError) as wrong:
        raise EditionUnusable(url, 0, str(wrong)) from wrong
    if edition.office != membership.office:
        raise EditionUnusable(url, edition.version, edition.office)
    return edition


def check(edition: Edition, url: str) -> None:
    """Check that everything in it can be read, with the readers that will read it.

    Raises:
        EditionUnusable: it cannot.
    """
    for block in edition.blocks:
        if not block_is_possible(block):
            raise EditionUnusable(url, edition.version, f"block {block.device}")
    for pool in edition.receipts:
        if not range_is_possible(pool):
            raise EditionUnusable(url, edition.version, f"receipts {pool.device}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        try:
            if edition.catalogue is not None:
                write_catalogue(place / "catalogue", edition.catalogue)
                read_catalogue(place / "catalogue")
            if edition.holidays:
                (place / "holidays").write_text(edition.holidays, "utf-8")
                load_calendar(place / "holidays")
            if edition.fees:
                (place / "fees").write_text(edition.fees, "utf-8")
                load_province_fees(place / "fees")
            if edition.processes:
                (place / "processes").write_text(edition.processes, "utf-8")
                load_processes(place / "processes")
            if edition.approved:
                (place / "approved").write_text(edition.approved, "utf-8")
                load_approved_list(place / "approved")
            if edition.days:
                (place / "days").write_text(edition.days, "utf-8")
                load_day_rules(place / "days")
            if edition.bundles:
                from models.catalogue.bundles import load_bundles  # noqa: PLC0415 - few editions bring any

                (place / "bundles").write_text(edition.bundles, "utf-8")
                load_bundles(place / "bundles")
            if edition.declarations:
                from models.catalogue.declaration_set import load_declarations  # noqa: PLC0415 - where there are any

                (place / "declarations").write_text(edition.declarations, "utf-8")
                load_declarations(place / "declarations")
        except CatalogueUnreadable as wrong:
            raise EditionUnusable(url, edition.version, f"{Path(wrong.path).name}: {wrong.detail}") from wrong


def begin(folder: Path) -> None:
    """Commit to applying the waiting edition, across restarts."""
    with on_disk(folder):
        (folder / WAITING).replace(folder / APPLYING)
        sync_folder(folder)


def begun(folder: Path) -> Edition | None:
    """The edition whose application has begun and not ended."""
    signed = _read(folder / APPLYING)
    return None if signed is None else _edition(signed, folder / APPLYING)


def brings_receipts_only(folder: Path, edition: Edition) -> bool:
    """Whether nothing but ranges of receipt numbers is new: what the office changed itself since stays untouched."""
    if edition.only_receipts:
        return True
    signed = _read(folder / IN_USE)
    used = None if signed is None else _edition(signed, folder / IN_USE)
    return used is not None and replace(used, version=0, receipts=()) == replace(edition, version=0, receipts=())


def end(folder: Path) -> None:
    """Mark the edition as applied."""
    with on_disk(folder):
        (folder / APPLYING).replace(folder / IN_USE)
        sync_folder(folder)


def _edition(signed: SignedEdition, path: Path) -> Edition:
    try:
        return msgspec.json.decode(signed.body, type=prepared(Edition))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
        raise CatalogueUnreadable(str(path), str(wrong)) from wrong


def _read(path: Path) -> SignedEdition | None:
    with on_disk(path.parent):
        if not path.exists():
            return None
        try:
            return msgspec.json.decode(path.read_bytes(), type=prepared(SignedEdition))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise CatalogueUnreadable(str(path), str(wrong)) from wrong

"""The load of a visit laptop on a stick: whole, sealed to the laptop by a desk of its office, which has the histories.

The same pages come from the hub, over a line or in its answer on a stick; so either way may be first, or both.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import micros
from models.history import Recorded
from models.ids import EventId, SubjectId
from models.store import Store
from models.subjects.laptop import Laptop
from models.trouble import NotTheProvince
from sync.client import device_keys, load
from sync.client.exchange import direct_access
from sync.client.membership import Membership
from sync.messages import MOST_BYTES, MOST_EVENTS, Cursor, Load, MessageUnreadable, chains_of, pack, unpack
from sync.signatures.requests import key_id
from sync.stick.letters import (
    FROM_OFFICE,
    LoadLetter,
    check_there,
    letters_in,
    machine_folder,
    put,
    read_all,
)
from sync.stick.sealing import SealBroken, answer_key

WRITTEN = "load written"
"""Name of the province value that counts the loads this desk has put on sticks."""


class LoadWritten(Struct, frozen=True, kw_only=True):
    """A load on a stick: where, how many events and letters, and their bytes."""

    place: Path
    events: int
    letters: int
    size: int


class LoadTaken(Struct, frozen=True, kw_only=True):
    """What the loads on a stick came to at the laptop.

    Attributes:
        letters: how many lay there; ``broken``: of them those that nobody of the office has signed, or that are cut.
        merged: events that were new here, of ``subjects``.
        complete: a whole load was there.
    """

    letters: int = 0
    broken: int = 0
    merged: int = 0
    subjects: frozenset[SubjectId] = frozenset()
    complete: bool = False


def write(store: Store, member: Membership, laptop: Laptop, folder: Path, now: datetime) -> LoadWritten:
    """Write the newest load of a laptop to a stick, sealed to it.

    Args:
        store: of a desk that has the histories.
        member: likewise; who signs.
        laptop: with the key to seal to.
        folder: of the stick.
        now: by this desk's clock.

    Raises:
        NotPlain, StickMissing, StickFull, DiskFailing, FolderReadOnly: of the stick.
    """
    check_there(folder)
    number = int(store.province.get(WRITTEN) or b"0") + 1
    store.province.put(WRITTEN, b"%d" % number)
    pages = list(_pages(store, laptop))
    clock = store.log.head().clock
    letters = (
        LoadLetter(
            office=member.office,
            device=laptop.device,
            stick=number,
            of=len(pages),
            load=pack(Load(laptop.load, Cursor(), chains_of(page), len(pages) - at, 0, clock=clock, at=micros(now))),
        )
        for at, page in enumerate(pages, 1)
    )
    place = machine_folder(folder, member.office, laptop.device)
    to = X25519PublicKey.from_public_bytes(bytes.fromhex(laptop.seal_key))
    size = put(place, FROM_OFFICE, number, letters, by=member.private_key, to=to)
    return LoadWritten(place=place, events=sum(map(len, pages)), letters=len(pages), size=size)


def _pages(store: Store, laptop: Laptop) -> Iterator[list[Recorded]]:
    """The histories of the laptop and of what it takes along, as many events at once as a batch has."""
    page: list[Recorded] = []
    size = 0
    for subject in (laptop.id, *laptop.subjects):
        for recorded in store.log.history(subject):
            if page and (len(page) == MOST_EVENTS or size + len(recorded.body) > MOST_BYTES):
                yield page
                page, size = [], 0
            page.append(recorded)
            size += len(recorded.body)
    yield page


class _Filling(NamedTuple):
    """What the letters of one load on a stick have in common."""

    signer: str
    stick: int
    of: int
    load: EventId
    at: int


def read(store: Store, member: Membership, folder: Path, now: datetime) -> LoadTaken:
    """Take in loads that desks of the office have put on a stick for this laptop, however old or incomplete.

    Raises:
        NotPlain, StickMissing, DiskFailing, FolderReadOnly: of the stick.
        DiskFull: of this machine; the same again is safe.
    """
    places = letters_in(machine_folder(folder, member.office, member.device), FROM_OFFICE)
    taken, fillings = LoadTaken(), dict[_Filling, dict[int, Load]]()
    colleagues = _colleagues(store, member)
    for _, signer, letter in read_all(places, LoadLetter, to=answer_key(member.private_key), sender=colleagues.get):
        taken = replace(taken, letters=taken.letters + 1)
        if isinstance(letter, SealBroken) or (letter.office, letter.device) != (member.office, member.device):
            taken = replace(taken, broken=taken.broken + 1)
            continue
        try:
            page = unpack(letter.load, Load)
        except MessageUnreadable:
            taken = replace(taken, broken=taken.broken + 1)
            continue
        # By what is signed, not by the file's name: one may be copied to another's, or renamed.
        filling = _Filling(signer, letter.stick, letter.of, page.load, page.at)
        fillings.setdefault(filling, {})[page.remaining] = page
    for filling, pages in fillings.items():
        in_order = [pages[left] for left in sorted(pages, reverse=True)]
        complete = len(pages) == filling.of and in_order[0].remaining == filling.of - 1
        taken = _take(store, taken, in_order, complete=complete, now=now)
    return taken


def _take(store: Store, taken: LoadTaken, pages: list[Load], *, complete: bool, now: datetime) -> LoadTaken:
    try:
        changed = load.take_whole(direct_access(store), pages, complete=complete, now=micros(now))
    except NotTheProvince:
        return replace(taken, broken=taken.broken + len(pages))
    return replace(
        taken,
        merged=taken.merged + len(changed.recorded),
        subjects=taken.subjects | changed.subjects,
        complete=taken.complete or complete,
    )


def _colleagues(store: Store, member: Membership) -> dict[str, Ed25519PublicKey]:
    """The keys of the office's other machines by name, as the hub has signed them; none of a revoked one."""
    known = device_keys.known(store, member)
    found = {}
    for one in known.keys if known else ():
        if one.office == member.office and one.device != member.device and one.revoked_at is None and one.until is None:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(one.key))
            found[key_id(public)] = public
    return found

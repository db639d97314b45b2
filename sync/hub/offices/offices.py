"""Offices, their devices, and which keys may act for them."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import instant, micros, wall_clock
from models.codes.number_blocks import LAST_OF_THOUSANDS
from models.ids import FIRST_BROUGHT_BACK, DeviceId, is_machine, is_province
from sync.hub.offices import block_leases, join_codes
from sync.hub.offices.device_numbers import Numbers
from sync.hub.settings import USUAL, Quota
from sync.hub.store import HubStore, Writing, admission_rows, key_rows, office_rows
from sync.hub.store.admission_rows import SenderRecord, SignedOnce
from sync.hub.store.office_rows import CodeRow, DeviceRow, OfficeRow
from sync.messages import Block, EnrolAsked, Enrolled, HubFacts, Refusal
from sync.signatures.requests import key_id

NONCES_KEPT = timedelta(minutes=15)
"""Longer than any request's time may differ from the hub's, to either side."""

NONCES_SWEPT = timedelta(minutes=1)
"""How often each worker removes older ones."""


SILENT = timedelta(days=7)
"""A machine that renewed itself and brought nothing under its old number for so long has printed its last there."""


class NotAdmitted(Exception):  # noqa: N818 - a fact about who asked
    """The hub refuses to act for this device."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class Device(Struct, frozen=True, kw_only=True):
    """One device of an office, as needed to authenticate requests.

    Attributes:
        public_key: Ed25519, 32 bytes.
        revoked_at: since when it may only deliver what it recorded before; None = not revoked.
    """

    office: str
    number: DeviceId
    public_key: bytes
    revoked_at: datetime | None = None


class OfficeSummary(Struct, frozen=True, kw_only=True):
    """An office as the administrator sees it."""

    id: str
    name: str
    position: int
    edition: int
    devices: tuple[DeviceRow, ...]


# ---- the administrator -------------------------------------------------------------------------------------


def create_office(store: HubStore, unit_id: str, name: str) -> str:
    """Add an office under its identifier (mã định danh). An existing one is left unchanged.

    Returns:
        Its id.
    """
    at = micros(wall_clock())
    row = OfficeRow(unit_id, name, epoch=secrets.token_bytes(8), position=0, clock=0, edition=0, made_at=at)
    with store.writing() as writing:
        office_rows.put_office(writing, row)
    return unit_id


def remove_office(store: HubStore, unit_id: str) -> bool:
    """Remove an office with its codes, devices and editions, if no event was ever received from it.

    Returns:
        Whether it was: what was received is never removed.
    """
    with store.writing() as writing:
        return office_rows.drop_unused_office(writing, unit_id)


def offices(store: HubStore) -> list[OfficeSummary]:
    """All offices with their devices, revoked ones included."""
    with store.reading() as reading:
        return [
            OfficeSummary(
                id=row.id,
                name=row.name,
                position=row.position,
                edition=row.edition,
                devices=tuple(office_rows.devices_of(reading, row.id)),
            )
            for row in office_rows.all_offices(reading)
        ]


def make_code(
    store: HubStore, office: str, *, device: int | None = None, now: datetime, lasts: timedelta = timedelta(days=7)
) -> str:
    """A one-time code that admits one machine.

    Args:
        store: where its hash is kept.
        office: whose.
        device: the number it shall work under. One that is enrolled, or was before a restore, is given only to the
            machine that has its events, set up anew over its own file, which gets a new key; any other gets the next
            free number. None = what the machine wishes, or the next free one.
        now: the hub's clock.
        lasts: from now on.

    Returns:
        Four groups of four, for instance "7KQF-93XB-AEWN-5RTH".

    Raises:
        NotAdmitted: no such office; or the device was revoked, and a revoked number never comes back.
    """
    plain = join_codes.fresh()
    with store.writing() as writing:
        if office_rows.find_office(writing, office) is None:
            raise NotAdmitted(Refusal.NOT_FOUND)
        known = office_rows.find_device(writing, office, device) if device is not None else None
        if (device is not None and is_province(device)) or (known is not None and known.revoked_at is not None):
            raise NotAdmitted(Refusal.DEVICE_REVOKED)
        at, end = micros(now), micros(now + lasts)
        office_rows.put_code(writing, CodeRow(join_codes.hashed(plain), office, device, at, end, None, None))
    return plain


def revoke(store: HubStore, office: str, number: int, now: datetime) -> tuple[DeviceId, ...]:
    """Revoke a machine: it may only deliver events it had recorded, which are set aside for the administrator.

    A machine is all numbers it had: those it renewed itself from, and those it or a copy of its file renewed into.

    Returns:
        All its numbers.

    Raises:
        NotAdmitted: no such device.
    """
    with store.writing() as writing:
        if is_province(number) or office_rows.lock_office(writing, office) is None:
            raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
        row = office_rows.find_device(writing, office, number)
        if row is None:
            raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
        of_it = revoke_machine(writing, office, row.number, micros(now))
    store.tell(office)
    return tuple(sorted(of_it))


def revoke_machine(writing: Writing, office: str, number: int, at: int) -> set[DeviceId]:
    """Revoke all numbers of a machine, within the caller's transaction; gives them."""
    there = office_rows.devices_of(writing, office)
    of_it = of_one_machine(there, number)
    for one in there:
        if one.number in of_it and one.revoked_at is None:
            office_rows.change_device(writing, one, revoked_at=at)
    return of_it


# ---- machines ----------------------------------------------------------------------------------------------


def enrol(
    store: HubStore, asked: EnrolAsked, hub: HubFacts, now: datetime, *, numbers: Numbers | None = None
) -> Enrolled:
    """Admit a machine by its one-time code. Repeating the request returns the same answer.

    Args:
        store: of the hub.
        asked: signed with the key it names, as the caller has checked.
        hub: who answers.
        now: the hub's clock.
        numbers: those that were given out before, whatever the database has forgotten; None = it forgot nothing.

    Raises:
        NotAdmitted: CODE_WRONG, UNIT_WRONG, UNREADABLE (the key is none).
        FileTrouble: of ``numbers``; nothing was stored.
    """
    name, public = _key(asked)
    with store.writing() as writing:
        code = office_rows.lock_code(writing, join_codes.hashed(asked.code))
        if code is None or (code.used_at is not None and code.used_by != name):
            raise NotAdmitted(Refusal.CODE_WRONG)
        if code.office != asked.unit:
            raise NotAdmitted(Refusal.UNIT_WRONG)
        # The office row keeps two enrolments from taking the same number or block.
        office = office_rows.lock_office(writing, code.office)
        known = office_rows.find_key(writing, name)
        if office is None or (known is not None and known.office != office.id):
            raise NotAdmitted(Refusal.UNIT_WRONG)
        if known is not None and known.revoked_at is not None:
            raise NotAdmitted(Refusal.DEVICE_REVOKED)
        if code.used_at is None:
            if code.ends_at < micros(now):
                raise NotAdmitted(Refusal.CODE_WRONG)
            office_rows.use_code(writing, code, micros(now), name)
            if known is None:
                known = _admit(writing, office, asked, (name, public), micros(now), code.device, numbers=numbers)
        if known is None:
            raise NotAdmitted(Refusal.CODE_WRONG)
        return _enrolled(office, known, hub)


def renew(
    store: HubStore,
    device: Device,
    asked: EnrolAsked,
    hub: HubFacts,
    now: datetime,
    *,
    numbers: Numbers | None = None,
    quota: Quota = USUAL,
) -> Enrolled:
    """Assign a new number and key to a machine whose numbers were used twice. The old ones stay valid.

    The number is at least the one it wants: what it knows of numbers that were used, a hub that was restored from an
    older copy may have forgotten. The old key stays valid, since the other file that bears it (this one is a copy)
    may be at work.

    Raises:
        NotAdmitted: DEVICE_REVOKED, UNIT_WRONG, UNREADABLE (the key is none, or the old one), RENEWED_TOO_OFTEN.
    """
    name, public = _key(asked)
    if asked.unit != device.office:
        raise NotAdmitted(Refusal.UNIT_WRONG)
    if public == device.public_key:
        raise NotAdmitted(Refusal.UNREADABLE)
    with store.writing() as writing:
        office = office_rows.lock_office(writing, device.office)
        old = office_rows.find_device(writing, device.office, device.number)
        known = office_rows.find_key(writing, name)
        if office is None or old is None:
            raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
        if old.revoked_at is not None or (known is not None and known.revoked_at is not None):
            raise NotAdmitted(Refusal.DEVICE_REVOKED)
        if known is not None and (known.office, known.instead_of) != (old.office, old.number):
            raise NotAdmitted(Refusal.UNIT_WRONG)
        if known is None:
            _may_renew(office_rows.devices_of(writing, office.id), old.number, quota, micros(now))
            known = _admit(
                writing, office, asked, (name, public), micros(now), None, numbers=numbers, instead_of=old.number
            )
        return _enrolled(office, known, hub)


def find_device(store: HubStore, key_id: str) -> Device | None:
    """The device with this key."""
    return find_devices(store, (key_id,)).get(key_id)


def find_devices(store: HubStore, key_ids: Sequence[str]) -> dict[str, Device]:
    """The devices with these keys; unknown keys are left out."""
    with store.autocommit() as reading:
        rows = office_rows.find_keys(reading, key_ids)
    return {
        row.key_id: Device(
            office=row.office,
            number=row.number,
            public_key=row.public_key,
            revoked_at=None if row.revoked_at is None else instant(row.revoked_at),
        )
        for row in rows
        if row.key_id is not None and row.public_key is not None
    }


def find_codes(store: HubStore, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
    """Which of these were ever issued as codes, used or not."""
    with store.autocommit() as reading:
        return {hashed: hashed for hashed in office_rows.find_codes(reading, hashes)}


def record_requests(store: HubStore, asked: Sequence[SignedOnce], now: datetime) -> dict[SignedOnce, SenderRecord]:
    """Record the nonces of requests and return their senders as they are now; one who no longer exists is missing.

    A crash may forget the last half second of requests, and what is asked this way changes nothing: no wait for the
    disk. What changes something remembers its nonce in its own transaction (``once`` of ``take_in``).

    Args:
        store: of the hub.
        asked: no two with the same key and nonce.
        now: the hub's clock.
    """
    with store.lookup() as reading:
        seen = admission_rows.remember(reading, asked, micros(now))
    _sweep(store, now)
    return seen


def remember_nonce(store: HubStore, key_id: str, nonce: str, now: datetime) -> bool:
    """Record the nonce of a sender that may be unknown yet; False = it was seen before."""
    with store.non_durable() as writing:
        fresh = office_rows.put_nonce(writing, key_id, nonce, micros(now))
    _sweep(store, now)
    return fresh


def _sweep(store: HubStore, now: datetime) -> None:
    if store.swept_at is None or abs(now - store.swept_at) > NONCES_SWEPT:
        store.swept_at = now
        with store.non_durable() as writing:
            office_rows.forget_nonces(writing, micros(now - NONCES_KEPT))


def _admit(
    writing: Writing,
    office: OfficeRow,
    asked: EnrolAsked,
    key: tuple[str, bytes],
    at: int,
    reserved: int | None,
    *,
    numbers: Numbers | None,
    instead_of: int = 0,
) -> DeviceRow:
    name, public = key
    there = office_rows.devices_of(writing, office.id)
    taken = {row.number for row in there}
    forgotten = (numbers.assigned(office.id) if numbers else frozenset()) - taken
    wanted = asked.wanted if reserved is None else reserved
    program = asked.program[:100].replace("\0", " ")
    # A chain is gone on with by the machine that brings it, and by no other: the hub may have lost the end of it, which
    # the other desks have, and they would not see what another one recorded under these numbers.
    brings_it = asked.has_events and asked.wanted == reserved
    if any(row.number == reserved and row.revoked_at is not None for row in there):
        raise NotAdmitted(Refusal.DEVICE_REVOKED)
    if reserved in taken and brings_it:
        # The machine was set up anew over its own file: same number, same chain, another key.
        (row,) = (row for row in there if row.number == reserved)
        key_rows.put_former_key(writing, row, at)
        office_rows.change_device(writing, row, key_id=name, public_key=public, program=program)
        return replace(row, key_id=name, public_key=public)
    if not is_machine(wanted) or wanted in taken or (wanted in forgotten and not brings_it):
        first = wanted if instead_of and is_machine(wanted) else 1
        all_in_turn = chain(range(first, FIRST_BROUGHT_BACK), range(1, first))
        wanted = next(number for number in all_in_turn if number not in taken and number not in forgotten)
    row = _new_device(office.id, DeviceId(wanted), key, at, _lease(there, DeviceId(wanted), at, instead_of))
    row = replace(row, program=program, instead_of=instead_of)
    if numbers is not None:
        numbers.assign(office.id, row.number)
    office_rows.put_device(writing, row)
    return row


def _lease(there: Sequence[DeviceRow], number: DeviceId, at: int, instead_of: int = 0) -> Block:
    """Lease a block for a new number; the second and further ones of one machine are small."""
    leased = [Block(device=r.number, first=r.block_first, last=r.block_last, letter=r.letter) for r in there]
    retired = _retired(there, at)
    at_once = of_one_machine(there, instead_of) - {instead_of} - set(retired) if instead_of else set()
    return block_leases.lease(number, leased, retired, small=bool(at_once))


def _retired(there: Sequence[DeviceRow], at: int) -> list[DeviceId]:
    """Numbers under which nothing is printed any more, longest ago first."""
    renewed = {row.instead_of for row in there}
    silent_since = at - SILENT // timedelta(microseconds=1)
    return [
        row.number
        for row in sorted(there, key=lambda row: row.heard_at or row.enrolled_at)
        if row.revoked_at is not None or (row.number in renewed and (row.heard_at or row.enrolled_at) < silent_since)
    ]


def of_one_machine(there: Sequence[DeviceRow], number: int) -> set[DeviceId]:
    """All numbers connected with this one by renewals: of a machine and of copies of its file."""
    found, before = {DeviceId(number)}, 0
    while len(found) != before:
        before = len(found)
        found |= {row.number for row in there if row.instead_of in found}
        found |= {DeviceId(row.instead_of) for row in there if row.number in found and row.instead_of}
    return found


def renewed_often(there: Sequence[DeviceRow], now: datetime) -> list[list[DeviceId]]:
    """Machines with two or more new numbers within a week, each with all its numbers: to be checked."""
    since = micros(now - SILENT)
    found: list[list[DeviceId]] = []
    for row in there:
        if any(row.number in chain for chain in found):
            continue
        of_it = of_one_machine(there, row.number)
        rows = [one for one in there if one.number in of_it and one.revoked_at is None]
        if sum(1 for one in rows if one.instead_of and one.enrolled_at >= since) >= 2:
            found.append(sorted(of_it))
    return found


def _may_renew(there: Sequence[DeviceRow], number: DeviceId, quota: Quota, at: int) -> None:
    """Limits renewals: a PC that is reset at each boot asks each time, and an office has blocks for some twenty.

    Raises:
        NotAdmitted: RENEWED_TOO_OFTEN.
    """
    of_it = of_one_machine(there, number)
    a_day_ago = at - timedelta(days=1) // timedelta(microseconds=1)
    lately = [row for row in there if row.number in of_it and row.instead_of and row.enrolled_at > a_day_ago]
    if len(lately) >= quota.day_renewals or len(of_it.difference(_retired(there, at))) >= quota.numbers:
        raise NotAdmitted(Refusal.RENEWED_TOO_OFTEN)


def remember_number(writing: Writing, office: str, number: DeviceId, at: int) -> DeviceRow:
    """Record a device that other desks know and this hub lost: its number is taken, without any key.

    One of the first nine printed its own thousand, which is kept for it. What another printed is not known.
    """
    row = office_rows.fresh_device(office, number, at)
    if number <= LAST_OF_THOUSANDS:
        with suppress(block_leases.NoBlockFree):
            block = _lease(office_rows.devices_of(writing, office), number, at)
            row = replace(row, block_first=block.first, block_last=block.last, letter=block.letter)
    office_rows.put_device(writing, row)
    return row


def _new_device(office: str, number: DeviceId, key: tuple[str, bytes], at: int, block: Block) -> DeviceRow:
    name, public = key
    return replace(
        office_rows.fresh_device(office, number, at),
        key_id=name,
        public_key=public,
        block_first=block.first,
        block_last=block.last,
        letter=block.letter,
    )


def _enrolled(office: OfficeRow, row: DeviceRow, hub: HubFacts) -> Enrolled:
    block = Block(device=row.number, first=row.block_first, last=row.block_last, letter=row.letter)
    return Enrolled(office=office.id, device=row.number, block=block, hub=hub, edition=office.edition)


def _key(asked: EnrolAsked) -> tuple[str, bytes]:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(asked.public_key))
    except ValueError as wrong:
        raise NotAdmitted(Refusal.UNREADABLE) from wrong
    return key_id(public), public.public_bytes_raw()

"""Delivery to a desk: all events of its office by other devices, from its cursor on."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from models.calendar.clock import Clock, wall_clock
from models.history import Recorded
from models.ids import HIGHEST_SEQ, DeviceId, Digest
from sync.hub.log.stream import lock_stream
from sync.hub.offices.offices import Device, NotAdmitted
from sync.hub.store import HubStore, Reading, admission_rows, aside_rows, event_rows, office_rows
from sync.hub.store.admission_rows import SenderRecord
from sync.hub.store.office_rows import DeviceRow, OfficeRow
from sync.messages import MOST_BYTES, MOST_EVENTS, Chain, ChainLink, Cursor, News, NewsAsked, Refusal, chains_of


def news(store: HubStore, device: Device, asked: NewsAsked, *, clock: Clock = wall_clock) -> News:
    """New events of the office for a device. Returns at once; no chains = nothing new.

    An event set aside is delivered to nobody but its own device, when that has lost it.

    A cursor that fits no event of this stream, or a desk that remembers more acknowledged than the hub has, proves that
    the hub was restored from an older backup: the stream begins a new epoch and is delivered from the start.

    Raises:
        NotAdmitted: DEVICE_UNKNOWN, DEVICE_REVOKED. LOAD_ONLY: of a visit laptop, which gets its load (``loads``).
    """
    with store.reading() as reading:
        office, own = who_asks(reading, device)
        _check_reads_stream(own)
        if not _lost(office, own, asked, _mark(reading, office, asked.cursor)):
            return _news(reading, office, own, asked)
    with store.writing() as writing:
        stream = lock_stream(writing, device.office)
        office, own = who_asks(writing, device)
        if stream is not None and _lost(office, own, asked, _mark(writing, office, asked.cursor)):
            if stream.lost(own.number, clock()):
                stream.save()
            asked = replace(asked, cursor=Cursor())
            missing = max(own.missing, min(asked.acknowledged, HIGHEST_SEQ))
            office_rows.change_device(writing, own, missing=missing)
    store.tell(device.office)
    with store.reading() as reading:
        office, own = who_asks(reading, device)
        return _news(reading, office, own, asked)


def first_news(
    store: HubStore, seen: SenderRecord, device: Device, asked: NewsAsked, *, clock: Clock = wall_clock
) -> News:
    """As ``news``, for a device that was just authenticated: usually without a further query.

    What lies before the position that was read never changes, so no transaction holds the two together.

    Raises:
        NotAdmitted: DEVICE_UNKNOWN, DEVICE_REVOKED, LOAD_ONLY.
    """
    office, own = seen.office, seen.own
    told = nothing_new(seen, asked)
    if told is not None:
        return told
    if own.head > asked.head or _lost(office, own, asked, seen.mark):
        return news(store, device, asked, clock=clock)
    with store.autocommit() as reading:
        return _news(reading, office, own, asked)


def nothing_new(seen: SenderRecord, asked: NewsAsked) -> News | None:
    """The answer to one who has read everything, by what its authentication has found; None = there may be more.

    Raises:
        NotAdmitted: LOAD_ONLY.
    """
    office, own = seen.office, seen.own
    _check_reads_stream(own)
    if own.head > asked.head or _lost(office, own, asked, seen.mark):
        return None
    if office.position == 0:
        return _said(office, own, Cursor(office.epoch))
    current = Cursor(office.epoch, office.position, seen.mark)
    return _said(office, own, current) if asked.cursor == current else None


class Since(Struct, frozen=True):
    """Events of an office beyond a cursor, read once for all desks that wait there.

    Attributes:
        cursor: as far as was looked.
        chains: of every device.
        remaining: events beyond ``cursor``.
    """

    office: OfficeRow
    devices: Mapping[DeviceId, DeviceRow]
    cursor: Cursor
    rows: Sequence[event_rows.Told]
    chains: tuple[Chain, ...]
    remaining: int


def since(store: HubStore, office_id: str, cursor: Cursor, most: int) -> Since | None:
    """Events beyond a cursor; None = the cursor is not of this stream, and each desk that has it must ask ``news``."""
    with store.lookup() as reading:
        found = admission_rows.gather(reading, office_id, cursor.position)
    if found is None or cursor.epoch != found.office.epoch or cursor.position > found.office.position:
        return None
    if found.mark != cursor.mark:
        return None
    if cursor.position == found.office.position:
        return Since(found.office, found.devices, cursor, (), (), 0)
    # What lies before the position that was read never changes, so no transaction holds the two together.
    with store.autocommit() as reading:
        rows, after = _page(reading, found.office, cursor, most)
    return Since(found.office, found.devices, after, rows, chains_of_rows(rows), found.office.position - after.position)


def for_device(found: Since, device: Device, asked: NewsAsked) -> News | None:
    """The part of ``since`` for one waiting device; None = it must ask ``news``.

    Its own events were sent by this very machine while it waited. If not, its file has been copied, and it gets its
    chain back when it asks the next time.

    Raises:
        NotAdmitted: DEVICE_UNKNOWN, DEVICE_REVOKED, LOAD_ONLY.
    """
    own = _admitted(found.devices.get(device.number))
    _check_reads_stream(own)
    if _forgotten(own, asked):
        return None
    any_own = any(row.device == own.number for row in found.rows)
    chains = chains_of_rows([row for row in found.rows if row.device != own.number]) if any_own else found.chains
    return _said(found.office, own, found.cursor, chains, found.remaining)


def who_asks(reading: Reading, device: Device) -> tuple[OfficeRow, DeviceRow]:
    """The office and the device as they are now.

    Raises:
        NotAdmitted: DEVICE_UNKNOWN, DEVICE_REVOKED.
    """
    office = office_rows.find_office(reading, device.office)
    own = office_rows.find_device(reading, device.office, device.number)
    if office is None:
        raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
    return office, _admitted(own)


def _admitted(own: DeviceRow | None) -> DeviceRow:
    if own is None:
        raise NotAdmitted(Refusal.DEVICE_UNKNOWN)
    if own.revoked_at is not None:
        raise NotAdmitted(Refusal.DEVICE_REVOKED)
    return own


def _check_reads_stream(own: DeviceRow) -> None:
    if own.visit_laptop:
        raise NotAdmitted(Refusal.LOAD_ONLY)


def _forgotten(own: DeviceRow, asked: NewsAsked) -> bool:
    """Whether the hub has lost acknowledged events of this device and has not noticed it yet."""
    return min(asked.acknowledged, HIGHEST_SEQ) > max(own.head, own.missing)


def _mark(reading: Reading, office: OfficeRow, cursor: Cursor) -> bytes:
    return event_rows.mark_at(reading, office.id, cursor.position) if 0 < cursor.position <= office.position else b""


def _lost(office: OfficeRow, own: DeviceRow, asked: NewsAsked, mark: bytes) -> bool:
    """Whether this desk knows something that this stream does not have, and has not said so before.

    ``mark`` is that of the stream at the cursor's position.
    """
    if _forgotten(own, asked):
        return True
    cursor = asked.cursor
    if cursor.epoch != office.epoch or cursor.position <= 0:
        return False
    return cursor.position > office.position or mark != cursor.mark


def _news(reading: Reading, office: OfficeRow, own: DeviceRow, asked: NewsAsked) -> News:
    cursor = asked.cursor
    if cursor.epoch != office.epoch or not 0 < cursor.position <= office.position:
        cursor = Cursor(office.epoch)
    head, most = min(max(asked.head, 0), HIGHEST_SEQ), min(max(asked.most, 1), MOST_EVENTS)
    if head < own.head:
        # A desk restored from a copy gets its own chain back first, whole and in its order, or it would use the
        # numbers of these events a second time. Only then does it read on.
        back = own_chain(reading, own, head, most)
        left = office.position - cursor.position + own.head - head - sum(len(chain.links) for chain in back)
        return _said(office, own, cursor, back, left)
    rows, cursor = _page(reading, office, cursor, most, device=own.number, own=head)
    return _said(office, own, cursor, chains_of_rows(rows), office.position - cursor.position)


def _said(
    office: OfficeRow, own: DeviceRow, cursor: Cursor, chains: tuple[Chain, ...] = (), remaining: int = 0
) -> News:
    return News(
        cursor=cursor,
        chains=chains,
        remaining=remaining,
        head=own.head,
        edition=office.edition,
        clock=office.clock,
    )


def _page(
    reading: Reading, office: OfficeRow, cursor: Cursor, most: int, *, device: int = 0, own: int = 0
) -> tuple[Sequence[event_rows.Told], Cursor]:
    """The rows beyond a cursor without a device's own up to ``own``, and the cursor after them."""
    if cursor.position >= office.position:
        return (), cursor
    rows = event_rows.news(
        reading,
        office.id,
        after=cursor.position,
        upto=office.position,
        device=device,
        own=own,
        most=most,
        size=MOST_BYTES,
    )
    cut = len(rows) == most or sum(len(row.body) for row in rows) >= MOST_BYTES
    if cut or (rows and rows[-1].position == office.position):
        return rows, Cursor(office.epoch, rows[-1].position, rows[-1].digest[: event_rows.MARK])
    # Own events between the others are read over: the cursor goes as far as was looked.
    return rows, Cursor(office.epoch, office.position, event_rows.mark_at(reading, office.id, office.position))


def own_chain(reading: Reading, own: DeviceRow, head: int, most: int) -> tuple[Chain, ...]:
    """A device's own events beyond its head, delivered and set aside alike, without a gap; at least one."""
    told = event_rows.chain_after(reading, own.office, own.number, head, most)
    aside = aside_rows.placed_after(reading, own.office, own.number, head, most)
    events: list[Recorded] = []
    size = 0
    for recorded in sorted([*told, *(kept.recorded for kept in aside)], key=lambda recorded: recorded.seq)[:most]:
        size += len(recorded.body)
        if events and size > MOST_BYTES:
            break
        events.append(recorded)
    return chains_of(events)


def chains_of_rows(rows: Sequence[event_rows.Told]) -> tuple[Chain, ...]:
    """Rows as runs of one device's consecutive events, as ``messages.chains_of`` does; no body is read for it."""
    chains: list[Chain] = []
    links: list[ChainLink] = []
    first: event_rows.Told | None = None
    last: event_rows.Told | None = None
    for row in rows:
        if last is None or (row.device, row.seq, row.prev) != (last.device, last.seq + 1, last.digest):
            if first is not None and last is not None:
                chains.append(_chain(first, last, links))
            first, links = row, []
        links.append(ChainLink(row.id, row.subject, row.clock, row.at, row.clerk, row.body))
        last = row
    if first is not None and last is not None:
        chains.append(_chain(first, last, links))
    return tuple(chains)


def _chain(first: event_rows.Told, last: event_rows.Told, links: list[ChainLink]) -> Chain:
    return Chain(DeviceId(first.device), first.seq, Digest(first.prev), tuple(links), Digest(last.digest))

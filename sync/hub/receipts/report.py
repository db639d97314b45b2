"""What became of every number leased of a series: the parts add up to what was leased, gaps and doubles are named."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from models.events import ReceiptLeaseClosed
from models.ids import SubjectId
from models.receipt_leases import HIGHEST_NUMBER
from sync.hub.log import reports
from sync.hub.log.stream import lock_stream
from sync.hub.receipts import ranges, register
from sync.hub.receipts.ranges import Range
from sync.hub.store import HubStore, Reading, event_rows
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import LeaseRow, ReceiptRow, SeriesRow


class DoubleNumber(Struct, frozen=True, kw_only=True):
    """One number on several receipts."""

    number: int
    subjects: tuple[str, ...]
    devices: tuple[int, ...]


class LeaseReport(Struct, frozen=True, kw_only=True):
    """One leased range. ``device`` 0: leased to nobody, passed over.

    Attributes:
        issued: receipts that hold; ``void`` those that do not: a number each.
        unused: declared so by its desk or by a person.
        unknown: of a closed range, what nobody has declared: it may stand on a paper.
        left: of an open range, what is still to be issued.
        gaps: numbers below the highest one issued that have not arrived here, part of ``left``: desks issue from low
            to high, so their events are still to come, or were lost.
    """

    form: str
    series: str
    first: int
    last: int
    device: int
    closed: bool
    reason: str
    issued: int
    void: int
    unused: tuple[Range, ...] = ()
    unknown: tuple[Range, ...] = ()
    left: tuple[Range, ...] = ()
    gaps: tuple[Range, ...] = ()


class SeriesReport(Struct, frozen=True, kw_only=True):
    """All ranges of a series together: leased = issued + void + unused + unknown + left.

    Attributes:
        outside: receipts that bear a number of the series which was leased to nobody.
        free: numbers of the series that are not leased yet.
    """

    form: str
    series: str
    leased: int
    issued: int
    void: int
    unused: int
    unknown: int
    left: int
    free: int
    outside: tuple[Range, ...]
    doubles: tuple[DoubleNumber, ...]
    leases: tuple[LeaseReport, ...]


def report(store: HubStore, office: str) -> tuple[SeriesReport, ...]:
    """Of every series of an office, after reading its stream to the end."""
    register.read_on(store, office)
    with store.reading() as reading:
        leases = receipt_rows.leases_of(reading, office)
        told = {(row.form, row.series): row for row in receipt_rows.series_of(reading, office)}
        keys = sorted({(row.form, row.series) for row in leases} | set(told))
        return tuple(_of_series(reading, office, key, told.get(key), leases) for key in keys)


def declare_unused(
    store: HubStore, office: str, form: str, series: str, wanted: Range, reason: str, now: datetime
) -> int:
    """A person declares numbers of closed ranges unused; the office's log tells of it.

    Returns:
        How many were declared: those of the range that are unknown, and no others.
    """
    register.read_on(store, office)
    done = 0
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        if stream is None:
            return 0
        for lease in receipt_rows.leases_of(writing, office):
            if (lease.form, lease.series) != (form, series) or lease.closed_at is None:
                continue
            known = _of_lease(writing, office, lease, _numbers(writing, office, lease))
            fresh = ranges.within(known.unknown, *wanted)
            if not fresh:
                continue
            done += ranges.count(fresh)
            event = ReceiptLeaseClosed(
                form=form,
                series=series,
                first=lease.first,
                last=lease.last,
                reason=reason,
                issued=known.issued + known.void,
                unused=ranges.merged((*known.unused, *fresh)),
                unknown=ranges.without(known.unknown, fresh),
            )
            reports.record(stream, store.life(writing), lease.subject, event, now)
    if stream.changed:
        store.tell(office)
    return done


# ---- one series, one range ---------------------------------------------------------------------------------


def _of_series(
    reading: Reading, office: str, key: tuple[str, str], told: SeriesRow | None, leases: Iterable[LeaseRow]
) -> SeriesReport:
    form, series = key
    own = [row for row in leases if (row.form, row.series) == key]
    rows = list(receipt_rows.receipts_of_series(reading, office, form, series))
    parts = tuple(
        _of_lease(reading, office, lease, [row for row in rows if lease.first <= row.number <= lease.last])
        for lease in own
    )
    leased = [(row.first, row.last) for row in own]
    first, last = (told.first, told.last) if told else (1, HIGHEST_NUMBER)
    return SeriesReport(
        form=form,
        series=series,
        leased=ranges.count(ranges.merged(leased)),
        issued=sum(part.issued for part in parts),
        void=sum(part.void for part in parts),
        unused=sum(ranges.count(part.unused) for part in parts),
        unknown=sum(ranges.count(part.unknown) for part in parts),
        left=sum(ranges.count(part.left) for part in parts),
        free=ranges.count(ranges.without([(first, last)], leased)) if told else 0,
        outside=ranges.without(((row.number, row.number) for row in rows), leased),
        doubles=tuple(_doubles(rows)),
        leases=parts,
    )


def _of_lease(reading: Reading, office: str, lease: LeaseRow, rows: list[ReceiptRow]) -> LeaseReport:
    whole = [(lease.first, lease.last)]
    numbers = sorted({row.number for row in rows})
    holding = {row.number for row in rows if not row.void_day}
    taken = [(number, number) for number in numbers]
    rest = ranges.without(whole, taken)
    unused: tuple[Range, ...] = ()
    if lease.closed_at is not None:
        told = ranges.merged(one for one in _declared(reading, office, lease.subject))
        unused = ranges.without(ranges.within(told, lease.first, lease.last), taken)
    closed = lease.closed_at is not None
    return LeaseReport(
        form=lease.form,
        series=lease.series,
        first=lease.first,
        last=lease.last,
        device=lease.device,
        closed=closed,
        reason=lease.reason,
        issued=len(holding),
        void=len(numbers) - len(holding),
        unused=unused,
        unknown=ranges.without(rest, unused) if closed else (),
        left=() if closed else rest,
        gaps=() if closed or not numbers else ranges.within(rest, lease.first, numbers[-1]),
    )


def _declared(reading: Reading, office: str, subject: SubjectId) -> Iterable[Range]:
    for recorded in event_rows.of_subject(reading, office, subject):
        if isinstance(recorded.event, ReceiptLeaseClosed):
            yield from recorded.event.unused


def _numbers(reading: Reading, office: str, lease: LeaseRow) -> list[ReceiptRow]:
    rows = receipt_rows.receipts_of_series(reading, office, lease.form, lease.series)
    return [row for row in rows if lease.first <= row.number <= lease.last]


def _doubles(rows: Iterable[ReceiptRow]) -> Iterable[DoubleNumber]:
    for number, same in groupby(rows, lambda row: row.number):
        of_it = list(same)
        if len(of_it) > 1:
            yield DoubleNumber(
                number=number,
                subjects=tuple(row.subject for row in of_it),
                devices=tuple(row.device for row in of_it),
            )

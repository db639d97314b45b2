"""Leases ranges of receipt numbers to desks: in turn from each series, disjoint for ever, before a desk runs short.

A range is closed by its desk, or here when that desk is revoked, has worked in two copies, was set up anew over its
file, or its year is long over. The rest of a closed range is leased to nobody again: nobody knows which of these
numbers stand on a paper, until a person says so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.calendar.clock import local_day, micros
from models.events import ReceiptLeaseClosed
from models.ids import is_machine
from models.receipt_leases import series_year
from sync.hub.editions import receipt_pools
from sync.hub.log import reports
from sync.hub.log.stream import Stream, lock_stream
from sync.hub.receipts import ranges, receipt_words, register
from sync.hub.receipts.lease_files import LeaseFiles
from sync.hub.receipts.settings import LeaseRules
from sync.hub.store import HubStore, Writing, key_rows, loss_rows, office_rows
from sync.hub.store.office_rows import DeviceRow
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import LeaseRow, SeriesRow, Use

USE_OVER = timedelta(days=28)
"""Of which days the use of a desk is the average."""

LATE_CLOSING = timedelta(days=31)
"""After New Year: so long a desk may close its ranges of the old year itself."""


def lease_due(
    store: HubStore, office: str, rules: LeaseRules, files: LeaseFiles, sign_key: Ed25519PrivateKey, now: datetime
) -> int:
    """Close and lease what is due in an office, and publish it. Doing so again changes nothing.

    Args:
        store: of the hub.
        office: with series, else nothing is done.
        rules: how many numbers desks have at hand.
        files: where leases are recorded before the database has them.
        sign_key: of the hub, for the edition.
        now: the hub's clock.

    Returns:
        Version of the edition that tells of it; 0 = nothing is new.

    Raises:
        FileTrouble: of ``files``; nothing was leased.
    """
    register.read_on(store, office)
    with store.writing() as writing:
        stream = lock_stream(writing, office)
        if stream is None:
            return 0
        leases = files.restore(writing, office)
        devices = office_rows.devices_of(writing, office)
        for lease, reason in _ended(writing, devices, leases, now):
            _close(stream, store.life(writing), lease, reason, now)
        leasing = _Leasing(writing, office, rules, store.life(writing), now)
        fresh = leasing.run(devices)
        if fresh:
            files.record(fresh)
            receipt_rows.put_leases(writing, fresh)
    if stream.changed:
        store.tell(office)
    return receipt_pools.publish(store, office, sign_key, now)


# ---- closing -----------------------------------------------------------------------------------------------


def _ended(
    writing: Writing, devices: Sequence[DeviceRow], leases: Sequence[LeaseRow], now: datetime
) -> list[tuple[LeaseRow, str]]:
    """The open ranges from which nothing more may be issued, and why."""
    known = {int(row.number): row for row in devices}
    found = []
    for lease in leases:
        row = known.get(lease.device)
        if lease.closed_at is not None:
            continue
        if row is None or row.key_id is None:
            found.append((lease, receipt_words.UNKNOWN_DEVICE))
        elif row.revoked_at is not None:
            found.append((lease, receipt_words.REVOKED))
        elif any(one.instead_of == row.number and one.enrolled_at > lease.leased_at for one in devices):
            found.append((lease, receipt_words.FORKED))
        elif key_rows.last_former_key(writing, row) > lease.leased_at:
            found.append((lease, receipt_words.SET_UP_ANEW))
        elif series_year(lease.series) < local_day(now - LATE_CLOSING).year:
            found.append((lease, receipt_words.YEAR_OVER))
    return found


def _close(stream: Stream, life: str, lease: LeaseRow, reason: str, now: datetime) -> None:
    """Close a range at the hub and tell the office: what the hub has no receipt of is not known to be unused."""
    writing, office = stream.writing, stream.office.id
    used = receipt_rows.numbers_in(writing, office, lease.form, lease.series, lease.first, lease.last)
    event = ReceiptLeaseClosed(
        form=lease.form,
        series=lease.series,
        first=lease.first,
        last=lease.last,
        reason=reason,
        issued=len(used),
        unknown=ranges.without([(lease.first, lease.last)], [(one, one) for one in used]),
    )
    reports.record(stream, life, lease.subject, event, now)
    place = (lease.form, lease.series, lease.first)
    receipt_rows.close_lease(writing, office, *place, at=micros(now), reason=reason)


# ---- leasing -----------------------------------------------------------------------------------------------


class _Leasing:
    """One look at all series and devices of an office."""

    def __init__(self, writing: Writing, office: str, rules: LeaseRules, life: str, now: datetime) -> None:
        self._writing, self._office, self._rules, self._life = writing, office, rules, life
        self._at, self._today = micros(now), local_day(now)
        self._leases = receipt_rows.leases_of(writing, office)
        self._lost = loss_rows.last_loss(writing, office)
        self._series = receipt_rows.series_of(writing, office)
        self._use = receipt_rows.use_since(writing, office, (self._today - USE_OVER).isoformat())

    def run(self, devices: Sequence[DeviceRow]) -> list[LeaseRow]:
        """The ranges that are due, not stored yet."""
        fresh: list[LeaseRow] = []
        for series in self._series:
            if series.closed_at is None and self._is_due(series):
                there = [row for row in self._leases if (row.form, row.series) == (series.form, series.series)]
                fresh += self._of_series(series, there, [row for row in devices if _issues(row, devices)])
        return fresh

    def _is_due(self, series: SeriesRow) -> bool:
        year, today = series_year(series.series), self._today
        return year == today.year or (
            year == today.year + 1 and (today.month, today.day) >= (12, self._rules.next_year_from)
        )

    def _of_series(self, series: SeriesRow, there: list[LeaseRow], devices: list[DeviceRow]) -> list[LeaseRow]:
        fresh: list[LeaseRow] = []
        for device in devices:
            wanted = self._wanted(series, there, device)
            if not wanted:
                continue
            first = max((row.last for row in (*there, *fresh)), default=series.first - 1) + 1
            if not fresh and self._forgot(series, there):
                over = min(first + self._rules.passed_over - 1, series.last)
                gone = self._row(series, first, over, 0)
                fresh.append(_closed(gone, receipt_words.PASSED_OVER))
                first = over + 1
            if first > series.last:
                break  # used up; the overview says so
            fresh.append(self._row(series, first, min(first + wanted - 1, series.last), device.number))
        return fresh

    def _wanted(self, series: SeriesRow, there: list[LeaseRow], device: DeviceRow) -> int:
        """How many further numbers this device gets now, a multiple of the size of a range."""
        own = [row for row in there if row.device == device.number and row.closed_at is None]
        left = sum(row.last - row.first + 1 - receipt_rows.how_many_used(self._writing, row) for row in own)
        least = max(self._rules.least, ceil(self._average(series, device) * self._rules.days))
        if left >= least:
            return 0
        return self._rules.size * ceil((2 * least - left) / self._rules.size)

    def _average(self, series: SeriesRow, device: DeviceRow) -> float:
        """Receipts of this device on a day on which it issues any, of this series or of last year's of the kind."""
        alike = {one.series for one in self._series if (one.form, one.kind) == (series.form, series.kind)}
        uses = [self._use.get((device.number, series.form, name), Use(0, 0)) for name in alike]
        return max((use.receipts / use.days for use in uses if use.days), default=0.0)

    def _forgot(self, series: SeriesRow, there: list[LeaseRow]) -> bool:
        """Whether this hub may have leased ranges that neither database nor file know of."""
        if not there:
            return self._lost is not None or receipt_rows.any_of_series(
                self._writing, self._office, series.form, series.series
            )
        newest = max(there, key=lambda row: row.leased_at)
        return newest.life != self._life or (self._lost is not None and self._lost >= newest.leased_at)

    def _row(self, series: SeriesRow, first: int, last: int, device: int) -> LeaseRow:
        return LeaseRow(self._office, series.form, series.series, first, last, device, self._at, self._life)


def _closed(row: LeaseRow, reason: str) -> LeaseRow:
    return LeaseRow(
        row.office,
        row.form,
        row.series,
        row.first,
        row.last,
        row.device,
        row.leased_at,
        row.life,
        row.leased_at,
        reason,
    )


def _issues(row: DeviceRow, devices: Sequence[DeviceRow]) -> bool:
    """Whether receipts are issued under this number from now on."""
    if row.key_id is None or row.revoked_at is not None or not is_machine(row.number):
        return False
    # A machine that renewed itself works under the new number, unless the old one is heard of since: two copies.
    renewed = [one.enrolled_at for one in devices if one.instead_of == row.number]
    return not renewed or (row.heard_at or 0) > max(renewed)

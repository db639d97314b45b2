"""Commands on receipts: series, ranges leased of them, what became of each number."""

from datetime import datetime
from pathlib import Path

import click
import msgspec

from models.calendar.clock import local_day, micros, wall_clock
from models.ids import DeviceId
from models.money import CollectingBody, FeeLineKind
from models.receipt_leases import FORMS, HIGHEST_NUMBER, ReceiptPool, range_is_possible, series_year
from models.system.command_line import Failed, PathType
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.receipts import receipt_words
from sync.hub.receipts.daily import OfficeDayTable, day_table, message, write
from sync.hub.receipts.leases import lease_due
from sync.hub.receipts.report import SeriesReport, declare_unused, report
from sync.hub.receipts.sender import lease_files
from sync.hub.receipts.settings import DailyFormat, read
from sync.hub.settings import read_keys
from sync.hub.store import HubStore
from sync.hub.store.office_rows import find_office
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import SeriesRow

_office = click.argument("office_id", metavar=words.OFFICE_ID)
_series = click.argument("series", metavar=receipt_words.SERIES)
_form = click.option("--form", type=click.Choice(FORMS), default=FORMS[0], show_default=True, help=receipt_words.FORM)
_number = click.IntRange(1, HIGHEST_NUMBER)


@click.command(cls=HubCommand, help=receipt_words.RECEIPTS)
@_office
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None, help=receipt_words.DAY)
@click.option("--out", type=PathType(dir_okay=False, path_type=Path), default=None, help=receipt_words.OUT)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def receipts(office_id: str, day: datetime | None, out: Path | None, *, as_json: bool) -> None:
    """What became of every number; or the table of a day."""
    said = read(settings()).daily
    with opened() as store:
        _must_know(store, office_id)
        if day is not None:
            _tell_day(day_table(store, office_id, day.date()), said, out)
            return
        found = report(store, office_id)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        _tell(one)
    today = local_day(wall_clock())
    if not found:
        click.echo(receipt_words.NO_SERIES)
    elif today.month == 12 and not any(series_year(one.series) == today.year + 1 for one in found):
        click.echo(receipt_words.next_year_missing(today.year + 1))


@click.command("receipt-series", cls=HubCommand, help=receipt_words.SERIES_COMMAND)
@_office
@_series
@_form
@click.option("--kind", type=click.Choice([kind.value for kind in FeeLineKind]), default=None, help=receipt_words.KIND)
@click.option("--body", nargs=3, default=None, metavar=receipt_words.BODY_PARTS, help=receipt_words.BODY)
@click.option("--numbers", nargs=2, type=_number, default=(1, HIGHEST_NUMBER), help=receipt_words.NUMBERS)
@click.option("--valid-to", type=click.DateTime(["%Y-%m-%d"]), default=None, help=receipt_words.VALID_TO)
@click.option("--close", is_flag=True, help=receipt_words.CLOSE)
def receipt_series(
    office_id: str,
    series: str,
    form: str,
    kind: str | None,
    body: tuple[str, str, str] | None,
    numbers: tuple[int, int],
    valid_to: datetime | None,
    *,
    close: bool,
) -> None:
    """Tell the hub a series, and lease of it at once; or lease nothing more."""
    said = settings()
    now = wall_clock()
    with opened() as store:
        _must_know(store, office_id)
        if close:
            _close(store, office_id, form, series, micros(now))
            click.echo(receipt_words.series_closed(series))
            return
        first, last = numbers
        if not range_is_possible(ReceiptPool(device=DeviceId(0), form=form, series=series, first=first, last=last)):
            raise Failed(receipt_words.series_wrong(form, series))
        facts = CollectingBody(name=body[0], tax_code=body[1], address=body[2]) if body else None
        row = SeriesRow(
            office_id,
            form,
            series,
            kind or "",
            msgspec.json.encode(facts) if facts else b"",
            first,
            last,
            _day(valid_to),
            micros(now),
        )
        with store.writing() as writing:
            fresh = receipt_rows.put_series(writing, row)
        if not fresh:
            raise Failed(receipt_words.series_there(series))
        version = lease_due(store, office_id, read(said).leases, lease_files(said), read_keys(said).sign, now)
    click.echo(receipt_words.series_told(series, version))


@click.command("receipt-unused", cls=HubCommand, help=receipt_words.UNUSED_COMMAND)
@_office
@_series
@click.argument("first", metavar=receipt_words.FIRST, type=_number)
@click.argument("last", metavar=receipt_words.LAST, type=_number)
@_form
@click.option("--reason", required=True, help=receipt_words.REASON)
def receipt_unused(office_id: str, series: str, first: int, last: int, form: str, reason: str) -> None:
    """Declare numbers unused."""
    with opened() as store:
        _must_know(store, office_id)
        count = declare_unused(store, office_id, form, series, (first, last), reason, wall_clock())
    click.echo(receipt_words.declared(count))


def _tell_day(table: OfficeDayTable, said: DailyFormat, out: Path | None) -> None:
    if out is None:
        click.echo(msgspec.json.encode(message(table, said)).decode())
        return
    write(table, said, out)
    click.echo(receipt_words.day_written(len(table.rows), out))


def _tell(one: SeriesReport) -> None:
    counts = (one.leased, one.issued, one.void, one.unused, one.unknown, one.left, one.free)
    click.echo(receipt_words.series_line(one.form, one.series, counts))
    for part in one.leases:
        sizes = [sum(last - first + 1 for first, last in of) for of in (part.unused, part.unknown, part.left)]
        state = receipt_words.lease_state(closed=part.closed, reason=part.reason)
        click.echo(
            receipt_words.lease_line(part.device, part.first, part.last, state, (part.issued, part.void, *sizes))
        )
        if part.gaps:
            click.echo(receipt_words.gaps(part.gaps))
        if part.unknown:
            click.echo(receipt_words.unknown(part.unknown))
    if one.outside:
        click.echo(receipt_words.outside(one.outside))
    for double in one.doubles:
        click.echo(receipt_words.double(double.number, double.devices))


def _close(store: HubStore, office: str, form: str, series: str, at: int) -> None:
    with store.writing() as writing:
        for row in receipt_rows.series_of(writing, office):
            if (row.form, row.series) == (form, series):
                receipt_rows.close_series(writing, row, at)
                return
    raise Failed(receipt_words.series_unknown(series))


def _day(at: datetime | None) -> str:
    return local_day(at).isoformat() if at else ""


def _must_know(store: HubStore, office: str) -> None:
    with store.reading() as reading:
        if find_office(reading, office) is None:
            raise Failed(words.office_unknown(office))

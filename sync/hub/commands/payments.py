"""Commands on money: what arrives on accounts, what the desks took."""

from datetime import datetime
from pathlib import Path

import click
import msgspec

from models.calendar.clock import local_day, wall_clock
from models.files.disk import write_named
from models.system.command_line import Failed, PathType
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.csv_table import csv_table
from sync.hub.log.takings import DayTotal, day_totals
from sync.hub.payments.overview import overview, set_aside
from sync.hub.payments.payment_words import payments_lines, takings_lines, takings_written
from sync.hub.store.office_rows import find_office


@click.command(cls=HubCommand, help=words.PAYMENTS)
@click.option("--set-aside", "putting", nargs=2, metavar=words.PAYMENTS_WHICH, help=words.PAYMENTS_SET_ASIDE)
@click.option("--reason", default="", help=words.PAYMENTS_REASON)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def payments(putting: tuple[str, str] | None, reason: str, *, as_json: bool) -> None:
    """What was heard of money on the offices' accounts; or take a transfer of nobody off the list."""
    said = settings()
    with opened() as store:
        if putting is not None:
            if not reason.strip():
                raise Failed(words.PAYMENTS_NO_REASON)
            if not set_aside(store, *putting, reason.strip()):
                raise Failed(words.transfer_unknown(*putting))
            click.echo(words.transfer_set_aside(*putting))
            return
        found = overview(store, said, wall_clock())
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for line in payments_lines(found):
        click.echo(line)


@click.command(cls=HubCommand, help=words.TAKINGS)
@click.option("--office", "office_id", help=words.TAKINGS_OFFICE)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help=words.TAKINGS_FROM)
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help=words.TAKINGS_TO)
@click.option("--out", type=PathType(dir_okay=False, path_type=Path), help=words.TAKINGS_OUT)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def takings(
    office_id: str | None, first: datetime | None, last: datetime | None, out: Path | None, *, as_json: bool
) -> None:
    """What was taken and given back, by office, day and way of paying."""
    end = last.date() if last is not None else local_day(wall_clock())
    begin = first.date() if first is not None else end
    if begin > end:
        raise Failed(words.takings_turned(begin, end))
    with opened() as store:
        if office_id is not None:
            with store.reading() as reading:
                if find_office(reading, office_id) is None:
                    raise Failed(words.office_unknown(office_id))
        found = day_totals(store, begin, end, office_id)
    if out is not None:
        write_named(out, _as_csv(found))
        click.echo(takings_written(out, len(found)))
        return
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for line in takings_lines(found, begin, end):
        click.echo(line)


def _as_csv(found: list[DayTotal]) -> bytes:
    names = DayTotal.__struct_fields__
    return csv_table(names, ([getattr(one, name) for name in names] for one in found))

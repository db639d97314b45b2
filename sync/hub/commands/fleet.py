"""Command on the province's machines."""

from pathlib import Path

import click
import msgspec

from models.calendar.clock import wall_clock
from models.files.disk import write_named
from models.system.command_line import Failed, PathType
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.fleet import fleet_words
from sync.hub.fleet.fleet_sheet import as_xlsx
from sync.hub.fleet.overview import FleetQuestion, HealthAsked, all_machines, as_csv, fleet_page
from sync.hub.fleet.settings import read
from sync.hub.updates import update_words
from sync.hub.updates.plan import is_version


@click.command(cls=HubCommand, help=fleet_words.FLEET)
@click.option("--office", default="", help=fleet_words.OFFICE)
@click.option("--older-than", default="", metavar=update_words.VERSION, help=fleet_words.OLDER_THAN)
@click.option("--silent", type=click.IntRange(1, 3650), default=None, help=fleet_words.SILENT)
@click.option("--health", type=click.Choice([one.value for one in HealthAsked]), default=None, help=fleet_words.HEALTH)
@click.option("--page", type=click.IntRange(1, 1_000_000), default=1, help=fleet_words.PAGE)
@click.option("--out", type=PathType(dir_okay=False, path_type=Path), default=None, help=fleet_words.OUT)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def fleet(
    office: str,
    older_than: str,
    silent: int | None,
    health: str | None,
    page: int,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """List the machines, or write them into a table."""
    if older_than and not is_version(older_than):
        raise Failed(update_words.version_wrong(older_than))
    asked = FleetQuestion(
        office=office,
        older_than=older_than,
        silent_days=silent or 0,
        health=HealthAsked(health) if health else None,
        page=page,
    )
    said = read(settings())
    with opened() as store:
        if out is not None:
            machines, now = all_machines(store, asked, said, wall_clock()), wall_clock()
            write_named(out, as_xlsx(machines, now) if out.suffix.lower() == ".xlsx" else as_csv(machines))
            click.echo(fleet_words.written(out, len(machines)))
            return
        found = fleet_page(store, asked, said, wall_clock())
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found.machines:
        click.echo(fleet_words.line(one))
    click.echo(fleet_words.page_line(found) if found.machines else fleet_words.NONE)

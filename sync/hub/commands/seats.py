"""Command on seats of appointments."""

import click
import msgspec

from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened
from sync.hub.seats import seat_words
from sync.hub.seats.clashes import seat_clashes
from sync.hub.store.office_rows import find_office


@click.command("seat-clashes", cls=HubCommand, help=seat_words.CLASHES)
@click.option("--office", "office_id", help=words.UNIT)
@click.option("--settled", is_flag=True, help=seat_words.SETTLED)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def clashes(office_id: str | None, *, settled: bool, as_json: bool) -> None:
    """List them."""
    with opened() as store:
        if office_id is not None:
            with store.reading() as reading:
                if find_office(reading, office_id) is None:
                    raise Failed(words.office_unknown(office_id))
        found = seat_clashes(store, office_id, settled=settled)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        click.echo(seat_words.line(one))
    if not found:
        click.echo(seat_words.NONE)

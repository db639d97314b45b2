"""Commands on money that the hub hears of."""

import click
import msgspec

from models.calendar.clock import wall_clock
from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.payments.overview import overview, set_aside
from sync.hub.payments.payment_words import payments_lines


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

"""Command on orders to the post."""

import click
import msgspec

from models.calendar.clock import wall_clock
from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened
from sync.hub.post_orders import overview, post_order_words
from sync.hub.store.office_rows import find_office


@click.command("post-orders", cls=HubCommand, help=post_order_words.POST_ORDERS)
@click.option("--office", "office_id", help=words.UNIT)
@click.option("--again", "again", help=post_order_words.AGAIN)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def post_orders(office_id: str | None, again: str | None, *, as_json: bool) -> None:
    """What became of the orders to the post; or have one go again."""
    with opened() as store:
        if again is not None:
            click.echo(post_order_words.sent_again(overview.send_again(store, again, wall_clock())))
            return
        if office_id is not None:
            with store.reading() as reading:
                if find_office(reading, office_id) is None:
                    raise Failed(words.office_unknown(office_id))
        found = overview.status(store, office_id)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    click.echo(post_order_words.counts(found.counts))
    for one in found.troubled:
        click.echo(post_order_words.troubled(one.office, one.reference, one.state, one.reason, one.since))
    for code, times in found.unexplained:
        click.echo(post_order_words.unexplained(code, times))

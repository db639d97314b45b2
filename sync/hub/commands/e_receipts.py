"""Command on electronic receipts."""

import click
import msgspec

from models.calendar.clock import instant, wall_clock
from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened
from sync.hub.e_receipts import e_receipt_words, overview
from sync.hub.store.office_rows import find_office


@click.command("e-receipts", cls=HubCommand, help=e_receipt_words.E_RECEIPTS)
@click.option("--office", "office_id", help=words.UNIT)
@click.option("--again", "again", help=e_receipt_words.AGAIN)
@click.option("--traffic", "traffic", help=e_receipt_words.TRAFFIC)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def e_receipts(office_id: str | None, again: str | None, traffic: str | None, *, as_json: bool) -> None:
    """What became of the requests to the provider; or have one go again, or see what was said about it."""
    with opened() as store:
        if again is not None:
            click.echo(e_receipt_words.sent_again(overview.send_again(store, again, wall_clock())))
            return
        if traffic is not None:
            for one in overview.traffic(store, traffic):
                click.echo(e_receipt_words.traffic_line(instant(one.at), one.what, one.sent, one.received))
            return
        if office_id is not None:
            with store.reading() as reading:
                if find_office(reading, office_id) is None:
                    raise Failed(words.office_unknown(office_id))
        found = overview.status(store, office_id)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    click.echo(e_receipt_words.counts(found.counts))
    for stuck in found.troubled:
        click.echo(e_receipt_words.troubled(stuck.office, stuck.reference, stuck.state, stuck.reason, stuck.since))
    if found.cancels:
        click.echo(e_receipt_words.cancels(found.cancels))
    for stuck in found.cancels_troubled:
        click.echo(e_receipt_words.troubled(stuck.office, stuck.reference, stuck.state, stuck.reason, stuck.since))

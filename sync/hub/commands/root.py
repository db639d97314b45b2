"""The command group ``motcua-hub``."""

from pathlib import Path

import click

from models.system.command_line import PathType, version
from sync.hub import words
from sync.hub.commands.command import DEFAULT, HubGroup
from sync.hub.commands.e_receipts import e_receipts
from sync.hub.commands.fleet import fleet
from sync.hub.commands.maintenance import edition, judge, national, notices, report_token, restored, set_aside
from sync.hub.commands.offices import code, devices, office, revoke, status
from sync.hub.commands.payments import payments, takings
from sync.hub.commands.post_orders import post_orders
from sync.hub.commands.receipts import receipt_series, receipt_unused, receipts
from sync.hub.commands.running import keys, prepare, serve, training
from sync.hub.commands.seats import clashes
from sync.hub.commands.stick import usb
from sync.hub.commands.updates import update


@click.group(cls=HubGroup, context_settings={"help_option_names": ["-h", "--help"]}, help=words.HUB)
@click.option(
    "--config",
    type=PathType(dir_okay=False, path_type=Path),
    envvar="MOTCUA_HUB_CONFIG",
    default=DEFAULT,
    help=words.CONFIG,
)
@version
def hub(config: Path) -> None:
    """Start of the command."""
    del config  # read from the root context by the commands that need it


for _command in (
    serve,
    training,
    keys,
    prepare,
    office,
    code,
    revoke,
    devices,
    status,
    set_aside,
    judge,
    edition,
    report_token,
    usb,
    national,
    notices,
    payments,
    takings,
    receipts,
    receipt_series,
    receipt_unused,
    e_receipts,
    post_orders,
    clashes,
    fleet,
    update,
    restored,
):
    hub.add_command(_command)

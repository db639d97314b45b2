"""Commands to run the hub: keys, tables, server."""

from contextlib import nullcontext
from pathlib import Path

import click

from models.system.command_line import Failed, PathType
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.e_receipts.sender import issuer_of
from sync.hub.e_receipts.settings import read as read_e_receipts
from sync.hub.fleet.settings import read as read_fleet
from sync.hub.national.sender import line_of
from sync.hub.national.settings import read as read_national
from sync.hub.notices.sender import gateways_of
from sync.hub.notices.settings import read as read_notices
from sync.hub.payments.settings import read as read_payments
from sync.hub.payments.sources import provider_of
from sync.hub.post_orders.sender import carrier_of
from sync.hub.post_orders.settings import read as read_post
from sync.hub.receipts.settings import read as read_receipts
from sync.hub.settings import HubSettings, SettingsWrong, make_keys, read_keys
from sync.hub.updates.settings import read as read_updates
from sync.hub.web.sockets import NotListening, tls_of


@click.command(cls=HubCommand, help=words.SERVE)
def serve() -> None:
    """Serve until stopped."""
    said = settings()
    if (national := line_of(said, read_national(said))) is not None:
        national.close()
    read_receipts(said)
    read_updates(said)
    read_fleet(said)
    if (e_receipts := read_e_receipts(said)) is not None:
        issuer_of(said, e_receipts).close()
    if (post := read_post(said)) is not None:
        carrier_of(said, post).close()
    if (notices := read_notices(said)) is not None:
        gateways_of(said, notices)
    if (payments := read_payments(said)) is not None:
        for source in payments.source:
            provider_of(said, source, ask=True)
    read_keys(said)
    try:
        tls_of(said)
    except OSError as wrong:
        raise SettingsWrong(Path(said.folder), words.TLS_WRONG) from wrong
    with opened():
        pass  # what is wrong with keys or database is told now, in one sentence, and not by each worker
    from sync.hub.web.metrics import shared  # noqa: PLC0415 - the server's libraries take half a second

    with shared() if said.workers > 1 else nullcontext():
        _serve(said)


def _serve(said: HubSettings) -> None:
    from sync.hub.web.serving import serve as serve_hub  # noqa: PLC0415 - after the folder of the figures was made

    try:
        serve_hub(said)
    except NotListening as wrong:
        raise Failed(words.not_listening(wrong.address, wrong.detail)) from wrong


@click.command(cls=HubCommand, help=words.TRAINING)
@click.option("--folder", required=True, type=PathType(file_okay=False, path_type=Path), help=words.TRAINING_FOLDER)
@click.option("--unit", default=None, help=words.UNIT)
def training(folder: Path, unit: str | None) -> None:
    """Serve a desk in training mode."""
    from sync.hub.training import UNIT, train  # noqa: PLC0415 - as above

    train(folder, unit or UNIT)


@click.command(cls=HubCommand, help=words.KEYS)
def keys() -> None:
    """Make the key files that are missing."""
    made = make_keys(settings())
    for path in made:
        click.echo(words.key_made(path))
    if not made:
        click.echo(words.ALL_KEYS_THERE)


@click.command(cls=HubCommand, help=words.PREPARE)
def prepare() -> None:
    """Make or bring up to date the tables."""
    with opened():
        click.echo(words.PREPARED)

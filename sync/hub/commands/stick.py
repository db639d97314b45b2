"""Exchange by USB stick at the hub: ``motcua-hub usb``."""

from pathlib import Path

import click
import msgspec

from models.calendar.clock import wall_clock
from models.system.command_line import Failed, PathType
from models.trouble import FileTrouble, NotPlain, StickFull, StickMissing
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.opening import files_of
from sync.hub.settings import read_keys
from sync.hub.stick import take_stick


@click.command(cls=HubCommand, help=words.STICK)
@click.argument("folder", metavar=words.STICK_FOLDER, type=PathType(file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def usb(folder: Path, *, as_json: bool) -> None:
    """Take in the letters on a stick and write the answers."""
    said = settings()
    keys = read_keys(said)
    try:
        with opened() as store:
            found = take_stick(folder, store, keys, files_of(said, keys), wall_clock(), quota=said.quota)
    except StickMissing as trouble:
        raise Failed(words.STICK_MISSING) from trouble
    except NotPlain as trouble:
        raise Failed(words.stick_not_plain(trouble.path)) from trouble
    except StickFull as trouble:
        raise Failed(words.STICK_FULL) from trouble
    except FileTrouble as trouble:
        raise Failed(words.STICK_FAILING) from trouble
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for stick in found.sticks:
        click.echo(
            words.stick(
                stick.office,
                stick.device,
                events=stick.events,
                head=stick.head,
                files=stick.files,
                waiting=stick.waiting,
                told=stick.told,
                refused=stick.refused,
            )
        )
    broken = found.broken + sum(stick.broken for stick in found.sticks)
    if broken:
        click.echo(words.stick_broken(broken))
    if not found.sticks and not broken:
        click.echo(words.STICK_EMPTY)

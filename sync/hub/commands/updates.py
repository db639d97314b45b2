"""Commands on updates of the desks: rings, releases, pause."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from models.calendar.clock import from_local, wall_clock
from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubGroup, opened, settings
from sync.hub.store import HubStore
from sync.hub.store.office_rows import find_office
from sync.hub.updates import changes, update_words
from sync.hub.updates.changes import ChangeAuthor
from sync.hub.updates.overview import UpdateOverview, overview
from sync.hub.updates.plan import is_version, version_order
from sync.hub.updates.settings import read
from sync.hub.updates.signed_list import expiry, missing_of

_LATEST = 10
"""Changes that ``list`` names; --json has all."""

_as_json = click.option("--json", "as_json", is_flag=True, help=words.JSON)
_by = click.option("--by", default=None, help=update_words.BY)
_note = click.option("--note", default="", help=update_words.NOTE)
_moment = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


def _changing(command: Callable[..., None]) -> Callable[..., Any]:
    """What every change takes."""
    return _by(_note(_as_json(command)))


@click.group(cls=HubGroup, help=update_words.UPDATE)
def update() -> None:
    """Updates."""


@update.command("list", help=update_words.LIST)
@_as_json
def listing(*, as_json: bool) -> None:
    """How it stands."""
    with opened() as store:
        found = _overview(store)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    if not read(settings()).folder:
        click.echo(update_words.NO_REPOSITORY)
    if (end := expiry(_repository(), wall_clock())) is not None:
        click.echo(update_words.expiry(end))
    click.echo(update_words.STANDS_PAUSED if found.plan.paused else update_words.GOES_ON)
    for one in found.rings:
        click.echo(update_words.ring_line(one.ring, one.offices, one.version))
    for version in sorted(found.plan.releases, key=version_order):
        click.echo(update_words.opens(version, found.plan.releases[version]))
    if not found.plan.releases:
        click.echo(update_words.NO_RELEASES)
    for change in found.changes[-_LATEST:]:
        click.echo(update_words.change(change))


@update.command(help=update_words.RING)
@click.argument("office_id", metavar=words.OFFICE_ID)
@click.argument("number", metavar=update_words.RING_NUMBER, type=click.IntRange(min=1))
@_changing
def ring(office_id: str, number: int, by: str | None, note: str, *, as_json: bool) -> None:
    """Put an office into a ring."""
    _must_be_ring(number)
    with opened() as store:
        with store.reading() as reading:
            if find_office(reading, office_id) is None:
                raise Failed(words.office_unknown(office_id))
        changes.put_in_ring(store, _author(by, note), office_id, number)
        _tell(store, update_words.put_in_ring(office_id, number), as_json=as_json)


@update.command(help=update_words.RELEASE)
@click.argument("version", metavar=update_words.VERSION)
@click.option(
    "--open",
    "opens",
    nargs=2,
    type=(int, _moment),
    multiple=True,
    metavar=update_words.OPEN_PARTS,
    help=update_words.OPEN,
)
@click.option("--withdraw", is_flag=True, help=update_words.WITHDRAW)
@_changing
def release(
    version: str,
    opens: tuple[tuple[int, datetime], ...],
    by: str | None,
    note: str,
    *,
    withdraw: bool,
    as_json: bool,
) -> None:
    """Offer a release to rings, or to nobody any more."""
    if not is_version(version):
        raise Failed(update_words.version_wrong(version))
    if withdraw == bool(opens):
        raise Failed(update_words.OPEN_OR_WITHDRAW if withdraw else update_words.OPEN_WHAT)
    for number, _ in opens:
        _must_be_ring(number)
    if opens:
        _must_be_there(version)
    rings = {number: from_local(at) for number, at in opens}
    with opened() as store:
        if withdraw:
            if version not in _overview(store).plan.releases:
                raise Failed(update_words.version_unknown(version))
            changes.withdraw(store, _author(by, note), version)
        else:
            changes.open_release(store, _author(by, note), version, rings)
        told = update_words.withdrawn(version) if withdraw else update_words.opens(version, rings)
        _tell(store, told, as_json=as_json)


@update.command(help=update_words.PAUSE)
@_changing
def pause(by: str | None, note: str, *, as_json: bool) -> None:
    """Offer nobody anything."""
    with opened() as store:
        changes.pause(store, _author(by, note))
        _tell(store, update_words.PAUSED, as_json=as_json)


@update.command(help=update_words.RESUME)
@_changing
def resume(by: str | None, note: str, *, as_json: bool) -> None:
    """Go on."""
    with opened() as store:
        changes.resume(store, _author(by, note))
        _tell(store, update_words.RESUMED, as_json=as_json)


def _author(by: str | None, note: str) -> ChangeAuthor:
    return ChangeAuthor(by or changes.account(), wall_clock(), note)


def _overview(store: HubStore) -> UpdateOverview:
    return overview(store, read(settings()).rings, wall_clock())


def _must_be_ring(number: int) -> None:
    last = read(settings()).rings
    if not 1 <= number <= last:
        raise Failed(update_words.ring_wrong(number, last))


def _repository() -> Path | None:
    return read(settings()).place(settings())


def _must_be_there(version: str) -> None:
    """Where this hub has the repository, it has all of the version: no desk is offered what it cannot fetch."""
    folder = _repository()
    if folder is None:
        return
    missing = missing_of(folder, version)
    if missing is None:
        raise Failed(update_words.not_signed(version))
    if missing:
        raise Failed(update_words.files_missing(version, missing))


def _tell(store: HubStore, sentence: str, *, as_json: bool) -> None:
    """What was done; as JSON how all of it stands now."""
    click.echo(msgspec.json.encode(_overview(store)).decode() if as_json else sentence)

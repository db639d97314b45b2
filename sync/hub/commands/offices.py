"""Commands on offices, their devices and one-time codes."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

import click
import msgspec

from models.calendar.clock import day_number, instant, wall_clock
from models.codes.agency import agency_fault
from models.ids import FIRST_PROVINCE, is_machine
from models.system.command_line import Failed
from sync.hub import words
from sync.hub.commands.command import HubCommand, HubGroup, opened, settings
from sync.hub.health import health_of, prove
from sync.hub.log import quarantine
from sync.hub.offices import offices
from sync.hub.opening import open_store
from sync.hub.payments.overview import overview
from sync.hub.payments.payment_words import payments_trouble
from sync.hub.store import HubStore, rejected_rows
from sync.hub.store.loss_rows import brought_back_of
from sync.hub.store.office_rows import DeviceRow, all_offices, devices_of, find_office
from sync.hub.store.rejected_rows import RejectReason

_as_json = click.option("--json", "as_json", is_flag=True, help=words.JSON)
_office = click.argument("office_id", metavar=words.OFFICE_ID)
_number = click.argument("number", metavar=words.NUMBER, type=click.IntRange(1, FIRST_PROVINCE - 1))


@click.group(cls=HubGroup, help=words.OFFICE)
def office() -> None:
    """Offices."""


@office.command(help=words.OFFICE_CREATE)
@_office
@click.argument("name", metavar=words.NAME)
def create(office_id: str, name: str) -> None:
    """Make an office. It stays: a name mistyped here would be seen for ever."""
    if agency_fault(office_id) is not None:
        raise Failed(words.office_wrong(office_id))
    if not name.strip():
        raise Failed(words.OFFICE_NAMELESS)
    with opened() as store:
        if _known(store, office_id):
            raise Failed(words.office_there(office_id))
        offices.create_office(store, office_id, name)
    click.echo(words.office_made(office_id))


@office.command(help=words.OFFICE_REMOVE)
@_office
def remove(office_id: str) -> None:
    """Take an office out that was made by mistake: only one of which nothing has come."""
    with opened() as store:
        _must_know(store, office_id)
        if not offices.remove_office(store, office_id):
            raise Failed(words.office_in_use(office_id))
    click.echo(words.office_removed(office_id))


@office.command("list", help=words.OFFICE_LIST)
@_as_json
def listing(*, as_json: bool) -> None:
    """List the offices."""
    with opened() as store, store.reading() as connection:
        found = all_offices(connection)
    if as_json:
        told = [{"id": one.id, "name": one.name, "position": one.position, "edition": one.edition} for one in found]
        click.echo(msgspec.json.encode(told).decode())
        return
    for one in found:
        click.echo(words.office(one.id, one.name))
    if not found:
        click.echo(words.NO_OFFICES)


@click.command(cls=HubCommand, help=words.CODE)
@_office
@click.option("--device", type=click.IntRange(1, FIRST_PROVINCE - 1), help=words.CODE_DEVICE)
def code(office_id: str, device: int | None) -> None:
    """Make a one-time code."""
    lasts = timedelta(days=settings().limits.code_days)
    now = wall_clock()
    with opened() as store:
        _must_know(store, office_id)
        try:
            made = offices.make_code(store, office_id, device=device, now=now, lasts=lasts)
        except offices.NotAdmitted as wrong:
            raise Failed(words.device_gone(office_id, device or 0)) from wrong
    click.echo(words.code_made(made, now + lasts))


@click.command(cls=HubCommand, help=words.REVOKE)
@_office
@_number
def revoke(office_id: str, number: int) -> None:
    """Revoke a device."""
    with opened() as store:
        _must_know(store, office_id)
        if number not in {row.number for row in _devices(store, office_id)}:
            raise Failed(words.device_unknown(office_id, number))
        gone = offices.revoke(store, office_id, number, wall_clock())
    click.echo(words.revoked(office_id, gone))


@click.command(cls=HubCommand, help=words.DEVICES)
@click.argument("office_id", metavar=f"[{words.OFFICE_ID}]", required=False)
@_as_json
def devices(office_id: str | None, *, as_json: bool) -> None:
    """List the devices of an office, or of all."""
    with opened() as store:
        if office_id is not None:
            _must_know(store, office_id)
        with store.reading() as connection:
            wanted = [office_id] if office_id is not None else [one.id for one in all_offices(connection)]
            found = [(one, row) for one in wanted for row in devices_of(connection, one)]
            brought = {one: brought_back_of(connection, one) for one in wanted}
    if as_json:
        told = [
            {
                "office": one,
                "number": row.number,
                "head": row.head,
                "revoked": row.revoked_at is not None,
                "instead_of": row.instead_of,
                "brought_back": brought[one].get(row.number, {}),
            }
            for one, row in found
        ]
        click.echo(msgspec.json.encode(told).decode())
        return
    for one in wanted:
        rows = [row for of, row in found if of == one]
        for line in _lines(rows, brought[one]):
            click.echo(line if office_id is not None else f"{one}  {line}")
    if not found:
        click.echo(words.NO_DEVICES if wanted else words.NO_OFFICES)


@click.command(cls=HubCommand, help=words.STATUS)
def status() -> None:
    """Whether the hub can do its work, and how much there is."""
    said = settings()
    store = open_store(said)
    try:
        health = health_of(said, prove(store, wall_clock))
        click.echo(health.words)
        with store.reading() as connection:
            found = all_offices(connection)
            of_office = {one.id: devices_of(connection, one.id) for one in found}
            turned = rejected_rows.since(connection, day_number(wall_clock()) - 1)
        machines = sum(row.key_id is not None for rows in of_office.values() for row in rows)
        click.echo(words.status(len(found), machines, sum(one.position for one in found)))
        for (office_id, why), number in sorted(quarantine.count(store).items()):
            click.echo(words.set_aside_count(office_id, why, number))
        for office_id, rows in of_office.items():
            for chain in offices.renewed_often(rows, wall_clock()):
                click.echo(f"{office_id}: {words.renewed_often(chain)}")
        for line in payments_trouble(overview(store, said, wall_clock())):
            click.echo(line)
        for why, rows_of_it in groupby(turned, key=lambda row: row.why):
            each = list(rows_of_it)
            last = each[-1]
            click.echo(
                words.turned_away(RejectReason(why), sum(row.count for row in each), instant(last.at), last.address)
            )
    finally:
        store.close()
    if not health.well:
        raise SystemExit(1)


def _lines(rows: list[DeviceRow], brought: dict[int, dict[int, int]]) -> Iterator[str]:
    """The lines an administrator reads about an office's devices."""
    for row in rows:
        if row.key_id is None:
            yield words.device_without_machine(row.number, row.head, is_machine(row.number))
        else:
            gone = None if row.revoked_at is None else instant(row.revoked_at)
            yield words.device(row.number, row.head, instant(row.enrolled_at), gone, instead_of=row.instead_of)
        for by, count in sorted(brought.get(row.number, {}).items()):
            yield words.brought_back(row.number, by, count)
    for chain in offices.renewed_often(rows, wall_clock()):
        yield words.renewed_often(chain)


def _known(store: HubStore, office_id: str) -> bool:
    with store.reading() as connection:
        return find_office(connection, office_id) is not None


def _must_know(store: HubStore, office_id: str) -> None:
    if not _known(store, office_id):
        raise Failed(words.office_unknown(office_id))


def _devices(store: HubStore, office_id: str) -> list[DeviceRow]:
    with store.reading() as connection:
        return devices_of(connection, office_id)

"""Commands on events set aside, editions, and tokens of departments."""

import secrets
from functools import partial
from pathlib import Path

import click
import msgspec

from models.calendar.clock import wall_clock
from models.ids import DeviceId
from models.system.command_line import Failed, PathType
from sync.hub import words
from sync.hub.commands.command import HubCommand, opened, settings
from sync.hub.editions import editions
from sync.hub.editions.edition_folder import read_edition
from sync.hub.log import quarantine, stream
from sync.hub.national import overview
from sync.hub.notices import overview as notice_overview
from sync.hub.opening import files_of
from sync.hub.settings import read_keys
from sync.hub.store.office_rows import all_offices, find_office


@click.command("quarantine", cls=HubCommand, help=words.QUARANTINE)
@click.option("--office", "office_id", help=words.UNIT)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def set_aside(office_id: str | None, *, as_json: bool) -> None:
    """List what is set aside."""
    number = 0
    with opened() as store:
        for number, (one, aside) in enumerate(quarantine.open_entries(store, office_id), 1):
            if as_json:
                told = msgspec.json.encode({"office": one, "aside": aside}).decode()
                click.echo(f"{'[' if number == 1 else ','}{told}", nl=False)
            else:
                click.echo(words.set_aside(one, aside))
    if as_json:
        click.echo("]" if number else "[]")
    elif not number:
        click.echo(words.NOTHING_SET_ASIDE)


@click.command(cls=HubCommand, help=words.JUDGE)
@click.argument("office_id", metavar=words.OFFICE_ID)
@click.argument("number", metavar=words.NUMBER, type=click.IntRange(1, 4_000_000))
@click.argument("seq", metavar=words.SEQ, type=click.IntRange(min=1))
def judge(office_id: str, number: int, seq: int) -> None:
    """Judge one event anew."""
    said = settings()
    with opened() as store:
        if not quarantine.is_set_aside(store, office_id, number, seq):
            raise Failed(words.NO_SUCH_ASIDE)
        has_file = partial(files_of(said, read_keys(said)).has, office_id)
        fine = quarantine.judge_again(store, office_id, DeviceId(number), seq, wall_clock(), has_file=has_file)
    click.echo(words.JUDGED if fine else words.STILL_SET_ASIDE)


@click.command(cls=HubCommand, help=words.EDITION)
@click.argument("folder", metavar=words.FOLDER, type=PathType(exists=True, file_okay=False, path_type=Path))
@click.option("--office", "wanted", multiple=True, help=words.EDITION_OFFICE)
@click.option("--check", is_flag=True, help=words.EDITION_CHECK)
def edition(folder: Path, wanted: tuple[str, ...], *, check: bool) -> None:
    """Publish an edition: whole for every office named, or, when anything in it is wrong, for none."""
    said = settings()
    own = read_keys(said)
    files = files_of(said, own)
    with opened() as store:
        with store.reading() as connection:
            targets = wanted or tuple(one.id for one in all_offices(connection))
            newest = {}
            for one in targets:
                row = find_office(connection, one)
                if row is None:
                    raise Failed(words.office_unknown(one))
                newest[one] = row.edition
        if not newest:
            raise Failed(words.NO_OFFICES)
        made = [read_edition(folder, office, last) for office, last in newest.items()]
        if check:
            click.echo(words.EDITION_FINE)
            return
        for fresh in made:
            editions.publish(store, fresh, own.sign, has_file=partial(files.has, fresh.office))
            click.echo(words.edition_published(fresh.version, fresh.name, fresh.office))


@click.command("report-token", cls=HubCommand, help=words.REPORT_TOKEN)
@click.argument("system", metavar=words.SYSTEM)
def report_token(system: str) -> None:
    """Make a token for a department's system."""
    from sync.hub.web.reporting import hash_of  # noqa: PLC0415 - with it come the readers of reports

    token = secrets.token_urlsafe(32)
    click.echo(words.token_made(system, token, hash_of(token)))


@click.command(cls=HubCommand, help=words.NATIONAL)
@click.option("--again", "code", help=words.NATIONAL_AGAIN)
def national(code: str | None) -> None:
    """What became of the messages to the national system; or have those of one dossier go again."""
    with opened() as store:
        if code is not None:
            count = overview.send_again(store, code, wall_clock())
            click.echo(words.national_again(code, count))
            return
        found = overview.status(store)
    click.echo(words.national_counts(found.counts))
    for one in found.troubled:
        click.echo(words.national_troubled(one.code, one.step, one.reason))


@click.command(cls=HubCommand, help=words.NOTICES)
@click.option("--office", "office_id", help=words.NOTICES_OFFICE)
@click.option("--again", "code", help=words.NOTICES_AGAIN)
@click.option("--again-failed", is_flag=True, help=words.NOTICES_AGAIN_FAILED)
@click.option("--json", "as_json", is_flag=True, help=words.JSON)
def notices(office_id: str | None, code: str | None, *, again_failed: bool, as_json: bool) -> None:
    """What became of the notices to citizens, and whom to telephone; or have some go again."""
    with opened() as store:
        if code is not None or again_failed:
            queued = notice_overview.send_again(store, code, wall_clock()) if code is not None else 0
            queued += notice_overview.send_failed_again(store, wall_clock()) if again_failed else 0
            click.echo(words.notices_again(queued))
            return
        if office_id is not None:
            with store.reading() as reading:
                if find_office(reading, office_id) is None:
                    raise Failed(words.office_unknown(office_id))
        counts = notice_overview.counts(store)
        found = notice_overview.to_telephone(store, office_id, people=office_id is not None)
    if as_json:
        click.echo(msgspec.json.encode({"counts": counts, "to_telephone": found}).decode())
        return
    click.echo(words.notice_counts(counts))
    for one in found:
        reason = words.notice_reason(one.state, one.reason)
        click.echo(words.to_telephone(one.code, one.kind, reason, name=one.name, phone=one.phone, place=one.place))


@click.command("restore-check", cls=HubCommand, help=words.RESTORED)
def restored() -> None:
    """After the database was restored from an older copy: every office's stream begins anew."""
    with opened() as store:
        with store.reading() as reading:
            found = [one.id for one in all_offices(reading)]
        for one in found:
            stream.begin_epoch(store, one, wall_clock())
    click.echo(words.restored(len(found)))

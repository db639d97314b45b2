"""Applies settings to an open desk, and at its first opening, which is repeated after an interruption."""

from dataclasses import replace
from pathlib import Path

from msgspec.structs import replace as with_

from desk import offered_procedures
from desk.desk import Desk
from desk.opening import calendar_of, close_desk, open_desk
from desk.rights import Permission, require, require_somebody
from desk.settings import Settings, write_settings
from desk.setup import first_hour
from desk.setup.first_hour import FirstHour, NewClerk
from desk.staff import accounts, session
from models.calendar.clock import Clock, wall_clock
from models.clerk import Role


def open_with(folder: Path, first: FirstHour, *, clock: Clock = wall_clock, training: bool = False) -> Desk:
    """The desk with these answers in force; the answers themselves are forgotten, they stand where they belong.

    Raises:
        SettingsUnreadable, FileTrouble: the answers are still kept; ask again.
    """
    write_settings(folder, first_hour.settings_of(first))
    desk = open_desk(folder, clock=clock, training=training)
    try:
        desk = with_accounts(desk, first.clerks)
        first_hour.delete_answers(folder)
    except BaseException:
        close_desk(desk)
        raise
    return desk


def with_accounts(desk: Desk, clerks: tuple[NewClerk, ...], *, one_time: bool = False) -> Desk:
    """The desk with an account for everybody who has none yet, if they have PINs; an administrator works here then.

    Args:
        desk: open.
        clerks: who shall work here; without any PIN the clerk of the settings works alone, and no account is made.
        one_time: their PINs were given by somebody else, and open nothing but the choice of another.
    """
    if not any(one.pin for one in clerks):
        return desk
    known = {account.id for account in accounts.all_accounts(desk.store)}
    # Who sets the machine up comes first: from then on only an administrator may make accounts.
    for one in sorted(clerks, key=lambda one: Role.ADMIN not in one.roles):
        if one.id not in known:
            desk = accounts.create_account(
                desk, one.id, name=one.name, roles=one.roles, proof=one.pin, phone=one.phone, one_time=one_time
            )
    return desk


def apply(desk: Desk, settings: Settings) -> Desk:
    """Write the settings down and work with them from now on. How the window looks is everybody's own affair.

    Raises:
        RoleForbids, NobodySignedIn.
        SettingsUnreadable, DiskFull, DiskFailing, FolderReadOnly: nothing was written.
    """
    require_somebody(desk)
    if with_(settings, look=desk.settings.look) != desk.settings:
        require(desk, Permission.SET_UP)
    write_settings(desk.folder, settings)
    return replace(
        session.with_settings(desk, settings),
        calendar=calendar_of(desk.folder, settings.hours),
        index=offered_procedures.index_of(desk.catalogue, settings),
    )

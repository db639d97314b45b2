"""New settings for an open desk."""

from dataclasses import replace

from msgspec.structs import replace as with_

from desk import offered
from desk.desk import Desk
from desk.opening import calendar_of
from desk.rights import Permission, require, require_somebody
from desk.settings import Settings, write_settings
from desk.staff import session


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
        index=offered.index_of(desk.catalogue, settings),
    )

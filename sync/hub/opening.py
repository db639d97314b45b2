"""Opens the hub's storage as configured: the database and the scanned files."""

import hmac
from pathlib import Path

from models.calendar.clock import Clock, wall_clock
from sync.hub.log.office_files import OfficeFiles
from sync.hub.settings import HubKeys, HubSettings, SettingsWrong, read_database_key
from sync.hub.store import AddressWrong, HubStore

NUMBERS = ".numbers"
"""Folder beside the scanned files in which the device numbers given out are remembered; no office is called so."""

_URL_WRONG = "Expected text like `postgresql+psycopg:///motcua` - at `$.database.url`"
"""As ``models.words.shape_words`` reads it; what the library says may quote the address, and so a password."""


def open_store(settings: HubSettings) -> HubStore:
    """Open the database and create missing tables.

    Raises:
        HubStoreFailing: it does not answer, or not with this key.
        HubStoreTooNew: a newer version made its tables.
        KeyWrong: the key of an encrypted file is not there.
        SettingsWrong: its address is none.
    """
    key = read_database_key(settings)
    try:
        store = HubStore.open(settings.database.url, key=key, pool=settings.database.pool)
        store.prepare()
    except AddressWrong as wrong:
        raise SettingsWrong(Path(settings.folder), _URL_WRONG) from wrong
    return store


def files_of(settings: HubSettings, keys: HubKeys, clock: Clock = wall_clock) -> OfficeFiles:
    """The scanned files, encrypted under a secret derived from the seal key."""
    secret = hmac.digest(keys.seal.private_bytes_raw(), b"motcua files", "sha256")
    return OfficeFiles(settings.files_folder, secret, clock, spare=settings.limits.disk_free)

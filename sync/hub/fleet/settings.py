"""Settings under ``[fleet]`` of the hub's TOML file."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub.settings import HubSettings, SettingsWrong


class FleetSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of the list of machines.

    Attributes:
        minutes: between two reports of one machine; 0 = none are wanted.
        silent_days: without contact after which a machine is marked.
        backup_days: age of its last backup after which that is marked.
        disk_mb: free megabytes (10^6 bytes) below which they are marked.
    """

    minutes: Annotated[int, Meta(ge=0, le=1440)] = 15
    silent_days: Annotated[int, Meta(ge=1, le=365)] = 7
    backup_days: Annotated[int, Meta(ge=1, le=365)] = 4
    disk_mb: Annotated[int, Meta(ge=0, le=10**9)] = 1000


def read(settings: HubSettings) -> FleetSettings:
    """The fleet part of the hub's settings.

    Raises:
        SettingsWrong: something in it is misspelt or of the wrong kind.
    """
    try:
        return file_rules.convert(settings.fleet, FleetSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"fleet: {wrong}") from wrong

"""Settings under ``[updates]`` of the hub's TOML file."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from models.files import rules as file_rules
from sync.hub.settings import HubSettings, SettingsWrong


class ReleaseSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of updates of the desks.

    Attributes:
        folder: of the signed repository (The Update Framework), with ``metadata`` and ``targets`` in it, relative to
            the TOML file; empty = the hub offers no updates.
        rings: how many there are; an office is in the last one until it is put into another.
        pieces: pieces of files that each worker gives in a second, in the long run; a piece has 256 KiB at most.
    """

    folder: str = ""
    rings: Annotated[int, Meta(ge=1, le=9)] = 3
    pieces: Annotated[float, Meta(gt=0, le=10_000)] = 64.0

    def place(self, settings: HubSettings) -> Path | None:
        """The repository's folder; None = there is none."""
        return Path(settings.folder) / self.folder if self.folder else None


def read(settings: HubSettings) -> ReleaseSettings:
    """The updates part of the hub's settings.

    Raises:
        SettingsWrong: something in it is misspelt or of the wrong kind.
    """
    try:
        return file_rules.convert(settings.updates, ReleaseSettings)
    except msgspec.ValidationError as wrong:
        raise SettingsWrong(Path(settings.folder), f"updates: {wrong}") from wrong

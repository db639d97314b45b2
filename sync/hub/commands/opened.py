"""What most commands need: the settings of the hub, and its database for as long as the command runs."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from sync.hub.opening import open_store
from sync.hub.settings import Settings, read_settings
from sync.hub.store import HubStore

DEFAULT = Path("/etc/motcua/hub.toml")


def settings() -> Settings:
    """Of the file that the command line names.

    Raises:
        SettingsWrong: it does not do.
    """
    return read_settings(click.get_current_context().find_root().params["config"])


@contextlib.contextmanager
def opened() -> Iterator[HubStore]:
    """The hub's database.

    Raises:
        HubStoreFailing: it does not answer.
    """
    with contextlib.closing(open_store(settings())) as store:
        yield store

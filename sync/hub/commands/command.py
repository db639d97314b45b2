"""Base of the hub's commands: an error of the hub is one Vietnamese sentence."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from models.files.disk import unreadable_for_us
from models.system import command_line
from models.system.command_line import Failed
from models.trouble import FileTrouble, FileUnreadable
from sync.hub import words
from sync.hub.editions.edition_folder import EditionWrong
from sync.hub.opening import open_store
from sync.hub.settings import HubKeyWrong, HubSettings, SettingsWrong, read_settings
from sync.hub.store import HubStore, HubStoreFailing, HubStoreTooNew


class HubCommand(command_line.Command):
    """A command whose usage errors and failures are one Vietnamese sentence."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Run it."""
        try:
            return super().invoke(ctx)
        except SettingsWrong as wrong:
            raise Failed(words.settings_wrong(wrong.path, wrong.detail)) from wrong
        except HubKeyWrong as wrong:
            raise Failed(words.key_wrong(wrong.path)) from wrong
        except HubStoreTooNew as wrong:
            raise Failed(words.TOO_NEW) from wrong
        except HubStoreFailing as wrong:
            raise Failed(_failing(ctx)) from wrong
        except EditionWrong as wrong:
            raise Failed("\n".join(wrong.sentences)) from wrong
        except FileUnreadable as trouble:
            raise Failed(_refused(Path(trouble.path))) from trouble
        except FileTrouble as trouble:
            raise Failed(words.not_written(trouble)) from trouble
        except OSError as error:
            if error.filename is None:  # the answer could not be written, see ``models.system.command_line``
                raise
            raise Failed(_refused(Path(os.fsdecode(error.filename)))) from error


class HubGroup(HubCommand, command_line.Group):
    """A group of such commands."""

    command_class = HubCommand


def _refused(path: Path) -> str:
    """The system does not let us have a file or folder that the command named."""
    found = unreadable_for_us(path)
    return words.unreadable(*found) if found else words.refused_by_system(path)


def _failing(ctx: click.Context) -> str:
    """That the database fails; likely because somebody else than the hub's user asks it (PostgreSQL's ``peer``)."""
    config = ctx.find_root().params.get("config")
    if sys.platform == "win32" or not isinstance(config, Path):
        return words.FAILING
    try:
        other = config.stat().st_uid != os.geteuid()
        return f"{words.FAILING} {words.OTHER_USER.format(owner=config.owner())}" if other else words.FAILING
    except (OSError, KeyError):
        return words.FAILING


DEFAULT = Path("/etc/motcua/hub.toml")


def settings() -> HubSettings:
    """The settings in the file named on the command line.

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

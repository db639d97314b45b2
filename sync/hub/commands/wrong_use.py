"""Wrong use of a command, told in one Vietnamese sentence, and what went wrong with the hub itself likewise."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from sync.hub import words
from sync.hub.edition_folder import EditionWrong
from sync.hub.settings import KeyWrong, SettingsWrong
from sync.hub.store import HubStoreFailing, HubStoreTooNew


class Told(click.ClickException):
    """A sentence on stderr."""

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - as click declares it
        """The sentence alone."""
        click.echo(self.message, file=file, err=file is None)


class WrongUse(Told):
    """Likewise, for words of the command line that do not do."""

    exit_code = 2


class Command(click.Command):
    """A command that explains its wrong use, and what fails."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401
    ) -> click.Context:
        """Read the words of the command line."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except NoArgsIsHelpError:
            raise
        except click.UsageError as wrong:
            raise WrongUse(words.wrong_use(_name(wrong))) from wrong

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        """Do it."""
        try:
            return super().invoke(ctx)
        except SettingsWrong as wrong:
            raise Told(words.settings_wrong(wrong.path, wrong.detail)) from wrong
        except KeyWrong as wrong:
            raise Told(words.key_wrong(wrong.path)) from wrong
        except HubStoreTooNew as wrong:
            raise Told(words.TOO_NEW) from wrong
        except HubStoreFailing as wrong:
            raise Told(_failing(ctx)) from wrong
        except EditionWrong as wrong:
            raise Told("\n".join(wrong.sentences)) from wrong


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            raise WrongUse(words.no_such_command(args[0], _listed(self.list_commands(ctx)))) from wrong


Group.group_class = Group


def _name(wrong: click.UsageError) -> str:
    match wrong:
        case click.NoSuchOption(option_name=name) | click.BadOptionUsage(option_name=name):
            return name
        case click.BadParameter(param=click.Option(opts=[name, *_])):
            return name
        case click.BadParameter(param=click.Parameter() as param):
            return param.make_metavar(click.Context(click.Command("")))
        case _:
            return ""


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


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)

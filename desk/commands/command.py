"""Base of the desk's commands: rights are checked first; every error is one Vietnamese sentence."""

from pathlib import Path
from typing import Any

import click

from desk.commands.output import speaking
from desk.commands.rights import Free, Right, right_of
from models.system import command_line

data_folder = click.option(
    "--data",
    type=command_line.PathType(file_okay=False, path_type=Path),
    envvar="MOTCUA_DATA",
    help="Thư mục dữ liệu (mặc định: thư mục dữ liệu của tài khoản này; hoặc biến MOTCUA_DATA).",
)
"""``--data`` before a command; commands read it from the root context."""


class DeskCommand(command_line.Command):
    """A command of the desk: nothing of it runs before who asks for it was asked, see ``desk.commands.rights``."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        """Do it."""
        with speaking():
            right = Free.NO_DATA if isinstance(self, click.Group) else right_of(ctx)
            if isinstance(right, Right):
                from desk.commands.clerk_sign_in import let_in  # noqa: PLC0415 - the database loads where somebody is asked

                let_in(ctx, right)
            return super().invoke(ctx)


class DeskGroup(DeskCommand, command_line.Group):
    """A group of such commands."""

    command_class = DeskCommand

"""The desk without a screen: one command, ``motcua``."""

from importlib import import_module
from pathlib import Path

import click

from desk.commands.command import DeskGroup, data_folder
from desk.commands.rights import MODULES
from models.system.command_line import version


class _Commands(DeskGroup):
    """Each command is loaded when it is meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        del ctx
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command."""
        del ctx
        if cmd_name not in MODULES:
            return None
        found = vars(import_module(f"desk.commands.{MODULES[cmd_name]}")).values()
        return next(one for one in found if isinstance(one, click.Command) and one.name == cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@data_folder
@version
def cli(data: Path | None) -> None:
    """Một Cửa: quầy tiếp nhận hồ sơ cấp xã, làm việc trọn ngày không cần mạng."""
    del data  # read from the root context by the commands that need it


if __name__ == "__main__":
    cli()

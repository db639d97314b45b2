"""Home visits without a screen."""

import click

from desk.commands.command import DeskGroup
from desk.commands.visits.laptop import laptop


@click.group("visit", cls=DeskGroup)
def visit() -> None:
    """Đi tận nhà."""


visit.add_command(laptop)

"""Home visits without a screen."""

import click

from desk.commands.command import DeskGroup
from desk.commands.visits.laptop import laptop
from desk.commands.visits.mobile import point, preprinted_slips


@click.group("visit", cls=DeskGroup)
def visit() -> None:
    """Đi tận nhà."""


visit.add_command(laptop)
visit.add_command(preprinted_slips)
visit.add_command(point)

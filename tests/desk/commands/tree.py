"""Every command that can be typed, found in click's own tree."""

from collections.abc import Iterator

import click


def leaves(group: click.Command, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """The words of each command, and the command."""
    if not isinstance(group, click.Group):
        yield before, group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from leaves(command, f"{before} {name}".strip())

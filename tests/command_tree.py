"""Every command that can be typed, found in click's own tree; and the words that none of them says."""

import re
from collections.abc import Iterator

import click

ENGLISH = re.compile(
    r"\b(Error|Usage|Options|Commands|Try|Missing|Invalid|Traceback|Aborted|Exception|required|default|argument|"
    r"No such|not found|denied|Errno|Show this|INTEGER|TEXT|DIRECTORY|FILE|PATH|Broken pipe|space left)\b"
)
"""What click, Python or the system would say."""


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

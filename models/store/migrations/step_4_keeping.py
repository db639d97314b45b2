"""Step 4: what this machine remembers of its own keeping: keys of scanned files, copies made, checks done."""

from collections.abc import Callable

STATEMENTS = ("CREATE TABLE keeping (key TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL)",)


def run(execute: Callable[[str], object]) -> None:
    """Make the table."""
    for statement in STATEMENTS:
        execute(statement)

"""Step 2: what this machine remembers of the province, and when its events arrived there."""

from collections.abc import Callable

STATEMENTS = (
    "CREATE TABLE province (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL)",
    "CREATE TABLE arrival (seq INTEGER PRIMARY KEY NOT NULL, at INTEGER NOT NULL, position INTEGER NOT NULL)",
)


def run(execute: Callable[[str], object]) -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        execute(statement)

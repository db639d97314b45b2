"""Step 3: who may work at this machine, and papers that have not come out of a printer yet."""

from collections.abc import Callable

STATEMENTS = (
    "CREATE TABLE account (key TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE print_job (key TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL)",
)


def run(execute: Callable[[str], object]) -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        execute(statement)

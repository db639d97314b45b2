"""Step 5: what others have of this machine's events is kept for each of them; so far there was the province alone."""

from collections.abc import Callable

STATEMENTS = (
    """CREATE TABLE acknowledged (
        peer TEXT NOT NULL,
        device INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (peer, device)
    ) WITHOUT ROWID""",
    "INSERT INTO acknowledged SELECT 'province', device, acknowledged FROM peer",
    "DROP TABLE peer",
)


def run(execute: Callable[[str], object]) -> None:
    """Make the table, with what the old one tells."""
    for statement in STATEMENTS:
        execute(statement)

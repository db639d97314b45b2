"""Step 1: the first shape of the file: the log, who has acknowledged what, drafts, what was set aside."""

from collections.abc import Callable

STATEMENTS = (
    """CREATE TABLE event (
        place INTEGER PRIMARY KEY NOT NULL,
        id TEXT NOT NULL,
        subject TEXT NOT NULL,
        clock INTEGER NOT NULL,
        at INTEGER NOT NULL,
        clerk TEXT NOT NULL,
        prev BLOB NOT NULL,
        digest BLOB NOT NULL,
        body BLOB NOT NULL
    )""",
    "CREATE INDEX event_of_subject ON event (subject, clock)",
    # The engine itself refuses what no verb of ours asks for.
    """CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END""",
    "CREATE TABLE peer (device INTEGER PRIMARY KEY NOT NULL, acknowledged INTEGER NOT NULL)",
    """CREATE TABLE quarantine (
        digest BLOB PRIMARY KEY NOT NULL,
        reason TEXT NOT NULL,
        device INTEGER,
        seq INTEGER,
        subject TEXT NOT NULL,
        recorded BLOB NOT NULL
    )""",
    "CREATE TABLE draft (key TEXT PRIMARY KEY NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",
)


def run(execute: Callable[[str], object]) -> None:
    """Make the tables."""
    for statement in STATEMENTS:
        execute(statement)

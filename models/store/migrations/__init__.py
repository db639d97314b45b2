"""Schema migrations: numbered steps, each run once, in order, in one transaction with its number.

A step is never edited after a release; it says in plain SQL what the tables were at its time.
"""

from collections.abc import Callable

from models.store.migrations import step_1_create, step_2_province, step_3_workplace, step_4_keeping, step_5_peers

STEPS: tuple[Callable[[Callable[[str], object]], None], ...] = (
    step_1_create.run,
    step_2_province.run,
    step_3_workplace.run,
    step_4_keeping.run,
    step_5_peers.run,
)
"""The version of a file is the number of steps that were run on it."""

"""The command ``motcua``: starts the window for ``run`` without loading the other commands of ``ui.commands``."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from models.system.stop_signals import exit_stopped, on_first_signal, stop
from ui.core.display import has_display
from ui.program.opening import open_window


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point."""
    try:
        with on_first_signal(stop):
            _do(sys.argv[1:] if arguments is None else list(arguments))
    except KeyboardInterrupt as stopped:  # while the commands are loaded
        sys.exit(exit_stopped(stopped))


def _do(given: Sequence[str]) -> None:
    wanted = plain_run(given)
    if wanted is not None and has_display():
        # Every morning begins with this line, on an old machine: nothing is loaded that the window does not need.
        sys.exit(open_window(*wanted))
    from ui.commands import cli  # noqa: PLC0415 - see above

    cli.main(args=list(given), prog_name="motcua")


def plain_run(given: Sequence[str]) -> tuple[Path | None, bool] | None:
    """``[--data DIR] run [--training] [--data DIR]`` as (folder, training); None for anything else."""
    folder = os.environ.get("MOTCUA_DATA") or None
    training = run = False
    left = list(given)
    while left:
        word = left.pop(0)
        if word == "run" and not run:
            run = True
        elif word == "--training" and run:
            training = True
        elif word == "--data" and left and left[0] and left[0].isprintable():  # any other word is looked at by click
            folder = left.pop(0)
        else:
            return None
    return (Path(folder) if folder else None, training) if run else None


if __name__ == "__main__":
    main()

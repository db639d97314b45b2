"""The hub's command, ``motcua-hub``."""

import sys

from models.system.stop_signals import exit_stopped, on_first_signal, stop


def main() -> None:
    """The entry point. A stop signal during the import of the commands ends it like a later one."""
    try:
        with on_first_signal(stop):
            from sync.hub.commands.root import hub  # noqa: PLC0415 - see above

            hub.main(prog_name="motcua-hub")
    except KeyboardInterrupt as stopped:
        sys.exit(exit_stopped(stopped))


if __name__ == "__main__":
    main()

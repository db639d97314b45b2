"""The hub's command, ``motcua-hub``."""

import sys

from models.system.stop_signals import ended, heard, stop


def main() -> None:
    """The entry point. A stop signal during the import of the commands ends it like a later one."""
    try:
        with heard(stop):
            from sync.hub.commands.root import hub  # noqa: PLC0415 - see above

            hub.main(prog_name="motcua-hub")
    except KeyboardInterrupt as stopped:
        sys.exit(ended(stopped))


if __name__ == "__main__":
    main()

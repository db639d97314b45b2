"""The printers this machine knows, for the settings."""

from printing import spooler


def system_queues() -> list[str]:
    """Queues of the system's print service by name; empty when there is none, or it does not answer."""
    return spooler.queues()

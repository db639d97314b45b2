"""What this desk has of its office, told as the hub tells it, so that both can be compared."""

from models.store import Log
from sync.messages import Counts, DeviceCount, DrawerTotal


def counts_of(log: Log) -> Counts:
    """Events, end of the chain and money of each device that is known here. Reads through the whole log."""
    return Counts(
        devices=tuple(
            DeviceCount(
                device=found.device,
                events=found.events,
                head=found.head,
                digest=found.digest.hex(),
                drawer=tuple(
                    DrawerTotal(paid_by=paid_by.value, amount=amount, count=count)
                    for paid_by, (amount, count) in sorted(found.money.items())
                ),
            )
            for found in log.tally()
        )
    )

"""Storage quotas per device, counted in the transaction that stores."""

from collections.abc import Iterable
from datetime import datetime

from models.calendar.clock import day_number
from sync.hub.offices.offices import Device
from sync.hub.settings import Quota
from sync.hub.store import HubStore, Writing
from sync.hub.store.office_rows import DeviceRow
from sync.hub.store.used_rows import SINCE_REVOKED, WHOLE_OFFICE, add_used, add_used_files


class TooMuch(Exception):  # noqa: N818 - a fact about a device
    """The device's quota is used up; nothing of this request was stored."""


def count(writing: Writing, own: DeviceRow, sizes: Iterable[int], quota: Quota, now: datetime) -> None:
    """Count what is about to be stored for a device.

    Args:
        writing: the transaction that stores it.
        own: the device.
        sizes: of the events' bodies, in bytes.
        quota: as the settings say.
        now: the hub's clock.

    Raises:
        TooMuch: the transaction must not be committed.
    """
    each = list(sizes)
    if not each:
        return
    revoked = own.revoked_at is not None
    day = SINCE_REVOKED if revoked else day_number(now)
    events, size = add_used(writing, own.office, own.number, day, len(each), sum(each))
    most_events, most_bytes = (
        (quota.revoked_events, quota.revoked_bytes) if revoked else (quota.day_events, quota.day_bytes)
    )
    if events > most_events or size > most_bytes:
        raise TooMuch


def count_file(store: HubStore, device: Device, size: int, quota: Quota, now: datetime) -> None:
    """Count a scanned file that a device announces, for the device and for its office.

    Args:
        store: of the hub.
        device: who sends it.
        size: of the file, in bytes.
        quota: as the settings say.
        now: the hub's clock.

    Raises:
        TooMuch: it must not be taken, and was not counted.
    """
    most = (
        (device.number, quota.day_files, quota.day_file_bytes),
        (WHOLE_OFFICE, quota.office_day_files, quota.office_day_file_bytes),
    )
    with store.non_durable() as writing:
        for number, most_files, most_bytes in most:
            files, total = add_used_files(writing, device.office, number, day_number(now), size)
            if files > most_files or total > most_bytes:
                raise TooMuch

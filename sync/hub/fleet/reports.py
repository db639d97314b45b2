"""Takes in what a machine tells of itself."""

from datetime import datetime

from models.calendar.clock import micros
from sync.hub.logs import logger
from sync.hub.offices.offices import Device
from sync.hub.store import HubStore
from sync.hub.store.fleet import report_rows
from sync.hub.store.fleet.report_rows import ReportRow
from sync.messages import MessageUnreadable, unpack_report


def note_report(store: HubStore, device: Device, packed: bytes, now: datetime) -> bool:
    """Keep a report as the machine's latest. One that is lost in a crash comes again.

    Returns:
        Whether it was kept: one that this hub does not understand is logged and dropped, and the events that came with
        it are not held up.

    Raises:
        HubStoreFailing: it was not kept.
    """
    try:
        found = unpack_report(packed)
    except MessageUnreadable:
        logger().info("report unreadable", office=device.office, device=device.number, bytes=len(packed))
        return False
    row = ReportRow(
        office=device.office,
        number=device.number,
        at=micros(now),
        program=_plain(found.program),
        state=found.state.value,
        disk_free=found.disk_free,
        backup_at=found.backup_at,
        scanner=_plain(found.scanner),
        troubles=" ".join(map(_plain, found.troubles)),
    )
    with store.non_durable() as writing:
        report_rows.put_report(writing, row)
    return True


def _plain(word: str) -> str:
    """A word of a program as a database keeps it: PostgreSQL knows no NUL, and nobody reads what is not printed."""
    return "".join(letter for letter in word if letter.isprintable() and letter != " ")

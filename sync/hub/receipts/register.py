"""Every number that became a receipt, and every range closed by a desk: read from the offices' streams.

Each office's stream is read behind a cursor that moves in the same transaction, so reading twice, or again after a
restore, adds nothing twice.
"""

from models.calendar.clock import local_day, micros
from models.events import EReceiptReported, ReceiptIssued, ReceiptLeaseClosed, ReceiptVoided
from models.history import Recorded
from models.ids import is_province
from models.money import ReceiptNumber
from models.receipt_leases import HIGHEST_NUMBER, lease_subject
from sync.hub.store import HubStore, Writing, event_rows
from sync.hub.store.office_rows import find_office
from sync.hub.store.receipts import receipt_rows
from sync.hub.store.receipts.receipt_rows import LeaseRow, ReceiptRow

BATCH = 500
"""Events of one transaction."""


def read_on(store: HubStore, office: str) -> None:
    """Read an office's stream up to its present end."""
    while True:
        with store.reading() as reading:
            row = find_office(reading, office)
            behind = row is not None and receipt_rows.position(reading, office) < row.position
        if not behind:
            return
        with store.writing() as writing:
            read_batch(writing, office)


def read_batch(writing: Writing, office: str) -> int:
    """Read some events of an office's stream. Returns how many; 0 = up to date."""
    events = event_rows.stream(writing, office, receipt_rows.position(writing, office), BATCH)
    for _, recorded in events:
        _note(writing, office, recorded)
    if events:
        receipt_rows.move(writing, office, events[-1][0])
    return len(events)


def _note(writing: Writing, office: str, recorded: Recorded) -> None:
    match recorded.event:
        case ReceiptIssued(on_paper=True):
            pass  # of the office's own stock of paper: no number that this hub leases
        case ReceiptIssued(number=number, lease=lease):
            receipt_rows.put_receipts(writing, _rows(office, recorded, number, lease))
        case EReceiptReported(number=ReceiptNumber() as number):
            # One that the desk numbered itself is there already, under its range.
            receipt_rows.put_receipts(writing, _rows(office, recorded, number, ""))
        case ReceiptVoided():
            receipt_rows.void_receipt(writing, office, recorded.subject, local_day(recorded.at).isoformat())
        case ReceiptLeaseClosed() as closed if lease_subject(closed.form, closed.series, closed.first) == (
            recorded.subject
        ):
            _close(writing, office, recorded, closed)
        case _:
            pass


def _rows(office: str, recorded: Recorded, number: ReceiptNumber, lease: str) -> list[ReceiptRow]:
    if not 1 <= number.number <= HIGHEST_NUMBER or "\0" in number.form + number.series + lease:
        return []  # no receipt bears it; the desk's own list shows what was recorded
    day = local_day(recorded.at).isoformat()
    return [
        ReceiptRow(office, number.form, number.series, number.number, recorded.subject, recorded.device, lease, day)
    ]


def _close(writing: Writing, office: str, recorded: Recorded, closed: ReceiptLeaseClosed) -> None:
    at, place = micros(recorded.at), (closed.form, closed.series, closed.first)
    if is_province(recorded.device):
        return  # by this hub, which has noted it
    if receipt_rows.close_lease(writing, office, *place, at=at, reason=closed.reason):
        return
    if 1 <= closed.first <= closed.last <= HIGHEST_NUMBER and "\0" not in closed.form + closed.series:
        # A range that this hub forgot: it was leased, and is never leased again.
        row = LeaseRow(
            office, closed.form, closed.series, closed.first, closed.last, recorded.device, at, "", at, closed.reason
        )
        receipt_rows.put_leases(writing, [row])

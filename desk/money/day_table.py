"""The day's table of receipts (01/TH-BLĐT): its rows as this machine knows them, written as PDF or spreadsheet.

It names no citizen, so that writing it out is recorded for nobody.
"""

from datetime import date
from pathlib import Path

from msgspec import Struct

from desk.desk import Desk
from desk.rights import Permission, may, require
from desk.table_file import TableKind, kind_of
from models.calendar.clock import local, local_day
from models.files.disk import writing_named
from models.files.spreadsheet import write_spreadsheet
from models.ids import SubjectId
from models.receipt_day import DayReceipt, DayRow, day_rows
from models.store.projections.money.receipt import RECEIPTS
from models.store.projections.money.receipt_lists import ReceiptLists
from models.subjects.receipt import Receipt
from printing.forms.body import Given
from printing.forms.receipt_day import TITLE, ReceiptDay, day_foot, day_sheet, day_volume
from printing.forms.versions import forms_in_force
from printing.layout.design import A4_LANDSCAPE
from printing.layout.long_table import long_pages
from printing.layout.pdf import measure_in, write_pages


class DayTable(Struct, frozen=True, kw_only=True):
    """The table of a day. ``only_of``: the clerk whose receipts alone it has; empty = all of the office."""

    day: date
    rows: tuple[DayRow, ...]
    only_of: str = ""


def day_table(desk: Desk, day: date) -> DayTable:
    """The table of a day: of the whole office for who sees all takings, else of the money one took oneself.

    Raises:
        RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.TAKE_FEE)
    lists = desk.store.lists(ReceiptLists)
    found = {one.id: one for one in (*lists.of_day(day), *lists.became_void(day))}
    clerk = None if may(desk, Permission.SEE_TAKINGS) else desk.clerk
    receipts = [_dated(one) for one in found.values() if clerk is None or one.clerk == clerk.id]

    def other(id_: SubjectId) -> Receipt:
        return desk.store.log.subject(RECEIPTS, id_)

    return DayTable(day=day, rows=day_rows(receipts, day, other), only_of=clerk.name if clerk else "")


def write_day_table(desk: Desk, table: DayTable, out: Path) -> int:
    """Write a table to a file, which is whole or not there. Returns the number of pages; 0 = a spreadsheet.

    Args:
        desk: open.
        table: from ``day_table``.
        out: ``.pdf`` or ``.xlsx``.

    Raises:
        RoleForbids, NobodySignedIn, TableNameUnfit.
        TargetUnfit, DiskFull, DiskFailing, FolderReadOnly: what lay there before is untouched.
    """
    require(desk, Permission.TAKE_FEE)
    kind = kind_of(out)
    told = ReceiptDay(day=table.day, rows=table.rows, only_of=table.only_of)
    given = Given(
        office=desk.settings.office,
        words=forms_in_force(desk.today),
        printed_at=desk.clock(),
        clerk=desk.clerk.name if desk.clerk else "",
    )
    with writing_named(out, apart_from=desk.folder) as file:
        if kind is TableKind.XLSX:
            made_at = local(given.printed_at).replace(tzinfo=None)
            write_spreadsheet(file, [day_sheet(told, given)], beside=out.parent, made_at=made_at)
            return 0
        version, typeface = day_foot(given), desk.settings.printers.typeface
        pages = long_pages([day_volume(told, given)], version, A4_LANDSCAPE, measure_in(typeface))
        return write_pages(file, pages, A4_LANDSCAPE, title=TITLE, subject=version, typeface=typeface)


def _dated(receipt: Receipt) -> DayReceipt:
    """A receipt with its days; each of those listed has a number, and with it a moment."""
    return DayReceipt(
        receipt=receipt,
        issued_on=local_day(receipt.issued_at) if receipt.issued_at else date.min,
        void_on=local_day(receipt.voided_at) if receipt.voided_at else None,
    )

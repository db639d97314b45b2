"""The quarter's figures of the post (TT 17/2017/TT-BTTTT Đ13): counted, and written as PDF or spreadsheet.

They name no citizen, so that writing them out is recorded for nobody.
"""

from pathlib import Path

from desk.desk import Desk
from desk.rights import Permission, require
from desk.table_file import TableKind, kind_of
from models.calendar.clock import local
from models.files.disk import writing_named
from models.files.spreadsheet import write_spreadsheet
from models.not_allowed import OfOneVerb
from models.post_quarter import figures_of, quarter_of
from models.store.projections.post.consignment_lists import Consignments
from models.store.projections.post.parcel_lists import Parcels
from printing.forms.body import Given
from printing.forms.post.quarter import TITLE, PostQuarter, quarter_foot, quarter_sheet, quarter_volume
from printing.forms.versions import forms_in_force
from printing.layout.design import A4_LANDSCAPE
from printing.layout.long_table import long_pages
from printing.layout.pdf import measure_in, write_pages


class QuarterUnknown(OfOneVerb):
    """It is no quarter, or has not begun."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.sentence = f"“{text}” không phải quý đã bắt đầu; viết như 2026Q4."


def quarter(desk: Desk, text: str) -> PostQuarter:
    """The figures of a quarter, as this machine knows them.

    Raises:
        QuarterUnknown, RoleForbids, NobodySignedIn.
    """
    require(desk, Permission.POST)
    found = quarter_of(text)
    if found is None or found.first > desk.today:
        raise QuarterUnknown(text.strip()[:20])
    sent_in = desk.store.lists(Consignments).made_between(found.first, found.last)
    sent_out = desk.store.lists(Parcels).handed_between(found.first, found.last)
    return PostQuarter(quarter=found, until=desk.today, figures=figures_of(sent_in, sent_out, desk.today))


def write_quarter(desk: Desk, told: PostQuarter, out: Path) -> int:
    """Write the figures to a file, which is whole or not there. Returns the number of pages; 0 = a spreadsheet.

    Raises:
        RoleForbids, NobodySignedIn, TableNameUnfit.
        TargetUnfit, DiskFull, DiskFailing, FolderReadOnly: what lay there before is untouched.
    """
    require(desk, Permission.POST)
    kind = kind_of(out)
    given = Given(
        office=desk.settings.office,
        words=forms_in_force(desk.today),
        printed_at=desk.clock(),
        clerk=desk.clerk.name if desk.clerk else "",
    )
    with writing_named(out, apart_from=desk.folder) as file:
        if kind is TableKind.XLSX:
            made_at = local(given.printed_at).replace(tzinfo=None)
            write_spreadsheet(file, [quarter_sheet(told, given)], beside=out.parent, made_at=made_at)
            return 0
        version, typeface = quarter_foot(given), desk.settings.printers.typeface
        pages = long_pages([quarter_volume(told, given)], version, A4_LANDSCAPE, measure_in(typeface))
        return write_pages(file, pages, A4_LANDSCAPE, title=TITLE, subject=version, typeface=typeface)

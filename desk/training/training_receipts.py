"""Receipt numbers of a training desk: invented ranges, so that taking money is practised to the receipt."""

from dataclasses import replace

from desk.desk import Desk
from models.receipt_leases import FORMS, ReceiptPool

LETTERS = "TTH"
"""Of the invented series, behind the year."""

LAST = 9_999


def with_receipts(desk: Desk) -> Desk:
    """A training desk with numbers of this year and the next, unless the hub it practises with has leased some."""
    years = (desk.today.year, desk.today.year + 1)
    pools = (
        ReceiptPool(
            device=desk.store.log.device,
            series=f"{year % 100:02d}{LETTERS}",
            first=1,
            last=LAST,
            form=FORMS[0],
            leased_at=desk.clock(),
        )
        for year in years
    )
    leased = tuple(one for one in desk.receipt_pools if one.device == desk.store.log.device)
    return replace(desk, receipt_pools=leased or tuple(pools))

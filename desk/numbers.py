"""Dossier codes and slip numbers without a network: each machine draws from its own block, day by day.

``<agency id>-yyMMdd-NNNN`` (TT 01/2018 Đ19 read left to right as since QĐ 20/2020), NNNN from the block leased to
this machine, so no two desks ever print the same code and no code ever changes after printing.
"""

from desk import limits
from desk.desk import Desk
from models.ids import DossierCode
from models.not_allowed import BlockExhausted


def next_code(desk: Desk) -> DossierCode:
    """The next unused number of today. Slips draw from the same series, so a scan finds exactly one dossier.

    Raises:
        WorkStopped: a number would be wrong or might not be kept.
        BlockExhausted: today's block is used up.
    """
    limits.check(desk)
    device = desk.settings.device
    day = desk.today
    stem = f"{desk.settings.office.unit.id}-{day:%y%m%d}"
    last = desk.store.rows.last_number(stem, device.block_first, device.block_last)
    number = device.block_first if last is None else last + 1
    if number > device.block_last:
        raise BlockExhausted(day, device.block_first, device.block_last)
    return DossierCode(f"{stem}-{number:04d}")

"""Applies an edition of the province: whole, between two dossiers, never under a form in progress."""

from dataclasses import replace

from desk import machine_state, offered_procedures, province_assignment
from desk.desk import Desk
from desk.dossiers.clock import recount_after_edition
from desk.machine_state import CalendarBefore
from desk.opening import (
    approved_of,
    calendar_of,
    catalogue_of,
    day_rules_of,
    fees_of,
    processes_of,
    receipt_pools_of,
)
from desk.staff import colleagues, session
from sync.client import editions
from sync.client.editions import brings_receipts_only
from sync.client.membership import read_membership
from sync.messages import Edition

__all__ = ["apply", "brings_receipts_only", "waiting"]


def waiting(desk: Desk) -> Edition | None:
    """The edition that lies ready and may be used from today on; None = nothing to apply."""
    member = read_membership(desk.store)
    if member is None:
        return None
    found = editions.waiting(desk.folder, member)
    return found if found is not None and found.valid_from <= desk.today else None


def apply(desk: Desk) -> Desk:
    """Work with the waiting edition from now on; the same desk when there is none, and no further receipt numbers.

    Cut short, it is finished at the next opening: its files before anything is read, then the dates of open dossiers.

    Raises:
        DiskFull, DiskFailing, FolderReadOnly: not all of it is in place; trying again goes on.
    """
    found = waiting(desk)
    if found is not None and brings_receipts_only(desk.folder, found):
        editions.begin(desk.folder)
        province_assignment.finish_edition(desk.folder, desk.settings)
        return replace(desk, receipt_pools=receipt_pools_of(desk.folder, desk.store))
    if found is not None:
        machine_state.remember(desk.store, CalendarBefore(calendar=desk.calendar))
        editions.begin(desk.folder)
    elif editions.begun(desk.folder) is None:
        pools = receipt_pools_of(desk.folder, desk.store)  # those of an edition whose day is still to come
        return desk if pools == desk.receipt_pools else replace(desk, receipt_pools=pools)
    settings = province_assignment.finish_edition(desk.folder, desk.settings)
    catalogue = catalogue_of(desk.folder)
    applied = replace(
        session.with_settings(desk, settings),
        catalogue=catalogue,
        index=offered_procedures.index_of(catalogue, settings),
        calendar=calendar_of(desk.folder, settings.hours),
        fees=fees_of(desk.folder),
        processes=processes_of(desk.folder),
        receipt_pools=receipt_pools_of(desk.folder, desk.store),
        approved=approved_of(desk.folder),
        day_rules=day_rules_of(desk.folder),
    )
    recount_after_edition(applied)
    return colleagues.follow(applied)

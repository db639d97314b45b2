"""Several desks, and everything the lists show of them."""

from pathlib import Path

from models.calendar.clock import Clock
from models.ids import DeviceId
from models.store import Store, open_store
from models.store.projections.ticket import row_of as ticket_row_of
from models.subjects.dossier_row import DossierRow
from models.subjects.ticket_row import TicketRow
from tests.models.store.conftest import KEY


def open_desk(folder: Path, device: int, clock: Clock) -> Store:
    """The file of one desk, made when it is not there."""
    return open_store(folder / f"{device}.db", KEY, device=DeviceId(device), clock=clock, create=True)


def rows_of(store: Store) -> tuple[list[DossierRow], list[TicketRow]]:
    """All rows, by the names of their subjects."""
    dossiers = sorted(store.dossiers.page(limit=100_000), key=lambda row: row.id)
    tickets = [ticket_row_of(row) for row in store._database.run("SELECT * FROM ticket ORDER BY id")]
    return dossiers, tickets


def settle(store: Store) -> None:
    """Bring all fresh rows to the others. Inside a transaction of the caller."""
    for rows in store.log._rows.kinds:
        if rows.kind.fresh:
            rows.settle()


def count_fresh(store: Store) -> int:
    """How many rows lie unsettled."""
    return sum(rows.count_fresh() for rows in store.log._rows.kinds)

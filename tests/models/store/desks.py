"""Files of desks, quickly made, and everything their lists show."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from models.calendar.clock import Clock, wall_clock
from models.ids import DeviceId
from models.store import Store, open_store
from models.store.projections.ticket import row_of as ticket_row_of
from models.subjects.dossier_row import DossierRow
from models.subjects.ticket_row import TicketRow

KEY = bytes(range(1, 33))


@cache
def empty_file() -> bytes:
    """A closed file with its tables and nothing in them: copying it costs a tenth of making one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        open_store(path, KEY, device=DeviceId(1), clock=wall_clock, create=True).close()
        return path.read_bytes()


def open_file(path: Path, device: int, clock: Clock) -> Store:
    """The file at this path, an empty one when it is not there."""
    if not path.exists():
        path.write_bytes(empty_file())
    return open_store(path, KEY, device=DeviceId(device), clock=clock)


def open_desk(folder: Path, device: int, clock: Clock) -> Store:
    """The file of one desk, made when it is not there."""
    return open_file(folder / f"{device}.db", device, clock)


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

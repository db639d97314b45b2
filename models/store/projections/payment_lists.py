"""Queries of payments, of shifts of a drawer, and of transfers that arrived."""

from datetime import date

from models.ids import ClerkId, DeviceId, SubjectId
from models.store.file.database import Database
from models.store.projections.payment import payment_of
from models.store.projections.shift import shift_of
from models.store.projections.transfer import transfer_of
from models.subjects.payment import Payment
from models.subjects.shift import Shift
from models.subjects.transfer import ArrivedTransfer

_OF_SHIFT = "SELECT * FROM payment WHERE shift = ? AND shift != '' ORDER BY number"
_OF_DAY = "SELECT * FROM payment WHERE day = ? ORDER BY number"
_ASKED = "SELECT * FROM payment WHERE state = 'asked' ORDER BY number"
_DOUBLED = "SELECT * FROM payment WHERE doubled = 1 ORDER BY number"
_BY_REFERENCE = "SELECT * FROM payment WHERE reference = ? AND reference != '' ORDER BY number"
_OPEN_SHIFTS = "SELECT * FROM shift WHERE is_open = 1 ORDER BY number"
_OPEN_SHIFT = "SELECT * FROM shift WHERE is_open = 1 AND clerk = ? AND device = ? ORDER BY number DESC LIMIT 1"
_SHIFTS_OF_DAY = "SELECT * FROM shift WHERE day = ? ORDER BY number"
_KEPT_SHIFTS = "SELECT * FROM shift WHERE kept = 1 ORDER BY number"
_SHIFTS_SINCE = "SELECT * FROM shift WHERE day >= ? ORDER BY day, number"
_WAITING = "SELECT * FROM transfer WHERE waits = 1 ORDER BY number"
_HOW_MANY_WAIT = "SELECT count(*) FROM transfer WHERE waits = 1"
_TRANSFERS = "SELECT * FROM transfer WHERE reference = ? AND reference != '' ORDER BY number"


class PaymentLists:
    """Queries over the rows of all payments, shifts and transfers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_shift(self, shift: SubjectId) -> list[Payment]:
        """The payments of a shift, in the order of their making."""
        return [payment_of(row) for row in self._rows(_OF_SHIFT, shift)]

    def of_day(self, day: date) -> list[Payment]:
        """The payments taken or asked on a day, whatever has become of them."""
        return [payment_of(row) for row in self._rows(_OF_DAY, day.isoformat())]

    def asked(self) -> list[Payment]:
        """The payments whose money is waited for, the oldest first."""
        return [payment_of(row) for row in self._rows(_ASKED)]

    def doubled(self) -> list[Payment]:
        """The payments that two desks recorded as taken."""
        return [payment_of(row) for row in self._rows(_DOUBLED)]

    def by_reference(self, reference: str) -> list[Payment]:
        """The payments that bear this reference."""
        return [payment_of(row) for row in self._rows(_BY_REFERENCE, reference)]

    def open_shifts(self) -> list[Shift]:
        """Every open shift of the office, the oldest first."""
        return [shift_of(row) for row in self._rows(_OPEN_SHIFTS)]

    def open_shift(self, clerk: ClerkId, device: DeviceId) -> Shift | None:
        """The youngest open shift of a clerk at a machine."""
        return next((shift_of(row) for row in self._rows(_OPEN_SHIFT, clerk, device)), None)

    def shifts_of_day(self, day: date) -> list[Shift]:
        """The shifts opened on a day, in the order of their opening."""
        return [shift_of(row) for row in self._rows(_SHIFTS_OF_DAY, day.isoformat())]

    def shifts_since(self, day: date) -> list[Shift]:
        """The shifts opened on a day or later."""
        return [shift_of(row) for row in self._rows(_SHIFTS_SINCE, day.isoformat())]

    def kept_shifts(self) -> list[Shift]:
        """The closed shifts whose takings went nowhere yet, or not all of them, the oldest first."""
        return [shift_of(row) for row in self._rows(_KEPT_SHIFTS)]

    def waiting_transfers(self) -> list[ArrivedTransfer]:
        """Transfers of which nobody has said what they are for, the oldest first."""
        return [transfer_of(row) for row in self._rows(_WAITING)]

    def how_many_transfers_wait(self) -> int:
        """How many they are."""
        with self._database.reading():
            return int(self._database.one(_HOW_MANY_WAIT))

    def transfers_with(self, reference: str) -> list[ArrivedTransfer]:
        """The transfers that name this reference."""
        return [transfer_of(row) for row in self._rows(_TRANSFERS, reference)]

    def _rows(self, statement: str, *values: object) -> list[object]:
        with self._database.reading():
            return list(self._database.run(statement, values).fetchall())

"""Queries of payments, of shifts of a drawer, and of transfers that arrived."""

from datetime import date
from typing import Any

from models.events import PaidBy
from models.ids import ClerkId, DeviceId, SubjectId
from models.store.file.database import Database
from models.store.projections.money.payment import PAYMENTS, payment_of
from models.store.projections.money.shift import shift_of
from models.store.projections.money.transfer import transfer_of
from models.store.projections.row_numbers import row_number
from models.subjects.payment import Payment
from models.subjects.shift import Shift
from models.subjects.transfer import ArrivedTransfer

_ANY = (1 << 63) - 1
_EVERYBODY = ClerkId("")
_ROWS = PAYMENTS.rows
_OF_SHIFT = "shift = ? AND shift != '' AND state = 'taken'"
_TAKEN_IN = f"SELECT number, id, paid_by, amount FROM {_ROWS} WHERE {_OF_SHIFT} ORDER BY number"
_RETURNED_SINCE = f"SELECT * FROM {_ROWS} WHERE returned_on >= ? AND returned_on != '' ORDER BY returned_on, number"
_OF_DAY = f"SELECT * FROM {_ROWS} WHERE day = ?1 AND number < ?2 AND ?3 IN ('', clerk) ORDER BY number DESC LIMIT ?4"
_HOW_MANY_OF_DAY = f"SELECT count(*) FROM {_ROWS} WHERE day = ?1 AND ?2 IN ('', clerk)"
_ASKED = f"SELECT * FROM {_ROWS} WHERE state = 'asked' ORDER BY number"
_DOUBLED = f"SELECT * FROM {_ROWS} WHERE doubled = 1 ORDER BY number"
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

    def taken_in(self, shift: SubjectId) -> list[tuple[SubjectId, PaidBy, int]]:
        """Id, way of paying and đồng of what was taken in a shift, in the order of its making."""
        return [(SubjectId(id_), PaidBy(way), amount) for _, id_, way, amount in self._rows(_TAKEN_IN, shift)]

    def returned_since(self, day: date) -> list[Payment]:
        """The payments of which something was given back on a day or later, whenever they were taken."""
        return [payment_of(row) for row in self._rows(_RETURNED_SINCE, day.isoformat())]

    def of_day(
        self, day: date, *, by: ClerkId = _EVERYBODY, limit: int = -1, after: SubjectId | None = None
    ) -> list[Payment]:
        """The payments taken or asked on a day, whatever has become of them, the youngest first.

        Args:
            day: on the office wall.
            by: whose alone; empty = everybody's.
            limit: rows of the page; -1 = all.
            after: the last payment of the page before.
        """
        with self._database.reading():
            before = _ANY if after is None else row_number(self._database, PAYMENTS, after)
        return [payment_of(row) for row in self._rows(_OF_DAY, day.isoformat(), before, by, limit)]

    def how_many_of_day(self, day: date, by: ClerkId = _EVERYBODY) -> int:
        """How many they are in all."""
        with self._database.reading():
            return int(self._database.one(_HOW_MANY_OF_DAY, day.isoformat(), by))

    def asked(self) -> list[Payment]:
        """The payments whose money is waited for, the oldest first."""
        return [payment_of(row) for row in self._rows(_ASKED)]

    def doubled(self) -> list[Payment]:
        """The payments that two machines recorded as taken, or gave money back of."""
        return [payment_of(row) for row in self._rows(_DOUBLED)]

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

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._database.reading():
            return list(self._database.run(statement, values).fetchall())

"""Queries of receipts, of slips that are no receipt, and of closed ranges of numbers."""

from collections.abc import Iterable
from datetime import date

import msgspec

from models.ids import DeviceId, SubjectId
from models.money import ReceiptNumber
from models.store.file.database import Database
from models.store.projections.receipt import receipt_of
from models.store.projections.receipt_lease import lease_of
from models.subjects.receipt import Receipt
from models.subjects.receipt_lease import ReceiptLease

_OF_DAY = "SELECT * FROM receipt WHERE day = ? AND day != '' ORDER BY form, series, receipt_number, number"
_BECAME_VOID = "SELECT * FROM receipt WHERE void_day = ? AND void_day != '' ORDER BY number"
_OWED = "SELECT * FROM receipt WHERE state = 'owed' ORDER BY due_on, number"
_HOW_MANY_OWED = "SELECT count(*) FROM receipt WHERE state = 'owed'"
_OF_PAYMENTS = "SELECT * FROM receipt WHERE payment IN (SELECT value FROM json_each(?)) ORDER BY number"
_BY_NUMBER = (
    "SELECT * FROM receipt WHERE series = ? AND form = ? AND receipt_number = ? AND receipt_number > 0 ORDER BY number"
)
_HIGHEST = (
    "SELECT max(receipt_number) FROM receipt "
    "WHERE series = ? AND form = ? AND receipt_number > 0 AND receipt_number BETWEEN ? AND ?"
)
_BETWEEN = (
    "SELECT * FROM receipt WHERE series = ? AND form = ? AND receipt_number > 0 "
    "AND receipt_number BETWEEN ? AND ? ORDER BY receipt_number, number"
)
_HOW_MANY_LEASED = (
    "SELECT count(*) FROM receipt WHERE day BETWEEN ? AND ? AND day != '' AND issued_on = ? AND lease != ''"
)
_BY_SLIP = "SELECT * FROM receipt WHERE slip = ? AND slip != '' ORDER BY number"
_HIGHEST_SLIP = "SELECT max(slip) FROM receipt WHERE slip != '' AND slip >= ? AND slip <= ?"
_LEASE = "SELECT * FROM receipt_lease WHERE id = ?"


class ReceiptLists:
    """Queries over the rows of all receipts and closed ranges."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, day: date) -> list[Receipt]:
        """The receipts that got their number on a day, by series and number."""
        return [receipt_of(row) for row in self._rows(_OF_DAY, day.isoformat())]

    def became_void(self, day: date) -> list[Receipt]:
        """The receipts that became void on a day, whenever they were issued."""
        return [receipt_of(row) for row in self._rows(_BECAME_VOID, day.isoformat())]

    def owed(self) -> list[Receipt]:
        """The receipts that must follow, the most urgent first."""
        return [receipt_of(row) for row in self._rows(_OWED)]

    def how_many_owed(self) -> int:
        """How many they are."""
        with self._database.reading():
            return int(self._database.one(_HOW_MANY_OWED))

    def of_payment(self, payment: SubjectId) -> list[Receipt]:
        """The receipts of a payment, in the order of their making."""
        return self.of_payments([payment])[payment]

    def of_payments(self, payments: Iterable[SubjectId]) -> dict[SubjectId, list[Receipt]]:
        """The receipts of each of these payments, in the order of their making; asked once, however many they are."""
        found: dict[SubjectId, list[Receipt]] = {one: [] for one in payments}
        for row in self._rows(_OF_PAYMENTS, msgspec.json.encode(list(found)).decode()):
            receipt = receipt_of(row)
            found[receipt.payment].append(receipt)
        return found

    def by_number(self, number: ReceiptNumber) -> list[Receipt]:
        """The receipts that bear this number: one, unless two machines issued it."""
        return [receipt_of(row) for row in self._rows(_BY_NUMBER, number.series, number.form, number.number)]

    def by_slip(self, slip: str) -> Receipt | None:
        """The receipt whose slip bears this number."""
        return next((receipt_of(row) for row in self._rows(_BY_SLIP, slip)), None)

    def last_number(self, form: str, series: str, first: int, last: int) -> int | None:
        """The highest number of a range that a receipt bears."""
        with self._database.reading():
            found = self._database.one(_HIGHEST, series, form, first, last)
        return None if found is None else int(found)

    def how_many_leased(self, device: DeviceId, first: date, last: date) -> int:
        """How many receipts a machine has issued from leased ranges on these days."""
        with self._database.reading():
            return int(self._database.one(_HOW_MANY_LEASED, first.isoformat(), last.isoformat(), device))

    def between(self, form: str, series: str, first: int, last: int) -> list[Receipt]:
        """The receipts of a range, by number."""
        return [receipt_of(row) for row in self._rows(_BETWEEN, series, form, first, last)]

    def last_slip(self, stem: str, first: int, last: int) -> int | None:
        """The highest NNNN between ``first`` and ``last`` used by a slip ``<stem>-NNNN``."""
        with self._database.reading():
            found = self._database.one(_HIGHEST_SLIP, f"{stem}-{first:04d}", f"{stem}-{last:04d}")
        return None if found is None else int(str(found).rpartition("-")[2])

    def lease(self, id_: SubjectId) -> ReceiptLease | None:
        """A range that was closed; None = it was not."""
        return next((lease_of(row) for row in self._rows(_LEASE, id_)), None)

    def _rows(self, statement: str, *values: object) -> list[object]:
        with self._database.reading():
            return list(self._database.run(statement, values).fetchall())

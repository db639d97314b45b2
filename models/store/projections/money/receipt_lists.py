"""Queries of receipts, of slips that are no receipt, and of closed ranges of numbers."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from models.ids import DeviceId, SubjectId
from models.money import ReceiptNumber
from models.store.file.database import Database
from models.store.projections.money.payment import PAYMENTS
from models.store.projections.money.receipt import RECEIPTS, receipt_of
from models.store.projections.money.receipt_lease import lease_of
from models.subjects.receipt import Receipt
from models.subjects.receipt_lease import ReceiptLease

_ROWS = RECEIPTS.rows
_OF_DAY = f"SELECT * FROM {_ROWS} WHERE day = ? AND day != '' ORDER BY form, series, receipt_number, number"
_BECAME_VOID = f"SELECT * FROM {_ROWS} WHERE void_day = ? AND void_day != '' ORDER BY number"
_OWED = f"SELECT * FROM {_ROWS} WHERE state = 'owed' ORDER BY due_on, number"
_HOW_MANY_OWED = f"SELECT count(*) FROM {_ROWS} WHERE state = 'owed'"
_OF_PAYMENTS = f"SELECT * FROM {_ROWS} WHERE payment IN (SELECT value FROM json_each(?)) ORDER BY number"
_CROSSED = f"SELECT DISTINCT payment FROM {_ROWS} WHERE crossed = 1 ORDER BY payment"
_OF_SHIFT = f"payment IN (SELECT id FROM {PAYMENTS.rows} WHERE shift = ? AND shift != '' AND state = 'taken')"
_SPANS_OF_SHIFT = (
    f"SELECT form, series, min(receipt_number), max(receipt_number) FROM {_ROWS} "
    f"WHERE {_OF_SHIFT} AND receipt_number > 0 GROUP BY form, series ORDER BY form, series"
)
_HOW_MANY_OWED_OF_SHIFT = f"SELECT count(*) FROM {_ROWS} WHERE {_OF_SHIFT} AND state = 'owed'"
_OF_SERIES = "series = ?1 AND form = ?2 AND receipt_number > 0"
_BY_NUMBER = f"SELECT * FROM {_ROWS} WHERE {_OF_SERIES} AND receipt_number = ?3 ORDER BY number"
_OF_RANGE = f"{_OF_SERIES} AND receipt_number BETWEEN ?3 AND ?4"
_BETWEEN = f"SELECT * FROM {_ROWS} WHERE {_OF_RANGE} ORDER BY receipt_number, number"
_HOW_MANY_LEASED = (
    f"SELECT count(*) FROM {_ROWS} WHERE day BETWEEN ? AND ? AND day != '' AND issued_on = ? AND lease != ''"
)
_BY_SLIP = f"SELECT * FROM {_ROWS} WHERE slip = ? AND slip != '' ORDER BY number"
_LEASE = "SELECT * FROM receipt_lease WHERE id = ?"


def _highest(column: str, where: str) -> str:
    """Asks each table by itself: at the end of an index SQLite finds the highest of one table only."""
    tables = (RECEIPTS.table.name, RECEIPTS.fresh)
    parts = " UNION ALL ".join(f"SELECT max({column}) AS highest FROM {table} WHERE {where}" for table in tables)
    return f"SELECT max(highest) FROM ({parts})"


_HIGHEST = _highest("receipt_number", _OF_RANGE)
_HIGHEST_SLIP = _highest("slip", "slip != '' AND slip >= ?1 AND slip <= ?2")


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

    def crossed(self) -> list[SubjectId]:
        """The payments of which two machines changed a receipt, neither knowing of the other's change."""
        return [SubjectId(payment) for (payment,) in self._rows(_CROSSED)]

    def spans_of_shift(self, shift: SubjectId) -> list[tuple[ReceiptNumber, ReceiptNumber]]:
        """First and last number of each series that receipts of a shift's payments bear."""
        return [
            (
                ReceiptNumber(form=form, series=series, number=first),
                ReceiptNumber(form=form, series=series, number=last),
            )
            for form, series, first, last in self._rows(_SPANS_OF_SHIFT, shift)
        ]

    def how_many_owed_of_shift(self, shift: SubjectId) -> int:
        """How many receipts of a shift's payments must follow."""
        with self._database.reading():
            return int(self._database.one(_HOW_MANY_OWED_OF_SHIFT, shift))

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

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with self._database.reading():
            return list(self._database.run(statement, values).fetchall())

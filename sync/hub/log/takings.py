"""Money by office, day and way of paying, as the events of the desks tell it."""

from datetime import date, datetime, time, timedelta

from msgspec import Struct

from models.calendar.clock import VIETNAM, micros
from sync.hub.store import HubStore, event_rows
from sync.hub.store.tables import GIVEN_BACK

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_EPOCH = date(1970, 1, 1)


class DayTotal(Struct, frozen=True, kw_only=True):
    """What one office took and gave back on one day by one way of paying, in đồng.

    Attributes:
        paid_by: value of ``models.events.PaidBy``.
        fees, returns: how many events each sum is of.
    """

    office: str
    day: date
    paid_by: str
    taken: int = 0
    fees: int = 0
    returned: int = 0
    returns: int = 0

    @property
    def left(self) -> int:
        """Taken and not given back."""
        return self.taken - self.returned


def day_totals(store: HubStore, first: date, last: date, office: str | None = None) -> list[DayTotal]:
    """Totals of the days from ``first`` to ``last`` on the office calendar, by office, day and way of paying.

    What is set aside counts in none of them.
    """
    offset = VIETNAM.utcoffset(None) or timedelta(0)
    begin, end = (micros(datetime.combine(day, time(), VIETNAM)) for day in (first, last))
    with store.reading() as reading:
        rows = event_rows.money_by_day(
            reading, office, begin, end + _DAY // _MICROSECOND, offset // _MICROSECOND, _DAY // _MICROSECOND
        )
    found: dict[tuple[str, date, str], dict[str, int]] = {}
    for one, number, way, amount, count in rows:
        back = way.startswith(GIVEN_BACK)
        sums = found.setdefault((one, _EPOCH + number * _DAY, way.removeprefix(GIVEN_BACK)), {})
        sums |= {"returned": amount, "returns": count} if back else {"taken": amount, "fees": count}
    return [
        DayTotal(office=one, day=day, paid_by=paid_by, **sums) for (one, day, paid_by), sums in sorted(found.items())
    ]

"""Every procedure, case and channel of the catalogue: the day promised and the price, counted again in another way."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from models import fees
from models.calendar import due_dates
from models.calendar.clock import from_local, local
from models.catalogue.catalogue import shipped
from models.procedure import Channel, FeeKind, LimitUnit, Offer, Procedure, TimeLimit

OFF = {date(2026, 11, 24), date(2027, 1, 1), date(2027, 4, 16), date(2027, 4, 30), date(2027, 5, 3), date(2027, 9, 2)}
TET = {date(2027, 2, day) for day in range(5, 11)}
MORNING, AFTERNOON = (time(7), time(11, 30)), (time(13, 30), time(17))

RECEIVED = tuple(
    datetime.fromisoformat(at)
    for at in (
        "2026-11-23T09:00",
        "2026-11-23T12:15",  # lunch
        "2026-11-23T15:00",
        "2026-11-23T15:01",
        "2026-11-23T23:59",
        "2026-11-24T10:00",  # holiday
        "2026-11-27T16:59",  # Friday
        "2026-11-29T08:00",  # Sunday
        "2026-12-31T14:00",
        "2027-01-28T08:00",  # Tết within the count
    )
)


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF | TET


def at_work(wall: datetime) -> bool:
    return works(wall.date()) and any(opens <= wall.time() < closes for opens, closes in (MORNING, AFTERNOON))


def minutes(wall: datetime) -> Iterator[datetime]:
    while True:
        yield wall
        wall += timedelta(minutes=1)


def start_of(received: datetime) -> datetime:
    return next(wall for wall in minutes(received) if at_work(wall))


def evening(day: date) -> datetime:
    return datetime.combine(day, time(17))


def expected(limit: TimeLimit, received: datetime) -> datetime:
    """By walking the calendar a minute or a day at a time."""
    start = start_of(received)
    day = start.date()
    if limit.same_day:
        if start.time() <= time(15):
            return evening(day)
        return evening(next(d for n in range(1, 30) if works(d := day + timedelta(days=n))))
    if limit.unit is LimitUnit.WORKING_HOURS or limit.amount < 1:
        left = limit.amount * 60 * (1 if limit.unit is LimitUnit.WORKING_HOURS else 8)
        for wall in minutes(start):
            if left == 0:
                return wall
            left -= at_work(wall)
    if limit.unit is LimitUnit.HOURS:
        return start_of(start + timedelta(hours=limit.amount))
    if limit.unit is LimitUnit.DAYS:
        end = day + timedelta(days=int(limit.amount))
        while not works(end):
            end += timedelta(days=1)
        return evening(end)
    left = limit.amount
    while left:
        day += timedelta(days=1)
        left -= works(day)
    return evening(day)


def ways() -> Iterator[tuple[Procedure, str, Offer]]:
    catalogue = shipped()
    for procedure in catalogue.procedures:
        for case in procedure.cases:
            for channel in {o.channel for o in (*procedure.offers, *case.offers)}:
                yield procedure, case.id, catalogue.offer(procedure, case.id, channel)


def test_every_promise_of_the_catalogue_is_the_one_counted_by_hand() -> None:
    calendar = due_dates.load_calendar()
    limits = {offer.limit for _, _, offer in ways() if offer.limit is not None}
    assert len(limits) > 10
    for limit in limits:
        if limit.amount > 200 or (limit.amount % 1 and limit.amount > 1):
            continue  # beyond the days typed in above; half days after whole ones are counted in test_working_days
        for received in RECEIVED:
            found = due_dates.due(limit, from_local(received), calendar)
            assert local(found.at).replace(tzinfo=None) == expected(limit, received), (limit, received)
            assert found.same_day == (local(found.at).date() == received.date())


def test_every_way_has_an_answer_for_its_price() -> None:
    priced = 0
    for procedure, case, offer in ways():
        rule = fees.rule_for(procedure, case, offer, date(2026, 11, 23))
        price = fees.price(rule, fees.Quantities(pages=3, copies=2, persons=4))
        by_hand = {
            FeeKind.AMOUNT: offer.fee.amount,
            FeeKind.PER_COPY: 2 * offer.fee.amount,
            FeeKind.PER_PERSON: 4 * offer.fee.amount,
            FeeKind.COPY_PAGES: 10_000,
        }
        assert price.total == by_hand.get(offer.fee.kind, 0), procedure.code
        assert sum((bool(price.lines), price.free, price.set_by_province)) <= 1
        assert price.free == (offer.fee.kind is FeeKind.FREE)
        assert all(line.name and line.amount > 0 for line in price.lines), procedure.code
        priced += bool(price.lines)
    assert priced > 10


@pytest.mark.parametrize(
    ("code", "channel", "total"),
    [
        ("2.000815", Channel.DIRECT, 2_000),
        ("2.000635", Channel.DIRECT, 8_000),
        ("1.004222", Channel.DIRECT, 20_000),
        ("1.004222", Channel.ONLINE, 10_000),
        ("2.000884", Channel.DIRECT, 10_000),
        ("1.001193", Channel.DIRECT, 0),
        ("1.004194", Channel.DIRECT, 15_000),
        ("1.004194", Channel.ONLINE, 7_000),
        ("1.002755", Channel.DIRECT, 15_000),
        ("1.002755", Channel.ONLINE, 7_000),
        ("1.010038", Channel.DIRECT, 10_000),
        ("1.010038", Channel.ONLINE, 5_000),
        ("2.001035", Channel.DIRECT, 50_000),
        ("2.000913", Channel.DIRECT, 30_000),
        ("2.000927", Channel.DIRECT, 25_000),
        ("2.001263", Channel.DIRECT, 400_000),
    ],
)
def test_prices_of_the_circulars(code: str, channel: Channel, total: int) -> None:
    procedure = shipped().get(code)
    offer = shipped().offer(procedure, "", channel)
    assert fees.price(fees.rule_for(procedure, "", offer, date(2026, 11, 23))).total == total


@pytest.mark.parametrize(("channel", "total"), [(Channel.DIRECT, 120_000), (Channel.ONLINE, 60_000)])
def test_a_list_of_residents_costs_for_each_person(channel: Channel, total: int) -> None:
    procedure = shipped().get("1.004194")
    rule = fees.rule_for(procedure, "danh-sach", shipped().offer(procedure, "danh-sach", channel), date(2026, 11, 23))
    assert fees.price(rule, fees.Quantities(persons=12)).total == total


def test_a_birth_registered_late_is_not_free_by_law() -> None:
    procedure, day = shipped().get("1.001193"), date(2026, 11, 23)
    late = fees.exemption(procedure, "qua-han", day)
    rule = fees.rule_for(procedure, "", shipped().offer(procedure, "", Channel.DIRECT), day, None, late)
    told = fees.price(rule, exempt=late, proof="Giấy chứng sinh")
    assert told.set_by_province
    assert told.ground is not None
    assert told.ground.proof == "Giấy chứng sinh"


def test_every_exemption_makes_every_known_price_of_its_procedure_nothing() -> None:
    exempted = 0
    for procedure, case, offer in ways():
        rule = fees.rule_for(procedure, case, offer, date(2026, 11, 23))
        for one in procedure.exemptions:
            if one.asks is not None:
                continue
            price = fees.price(rule, exempt=fees.exemption(procedure, one.id, date(2026, 11, 23)))
            assert price.free
            assert not price.lines
            assert one.name in price.source
            exempted += 1
    assert exempted > 50

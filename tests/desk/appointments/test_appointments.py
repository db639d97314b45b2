"""Appointments at a desk that gives its seats alone: offered, booked, moved, cancelled, arrived, released."""

from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace

from desk.appointments import arrival, booking, offering, seats
from desk.appointments.arrival import ArrivedAlready, OtherDay
from desk.appointments.booking import (
    AppointmentOver,
    SlotFull,
    SlotNotOffered,
    SlotTooFar,
    SlotTooSoon,
    TooManyOfPerson,
)
from desk.appointments.offering import BookingsHit, SlotChange, SlotImpossible
from desk.desk import Desk
from desk.line import waiting
from desk.line.waiting import NumbersDrawn
from desk.views.open_desk import OpenDesk
from models.calendar.clock import from_local
from models.events import (
    AppointmentMoved,
    AppointmentOutcome,
    AppointmentRulesSet,
    MinuteRange,
    Seat,
    SlotDaysKind,
    SlotDaysSet,
)
from models.ids import CounterId
from models.store.projections.appointments.appointment import APPOINTMENTS
from models.store.projections.appointments.appointment_lists import Appointments
from models.subjects.appointments.appointment import AppointmentState
from tests.conftest import TurnedClock
from tests.desk.appointments.conftest import offer, wish
from tests.desk.power_cut import written_with_its_papers


def at(day: date, minute: int) -> datetime:
    """The instant of a local minute."""
    return from_local(datetime.combine(day, time()) + timedelta(minutes=minute))


def day_of(desk: Desk) -> date:
    """The day after tomorrow: tomorrow is a holiday here."""
    return desk.today + timedelta(days=2)


def test_slots_with_a_buffer_between_them_begin_later_and_no_slot_reaches_beyond_the_hours(desk: Desk) -> None:
    name = desk.settings.waiting.services[0].id
    offering.set_(desk, offering.hours(name, desk.today, ((0, 450, 690),), minutes=60, buffer=20))
    monday = next(
        desk.today + timedelta(days=n) for n in range(1, 8) if (desk.today + timedelta(days=n)).weekday() == 0
    )
    found = seats.office_slots(desk).day(name, CounterId(""), monday).slots
    assert [(one.minute, one.until) for one in found] == [(450, 510), (530, 590), (610, 670)]
    with pytest.raises(SlotImpossible):
        offering.set_(desk, offering.hours(name, desk.today, ((0, 450, 690),), buffer=-1))


def test_one_person_draws_no_more_numbers_of_a_day_than_the_office_gives_and_an_appointment_is_none_of_them(
    desk: Desk, clock: TurnedClock
) -> None:
    name = offer(desk)
    most = AppointmentRulesSet(drawn_per_person=1)
    offering.set_(desk, SlotChange(event=most))
    day = day_of(desk)
    booked = booking.book(desk, wish(desk, 1))
    clock.now = at(day, 440)
    person = wish(desk, 1).person
    arrival.arrive(desk, booked.id)
    first = waiting.issue(desk, [name], None, person.full_name, phone=person.phone)
    with pytest.raises(NumbersDrawn) as refused:
        waiting.issue(desk, [name], None, "Tên khác", phone=person.phone)
    assert first.number in refused.value.sentence
    waiting.issue(desk, [name], None, person.full_name, phone="0900000999")  # another person of the same name
    for _ in range(2):  # nobody knows whose these are
        waiting.issue(desk, [name])
    waiting.issue(desk, [name], None, "Đỗ Văn Không Số")
    with pytest.raises(NumbersDrawn):
        waiting.issue(desk, [name], None, "đỗ văn không số")


def test_each_seat_is_given_once_and_a_full_slot_says_so(desk: Desk) -> None:
    offer(desk, seats_each=2)
    one, other = booking.book(desk, wish(desk, 1)), booking.book(desk, wish(desk, 2))
    assert one.seat is not None
    assert other.seat is not None
    assert (one.seat.number, other.seat.number) == (1, 2)
    with pytest.raises(SlotFull):
        booking.book(desk, wish(desk, 3))
    booking.cancel(desk, one.id)
    assert booking.book(desk, wish(desk, 3)).seat == one.seat
    assert booking.of_code(desk, other.code.lower().replace("-", " ")).id == other.id


def test_what_is_not_offered_too_soon_too_far_or_too_much_for_one_person_is_refused(
    desk: Desk, clock: TurnedClock
) -> None:
    offer(desk)
    for no, refused in (
        (replace(wish(desk), minute=455), SlotNotOffered),
        (replace(wish(desk), day=desk.today + timedelta(days=30)), SlotTooFar),
        (replace(wish(desk), day=desk.today - timedelta(days=1)), SlotNotOffered),
    ):
        with pytest.raises(refused):
            booking.book(desk, no)
    for minute in (450, 480):
        booking.book(desk, wish(desk, 1, minute=minute))
    with pytest.raises(TooManyOfPerson):
        booking.book(desk, wish(desk, 1, minute=510))
    day = day_of(desk)
    clock.now = at(day, 500)
    with pytest.raises(SlotTooSoon):
        booking.book(desk, wish(desk, 4, day=day, minute=540))
    assert booking.book(desk, wish(desk, 4, day=day, minute=570)).state is AppointmentState.BOOKED


def test_to_a_day_on_which_somebody_has_all_they_may_have_none_is_moved(desk: Desk) -> None:
    offer(desk)
    full = day_of(desk)
    first, _ = (booking.book(desk, wish(desk, 1, minute=minute)) for minute in (450, 480))
    other = booking.book(desk, wish(desk, 1, day=full + timedelta(days=1), minute=450))
    with pytest.raises(TooManyOfPerson):
        booking.move(desk, other.id, full, 510)
    assert booking.move(desk, first.id, full, 510).moves == 1  # it is no more on that day


def test_moving_keeps_the_code_and_frees_the_old_seat(desk: Desk) -> None:
    service = offer(desk, seats_each=1)
    one = booking.book(desk, wish(desk))
    moved = booking.move(desk, one.id, day_of(desk), 510)
    assert (moved.code, moved.moves, moved.held[0].minute) == (one.code, 1, 510)
    free = [found.seat for found in seats.free(desk, service, CounterId(""), day_of(desk), day_of(desk))]
    assert one.seat in free
    assert moved.seat not in free


def test_a_late_cancelling_is_noted_and_is_no_absence(desk: Desk, clock: TurnedClock) -> None:
    offer(desk)
    one, day = booking.book(desk, wish(desk)), day_of(desk)
    clock.now = at(day, 440)
    late = booking.cancel(desk, one.id)
    assert (late.late, late.state) == (True, AppointmentState.CANCELLED)
    clock.now = at(day, 700)
    assert arrival.release(desk) == 0
    assert arrival.unresolved(desk) == ()
    with pytest.raises(AppointmentOver):
        arrival.arrive(desk, one.id)


def test_changed_hours_name_the_bookings_they_hit_and_ask_first(desk: Desk) -> None:
    service = offer(desk)
    early, late = booking.book(desk, wish(desk, 1)), booking.book(desk, wish(desk, 2, minute=660))
    blackout = SlotDaysSet(
        kind=SlotDaysKind.BLACKOUT, first=desk.today, last=day_of(desk), hours=(MinuteRange(640, 700),)
    )
    change = SlotChange(event=blackout, service=service)
    with pytest.raises(BookingsHit) as hit:
        offering.set_(desk, change)
    assert [one.id for one in hit.value.hit] == [late.id]
    offering.set_(desk, change, confirmed=True)
    assert [one.id for one in offering.outside(desk)] == [late.id]
    with pytest.raises(SlotNotOffered):
        booking.book(desk, wish(desk, 3, minute=660))
    assert early.id not in {one.id for one in offering.outside(desk)}


def test_who_comes_in_time_is_called_from_the_slot_on_and_who_comes_late_waits_like_the_others(
    desk: Desk, clock: TurnedClock
) -> None:
    service = offer(desk, seats_each=3)
    one, late, absent = (booking.book(desk, wish(desk, n, minute=480)) for n in (1, 2, 3))
    day = day_of(desk)
    with pytest.raises(OtherDay):
        arrival.arrive(desk, one.id)
    clock.now = at(day, 460)
    walked_in = [waiting.issue(desk, [service]) for _ in range(2)]
    early = arrival.arrive(desk, one.id)
    assert [t.id for t in waiting.everybody(desk)] == [*(t.id for t in walked_in), early.id]
    clock.now = at(day, 480)
    assert [t.id for t in waiting.everybody(desk)] == [early.id, *(t.id for t in walked_in)]
    with pytest.raises(ArrivedAlready):
        arrival.arrive(desk, one.id)

    clock.now = at(day, 496)
    assert arrival.release(desk) == 2
    assert arrival.release(desk) == 0
    ticket = arrival.arrive(desk, late.id)
    assert ticket.booked_for is None
    assert [t.id for t in waiting.everybody(desk)][-1] == ticket.id
    assert [found.id for found in arrival.unresolved(desk)] == [absent.id]
    told = arrival.resolve(desk, absent.id, AppointmentOutcome.OFFICE, "quầy mở muộn")
    assert (told.state, told.outcome) == (AppointmentState.RESOLVED, AppointmentOutcome.OFFICE)
    assert arrival.unresolved(desk) == ()


def test_the_owner_of_a_number_who_left_a_telephone_number_is_told_once_when_three_wait_before(desk: Desk) -> None:
    service = desk.settings.waiting.services[0].id
    tickets = [waiting.issue(desk, [service]) for _ in range(5)]
    told = waiting.issue(desk, [service], phone="0912 000 000")
    waiting.call_next(desk)
    assert not desk.store.log.ticket(told.id).told_near
    waiting.skip(desk, tickets[0].id)
    waiting.call_next(desk)
    near = desk.store.log.ticket(told.id)
    assert near.told_near
    waiting.skip(desk, tickets[1].id)
    waiting.call_next(desk)
    assert desk.store.log.ticket(told.id).events == near.events


def test_two_machines_that_moved_one_appointment_keep_both_seats_until_a_person_names_one(desk: Desk) -> None:
    service = offer(desk, seats_each=1)
    one, day = booking.book(desk, wish(desk)), day_of(desk)
    assert one.seat is not None
    for minute in (510, 570):  # each names the first seat alone: neither knew of the other
        seat = Seat(service, CounterId(""), day, minute, 1)
        desk.store.log.record(one.id, desk.by, AppointmentMoved(seat=seat, left=(one.seat,)))
    both = desk.store.lists(Appointments).of_code(one.code)[0]
    assert (both.moved_twice, len(both.held)) == (True, 2)
    for minute in (510, 570):
        with pytest.raises(SlotFull):
            booking.book(desk, wish(desk, 7, minute=minute))
    kept = booking.keep(desk, one.id, both.held[0])
    assert (kept.held, kept.moved_twice) == ((both.held[0],), False)
    assert booking.book(desk, wish(desk, 7, minute=570)).seat == both.held[1]


def test_who_booked_gets_a_number_with_its_slip_or_not_at_all(
    desk: Desk, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(desk)
    booked = booking.book(desk, wish(desk, 1))
    clock.now = at(day_of(desk), 440)
    work = OpenDesk(desk).appointments
    written_with_its_papers(desk, monkeypatch, lambda: work.arrive(booked.id))
    assert desk.store.log.subject(APPOINTMENTS, booked.id).state is AppointmentState.ARRIVED

"""Views of appointments: a day, its slots, what is offered."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from desk.appointments import arrival, booking, offering, seats, slips
from desk.appointments.booking import AppointmentWish
from desk.appointments.offering import SlotChange
from desk.desk import Desk
from desk.line import waiting
from desk.prints.print_jobs import PrintJob
from desk.rights import Permission, may
from desk.views.state import Views
from desk.words.service.appointments import (
    BOOKED_BY,
    HOURS_SAVED,
    SEATS_ASKED,
    SEATS_NOT_ASKED,
    arrived_words,
    booked_words,
    cancelled_words,
    day_words,
    days_words,
    hours_words,
    minute_words,
    place_words,
    rule_words,
    seat_words,
    state_words,
)
from models.events import AppointmentOutcome, AppointmentRulesSet, Seat, SlotDaysRemoved
from models.ids import CounterId, SubjectId
from models.person import Person
from models.store.projections.appointments.appointment_lists import Appointments
from models.store.projections.appointments.slot_rules import OfferedSlots
from models.subjects.appointments.appointment import Appointment, AppointmentState


class AppointmentLine(Struct, frozen=True, kw_only=True):
    """An appointment in words.

    Attributes:
        held: seats that it holds, with words; two = a person must name one.
        is_open: it may be moved and cancelled; unresolved: nobody has said why nobody came.
        may_arrive: it is of today, and whoever booked may get a number.
    """

    id: SubjectId
    code: str
    at: str
    name: str
    phone: str
    service: str
    what: str
    by: str
    state: str
    tone: str
    note: str
    held: tuple[tuple[Seat, str], ...]
    is_open: bool
    unresolved: bool
    may_arrive: bool


class SlotLine(Struct, frozen=True, kw_only=True):
    """A slot of the day in front; ``free``: how many places this machine may give now."""

    minute: int
    at: str
    seats: int
    booked: int
    free: int
    elsewhere: int
    is_over: bool


class PlaceOffered(Struct, frozen=True, kw_only=True):
    """A service at a counter for which hours are set."""

    service: str
    counter: CounterId
    words: str


class RuleLine(Struct, frozen=True, kw_only=True):
    """A rule for certain days, in words, and the change that removes it."""

    words: str
    removal: SlotChange


class AppointmentDay(Struct, frozen=True, kw_only=True):
    """The page of a day.

    Attributes:
        places: what may be chosen; ``place`` the one in front, None = nothing is offered.
        rule: which rule gave the hours of the day.
        left: of earlier days, to which nobody came and of which nobody has said why.
        outside: bookings in a slot that is no longer offered.
        leased: seats this machine holds of the hub's; None = it gives them alone.
        services: of the line, by id.
    """

    day: date
    words: str
    places: tuple[PlaceOffered, ...]
    place: PlaceOffered | None
    rule: str
    slots: tuple[SlotLine, ...]
    lines: tuple[AppointmentLine, ...]
    left: tuple[AppointmentLine, ...]
    outside: tuple[AppointmentLine, ...]
    hours: tuple[str, ...]
    days: tuple[RuleLine, ...]
    limits: AppointmentRulesSet
    leased: int | None
    services: dict[str, str]


class AppointmentDone(Struct, frozen=True, kw_only=True):
    """What an act has done, as a sentence, with its paper; ``id``: of the appointment it was done to."""

    sentence: str
    id: SubjectId = SubjectId("")
    job: PrintJob | None = None


class AppointmentsWaiting(Struct, frozen=True, kw_only=True):
    """Appointments of today that are still to come; those to which nobody came, of today and before."""

    today: int
    missed: int

    @property
    def count(self) -> int:
        """Both."""
        return self.today + self.missed


class AppointmentViews(Views):
    """Appointments."""

    def wait(self) -> AppointmentsWaiting | None:
        """What is to be done; None = the office offers no appointments, or who works here now does not book them."""
        desk = self.desk
        if not may(desk, Permission.BOOK_APPOINTMENT) or not desk.store.lists(OfferedSlots).all():
            return None
        today = desk.store.lists(Appointments).of_days(desk.today, desk.today)
        open_ = sum(one.state is AppointmentState.BOOKED for one in today)
        return AppointmentsWaiting(today=open_, missed=len(arrival.unresolved(desk)))

    def day(self, day: date | None = None, place: tuple[str, CounterId] | None = None) -> AppointmentDay:
        """A day (None = today) and the slots of a service at a counter (None = the first that is offered)."""
        desk = self.desk
        arrival.release(desk)
        if may(desk, Permission.BOOK_APPOINTMENT):
            seats.ask(desk)
        on = day or desk.today
        slots, rules = seats.office_slots(desk), desk.store.lists(OfferedSlots).all()
        names = {one.id: one.name for one in desk.settings.waiting.services}
        places = tuple(
            PlaceOffered(service=service, counter=counter, words=place_words(names.get(service, service), counter))
            for service, counter in slots.offered
        )
        front = next((one for one in places if (one.service, one.counter) == place), places[0] if places else None)
        found = desk.store.lists(Appointments).of_days(on, on)
        told = slots.day(front.service, front.counter, on) if front is not None else None
        looks = seats.look(desk, front.service, front.counter, on) if front is not None else ()
        return AppointmentDay(
            day=on,
            words=day_words(on),
            places=places,
            place=front,
            rule=rule_words(told) if told is not None else "",
            slots=tuple(_slot(desk, front, on, one, slots.limits) for one in looks) if front is not None else (),
            lines=self._lines(found),
            left=self._lines(one for one in arrival.unresolved(desk) if one.day != on),
            outside=self._lines(offering.outside(desk)),
            hours=tuple(
                hours_words(names.get(event.service, event.service), event) for one in rules for event in one.hours
            ),
            days=tuple(
                RuleLine(
                    words=days_words(names.get(one.hours[0].service, "") if one.hours else "", days.rule),
                    removal=SlotChange(
                        event=SlotDaysRemoved(rule=days.event),
                        service=one.hours[0].service if one.hours else "",
                        counter=one.hours[0].counter if one.hours else CounterId(""),
                    ),
                )
                for one in rules
                for days in one.days
                if days.rule.last >= desk.today
            ),
            limits=slots.limits,
            leased=None if seats.gives_alone(desk) else sum(len(one.seats) for one in seats.usable(desk)),
            services=names,
        )

    def book(self, wish: AppointmentWish) -> AppointmentDone:
        """Give a citizen a place; the slip comes with it."""
        one = booking.book(self.desk, wish)
        return AppointmentDone(sentence=booked_words(one), id=one.id)

    def move(self, id_: SubjectId, day: date, minute: int, reason: str) -> AppointmentDone:
        """The same appointment at another time."""
        one = booking.move(self.desk, id_, day, minute, reason)
        return AppointmentDone(sentence=booked_words(one), id=one.id)

    def keep(self, id_: SubjectId, seat: Seat) -> AppointmentDone:
        """Of two seats the one that counts."""
        one = booking.keep(self.desk, id_, seat)
        return AppointmentDone(sentence=booked_words(one), id=one.id)

    def cancel(self, id_: SubjectId, reason: str, *, by_office: bool) -> AppointmentDone:
        """It does not take place."""
        one = booking.cancel(self.desk, id_, reason, by_office=by_office)
        return AppointmentDone(sentence=cancelled_words(one), id=one.id)

    def arrive(self, id_: SubjectId) -> AppointmentDone:
        """Whoever booked is there: a number of the line, with its slip or not at all."""
        from desk.prints.form_jobs import ticket_job  # noqa: PLC0415 - loaded with the first slip

        with self.desk.store.log.together():
            ticket = arrival.arrive(self.desk, id_)
            job = ticket_job(self.desk, ticket.id)
        ahead = waiting.ahead_of(self.desk, ticket)
        words = arrived_words(ticket.number, ahead, in_time=ticket.booked_for is not None)
        return AppointmentDone(sentence=words, id=id_, job=job)

    def arrive_by_code(self, code: str) -> AppointmentDone:
        """The same by what was scanned or typed."""
        return self.arrive(booking.of_code(self.desk, code).id)

    def arrive_by_card(self, person: Person) -> AppointmentDone | None:
        """The same by a card; None = the person has no appointment today."""
        found = arrival.of_today(self.desk, person)
        return self.arrive(found.id) if found is not None else None

    def resolve(self, id_: SubjectId, outcome: AppointmentOutcome) -> AppointmentDone:
        """Why nobody came."""
        one = arrival.resolve(self.desk, id_, outcome)
        return AppointmentDone(sentence=f"{one.name}: {state_words(one)[0].lower()}.", id=one.id)

    def slip(self, id_: SubjectId, *, roll: bool) -> PrintJob:
        """The slip of an appointment."""
        return slips.slip_job(self.desk, id_, roll=roll)

    def change(self, change: SlotChange, *, confirmed: bool) -> AppointmentDone:
        """What is offered is changed; bookings that are hit are named first."""
        offering.set_(self.desk, change, confirmed=confirmed)
        return AppointmentDone(sentence=HOURS_SAVED)

    def ask_seats(self, wanted: tuple[Seat, ...] = ()) -> AppointmentDone:
        """Ask the hub for places."""
        asked = seats.ask(self.desk, wanted)
        return AppointmentDone(sentence=SEATS_ASKED if asked else SEATS_NOT_ASKED)

    def want_slot(self, place: PlaceOffered, day: date, minute: int) -> AppointmentDone:
        """Ask the hub for one place of a slot."""
        slots = seats.office_slots(self.desk)
        wanted = [
            one
            for one in slots.seats(day, day)
            if (one.service, one.counter, one.minute) == (place.service, place.counter, minute)
        ]
        return self.ask_seats(tuple(wanted))

    def _lines(self, found: Iterable[Appointment]) -> tuple[AppointmentLine, ...]:
        desk = self.desk
        names = {one.id: one.name for one in desk.settings.waiting.services}
        return tuple(_line(desk, one, names) for one in found)


def _slot(desk: Desk, place: PlaceOffered, day: date, one: seats.SlotLook, limits: AppointmentRulesSet) -> SlotLine:
    seat = Seat(place.service, place.counter, day, one.slot.minute, 1)
    over = seats.is_before(seat, desk.clock(), minutes=limits.notice_minutes)
    far = day > desk.today + timedelta(days=limits.days_ahead)
    return SlotLine(
        minute=one.slot.minute,
        at=minute_words(one.slot.minute),
        seats=one.slot.seats,
        booked=one.booked,
        free=one.here,
        elsewhere=one.elsewhere,
        is_over=over or far,
    )


def _line(desk: Desk, one: Appointment, names: dict[str, str]) -> AppointmentLine:
    words, tone = state_words(one)
    seat = one.seat
    service = names.get(seat.service, seat.service) if seat is not None else ""
    today = seat is not None and seat.day == desk.today
    at = "" if seat is None else minute_words(seat.minute) if today else seat_words(seat)
    return AppointmentLine(
        id=one.id,
        code=one.code,
        at=at,
        name=one.name,
        phone=one.phone,
        service=place_words(service, seat.counter if seat is not None else CounterId("")),
        what=one.procedure or service,
        by=BOOKED_BY[one.by],
        state=words,
        tone=tone,
        note=one.note,
        held=tuple((other, seat_words(other)) for other in one.held) if one.moved_twice else (),
        is_open=one.state in {AppointmentState.BOOKED, AppointmentState.UNRESOLVED},
        unresolved=one.state is AppointmentState.UNRESOLVED,
        may_arrive=today and one.state in {AppointmentState.BOOKED, AppointmentState.UNRESOLVED},
    )

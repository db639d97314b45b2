"""The waiting room answered by the open desk."""

from dataclasses import replace as with_
from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.hall import hall_displays
from desk.hall.at_desk import AtDesk
from desk.hall.hall import SlipState, TicketRequest
from desk.line import waiting
from desk.settings import HallSettings
from models.clerk import MACHINE
from models.events import Priority, TicketCalled
from models.history import Recorded, digest
from models.ids import NO_DIGEST, ClerkId, CounterId, DeviceId, new_event_id
from models.trouble import HallRefused
from tests.conftest import TurnedClock
from tests.desk.hall.conftest import Counter
from tests.desk.intake.test_drafts import PulledPlugError, pull

NAME = "Nguyễn Văn Mẫu"


def test_a_number_is_drawn_by_the_machine_though_nobody_has_signed_in(counter: Counter, hall: AtDesk) -> None:
    counter.desk = with_(counter.desk, clerk=None)
    drawn = hall.draw(TicketRequest(services=("ho-tich",), priority=Priority.ELDERLY, name=NAME))
    assert (drawn.number, drawn.ahead) == ("A001", 0)
    assert hall.draw(TicketRequest(services=("cu-tru",))).ahead == 1
    ticket = waiting.by_number(counter.desk, "A001")
    assert (ticket.name, ticket.priority) == (NAME, Priority.ELDERLY)
    assert {recorded.clerk for recorded in counter.desk.store.log.history(ticket.id)} == {MACHINE}


def test_the_slip_bears_the_name_and_how_it_fares_is_told(counter: Counter, hall: AtDesk) -> None:
    drawn = hall.draw(TicketRequest(services=("ho-tich",), name=NAME))
    paper, finished = counter.papers[0]
    assert NAME in repr(paper.sheet)
    assert hall.slip(drawn.ticket).state is SlipState.PRINTING
    finished(SlipState.OUT_OF_PAPER)
    assert hall.slip(drawn.ticket).state is SlipState.OUT_OF_PAPER
    assert waiting.by_number(counter.desk, drawn.number).state.value == "waiting"


def test_a_service_that_is_none_is_refused_in_a_sentence(hall: AtDesk) -> None:
    with pytest.raises(HallRefused, match="dịch vụ"):
        hall.draw(TicketRequest(services=("không có",)))


def test_the_board_tells_last_calls_counters_and_who_waits(desk: Desk, hall: AtDesk) -> None:
    for service in ("ho-tich", "ho-tich", "cu-tru"):
        hall.draw(TicketRequest(services=(service,)))
    first = waiting.call_next(desk)
    board = hall.board(-1)
    assert [(call.number, call.counter) for call in board.calls] == [("A001", "1")]
    assert [(one.number, one.counter, one.state.value) for one in board.counters] == [("A001", "1", "called")]
    counts = {line.service: (line.count, line.next) for line in board.waiting}
    assert counts["Hộ tịch"] == (1, ("A002",))
    assert counts["Cư trú"] == (1, ("A003",))
    waiting.serve(desk, first.id)
    assert hall.board(-1).counters[0].state.value == "serving"
    assert [call.number for call in hall.board(-1).calls] == ["A001"]
    waiting.finish(desk, first.id)
    assert hall.board(-1).calls == ()


def test_calls_are_said_once_each_in_order_since_the_one_heard_last(desk: Desk, hall: AtDesk) -> None:
    for _ in range(2):
        hall.draw(TicketRequest(services=("ho-tich",)))
    heard = hall.board(-1).heard
    ticket = waiting.call_next(desk)
    waiting.call_again(desk, ticket.id)
    waiting.skip(desk, ticket.id)
    waiting.call_next(desk)
    board = hall.board(heard)
    assert [(call.number, call.again) for call in board.say] == [("A001", False), ("A001", True), ("A002", False)]
    assert hall.board(board.heard).say == ()
    assert hall.board(-1).say == ()
    assert [call.number for call in board.calls] == ["A002"]  # the other is absent, no longer called


def test_what_another_desk_called_is_shown_and_never_said(desk: Desk, hall: AtDesk, clock: TurnedClock) -> None:
    drawn = hall.draw(TicketRequest(services=("ho-tich",)))
    body = msgspec.json.encode(TicketCalled(counter=CounterId("7")))
    foreign = Recorded(
        id=new_event_id(),
        subject=drawn.ticket,
        device=DeviceId(9),
        seq=1,
        clock=50,
        at=clock(),
        clerk=ClerkId("khac"),
        prev=NO_DIGEST,
        body=body,
        event=TicketCalled(counter=CounterId("7")),
    )
    assert digest(foreign)
    desk.store.log.merge([foreign])
    board = hall.board(0)
    assert [(call.number, call.counter) for call in board.calls] == [("A001", "7")]
    assert board.say == ()


def test_nobody_is_named_on_the_board_nor_by_the_offer(desk: Desk, hall: AtDesk) -> None:
    hall.draw(TicketRequest(services=("ho-tich",), name=NAME))
    waiting.call_next(desk)
    told = msgspec.json.encode((hall.board(0), hall.offer())).decode()
    assert "Mẫu" not in told
    assert desk.settings.clerk.name not in told


def test_the_offer_names_the_services_of_the_kiosk_in_its_order_with_what_belongs_to_them(counter: Counter) -> None:
    settings = counter.desk.settings
    chosen = HallSettings(kiosk_services=("cu-tru", "ho-tich", "gone"), kiosk_pin="2580")
    counter.desk = with_(counter.desk, settings=replace(settings, hall=chosen))
    offer = AtDesk(counter.here, counter.send).offer()
    assert [service.id for service in offer.services] == ["cu-tru", "ho-tich"]
    assert "Hộ tịch" in offer.services[1].about
    assert offer.services[1].english == "Civil status"
    assert offer.pin == "2580"


def test_the_kiosk_offers_only_that_for_which_the_office_takes_something_in(counter: Counter) -> None:
    settings = counter.desk.settings
    birth = next(one for one in counter.desk.catalogue.procedures if one.service == "ho-tich")
    taken = {one.service for one in counter.desk.catalogue.procedures}
    own = [one.id for one in settings.waiting.services if one.id not in taken]  # handing over results
    counter.desk = with_(counter.desk, settings=replace(settings, offered=(birth.code,)))
    hall = AtDesk(counter.here, counter.send)
    offer = hall.offer()
    assert {service.id for service in offer.services} == {"ho-tich", *own}
    assert offer.services[0].about == (birth.field,)
    chosen = HallSettings(kiosk_services=("cu-tru", "ho-tich"))
    counter.desk = with_(counter.desk, settings=replace(settings, offered=(birth.code,), hall=chosen))
    assert [service.id for service in hall.offer().services] == ["ho-tich"]


def test_with_nothing_recorded_since_the_desk_is_not_read_again(counter: Counter, hall: AtDesk) -> None:
    hall.draw(TicketRequest(services=("ho-tich",)))
    first = hall.board(-1)
    reads = []
    log_tickets = counter.desk.store.tickets.of_day
    counter.desk.store.tickets.of_day = lambda day: reads.append(day) or log_tickets(day)  # type: ignore[method-assign, func-returns-value]
    assert hall.board(-1).calls == first.calls
    assert reads == []
    waiting.call_next(counter.desk)
    assert hall.board(-1).calls != first.calls
    assert reads


def test_many_who_ask_at_once_cost_the_desk_one_question(counter: Counter) -> None:
    hall = AtDesk(counter.here, counter.send, kept_for=60)
    for _ in range(50):
        hall.board(-1)
    assert counter.times == 1


def test_numbers_are_drawn_half_an_hour_before_the_doors_open_and_not_at_night(desk: Desk, clock: TurnedClock) -> None:
    office = with_(desk, training=False)
    clock.now = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)  # Monday 07:05 on the wall, doors open at 07:30
    assert hall_displays.opens_at(office) is None
    clock.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    opens = hall_displays.opens_at(office)
    assert opens is not None
    assert opens > clock()
    assert hall_displays.opens_at(desk) is None, "one trains in the evening"


def test_a_number_is_drawn_with_its_slip_or_not_at_all(
    counter: Counter, hall: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(counter.desk.store.print_jobs, "put", pull)
        with pytest.raises(PulledPlugError):
            hall.draw(TicketRequest(services=("ho-tich",)))
    assert not waiting.line(counter.desk).waiting
    assert hall.draw(TicketRequest(services=("ho-tich",))).number == "A001"
    assert len(waiting.line(counter.desk).waiting) == len(counter.papers) == 1

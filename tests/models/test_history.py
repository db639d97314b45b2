from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.events import TicketLeft, UnknownEvent
from models.history import digest, in_order, place
from models.ids import ClerkId, DeviceId, Digest, EventId, SubjectId
from tests.fakes.citizens import Chain
from tests.fakes.events import DOSSIERS, START


def some(device: int, count: int, clock: int = 0) -> list[object]:
    chain = Chain(device)
    return [chain.add(DOSSIERS[0], START, TicketLeft(), clock) for _ in range(count)]


HISTORY = [*some(1, 4), *some(2, 3, clock=2), *some(3, 2)]


@given(st.permutations(HISTORY), st.lists(st.sampled_from(HISTORY), max_size=5))
def test_the_order_is_the_same_whatever_the_arrival(arrived: list[object], again: list[object]) -> None:
    ordered = in_order([*arrived, *again])  # type: ignore[list-item]  # recorded events
    assert ordered == sorted(HISTORY, key=place)  # type: ignore[arg-type]  # likewise
    assert [place(recorded) for recorded in ordered] == sorted({place(recorded) for recorded in ordered})


def test_an_event_recorded_again_under_another_number_is_told_once_where_it_stood_first() -> None:
    first = Chain(1).add(DOSSIERS[0], START, TicketLeft())
    again = replace(Chain(9).add(DOSSIERS[0], START, TicketLeft(), clock=5), id=first.id)
    assert in_order([again, first]) == in_order([first, again]) == [first]


def test_every_fact_of_an_event_is_under_its_digest() -> None:
    recorded = Chain(1).add(DOSSIERS[0], START, TicketLeft())
    changes: dict[str, object] = {
        "id": EventId("x"),
        "subject": SubjectId("dossier/x"),
        "device": DeviceId(2),
        "seq": 2,
        "clock": 2,
        "at": START.replace(microsecond=1),
        "clerk": ClerkId("khac"),
        "prev": Digest(bytes([1, *bytes(31)])),
        "body": b'{"type":"TicketLeft" }',
    }
    digests = {digest(replace(recorded, **{name: value})) for name, value in changes.items()}
    assert len(digests | {digest(recorded)}) == len(changes) + 1
    assert digest(replace(recorded, event=UnknownEvent(type="TicketLeft"))) == digest(recorded)

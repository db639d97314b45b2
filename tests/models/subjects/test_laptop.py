"""A visit laptop: what its events come to."""

from datetime import UTC, date, datetime

import pytest

from models.events import (
    AnyEvent,
    LaptopCodeGiven,
    LaptopCodeUsed,
    LaptopFound,
    LaptopLoaded,
    LaptopLost,
    LaptopWiped,
    LaptopWipeOrdered,
    laptop_device,
    laptop_subject,
)
from models.history import Recorded, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, EventId, SubjectId
from models.subjects.laptop import Laptop, fold, step

DEVICE = DeviceId(12)
NAME = laptop_subject(DEVICE)
A, B, C = (SubjectId(f"dossier/{letter}") for letter in "abc")


def _loaded(*subjects: SubjectId) -> LaptopLoaded:
    return LaptopLoaded(laptop=DEVICE, subjects=subjects, days=7, until=date(2026, 12, 7))


def _after(*happened: AnyEvent) -> Laptop:
    laptop = fold(NAME, [])
    for seq, event in enumerate(happened, 1):
        recorded = Recorded(
            id=EventId(f"event {seq}"),
            subject=NAME,
            device=DeviceId(1),
            seq=seq,
            clock=seq,
            at=datetime(2026, 11, 30, 1, seq, tzinfo=UTC),
            clerk=ClerkId("thu.tran"),
            prev=NO_DIGEST,
            body=write(event),
            event=event,
        )
        laptop = step(laptop, recorded)
    return laptop


def test_a_smaller_load_takes_nothing_from_what_is_aboard() -> None:
    laptop = _after(_loaded(A, B), _loaded(B, C))
    assert (laptop.subjects, laptop.aboard) == ((B, C), (A, B, C))


def test_after_a_wipe_nothing_is_aboard_and_nothing_is_to_come() -> None:
    laptop = _after(_loaded(A), LaptopWipeOrdered(reason="x"), LaptopWiped(upto=3, load=EventId("event 1"), subjects=1))
    assert (laptop.load, laptop.subjects, laptop.aboard, laptop.wipe_ordered) == ("", (), (), False)


def test_a_load_put_together_while_the_laptop_wiped_the_one_before_comes_next() -> None:
    laptop = _after(_loaded(A), _loaded(B), LaptopWiped(upto=3, load=EventId("event 1"), subjects=1))
    assert (laptop.load, laptop.subjects, laptop.aboard) == ("event 2", (B,), (B,))


def test_a_lost_laptop_keeps_the_list_of_what_it_had_and_can_be_found() -> None:
    lost = _after(_loaded(A), LaptopLost(reason="Rơi ở bến đò"))
    assert lost.is_lost
    assert lost.aboard == (A,)
    assert not _after(_loaded(A), LaptopLost(reason="Rơi ở bến đò"), LaptopFound()).is_lost


def test_codes_are_counted_by_the_highest_number() -> None:
    laptop = _after(
        LaptopCodeGiven(number=2, days=3), LaptopCodeGiven(number=1, days=3), LaptopCodeUsed(number=2, days=3)
    )
    assert (laptop.codes, laptop.codes_used) == (2, 2)


@pytest.mark.parametrize(("name", "number"), [("laptop/12", 12), ("laptop/", 0), ("laptop/x", 0), ("dossier/12", 0)])
def test_the_name_of_a_laptop_tells_its_machine(name: str, number: int) -> None:
    assert laptop_device(SubjectId(name)) == number

"""Electronic receipts that became void: cancelled at the provider once and told once, whatever it does."""

import pytest

from models.events import EReceiptCancelReported, EReceiptState
from sync.hub.e_receipts import overview
from sync.hub.e_receipts.cancelling import BY_HAND
from sync.hub.settings import SettingsWrong
from sync.hub.store.receipts.cancel_rows import CANCELLED
from sync.hub.store.receipts.e_receipt_rows import DROPPED, REFUSED
from sync.hub.store.request_queue import STUCK
from tests.fakes.national_server import Mischief
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.e_receipts.conftest import Counter
from tests.sync.hub.e_receipts.test_sender import Killed, dying


def done(reference: str) -> EReceiptCancelReported:
    return EReceiptCancelReported(reference=reference, done=True)


@pytest.mark.parametrize("wrong", [None, Mischief.REFUSE_LINE, Mischief.FAILS, Mischief.LOST])
def test_one_that_became_void_is_cancelled_once_whatever_goes_wrong(counter: Counter, wrong: Mischief | None) -> None:
    subject, reference = counter.requests()
    sender = counter.sender()
    counter.works(sender, minutes=1)
    counter.voids(subject)
    counter.provider.mischief.append(wrong)
    counter.works(sender, minutes=5)
    assert counter.provider.cancelled == {reference: 1}
    assert counter.cancels_told(subject) == [done(reference)]
    assert counter.receipt(subject).e_cancelled is True
    asked = len(counter.provider.asked)
    counter.clock.turn(hours=3)
    sender.turn()
    assert len(counter.provider.asked) == asked


def test_one_whose_issue_is_not_known_yet_is_cancelled_once_it_is(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.extend([Mischief.LOST, Mischief.FAILS])
    sender = counter.sender()
    sender.turn()
    counter.voids(subject)
    counter.works(sender)
    assert (counter.provider.times, counter.provider.cancelled) == ({reference: 1}, {reference: 1})
    assert counter.states(subject)[-1] is EReceiptState.DELIVERED


def test_one_that_was_never_asked_for_is_not_cancelled(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.voids(subject)
    counter.works(counter.sender(), minutes=5)
    assert counter.provider.asked == []
    assert counter.cancel_row(reference).state == DROPPED


def test_one_that_still_stands_in_calm_is_cancelled_again_by_contract_or_by_a_person(counter: Counter) -> None:
    subject, reference = counter.requests()
    sender = counter.sender()
    counter.works(sender, minutes=1)
    counter.provider.keeps = 2
    counter.voids(subject)
    counter.works(sender, minutes=3)
    assert counter.provider.cancelled == {reference: 2}
    strict = counter.sender(repeat_is_safe=False)
    counter.works(strict)
    assert (counter.provider.cancelled, counter.cancel_row(reference).state) == ({reference: 2}, STUCK)
    assert [one.reference for one in overview.status(counter.store, OFFICE).cancels_troubled] == [reference]
    assert overview.send_again(counter.store, reference, counter.clock()) == 1
    counter.works(strict)
    assert (counter.provider.cancelled, counter.cancel_row(reference).state) == ({reference: 3}, CANCELLED)
    assert [one.done for one in counter.cancels_told(subject)] == [False, True]


def test_a_refusal_to_cancel_is_told_and_left_to_a_person(counter: Counter) -> None:
    subject, reference = counter.requests()
    sender = counter.sender()
    counter.works(sender, minutes=1)
    counter.provider.refuses = "E40"
    counter.voids(subject)
    counter.works(sender, minutes=5)
    assert counter.cancel_row(reference).state == REFUSED
    assert [(one.done, one.reason) for one in counter.cancels_told(subject)] == [(False, "E40 Đã quyết toán")]
    counter.provider.refuses = ""
    overview.send_again(counter.store, reference, counter.clock())
    counter.works(sender)
    assert counter.cancels_told(subject)[-1] == done(reference)


def test_without_a_way_to_cancel_a_person_does_so_at_the_provider(counter: Counter) -> None:
    subject, reference = counter.requests()
    sender = counter.sender(cancel="")
    counter.works(sender, minutes=1)
    counter.voids(subject)
    counter.works(sender)
    assert (counter.cancel_row(reference).state, counter.cancel_row(reference).reason) == (STUCK, BY_HAND)
    assert [one.done for one in counter.cancels_told(subject)] == [False]
    counter.provider.issued[reference]["state"] = "CANCELLED"
    counter.works(sender, minutes=90)
    assert [one.done for one in counter.cancels_told(subject)] == [False, True]
    with pytest.raises(SettingsWrong, match="cancellation"):
        counter.sender(cancellation={"id": "1"})


def test_killed_between_every_two_steps_each_is_cancelled_once_and_told_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    died = 0
    for at in range(1, 100):
        subject, reference = counter.requests()
        counter.works(counter.sender(), minutes=1)
        counter.voids(subject)
        with dying(monkeypatch, at) as has_died:
            try:
                counter.works(counter.sender(), minutes=3)
            except Killed:
                died += 1
            if not has_died():
                break
        counter.works(counter.sender(), minutes=4)
        assert counter.provider.cancelled[reference] == 1, at
        assert counter.cancels_told(subject) == [done(reference)], at
    assert died >= 6

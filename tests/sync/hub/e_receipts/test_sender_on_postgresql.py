"""The same queue on PostgreSQL: lost answers, deaths, and two senders at once."""

import pytest

from sync.hub.store.receipts.cancel_rows import CANCELLED
from tests.fakes.national_server import Mischief
from tests.fakes.postgres import PostgreSQL
from tests.sync.hub.conftest import truncated
from tests.sync.hub.e_receipts.conftest import Counter
from tests.sync.hub.e_receipts.test_sender import ASKED, DONE


@pytest.fixture
def hub_url(postgres: PostgreSQL, prepared_database: str) -> str:
    return truncated(postgres, prepared_database)


def test_of_two_senders_one_asks(counter: Counter) -> None:
    subject, reference = counter.requests()
    lost, lost_reference = counter.requests(number=7)
    counter.provider.mischief.append(Mischief.LOST)
    first, second = counter.sender(), counter.sender()
    for _ in range(60):
        first.turn()
        second.turn()
        counter.clock.turn(seconds=30)
    assert sorted((counter.states(subject), counter.states(lost))) == [[ASKED, DONE], [DONE]]
    assert counter.provider.times == {reference: 1, lost_reference: 1}


def test_of_two_senders_one_has_a_void_receipt_cancelled(counter: Counter) -> None:
    subject, reference = counter.requests()
    first, second = counter.sender(), counter.sender()
    counter.works(first, minutes=1)
    counter.voids(subject)
    counter.provider.mischief.append(Mischief.LOST)
    for _ in range(60):
        first.turn()
        second.turn()
        counter.clock.turn(seconds=30)
    assert counter.provider.cancelled == {reference: 1}
    assert [one.done for one in counter.cancels_told(subject)] == [True]
    assert counter.cancel_row(reference).state == CANCELLED

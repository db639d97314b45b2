"""Orders to the post: each parcel is ordered once and told once, whatever the post does and wherever the hub dies."""

from datetime import date

import pytest

from models.events import ParcelOrderReported, ParcelOrderState
from sync.hub.post_orders import overview
from sync.hub.post_orders.settings import read
from sync.hub.settings import SettingsWrong
from sync.hub.store import event_rows
from sync.hub.store.post.order_rows import REFUSED, TAKEN
from sync.hub.store.request_queue import STUCK
from tests.fakes.national_server import Mischief
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.post_orders.conftest import Counter, settings_with


def test_a_parcel_is_ordered_with_its_money_addresses_and_codes_and_the_office_hears_its_number(
    counter: Counter,
) -> None:
    subject = counter.hands_over()
    counter.works(counter.sender())
    parcel = counter.parcel(subject)
    assert (parcel.order, parcel.post_number) == (ParcelOrderState.TAKEN, "EA000000001VN")
    (order,) = counter.post.taken.values()
    assert (order["orderNumber"], order["codAmount"], order["description"]) == (
        parcel.number,
        8_000,
        "H26.12.34-261123-3009",
    )
    assert order["senderDesc"] == "Đăng ký khai sinh + Giấy chứng sinh"
    assert (order["receiverProvinceNew"], order["receiverProvince"], len(order["receiverWardNew"])) == ("01", "10", 5)
    assert counter.post.times == {parcel.number: 1}


@pytest.mark.parametrize("wrong", [one for one in Mischief if one not in {Mischief.LATE, Mischief.NO_SESSION}])
def test_whatever_goes_wrong_with_an_order_the_parcel_is_ordered_once(counter: Counter, wrong: Mischief) -> None:
    subject = counter.hands_over()
    counter.post.mischief.append(wrong)
    counter.works(counter.sender())
    assert (counter.parcel(subject).order, list(counter.post.times.values())) == (ParcelOrderState.TAKEN, [1])


def test_a_wrong_absent_after_a_lost_answer_does_not_send_it_again(counter: Counter) -> None:
    subject = counter.hands_over()
    counter.post.mischief.append(Mischief.FAILS_AFTER)
    counter.post.lies = 2
    counter.works(counter.sender())
    assert list(counter.post.times.values()) == [1]
    assert counter.row(subject).state == TAKEN


def test_without_the_contracts_word_a_lost_order_goes_again_by_a_person_only(counter: Counter) -> None:
    subject = counter.hands_over()
    counter.post.mischief.append(Mischief.FAILS)
    sender = counter.sender(repeat_is_safe=False)
    counter.works(sender)
    assert (counter.post.times, counter.row(subject).state) == ({}, STUCK)
    assert counter.parcel(subject).order is ParcelOrderState.UNKNOWN
    (stuck,) = overview.status(counter.store, OFFICE).troubled
    assert overview.send_again(counter.store, stuck.reference, counter.clock()) == 1
    counter.works(sender)
    assert counter.post.times == {stuck.reference: 1}
    assert counter.parcel(subject).order is ParcelOrderState.TAKEN


def test_a_refusal_is_told_with_the_posts_words(counter: Counter) -> None:
    subject = counter.hands_over()
    counter.post.refuses = "E5"
    sender = counter.sender()
    counter.works(sender)
    parcel = counter.parcel(subject)
    assert (parcel.order, parcel.order_reason, counter.row(subject).state) == (
        ParcelOrderState.REFUSED,
        "E5 Sai mã khách hàng",
        REFUSED,
    )
    counter.works(sender, minutes=600)
    with counter.store.reading() as reading:
        history = event_rows.of_subject(reading, OFFICE, subject)
    assert sum(isinstance(one.event, ParcelOrderReported) for one in history) == 1


def test_what_was_handed_over_before_the_contract_is_not_ordered(counter: Counter) -> None:
    counter.hands_over()
    counter.works(counter.sender(since="2027-01-01"))
    assert overview.status(counter.store).counts == {}
    assert counter.said().since == date(2026, 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://elsewhere.example"},
        {"query": ""},
        {"request": {"orderNumber": "{number}"}},
        {"question": {}},
        {"states": {"5": "eaten"}},
        {"key_file": ""},
        {"status": {"reference": "a"}},
        {"login": "basic"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(counter: Counter, wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsWrong):
        read(settings_with(counter.folder, counter.post.url, **wrong))

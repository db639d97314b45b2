"""Electronic receipts: each issued once and told once, whatever the provider does and wherever the hub dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.events import EReceiptReported, EReceiptState, ReceiptVoided
from models.ids import ClerkId
from models.money import ReceiptNumber
from sync.hub.e_receipts import overview
from sync.hub.e_receipts.issuer import ReceiptOrder
from sync.hub.e_receipts.rest_issuer import RestIssuer
from sync.hub.e_receipts.settings import read
from sync.hub.log import stream
from sync.hub.national.wire import NationalWire
from sync.hub.settings import SettingsWrong
from sync.hub.store import HubStore
from sync.hub.store.receipts.e_receipt_rows import DELIVERED, DROPPED, REFUSED
from sync.hub.store.receipts.e_receipt_tables import cursor, request
from sync.hub.store.request_queue import STUCK
from tests.fakes.national_server import Mischief
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.e_receipts.conftest import LINES, PAYER, Counter, settings_with

ASKED, DONE = EReceiptState.ASKED, EReceiptState.DELIVERED


class Killed(BaseException):
    """The hub dies here."""


def test_a_request_is_issued_and_told_with_number_and_lookup(counter: Counter) -> None:
    subject, reference = counter.requests()
    own, own_reference = counter.requests(number=42)
    sender = counter.sender()
    sender.turn()
    (event,) = counter.told(subject)
    assert event == EReceiptReported(
        state=DONE,
        reference=reference,
        number=ReceiptNumber(form="EBL01", series="26TEB", number=900),
        lookup="TC0001",
        lookup_at="https://tracuu.mau.example",
    )
    receipt = counter.receipt(subject)
    assert (receipt.number, receipt.lookup, receipt.e_state) == (event.number, "TC0001", DONE)
    assert counter.receipt(own).number == ReceiptNumber(form="EBL01", series="26TAB", number=42)
    assert (counter.row(reference).state, counter.row(own_reference).state) == (DELIVERED, DELIVERED)
    counter.works(sender)
    assert counter.provider.times == {reference: 1, own_reference: 1}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        *((one, "issue") for one in Mischief if one not in {Mischief.LATE, Mischief.NO_SESSION}),
        (Mischief.REFUSE_LINE, "query"),
        (Mischief.CUT, "query"),
        (Mischief.HTML, "query"),
    ],
)
def test_whatever_goes_wrong_with_one_request_the_receipt_is_issued_once(
    counter: Counter, wrong: Mischief, where: str
) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.extend([wrong] if where == "issue" else [Mischief.LOST, wrong])
    counter.works(counter.sender())
    assert list(counter.provider.issued) == [reference]
    assert counter.states(subject) == [ASKED, DONE]
    assert counter.row(reference).state == DELIVERED


def test_a_wrong_absent_after_a_lost_answer_does_not_send_it_again(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.append(Mischief.FAILS_AFTER)
    counter.provider.lies = 2
    counter.works(counter.sender())
    assert counter.provider.times == {reference: 1}
    assert counter.states(subject) == [ASKED, DONE]


def test_absent_in_calm_and_often_is_believed_and_a_duplicate_is_success(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.append(Mischief.LOST)
    counter.provider.lies = 5  # the lost answer is one of them, and the third after it comes too soon to be believed
    counter.works(counter.sender())
    assert counter.provider.times == {reference: 2}  # the second time it says "already received"
    assert len(counter.provider.issued) == 1
    assert counter.states(subject) == [ASKED, DONE]


def test_absent_between_troubles_counts_anew(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.extend([Mischief.LOST, None, None, Mischief.FAILS, None, None])
    counter.provider.lies = 4
    counter.works(counter.sender())
    assert counter.provider.times == {reference: 1}
    assert counter.states(subject) == [ASKED, DONE]


def test_without_the_contracts_word_a_lost_request_goes_again_by_a_person_only(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.append(Mischief.FAILS)
    sender = counter.sender(repeat_is_safe=False)
    counter.works(sender)
    assert (counter.provider.times, counter.row(reference).state) == ({}, STUCK)
    assert counter.states(subject) == [ASKED, EReceiptState.UNKNOWN]
    (stuck,) = overview.status(counter.store, OFFICE).troubled
    assert (stuck.reference, stuck.reason) == (reference, "absent")
    counter.works(sender, minutes=180)
    assert counter.provider.times == {}
    assert overview.send_again(counter.store, reference, counter.clock()) == 1
    counter.works(sender)
    assert counter.provider.times == {reference: 1}
    assert counter.states(subject)[-1] is DONE


def test_a_refusal_is_told_with_the_providers_words_and_goes_again_when_a_person_says_so(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.refuses = "E17"
    sender = counter.sender()
    counter.works(sender)
    (event,) = counter.told(subject)
    assert (event.state, event.reason) == (EReceiptState.REFUSED, "E17 Mã số thuế không đúng")
    assert counter.row(reference).state == REFUSED
    counter.provider.refuses = ""
    assert overview.send_again(counter.store, "none", counter.clock()) == 0
    assert overview.send_again(counter.store, reference, counter.clock()) == 1
    counter.works(sender)
    assert counter.states(subject) == [EReceiptState.REFUSED, DONE]
    assert overview.status(counter.store).counts == {DELIVERED: 1}


def test_issued_is_told_before_delivered_and_each_once(counter: Counter) -> None:
    subject, _ = counter.requests()
    counter.provider.delivers, counter.provider.slow_work = False, 2
    sender = counter.sender()
    counter.works(sender, minutes=180)
    assert counter.states(subject) == [ASKED, EReceiptState.ISSUED]
    counter.provider.delivers = True
    counter.works(sender, minutes=120)
    assert counter.states(subject) == [ASKED, EReceiptState.ISSUED, DONE]


def test_the_answer_to_another_request_is_none(counter: Counter) -> None:
    first, _ = counter.requests()
    second, _ = counter.requests()
    counter.provider.another = True
    counter.works(counter.sender())
    numbers = [counter.receipt(one).number for one in (first, second)]
    assert len(set(numbers)) == 2
    assert None not in numbers


def test_one_without_an_answer_for_a_day_is_shown_to_a_person_and_still_asked_for(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.mischief.extend([Mischief.FAILS_AFTER] + [Mischief.FAILS] * 160)
    sender = counter.sender()
    counter.works(sender, minutes=25 * 60)
    assert counter.row(reference).state == STUCK
    assert counter.states(subject) == [ASKED, EReceiptState.UNKNOWN]
    counter.provider.mischief.clear()
    counter.works(sender, minutes=120)
    assert counter.states(subject)[-1] is DONE
    assert counter.provider.times == {reference: 1}


def test_one_that_replaces_waits_for_the_number_of_the_other_and_a_void_one_is_not_asked_for(counter: Counter) -> None:
    first, _ = counter.requests()
    second, second_reference = counter.requests(number=43, replaces=first)
    void, void_reference = counter.requests()
    counter.happens(void, ReceiptVoided(reason="nhầm", confirmed_by=ClerkId("hai")))
    counter.works(counter.sender(), minutes=5)
    assert counter.states(second) == [DONE]
    assert list(counter.provider.issued)[-1] == second_reference
    assert (counter.row(void_reference).state, counter.told(void)) == (DROPPED, [])


def test_what_is_kept_of_the_traffic_names_nobody_and_goes_after_some_days(counter: Counter) -> None:
    _, reference = counter.requests()
    sender = counter.sender(keep_days=2)
    counter.works(sender, minutes=1)
    (kept,) = overview.traffic(counter.store, reference)
    assert PAYER not in kept.sent
    assert "Thôn 1" not in kept.sent
    assert reference in kept.sent
    assert LINES[0].name in kept.sent
    assert "TC0001" in kept.received
    counter.clock.turn(days=3)
    sender.turn()
    assert overview.traffic(counter.store, reference) == []


def test_a_hub_brought_back_from_an_older_copy_asks_before_it_sends(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.provider.issued[reference] = {"form": "EBL01", "series": "26TEB", "number": "5", "lookup": "X", "site": ""}
    counter.clock.turn(minutes=1)
    stream.begin_epoch(counter.store, OFFICE, counter.clock())
    counter.works(counter.sender())
    assert counter.provider.times == {}
    assert counter.states(subject) == [DONE]


def test_a_queue_that_was_lost_takes_what_was_told_from_the_log(counter: Counter) -> None:
    subject, reference = counter.requests()
    counter.works(counter.sender(), minutes=1)
    with counter.store.writing() as writing:
        for table in (request, cursor):
            writing.execute(sa.delete(table))
    counter.works(counter.sender(), minutes=1)
    assert counter.row(reference).state == DELIVERED
    assert counter.provider.asked == ["issue"]
    assert counter.states(subject) == [DONE]


# ---- the hub dies ------------------------------------------------------------------------------------------


@contextmanager
def dying(patch: pytest.MonkeyPatch, at: int) -> Iterator[Callable[[], bool]]:
    """The hub dies at the n-th place: before or after a commit, before or after a request to the provider."""
    places = 0

    def place() -> None:
        nonlocal places
        places += 1
        if places == at:
            raise Killed

    real = HubStore.writing

    @contextmanager
    def writing(store: HubStore) -> Iterator[sa.Connection]:
        with real(store) as connection:
            yield connection
            place()
        place()

    def asked(name: str) -> Callable[..., object]:
        from sync.hub.e_receipts.rest_issuer import RestIssuer  # noqa: PLC0415

        whole = getattr(RestIssuer, name)

        def ask(self: object, order: object) -> object:
            place()
            answer = whole(self, order)
            place()
            return answer

        return ask

    with patch.context() as context:
        context.setattr(HubStore, "writing", writing)
        for name in ("issue", "query", "cancel"):
            context.setattr(f"sync.hub.e_receipts.rest_issuer.RestIssuer.{name}", asked(name))
        yield lambda: places >= at


@pytest.mark.parametrize("wrong", [None, Mischief.LOST])
def test_killed_between_every_two_steps_each_receipt_is_issued_once_and_told_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, wrong: Mischief | None
) -> None:
    died = 0
    for at in range(1, 200):
        subject, reference = counter.requests()
        counter.provider.mischief.append(wrong)
        with dying(monkeypatch, at) as has_died:
            try:
                counter.works(counter.sender(), minutes=3)
            except Killed:
                died += 1
            if not has_died():
                break
        counter.provider.mischief.clear()
        counter.works(counter.sender(), minutes=15)
        assert counter.provider.issued[reference]
        assert counter.states(subject) in ([DONE], [ASKED, DONE]), at
        assert counter.receipt(subject).second is None
    assert died >= 8
    assert counter.clock() - counter.desk.now < timedelta(days=1)


def test_a_number_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    said = read(settings_with(tmp_path, "http://127.0.0.1:1"))
    assert said is not None
    issuer = RestIssuer(NationalWire(said.url, 1.0), said, "")
    order = ReceiptOrder(
        reference="1",
        number=ReceiptNumber(form="01BLP0-001", series="AA-26E", number=1),
        day="2026-11-23",
        payer=PAYER,
        payer_address="",
        body_name="",
        body_tax_code="",
        body_address="",
        amount=8_000,
        amount_words="",
        lines=(),
    )
    for digits, number in (("7", 7), ("9" * 5_000, None)):
        found = issuer._number(_at(said.answer.number, digits), order)
        assert (found and found.number) == number


def _at(path: str, value: str) -> object:
    """An answer that has the value at this path."""
    for name in reversed(path.split(".")):
        value = {name: value}  # type: ignore[assignment]
    return value


# ---- settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://elsewhere.example"},
        {"request": {"id": "{reference}", "x": ["{payr}"]}},
        {"line": {"x": "{reference}"}},
        {"question": {"id": "1"}},
        {"login": "basic"},
        {"answer": {"cod": "x"}},
    ],
    ids=str,
)
def test_settings_that_do_not_do_are_named(counter: Counter, wrong: dict[str, object]) -> None:
    settings = settings_with(counter.folder, counter.provider.url)
    with pytest.raises(SettingsWrong, match="e_receipts"):
        read(settings_with(counter.folder, "http://127.0.0.1:1", **wrong))
    assert read(settings) is not None

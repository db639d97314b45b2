"""Each transfer reaches its office's desks exactly once, whatever SePay, the line and the hub do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from models.ids import is_province
from models.subjects.transfer import fold
from sync.hub.log import stream
from sync.hub.payments.arrivals import TransferOutcome, transfer_subject
from sync.hub.payments.overview import overview
from sync.hub.store import HubStore, event_rows, transfer_rows
from sync.messages import Refusal
from tests.fakes.hub import OFFICE, refusal
from tests.fakes.sepay import Mischief
from tests.sync.hub.payments.conftest import VIRTUAL, Town, reference


def test_a_transfer_is_told_to_its_office_by_the_province(town: Town) -> None:
    code = reference()
    paid = town.sepay.pays(20_000, f"NGUYEN VAN MAU chuyen tien {code.lower()} FT26327")
    town.sepay.deliver()
    (event,) = town.told()
    assert (event.provider, event.transaction, event.amount) == ("sepay", str(paid.id), 20_000)
    assert (event.reference, event.content, event.account) == (code, paid.content, paid.account)
    assert event.happened_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "08:00 in Vietnam"
    ((_, recorded),) = stream.read(town.store, OFFICE, 0, 9)
    assert is_province(recorded.device)
    assert recorded.subject == transfer_subject("sepay", str(paid.id))
    assert fold(recorded.subject, [recorded]).waits


def test_however_often_and_in_whatever_order_it_is_told_it_arrives_once(town: Town) -> None:
    town.sepay.backwards = True
    town.sepay.mischief.extend([Mischief.TWICE, Mischief.LOST, None, Mischief.NOT_SENT, Mischief.LOST, Mischief.TWICE])
    for amount in (1, 2, 3, 4):
        town.sepay.pays(amount)
    town.sepay.pays(5, booked_in=timedelta(hours=9))
    town.sepay.delivers_until_silent(town.clock.turn)
    town.poller.turn()
    assert town.amounts() == [1, 2, 3, 4, 5]
    late = next(event for event in town.told() if event.amount == 5)
    assert late.happened_at == datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "when it was paid, not when it was booked"


def test_told_many_times_at_once_it_arrives_once(town: Town) -> None:
    paid = town.sepay.pays(7_000)
    body = town.sepay.webhook(paid)
    headers = town.sepay.headers(body)
    with ThreadPoolExecutor(6) as all_at_once:
        answers = list(all_at_once.map(lambda _: town.sepay.post(body, headers).status_code, range(12)))
    assert answers == [200] * 12
    assert town.amounts() == [7_000]


def test_what_bears_no_proof_or_another_body_is_refused(town: Town) -> None:
    paid = town.sepay.pays(7_000)
    body, other = town.sepay.webhook(paid), town.sepay.webhook(paid, transferAmount=700_000)
    good = town.sepay.headers(body)
    old = town.sepay.headers(body, at=town.clock() - timedelta(minutes=6))
    wrong = [
        (body, town.sepay.headers(body, key="guessed")),
        (other, good),
        (body, old),
        (body, {name: value for name, value in good.items() if name != "X-SePay-Signature"}),
        (body, good | {"X-SePay-Timestamp": "-1"}),
        (body, {"Authorization": "Apikey khoa-webhook-mau"}),
        (b"\xff", {}),
    ]
    for one, headers in wrong:
        answer = town.sepay.post(one, headers)
        assert (answer.status_code, refusal(answer).type) == (401, Refusal.SIGNATURE)
    large = body[:-1] + b" " * (17 << 10) + b"}"
    assert town.sepay.post(large, town.sepay.headers(large)).status_code == 413
    no_time = town.sepay.webhook(paid, transactionDate="0001-01-01 00:00:00")
    for unreadable in (b"{}", b"[]", b"null", b"\xff", body.replace(b'"in"', b'"sideways"'), no_time):
        answer = town.sepay.post(unreadable, town.sepay.headers(unreadable))
        assert (answer.status_code, refusal(answer).type) == (422, Refusal.UNREADABLE)
    assert town.told() == []
    assert town.sepay.post(body, good).json() == {"success": True}


def test_the_same_transaction_with_another_sum_is_refused_and_the_first_word_stays(town: Town) -> None:
    paid = town.sepay.pays(7_000)
    town.sepay.deliver()
    for changed in ({"transferAmount": 70_000}, {"accountNumber": "123"}):
        body = town.sepay.webhook(paid, **changed)
        assert town.sepay.post(body, town.sepay.headers(body)).status_code == 409
    assert town.amounts() == [7_000]
    (row,) = overview(town.store, town.hub.settings, town.clock()).contradicted
    assert row.id == str(paid.id)


def test_what_went_out_or_is_nothing_is_answered_and_told_nobody(town: Town) -> None:
    town.sepay.pays(7_000, incoming=False)
    town.sepay.pays(0)
    town.sepay.deliver()
    town.poller.turn()
    assert list(town.sepay.answers.values()) == [[200], [200]]
    assert town.told() == []
    with town.store.reading() as reading:
        assert transfer_rows.heard_since(reading, 0) == 0


def test_a_virtual_account_has_its_office_and_an_unknown_account_waits_for_one(town: Town) -> None:
    town.sepay.pays(1_000, sub_account=VIRTUAL, account="999")
    stray = town.sepay.pays(2_000, "MC?", account="888 999")
    town.sepay.deliver()
    assert [(event.amount, event.account) for event in town.told()] == [(1_000, VIRTUAL)]
    (kept,) = overview(town.store, town.hub.settings, town.clock()).of_nobody
    assert (kept.id, kept.account, kept.amount) == (str(stray.id), "888999", 2_000)
    offices = town.hub.hub.webhooks._sources["sepay"].arrivals._offices
    offices["888999"] = OFFICE  # type: ignore[index]  # as after the settings have changed
    arrivals = town.hub.hub.webhooks._sources["sepay"].arrivals
    assert [arrivals.settle(town.clock()) for _ in range(2)] == [1, 0]
    town.sepay.mischief.append(Mischief.TWICE)
    town.sepay.post(town.sepay.webhook(stray), town.sepay.headers(town.sepay.webhook(stray)))
    assert [(event.amount, event.content) for event in town.told()] == [(1_000, ""), (2_000, "MC?")]
    assert overview(town.store, town.hub.settings, town.clock()).of_nobody == ()


class Killed(Exception):  # noqa: N818 - what happens to a process
    """The process ends here."""


@contextmanager
def dying(store: HubStore, at: int) -> Iterator[list[str]]:
    """The hub dies once at a point: before a statement, before or after a commit. Tells the points that it came to."""
    engine, points = store._engine, list[str]()
    real = engine.writing

    def point(name: str) -> None:
        points.append(name)
        if len(points) == at:
            raise Killed(name)

    @contextmanager
    def writing() -> Iterator[sa.Connection]:
        with real() as connection:
            yield connection
            point("before the commit")
        point("after the commit")

    def statement(*told: object) -> None:
        point(str(told[2])[:30])

    engine.writing = writing  # type: ignore[method-assign]
    sa.event.listen(engine._engine, "before_cursor_execute", statement)  # type: ignore[attr-defined]
    try:
        yield points
    finally:
        engine.writing = real  # type: ignore[method-assign]
        sa.event.remove(engine._engine, "before_cursor_execute", statement)  # type: ignore[attr-defined]


def test_killed_between_any_two_steps_it_is_neither_lost_nor_told_twice(town: Town) -> None:
    at, came_to = 0, [""]
    while len(came_to) >= at:  # until it went through alive
        at += 1
        paid = town.sepay.pays(at)
        with dying(town.store, at) as came_to:
            town.sepay.deliver()
        town.sepay.delivers_until_silent(town.clock.turn)
        assert town.sepay.answers[paid.id][-1] == 200
        assert town.amounts() == list(range(1, at + 1)), came_to
    assert at > 8
    assert {"before the commit", "after the commit"} <= set(came_to)


def test_a_hub_that_lost_its_rows_tells_of_the_same_transfer(town: Town) -> None:
    """Restored from an older copy: the rows are gone, the desks have brought the events back."""
    paid = town.sepay.pays(7_000)
    town.sepay.deliver()
    with town.store.writing() as writing:
        writing.execute(sa.text("DELETE FROM transfer"))
    town.poller.turn()
    assert town.amounts() == [7_000]
    with town.store.writing() as writing:
        found = transfer_rows.find(writing, "sepay", str(paid.id))
        assert found is not None
        assert len(event_rows.of_subject(writing, OFFICE, transfer_subject("sepay", found.id))) == 1


def test_figures_tell_what_was_heard_and_the_log_tells_nothing_of_it(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.sepay.pays(7_000, "NGUYEN VAN MAU 0901234567")
    town.sepay.pays(8_000, account="404")
    town.sepay.deliver()
    figures = town.hub.figures().text
    assert "motcua_payments_heard_today 2" in figures
    assert "motcua_payments_of_nobody 1" in figures
    assert f'outcome="{TransferOutcome.ARRIVED}"' in figures
    said = capsys.readouterr()
    assert "NGUYEN" not in said.err + said.out
    assert "0071000888888" not in said.err + said.out

"""Payments on the portal, as the hub tells of them: each settles what its dossier owes, once."""

import pytest

from desk.desk import Desk
from desk.money import payments, transfers
from desk.money.payments import PaidOnline, TransferElsewhere
from models.events import PaidBy, TransferArrived
from models.ids import SubjectId, new_subject
from models.subjects.dossier import Dossier
from models.subjects.payment import PaymentState
from tests.desk.money.test_payments import arrives, receipts_of, taken_in


def told_of(desk: Desk, dossier: Dossier, amount: int = 4_000, id_: SubjectId | None = None) -> SubjectId:
    id_ = id_ or new_subject("transfer/")
    event = TransferArrived(provider="dvcqg", transaction=id_, amount=amount, dossier=dossier.code)
    desk.store.log.record(id_, desk.by, event)
    return id_


def test_it_settles_the_payment_that_was_asked_for_once_however_often_it_is_told(desk: Desk) -> None:
    dossier = taken_in(desk)
    asked = payments.ask(desk, [dossier.id])
    other = arrives(desk, 4_000)  # money on the account, which is not it
    told = told_of(desk, dossier)
    told_of(desk, dossier, id_=told)
    seen = {one.transfer.id: one for one in transfers.waiting(desk)}
    assert (seen[told].exact, seen[other].exact) == (asked, None)
    found = transfers.arrived_for(desk, asked)
    assert found is not None
    assert found.id == told
    paid = transfers.match(desk, told, asked.id)
    assert (paid.state, paid.paid_by, paid.transfer) == (PaymentState.TAKEN, PaidBy.ONLINE, told)
    assert len(receipts_of(desk, paid)) == 1
    told_of(desk, dossier, id_=told)
    assert [one.transfer.id for one in transfers.waiting(desk)] == [other]
    with pytest.raises(TransferElsewhere):
        transfers.match_dossiers(desk, told, [dossier.id])


def test_what_was_paid_online_is_not_taken_at_the_counter_again(desk: Desk) -> None:
    dossier = taken_in(desk)
    told = told_of(desk, dossier)
    head = desk.store.log.head()
    for take in (payments.take, payments.ask):
        with pytest.raises(PaidOnline) as online:
            take(desk, [dossier.id])
        assert dossier.code in online.value.sentence
    assert desk.store.log.head() == head
    (waits,) = transfers.waiting(desk)
    assert (waits.exact, waits.dossier) == (None, dossier.id)
    paid = transfers.match_dossiers(desk, told, [dossier.id])
    assert (paid.paid_by, desk.store.log.dossier(dossier.id).owes) == (PaidBy.ONLINE, 0)


def test_another_sum_or_a_dossier_of_which_nobody_has_heard_waits_for_a_person(desk: Desk) -> None:
    dossier = taken_in(desk)
    told_of(desk, dossier, amount=3_000)
    id_ = new_subject("transfer/")
    lost = TransferArrived(provider="dvcqg", transaction="2", amount=4_000, dossier="H00.99.01-261123-0777")
    desk.store.log.record(id_, desk.by, lost)
    assert [(one.exact, one.dossier) for one in transfers.waiting(desk)] == [(None, None)] * 2

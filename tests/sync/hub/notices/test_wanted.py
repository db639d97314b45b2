"""What a history has to tell, whatever order it came in."""

import random

from models.events import DossierStopped, ResultCheckedIn, StopCause, SupplementAsked
from models.ids import DeviceId, SubjectId, new_dossier_id
from sync.hub.notices.wanted import NoticeKind, wanted
from tests.sync.hub.conftest import Desk
from tests.sync.hub.notices.conftest import received


def test_the_order_of_arrival_changes_nothing() -> None:
    dossier = new_dossier_id()
    desk = Desk(DeviceId(1))
    history = desk.record(
        SubjectId(dossier),
        received(1),
        SupplementAsked(number="BS-1", missing=(), reason="x"),
        ResultCheckedIn(),
        DossierStopped(number="D-1", cause=StopCause.RULE, reason="x"),
        ResultCheckedIn(),
    )
    told = wanted(dossier, history)
    assert [one.kind for one in told.notices] == [NoticeKind.SUPPLEMENT, NoticeKind.READY, NoticeKind.STOPPED]
    assert [told.holds(one.event) for one in told.notices] == [False, False, True]
    assert not told.holds("unknown")
    for seed in range(20):
        mixed = list(history)
        random.Random(seed).shuffle(mixed)  # noqa: S311
        assert wanted(dossier, mixed) == told


def test_a_supplement_asked_for_before_receipt_was_told_at_the_counter() -> None:
    dossier = new_dossier_id()
    slip = SupplementAsked(number="BS-1", missing=(), reason="x", intake=received(1).intake)
    history = Desk(DeviceId(1)).record(SubjectId(dossier), slip, received(1))
    assert wanted(dossier, history).notices == ()

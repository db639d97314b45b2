"""What a history has to tell, whatever order it came in."""

import random
from datetime import timedelta

from models.events import (
    DossierRefused,
    DossierStopped,
    DueDate,
    DueDateChanged,
    DueDateRecomputed,
    ResultCheckedIn,
    StopCause,
    SupplementAsked,
)
from models.ids import ClerkId, DeviceId, SubjectId, new_dossier_id
from models.notice import NoticeKind
from sync.hub.notices.wanted import wanted
from tests.sync.hub.conftest import NOW, Desk
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


def test_whichever_way_a_date_moved_the_citizen_hears_the_last_one_and_a_refusal_after_examination() -> None:
    dossier = new_dossier_id()
    again = DueDateRecomputed(due=DueDate(at=NOW + timedelta(days=9)), edition="2026.13", reason="x")
    same = DueDateRecomputed(due=DueDate(at=NOW + timedelta(days=9)), edition="2026.14", reason="x")
    later = DueDateChanged(due_at=NOW + timedelta(days=12), reason="x", confirmed_by=ClerkId("le"))
    history = Desk(DeviceId(1)).record(SubjectId(dossier), received(1), again, same, later)
    told = wanted(dossier, history)
    assert [one.kind for one in told.notices] == [NoticeKind.RECOMPUTED, NoticeKind.POSTPONED]
    assert [told.holds(one.event) for one in told.notices] == [False, True]
    refused = DossierRefused(number="TC-1", reason="x")
    ended = wanted(dossier, Desk(DeviceId(1)).record(SubjectId(dossier), received(1), again, refused))
    assert [(one.kind, ended.holds(one.event)) for one in ended.notices] == [
        (NoticeKind.RECOMPUTED, False),
        (NoticeKind.REFUSED, True),
    ]


def test_a_supplement_asked_for_before_receipt_was_told_at_the_counter() -> None:
    dossier = new_dossier_id()
    slip = SupplementAsked(number="BS-1", missing=(), reason="x", intake=received(1).intake)
    history = Desk(DeviceId(1)).record(SubjectId(dossier), slip, received(1))
    assert wanted(dossier, history).notices == ()

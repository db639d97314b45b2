"""A visit and the counter correct one dossier: both count, the same value is shown by both sides and settled."""

from collections.abc import Iterator
from dataclasses import replace as with_
from pathlib import Path

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import disputes, results
from desk.dossiers.disputes import Settlement
from desk.intake import intake
from desk.opening import close_desk, open_desk
from desk.training.training import training_settings
from desk.views.state import DeskState
from desk.views.visits.visit import VisitViews
from desk.views.ways import ways
from desk.visits import planning, requests
from desk.visits.requests import VisitWish
from desk.words.history import tell_each
from models.clerk import ALL_ROLES, Clerk
from models.events import DossierCorrected
from models.ids import ClerkId, DeviceId, DossierId
from models.person import Person
from models.subjects.dispute import DisputeKind
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete


@pytest.fixture
def laptop(tmp_path: Path, clock: TurnedClock) -> Iterator[Desk]:
    settings = training_settings()
    device = replace(settings.device, number=DeviceId(7), block_first=7001, block_last=7999)
    opened = open_desk(tmp_path / "laptop", settings=replace(settings, device=device), clock=clock, training=True)
    yield as_everybody(opened)
    close_desk(opened)


def as_everybody(desk: Desk) -> Desk:
    return with_(desk, clerk=Clerk(id=ClerkId("mau"), name="Mẫu", roles=ALL_ROLES))


def brought(one: Desk, other: Desk, *subjects: DossierId) -> None:
    """What one machine knows of these comes to the other."""
    for subject in subjects:
        other.store.log.merge(one.store.log.history(subject))


def submitter_of(desk: Desk, id_: DossierId) -> Person:
    known = desk.store.log.dossier(id_).intake
    assert known is not None
    return known.submitter


def test_different_values_both_count_and_the_same_value_is_settled_value_by_value(desk: Desk, laptop: Desk) -> None:
    counter = as_everybody(desk)
    id_ = intake.take_in(counter, complete(counter, RESIDENCE)).id
    visit = requests.request(counter, VisitWish(person=MAU, procedures=(COPIES,), results=(id_,)))
    planning.plan(counter, [visit.id], counter.today)
    brought(counter, laptop, id_)

    def correct(where: Desk, **changed: str) -> None:
        submitter = replace(submitter_of(where, id_), **changed)
        results.correct(where, id_, DossierCorrected(reason="nghe lại", submitter=submitter))

    correct(counter, phone="0912000001", address="Số 1, Thôn Mẫu, xã Thử Nghiệm")
    correct(laptop, phone="0912000007", email="mau@example.vn")
    brought(laptop, counter, id_)
    dossier = counter.store.log.dossier(id_)
    who = submitter_of(counter, id_)
    assert (who.address, who.email) == ("Số 1, Thôn Mẫu, xã Thử Nghiệm", "mau@example.vn")
    assert [one.kind for one in dossier.disputes] == [DisputeKind.VALUES_DIFFER]
    compared = ways(counter, dossier, {})
    assert compared is not None
    phone = compared.fields[0]  # whichever was folded last holds, the same one at every machine
    other = ({"0912000001", "0912000007"} - {who.phone}).pop()
    assert (phone.words, phone.here, phone.there) == ("số điện thoại người nộp", f"“{who.phone}”", f"“{other}”")
    crossed = VisitViews(DeskState(counter)).day().crossed
    assert [(one.dossier, one.what) for one in crossed] == [
        (id_, "hai nơi sửa cùng một thông tin thành hai giá trị khác nhau")
    ]
    settled = disputes.settle(counter, id_, Settlement.THERE, "hỏi lại người dân")
    assert settled.disputes == ()
    assert submitter_of(counter, id_) == replace(who, phone=other)
    told = tell_each([one.event for one in counter.store.log.history(id_)])
    assert f"“{who.phone}” → “{other}”" in told[-2]
    brought(counter, laptop, id_)
    assert laptop.store.log.dossier(id_) == settled

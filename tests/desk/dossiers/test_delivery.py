"""The ladder of a dossier: what is kept, sent, arrived, taken by the national system, and said last."""

from datetime import datetime

import pytest

from desk.desk import Desk
from desk.dossiers import delivery
from desk.dossiers.delivery import DeliveryStep, Ladder, RungReason, ladder
from desk.intake import intake
from models.events import AnyEvent, FileAttached, NationalAccepted, NationalRefused, NationalState, ProvinceReported
from models.history import Recorded, digest, write
from models.ids import (
    FIRST_PROVINCE,
    ClerkId,
    DeviceId,
    DossierId,
    FileDigest,
    new_dossier_id,
    new_event_id,
)
from models.subjects.dossier import Dossier
from sync.client.membership import MEMBERSHIP, Membership, written
from sync.messages import AsideReason, SetAside
from tests.desk.intake.test_intake import RESIDENCE, complete

OTHER = DeviceId(8)


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def joins(desk: Desk) -> None:
    member = Membership(
        url="https://tinh.example",
        hub_name="Tỉnh Mẫu",
        office="H00.99.01",
        device=desk.store.log.device,
        key=bytes(32),
        sign_key="",
        seal_key="",
        enrolled_at=desk.clock(),
    )
    desk.store.province.put(MEMBERSHIP, written(member))


def arrives(desk: Desk, position: int) -> datetime:
    """Everything recorded so far is at the province."""
    at = desk.clock()
    desk.store.province.arrived(desk.store.log.head().seq, at, position)
    return at


def elsewhere(desk: Desk, device: DeviceId, subject: DossierId, *events: AnyEvent) -> None:
    """Events that came down from the province, joined to what is here of that device."""
    log = desk.store.log
    before = log.heads().get(device, 0)
    clock, prev = log.head().clock, log.digest_of(before, device)
    for n, event in enumerate(events, 1):
        assert prev is not None
        recorded = Recorded(
            id=new_event_id(),
            subject=subject,
            device=device,
            seq=before + n,
            clock=clock + n,
            at=desk.clock(),
            clerk=ClerkId("khac"),
            prev=prev,
            body=write(event),
            event=event,
        )
        log.merge([recorded])
        prev = digest(recorded)


def done(found: Ladder) -> list[DeliveryStep]:
    return [rung.step for rung in found.rungs if rung.done]


def test_a_dossier_nobody_has_heard_of_has_no_rungs(desk: Desk) -> None:
    assert ladder(desk, new_dossier_id()).rungs == ()


def test_a_machine_that_belongs_to_no_hub_says_so(desk: Desk, dossier: Dossier) -> None:
    found = ladder(desk, dossier.id)
    assert done(found) == [DeliveryStep.SAVED]
    assert found.rung(DeliveryStep.SENT).hangs is RungReason.NOT_JOINED
    assert found.rung(DeliveryStep.SAVED).at == dossier.received_at


def test_what_waits_is_counted_and_goes_by_itself(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    sent = ladder(desk, dossier.id).rung(DeliveryStep.SENT)
    assert (sent.done, sent.waiting, sent.hangs) == (False, 1, RungReason.UNSENT)


def test_arrived_tells_number_and_hour_and_the_national_system_is_on_its_way(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    at = arrives(desk, 1204)
    found = ladder(desk, dossier.id)
    assert done(found) == [DeliveryStep.SAVED, DeliveryStep.SENT, DeliveryStep.ARRIVED]
    arrived = found.rung(DeliveryStep.ARRIVED)
    assert (arrived.number, arrived.at) == (1204, at)
    assert found.rung(DeliveryStep.NATIONAL).hangs is RungReason.ON_ITS_WAY


def test_what_is_kept_apart_hangs_there_and_nowhere_else(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    arrives(desk, 7)
    kept = SetAside(
        device=desk.store.log.device, seq=1, id=new_event_id(), subject=dossier.id, why=AsideReason.CODE_TAKEN
    )
    other = SetAside(
        device=desk.store.log.device, seq=2, id=new_event_id(), subject=new_dossier_id(), why=AsideReason.CODE_TAKEN
    )
    found = ladder(desk, dossier.id, set_aside=(kept, other))
    assert found.rung(DeliveryStep.ARRIVED).set_aside == (kept,)
    assert found.rung(DeliveryStep.ARRIVED).hangs is RungReason.SET_ASIDE
    assert done(found) == [DeliveryStep.SAVED, DeliveryStep.SENT]


def test_what_lies_on_a_stick_waits_for_its_answer_and_what_came_later_does_not(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    delivery.note_stick(desk)
    assert ladder(desk, dossier.id).rung(DeliveryStep.SENT).hangs is RungReason.ON_STICK
    file = FileAttached(digest=FileDigest("0" * 64), size=1, media="application/pdf", name="a.pdf")
    desk.store.log.record(dossier.id, desk.settings.clerk.id, file)
    assert ladder(desk, dossier.id).rung(DeliveryStep.SENT).hangs is RungReason.UNSENT


def test_taken_refused_and_taken_again_by_the_national_system(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    arrives(desk, 7)
    elsewhere(desk, FIRST_PROVINCE, dossier.id, NationalRefused(step=0, reason="Sai mã thủ tục"))
    refused = ladder(desk, dossier.id).rung(DeliveryStep.NATIONAL)
    assert (refused.hangs, refused.words) == (RungReason.REFUSED, "Sai mã thủ tục")
    elsewhere(desk, FIRST_PROVINCE, dossier.id, NationalAccepted(step=0, state=NationalState.RECEIVED))
    found = ladder(desk, dossier.id)
    assert done(found) == list(DeliveryStep)
    assert found.rung(DeliveryStep.LATEST).state is NationalState.RECEIVED


def test_what_a_department_reports_is_the_latest_and_no_business_of_the_desks_own_state(
    desk: Desk, dossier: Dossier
) -> None:
    joins(desk)
    arrives(desk, 7)
    report = ProvinceReported(state=NationalState.IN_PROGRESS, unit="Sở Mẫu", officer="Lê Văn Thử", note="chờ ký")
    elsewhere(desk, FIRST_PROVINCE, dossier.id, report)
    latest = ladder(desk, dossier.id).rung(DeliveryStep.LATEST)
    assert (latest.done, latest.state) == (True, NationalState.IN_PROGRESS)
    assert latest.words == "Sở Mẫu · Lê Văn Thử · chờ ký"
    assert desk.store.log.dossier(dossier.id).status is dossier.status


def test_a_dossier_of_another_desk_has_arrived_since_it_came_from_there(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    event = desk.store.log.history(dossier.id)[0].event
    other = new_dossier_id()
    elsewhere(desk, OTHER, other, event)  # type: ignore[arg-type] # a DossierReceived
    found = ladder(desk, other)
    assert found.rung(DeliveryStep.SAVED).device == OTHER
    assert done(found) == [DeliveryStep.SAVED, DeliveryStep.SENT, DeliveryStep.ARRIVED]
    assert found.rung(DeliveryStep.ARRIVED).number == 0


def test_own_work_on_a_dossier_of_another_desk_can_still_wait(desk: Desk, dossier: Dossier) -> None:
    joins(desk)
    arrives(desk, 3)
    event = desk.store.log.history(dossier.id)[0].event
    other = new_dossier_id()
    elsewhere(desk, OTHER, other, event)  # type: ignore[arg-type] # a DossierReceived
    file = FileAttached(digest=FileDigest("1" * 64), size=1, media="application/pdf", name="b.pdf")
    desk.store.log.record(other, desk.settings.clerk.id, file)
    found = ladder(desk, other)
    assert found.rung(DeliveryStep.SENT).waiting == 1
    assert done(found) == [DeliveryStep.SAVED]


def test_a_matter_never_taken_in_has_nothing_for_the_national_system(desk: Desk) -> None:
    joins(desk)
    slip = intake.refuse(desk, complete(desk, RESIDENCE), "Không thuộc thẩm quyền")
    arrives(desk, 2)
    assert ladder(desk, slip.id).rung(DeliveryStep.NATIONAL).hangs is RungReason.NO_CODE

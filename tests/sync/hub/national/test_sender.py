"""The outbox and its sender against strict servers that misbehave: in the end everything is there exactly once."""

import itertools

import pytest
from msgspec.structs import replace

from models.events import (
    CITIZEN,
    CitizensMerged,
    CitizensUnmerged,
    DisputeSettled,
    DossierCorrected,
    DossierRefused,
    DossierStopped,
    DossierWithdrawn,
    NationalAccepted,
    NationalRefused,
    NationalState,
    NationalWithdrawn,
    ProvinceReported,
    ResultHandedOver,
    SettledDispute,
    SettledReceipt,
    StopCause,
    SupplementAsked,
)
from models.ids import DossierId, new_dossier_id, new_subject
from models.person_key import old_key, personal_key
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.dossier_fold import fold
from sync.hub.log.reports import report
from sync.hub.national import overview
from sync.hub.store import event_rows
from tests.fakes.national_a import NationalA
from tests.fakes.national_server import Mischief
from tests.sync.hub.conftest import OFFICE
from tests.sync.hub.national.conftest import MAU, Fake, Town, received

CODE = f"{OFFICE}-261123-0001"


def at_hub(town: Town, subject: DossierId) -> Dossier:
    """What all desks of the office will see."""
    with town.store.reading() as reading:
        return fold(subject, event_rows.of_subject(reading, OFFICE, subject))


def states(fake: Fake, code: str) -> list[str]:
    return [step["TrangThai"] for step in fake.kept.steps.get(code, [])]


def test_a_dossier_and_its_steps_arrive_and_the_desk_hears_of_it(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    town.settles()
    assert (fake.kept.created, fake.kept.updated, states(fake, CODE)) == ({CODE: 1}, {}, ["2"])
    delivery = at_hub(town, subject).delivery
    assert (delivery.step, delivery.state, delivery.refused) == (1, NationalState.RECEIVED, "")
    assert report(town.store, OFFICE, CODE, ProvinceReported(state=NationalState.DONE), town.clock()) == subject
    town.clock.turn(minutes=5)
    town.happens(subject, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    town.settles()
    assert states(fake, CODE) == ["2", "9", "10"]
    assert fake.kept.dossiers[CODE]["TrangThaiHoSo"] == "10"
    assert (fake.kept.created, fake.kept.updated) == ({CODE: 1}, {CODE: 1})
    delivery = at_hub(town, subject).delivery
    assert (delivery.step, delivery.state) == (3, NationalState.HANDED_OVER)
    assert fake.kept.refused == []


def test_nothing_is_sent_twice_when_nothing_happened(town: Town, fake: Fake) -> None:
    town.receives(1)
    town.settles()
    asked = len(fake.asked)
    for _ in range(3):
        town.clock.turn(hours=1)
        town.sender.turn()
    town.sender.release_lease()
    town.sender = town.another()
    town.settles()
    assert len(fake.asked) == asked


def test_two_entries_that_become_one_person_and_two_again_tell_the_national_system_nothing(
    town: Town, fake: Fake
) -> None:
    """It knows dossiers, each with its own number: none is deleted, renamed or told anew."""
    subject = town.receives(1)
    town.settles()
    asked, before = len(fake.asked), at_hub(town, subject)
    decision = new_subject(CITIZEN)
    old, kept = old_key("123456789"), personal_key(MAU.personal_number)
    town.happens(decision, CitizensMerged(old=old, kept=kept, old_name="Mẫu", kept_name="Mẫu", reason="thẻ"))
    town.happens(decision, CitizensUnmerged(reason="nhầm"))
    town.settles()
    assert len(fake.asked) == asked
    assert at_hub(town, subject) == before


WRONG = [mischief for mischief in Mischief if mischief is not Mischief.NO_SESSION]


@pytest.mark.parametrize(("one", "two"), [*itertools.pairwise([*WRONG, WRONG[0]])])
def test_whatever_goes_wrong_each_message_is_there_once(town: Town, fake: Fake, one: Mischief, two: Mischief) -> None:
    first, second = town.receives(1), town.receives(2)
    if {one, two} & {Mischief.SLOW, Mischief.LATE}:
        town.loses_patience()
    fake.mischief.extend([one, None, two, one])
    town.settles()
    fake.mischief.extend([two, one])
    town.happens(first, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    town.settles()
    assert fake.kept.created == {CODE: 1, f"{OFFICE}-261123-0002": 1}
    assert states(fake, CODE) == ["2", "10"]
    assert states(fake, f"{OFFICE}-261123-0002") == ["2"]
    assert fake.kept.dossiers[CODE]["TrangThaiHoSo"] == "10"
    assert at_hub(town, first).delivery.step == 2
    assert at_hub(town, second).delivery.step == 1
    assert overview.status(town.store).open == 0


def test_a_session_that_is_over_is_begun_again(town: Town, fake: Fake) -> None:
    if not isinstance(fake, NationalA):
        pytest.skip("generation B has no session")
    town.receives(1)
    town.settles()
    fake.expire()
    fake.mischief.extend([None, Mischief.NO_SESSION])
    town.receives(2)
    town.receives(3)
    town.settles()
    assert len(fake.kept.created) == 3
    assert fake.asked.count("login") == 3
    fake.password = "changed"  # noqa: S105 - of nobody
    fake.expire()
    town.receives(4)
    town.settles(hours=1)
    assert len(fake.kept.created) == 3
    assert fake.asked.count("login") < 20
    fake.password = "mat-khau-mau"  # noqa: S105 - of nobody
    town.settles()
    assert len(fake.kept.created) == 4


def test_one_dossier_in_trouble_holds_up_no_other(town: Town, fake: Fake) -> None:
    bad = town.receives(1, replace(MAU, full_name="", personal_number=""))
    good = town.receives(2)
    town.settles()
    assert states(fake, f"{OFFICE}-261123-0002") == ["2"]
    assert at_hub(town, good).delivery.step == 1
    refused = at_hub(town, bad).delivery.refused
    assert "ChuHoSo" in refused
    (shown,) = overview.status(town.store).troubled
    assert (shown.code, shown.step, shown.state, shown.reason) == (CODE, 0, "refused", refused)
    asked = len(fake.asked)
    town.settles()
    assert len(fake.asked) == asked
    town.happens(bad, DossierCorrected(reason="nhầm", submitter=MAU))
    town.settles()
    assert states(fake, CODE) == ["2"]
    delivery = at_hub(town, bad).delivery
    assert (delivery.step, delivery.refused) == (1, "")
    assert overview.status(town.store).troubled == ()


def test_a_refused_message_can_be_sent_again_by_hand(town: Town, fake: Fake) -> None:
    town.receives(1, replace(MAU, full_name=""))
    town.settles()
    asked = len(fake.asked)
    assert overview.send_again(town.store, CODE, town.clock()) == 1
    town.settles()
    assert len(fake.asked) > asked
    assert overview.send_again(town.store, "H99.99.99-261123-9999", town.clock()) == 0
    town.receives(2)
    town.settles()
    told_before = dict(fake.kept.updated)
    assert overview.send_again(town.store, f"{OFFICE}-261123-0002", town.clock()) == 1
    town.settles()
    assert fake.kept.updated == {**told_before, f"{OFFICE}-261123-0002": 1}


def test_a_sender_that_died_with_a_message_out_asks_before_it_repeats(town: Town, fake: Fake) -> None:
    subject = town.receives(1)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    line = town.sender._line
    tell, line.tell = line.tell, lambda dossier, doubt: (tell(dossier, doubt), dies())[0]  # type: ignore[method-assign, func-returns-value]
    with pytest.raises(KeyboardInterrupt):
        town.sender.turn()
    assert fake.kept.created == {CODE: 1}
    town.sender = town.another()
    assert town.sender.turn() >= 60  # the lease of the dead one still holds
    town.clock.turn(minutes=10)
    town.settles()
    assert (fake.kept.created, fake.kept.updated) == ({CODE: 1}, {})
    assert states(fake, CODE) == ["2"]
    assert at_hub(town, subject).delivery.step == 1
    line.close()


def test_a_message_that_changed_while_nobody_knew_goes_again(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    fake.mischief.extend([Mischief.LOST, Mischief.FAILS, Mischief.FAILS])
    town.sender.turn()
    town.clock.turn(minutes=1)
    town.happens(subject, DossierWithdrawn(reason="rút"))
    town.settles()
    assert (fake.kept.created, fake.kept.dossiers[CODE]["TrangThaiHoSo"]) == ({CODE: 1}, "7")
    assert states(fake, CODE) == ["2", "7"]


def test_only_one_sender_sends(town: Town, fake: Fake) -> None:
    town.receives(1)
    other = town.another()
    town.sender.turn()
    asked = len(fake.asked)
    town.receives(2)
    assert other.turn() == 60
    assert len(fake.asked) == asked
    town.sender.release_lease()
    other.turn()
    assert len(fake.kept.created) == 2
    other._line.close()


def test_many_steps_go_in_tens_and_one_that_is_refused_is_found(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    for number in range(23):
        town.clock.turn(minutes=1)
        event = ProvinceReported(state=NationalState.IN_PROGRESS, note=f"Bước {number}", happened_at=town.clock())
        assert report(town.store, OFFICE, CODE, event, town.clock()) == subject
    town.settles()
    assert len(states(fake, CODE)) == 24
    assert [step["NoiDungXuLy"] for step in fake.kept.steps[CODE]][1:] == [f"Bước {n}" for n in range(23)]
    sent = [name for name in fake.asked if name in ("CapNhatTienDoHoSoMC", "progress")]
    assert len(sent) == 3
    for number in range(2):
        event = ProvinceReported(state=NationalState.IN_PROGRESS, note=f"Bước {number}", happened_at=None)
        town.clock.turn(minutes=1)
        report(town.store, OFFICE, CODE, event, town.clock())
    fake.kept.dossiers.pop(CODE)  # the national system lost it
    town.settles()
    assert "không tồn tại" in at_hub(town, subject).delivery.refused
    overview.send_again(town.store, CODE, town.clock())
    town.settles()
    assert len(states(fake, CODE)) == 26
    assert at_hub(town, subject).delivery.step == 26


def test_refused_at_the_counter_is_told_under_its_slip(town: Town, fake: Fake) -> None:
    subject = new_dossier_id()
    number = f"{OFFICE}-261123-0007"
    town.happens(subject, DossierRefused(number=number, reason="sai thẩm quyền", intake=received(7).intake))
    waiting = new_dossier_id()
    asked = SupplementAsked(number=f"{OFFICE}-261123-0008", missing=(), reason="thiếu", intake=received(8).intake)
    town.happens(waiting, asked)
    town.settles()
    assert [*fake.kept.dossiers] == [number]
    assert states(fake, number)[-1] == "3"
    assert at_hub(town, subject).delivery.state is NationalState.NOT_RECEIVED


def test_pauses_grow_are_bounded_and_never_the_same(town: Town) -> None:
    sender = town.another(chance=iter([0.0, 1.0] * 10).__next__)
    pauses = [sender._pause(tries) for tries in (0, 0, 1, 1, 8, 8, 1000, 1000)]
    assert pauses == [1.0, 2.0, 2.0, 4.0, 150.0, 300.0, 150.0, 300.0]
    sender._line.close()


def test_what_it_writes_into_the_log_is_of_the_province_alone(town: Town) -> None:
    subject = town.receives(1)
    town.settles()
    with town.store.reading() as reading:
        history = event_rows.of_subject(reading, OFFICE, subject)
    own = [r.event for r in history if isinstance(r.event, NationalAccepted | NationalRefused)]
    assert own == [
        NationalAccepted(step=0, state=NationalState.RECEIVED),
        NationalAccepted(step=1, state=NationalState.RECEIVED),
    ]


OTHER = f"{OFFICE}-261123-0002"


def settled(town: Town, subject: DossierId, *, code: int = 0, status: DossierStatus = DossierStatus.RECEIVED) -> None:
    """Somebody says which receipt holds (0 = as it stands), and how the dossier stands; five minutes later."""
    dossier, receipt = at_hub(town, subject), None
    town.clock.turn(minutes=5)
    if code:
        taken = received(code)
        receipt = SettledReceipt(
            code=taken.code,
            intake=taken.intake,
            promised=taken.due,
            received_at=town.clock(),
            received_by=town.desk.clerk,
            received_on=town.desk.device,
        )
    disputes = tuple(SettledDispute(one.device, one.seq, one.event) for one in dossier.disputes)
    said = DisputeSettled(settled=disputes, reason="theo giấy", status=status.value, receipt=receipt)
    town.happens(subject, said)
    town.settles()


def test_a_code_that_loses_is_stopped_where_it_was_told_and_the_other_takes_its_place(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    town.settles()
    town.clock.turn(minutes=5)
    town.happens(subject, received(2))
    town.settles()
    assert fake.kept.created == {CODE: 1}
    settled(town, subject, code=2)
    assert fake.kept.created == {CODE: 1, OTHER: 1}
    assert (states(fake, CODE), states(fake, OTHER)) == (["2", "8"], ["2"])
    assert fake.kept.dossiers[CODE]["TrangThaiHoSo"] == "8"
    assert OTHER in fake.kept.steps[CODE][-1]["NoiDungXuLy"]
    with town.store.reading() as reading:
        history = event_rows.of_subject(reading, OFFICE, subject)
    withdrawn = [one.event for one in history if isinstance(one.event, NationalWithdrawn)]
    assert withdrawn == [NationalWithdrawn(code=received(1).code, state=NationalState.STOPPED)]
    assert at_hub(town, subject).delivery.state is NationalState.RECEIVED
    town.happens(subject, DossierStopped(number="3", cause=StopCause.REQUEST, reason="đơn"))
    town.settles()
    assert (states(fake, CODE), states(fake, OTHER)) == (["2", "8"], ["2", "8"])
    assert fake.kept.refused == []


def test_a_code_that_never_went_out_is_never_told(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    town.happens(subject, received(2))
    settled(town, subject, code=2)
    assert fake.kept.created == {OTHER: 1}
    settled(town, subject, code=1)
    settled(town, subject, code=2)
    # Chosen again it is told where it stands, whether or not anybody had told that it stopped.
    assert (states(fake, CODE), states(fake, OTHER)) == (["2", "2", "8"], ["2", "8", "2"])
    assert fake.kept.dossiers[OTHER]["TrangThaiHoSo"] == "2"
    assert overview.status(town.store).open == 0


def test_a_state_that_does_not_hold_is_corrected_by_a_further_step(town: Town, fake: Fake) -> None:
    subject = town.receives(1)
    town.clock.turn(minutes=5)
    town.happens(subject, DossierStopped(number="3", cause=StopCause.REQUEST, reason="đơn"))
    town.settles()
    town.clock.turn(minutes=5)
    town.happens(subject, ResultHandedOver(to="Nguyễn Văn Mẫu"))
    town.settles()
    assert states(fake, CODE) == ["2", "8", "10"]
    settled(town, subject, status=DossierStatus.STOPPED)
    assert states(fake, CODE) == ["2", "8", "10", "8"]
    assert fake.kept.dossiers[CODE]["TrangThaiHoSo"] == "8"
    assert not fake.kept.dossiers[CODE]["NgayTra"]

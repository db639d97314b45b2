"""Ways through the office that are not the usual one: back and forth, another unit, other roles."""

import pytest

from desk.desk import Desk
from desk.dossiers import outcome, process
from desk.intake import intake
from models.clerk import Role
from models.events import StopCause
from models.not_allowed import DossierEnded, RoleForbids
from models.subjects.dossier import Dossier, DossierStatus
from models.subjects.processing import ProcessStage
from tests.desk.dossiers.test_process import MISSING, as_
from tests.desk.intake.test_intake import RESIDENCE, complete


@pytest.fixture
def dossier(desk: Desk) -> Dossier:
    return intake.take_in(desk, complete(desk, RESIDENCE))


def test_who_was_given_a_dossier_back_gives_it_back_to_the_desk_and_not_to_the_leader(
    desk: Desk, dossier: Dossier
) -> None:
    examiner, leader = as_(desk, "xet"), as_(desk, "lanhdao", Role.LEADER)
    process.forward(desk, [dossier.id])
    process.accept(examiner, [dossier.id])
    process.submit(examiner, [dossier.id])
    process.give_back(leader, [dossier.id], "thiếu ý kiến")
    (back,) = process.give_back(examiner, [dossier.id], "về quầy").dossiers
    assert (back.processing.stage, back.processing.holder.unit) == (ProcessStage.AT_DESK, "")


def test_who_took_over_gives_back_to_the_colleague_within_the_same_step(desk: Desk, dossier: Dossier) -> None:
    one, other = as_(desk, "mot-nguoi"), as_(desk, "nguoi-khac")
    process.forward(desk, [dossier.id])
    process.accept(one, [dossier.id])
    process.take_over(other, [dossier.id], "đồng nghiệp nghỉ ốm")
    (back,) = process.give_back(other, [dossier.id], "đồng nghiệp đã đi làm").dossiers
    work = back.processing
    assert (work.stage, work.holder.clerk, work.number) == (ProcessStage.IN_STEP, "mot-nguoi", 1)
    assert work.step is not None
    (desk_again,) = process.give_back(one, [dossier.id], "nhầm đơn vị").dossiers
    assert desk_again.processing.stage is ProcessStage.AT_DESK


def test_a_leader_who_took_over_gives_back_to_the_other_leader_before_whom_it_lies(
    desk: Desk, dossier: Dossier
) -> None:
    one, other = as_(desk, "mot", Role.LEADER), as_(desk, "hai", Role.LEADER)
    process.submit(desk, [dossier.id])
    process.accept(one, [dossier.id])
    process.take_over(other, [dossier.id], "đồng chí Một đi họp")
    (back,) = process.give_back(other, [dossier.id], "đồng chí Một đã về").dossiers
    assert (back.processing.stage, back.processing.holder.clerk) == (ProcessStage.AT_LEADER, "mot")


def test_another_unit_goes_on_with_the_examination_and_it_can_still_be_laid_before_the_leader(
    desk: Desk, dossier: Dossier
) -> None:
    process.forward(desk, [dossier.id])
    (elsewhere,) = process.forward(desk, [dossier.id], to="kt").dossiers
    work = elsewhere.processing
    assert (work.stage, work.holder.unit, work.number) == (ProcessStage.FORWARDED, "kt", 1)
    assert work.step is not None
    assert not work.step.signs
    (laid,) = process.submit(desk, [dossier.id]).dossiers
    assert laid.processing.stage is ProcessStage.AT_LEADER


def test_what_lies_before_the_leader_no_clerk_takes_in_hand(desk: Desk, dossier: Dossier) -> None:
    process.submit(desk, [dossier.id])
    clerk, leader = as_(desk, "xet"), as_(desk, "lanhdao", Role.LEADER)
    assert [type(no.why) for no in process.accept(clerk, [dossier.id]).refused] == [RoleForbids]
    process.accept(leader, [dossier.id])
    assert [type(no.why) for no in process.take_over(clerk, [dossier.id], "vội").refused] == [RoleForbids]


@pytest.mark.parametrize("role", [Role.POSTAL, Role.VISITOR])
def test_who_only_receives_passes_on_from_the_desk_and_not_what_a_unit_has(desk: Desk, role: Role) -> None:
    dossier = intake.take_in(as_(desk, "buu-dien"), complete(desk, RESIDENCE))
    other = as_(desk, "buu-dien", role)
    assert process.forward(other, [dossier.id]).refused == ()
    assert [type(no.why) for no in process.forward(other, [dossier.id]).refused] == [RoleForbids]


def test_what_was_never_taken_in_is_not_stopped(desk: Desk) -> None:
    asked = intake.ask_supplement(desk, complete(desk, RESIDENCE), MISSING, "thiếu giấy tờ")
    with pytest.raises(DossierEnded):
        outcome.stop(desk, asked.id, StopCause.REQUEST, "công dân đề nghị")
    assert desk.store.log.dossier(asked.id).status is DossierStatus.SUPPLEMENT

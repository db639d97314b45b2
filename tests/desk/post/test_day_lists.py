"""What the post leaves to be looked into before going home."""

import pytest

from desk.desk import Desk
from desk.post import consignments, day_lists, parcels, supervision
from desk.post.carriage import working_days_after
from desk.post.consignments import NoSlipAwaited
from desk.words.post.consignments import consignment_state
from models.clerk import Role
from models.events import ParcelStage, PostalActKind
from models.subjects.post.post_work_list import PostWorkList
from tests.conftest import TurnedClock
from tests.desk.post.test_consignments import as_, counted, sent, signed
from tests.desk.post.test_parcels import OTHER, ready


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(desk, "can-bo")


def counts(desk: Desk) -> dict[PostWorkList, int]:
    return {of: many for of, many in day_lists.day(desk).counts.items() if many}


def test_each_list_fills_as_days_pass_and_empties_as_it_is_worked_through(clerk: Desk, clock: TurnedClock) -> None:
    postal = as_(clerk, "buu-ta", Role.POSTAL)
    lost, taken_in = sent(clerk), sent(clerk)
    counted(clerk, taken_in)
    taken_in = signed(clerk, taken_in).consignments[0]
    ready(clerk)
    ready(clerk, submitter=OTHER)
    slow, wrong = (one.number for one in parcels.hand_over(postal).parcels)
    assert counts(clerk) == {PostWorkList.ACTS: 2}
    assert taken_in.slip_by == working_days_after(clerk, clerk.today, 2 * taken_in.days)
    while clerk.today <= (taken_in.slip_by or clerk.today):
        clock.turn(days=1)
    parcels.scan(clerk, wrong, ParcelStage.DELIVERED, receiver="Ví Dụ")
    parcels.scan(clerk, wrong, ParcelStage.BACK)
    day = day_lists.day(clerk)
    assert [one.number for one in (*day.late_in, *day.late_slips)] == [lost.number, taken_in.number]
    assert [one.number for one in (*day.late_out, *day.contradictory)] == [slow, wrong]
    assert "quá hạn phát" in consignment_state(taken_in, clerk.today, late=False)[0]

    acts = supervision.listed(clerk)
    assert {one.act for one in acts} == {PostalActKind.RETURN}
    supervision.accept(clerk, [acts[0].id])
    supervision.give_back(clerk, acts[1].id, "thiếu chữ ký")
    consignments.scan(clerk, lost.number)
    assert consignments.slip_delivered(clerk, taken_in.number).slip_at == clerk.clock()
    with pytest.raises(NoSlipAwaited):
        consignments.slip_delivered(clerk, taken_in.number)
    parcels.scan(clerk, slow, ParcelStage.BACK)
    parcels.settle(clerk, wrong, ParcelStage.BACK, "chưa phát")
    assert counts(clerk) == {PostWorkList.BACK: 2}  # both results lie at the desk until somebody takes or sends them
    assert counts(postal) == {PostWorkList.ACTS: 1, PostWorkList.BACK: 2}
    assert counts(as_(clerk, "tan-nha", Role.VISITOR)) == {}

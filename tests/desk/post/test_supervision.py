"""What postal staff do is looked through by a clerk: accepted, or given back and done anew."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.desk import Desk
from desk.dossiers import lookup, outcome, returns
from desk.dossiers.returns import Collection
from desk.intake import intake
from desk.money import payments
from desk.post import supervision
from desk.post.supervision import OwnActOnly, PostalActJudged, PostalActUnknown
from desk.words.history import tell
from desk.words.post.parcels import act_state, figure_words
from models.catalogue.approved_list import Approval, ApprovedList
from models.clerk import Clerk, Role
from models.events import PaidBy, PaperMissing, PostalActAccepted, PostalActGivenBack, PostalActKind, PostEvent
from models.ids import ClerkId, SubjectId
from models.not_allowed import ReasonMissing, RoleForbids
from models.store.projections.post.postal_act import POSTAL_ACTS
from models.subjects.dossier import Dossier
from models.subjects.post.postal_act import PostalActState
from tests.conftest import TurnedClock
from tests.desk.intake.test_intake import COPIES, MAU, RESIDENCE, complete

GIVEN = ApprovedList(approved=(Approval(procedures=(RESIDENCE, COPIES), valid_from=date(2026, 1, 1), source="QĐ 1"),))


def as_(desk: Desk, id_: str, role: Role = Role.CLERK) -> Desk:
    clerk = Clerk(id=ClerkId(id_), name=f"Người {id_}", roles=frozenset({role}))
    return replace(desk, approved=GIVEN, clerk=clerk)


@pytest.fixture
def clerk(desk: Desk) -> Desk:
    return as_(desk, "can-bo")


@pytest.fixture
def postal(desk: Desk) -> Desk:
    return as_(desk, "buu-ta", Role.POSTAL)


def one_act(postal: Desk) -> tuple[Dossier, SubjectId]:
    """A dossier taken in, and what the list has of it."""
    taken = intake.take_in(postal, complete(postal, RESIDENCE))
    return taken, supervision.listed(postal)[-1].id


def test_each_act_stands_on_the_list_with_its_money_and_nobody_elses_does(clerk: Desk, postal: Desk) -> None:
    taken = intake.take_in(postal, complete(postal, RESIDENCE, paid_by=PaidBy.CASH))
    owed = intake.take_in(postal, complete(postal, COPIES))
    payments.take(postal, [owed.id])
    intake.ask_supplement(postal, complete(postal, RESIDENCE), (PaperMissing(name="Giấy"),), "thiếu")
    outcome.check_in(clerk, taken.id, "A-1", signed_by="Lê Thị Mẫu")
    returns.hand_over(postal, [taken.id], Collection(collector=MAU))
    intake.take_in(clerk, complete(clerk, RESIDENCE, paid_by=PaidBy.CASH))
    kind = PostalActKind
    assert [(one.act, one.dossier, one.amount) for one in supervision.listed(clerk)][:3] == [
        (kind.INTAKE, taken.id, taken.fee.total if taken.fee else 0),
        (kind.INTAKE, owed.id, 0),
        (kind.MONEY, owed.id, owed.owes),
    ]
    assert [one.act for one in supervision.listed(clerk)][3:] == [kind.SUPPLEMENT, kind.RETURN]
    found = supervision.figures(clerk, clerk.today, clerk.today)
    assert {(one.act, one.count) for one in found} == {("intake", 2), ("money", 1), ("supplement", 1), ("return", 1)}
    assert figure_words(found, {ClerkId("buu-ta"): "Bưu"})[0].startswith("Bưu: tiếp nhận 2")
    assert supervision.waiting(clerk) == 5


def test_given_back_is_done_anew_and_the_history_of_the_dossier_says_it(clerk: Desk, postal: Desk) -> None:
    taken, act = one_act(postal)
    with pytest.raises(ReasonMissing):
        supervision.give_back(clerk, act, " ")
    supervision.give_back(clerk, act, "thiếu bản chính")
    assert supervision.waiting(postal) == 1
    with pytest.raises(PostalActJudged):
        supervision.give_back(clerk, act, "nữa")
    for other in (clerk, as_(postal, "buu-ta-2", Role.POSTAL)):
        with pytest.raises(OwnActOnly):
            supervision.redo(other, act, "đã nhận bản chính")
    supervision.redo(postal, act, "đã nhận bản chính")
    assert supervision.accept(clerk, [act]).acts[0].given_back == 1
    with pytest.raises(OwnActOnly):
        supervision.redo(postal, act, "lần nữa")
    told = [tell(one.event) for one in lookup.history(clerk, taken.id) if isinstance(one.event, PostEvent)]
    assert told == [
        "Nhân viên bưu điện làm: tiếp nhận; chờ công chức xem.",
        "Công chức trả lại việc của nhân viên bưu điện để làm lại. Lý do: thiếu bản chính",
        "Nhân viên bưu điện đã làm lại: đã nhận bản chính",
        "Công chức chấp nhận việc nhân viên bưu điện đã làm.",
    ]


def test_postal_staff_neither_accept_nor_give_back_and_see_their_own_alone(clerk: Desk, postal: Desk) -> None:
    _, act = one_act(postal)
    other = as_(postal, "buu-ta-2", Role.POSTAL)
    assert supervision.listed(other) == ()
    assert supervision.figures(other, other.today, other.today) == ()
    for verb in (lambda: supervision.accept(postal, [act]), lambda: supervision.give_back(postal, act, "x")):
        with pytest.raises(RoleForbids):
            verb()
    unknown = supervision.accept(clerk, [act, SubjectId("postal/none")])
    assert [one.id for one in unknown.acts] == [act]
    assert isinstance(unknown.refused[0].why, PostalActUnknown)


def test_what_nobody_has_accepted_stays_on_the_list_of_later_days(
    clerk: Desk, postal: Desk, clock: TurnedClock
) -> None:
    (_, old), (_, done) = one_act(postal), one_act(postal)
    supervision.accept(clerk, [done])
    day = clerk.today
    clock.turn(days=3)
    _, new = one_act(postal)
    assert [one.id for one in supervision.listed(clerk)] == [old, new]
    assert [one.id for one in supervision.listed(clerk, day)] == [old, done]
    assert supervision.listed(clerk, day - timedelta(days=1)) == ()


def test_accepted_stays_accepted_when_another_desk_gives_it_back_later(clerk: Desk, postal: Desk) -> None:
    _, act = one_act(postal)
    log = clerk.store.log
    log.record_all(clerk.by, [(act, PostalActAccepted()), (act, PostalActGivenBack(reason="muộn"))])
    found = log.subject(POSTAL_ACTS, act)
    assert (found.state, found.given_back) == (PostalActState.ACCEPTED, 1)
    assert act_state(found).endswith("(trả lại 1 lần)")

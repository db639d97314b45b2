"""The day's lists: what each holds, whose work each role sees, and what a list's own act does to many."""

from dataclasses import replace as with_
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from desk.desk import Desk
from desk.dossiers import outcome, process, results, work_lists
from desk.dossiers.work_lists import OWN_ACT, WorkFilter
from desk.intake import intake
from desk.settings import DeadlineSettings, ShelfSettings
from desk.words.work_lists import ACT, LIST, NOTHING, done_words, shelf_words, state, step_and_holder
from models.calendar.clock import from_local
from models.clerk import Role
from models.events import DossierForwarded, DueDate, FeeTaken, NationalState, ProvinceReported
from models.ids import ClerkId, DossierCode, DossierId, new_dossier_id
from models.not_allowed import NobodySignedIn, RoleForbids
from models.process import Holder, ProcessStep
from models.subjects.dossier import Dossier
from models.subjects.work_lists import WorkList
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.desk.test_people_shown import shown_events
from tests.models.store.test_log import received


def at(text: str) -> datetime:
    return from_local(datetime.fromisoformat(text))


def due(desk: Desk, code: str, when: str, by: str = "") -> DossierId:
    """A dossier that is due then, taken in by somebody."""
    id_ = new_dossier_id()
    event = replace(received(), code=DossierCode(code), due=DueDate(at=at(when)))
    desk.store.log.record(id_, ClerkId(by) or desk.by, event)
    return id_


def codes(desk: Desk, of: WorkList, narrowed: WorkFilter | None = None) -> list[str]:
    narrowed = narrowed or WorkFilter()
    found: list[str] = [row.code or row.slip for row in work_lists.listed(desk, of, narrowed)]
    assert work_lists.counts(desk, narrowed)[of] == len(found)
    return found


def lists_of(desk: Desk, dossier: Dossier) -> set[WorkList]:
    return {of for of in WorkList if dossier.id in {row.id for row in work_lists.listed(desk, of)}}


def test_every_list_has_a_name_and_a_sentence_for_when_it_is_empty() -> None:
    assert set(LIST) == set(NOTHING) == set(WorkList)
    assert set(ACT) == {*OWN_ACT, WorkList.TO_HAND_OVER}  # which makes lists
    assert len(set(LIST.values())) == len(LIST)


def test_a_dossier_stands_in_the_lists_of_what_comes_next(desk: Desk, clock: TurnedClock) -> None:
    dossier = intake.take_in(desk, complete(desk, RESIDENCE))
    tonight = {WorkList.TODAY}
    money = {WorkList.MONEY} if dossier.owes else set()
    assert lists_of(desk, dossier) == tonight | {WorkList.TO_HAND_OVER} | money
    process.forward(desk, [dossier.id])
    assert lists_of(desk, dossier) == {WorkList.TO_ACCEPT} | money
    examiner = as_(desk, "xet")
    process.accept(examiner, [dossier.id])
    assert lists_of(desk, dossier) == money
    process.consult(examiner, dossier.id, "Công an tỉnh", "Có đúng không?", clock.now + timedelta(hours=2))
    assert lists_of(desk, dossier) == {WorkList.CONSULTATION} | money
    (row,) = work_lists.listed(desk, WorkList.CONSULTATION)
    wanted = f"Chờ ý kiến đến {(clock.now + timedelta(hours=9)):%H:%M}"
    assert state(row, clock.now, WorkList.CONSULTATION) == (wanted, False)
    assert state(row, clock.now + timedelta(hours=3), WorkList.CONSULTATION)[0].startswith("Ý kiến quá hẹn")
    assert state(row, clock.now + timedelta(hours=3), WorkList.CONSULTATION)[1]
    process.answered(examiner, dossier.id, "đúng")
    process.forward(examiner, [dossier.id])
    assert lists_of(desk, dossier) == {WorkList.AT_LEADER} | money
    outcome.decide(as_(desk, "lanhdao", Role.LEADER), [dossier.id])
    assert lists_of(desk, dossier) == {WorkList.DECIDED} | money
    outcome.check_in(desk, dossier.id, "B-12")
    assert lists_of(desk, dossier) == {WorkList.READY} | money
    (row,) = work_lists.listed(desk, WorkList.READY)
    assert state(row, clock.now, WorkList.READY)[0].startswith("Chờ trả kết quả từ 23/11, ngăn B-12")
    clock.turn(days=desk.settings.deadlines.uncollected_days)
    assert WorkList.UNCOLLECTED not in lists_of(desk, dossier)
    clock.turn(days=1)
    assert lists_of(desk, dossier) == {WorkList.READY, WorkList.UNCOLLECTED} | money
    patient = with_(desk, settings=replace(desk.settings, deadlines=DeadlineSettings(uncollected_days=30)))
    assert not codes(patient, WorkList.UNCOLLECTED)
    desk.store.log.record(dossier.id, desk.by, FeeTaken(amount=dossier.owes))
    assert lists_of(desk, dossier) == {WorkList.READY, WorkList.UNCOLLECTED}
    results.hand_over(desk, dossier.id, "Nguyễn Văn Mẫu")
    assert lists_of(desk, dossier) == set()


def test_what_the_province_reports_as_done_is_proposed_and_a_person_checks_in_all_that_came(desk: Desk) -> None:
    desk = with_(desk, settings=replace(desk.settings, shelf=ShelfSettings(boxes="A", places=2)))
    told = intake.take_in(as_(desk, "buudien"), complete(desk, RESIDENCE))
    signed, neither = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    outcome.decide(as_(desk, "lanhdao", Role.LEADER), [signed.id])
    report = ProvinceReported(state=NationalState.DONE, unit="Sở Mẫu", officer="Lê Văn Mẫu")
    desk.store.log.record(told.id, ClerkId("province"), report)
    assert desk.store.log.dossier(told.id).processing.decided is None  # a report decides nothing by itself
    rows = {row.id: row for row in work_lists.listed(desk, WorkList.DECIDED)}
    assert set(rows) == {told.id, signed.id}
    assert state(rows[told.id], desk.clock(), WorkList.DECIDED) == ("Tỉnh báo đã xong", False)
    postal = as_(desk, "buudien", Role.POSTAL)
    assert isinstance(outcome.check_in_many(postal, [told.id]).refused[0].why, RoleForbids)
    done = OWN_ACT[WorkList.DECIDED](desk, [told.id, signed.id, neither.id])
    assert [one.processing.place for one in done.dossiers] == ["A-1", "A-2"]
    assert done.dossiers[0].processing.decided is not None
    assert done.dossiers[0].processing.decided.signed_by == "Lê Văn Mẫu, Sở Mẫu"
    assert [(one.dossier, type(one.why)) for one in done.refused] == [(neither.id, outcome.SignerMissing)]
    assert codes(desk, WorkList.DECIDED) == []
    assert shelf_words(["A-1", "A-2", ""]) == " Ngăn A-1, A-2. 1 kết quả chưa có ngăn."


@pytest.fixture
def friday(desk: Desk, clock: TurnedClock) -> Desk:
    """Friday 27/11/2026, 10:00; one dossier for each time."""
    clock.now = at("2026-11-27 10:00")
    for code, when in (
        ("tuesday", "2026-12-01 17:00"),
        ("noon", "2026-11-27 11:30"),
        ("thursday", "2026-11-26 17:00"),
        ("early", "2026-11-27 09:30"),
        ("monday", "2026-11-30 11:30"),
    ):
        due(desk, code, when)
    return desk


def test_the_lists_by_due_date_go_over_the_weekend_and_what_is_pressing_comes_first(friday: Desk) -> None:
    assert codes(friday, WorkList.OVERDUE) == ["thursday", "early"]
    assert codes(friday, WorkList.DUE_TODAY) == ["early", "noon"]
    assert codes(friday, WorkList.DUE_NEXT) == ["monday"]
    everything = ["thursday", "early", "noon", "monday", "tuesday"]
    assert codes(friday, WorkList.TO_HAND_OVER) == everything
    assert codes(friday, WorkList.TODAY) == everything  # the last two are still to be handed over
    process.forward(friday, [row.id for row in work_lists.listed(friday, WorkList.TO_HAND_OVER)])
    assert codes(friday, WorkList.TODAY) == everything[:3]


def test_hours_left_are_working_hours_and_negative_once_the_date_has_passed(friday: Desk, clock: TurnedClock) -> None:
    left = {
        str(row.code): work_lists.left_hours(friday, row, clock.now)
        for row in work_lists.listed(friday, WorkList.TO_HAND_OVER)
    }
    assert left["noon"] == 1.5
    assert left["early"] == -0.5
    assert left["thursday"] == -3  # from 07:00 on
    assert left["monday"] == 1.5 + 3.5 + 4.5


# Who sees which dossiers: taken in by the person, in the person's hands, and neither.
ROWS = """
clerk   mine held other
leader  mine held other
postal  mine held .
visitor mine held .
"""


@pytest.mark.parametrize("row", ROWS.split("\n")[1:-1])
def test_a_role_sees_the_dossiers_of_its_row_and_counts_no_others(desk: Desk, row: str) -> None:
    role, *sees = row.split()
    person = as_(desk, "nguoi", Role(role))
    due(desk, "mine", "2026-11-23 17:00", by="nguoi")
    held = due(desk, "held", "2026-11-23 17:00", by="khac")
    due(desk, "other", "2026-11-23 17:00", by="khac")
    step = ProcessStep(id="examine", name="Thẩm định")
    holder = Holder(unit="vp", unit_name="Văn phòng", clerk=ClerkId("nguoi"), name="Người nguoi")
    desk.store.log.record(held, ClerkId("khac"), DossierForwarded(to=holder, step=step, number=1))
    assert set(codes(person, WorkList.DUE_TODAY)) == set(sees) - {"."}
    assert set(codes(person, WorkList.TODAY)) == set(sees) - {"."}
    # Asking for more by a filter gives no more.
    everybody = WorkFilter(unit="vp")
    assert set(codes(person, WorkList.DUE_TODAY, everybody)) == {"held"}
    assert set(codes(person, WorkList.DUE_TODAY, WorkFilter(mine=True))) == {"mine", "held"}


def test_who_may_not_read_sees_no_list_and_no_number(desk: Desk) -> None:
    due(desk, "other", "2026-11-23 17:00")
    for nobody, why in ((as_(desk, "quan-tri", Role.ADMIN), RoleForbids), (with_(desk, clerk=None), NobodySignedIn)):
        for of in WorkList:
            with pytest.raises(why):
                work_lists.listed(nobody, of)
            with pytest.raises(why):
                work_lists.counts(nobody, of=(of,))


def test_lists_are_narrowed_by_field_unit_and_holder(desk: Desk) -> None:
    one, other = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    assert one.intake is not None
    process.forward(desk, [other.id])
    field, unit = one.intake.procedure.field, desk.store.log.dossier(other.id).processing.holder.unit
    in_all = {one.code, other.code}
    everywhere = {WorkList.TO_HAND_OVER: one.code, WorkList.TO_ACCEPT: other.code}
    for of, code in everywhere.items():
        assert codes(desk, of, WorkFilter(field=field)) == [code]
        assert codes(desk, of, WorkFilter(field="Đất đai")) == []
    assert codes(desk, WorkList.TO_HAND_OVER, WorkFilter(unit="")) == [one.code]
    assert codes(desk, WorkList.TO_HAND_OVER, WorkFilter(unit=unit)) == []
    assert codes(desk, WorkList.TO_ACCEPT, WorkFilter(unit=unit)) == [other.code]
    assert codes(desk, WorkList.TO_HAND_OVER, WorkFilter(mine=True)) == [one.code]
    assert codes(desk, WorkList.TO_ACCEPT, WorkFilter(mine=True)) == []  # the unit has it
    assert len(in_all) == 2


def test_whose_dossiers_a_list_shows_is_recorded_and_a_count_shows_nobody(friday: Desk) -> None:
    before = len(shown_events(friday))
    work_lists.counts(friday)
    assert len(shown_events(friday)) == before
    rows = work_lists.listed(friday, WorkList.OVERDUE)
    assert set(shown_events(friday)[-1].dossiers) == {row.id for row in rows}
    work_lists.listed(friday, WorkList.OVERDUE)
    assert len(shown_events(friday)) == before + 1


def test_an_act_on_many_says_to_how_many_and_why_not_to_the_others(desk: Desk) -> None:
    one, other = (intake.take_in(desk, complete(desk, RESIDENCE)) for _ in range(2))
    results.withdraw(desk, other.id, "đổi ý")
    done = process.forward(desk, [one.id, other.id])
    said = done_words("Đã chuyển", len(done.dossiers), [(other.code, done.refused[0].why)])
    assert said.startswith(f"Đã chuyển 1 hồ sơ. Không làm được 1 hồ sơ: {other.code}: ")
    (row,) = work_lists.listed(desk, WorkList.TO_ACCEPT)
    assert step_and_holder(row) == f"{row.step} · {row.holder}"
    many = [(f"H-{n}", done.refused[0].why) for n in range(9)]
    assert done_words("Đã chuyển", 0, many).endswith("Còn 6 hồ sơ nữa.")

"""Hand-over lists: who goes on which, by when, confirmed by scanning, struck; each in one transaction."""

import pytest

from desk import machine_state, numbers
from desk.desk import Desk
from desk.dossiers import hand_over_lists, process, results
from desk.dossiers.hand_over_lists import (
    InHandAlready,
    ListConfirmed,
    ListEmpty,
    ListUnknown,
    NotAtDesk,
    NothingToHandOver,
    NotOnList,
)
from desk.dossiers.paper_check import PaperVerdict, check_paper
from desk.dossiers.process import UnitUnknown
from desk.dossiers.work_lists import WorkFilter
from desk.intake import intake
from desk.prints import print_jobs
from desk.views.open_desk import OpenDesk
from desk.views.process import WorkDone
from desk.words.hand_over import list_size, list_state
from desk.words.history import tell_each
from models.clerk import Role
from models.events import DossierGivenBack, Form
from models.history import Recorded, write
from models.ids import NO_DIGEST, ClerkId, DeviceId, DossierId, SubjectId, new_event_id
from models.not_allowed import DossierEnded, ReasonMissing, RoleForbids
from models.process import Holder
from models.subjects.dispute import DisputeKind
from models.subjects.dossier import Dossier
from models.subjects.hand_over_list import HandOverList
from models.subjects.processing import ProcessStage
from tests.conftest import TurnedClock
from tests.desk.dossiers.test_process import as_
from tests.desk.intake.test_intake import BIRTH, RESIDENCE, complete
from tests.desk.power_cut import written_with_its_papers
from tests.printing.reading import codes, pictures, whole_text


def take_in(desk: Desk, procedure: str = RESIDENCE) -> Dossier:
    return intake.take_in(desk, complete(desk, procedure))


def now(desk: Desk, id_: DossierId) -> Dossier:
    return desk.store.log.dossier(id_)


def one_list(desk: Desk, **given: object) -> HandOverList:
    (made,) = hand_over_lists.make(desk, **given).lists  # type: ignore[arg-type]
    return made


def test_one_key_makes_a_list_for_each_unit_and_forwards_what_is_on_it_in_one_transaction(desk: Desk) -> None:
    first, second, other = take_in(desk), take_in(desk), take_in(desk, BIRTH)
    done = hand_over_lists.make(desk)
    assert {one.to.unit_name: one.dossiers for one in done.lists} == {
        "Công an xã": (first.id, second.id),
        "Văn phòng HĐND và UBND": (other.id,),
    }
    assert sorted(one.number for one in done.lists) == ["BG.H00.99.01-261123-3001", "BG.H00.99.01-261123-3002"]
    for made in done.lists:
        assert (made.giver, made.waits) == ("Trần Thị Thử", True)
        for id_ in made.dossiers:
            dossier = now(desk, id_)
            assert dossier.processing.stage is ProcessStage.FORWARDED
            assert dossier.processing.on_list == made.id
            told = tell_each([recorded.event for recorded in desk.store.log.history(id_)])
            assert f"theo danh sách bàn giao {made.number}" in told[-1]
    with pytest.raises(NothingToHandOver):
        hand_over_lists.make(desk)


def test_a_unit_that_is_named_gets_its_own_of_those_that_wait_and_all_of_those_that_are_named(desk: Desk) -> None:
    home, birth = take_in(desk), take_in(desk, BIRTH)
    assert one_list(desk, unit="vp").dossiers == (birth.id,)
    made = one_list(desk, unit="Phòng Kinh tế", dossiers=[home.id, home.id])
    assert (made.to.unit, made.dossiers) == ("kt", (home.id,))
    with pytest.raises(UnitUnknown) as no:
        hand_over_lists.make(desk, unit="xyz")
    assert "Công an xã" in no.value.sentence


def test_what_came_after_15_hours_goes_the_next_morning_unless_it_is_named(desk: Desk, clock: TurnedClock) -> None:
    early = take_in(desk)
    clock.turn(hours=7, minutes=30)  # 15:30
    late = take_in(desk)
    done = hand_over_lists.make(desk)
    assert ([one.dossiers for one in done.lists], done.later) == ([(early.id,)], 1)
    urgent = take_in(desk)
    assert one_list(desk, dossiers=[urgent.id]).dossiers == (urgent.id,)
    with pytest.raises(NothingToHandOver) as no:
        hand_over_lists.make(desk)
    assert "1 hồ sơ nhận sau 15 giờ" in no.value.sentence
    clock.turn(hours=41)  # the next working morning: 24/11 is a holiday
    assert one_list(desk).dossiers == (late.id,)


def test_a_list_is_never_made_twice_and_what_is_refused_for_one_stops_no_other(desk: Desk) -> None:
    sent, gone, stays = take_in(desk), take_in(desk), take_in(desk)
    process.forward(desk, [sent.id])
    results.withdraw(desk, gone.id, "đổi ý")
    done = hand_over_lists.make(desk, dossiers=[sent.id, gone.id, stays.id])
    assert [one.dossiers for one in done.lists] == [(stays.id,)]
    assert [(one.dossier, type(one.why)) for one in done.refused] == [(sent.id, NotAtDesk), (gone.id, DossierEnded)]
    nothing = hand_over_lists.make(desk, dossiers=[stays.id])
    assert (nothing.lists, [type(one.why) for one in nothing.refused]) == ((), [NotAtDesk])
    assert now(desk, stays.id).processing.number == 1


def test_scanning_the_list_on_the_other_side_accepts_all_of_it(desk: Desk) -> None:
    dossiers = [take_in(desk).id for _ in range(3)]
    made = one_list(desk)
    examiner = as_(desk, "xet")
    done = hand_over_lists.confirm(examiner, f" {made.number.lower()}\n")
    assert (done.refused, done.made.waits) == ((), False)
    assert done.made.confirmed is not None
    assert (done.made.confirmed.name, done.made.confirmed.unit_name) == ("Người xet", "Công an xã")
    assert {now(desk, one).processing.holder.clerk for one in dossiers} == {"xet"}
    assert list_state(done.made) == "Người xet, Công an xã đã nhận 08:00 thứ Hai 23/11/2026"
    with pytest.raises(ListConfirmed) as no:
        hand_over_lists.confirm(examiner, made.number)
    assert "đã được Người xet, Công an xã ký nhận" in no.value.sentence
    for unknown in ("BG.H00.99.01-261123-9999", "H00.99.01-261123-3001", ""):
        with pytest.raises(ListUnknown):
            hand_over_lists.confirm(examiner, unknown)


def test_a_list_whose_dossiers_were_accepted_one_by_one_is_confirmed_all_the_same(desk: Desk) -> None:
    one, other = take_in(desk).id, take_in(desk).id
    made = one_list(desk)
    examiner = as_(desk, "xet")
    process.accept(examiner, [one, other])
    done = hand_over_lists.confirm(examiner, made.number)
    assert done.made.confirmed is not None
    assert [refused.dossier for refused in done.refused] == [one, other]


def test_a_dossier_that_is_not_there_is_struck_with_a_reason_and_is_the_desks_again(desk: Desk) -> None:
    here, missing = take_in(desk).id, take_in(desk).id
    made = one_list(desk)
    examiner = as_(desk, "xet")
    with pytest.raises(ReasonMissing):
        hand_over_lists.strike(examiner, made.id, missing, "  ")
    struck = hand_over_lists.strike(examiner, made.id, missing, "không thấy bản chính")
    assert (struck.left, list_size(struck)) == ((here,), "1 (gạch 1)")
    back = now(desk, missing)
    assert (back.processing.stage, back.processing.on_list, back.processing.number) == (ProcessStage.AT_DESK, "", 0)
    assert back.disputes == ()
    told = tell_each([recorded.event for recorded in desk.store.log.history(missing)])
    assert told[-1] == f"Trả lại quầy tiếp nhận. Lý do: không thấy bản chính (gạch khỏi danh sách {made.number})"
    with pytest.raises(NotOnList):
        hand_over_lists.strike(examiner, made.id, missing, "lần nữa")
    done = hand_over_lists.confirm(examiner, made.number)
    assert done.refused == ()
    assert now(desk, missing).processing.holder.clerk == ""
    with pytest.raises(ListConfirmed):
        hand_over_lists.strike(examiner, made.id, here, "thiếu")
    assert one_list(desk).dossiers == (missing,)  # once the papers are found


def test_what_somebody_has_in_hand_is_not_struck_and_an_empty_list_is_not_confirmed(desk: Desk) -> None:
    held, gone = take_in(desk).id, take_in(desk).id
    made = one_list(desk)
    examiner = as_(desk, "xet")
    process.accept(examiner, [held])
    with pytest.raises(InHandAlready):
        hand_over_lists.strike(examiner, made.id, held, "thiếu")
    results.withdraw(desk, gone, "đổi ý")
    assert hand_over_lists.strike(examiner, made.id, gone, "đã rút").left == (held,)
    other = take_in(desk).id
    alone = one_list(desk, dossiers=[other])
    hand_over_lists.strike(examiner, alone.id, other, "thiếu")
    with pytest.raises(ListEmpty):
        hand_over_lists.confirm(examiner, alone.number)


def test_struck_at_one_desk_and_confirmed_at_another_is_a_dispute_of_the_dossier(desk: Desk) -> None:
    id_ = take_in(desk).id
    made = one_list(desk)
    forwarded = desk.store.log.history(id_)[-1]
    hand_over_lists.confirm(as_(desk, "xet"), made.number)
    theirs = DossierGivenBack(to=Holder(), reason="không thấy", seen=forwarded.id)
    stranger = Recorded(
        id=new_event_id(),
        subject=id_,
        device=DeviceId(9),
        seq=1,
        clock=forwarded.clock + 1,
        at=forwarded.at,
        clerk=ClerkId("khac"),
        prev=NO_DIGEST,
        body=write(theirs),
        event=theirs,
    )
    desk.store.log.merge([stranger])
    assert [one.kind for one in now(desk, id_).disputes] == [DisputeKind.STEPS_DIFFER]


def test_who_may(desk: Desk) -> None:
    id_ = take_in(as_(desk, "buu-ta")).id
    made = one_list(as_(desk, "buu-ta", Role.POSTAL), dossiers=[id_])
    for verb in (
        lambda who: hand_over_lists.confirm(who, made.number),
        lambda who: hand_over_lists.strike(who, made.id, id_, "thiếu"),
    ):
        with pytest.raises(RoleForbids):
            verb(as_(desk, "buu-ta", Role.POSTAL))


def test_lists_that_wait_are_shown_on_later_days_too(desk: Desk, clock: TurnedClock) -> None:
    take_in(desk)
    first = one_list(desk)
    clock.turn(days=2)
    take_in(desk)
    second = one_list(desk)
    hand_over_lists.confirm(as_(desk, "xet"), second.number)
    assert [one.number for one in hand_over_lists.listed(desk)] == [first.number, second.number]
    hand_over_lists.confirm(as_(desk, "xet"), first.number)
    assert [one.number for one in hand_over_lists.listed(desk)] == [second.number]


def test_after_a_copy_was_brought_back_no_number_of_a_list_is_given_out_again(desk: Desk) -> None:
    take_in(desk)
    assert one_list(desk).number.endswith("-3001")
    machine_state.note_gap(desk.store, desk.clock())
    assert numbers.next_list_number(desk).endswith("-3052")
    machine_state.note_gap(desk.store, desk.clock())
    assert numbers.next_list_number(desk).endswith("-3102")


def test_the_list_is_printed_counted_and_read_back(desk: Desk) -> None:
    dossiers = [take_in(desk) for _ in range(2)]
    made = one_list(desk)
    hand_over_lists.strike(desk, made.id, dossiers[0].id, "không thấy bản chính")
    first = ""
    for copy in (1, 2):
        job = hand_over_lists.hand_over_job(desk, made.id)
        assert (job.form, job.copy) == (Form.HAND_OVER, copy)
        printed = print_jobs.deliver(job, lambda work: work(desk))
        with open(printed.where, "rb") as file:  # noqa: PTH123 - a path as text
            paper = file.read()
        said = whole_text(paper)
        assert all(one.code in said for one in dossiers)
        assert "KHÔNG BÀN GIAO: không thấy bản chính" in said
        read = codes(pictures(paper, 300)[0])
        assert read["Code128"] == made.number
        assert read["QRCode"].startswith(f"{made.number}-")
        assert hand_over_lists.by_code(desk, read["QRCode"]).id == made.id
        checked = check_paper(desk, read["QRCode"])
        assert (checked.verdict, checked.recorded, checked.doubts) == (PaperVerdict.GENUINE, True, ())
        first = first or read["QRCode"]
    assert check_paper(desk, first).verdict is PaperVerdict.OLDER_COPY
    with pytest.raises(ListUnknown):
        hand_over_lists.hand_over_job(desk, SubjectId("list/0193a000-0001-7000-8000-000000000009"))


def test_lists_are_made_with_their_papers_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = [take_in(desk).id, take_in(desk, BIRTH).id, take_in(desk).id]
    process.forward(desk, dossiers[2:])
    work = OpenDesk(desk).hand_over
    done = list[WorkDone]()
    written_with_its_papers(desk, monkeypatch, lambda: done.append(work.made(dossiers, WorkFilter())), papers=2)
    assert (done[0].count, done[0].refused) == (2, frozenset({dossiers[2]}))

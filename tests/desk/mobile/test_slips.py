"""Slips printed before the trip: the intake takes exactly their number, and no number is ever used twice."""

import subprocess
import sys
from dataclasses import replace as with_
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desk import numbers
from desk.away import PreprintedSlipElsewhere, PreprintedSlipEnded, PreprintedSlipUnknown
from desk.desk import Desk
from desk.intake import intake
from desk.mobile import slips
from desk.mobile.slips import MOST, NumbersTooFew, SlipsCountImpossible
from desk.opening import close_desk, open_desk
from desk.prints import print_jobs
from desk.training.training import training_settings
from desk.views.open_desk import OpenDesk
from desk.words.history import tell
from models.codes.preprinted_number import preprinted_digits, preprinted_number
from models.events import SlipEnd
from models.ids import CounterId, DeviceId
from models.not_allowed import BlockExhausted, ReasonMissing
from models.store.projections.mobile.preprinted_slip import PREPRINTED_SLIPS
from models.subjects.mobile.preprinted_slip import PreprintedState
from tests.conftest import TurnedClock
from tests.desk.intake.test_drafts import PulledPlugError, pull
from tests.desk.intake.test_intake import RESIDENCE, complete
from tests.printing.reading import codes, pictures, whole_text


def digits(code: str) -> int:
    return int(code.rpartition("-")[2])


def taken(desk: Desk, slip: str = "") -> str:
    return intake.take_in(desk, complete(desk, RESIDENCE, slip=slip)).code


def block(desk: Desk, first: int, last: int) -> Desk:
    device = replace(desk.settings.device, block_first=first, block_last=last)
    return with_(desk, settings=replace(desk.settings, device=device))


def test_the_intake_takes_exactly_the_number_of_the_slip_and_its_day(desk: Desk) -> None:
    first, second = slips.make(desk, 2)
    last = desk.settings.device.block_last
    assert (first.number, second.number) == (last - 1, last)
    code = taken(desk, f"{second.number:04d}")
    assert code == f"{desk.settings.office.unit.id}-{desk.today:%y%m%d}-{last:04d}"
    assert digits(taken(desk)) == desk.settings.device.block_first
    by_scan = taken(desk, preprinted_number(first.agency, first.number))
    assert digits(by_scan) == last - 1
    found = slips.listed(desk)
    assert (found.out, {one.code for one in found.ended}) == ((), {code, by_scan})
    assert digits(taken(desk)) == desk.settings.device.block_first + 1
    told = [tell(r.event) for r in desk.store.log.history(first.id)]
    assert told == [f"Giữ số {last - 1} cho phiếu in sẵn.", f"Dùng phiếu in sẵn cho hồ sơ {by_scan}."]
    assert desk.store.log.verify() == []


def test_what_is_not_out_is_refused_in_words_and_nothing_is_taken_in(desk: Desk) -> None:
    (one,) = slips.make(desk, 1)
    number = f"{one.number:04d}"
    taken(desk, number)
    for typed, why in ((number, PreprintedSlipEnded), ("12", PreprintedSlipUnknown), ("12a", PreprintedSlipUnknown)):
        form = complete(desk, RESIDENCE, slip=typed)
        assert [type(problem) for problem in intake.preview(desk, form).problems] == [why]
        with pytest.raises(why):
            intake.take_in(desk, form)
    (other,) = slips.make(desk, 1)
    with pytest.raises(PreprintedSlipElsewhere):
        taken(block(desk, 1, 99), f"{other.number:04d}")


def test_a_torn_slip_frees_its_number_and_a_lost_one_never_does(desk: Desk, clock: TurnedClock) -> None:
    made = slips.make(desk, 3)
    torn, lost, kept = (f"{one.number:04d}" for one in made)
    with pytest.raises(ReasonMissing):
        slips.close(desk, [lost], SlipEnd.LOST)
    slips.close(desk, [torn], SlipEnd.RETURNED)
    slips.close(desk, [lost], SlipEnd.LOST, "rơi dọc đường")
    clock.turn(days=40)
    assert [f"{one.number:04d}" for one in slips.listed(desk).lost] == [lost]
    assert [one.state for one in slips.listed(desk).out] == [PreprintedState.OPEN]
    assert [f"{one.number:04d}" for one in slips.make(desk, 2)][-1] == torn
    with pytest.raises(PreprintedSlipEnded):
        taken(desk, lost)
    with pytest.raises(PreprintedSlipUnknown):
        slips.close(desk, [kept, "0007"], SlipEnd.VOID)
    assert kept in {f"{one.number:04d}" for one in slips.listed(desk).out}, "all or none"
    slips.close(desk, [lost], SlipEnd.VOID)
    assert slips.listed(desk).lost == ()


def test_a_slip_used_at_the_door_and_lost_at_the_desk_is_used_and_shown_as_a_contradiction(desk: Desk) -> None:
    (one,) = slips.make(desk, 1)
    slips.close(desk, [f"{one.number:04d}"], SlipEnd.LOST, "không thấy")
    from models.events import PreprintedSlipUsed  # noqa: PLC0415 - of another machine
    from models.ids import DossierCode, new_dossier_id  # noqa: PLC0415 - likewise

    desk.store.log.record(one.id, desk.by, PreprintedSlipUsed(dossier=new_dossier_id(), code=DossierCode("H-261130-1")))
    slip = desk.store.log.subject(PREPRINTED_SLIPS, one.id)
    assert (slip.state, slip.is_contradictory, slip.keeps_number) == (PreprintedState.USED, True, False)


def test_numbers_given_in_turn_never_meet_those_of_slips(desk: Desk) -> None:
    small = block(desk, 1, 10)
    with pytest.raises(SlipsCountImpossible):
        slips.make(small, MOST + 1)
    with pytest.raises(NumbersTooFew):
        slips.make(small, 6)
    slips.make(small, 5)
    assert [digits(taken(small)) for _ in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(BlockExhausted):
        taken(small)
    assert digits(taken(small, "0010")) == 10
    with pytest.raises(BlockExhausted):
        taken(small)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.one_of(
            st.just(("turn", 0)),
            st.tuples(st.just("make"), st.integers(1, 3)),
            st.tuples(st.sampled_from(["use", "void", "lose"]), st.integers(0, 9)),
            st.just(("day", 0)),
        ),
        max_size=25,
    )
)
def test_no_code_is_given_twice_whatever_happens_to_slips(
    tmp_path_factory: pytest.TempPathFactory, clock: TurnedClock, acts: list[tuple[str, int]]
) -> None:
    desk = open_desk(tmp_path_factory.mktemp("desk"), settings=training_settings(), clock=clock, training=True)
    small, given_out = block(desk, 1, 12), []
    try:
        for what, which in acts:
            out = [f"{one.number:04d}" for one in slips.listed(small).out]
            try:
                if what == "turn":
                    given_out.append(str(numbers.next_code(small)))
                    assert taken(small) == given_out[-1]
                elif what == "make":
                    assert not {one.number for one in slips.make(small, which)} & {
                        digits(code) for code in given_out if f"-{small.today:%y%m%d}-" in code
                    }
                elif what == "use" and out:
                    given_out.append(taken(small, out[which % len(out)]))
                elif what in {"void", "lose"} and out:
                    how = SlipEnd.VOID if what == "void" else SlipEnd.LOST
                    slips.close(small, [out[which % len(out)]], how, "thử")
                elif what == "day":
                    clock.now += timedelta(days=1)
            except (BlockExhausted, NumbersTooFew):
                continue
        assert len(set(given_out)) == len(given_out)
    finally:
        close_desk(desk)


_KILLED = """
import os, sys
from pathlib import Path
from desk.intake import intake
from desk.mobile import slips
from desk.opening import open_desk
from desk.training.training import training_settings
from tests.desk.intake.test_intake import RESIDENCE, complete
desk = open_desk(Path(sys.argv[1]), settings=training_settings(), training=True)
made = slips.make(desk, 2)
print(f"{made[0].number:04d}", f"{made[1].number:04d}", flush=True)
if sys.argv[2] == "used":
    print(intake.take_in(desk, complete(desk, RESIDENCE, slip=f"{made[0].number:04d}")).code, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("when", ["made", "used"])
def test_a_kill_in_between_loses_no_number(tmp_path: Path, when: str) -> None:
    words = [sys.executable, "-c", _KILLED, str(tmp_path), when]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert done.returncode == -9, done.stderr
    desk = open_desk(tmp_path, settings=training_settings(), training=True)
    try:
        first, second, *codes_given = done.stdout.split()
        if when == "used":
            with pytest.raises(PreprintedSlipEnded):
                taken(desk, first)
        else:
            codes_given.append(taken(desk, first))
        codes_given += [taken(desk, second), taken(desk)]
        assert len(set(codes_given)) == 3
        assert {digits(one) for one in codes_given[:2]} == {int(first), int(second)}
    finally:
        close_desk(desk)


def test_the_printed_slip_says_its_digits_and_its_code_is_read_back(desk: Desk) -> None:
    (one,) = slips.make(desk, 1)
    job = slips.slip_job(desk, one.id)
    printed = print_jobs.deliver(job, lambda step: step(desk))
    paper = Path(printed.where).read_bytes()
    assert f"-{one.number:04d}" in whole_text(paper)
    read = codes(pictures(paper, 200)[0])["QRCode"]
    assert digits(taken(desk, read)) == one.number
    assert desk.store.log.subject(PREPRINTED_SLIPS, one.id).copies == 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0412", 412), ("412", 412), (" PIS.H26.12.34-0412 ", 412), ("]PIS.H-0412", 412), ("0000", None), ("41a", None)],
)
def test_digits_are_read_as_typed_or_scanned(typed: str, read: int | None) -> None:
    assert preprinted_digits(typed) == read


def test_another_machine_with_another_block_keeps_its_own_slips(desk: Desk) -> None:
    slips.make(desk, 2)
    device = replace(
        desk.settings.device, number=DeviceId(2), counter=CounterId("2"), block_first=2001, block_last=2999
    )
    other = with_(desk, settings=replace(desk.settings, device=device))
    assert digits(taken(other)) == 2001
    assert numbers.last_given_in_turn(other) == 2999


def test_slips_are_kept_with_all_their_papers_or_none_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    views = OpenDesk(desk).mobile
    write, written = desk.store.print_jobs.put, list[str]()

    def cut_at_the_second(key: str, body: bytes) -> None:
        written.append(key)
        (write if len(written) == 1 else pull)(key, body)

    with monkeypatch.context() as cut:
        cut.setattr(desk.store.print_jobs, "put", cut_at_the_second)
        with pytest.raises(PulledPlugError):
            views.make_slips(3)
    assert desk.store.log.counts().events == 0
    assert print_jobs.unprinted(desk) == ()
    assert len(views.make_slips(3).jobs) == len(print_jobs.unprinted(desk)) == 3

"""A scanner that types is told from a person by speed alone, by the stamps of the keys, not by when they were seen."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cards.keyboard.strokes import ENTER, MANY, QUIET, WITHIN, Stroke, StrokeAction, TypedScan, TypingWatch
from desk.cards.samples import citizen, qr_text
from tests.fakes.unikey import plain

CARD = qr_text(citizen(1), new_card=True)


def run(watch: TypingWatch, strokes: list[Stroke], *, apart: float, in_text: bool) -> list[StrokeAction]:
    return [watch.stroke(stroke, at=n * apart, in_text=in_text).do for n, stroke in enumerate(strokes)]


@pytest.mark.parametrize("apart", [0.0, 1.0, 4.0, 5.0])
def test_twenty_signs_in_a_tenth_of_a_second_are_a_scan(apart: float) -> None:
    watch = TypingWatch()
    done = run(watch, plain(CARD + ENTER), apart=apart, in_text=True)
    assert done[: MANY - 1] == [StrokeAction.PASS] * (MANY - 1)
    assert set(done[MANY - 1 :]) == {StrokeAction.SWALLOW}
    burst, release = watch.end_burst()
    assert burst == TypedScan(strokes=tuple(plain(CARD + ENTER)), shown=MANY - 1)
    assert not release


@given(st.lists(st.floats(WITHIN / MANY + 0.5, 400), min_size=1, max_size=200))
def test_no_person_is_taken_for_a_scanner_however_fast(pauses: list[float]) -> None:
    watch, at = TypingWatch(), 0.0
    for pause in pauses:
        at += pause
        answer = watch.stroke(Stroke(insert="a"), at=at, in_text=True)
        assert answer.do is StrokeAction.PASS
        assert answer.ended is None


@pytest.mark.parametrize("apart", [0.0, 5.0, 15.0, 20.0])
def test_outside_a_text_field_nothing_of_a_scan_gets_through(apart: float) -> None:
    watch = TypingWatch()
    done = run(watch, plain(CARD + ENTER), apart=apart, in_text=False)
    assert StrokeAction.PASS not in done
    burst, release = watch.end_burst()
    assert burst is not None
    assert burst.shown == 0
    assert not release


def test_outside_a_text_field_a_single_sign_waits_and_goes_out_again() -> None:
    watch = TypingWatch()
    assert watch.stroke(Stroke(insert="1"), at=0, in_text=False).do is StrokeAction.HOLD
    assert watch.end_burst() == (None, True)
    assert not watch.is_waiting


@pytest.mark.parametrize("stroke", [Stroke(insert=ENTER), Stroke(insert=" "), Stroke(delete=1)])
def test_enter_blank_and_backspace_of_a_person_never_wait(stroke: Stroke) -> None:
    assert TypingWatch().stroke(stroke, at=0, in_text=False).do is StrokeAction.PASS


def test_a_short_code_with_its_enter_is_a_scan_outside_a_field_and_typing_within_one() -> None:
    outside, within = TypingWatch(), TypingWatch()
    assert run(outside, plain("A012" + ENTER), apart=2, in_text=False)[-1] is StrokeAction.SWALLOW
    assert set(run(within, plain("A012" + ENTER), apart=2, in_text=True)) == {StrokeAction.PASS}


def test_a_scan_after_a_scan_is_another_one() -> None:
    watch = TypingWatch()
    run(watch, plain(CARD + ENTER), apart=1, in_text=True)
    answer = watch.stroke(Stroke(insert="0"), at=10_000, in_text=True)
    assert answer.ended is not None
    assert answer.begins
    assert answer.do is StrokeAction.PASS


def test_an_enter_that_comes_late_still_belongs_to_the_scan_and_a_person_s_does_not() -> None:
    watch = TypingWatch()
    run(watch, plain(CARD), apart=1, in_text=True)
    watch.end_burst()
    end = len(CARD) - 1.0
    assert watch.stroke(Stroke(insert=ENTER), at=end + 200, in_text=True).do is StrokeAction.SWALLOW
    assert watch.stroke(Stroke(insert=ENTER), at=end + 900, in_text=True).do is StrokeAction.PASS


strokes = st.builds(Stroke, delete=st.integers(0, 2), insert=st.sampled_from(["", "a", "1", " ", "|", ENTER, "ế"]))


@given(st.lists(st.tuples(strokes, st.floats(-100, 300), st.booleans(), st.booleans()), max_size=120))
def test_every_stroke_goes_through_or_is_given_back_or_belongs_to_a_scan(
    steps: list[tuple[Stroke, float, bool, bool]],
) -> None:
    watch, at, waiting = TypingWatch(), 0.0, 0
    for stroke, pause, in_text, is_quiet in steps:
        at += pause
        answer = watch.stroke(stroke, at=at, in_text=in_text)
        if answer.release or answer.ended is not None:
            waiting = 0
        waiting += answer.do is not StrokeAction.PASS and watch.is_waiting
        if is_quiet:
            burst, release = watch.end_burst()
            assert (burst is not None or release) == bool(waiting)
            if burst is not None:
                assert len(burst.strokes) - burst.shown == waiting
            waiting = 0
            assert not watch.is_waiting


def fuzz(bursts: int) -> None:
    """Random bursts of machine speed outside a text field: nothing ever gets through once it is one."""
    chance = random.Random(1)  # noqa: S311  no secret
    watch, at = TypingWatch(), 0.0
    for _ in range(bursts):
        at += QUIET * 10
        signs = [chance.choice("0123456789|aAwsfrxjd[] éư") for _ in range(chance.randint(20, 60))]
        first = watch.stroke(Stroke(insert="0"), at=at, in_text=False)
        assert first.do is StrokeAction.HOLD
        for sign in signs:
            at += chance.random() * 5
            end = ENTER if chance.random() < 0.02 else sign
            assert watch.stroke(Stroke(insert=end), at=at, in_text=False).do is not StrokeAction.PASS
        burst, release = watch.end_burst()
        assert burst is not None
        assert not release


def test_random_bursts_trigger_nothing() -> None:
    fuzz(10_000)

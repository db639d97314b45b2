from hypothesis import given
from hypothesis import strategies as st

from printing.layout.lines import FontFace, TextRun, balance_lines, break_evenly, break_lines


def _measure(text: str, _face: FontFace, size: float) -> float:
    return len(text) * size


WORDS = st.text(alphabet="abcĐặ ", max_size=80)


@given(text=WORDS, width=st.integers(1, 40))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = break_lines((TextRun(text),), width, 1, _measure)
    assert all(sum(len(run.text) for run in line) <= width for line in lines)
    assert "".join(run.text for line in lines for run in line).replace(" ", "") == text.replace(" ", "")


@given(first=WORDS, second=WORDS, width=st.integers(1, 40))
def test_a_change_of_face_in_the_middle_of_a_line_loses_nothing(first: str, second: str, width: int) -> None:
    lines = break_lines((TextRun(first), TextRun(second, FontFace.BOLD)), width, 1, _measure)
    runs = [run for line in lines for run in line]
    bold = "".join(run.text for run in runs if run.face is FontFace.BOLD)
    assert bold.replace(" ", "") == second.replace(" ", "")
    assert all(sum(len(run.text) for run in line) <= width for line in lines)


@given(text=WORDS, width=st.integers(1, 40))
def test_balancing_takes_no_more_lines(text: str, width: int) -> None:
    plain = break_lines((TextRun(text),), width, 1, _measure)
    assert len(balance_lines(text, FontFace.BOLD, width, 1, _measure)) == len(plain)


def test_balanced_lines_are_of_even_length() -> None:
    assert balance_lines("một hai ba bốn năm sáu", FontFace.BOLD, 18, 1, _measure) == ("một hai ba", "bốn năm sáu")


def test_an_empty_text_is_one_empty_line() -> None:
    assert break_lines((TextRun(""),), 10, 1, _measure) == ((),)


def test_a_last_line_does_not_hold_a_single_short_word() -> None:
    plain = break_lines((TextRun("trung tâm phục vụ hành chính công xã Mẫu Sơn"),), 40, 1, _measure)
    better = break_evenly((TextRun("trung tâm phục vụ hành chính công xã Mẫu Sơn"),), 40, 1, _measure)
    assert [run.text for line in plain for run in line][-1] == "Sơn"
    assert [run.text for line in better for run in line][-1] == "Mẫu Sơn"


@given(text=WORDS, width=st.integers(1, 40))
def test_settling_takes_no_more_lines_and_loses_nothing(text: str, width: int) -> None:
    plain, better = (set_((TextRun(text),), width, 1, _measure) for set_ in (break_lines, break_evenly))
    assert len(better) == len(plain)
    assert all(sum(len(run.text) for run in line) <= width for line in better)
    assert "".join(run.text for line in better for run in line).replace(" ", "") == text.replace(" ", "")

from hypothesis import given
from hypothesis import strategies as st

from printing.layout.lines import FontFace, TextRun, balanced, broken, settled


def _measure(text: str, _face: FontFace, size: float) -> float:
    return len(text) * size


WORDS = st.text(alphabet="abcĐặ ", max_size=80)


@given(text=WORDS, width=st.integers(1, 40))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = broken((TextRun(text),), width, 1, _measure)
    assert all(sum(len(run.text) for run in line) <= width for line in lines)
    assert "".join(run.text for line in lines for run in line).replace(" ", "") == text.replace(" ", "")


@given(first=WORDS, second=WORDS, width=st.integers(1, 40))
def test_a_change_of_face_in_the_middle_of_a_line_loses_nothing(first: str, second: str, width: int) -> None:
    lines = broken((TextRun(first), TextRun(second, FontFace.BOLD)), width, 1, _measure)
    runs = [run for line in lines for run in line]
    bold = "".join(run.text for run in runs if run.face is FontFace.BOLD)
    assert bold.replace(" ", "") == second.replace(" ", "")
    assert all(sum(len(run.text) for run in line) <= width for line in lines)


@given(text=WORDS, width=st.integers(1, 40))
def test_balancing_takes_no_more_lines(text: str, width: int) -> None:
    plain = broken((TextRun(text),), width, 1, _measure)
    assert len(balanced(text, FontFace.BOLD, width, 1, _measure)) == len(plain)


def test_balanced_lines_are_of_even_length() -> None:
    assert balanced("một hai ba bốn năm sáu", FontFace.BOLD, 18, 1, _measure) == ["một hai ba", "bốn năm sáu"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert broken((TextRun(""),), 10, 1, _measure) == [()]


def test_a_last_line_does_not_hold_a_single_short_word() -> None:
    plain = broken((TextRun("trung tâm phục vụ hành chính công xã Mẫu Sơn"),), 40, 1, _measure)
    better = settled((TextRun("trung tâm phục vụ hành chính công xã Mẫu Sơn"),), 40, 1, _measure)
    assert [run.text for line in plain for run in line][-1] == "Sơn"
    assert [run.text for line in better for run in line][-1] == "Mẫu Sơn"


@given(text=WORDS, width=st.integers(1, 40))
def test_settling_takes_no_more_lines_and_loses_nothing(text: str, width: int) -> None:
    plain, better = (set_((TextRun(text),), width, 1, _measure) for set_ in (broken, settled))
    assert len(better) == len(plain)
    assert all(sum(len(run.text) for run in line) <= width for line in better)
    assert "".join(run.text for line in better for run in line).replace(" ", "") == text.replace(" ", "")

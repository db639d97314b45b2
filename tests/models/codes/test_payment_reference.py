"""References of payments: the same for ever, found in what banks leave, and no wrong sign makes another one."""

import re
from collections.abc import Callable
from string import ascii_letters, digits, printable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from models.codes.payment_reference import payment_reference, references_in
from models.ids import SubjectId

PAYMENTS = st.uuids().map(lambda one: SubjectId(f"payment/{one}"))
NOISE = st.text(alphabet=ascii_letters + digits + " .-/:_;\n" + "Đáườỹ", max_size=40)
BETWEEN = st.text(alphabet=" .-/_\n", max_size=3)


def test_a_reference_never_changes() -> None:
    """Papers and bank statements bear it for years."""
    first = payment_reference(SubjectId("payment/0192f0c1-0000-7000-8000-000000000001"))
    assert first == "MCEYRQ1QJ1DTQ"
    assert re.fullmatch(r"MC[0-9A-HJKMNP-TV-Z]{11}", first)


@given(PAYMENTS)
def test_the_check_character_is_that_of_iso_7064(payment: SubjectId) -> None:
    assert mod_37_36.is_valid(payment_reference(payment)[2:], alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@given(PAYMENTS, NOISE, NOISE, st.sampled_from((str.lower, str.upper)), st.lists(BETWEEN, min_size=12, max_size=12))
def test_a_reference_is_found_in_what_a_bank_leaves_of_the_words(
    payment: SubjectId, before: str, behind: str, cased: Callable[[str], str], between: list[str]
) -> None:
    reference = payment_reference(payment)
    torn = "".join(sign + gap for sign, gap in zip(reference, [*between, ""], strict=True))
    assert reference in references_in(before + cased(torn) + behind)


@given(PAYMENTS, st.data())
def test_letters_that_look_like_digits_are_read_as_those(payment: SubjectId, data: st.DataObject) -> None:
    reference = payment_reference(payment)
    looks = {"0": "0Oo", "1": "1IiLl"}
    typed = "MC" + "".join(data.draw(st.sampled_from(looks.get(sign, sign))) for sign in reference[2:])
    assert references_in(typed) == (reference,)


@given(PAYMENTS, st.integers(0, 12), st.sampled_from(printable))
def test_no_single_wrong_sign_makes_another_reference(payment: SubjectId, place: int, wrong: str) -> None:
    reference = payment_reference(payment)
    found = references_in(reference[:place] + wrong + reference[place + 1 :])
    assert found in {(), (reference,)}
    if wrong.upper().translate(str.maketrans("OIL", "011")) != reference[place]:
        assert found == ()


@pytest.mark.parametrize(
    "words",
    [
        "FT26333812345678 {0} GD 123456-112926-08:31:05",
        "MBVCB.7012345678.{0}.CT tu 0011001234567 NGUYEN VAN MAU toi 112233445566",
        "IBFT {0} thanh toan phi",
        "QR - {1}",
        "NGUYEN VAN MAU chuyen tien MC MC CMC{1}MC",
    ],
)
def test_one_reference_in_the_words_of_banks(words: str) -> None:
    reference = payment_reference(SubjectId("payment/0192f0c1-0000-7000-8000-000000000001"))
    spaced = " ".join((reference[:4], reference[4:9], reference[9:])).lower()
    assert references_in(words.format(reference, spaced)) == (reference,)


def test_two_references_come_in_their_order_each_once() -> None:
    one, two = (payment_reference(SubjectId(f"payment/{n}")) for n in (1, 2))
    assert references_in(f"{two} {one}; {two}") == (two, one)


def test_words_without_a_reference_have_none() -> None:
    assert references_in("") == ()
    assert references_in("MC") == ()
    assert references_in("thanh toan le phi MCUUUUUUUUUUU") == ()

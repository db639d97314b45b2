import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.cards.formats.codes import dossier_code


@pytest.mark.parametrize(
    "code",
    [
        "H26.12.34-261121-0007",
        "000.17.22.H56-210531-0001",
        "G09.20-20260609-0092637",
        "000.00.17.H08-241231-12345",
        "12345-260229-0001".replace("0229", "0228"),
        "0312345678-261121-0007",
        "G01.012.03-260125-010001",  # TT 04/2025/TT-VPCP: two digits of the system's owner, four or more of the day
        "H26.101.34-261129-0112345678",
    ],
)
@pytest.mark.parametrize("prefix", ["", "j", "]C0", "]Q1", "\\000026", "s"])
def test_a_code_is_read_whole(code: str, prefix: str) -> None:
    assert dossier_code(prefix + code) == (code, len(prefix + code))


def test_a_code_in_small_letters_is_the_same_code() -> None:
    assert dossier_code("h26.12.34-261121-0007") == ("H26.12.34-261121-0007", 21)
    assert dossier_code("Qh26.12.34-261121-0007") == ("H26.12.34-261121-0007", 22)
    assert dossier_code("sg09.20-20260609-0092637h26.12-261121-0008") == ("G09.20-20260609-0092637", 24)


def test_a_capital_code_letter_is_parted_only_from_an_identifier_that_is_whole_without_it() -> None:
    assert dossier_code("QH26.12-261121-0007") == ("H26.12-261121-0007", 19)
    assert dossier_code("Q000.17.22.H56-210531-0001") == ("000.17.22.H56-210531-0001", 26)
    assert dossier_code("ABC1-261121-0007") == ("ABC1-261121-0007", 16)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H26.12.34-261321-0007",
        "H26.12.34-260230-0007",
        "H26.12.34-261121-007",
        "H26.12.34-261121-0007123412341",
        "H26.12.34-261121-0007-1",
        "H26.12.34-261121-0007x",
        ".H26-261121-0007",
        "H26..1-261121-0007",
        "H26.12.34 261121 0007",
        "2.000815.000.00.00.H55",
        "0912-345678-1234",
        "A" * 36 + "-261121-0007",
        "H26.12.34-２６１１２１-0007",
    ],
)
def test_what_only_resembles_a_code_is_none(text: str) -> None:
    assert dossier_code(text) is None


def test_two_codes_glued_are_parted_where_only_one_parting_is_possible() -> None:
    assert dossier_code("H26.12-261121-0007H26.12-261121-0008") == ("H26.12-261121-0007", 18)
    assert dossier_code("G09.20-20260609-0092637sG09.20-20260609-0092638") == ("G09.20-20260609-0092637", 24)
    assert dossier_code("000.17.H56-210531-0001000.17.H56-210531-0002") == ("000.17.H56-210531-0001", 22)


@given(
    st.from_regex(r"\A[0-9A-Z]{1,6}(\.[0-9A-Z]{1,4}){0,4}\Z"),
    st.dates().filter(lambda day: 2000 <= day.year < 2100),
    st.from_regex(r"\A[0-9]{4,7}\Z"),
)
def test_every_well_formed_code_is_understood(agency: str, day: object, serial: str) -> None:
    code = f"{agency}-{day:%y%m%d}-{serial}"
    found = dossier_code(code)
    assert found is not None
    assert code.endswith(found[0])
    assert len(code) - len(found[0]) <= 1

import pytest

from desk.cards.scan import ScanKind, understand
from models.codes.list_number import list_number_in
from tests.fakes.events import START

NUMBER = "BG.H26.12.34-261123-3001"


@pytest.mark.parametrize("typed", [NUMBER, f" {NUMBER}\r\n", NUMBER.lower(), f"C{NUMBER}"])
def test_a_number_is_known_as_it_is_typed_or_scanned(typed: str) -> None:
    assert list_number_in(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "BG.", "H26.12.34-261123-3001", "xyz BG.H26.12.34-261123-3001"])
def test_what_is_no_number_of_a_list_is_none(typed: str) -> None:
    assert list_number_in(typed) == ""


@pytest.mark.parametrize("frame", [NUMBER, NUMBER.lower(), f"]C0{NUMBER}", f"C{NUMBER}"])
def test_scanners_read_it_as_the_code_of_a_paper(frame: str) -> None:
    (scan,) = understand(frame.encode(), today=START.date(), ended=True)
    assert (scan.kind, list_number_in(scan.code)) == (ScanKind.DOSSIER_CODE, NUMBER)
